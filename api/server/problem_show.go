package server

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/layout"
	"github.com/pinktick/pinktick/ui/page"
)

// showFault gives a fault as a page, or in its place for a fragment request.
func (s *Server) showFault(c *gin.Context, status int, f *fault.Error) {
	if status == http.StatusUnauthorized {
		s.askToSignIn(c)
		return
	}
	if f.Code == "drawn_for_another" {
		c.Header("Pinktick-Seal", "refused") // the page's script keeps its queue for the person it belongs to
	}
	problem := page.ProblemFor(status)
	if f.Message != "" {
		problem.Text = f.Message
	}
	if status == http.StatusInternalServerError {
		problem.Reference = tenants.RequestFrom(c.Request.Context())
	}
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		c.Header("Retry-After", "5")
	}
	if isFragment(c) {
		c.Header("Pinktick-Problem", string(f.Kind)) // the page's script shows it in its place, never as a question
		s.draw(c, status, page.ProblemView(problem))
		return
	}
	problem.BackHref, problem.BackLabel = "/", "Go to the start"
	frame, err := s.frame(c, problem.Title)
	if err != nil {
		frame = layout.Frame{Title: problem.Title, Environment: s.Environment}
	}
	s.draw(c, status, page.ProblemPage(frame, problem))
}

// askToSignIn answers a request whose session ended. A page leads to signing in and back; a fragment is told, and its page
// keeps what was typed; a form sent without script gets what was typed back to send again.
func (s *Server) askToSignIn(c *gin.Context) {
	switch {
	case isFragment(c):
		s.draw(c, http.StatusUnauthorized, page.ProblemView(page.ProblemFor(http.StatusUnauthorized)))
	case c.Request.Method == http.MethodGet:
		c.Redirect(http.StatusSeeOther, "/?return="+queryEscape(s.Login.ReturnPath(c.Request.URL.RequestURI())))
	default:
		s.keepTyped(c)
	}
}

// keepTyped shows what was sent, to send again once signed in. The seal among it makes sure that only the same person can.
func (s *Server) keepTyped(c *gin.Context) {
	view := page.Resend{Action: c.Request.URL.Path, SignInHref: "/"}
	if id, ok := s.Login.Remembered(c.Request); ok {
		view.SignInHref = signInPath(id, "/session/back")
	}
	for _, name := range []string{"key", "as", "version", "confirmed", "clears", "at", "value", "organisation", "cohort", "days", "reason", "words", "typed", "kind", "format", "whose", "figures", "names", "lowest", "note", "to"} {
		for _, value := range c.Request.PostForm[name] {
			kept := page.Kept{Name: name, Value: value, Label: typedLabels[name]}
			if name == "value" {
				kept.Label = s.labelOf(c)
			}
			view.Fields = append(view.Fields, kept)
		}
	}
	view.Fields = append(view.Fields, keptDetails(c)...)
	frame := s.anonymousFrame("Sign in to save your answer")
	s.draw(c, http.StatusUnauthorized, page.ResendPage(frame, view))
}

// typedLabels name what people type into the forms that are no question.
var typedLabels = map[string]string{"days": "Days beyond the deadline", "words": "More about the reason"}

// keptDetails are the fields of a child's details among what was sent.
func keptDetails(c *gin.Context) []page.Kept {
	var kept []page.Kept
	for _, q := range dataset.CaseSection.Questions {
		for _, name := range []string{q.Key, q.Key + reasonSuffix} {
			for _, value := range c.Request.PostForm[name] {
				field := page.Kept{Name: name, Value: value}
				if value != "" {
					field.Label = q.Label
				}
				kept = append(kept, field)
			}
		}
	}
	return kept
}

func (s *Server) labelOf(c *gin.Context) string {
	if at, err := s.questionAt(c); err == nil {
		return at.question.Label
	}
	return "Your answer"
}

func (s *Server) draw(c *gin.Context, status int, what templ.Component) {
	if err := render(c, status, what); err != nil {
		s.log(c).Error("draw the answer", "error", err)
	}
}

// anonymousFrame is the frame of a page that nobody need be signed in for.
func (s *Server) anonymousFrame(title string) layout.Frame {
	return layout.Frame{Title: title, Environment: s.Environment}
}

// refuseMethod answers an address that is there, asked for in a way it does not know.
func (s *Server) refuseMethod(c *gin.Context) error {
	refused := fault.New("method", "method_not_allowed", "")
	s.note(c, http.StatusMethodNotAllowed, refused.Kind, refused.Code)
	s.showFault(c, http.StatusMethodNotAllowed, refused)
	return nil
}

// refusalPage is the page for each kind of refused sign-in.
func (s *Server) refusalPage(c *gin.Context, frame layout.Frame, refusal *login.Refusal) templ.Component {
	const ask = "Ask the lead clinician for the audit at your trust or board. They can approve you, or tell the audit team what is missing."
	switch refusal.Page {
	case login.PageNoAccess:
		return page.NoAccessPage(frame, page.NoAccess{
			Name: refusal.Person, Organisation: refusal.Tried, Provider: refusal.Provider,
			Missing: []string{missingWords(refusal.Reason)}, Ask: ask, Reference: tenants.RequestFrom(c.Request.Context()),
		})
	case login.PageWaiting:
		return page.WaitingPage(frame, page.Waiting{Name: refusal.Person, Organisation: joined(refusal.Waiting), Ask: ask})
	case login.PageSessions:
		return page.EndSessionPage(frame, sessionsView(refusal))
	}
	problem := page.ProblemFor(http.StatusForbidden)
	problem.Title, problem.Text, problem.Who = "You could not be signed in", refusalWords(refusal.Page), ask
	problem.Reference = tenants.RequestFrom(c.Request.Context())
	problem.BackHref, problem.BackLabel = "/", "Start again"
	return page.ProblemPage(frame, problem)
}
