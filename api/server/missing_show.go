package server

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// showMissing is what one form misses, which fetches itself when an answer of the form is saved.
func (s *Server) showMissing(c *gin.Context) error {
	at, err := sectionAt(c)
	if err != nil {
		return err
	}
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, casePath(c)+"/"+at.section.Key+"#missing-"+at.section.Key)
		return nil
	}
	r, err := s.Records.Peek(c.Request.Context(), at.caseID)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, part.MissingContent(s.viewer(c, r).missing(at.section)))
}

// showAllMissing is what the whole record misses: a page, or its region for a page that is there.
func (s *Server) showAllMissing(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	if isFragment(c) {
		r, err := s.Records.Peek(c.Request.Context(), id)
		if err != nil {
			return err
		}
		return render(c, http.StatusOK, part.MissingAllView(s.viewer(c, r).missingAll()))
	}
	r, err := s.Records.Open(c.Request.Context(), id)
	if err != nil {
		return err
	}
	s.keepProgress(c, r)
	frame, err := s.frame(c, "What is missing")
	if err != nil {
		return err
	}
	frame.Wide = true
	v := s.viewer(c, r)
	return render(c, http.StatusOK, page.MissingPage(frame, page.Missing{Child: s.childView(c, r), Tabs: v.tabs("missing"), Missing: v.missingAll()}))
}

// missingAll is what every form misses, with the sum.
func (v viewer) missingAll() part.MissingAll {
	all := part.MissingAll{Path: v.path + "/missing", Ring: ring(v.completion().Total)}
	for _, section := range dataset.Sections {
		form := v.missing(section)
		form.AllHref = ""
		_, form.Closed = section.IsOpen(v.record.In(section))
		all.Forms = append(all.Forms, form)
	}
	return all
}

// missing is what a form misses, each with the way to it. It is read off what the wheel counts, so the two never disagree.
func (v viewer) missing(section *ask.Section) part.Missing {
	view := part.Missing{
		Section: section.Key, Title: section.Title, Path: v.path + "/" + section.Key + "/missing", AllHref: v.path + "/missing",
		Ring: ring(v.record.Child.Progress(section, v.record.At)),
	}
	for _, gap := range v.record.Missing(section) {
		view.Items = append(view.Items, v.missingItem(section, gap))
	}
	return view
}

func (v viewer) missingItem(section *ask.Section, gap ask.Gap) part.MissingItem {
	base := v.path + "/" + section.Key
	if gap.Question == nil { // a whole entry
		item := part.MissingItem{Label: gap.List.Add, Slots: gap.Slots, Href: base + "#list-" + gap.List.Key}
		if words := gap.List.Missing(v.record.In(section)); words != "" {
			item.Label = words
		}
		return item
	}
	p := place{section, gap.List, v.record.In(section)}
	item := part.MissingItem{Label: gap.Question.Label, Slots: gap.Slots}
	if gap.List != nil {
		p.in = gap.List.In(p.in, gap.Row)
		item.Place = v.rowName(gap.List, gap.Row, gap.Number)
		item.Row = fmt.Sprintf("row-%s-%d", gap.List.Key, ask.RowID(gap.Row))
		base += fmt.Sprintf("?open=%d", ask.RowID(gap.Row))
	}
	item.Href = base + "#" + p.id(gap.Question)
	return item
}
