package server

import (
	"net/http"
	"regexp"

	"github.com/pinktick/pinktick/tenants/login"
)

var byItself = regexp.MustCompile(`^/[^/]+/cases/[0-9]+/(live|[a-z][a-z-]*/changes)$`)

// unasked marks what the page does by itself: hearing of changes and fetching them is no input, whatever the address says, so
// an open page does not keep a session alive.
func unasked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if byItself.MatchString(r.URL.Path) {
			r.Header.Set(login.BackgroundHeader, "1")
		}
		next.ServeHTTP(w, r)
	})
}
