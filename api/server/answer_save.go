package server

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/control"
)

// saveAnswer stores one answer and gives the question back, with whatever appears or goes because of it.
func (s *Server) saveAnswer(c *gin.Context) error {
	at, err := s.questionAt(c)
	if err != nil {
		return err
	}
	form, err := readAnswer(c)
	if err != nil {
		return err
	}
	if at.question.Asks != "" && !form.confirmed {
		return s.askToConfirm(c, at, form)
	}
	answers := at.question
	if form.removes {
		answers = at.question.Keywords()
	}
	if answers == nil {
		return errGone
	}
	saved, err := s.Records.Save(c.Request.Context(), record.Answer{
		CaseID: at.caseID, Section: at.section, List: at.list, RowID: at.rowID, Question: answers,
		Sent: form.values, Key: form.key, Version: form.version, Clears: form.clears,
	})
	if err != nil {
		return s.notSaved(c, at, form, saved.Record, err)
	}
	s.changed(c, saved.Record, at.section.Key)
	return s.answered(c, at, saved)
}

// answered sends the question and what changed around it; without script, the way back to the page.
func (s *Server) answered(c *gin.Context, at questionAt, saved record.Saved) error {
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, at.pagePath(c))
		return nil
	}
	v := s.viewer(c, saved.Record)
	p, ok := at.place(saved.Record)
	if !ok {
		return errGone
	}
	partial := answerPartial(v, p, at, saved.Change)
	if at.section == dataset.RegistrationSection {
		partial = append(partial, s.registered(c, v)...)
	}
	c.Header("HX-Trigger", "answered-"+at.section.Key)
	return render(c, http.StatusOK, partial)
}

// answerPartial is the question itself, then, out of band, every other question and list that the answer changed.
func answerPartial(v viewer, p place, at questionAt, change ask.Change) parts {
	partial := parts{control.View(v.question(p, at.question))}
	seen := map[*ask.Question]bool{at.question: true}
	for _, group := range [][]*ask.Question{change.Appeared, change.Gone, change.Cleared, change.Noted} {
		for _, q := range group {
			if q = q.DrawnBy(); !seen[q] {
				seen[q] = true
				view := v.question(p, q)
				view.OOB = true
				partial = append(partial, control.View(view))
			}
		}
	}
	for _, lists := range [][]*ask.Records{change.Opened, change.Emptied} {
		for _, list := range lists {
			view := v.list(at.section, list, 0)
			view.OOB = true
			partial = append(partial, control.ListView(view))
		}
	}
	return append(partial, followers(v, p, at)...)
}

// followers are what changes with an answer though it stays shown: the head of the answer's row and what its list still
// needs, and the questions that open or close with it, such as the dates of registration.
func followers(v viewer, p place, at questionAt) parts {
	var partial parts
	if at.list != nil {
		return append(parts{control.RowTitle(v.row(at.section, at.list, p.in.Row, true), true)}, v.warning(at)...)
	}
	for _, q := range at.section.Questions {
		if q != at.question && q.FollowsOthers() {
			view := v.question(p, q)
			view.OOB = true
			partial = append(partial, control.View(view))
		}
	}
	return partial
}

// notSaved asks what has to be asked first, or says why the answer was refused.
func (s *Server) notSaved(c *gin.Context, at questionAt, form answerForm, stored *record.Record, err error) error {
	if asked, ok := asksFirst(err); ok {
		return s.askToClear(c, at, form, asked)
	}
	return s.refuseAnswer(c, at, form, stored, err)
}

// refuseAnswer gives the question back with what was typed and why it was not stored.
func (s *Server) refuseAnswer(c *gin.Context, at questionAt, form answerForm, stored *record.Record, err error) error {
	var problem *ask.Problem
	var conflict *record.ConflictError
	switch {
	case errors.As(err, &conflict):
		stored = conflict.Record
	case !errors.As(err, &problem):
		return err
	}
	p, ok := at.place(stored)
	if !ok {
		return errGone
	}
	status, view := http.StatusUnprocessableEntity, s.viewer(c, stored).question(p, at.question)
	if problem != nil {
		view.Error = problem.Message
		if !form.removes { // what was sent is no text of the field then
			view.Typed = typed(form.values)
		}
		s.note(c, status, fault.Invalid, problem.Code)
	} else {
		status, view.Conflict = http.StatusConflict, conflictView(at.question, p, form, conflict)
		s.note(c, status, fault.Conflict, "answered_meanwhile")
	}
	if isFragment(c) {
		return render(c, status, control.View(view))
	}
	return s.renderSection(c, status, stored, at.section, sectionExtra{replaced: &view, open: at.rowID})
}

func conflictView(q *ask.Question, p place, form answerForm, conflict *record.ConflictError) *control.Conflict {
	return &control.Conflict{
		Theirs: orNothing(q.Words(p.in)), Mine: orNothing(q.Say(p.in, form.values)),
		By: conflict.By, At: conflict.At.In(ask.London).Format("15:04 on 2 January"),
		TheirVersion: conflict.Record.Revision, MineValues: form.values,
	}
}

func orNothing(words string) string {
	if words == "" {
		return "No answer"
	}
	return words
}

// typed is what was sent, never nil: an empty field was typed too.
func typed(values []string) []string {
	if values == nil {
		return []string{""}
	}
	return values
}
