package server

import (
	"context"
	"io"
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"
)

// render writes a page or partial. Nothing of ours may be kept by anybody on the way.
func render(c *gin.Context, status int, what templ.Component) error {
	c.Header("Content-Type", "text/html; charset=utf-8")
	c.Header("Vary", "HX-Request")
	c.Status(status)
	return what.Render(c.Request.Context(), c.Writer)
}

// renderNothing says that there is nothing to show.
func renderNothing(c *gin.Context) error {
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
	return nil
}

// parts are several components one after the other: a partial and what is swapped out of band.
type parts []templ.Component

// Render implements templ.Component.
func (p parts) Render(ctx context.Context, w io.Writer) error {
	for _, part := range p {
		if err := part.Render(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

// isFragment tells whether the page's script asked, for a part of a page.
func isFragment(c *gin.Context) bool { return c.GetHeader("HX-Request") == "true" }
