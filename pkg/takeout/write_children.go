package takeout

import (
	"context"
	"io"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/nhs"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/workbook"
)

// who are the columns that tell who a child is. They are left out for the audit team, unless it gave a reason.
var who = []string{"First name", "Surname", "NHS number"}

// standing are the columns that say where a record stands.
var standing = []string{"Lead centre", "Cohort", "Deadline", "Days remaining", "State"}

func (s Shelf) writeChildren(ctx context.Context, w io.Writer, e Export) (string, int64, error) {
	centre, err := s.centre(ctx, e.Ask)
	if err != nil {
		return "", 0, err
	}
	columns := []string{"Audit number"}
	if e.Names {
		columns = append(columns, who...)
	}
	columns = append(append(append(columns, "Sex"), standing...),
		"Answers given", "Answers required", "Forms not complete", "Answers to check", "Transfer pending", "Questions missing", "Missing", "Record")
	rows := sheetOf(s.Records.Children(ctx, centre.part), func(r record.Read) [][]any { return [][]any{centre.child(r, e.Names)} })
	return s.writeSheets(w, e, centre.fileName("children", e), centre.properties("Children", e), workbook.Sheet{Name: "Children", Columns: columns, Rows: rows})
}

// child is the line of a child.
func (c centre) child(r record.Read, names bool) []any {
	row := []any{int(r.ID)}
	if names {
		row = append(row, whoIs(r)...)
	}
	row = append(row, c.label(dataset.Sexes, r, r.Sex))
	row = append(row, c.standing(r)...)
	var missing, forms []string
	slots := 0
	for _, section := range dataset.Sections {
		for _, gap := range r.Record.Missing(section) {
			slots += gap.Slots
			missing = append(missing, section.Title+": "+gapWords(r.Record, section, gap))
		}
	}
	for _, section := range r.MissingForms() {
		forms = append(forms, section.Title)
	}
	pending := "no"
	if r.TransferPending {
		pending = "yes"
	}
	return append(row, r.Done.Completed, r.Done.Expected, strings.Join(forms, "; "), r.Warnings, pending, slots, strings.Join(missing, "; "),
		c.link(r, ""))
}

func whoIs(r record.Read) []any {
	number := any(nil)
	switch {
	case r.NHSNumber != nil:
		number = nhs.FormatNumber(*r.NHSNumber)
	case r.ReferenceNumber != nil:
		number = *r.ReferenceNumber
	}
	return []any{orNothing(r.FirstName), orNothing(r.Surname), number}
}

func orNothing(value *string) any {
	if value == nil {
		return nil
	}
	return *value
}

func (c centre) label(list *ask.List, r record.Read, code *string) any {
	if code == nil {
		return nil
	}
	if option, known := r.Record.At.Lists.Of(list).Find(*code); known {
		return option.Label
	}
	return *code
}

func (c centre) standing(r record.Read) []any {
	row := []any{nil, nil, nil, nil, sentence(string(r.State(c.today)))}
	if r.LeadOrganisationID != nil {
		row[0] = c.organisations[*r.LeadOrganisationID].Name
	}
	if r.Cohort != nil {
		row[1] = *r.Cohort
	}
	if r.ClosesOn != nil {
		row[2], row[3] = r.ClosesOn.String(), max(0, c.today.DaysUntil(*r.ClosesOn))
	}
	return row
}

func sentence(words string) string { return strings.ToUpper(words[:1]) + words[1:] }

// gapWords says what is missing, as the record's own list of what is missing does.
func gapWords(r *record.Record, section *ask.Section, gap ask.Gap) string {
	if gap.Question == nil {
		if words := gap.List.Missing(r.In(section)); words != "" {
			return words
		}
		return gap.List.Add
	}
	if gap.List != nil {
		return entryName(gap.List, gap.Number) + ", " + gap.Question.Label
	}
	return gap.Question.Label
}
