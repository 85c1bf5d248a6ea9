package server

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
)

// readDetails reads the form of a child's details. A chosen reason for no postcode goes before what is in the field.
func readDetails(c *gin.Context, caseID int64) (record.Details, error) {
	form := c.Request.PostForm
	key, err := readKey(form.Get("key"))
	if err != nil {
		return record.Details{}, err
	}
	version, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil || version < 0 {
		return record.Details{}, fault.New(fault.Unacceptable, "version_missing", "The form is incomplete. Load the page again.")
	}
	d := record.Details{CaseID: caseID, Key: key, Version: version, Sent: map[string][]string{}}
	for _, q := range dataset.CaseSection.Questions {
		if sent, there := form[q.Key]; there {
			d.Sent[q.Key] = sent
		}
		if reason := form.Get(q.Key + reasonSuffix); q.Kind == ask.KindTextOrReason && reason != "" {
			d.Sent[q.Key] = []string{reason}
		}
	}
	return d, nil
}

// reasonSuffix names the field of a reason beside the text it stands for.
const reasonSuffix = "-reason"

// formQuestions are the fields of the form: as sent, when it is drawn again, else as stored.
func formQuestions(in ask.Input, d *record.Details, problems []ask.Problem, newer []record.Newer) []control.Question {
	var fields []control.Question
	for _, q := range dataset.CaseSection.Questions {
		if !q.IsShown(in) {
			continue
		}
		view := control.Question{
			ID: "q-" + dataset.CaseSection.Key + "-" + q.Key, Column: q.Key, Name: q.Key, Kind: q.Kind, Label: q.Label, Help: q.Advice,
			HelpTitle: q.Label, Hint: q.Notes(in), Shown: true, MaxLength: q.Max, Values: fieldValues(q, in), Display: q.Words(in),
			Max: in.Today.String(), Options: fieldOptions(q, in),
		}
		if d != nil && !slices.Equal(d.Sent[q.Key], q.Format(in.Row)) {
			view.Typed = typed(d.Sent[q.Key])
		}
		for _, p := range problems {
			if p.Question == q.Key {
				view.Error = p.Message
			}
		}
		for _, n := range newer {
			if n.Question == q {
				view.Conflict = &control.Conflict{By: n.By, At: n.At.In(ask.London).Format("15:04 on 2 January"), Theirs: orNothing(q.Words(in)),
					Mine: orNothing(q.Say(in, d.Sent[q.Key])), MineValues: d.Sent[q.Key]}
			}
		}
		fields = append(fields, view)
	}
	return fields
}

// fieldValues are the stored answer as it stands in its field: a text as people write it, a reason by its code.
func fieldValues(q *ask.Question, in ask.Input) []string {
	stored := q.Format(in.Row)
	if q.Kind != ask.KindText && q.Kind != ask.KindTextOrReason || len(stored) == 0 || q.IsReason(stored[0]) {
		return stored
	}
	return []string{q.Words(in)}
}

func fieldOptions(q *ask.Question, in ask.Input) []control.Option {
	if q.Kind != ask.KindTextOrReason {
		return options(q, in)
	}
	var reasons []control.Option
	for _, o := range q.Reasons(in) {
		reasons = append(reasons, control.Option{Code: o.Code, Label: o.Label})
	}
	return reasons
}

// summary is what is wrong with the form, each with a link to its field.
func summary(fields []control.Question) []page.Wrong {
	var all []page.Wrong
	for _, f := range fields {
		switch {
		case f.Error != "":
			all = append(all, page.Wrong{Href: "#" + f.InputID(), Text: f.Label + ": " + f.Error})
		case f.Conflict != nil:
			all = append(all, page.Wrong{Href: "#" + f.InputID(), Text: f.Label + ": changed by " + f.Conflict.By + " meanwhile. Choose which holds."})
		}
	}
	return all
}

// drawForm draws the form as a page, or by itself for the page's script. A form that was refused is drawn under a new key
// unless it may have been stored after all.
func (s *Server) drawForm(c *gin.Context, status int, form page.ChildForm) error {
	form.As = s.seal(c.Request.Context())
	if form.Key == "" {
		form.Key = uuid.NewString()
	}
	form.Wrong = summary(form.Questions)
	if isFragment(c) {
		return render(c, status, page.ChildFormView(form))
	}
	title := form.Title
	if len(form.Wrong) > 0 {
		title = "Error: " + title
	}
	frame, err := s.frame(c, title)
	if err != nil {
		return err
	}
	return render(c, status, page.ChildFormPage(frame, form))
}

// leadTo goes on to a page after a form was saved: the page's script is told where, a browser is sent.
func leadTo(c *gin.Context, path string) error {
	if isFragment(c) {
		c.Header("HX-Redirect", path)
		c.Status(http.StatusOK)
		return nil
	}
	c.Redirect(http.StatusSeeOther, path)
	return nil
}

// noteProblems logs what was refused, by its codes.
func (s *Server) noteProblems(c *gin.Context, problems []ask.Problem) {
	var codes []string
	for _, p := range problems {
		if !slices.Contains(codes, p.Code) {
			codes = append(codes, p.Code)
		}
	}
	s.note(c, http.StatusUnprocessableEntity, fault.Invalid, joined(codes))
}
