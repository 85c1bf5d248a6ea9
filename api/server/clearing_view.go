package server

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
)

// mostSaid is how much is shown of a long answer that would be removed: enough to know it again.
const mostSaid = 160

// lost puts answers that would be removed in words, gathered by the entries they stand in.
func (v viewer) lost(losses []ask.Loss) []control.Lost {
	var groups []control.Lost
	var row any
	for i, l := range losses {
		if i == 0 || l.Row != row {
			row = l.Row
			groups = append(groups, control.Lost{Place: v.rowName(l.List, l.Row, l.Number)})
		}
		last := &groups[len(groups)-1]
		last.Facts = append(last.Facts, control.Fact{Label: l.Question.Label, Value: clipped(l.Words)})
	}
	return groups
}

// rowName is an entry of a list by its number and its first answer: "Medicine 2, Clobazam". Empty where there is no list.
func (v viewer) rowName(list *ask.Records, row any, number int) string {
	if list == nil {
		return ""
	}
	name := fmt.Sprintf("%s %d", list.Section.Title, number)
	if words := list.Section.Questions[0].Words(list.In(v.record.In(list.Parent), row)); words != "" {
		name += ", " + words
	}
	return name
}

func clipped(words string) string {
	if letters := []rune(words); len(letters) > mostSaid {
		return string(letters[:mostSaid]) + "…"
	}
	return words
}

// askToClear asks, with nothing written, whether an answer may remove others: the question again with what would go, or the
// page of a confirmation without script. 409 says that it is not saved; it is a question to the person and no refusal.
func (s *Server) askToClear(c *gin.Context, at questionAt, form answerForm, asked *record.ClearingError) error {
	v := s.viewer(c, asked.Record)
	p, ok := at.place(asked.Record)
	if !ok {
		return errGone
	}
	given := slices.DeleteFunc(slices.Clone(form.values), func(v string) bool { return v == "" })
	mine := clipped(at.question.Say(p.in, given))
	if !isFragment(c) {
		words := "Not saved yet. Removing this answer also removes others:"
		if mine != "" {
			words = "Not saved yet. Saving “" + mine + "” removes these answers:"
		}
		return s.confirm(c, http.StatusConflict, page.Confirmation{
			Title: at.question.Label, Words: words, Lost: v.lost(asked.Losses), Yes: "Save and remove", Cancel: "Keep as it was",
			Fields: kept(c, form.values, ask.Covers(asked.Losses)), CancelHref: at.pagePath(c),
		})
	}
	view := v.question(p, at.question)
	view.Typed = typed(form.values)
	view.Clearing = &control.Clearing{
		Mine: mine, Lost: v.lost(asked.Losses), Values: typed(form.values), Clears: ask.Covers(asked.Losses), Confirmed: form.confirmed,
	}
	return render(c, http.StatusConflict, control.View(view))
}

// askToDelete asks, with nothing deleted, whether an entry may go with all its answers.
func (s *Server) askToDelete(c *gin.Context, at questionAt, asked *record.ClearingError) error {
	v := s.viewer(c, asked.Record)
	p, ok := at.place(asked.Record)
	if !ok {
		return errGone
	}
	row := v.row(at.section, at.list, p.in.Row, false)
	if !isFragment(c) {
		return s.confirm(c, http.StatusConflict, page.Confirmation{
			Title: row.Title, Words: "Delete this entry? These answers are removed from the record:", Lost: v.lost(asked.Losses),
			Yes: "Yes, delete it", Cancel: "Keep it", Fields: kept(c, nil, ask.Covers(asked.Losses)), CancelHref: at.pagePath(c),
		})
	}
	c.Header("HX-Retarget", "#"+row.ID+"-clearing")
	c.Header("HX-Reswap", "innerHTML")
	return render(c, http.StatusConflict, control.RowClearing(row, control.Clearing{Lost: v.lost(asked.Losses), Clears: ask.Covers(asked.Losses)}))
}

// asksFirst tells whether a change asks the person something first.
func asksFirst(err error) (*record.ClearingError, bool) {
	var asked *record.ClearingError
	return asked, errors.As(err, &asked)
}
