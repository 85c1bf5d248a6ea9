package server

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// showOutlier is one centre's record, for the audit team.
func (s *Server) showOutlier(c *gin.Context) error { return s.drawOutlier(c, http.StatusOK, sent{}) }

// stepOutlier takes the next step.
func (s *Server) stepOutlier(c *gin.Context) error { return s.bringOutlier(c, "step") }

// noteOutlier keeps a note, or a file, of the audit team's own.
func (s *Server) noteOutlier(c *gin.Context) error { return s.bringOutlier(c, "note") }

func (s *Server) bringOutlier(c *gin.Context, form string) error {
	id, err := positive(c.Param("outlier"))
	if err != nil {
		return err
	}
	step, err := outlierStep(c)
	if err != nil {
		return err
	}
	done := doneStepped
	if form == "note" {
		step.To, done = "", doneNoted
	} else if step.To == "" {
		step.To = "none" // which is no step: a form without a choice
	}
	err = s.Outliers.Bring(c.Request.Context(), id, step)
	if f, ok := fault.As(err); ok && (len(f.Fields) > 0 || f.Kind == fault.Conflict) {
		s.note(c, statuses[f.Kind], f.Kind, f.Code)
		return s.drawOutlier(c, statuses[f.Kind], sent{c, form, f})
	}
	if err != nil {
		return err
	}
	return leadTo(c, nationalOutliers+"/"+numberOf(id)+"?done="+done)
}

func (s *Server) drawOutlier(c *gin.Context, status int, before sent) error {
	id, err := positive(c.Param("outlier"))
	if err != nil {
		return err
	}
	r, err := s.Outliers.Read(c.Request.Context(), id)
	if err != nil {
		return err
	}
	view := s.outlierView(r, nationalOutliers)
	view.National = true
	if person, _ := tenants.PersonFrom(c.Request.Context()); person.Role.May(tenants.ManageOutliers) {
		if err := s.teamForms(c, &view, r, before); err != nil {
			return err
		}
	}
	view.Wrong = before.wrong(view.Forms)
	frame, err := s.frame(c, view.Title)
	if err != nil {
		return err
	}
	return render(c, status, page.OutlierRecordPage(frame, view))
}

// outlierView is what both sides see of a record.
func (s *Server) outlierView(r outlier.Record, list string) page.OutlierRecord {
	row, today := s.outlierRow(r, list), ask.DateOf(s.Records.Now())
	view := page.OutlierRecord{
		Title: r.Name + ": " + measureOf(r), Note: "Cohort " + row.Cohort, State: row.State, Late: r.Overdue(today), Facts: outlierFacts(r.Figures), ListHref: list,
		Sentence: outlierSentence(r.Figures),
	}
	if m := r.Of(); m != nil {
		view.Note += ". " + m.Says
		side := "a positive outlier"
		if r.Negative {
			side = "a negative outlier"
		}
		view.Sentence += " In this measure that would be " + side + "."
	}
	if latest := r.Latest(); !latest.CountedAt.Equal(r.Figures.CountedAt) {
		view.Sentence += " Re-analysed: " + outlierSentence(latest)
	}
	if r.DueOn != nil {
		view.Due = "next step by " + r.DueOn.Words()
	}
	last := r.Last().ID
	for _, e := range r.Events {
		view.Events = append(view.Events, outlierEvent(e, row.Href, e.ID == last))
	}
	return view
}

func outlierEvent(e outlier.Event, href string, last bool) page.OutlierEvent {
	view := page.OutlierEvent{When: inLondon(e.At), What: e.State.Words(), By: e.By, Words: e.Words, Own: !e.Shared}
	if e.Note {
		view.What = "Note"
	}
	if e.Figures != nil {
		view.Figure = "As counted " + inLondon(e.Figures.CountedAt) + ": " + outlierSentence(*e.Figures)
	}
	if e.DueOn != nil {
		view.Due = "Next step was due by " + e.DueOn.Words()
		if last {
			view.Due = "Next step by " + e.DueOn.Words()
		}
	}
	for _, told := range []struct {
		who string
		on  *ask.Date
	}{{"Chief executive", e.Told.ChiefExecutive}, {"Medical director", e.Told.MedicalDirector}, {"Regulator", e.Told.Regulator}} {
		if told.on != nil {
			view.Told = append(view.Told, told.who+" told on "+told.on.Words()+".")
		}
	}
	for _, f := range e.Files {
		view.Files = append(view.Files, page.OutlierFile{Href: href + "/files/" + numberOf(f.ID), Name: f.Name, Size: sizeWords(int64(f.Size))})
	}
	return view
}

// teamForms are what the audit team may do: the next step, and a note at any time.
func (s *Server) teamForms(c *gin.Context, view *page.OutlierRecord, r outlier.Record, before sent) error {
	href := nationalOutliers + "/" + numberOf(r.ID)
	switch next := r.Next(ask.DateOf(s.Records.Now())); {
	case len(next) > 0:
		form := s.stepForm(c, before, r, next)
		form.Action = href
		if next[0] == outlier.ReAnalysed {
			if err := s.showAgain(c, view, &form, r); err != nil {
				return err
			}
		}
		if view.Waits == "" {
			view.Forms = append(view.Forms, form)
		}
	case r.State == outlier.WithCentre:
		view.Waits = "The centre’s lead clinician answers next. If no answer has come by the day it is due, the audit team goes on without it."
	default:
		view.Waits = "The record is closed. Notes may still be added."
	}
	note := s.newForm(c, before, "note", r)
	note.Title, note.Action, note.Button = "Add a note", href+"/note", "Add the note"
	note.Texts = []page.OutlierField{before.field("note", "words", "Note", "For the audit team alone. The centre never sees it.")}
	note.File = before.file("note", "File (if any)")
	view.Forms = append(view.Forms, note)
	return nil
}

// showAgain puts the figures as they are counted now before the person. A centre that is not counted any more cannot be analysed again.
func (s *Server) showAgain(c *gin.Context, view *page.OutlierRecord, form *page.OutlierForm, r outlier.Record) error {
	again, err := s.Outliers.Again(c.Request.Context(), r)
	if f, ok := fault.As(err); ok && f.Kind == fault.Conflict {
		view.Waits = f.Message + " It has to be counted again first."
		return nil
	}
	if err != nil {
		return err
	}
	form.Counted = again.CountedAt.UTC().Format(time.RFC3339Nano)
	view.AgainTitle, view.Again = "As it is counted now: "+outlierSentence(again), outlierFacts(again)
	return nil
}
