package server

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/ui/page"
)

// refusedExport is what somebody asked for and did not get: what was typed stays.
type refusedExport struct {
	ask    takeout.Ask
	fields map[string]fault.Field
	wrong  []page.Wrong
}

// askForExport has an export made. Asked for twice at once it is made once.
func (s *Server) askForExport(c *gin.Context) error {
	ask, err := readAsk(c)
	if err != nil {
		return err
	}
	shelf, path := s.shelfOf(c)
	err = shelf.Ask(c.Request.Context(), ask)
	f, ok := fault.As(err)
	switch {
	case err == nil:
		s.log(c).Info("an export is asked for", "kind", string(ask.Kind), "format", string(ask.Format))
		return leadTo(c, path+"?done="+doneExport)
	case !ok || len(f.Fields) == 0 || isFragment(c):
		return err
	}
	refused := refusedExport{ask: ask, fields: f.Fields}
	for name, field := range f.Fields {
		refused.wrong = append(refused.wrong, page.Wrong{Href: "#export-" + string(ask.Kind) + "-" + name, Text: field.Message})
	}
	s.note(c, http.StatusUnprocessableEntity, f.Kind, f.Code)
	return s.renderExports(c, http.StatusUnprocessableEntity, refused)
}

// readAsk reads what is asked for. Numbers that are none are no choice of the form's.
func readAsk(c *gin.Context) (takeout.Ask, error) {
	sent := c.Request.PostForm
	ask := takeout.Ask{
		Kind: takeout.Kind(sent.Get("kind")), Format: takeout.Format(sent.Get("format")), Organisation: sent.Get("whose"),
		Names: sent.Get("names") == "yes", Reason: sent.Get("reason"),
	}
	number := func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || n <= 0 || n > 1_000_000 {
			return 0, fault.New(fault.Unacceptable, "unknown_choice", "The form could not be read.")
		}
		return n, nil
	}
	var err error
	if cohort := sent.Get("cohort"); cohort != "" {
		ask.Cohort, err = number(cohort)
	}
	if figures := sent.Get("figures"); figures != "" && err == nil {
		kind, which, _ := strings.Cut(figures, "-")
		n, wrong := number(which)
		if err = wrong; kind == "publication" {
			ask.Publication = int64(n)
		} else {
			ask.Cohort = n
		}
	}
	return ask, err
}
