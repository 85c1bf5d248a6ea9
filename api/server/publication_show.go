package server

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
	"github.com/pinktick/pinktick/ui/plot"
)

// showPublication is one publication: what it hides, what differs from the version before, what was done and can be done with it.
func (s *Server) showPublication(c *gin.Context) error {
	p, err := s.publicationAt(c)
	if err != nil {
		return err
	}
	d, err := s.Published.Document(c.Request.Context(), p)
	if err != nil {
		return err
	}
	set := resultSet{Publication: p, doc: d}
	view := page.Publication{Title: fmt.Sprintf("Cohort %d, version %d", p.Cohort, p.Version), State: publicationTag(p), Facts: set.facts(),
		PreviewHref: publicationPath(p.ID) + "/preview", Hidden: hidings(d), HiddenNote: profileWords(d.Profile) + " England and Wales is shown as it is.", Events: publicationEvents(p)}
	switch p.State {
	case publication.Published, publication.Superseded:
		set.base = atResults + "/" + strconv.Itoa(p.Cohort)
		view.PreviewHref, view.PublicHref = "", set.href("")
	}
	if err := s.fillDifferences(c, &view, set); err != nil {
		return err
	}
	view.Acts = s.publicationActs(c, p)
	frame, err := s.frame(c, view.Title)
	if err != nil {
		return err
	}
	frame.Wide, frame.Crumbs = true, []part.Crumb{{Label: "Publications", Href: atPublications}}
	return render(c, http.StatusOK, page.PublicationPage(frame, view))
}

// publicationActs are the buttons of whoever may publish.
func (s *Server) publicationActs(c *gin.Context, p publication.Publication) []page.PublicationAct {
	if !mayPublish(c) || p.Final {
		return nil
	}
	var acts []page.PublicationAct
	for _, one := range publicationSteps[p.State] {
		acts = append(acts, page.PublicationAct{Label: one.label, Path: publicationPath(p.ID), As: s.seal(c.Request.Context()), To: one.to, Quiet: one.quiet})
	}
	return acts
}

func (r resultSet) facts() []part.Pair {
	return []part.Pair{{Key: "What it is for", Value: r.Note}, {Key: "Children", Value: r.cohortWords()}, {Key: "Counted", Value: inLondon(r.doc.CountedAt) + ", by rules " + r.doc.Rules},
		{Key: "Smallest level", Value: lowestWords[r.doc.Lowest]}, {Key: "Small numbers", Value: r.doc.Profile}, {Key: "Limits", Value: r.doc.Limits}, {Key: "Digest (SHA-256)", Value: r.Digest}}
}

func hidings(d publication.Document) []page.PublicationHiding {
	var all []page.PublicationHiding
	for _, h := range d.Hiding() {
		share := ""
		if h.Figures > 0 {
			share = " (" + plot.Percent(float64(h.Hidden)/float64(h.Figures)) + ")"
		}
		all = append(all, page.PublicationHiding{Level: levelsWords[h.Level], Units: strconv.Itoa(h.Units), Children: strconv.Itoa(h.Children), Figures: strconv.Itoa(h.Figures), Hidden: strconv.Itoa(h.Hidden) + share})
	}
	return all
}

var eventWords = map[publication.State]string{publication.Draft: "Draft", publication.Ready: "Ready", publication.Published: "Published", publication.Superseded: "Superseded",
	publication.Discarded: "Discarded", publication.MarkedFinal: "Marked as final"}

func publicationEvents(p publication.Publication) []part.Pair {
	var all []part.Pair
	for _, e := range p.Events {
		all = append(all, part.Pair{Key: eventWords[e.State], Value: inLondon(e.At) + ", by " + e.By})
	}
	return all
}

// fillDifferences compares the document with what the public saw before it.
func (s *Server) fillDifferences(c *gin.Context, view *page.Publication, set resultSet) error {
	all, err := s.Published.Open(c.Request.Context())
	if err != nil {
		return err
	}
	for _, before := range all { // newest first
		if before.Cohort != set.Cohort || before.Version >= set.Version {
			continue
		}
		was, err := s.Published.Document(c.Request.Context(), before)
		if err != nil {
			return err
		}
		view.Before = "version " + strconv.Itoa(before.Version)
		view.HiddenNote += " What it hid before stays hidden, unless clearly other children are counted."
		for _, d := range set.doc.Since(was) {
			view.Differences = append(view.Differences, page.PublicationDifference{Level: levelsWords[d.Level], Came: joinedOrNone(d.Came), Gone: joinedOrNone(d.Gone),
				Changed: strconv.Itoa(d.Changed), Shown: strconv.Itoa(d.NewlyShown), Hidden: strconv.Itoa(d.NewlyHidden)})
			view.Standings = append(view.Standings, standingWords(d)...)
		}
		return nil
	}
	return nil
}

func joinedOrNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, "; ")
}

func standingWords(d publication.Difference) []string {
	var all []string
	for _, o := range d.OtherStanding {
		all = append(all, fmt.Sprintf("%s, %s: was %s, is %s", o.Unit, o.Measure.Title, o.Was.State.Words(), o.Is.State.Words()))
	}
	return all
}

// preview draws a part of the public pages from a draft, for the audit team alone, and keeps none of it. What is published by now
// is read where everybody reads it.
func (s *Server) preview(draw resultDrawing) func(*gin.Context) error {
	return func(c *gin.Context) error {
		p, err := s.publicationAt(c)
		if err != nil {
			return err
		}
		set := resultSet{Publication: p, draft: true, base: publicationPath(p.ID) + "/preview"}
		if p.State == publication.Published || p.State == publication.Superseded {
			set.draft, set.base = false, atResults+"/"+strconv.Itoa(p.Cohort)
			return leadTo(c, set.href(""))
		}
		if err := s.read(c, &set); err != nil {
			return err
		}
		if asked := c.Request.URL.Query(); asksFor(asked) {
			c.Redirect(http.StatusSeeOther, set.chosen(asked))
			return nil
		}
		drawn, err := draw(c, set)
		if err != nil {
			return err
		}
		return s.renderPreview(c, set, drawn)
	}
}

func (s *Server) renderPreview(c *gin.Context, set resultSet, drawn drawnResults) error {
	if drawn.kind != "" {
		c.Header("Content-Disposition", `attachment; filename="`+drawn.name+`"`)
		c.Header("Content-Security-Policy", "default-src 'none'; sandbox")
		c.Data(http.StatusOK, drawn.kind, drawn.file)
		return nil
	}
	frame, err := s.frame(c, "Draft: "+drawn.view.Title)
	if err != nil {
		return err
	}
	frame.Wide = true
	frame.Crumbs = []part.Crumb{{Label: "Publications", Href: atPublications}, {Label: fmt.Sprintf("Cohort %d, version %d", set.Cohort, set.Version), Href: publicationPath(set.ID)}}
	return render(c, http.StatusOK, resultsIn(c, frame, drawn.view))
}
