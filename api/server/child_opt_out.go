package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
)

// showOptOut asks whether a child is to be opted out.
func (s *Server) showOptOut(c *gin.Context) error {
	return s.askEnd(c, http.StatusOK, optOutPage, nil)
}

// optOutChild erases a child for ever.
func (s *Server) optOutChild(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	form := c.Request.PostForm
	key, err := readKey(form.Get("key"))
	if err != nil {
		return err
	}
	err = s.Records.OptOut(c.Request.Context(), record.OptOut{CaseID: id, Typed: form.Get("typed"), Key: key})
	return s.ended(c, optOutPage, err, doneOptedOut)
}

func optOutPage(*record.Record) page.EndRecord {
	return page.EndRecord{Title: "Opt the child out", Button: "Opt the child out", Points: []string{
		"Name, NHS number, date of birth, postcode and everything else about the child are erased, with every answer and the whole history.",
		"The audit number alone stays, so that the children who opted out can be counted.",
		"This cannot be undone, by anybody.",
	}}
}
