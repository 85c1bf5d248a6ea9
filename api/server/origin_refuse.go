package server

import (
	"net/http"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/layout"
	"github.com/pinktick/pinktick/ui/page"
)

// refuseOrigin answers a post that a page of another site sent. It stands before the routes and before the session is
// looked up, so that such a post does not even count as somebody's input.
func (s *Server) refuseOrigin(w http.ResponseWriter, r *http.Request) {
	s.Log.Warn("refused", "request", tenants.RequestFrom(r.Context()), "method", r.Method,
		"status", http.StatusForbidden, "kind", "cross_origin", "code", "cross_origin")
	problem := page.ProblemFor(http.StatusForbidden)
	problem.Text = "This was sent by a page of another site, so it was refused. Nothing was changed."
	what := page.ProblemView(problem)
	if r.Header.Get("HX-Request") == "true" {
		w.Header().Set("Pinktick-Problem", string(fault.Forbidden))
	} else {
		problem.BackHref, problem.BackLabel = "/", "Go to the start"
		what = page.ProblemPage(layout.Frame{Title: problem.Title, Environment: s.Environment}, problem)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Vary", "HX-Request")
	w.WriteHeader(http.StatusForbidden)
	if err := what.Render(r.Context(), w); err != nil {
		s.Log.Error("draw the refusal", "error", err)
	}
}
