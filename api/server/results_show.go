package server

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/ui/layout"
	"github.com/pinktick/pinktick/ui/page"
)

// drawnResults is what is shown of a set at one address: a page, or a file.
type drawnResults struct {
	view       page.Results
	file       []byte
	kind, name string
}

// resultDrawing draws a part of a set as the address says. It is given the document, and nothing that is counted live.
type resultDrawing func(*gin.Context, resultSet) (drawnResults, error)

func (s *Server) resultRoutes() []route {
	return []route{
		{get, atResults, anyone, "", s.showNewestResults},
		{get, atCohortResults, anyone, "", s.published(s.drawCohort)},
		{get, atCohortResults + "/definitions", anyone, "", s.published(drawDefinitions)},
		{get, atCohortResults + "/measures/:measure", anyone, "", s.published(s.drawMeasure)},
		{get, atCohortResults + "/measures/:measure/:file", anyone, "", s.published(s.drawMeasureFile)},
		{get, atCohortResults + "/:level/:code", anyone, "", s.published(drawUnit)},
	}
}

// showNewestResults is the first page of the results, or leads to what was chosen on another.
func (s *Server) showNewestResults(c *gin.Context) error {
	all, err := s.Published.Open(c.Request.Context())
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return s.showNothingPublished(c)
	}
	if asksFor(c.Request.URL.Query()) {
		return s.chooseResults(c, all)
	}
	set, err := publishedSet(all, "", "")
	if err != nil {
		return err
	}
	return s.keepDrawn(c, all, set, drawOverview)
}

// showNothingPublished is kept by nobody: there may be something in a moment.
func (s *Server) showNothingPublished(c *gin.Context) error {
	view := page.Results{Title: "Results of the audit", Intro: []string{"Nothing has been published yet."}}
	return render(c, http.StatusOK, resultsIn(c, s.resultFrame(view), view))
}

// published finds the set that the address names and shows a part of it to anybody.
func (s *Server) published(draw resultDrawing) func(*gin.Context) error {
	return func(c *gin.Context) error {
		all, err := s.Published.Open(c.Request.Context())
		if err != nil {
			return err
		}
		cohort, kind, _ := strings.Cut(c.Param("cohort"), ".")
		if kind != "" && c.FullPath() != atCohortResults || cohort == "" {
			return errNotPublished
		}
		set, err := publishedSet(all, cohort, c.Query("version"))
		if err != nil {
			return err
		}
		return s.keepDrawn(c, all, set, draw)
	}
}

// keepDrawn answers with what was drawn before, as long as it holds. Pages of drafts never come here.
func (s *Server) keepDrawn(c *gin.Context, all []publication.Publication, set resultSet, draw resultDrawing) error {
	stamp, key := stampOf(all), c.Request.URL.Path+" "+strconv.Itoa(set.Version)
	if isFragment(c) {
		key += " part"
	}
	if c.Param("measure") != "" {
		key += " " + c.Query("level") // which is one of the document's, or nothing is kept
	}
	kept, found := s.drawn.find(stamp, key)
	if !found {
		if err := s.read(c, &set); err != nil {
			return err
		}
		drawn, err := draw(c, set)
		if err != nil {
			return err
		}
		if kept, err = s.keptAnswer(c, drawn); err != nil {
			return err
		}
		s.drawn.keep(stamp, key, kept)
	}
	kept.send(c)
	return nil
}

func (s *Server) keptAnswer(c *gin.Context, drawn drawnResults) (keptAnswer, error) {
	if drawn.kind != "" {
		return newKept(drawn.kind, drawn.name, drawn.file), nil
	}
	return s.resultPage(c, drawn.view)
}

// resultPage is a page as everybody gets it: nobody is signed in on it.
func (s *Server) resultPage(c *gin.Context, view page.Results) (keptAnswer, error) {
	var b bytes.Buffer
	if err := resultsIn(c, s.resultFrame(view), view).Render(c.Request.Context(), &b); err != nil {
		return keptAnswer{}, err
	}
	return newKept(htmlKind, "", b.Bytes()), nil
}

// resultFrame is the platform's own look, with nobody signed in.
func (s *Server) resultFrame(view page.Results) layout.Frame {
	frame := s.anonymousFrame(view.Title + " – results")
	frame.Wide = true
	frame.Nav = []layout.Link{{Label: "Results", Href: atResults, Current: true}, {Label: "About the audit", Href: "/about"}}
	return frame
}

// resultsIn is a page, or as much of it as its script asked for.
func resultsIn(c *gin.Context, frame layout.Frame, view page.Results) templ.Component {
	if isFragment(c) {
		return page.ResultsPart(frame, view)
	}
	return page.ResultsPage(frame, view)
}

// drawCohort is the overview of a set, or the whole of it as a file.
func (s *Server) drawCohort(c *gin.Context, set resultSet) (drawnResults, error) {
	_, kind, isFile := strings.Cut(c.Param("cohort"), ".")
	switch {
	case !isFile:
		return drawOverview(c, set)
	case kind == "csv":
		return set.csv()
	case kind == "json":
		raw, err := s.Published.Bytes(c.Request.Context(), set.Publication)
		return drawnResults{file: raw, kind: "application/json", name: set.fileName("") + ".json"}, err
	}
	return drawnResults{}, errNotPublished
}

func (r resultSet) csv() (drawnResults, error) {
	var b bytes.Buffer
	err := r.doc.WriteCSV(&b)
	return drawnResults{file: b.Bytes(), kind: "text/csv; charset=utf-8", name: r.fileName("") + ".csv"}, err
}

// fileName names the cohort and the version, and what of them the file is.
func (r resultSet) fileName(what string) string {
	name := "results-cohort-" + strconv.Itoa(r.Cohort) + "-version-" + strconv.Itoa(r.Version)
	if r.draft {
		name = "draft-" + name
	}
	return name + what
}
