package server

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/ui/page"
)

// saveExpected shows what the numbers sent would change, and saves them once the person has said yes to exactly that. What is
// wrong is said all at once, and what was typed stays; of a file its lines do.
func (s *Server) saveExpected(c *gin.Context) error {
	sent := c.Request.PostForm
	a, err := s.askedExpected(c, sent.Get("level"))
	if err != nil {
		return err
	}
	form := page.ExpectedForm{CSV: sent.Get("csv"), Source: sent.Get("source"), Of: sent.Get("of")}
	if file, err := sentFile(c); err != nil {
		return err
	} else if file != "" {
		form.CSV = file
	}
	if sent.Get("back") != "" {
		return s.renderExpected(c, http.StatusOK, a, form)
	}
	lines, err := s.readExpected(c, a, form)
	if f, ok := fault.As(err); ok && len(f.Fields) > 0 {
		form.Errors = map[string]string{}
		for name, wrong := range f.Fields {
			form.Errors[name] = wrong.Message
		}
		s.note(c, http.StatusUnprocessableEntity, f.Kind, f.Code)
		return s.renderExpected(c, http.StatusUnprocessableEntity, a, form)
	}
	if err != nil {
		return err
	}
	return s.confirmExpected(c, a, form, lines)
}

func (s *Server) readExpected(c *gin.Context, a expectedAsked, form page.ExpectedForm) ([]compare.ExpectedLine, error) {
	set, err := s.Counts.ReadSet(c.Request.Context(), a.cohorts.chosen)
	if err != nil {
		return nil, err
	}
	return compare.ReadExpected(compare.ExpectedSent{Cohort: a.cohorts.chosen, Levels: a.level.levels, CSV: form.CSV, Source: form.Source, Of: form.Of},
		set.Units, ask.DateOf(s.Records.Now()))
}

// confirmExpected saves what was said yes to. Where that is no longer what would change, because somebody has changed numbers
// meanwhile, it is shown anew.
func (s *Server) confirmExpected(c *gin.Context, a expectedAsked, form page.ExpectedForm, lines []compare.ExpectedLine) error {
	yes, status, note := c.Request.PostForm.Get("confirmed"), http.StatusOK, ""
	done := fmt.Sprintf("%s?cohort=%d&level=%s&done=%s", nationalExpected, a.cohorts.chosen, a.level.key, doneExpected)
	if yes != "" && !changesAnything(lines) { // sent twice
		return leadTo(c, done)
	}
	if yes == compare.Digest(lines) {
		n, err := s.Counts.SaveExpected(c.Request.Context(), a.cohorts.chosen, lines)
		if err == nil {
			s.log(c).Info("children to expect are entered", "cohort", a.cohorts.chosen, "changes", n)
			return leadTo(c, done)
		}
		if !fault.Is(err, fault.Conflict) {
			return err
		}
		if lines, err = s.readExpected(c, a, form); err != nil {
			return err
		}
	}
	if yes != "" {
		status, note = http.StatusConflict, "Somebody has changed these numbers meanwhile. Nothing was saved; this is what would change now."
		s.note(c, status, fault.Conflict, "expected_changed")
	}
	form.Preview = expectedPreview(lines, note)
	return s.renderExpected(c, status, a, form)
}

func expectedPreview(lines []compare.ExpectedLine, note string) *page.ExpectedPreview {
	preview := &page.ExpectedPreview{Digest: compare.Digest(lines), Note: note}
	for _, l := range lines {
		if !l.Changes() {
			preview.Same++
			continue
		}
		preview.Lines = append(preview.Lines, page.ExpectedLine{Name: l.Unit.Name, Code: l.Unit.Code, Was: expectedWords(l.Was), Now: expectedWords(l.Now)})
	}
	return preview
}

func changesAnything(lines []compare.ExpectedLine) bool {
	for _, l := range lines {
		if l.Changes() {
			return true
		}
	}
	return false
}

// sentFile is the text of the file that was sent, empty where none was. limitBody has bounded it.
func sentFile(c *gin.Context) (string, error) {
	if c.Request.MultipartForm == nil {
		return "", nil
	}
	file, _, err := c.Request.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return "", nil
	}
	if err != nil {
		return "", fault.New(fault.Unacceptable, "body_malformed", "The form could not be read.")
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(file)
	if err != nil {
		return "", fmt.Errorf("read the file: %w", err)
	}
	return strings.ToValidUTF8(string(text), "\ufffd"), nil
}
