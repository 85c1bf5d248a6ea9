package takeout

import (
	"context"
	"fmt"
	"strconv"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/workbook"
	"github.com/pinktick/pinktick/tenants"
)

// centre is whose children an export is of.
type centre struct {
	name, code    string
	part          record.Part
	organisations map[string]tenants.Organisation // of the tenant, by id
	first         string                          // the code of one of them
	today         ask.Date
	base          string
}

func (s Shelf) centre(ctx context.Context, asked Ask) (centre, error) {
	tenant, _ := tenants.From(ctx)
	c := centre{name: tenant.Name, code: tenant.ODSCode, part: record.Part{Cohort: asked.Cohort}, organisations: map[string]tenants.Organisation{},
		today: s.today(), base: s.PublicURL}
	all, err := s.Directory.Organisations(ctx, tenant.ID)
	if err != nil {
		return c, err
	}
	for _, o := range all {
		c.organisations[o.ID] = o
		if c.first == "" || o.ODSCode == asked.Organisation {
			c.first = o.ODSCode
		}
		if o.ODSCode == asked.Organisation {
			c.name, c.code, c.part.OrganisationID = o.Name, o.ODSCode, o.ID
		}
	}
	if asked.Organisation != "" && c.part.OrganisationID == "" {
		return c, fault.New(fault.Invalid, "unknown_choice", "The organisation is no longer part of this trust or board.")
	}
	return c, nil
}

// link leads to a place in a child's record.
func (c centre) link(r record.Read, place string) workbook.Link {
	code := c.first
	if r.LeadOrganisationID != nil {
		if o, own := c.organisations[*r.LeadOrganisationID]; own {
			code = o.ODSCode
		}
	}
	return workbook.Link(c.base + "/" + code + "/cases/" + strconv.FormatInt(r.ID, 10) + place)
}

// fileName is that of an export, without its ending. No child is in it.
func (c centre) fileName(what string, e Export) string {
	name := what + "-" + c.code
	if e.Cohort != 0 {
		name += fmt.Sprintf("-cohort-%d", e.Cohort)
	}
	if !e.Names {
		name += "-without-names"
	}
	return name + "-" + c.today.String()
}

func (c centre) properties(title string, e Export) workbook.Properties {
	words := c.name + ", as of " + c.today.Words() + ", taken by " + e.PersonName
	return workbook.Properties{Title: title, Description: words, At: e.AskedAt}
}

func entryName(list *ask.Records, number int) string {
	return fmt.Sprintf("%s %d", list.Section.Title, number)
}
