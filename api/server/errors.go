package server

import (
	"errors"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// statuses is the one place where a kind of fault becomes a status.
var statuses = map[fault.Kind]int{
	fault.NotFound:     http.StatusNotFound,
	fault.Forbidden:    http.StatusForbidden,
	fault.SignedOut:    http.StatusUnauthorized,
	fault.Invalid:      http.StatusUnprocessableEntity,
	fault.Conflict:     http.StatusConflict,
	fault.Closed:       http.StatusLocked,
	fault.Gone:         http.StatusGone,
	fault.TooMany:      http.StatusTooManyRequests,
	fault.Unavailable:  http.StatusServiceUnavailable,
	fault.TooLarge:     http.StatusRequestEntityTooLarge,
	fault.Unacceptable: http.StatusBadRequest,
}

// fail turns an error into a status and a page or partial. What is no fault is internal: logged, never shown.
func (s *Server) fail(c *gin.Context, err error) {
	if c.Writer.Written() {
		s.log(c).Error("failed after the answer began", "error", err)
		return
	}
	var refusal *login.Refusal
	if errors.As(err, &refusal) {
		s.showRefusal(c, refusal)
		return
	}
	f, ok := fault.As(err)
	if !ok {
		s.log(c).Error("internal error", "error", err)
		f = fault.New(fault.Kind("internal"), "internal", "Something went wrong on our side. Nothing you saved is lost.")
	}
	status, known := statuses[f.Kind]
	if !known {
		status = http.StatusInternalServerError
	}
	s.note(c, status, f.Kind, f.Code)
	s.showFault(c, status, f)
}

// note logs refusals that somebody should be able to count: one line each, without what was typed.
func (s *Server) note(c *gin.Context, status int, kind fault.Kind, code string) {
	if status == http.StatusUnauthorized {
		return
	}
	s.log(c).Warn("refused", "status", status, "kind", string(kind), "code", code)
}

// log carries the request's id, tenant and route; never an address with a number of a child in it.
func (s *Server) log(c *gin.Context) *slog.Logger {
	ctx := c.Request.Context()
	tenant, _ := tenants.From(ctx)
	return s.Log.With("request", tenants.RequestFrom(ctx), "tenant", tenant.ODSCode, "method", c.Request.Method, "route", c.FullPath())
}
