//go:build browser

package browser

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
)

// wire stands between the browser and the server. It can be cut, it can answer as a tired proxy would, and it can lose the
// server's answer after the server has done its work.
type wire struct {
	server http.Handler

	mu     sync.Mutex
	meet   func(w http.ResponseWriter, r *http.Request, server http.Handler) // what a save meets; nil is the server
	posted []posted
}

// posted is a save that reached the wire, whatever became of it.
type posted struct {
	path string
	form url.Values
}

// ServeHTTP implements http.Handler. Only saves meet trouble: pages and parts of them go through.
func (l *wire) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet || strings.HasPrefix(r.URL.Path, "/auth/") || strings.HasPrefix(r.URL.Path, "/session/") {
		l.server.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	form, _ := url.ParseQuery(string(body))
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	l.mu.Lock()
	l.posted = append(l.posted, posted{r.URL.Path, form})
	meet := l.meet
	l.mu.Unlock()
	if meet == nil {
		l.server.ServeHTTP(w, r)
		return
	}
	meet(w, r, l.server)
}

func (l *wire) set(meet func(http.ResponseWriter, *http.Request, http.Handler)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.meet = meet
}

// mend lets everything through again.
func (l *wire) mend() { l.set(nil) }

// answers lets every save meet a proxy that gives a status and does not ask the server.
func (l *wire) answers(status int) {
	l.set(func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		http.Error(w, "the proxy says no", status)
	})
}

// drops closes the connection of every save before the server hears of it.
func (l *wire) drops() {
	l.set(func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) })
}

// losesAnswers lets the server do its work and cuts its answer off half-way.
func (l *wire) losesAnswers() {
	l.set(func(w http.ResponseWriter, r *http.Request, server http.Handler) {
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, r)
		body := answer.Body.Bytes()
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(body[:len(body)/2])
		panic(http.ErrAbortHandler)
	})
}

// holds keeps every save waiting until the returned function is called; then all go through.
func (l *wire) holds() (release func()) {
	gate := make(chan struct{})
	l.set(func(w http.ResponseWriter, r *http.Request, server http.Handler) {
		select {
		case <-gate:
			server.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	})
	return sync.OnceFunc(func() { close(gate); l.mend() })
}

// saves are the posts that reached an address ending so.
func (l *wire) saves(end string) []posted {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []posted
	for _, p := range l.posted {
		if strings.HasSuffix(p.path, end) {
			found = append(found, p)
		}
	}
	return found
}
