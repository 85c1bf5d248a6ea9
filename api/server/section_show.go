package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
)

// sectionExtra is what a page shows besides the stored record: one question as it was refused, one row open.
type sectionExtra struct {
	replaced   *control.Question
	open       int64
	unanswered string            // what is wrong with the form that unregisters
	transfer   page.LeadTransfer // of registration
}

// showSection is the page of one section. A section that is not open yet leads to registration.
func (s *Server) showSection(c *gin.Context) error {
	at, err := sectionAt(c)
	if err != nil {
		return err
	}
	r, err := s.Records.Open(c.Request.Context(), at.caseID)
	if err != nil {
		return err
	}
	s.keepProgress(c, r)
	if open, _ := at.section.IsOpen(r.In(at.section)); !open {
		c.Redirect(http.StatusSeeOther, casePath(c)+"/"+dataset.RegistrationSection.Key)
		return nil
	}
	open, _ := strconv.ParseInt(c.Query("open"), 10, 64)
	return s.renderSection(c, http.StatusOK, r, at.section, sectionExtra{open: open})
}

// openCase leads to the first section that is not complete.
func (s *Server) openCase(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	r, err := s.Records.Peek(c.Request.Context(), id)
	if err != nil {
		return err
	}
	section := dataset.RegistrationSection
	for i, p := range r.Completion().Forms {
		if candidate := dataset.Sections[i]; !p.Complete() {
			if open, _ := candidate.IsOpen(r.In(candidate)); open {
				section = candidate
				break
			}
		}
	}
	c.Redirect(http.StatusSeeOther, casePath(c)+"/"+section.Key)
	return nil
}

func (s *Server) renderSection(c *gin.Context, status int, r *record.Record, section *ask.Section, extra sectionExtra) error {
	v := s.viewer(c, r)
	frame, err := s.frame(c, section.Title)
	if err != nil {
		return err
	}
	frame.Wide = true
	child := s.childView(c, r)
	if section == dataset.RegistrationSection {
		if extra.transfer, err = s.leadTransfer(c, r); err != nil {
			return err
		}
		return render(c, status, page.RegistrationPage(frame, v.registration(child, extra)))
	}
	return render(c, status, page.RecordPage(frame, v.section(child, section, extra)))
}

// section gives everything the page of a section draws.
func (v viewer) section(child page.Child, section *ask.Section, extra sectionExtra) page.Record {
	view := page.Record{
		Child: child, Watch: v.watch(section.Key), Tabs: v.tabs("record"), Steps: v.steps(section.Key), Wheel: v.wheel(section), Missing: v.missing(section), Title: section.Title,
		ReadOnly: v.record.ClosedWords(v.person, section), Groups: v.groups(section, extra),
	}
	view.Previous, view.Next = v.ways(section.Key)
	return view
}

// groups are the questions and lists of a section under its headings.
func (v viewer) groups(section *ask.Section, extra sectionExtra) []page.Group {
	groups := []page.Group{{}}
	in := v.record.In(section)
	for _, item := range section.Items {
		last := &groups[len(groups)-1]
		switch item := item.(type) {
		case ask.Heading:
			groups = append(groups, page.Group{Title: string(item)})
		case ask.Points:
			last.Items = append(last.Items, page.Item{Points: &page.Points{Intro: item.Intro, Points: item.Points}})
		case *ask.Question:
			view := extra.instead(v.question(place{section, nil, in}, item))
			last.Items = append(last.Items, page.Item{Question: &view})
		case *ask.Records:
			view := v.list(section, item, extra.open)
			for i := range view.Rows {
				for j := range view.Rows[i].Questions {
					view.Rows[i].Questions[j] = extra.instead(view.Rows[i].Questions[j])
				}
			}
			last.Items = append(last.Items, page.Item{List: &view})
		}
	}
	if len(groups[0].Items) == 0 {
		groups = groups[1:]
	}
	return groups
}

// instead is the question as it was refused, in place of the stored one.
func (e sectionExtra) instead(q control.Question) control.Question {
	if e.replaced != nil && e.replaced.ID == q.ID {
		return *e.replaced
	}
	return q
}

// viewer draws the record of the address for the person at work.
func (s *Server) viewer(c *gin.Context, r *record.Record) viewer {
	ctx := c.Request.Context()
	person, _ := tenants.PersonFrom(ctx)
	return viewer{record: r, person: person, path: "/" + c.Param("org") + "/cases/" + strconv.FormatInt(r.ID, 10), seal: s.seal(ctx)}
}

func casePath(c *gin.Context) string { return "/" + c.Param("org") + "/cases/" + c.Param("case") }
