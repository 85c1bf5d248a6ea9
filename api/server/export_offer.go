package server

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
)

var makeLabels = map[takeout.Format]string{takeout.XLSX: "Make a spreadsheet", takeout.CSV: "Make CSV", takeout.JSON: "Make JSON"}

// exportOffer is the form that asks for a kind of export, filled in as it was refused, if it was.
func (s *Server) exportOffer(c *gin.Context, offer takeout.Offer, refused refusedExport) (page.ExportOffer, error) {
	view := page.ExportOffer{Kind: string(offer.Kind), Name: offer.Name, Says: offer.Says}
	for _, format := range offer.Formats {
		view.Buttons = append(view.Buttons, control.Option{Code: string(format), Label: makeLabels[format]})
	}
	var asked takeout.Ask
	if refused.ask.Kind == offer.Kind {
		asked = refused.ask
	}
	var err error
	switch {
	case offer.Kind == takeout.Workbook:
		view.Selects, err = s.figureChoices(c, asked)
	case offer.Kind != takeout.Reference:
		view.Selects, err = s.childrenChoices(c, asked)
	}
	person, _ := tenants.PersonFrom(c.Request.Context())
	if c.Param("org") != "" && person.Role.National() {
		view.Names = &page.ExportNames{Always: offer.NamesAlways(), On: asked.Names, Reason: asked.Reason}
		if refused.ask.Kind == offer.Kind {
			view.Names.Note, view.Names.ReasonNote = refused.fields["names"].Message, refused.fields["reason"].Message
		}
	}
	return view, err
}

// childrenChoices are whose children, and of which cohort.
func (s *Server) childrenChoices(c *gin.Context, asked takeout.Ask) ([]page.FilterSelect, error) {
	tenant, _ := tenants.From(c.Request.Context())
	own, err := s.Directory.Organisations(c.Request.Context(), tenant.ID)
	if err != nil {
		return nil, err
	}
	whose := page.FilterSelect{Name: "whose", Label: "Children of", Options: []page.FilterOption{option("", "The whole "+kindWords(tenant), asked.Organisation == "")}}
	for _, o := range own {
		whose.Options = append(whose.Options, option(o.ODSCode, o.Name, o.ODSCode == asked.Organisation))
	}
	cohorts := page.FilterSelect{Name: "cohort", Label: "Cohort", Options: []page.FilterOption{option("", "All children", asked.Cohort == 0)}}
	periods, err := s.reportedCohorts(c)
	if err != nil {
		return nil, err
	}
	for _, p := range periods.all {
		cohorts.Options = append(cohorts.Options, option(strconv.Itoa(p.Cohort), p.Label, p.Cohort == asked.Cohort))
	}
	return []page.FilterSelect{whose, cohorts}, nil
}

// figureChoices are the live figures of each cohort, and what was published.
func (s *Server) figureChoices(c *gin.Context, asked takeout.Ask) ([]page.FilterSelect, error) {
	cohorts, err := s.reportedCohorts(c)
	if err != nil {
		return nil, err
	}
	if asked.Cohort == 0 && asked.Publication == 0 {
		asked.Cohort = cohorts.chosen
	}
	chosen := figuresOf(asked)
	choice := page.FilterSelect{Name: "figures", Label: "Figures"}
	add := func(of takeout.Ask, label string) {
		value := figuresOf(of)
		choice.Options = append(choice.Options, option(value, label, value == chosen))
	}
	for _, p := range cohorts.all {
		add(takeout.Ask{Cohort: p.Cohort}, p.Label+", live")
	}
	published, err := s.Exports.Published(c.Request.Context())
	if err != nil {
		return nil, err
	}
	for _, p := range published {
		add(takeout.Ask{Publication: p.ID}, "Cohort "+strconv.Itoa(p.Cohort)+", published version "+strconv.Itoa(p.Version)+" of "+ask.DateOf(p.At).Words())
	}
	return []page.FilterSelect{choice}, nil
}

// kindWords is what a tenant is.
func kindWords(t tenants.Tenant) string {
	if t.Kind == tenants.HealthBoard {
		return "health board"
	}
	return "trust"
}
