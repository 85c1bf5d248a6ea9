package gallery

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/ui/control"
)

func (m *memory) getAnswer(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	q, ok := m.questions[r.PathValue("id")]
	if ok && q.Conflict != nil { // theirs is kept
		values, words, _ := theirs(q)
		q.Conflict, q.Version = nil, q.Version+1
		store(&q, values, words)
		m.questions[r.PathValue("id")] = q
	}
	m.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	send(w, r, http.StatusOK, control.View(q))
}

// theirs finds the values of somebody else's answer by its words.
func theirs(q control.Question) (values []string, words, message string) {
	for _, o := range q.Options {
		if o.Label == q.Conflict.Theirs {
			return []string{o.Code}, o.Label, ""
		}
	}
	return check(q, []string{strings.ToLower(q.Conflict.Theirs)})
}

func (m *memory) saveAnswer(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || m.meets(w, r) {
		return
	}
	id := r.PathValue("id")
	m.mu.Lock()
	q, ok := m.questions[id]
	if ok && m.asksFirst(q, r) {
		m.mu.Unlock()
		q.Typed, q.Clearing = r.PostForm["value"], sampleClearing("No", r.PostForm["value"])
		send(w, r, http.StatusConflict, control.View(q))
		return
	}
	if ok {
		if gone := r.PostForm.Get("remove"); gone != "" {
			q.Keywords = slices.DeleteFunc(q.Keywords, func(k control.Option) bool { return k.Code == gone })
		} else {
			answer(&q, r.PostForm["value"])
		}
		q.Version++
		m.questions[id] = q
		m.saves = append(m.saves, fmt.Sprintf("%s=%s version=%s key=%s", id, strings.Join(r.PostForm["value"], "|"), r.PostForm.Get("version"), r.PostForm.Get("key")))
	}
	m.mu.Unlock()
	switch {
	case !ok:
		http.NotFound(w, r)
	case r.Header.Get("HX-Request") == "":
		http.Redirect(w, r, base+"/control/"+string(q.Kind)+"#"+q.ID, http.StatusSeeOther)
	default:
		m.sendAnswer(w, r, q)
	}
}

// asksFirst: the first question of the working page, when its answer would remove the one it asked for.
func (m *memory) asksFirst(q control.Question, r *http.Request) bool {
	return q.ID == "q-yes-no-unanswered" && m.questions["more"].Answered && r.PostForm.Get("value") != "yes" && r.PostForm.Get("clears") == ""
}

// sampleClearing is what an answer of the gallery would remove.
func sampleClearing(said string, values []string) *control.Clearing {
	return &control.Clearing{
		Mine: said, Values: values, Clears: "gallery", Lost: []control.Lost{
			{Facts: []control.Fact{{Label: "Was it a sleep-deprived EEG?", Value: "Exact"}}},
			{Place: "Medicine 1, Lamotrigine", Facts: []control.Fact{{Label: "Started on", Value: "1 March 2025"}, {Label: "Risks discussed", Value: "Yes"}}},
		},
	}
}

// sendAnswer sends the question again and, out of band, the one that its answer shows or hides.
func (m *memory) sendAnswer(w http.ResponseWriter, r *http.Request, q control.Question) {
	w.Header().Set("HX-Trigger", "answered-gallery")
	status := http.StatusOK
	if q.Error != "" {
		status = http.StatusUnprocessableEntity
	}
	send(w, r, status, control.View(q))
	if q.ID == "q-yes-no-unanswered" {
		_ = control.View(moreQuestion(q.Has("yes"))).Render(r.Context(), w)
	}
}

// moreQuestion is asked only when the first question of the working page is answered with yes.
func moreQuestion(shown bool) control.Question {
	return control.Question{
		ID: "q-more", Section: "gallery", Column: "more", Kind: ask.KindChoice, Label: "Was it a sleep-deprived EEG?", Path: base + "/answer/more",
		Key: "00000000-0000-4000-8000-000000000004", As: seal, Options: certainty[:2], Scored: true, Shown: shown, OOB: true,
	}
}

func (m *memory) find(r *http.Request) int {
	return slices.IndexFunc(m.rows, func(row control.Row) bool { return row.ID == "row-medicines-"+r.PathValue("row") })
}

// asked is a row with its question as it stands.
func (m *memory) asked(row control.Row) control.Row {
	row.Questions = []control.Question{m.questions["medicine-"+strings.TrimPrefix(row.ID, "row-medicines-")]}
	return row
}

func (m *memory) getRow(w http.ResponseWriter, r *http.Request) {
	m.showRow(w, r, r.URL.Query().Get("closed") == "")
}

// closeRow ends the editing of a row.
func (m *memory) closeRow(w http.ResponseWriter, r *http.Request) {
	if m.meets(w, r) {
		return
	}
	if r.Header.Get("HX-Request") == "" {
		http.Redirect(w, r, base+"/working", http.StatusSeeOther)
		return
	}
	m.showRow(w, r, false)
}

func (m *memory) showRow(w http.ResponseWriter, r *http.Request, open bool) {
	m.mu.Lock()
	i := m.find(r)
	if i < 0 {
		m.mu.Unlock()
		http.NotFound(w, r)
		return
	}
	row := m.asked(m.rows[i])
	m.mu.Unlock()
	row.Open = open
	send(w, r, http.StatusOK, control.RowView(row))
}

func (m *memory) addRow(w http.ResponseWriter, r *http.Request) {
	if m.meets(w, r) {
		return
	}
	m.mu.Lock()
	row := m.row(m.nextRow, fmt.Sprintf("Medicine %d", m.nextRow), false)
	m.nextRow++
	m.rows = append(m.rows, row)
	row = m.asked(row)
	m.saves = append(m.saves, "add "+row.ID)
	m.mu.Unlock()
	if r.Header.Get("HX-Request") == "" {
		http.Redirect(w, r, base+"/working", http.StatusSeeOther)
		return
	}
	row.Open = true
	w.Header().Set("HX-Trigger", "answered-gallery")
	send(w, r, http.StatusOK, control.RowView(row))
}

func rowClearing(row control.Row) control.Clearing {
	return control.Clearing{Lost: []control.Lost{{Place: row.Title, Facts: row.Facts}}, Clears: "gallery"}
}

func (m *memory) deleteRow(w http.ResponseWriter, r *http.Request) {
	if m.meets(w, r) {
		return
	}
	m.mu.Lock()
	i := m.find(r)
	if i >= 0 && r.PostFormValue("clears") == "" {
		row := m.rows[i]
		m.mu.Unlock()
		w.Header().Set("HX-Retarget", "#"+row.ID+"-clearing")
		w.Header().Set("HX-Reswap", "innerHTML")
		send(w, r, http.StatusConflict, control.RowClearing(row, rowClearing(row)))
		return
	}
	if i >= 0 {
		m.saves = append(m.saves, "delete "+m.rows[i].ID)
		m.rows = slices.Delete(m.rows, i, i+1)
	}
	m.mu.Unlock()
	if r.Header.Get("HX-Request") == "" {
		http.Redirect(w, r, base+"/working", http.StatusSeeOther)
		return
	}
	w.Header().Set("HX-Trigger", "answered-gallery")
	send(w, r, http.StatusOK, control.ListWarning("list-medicines", "", true))
}
