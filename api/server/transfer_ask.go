package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/ui/page"
)

// numberKeys are the questions by whose answer a child is found across the audit.
var numberKeys = []string{"nhs_number", "unique_reference_number"}

func (s *Server) transferFields(c *gin.Context, sent map[string][]string) []page.Kept {
	fields := []page.Kept{{Name: "as", Value: s.seal(c.Request.Context())}}
	for _, key := range numberKeys {
		for _, value := range sent[key] {
			fields = append(fields, page.Kept{Name: key, Value: value})
		}
	}
	return fields
}

// askForTransfer asks the centre that holds a child to hand the record over. It touches another centre, so it is confirmed.
func (s *Server) askForTransfer(c *gin.Context) error {
	ctx, sent := c.Request.Context(), map[string][]string{}
	for _, key := range numberKeys {
		if values := c.Request.PostForm[key]; len(values) > 0 {
			sent[key] = values
		}
	}
	if c.Request.PostForm.Get("confirmed") != "yes" {
		return s.confirmTransfer(c, sent)
	}
	asked, err := s.Records.AskForTransfer(ctx, organisationOf(c).ID, sent)
	if err != nil {
		return err
	}
	s.log(c).Info("a transfer is asked for", "of", asked.ODSCode)
	return leadTo(c, listPath(c)+"?done="+doneAsked)
}

func (s *Server) confirmTransfer(c *gin.Context, sent map[string][]string) error {
	holder, err := s.Records.HolderOf(c.Request.Context(), sent)
	if err != nil {
		return err
	}
	if holder == nil || holder.Own {
		return fault.New(fault.Conflict, "nobody_to_ask", "No other centre holds this child any more. Try adding the child again.")
	}
	frame, err := s.frame(c, "Ask for a transfer")
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, page.ConfirmationPage(frame, page.Confirmation{
		Title: "Ask for a transfer", Yes: "Ask for the record", Action: c.Request.URL.Path, CancelHref: listPath(c) + "/new",
		Words: "Ask " + centreWords(holder) + " to hand this child’s record over to " + organisationOf(c).Name +
			"? They see your name and your centre. Until they agree, you cannot see the record.",
		Fields: s.transferFields(c, sent),
	}))
}
