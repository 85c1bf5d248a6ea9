package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// The addresses of publications, for the national audit team. A preview has the pages of the public results.
const (
	atPublications = "/national/publications"
	atPublication  = atPublications + "/:publication"
	atPreview      = atPublication + "/preview"
)

func (s *Server) publicationRoutes() []route {
	return []route{
		{get, atPublications, ofNation, tenants.SeeUnpublished, s.listPublications},
		{post, atPublications, ofNation, tenants.Publish, s.preparePublication},
		{get, atPublication, ofNation, tenants.SeeUnpublished, s.showPublication},
		{post, atPublication, ofNation, tenants.Publish, s.changePublication},
		{get, atPreview, ofNation, tenants.SeeUnpublished, s.preview(drawOverview)},
		{get, atPreview + "/definitions", ofNation, tenants.SeeUnpublished, s.preview(drawDefinitions)},
		{get, atPreview + "/measures/:measure", ofNation, tenants.SeeUnpublished, s.preview(s.drawMeasure)},
		{get, atPreview + "/measures/:measure/:file", ofNation, tenants.SeeUnpublished, s.preview(s.drawMeasureFile)},
		{get, atPreview + "/:level/:code", ofNation, tenants.SeeUnpublished, s.preview(drawUnit)},
	}
}

// listPublications is every publication and draft there is.
func (s *Server) listPublications(c *gin.Context) error {
	form := page.PublicationForm{Lowest: string(s.Published.Choices()[0])}
	return s.renderPublications(c, http.StatusOK, form)
}

// renderPublications draws the page with the form as it was filled in so far.
func (s *Server) renderPublications(c *gin.Context, status int, form page.PublicationForm) error {
	all, err := s.Published.List(c.Request.Context())
	if err != nil {
		return err
	}
	cohorts, err := s.reportedCohorts(c)
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Publications")
	if err != nil {
		return err
	}
	frame.Wide = true
	view := page.Publications{Cohorts: publicationsByCohort(all)}
	if mayPublish(c) {
		form.Action, form.As = atPublications, s.seal(c.Request.Context())
		if form.Cohort == "" {
			form.Cohort = strconv.Itoa(cohorts.chosen)
		}
		form.Cohorts, form.Levels = cohortOptions(cohorts.all), lowestOptions(s.Published.Choices())
		view.Form = &form
	}
	return render(c, status, page.PublicationsPage(frame, view))
}

func mayPublish(c *gin.Context) bool {
	person, _ := tenants.PersonFrom(c.Request.Context())
	return person.Role.May(tenants.Publish)
}

var lowestWords = map[compare.Level]string{compare.Trust: "Trusts and local health boards", compare.CareBoard: "Integrated care boards, and local health boards",
	compare.Region: "NHS England regions, networks and countries", compare.Country: "Countries"}

func lowestOptions(levels []compare.Level) []control.Option {
	var options []control.Option
	for _, l := range levels {
		options = append(options, control.Option{Code: string(l), Label: lowestWords[l]})
	}
	return options
}

var publicationTags = map[publication.State]part.Tag{
	publication.Draft: {Label: "Draft", Colour: part.White}, publication.Ready: {Label: "Ready", Colour: part.Yellow}, publication.Published: {Label: "Published", Colour: part.Blue},
	publication.Superseded: {Label: "Superseded", Colour: part.Grey}, publication.Discarded: {Label: "Discarded", Colour: part.Grey},
}

func publicationTag(p publication.Publication) part.Tag {
	tag := publicationTags[p.State]
	if p.Final {
		tag.Label += ", final"
	}
	return tag
}

func publicationsByCohort(all []publication.Publication) []page.PublicationCohort {
	var cohorts []page.PublicationCohort
	for _, p := range all {
		title := "Cohort " + strconv.Itoa(p.Cohort)
		if len(cohorts) == 0 || cohorts[len(cohorts)-1].Title != title {
			cohorts = append(cohorts, page.PublicationCohort{Title: title})
		}
		last := p.Events[len(p.Events)-1]
		row := page.PublicationRow{Version: "Version " + strconv.Itoa(p.Version), Href: publicationPath(p.ID), State: publicationTag(p),
			Since: inLondon(last.At) + ", by " + last.By, Note: p.Note}
		at := &cohorts[len(cohorts)-1]
		at.Rows = append(at.Rows, row)
	}
	return cohorts
}

func publicationPath(id int64) string { return atPublications + "/" + strconv.FormatInt(id, 10) }
