package server

import (
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/page"
)

// maxUpload is more than a file may hold, so that one a little too large is answered on its own page, with what was typed beside it.
const maxUpload = 2*outlier.MostBytes + maxBody

// takesFiles tells whether a route's forms may carry a file.
func takesFiles(path string) bool {
	return path == nationalOutlier || path == nationalOutlier+"/note" || path == ownOutlier || path == nationalExpected
}

// uploaded reads the file of a form; none where none was chosen.
func uploaded(c *gin.Context) (*outlier.Upload, error) {
	if c.Request.MultipartForm == nil {
		return nil, nil
	}
	sent := c.Request.MultipartForm.File["file"]
	if len(sent) == 0 || sent[0].Filename == "" {
		return nil, nil
	}
	malformed := fault.New(fault.Unacceptable, "body_malformed", "The form could not be read.")
	if len(sent) > 1 {
		return nil, malformed
	}
	f, err := sent[0].Open()
	if err != nil {
		return nil, malformed
	}
	defer func() { _ = f.Close() }()
	content, err := io.ReadAll(f)
	if err != nil {
		return nil, malformed
	}
	return &outlier.Upload{Name: sent[0].Filename, Content: content}, nil
}

// outlierStep reads a form of the audit team.
func outlierStep(c *gin.Context) (outlier.Step, error) {
	form := c.Request.PostForm
	key, err := readKey(form.Get("key"))
	if err != nil {
		return outlier.Step{}, err
	}
	version, err := strconv.Atoi(form.Get("version"))
	if err != nil {
		return outlier.Step{}, fault.New(fault.Unacceptable, "version_missing", "The form is incomplete. Load the page again.")
	}
	file, err := uploaded(c)
	counted, _ := time.Parse(time.RFC3339Nano, form.Get("counted"))
	return outlier.Step{To: outlier.State(form.Get("to")), Version: version, Key: key, Words: form.Get("words"), Note: form.Get("note"), File: file, Counted: counted,
		Told: outlier.Recipients{ChiefExecutive: dayIn(form.Get("chief_executive")), MedicalDirector: dayIn(form.Get("medical_director")), Regulator: dayIn(form.Get("regulator"))}}, err
}

func dayIn(text string) *ask.Date {
	d, err := ask.ParseDate(text)
	if err != nil {
		return nil
	}
	return &d
}

// sent is what a form held when it came back: values to keep and words of what is wrong, by field.
type sent struct {
	c       *gin.Context
	form    string // the id of the form
	refused *fault.Error
}

func (s sent) is(form string) bool { return s.refused != nil && s.form == form }

// field is one of a form's with what was typed into it.
func (s sent) field(form, name, label, hint string) page.OutlierField {
	f := page.OutlierField{ID: form + "-" + name, Name: name, Label: label, Hint: hint}
	if s.is(form) {
		f.Value, f.Wrong = s.c.Request.PostForm.Get(name), s.refused.Fields[name].Message
	}
	return f
}

func (s sent) file(form, label string) page.OutlierField {
	f := s.field(form, "file", label, outlier.KindsWords+". No child’s name or number.")
	if s.is(form) && f.Wrong == "" && s.c.Request.MultipartForm != nil && len(s.c.Request.MultipartForm.File["file"]) > 0 {
		f.Wrong = "Choose the file again: a browser keeps none."
	}
	return f
}

// wrong are the lines of the error summary.
func (s sent) wrong(forms []page.OutlierForm) []page.Wrong {
	if s.refused == nil {
		return nil
	}
	if len(s.refused.Fields) == 0 {
		return []page.Wrong{{Href: "#steps-title", Text: s.refused.Message}}
	}
	var all []page.Wrong
	for _, form := range forms {
		if form.ChoiceNote != "" {
			all = append(all, page.Wrong{Href: "#" + form.ID + "-" + form.ChoiceName, Text: form.ChoiceNote})
		}
		for _, f := range append(append(append([]page.OutlierField{}, form.Days...), form.Texts...), form.File) {
			if f.Wrong != "" {
				all = append(all, page.Wrong{Href: "#" + f.ID, Text: f.Wrong})
			}
		}
	}
	return all
}

// newForm is a form with what every one carries. One that comes back keeps its key: it was not carried out.
func (s *Server) newForm(c *gin.Context, before sent, id string, r outlier.Record) page.OutlierForm {
	form := page.OutlierForm{ID: id, As: s.seal(c.Request.Context()), Key: uuid.NewString(), Version: strconv.Itoa(r.Version)}
	if before.is(id) && before.refused.Kind == fault.Invalid {
		form.Key = before.c.Request.PostForm.Get("key")
	}
	return form
}

// readUpload reads a form that may carry a file. It is held in memory, and its size is bounded; of somebody who is not signed in nothing
// is read, and the door says so.
func readUpload(c *gin.Context) error {
	r := c.Request
	if _, err := login.Visitor(r.Context()); err != nil {
		return nil //nolint:nilerr // admit refuses, in its own words
	}
	r.Body = http.MaxBytesReader(c.Writer, r.Body, maxUpload)
	if err := r.ParseMultipartForm(maxUpload); err != nil {
		return malformedBody(err, "The file is too large. It may hold up to 5 MB. Go back: what was typed is still there.")
	}
	return onceEach(r.PostForm)
}
