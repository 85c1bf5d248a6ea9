package server

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
)

// grantExtension grants a centre days beyond a deadline. What is wrong is said beside the fields, and what was typed stays.
func (s *Server) grantExtension(c *gin.Context) error {
	key, err := readKey(sentKey(c))
	if err != nil {
		return err
	}
	sent := c.Request.PostForm
	form := page.ExtensionForm{
		Key: key, Centre: sent.Get("organisation"), Cohort: sent.Get("cohort"), Days: sent.Get("days"), Reason: sent.Get("reason"), Words: sent.Get("words"),
		Errors: map[string]string{},
	}
	err = s.Records.GrantExtension(c.Request.Context(), record.Grant{
		OrganisationID: form.Centre, Cohort: form.Cohort, Days: form.Days, Reason: form.Reason, Words: form.Words, Key: key,
	})
	f, ok := fault.As(err)
	switch {
	case err == nil:
		return leadTo(c, "/"+c.Param("org")+"/extensions")
	case !ok || len(f.Fields) == 0 || isFragment(c):
		return err
	}
	for name, wrong := range f.Fields {
		form.Errors[name] = wrong.Message
	}
	s.note(c, http.StatusUnprocessableEntity, f.Kind, f.Code)
	return s.renderExtensions(c, http.StatusUnprocessableEntity, form)
}

func (s *Server) endExtension(c *gin.Context) error {
	return s.changeExtension(c, page.Confirmation{
		Title: "End today", Words: "End this extension? Records of the centre stay open until the end of today, or of the cohort’s own deadline.", Yes: "Yes, end it today",
	}, s.Records.EndExtension)
}

func (s *Server) removeExtension(c *gin.Context) error {
	return s.changeExtension(c, page.Confirmation{
		Title: "Remove", Words: "Remove this extension? It is as if it had not been granted: past the cohort’s own deadline the centre’s records close at once.",
		Yes: "Yes, remove it",
	}, s.Records.RemoveExtension)
}

func (s *Server) changeExtension(c *gin.Context, asks page.Confirmation, change func(context.Context, int64) error) error {
	id, err := positive(c.Param("extension"))
	if err != nil {
		return err
	}
	back := "/" + c.Param("org") + "/extensions"
	if !isConfirmed(c) {
		asks.CancelHref, asks.Fields = back, kept(c, nil, "")
		return s.confirm(c, http.StatusOK, asks)
	}
	if err := change(c.Request.Context(), id); err != nil {
		return err
	}
	return leadTo(c, back)
}
