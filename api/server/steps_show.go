package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/progress"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// showSteps is the step menu, which fetches itself when an answer is saved, and where the record stands with that answer.
func (s *Server) showSteps(c *gin.Context) error {
	current := c.Query("at")
	if _, ok := dataset.SectionByKey(current); !ok && current != performance {
		return errGone
	}
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	v, err := s.glance(c, id)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, parts{part.StepsView(v.steps(current)), page.StandingView(v.standing(current), true)})
}

// showRing is the progress wheel of a section, which fetches itself when an answer of the section is saved.
func (s *Server) showRing(c *gin.Context) error {
	at, err := sectionAt(c)
	if err != nil {
		return err
	}
	v, err := s.glance(c, at.caseID)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, part.WheelView(v.wheel(at.section)))
}

// glance reads the record for its progress alone: from the cache when it knows the revision, else from the rows.
func (s *Server) glance(c *gin.Context, id int64) (viewer, error) {
	ctx := c.Request.Context()
	short, err := s.Records.Glance(ctx, id)
	if err != nil {
		return viewer{}, err
	}
	at := progress.Case{ID: id, Revision: short.Revision}
	if done, ok := s.Progress.Find(ctx, short.At.Today, []progress.Case{at})[id]; ok {
		v := s.viewer(c, short)
		v.done = &done
		return v, nil
	}
	r, err := s.Records.Peek(ctx, id)
	if err != nil {
		return viewer{}, err
	}
	s.keepProgress(c, r)
	return s.viewer(c, r), nil
}

// keepProgress remembers how far a record has come at its revision.
func (s *Server) keepProgress(c *gin.Context, r *record.Record) {
	s.Progress.Keep(c.Request.Context(), r.At.Today, progress.Case{ID: r.ID, Revision: r.Revision}, r.Completion())
}

// completion is the record's progress, as cached or counted.
func (v viewer) completion() dataset.Completion {
	if v.done != nil {
		return *v.done
	}
	return v.record.Completion()
}

func ring(p ask.Progress) part.Ring { return part.Ring{Answered: p.Completed, Asked: p.Expected} }

// steps is the step menu with the current step marked, by its key. After registration the steps open; the first one's progress
// says whether it is done, for it is complete exactly when the child is registered. The last asks nothing: it sums up.
func (v viewer) steps(current string) part.Steps {
	menu := part.Steps{Path: v.path + "/steps?at=" + current}
	done := v.completion()
	registered := done.Forms[0].Complete()
	for i, section := range dataset.Sections {
		step := part.Step{
			Section: section.Key, Label: section.Title, Href: v.path + "/" + section.Key,
			Ring: ring(done.Forms[i]), Current: section.Key == current,
		}
		if section != dataset.RegistrationSection && !registered {
			step.Closed = opensLater
		}
		menu.Steps = append(menu.Steps, step)
	}
	last := part.Step{Section: performance, Label: "Performance summary", Href: v.path + "/" + performance, Current: current == performance, Summary: true}
	if !registered {
		last.Closed = opensLater
	}
	menu.Steps = append(menu.Steps, last)
	return menu
}

const opensLater = "Opens when the child is registered."

// wheel is the progress of one section, with the way on once it is complete.
func (v viewer) wheel(section *ask.Section) part.Wheel {
	done := v.completion()
	for i, s := range dataset.Sections {
		if s == section {
			wheel := part.Wheel{Section: s.Key, Title: s.Title, Path: v.path + "/" + s.Key + "/ring", Ring: ring(done.Forms[i])}
			if done.Forms[i].Complete() {
				_, wheel.Next = v.ways(section.Key)
			}
			return wheel
		}
	}
	return part.Wheel{}
}

// ways are the steps before and after, those that can be opened.
func (v viewer) ways(step string) (previous, next *part.Way) {
	steps := v.steps(step).Steps
	passed := false
	for _, step := range steps {
		way := &part.Way{Label: step.Label, Href: step.Href}
		switch {
		case step.Current:
			passed = true
		case step.Closed != "":
		case !passed:
			previous = way
		case next == nil:
			next = way
		}
	}
	return previous, next
}
