package gallery

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
	"github.com/pinktick/pinktick/ui/static"
)

// memory is what the gallery remembers: its questions, its list and what the next saves shall meet.
type memory struct {
	mu        sync.Mutex
	questions map[string]control.Question
	rows      []control.Row
	nextRow   int
	saves     []string // every accepted save, for tests: "id=value key"
	fail      int      // the status the next saves get
	failures  int      // how many
	slow      time.Duration
	signedIn  string // the seal of whoever is signed in
}

// Handler answers the gallery from memory. It keeps no record and asks no session.
func Handler() http.Handler {
	m := &memory{questions: map[string]control.Question{}, nextRow: 3, signedIn: seal}
	for _, s := range specimens {
		for _, st := range allStates {
			q := draw(s, st.Key)
			m.questions[string(s.Kind)+"-"+st.Key] = q
		}
	}
	m.questions["more"] = moreQuestion(false)
	m.rows = []control.Row{m.row(1, "Lamotrigine", false), m.row(2, "Levetiracetam", true)}
	mux := http.NewServeMux()
	mux.Handle("/static/", static.Handler())
	m.pages(mux)
	m.answers(mux)
	plotFiles(mux)
	return http.NewCrossOriginProtection().Handler(mux)
}

func (m *memory) pages(mux *http.ServeMux) {
	for name, c := range Pages() {
		mux.HandleFunc("GET "+name, func(w http.ResponseWriter, r *http.Request) { send(w, r, http.StatusOK, c) })
	}
	mux.HandleFunc("GET "+base+"/working", func(w http.ResponseWriter, r *http.Request) { send(w, r, http.StatusOK, working(m.list(), m.wheel())) })
	mux.HandleFunc("GET "+base+"/ring", func(w http.ResponseWriter, r *http.Request) { send(w, r, http.StatusOK, part.WheelView(m.wheel())) })
	mux.HandleFunc("GET "+base+"/missing", func(w http.ResponseWriter, r *http.Request) {
		send(w, r, http.StatusOK, part.MissingContent(sampleMissing("gallery")))
	})
	mux.HandleFunc("GET "+base+"/steps", func(w http.ResponseWriter, r *http.Request) { send(w, r, http.StatusOK, part.StepsView(sampleSteps())) })
	mux.HandleFunc("GET "+base+"/children", func(w http.ResponseWriter, r *http.Request) {
		table := searchChildren(r.URL.Query())
		if r.Header.Get("HX-Request") != "" {
			send(w, r, http.StatusOK, page.ChildrenRegion(table))
			return
		}
		children := sampleChildren()
		children.Table, children.Search.Value = table, r.URL.Query().Get("q")
		send(w, r, http.StatusOK, page.ChildrenPage(frame("Children"), children))
	})
	mux.HandleFunc("GET "+base+"/session/who", m.who)
	mux.HandleFunc("POST "+base+"/session/stay", m.stay)
	mux.HandleFunc("POST "+base+"/arm", m.arm)
	mux.HandleFunc("GET "+base+"/saves", m.listSaves)
	mux.HandleFunc("POST "+base+"/none", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET "+base+"/fresh", func(w http.ResponseWriter, r *http.Request) {
		send(w, r, http.StatusOK, templ.Raw("<p>Fetched into its place: the inner swap.</p>"))
	})
}

func (m *memory) answers(mux *http.ServeMux) {
	mux.HandleFunc("GET "+base+"/answer/{id}", m.getAnswer)
	mux.HandleFunc("POST "+base+"/answer/{id}", m.saveAnswer)
	mux.HandleFunc("PUT "+base+"/answer/{id}", m.saveAnswer)
	mux.HandleFunc("GET "+base+"/medicines/{row}", m.getRow)
	mux.HandleFunc("POST "+base+"/medicines", m.addRow)
	mux.HandleFunc("DELETE "+base+"/medicines/{row}", m.deleteRow)
	mux.HandleFunc("POST "+base+"/medicines/{row}/delete", m.deleteRow)
	mux.HandleFunc("POST "+base+"/medicines/{row}/close", m.closeRow)
}

func send(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "HX-Request")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_ = c.Render(r.Context(), w) // the reader is gone: nothing to do about it
}

// meets answers what the next save was armed to meet, and says whether it did.
func (m *memory) meets(w http.ResponseWriter, r *http.Request) bool {
	m.mu.Lock()
	slow, signedIn, fail := m.slow, m.signedIn, 0
	if m.failures > 0 {
		m.failures--
		fail = m.fail
	}
	m.mu.Unlock()
	time.Sleep(slow)
	switch {
	case signedIn == "":
		fail = http.StatusUnauthorized
	case signedIn != seal:
		w.Header().Set("Pinktick-Seal", "refused")
		fail = http.StatusConflict
	}
	if fail == 0 {
		return false
	}
	w.Header().Set("Pinktick-Problem", "1")
	send(w, r, fail, page.ProblemView(page.ProblemFor(fail)))
	return true
}

func (m *memory) arm(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fail, _ = strconv.Atoi(r.FormValue("status"))
	m.failures, _ = strconv.Atoi(r.FormValue("times"))
	slow, _ := strconv.Atoi(r.FormValue("slow"))
	m.slow = time.Duration(slow) * time.Millisecond
	if r.PostForm.Has("signed_in") {
		m.signedIn = r.PostFormValue("signed_in")
	}
	http.Redirect(w, r, base+"/working", http.StatusSeeOther)
}

func (m *memory) who(w http.ResponseWriter, _ *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.signedIn == "" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(w, `{"as":%q}`, m.signedIn)
}

func (m *memory) stay(w http.ResponseWriter, _ *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.signedIn == "" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (m *memory) listSaves(w http.ResponseWriter, _ *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.saves {
		_, _ = fmt.Fprintln(w, s)
	}
}

func (m *memory) wheel() part.Wheel {
	m.mu.Lock()
	defer m.mu.Unlock()
	ring := part.Ring{}
	for _, s := range specimens {
		ring.Asked++
		if m.questions[string(s.Kind)+"-unanswered"].Answered {
			ring.Answered++
		}
	}
	return part.Wheel{Section: "gallery", Title: "Controls", Path: base + "/ring", Ring: ring, Next: &part.Way{Label: "Tests", Href: base}}
}

func (m *memory) list() control.List {
	m.mu.Lock()
	defer m.mu.Unlock()
	return control.List{
		ID: "list-medicines", Key: "medicines", Title: "Medicines", Path: base + "/medicines", AddLabel: "Add a medicine", As: seal,
		NextKey: "00000000-0000-4000-8000-000000000001", Rows: m.rows, Shown: true,
	}
}

// row makes a medicine, and the question asked about it.
func (m *memory) row(id int, title string, complete bool) control.Row {
	key := fmt.Sprintf("medicine-%d", id)
	m.questions[key] = control.Question{
		ID: fmt.Sprintf("q-medicines-%d-started_on", id), Kind: ask.KindDay, Label: "Started on", Path: base + "/answer/" + key,
		Key: "00000000-0000-4000-8000-000000000003", As: seal, Shown: true, Scored: true,
	}
	return control.Row{
		ID: fmt.Sprintf("row-medicines-%d", id), Path: fmt.Sprintf("%s/medicines/%d", base, id), Title: title, Complete: complete, As: seal,
		Key: "00000000-0000-4000-8000-000000000002", Facts: []control.Fact{{Label: "Started", Value: "1 March 2025"}, {Label: "Stopped", Value: "no"}},
	}
}
