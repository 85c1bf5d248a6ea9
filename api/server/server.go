// Package server is HTTP in, HTML out: every route, who may use it, and one file an action. Handlers parse, call and render;
// what is stored and what it means is decided below.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/live"
	"github.com/pinktick/pinktick/pkg/outline"
	"github.com/pinktick/pinktick/pkg/progress"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/static"
)

// Server answers requests with what it is given.
type Server struct {
	Records     *record.Store
	Counts      *compare.Store
	Published   *publication.Store
	Outlines    *outline.Store
	Progress    *progress.Cache
	Live        *live.Hub // nil: pages are not told of changes
	Login       *login.Service
	Directory   *tenants.Directory
	Log         *slog.Logger
	PublicURL   string                      // address people type; a proxy may show us another
	Environment string                      // shown in a strip on every page; empty in production
	Gallery     http.Handler                // the gallery of controls: development only, else nil
	Contact     string                      // the audit office's address, on open pages
	Ready       func(context.Context) error // what readiness means, for /readyz

	streams streams
	pace    livePace // zero: the usual one
}

// Handler makes the whole server. A route without a declared door is an error: nothing is ever open by omission.
func (s *Server) Handler() (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.UseRawPath = false
	engine.NoRoute(s.wrap(func(*gin.Context) error { return errGone }))
	engine.NoMethod(s.wrap(s.refuseMethod))
	for _, r := range s.routes() {
		if r.door == undeclared {
			return nil, fmt.Errorf("route %s %s has no door", r.method, r.path)
		}
		engine.Handle(r.method, r.path, s.wrap(limitBody, s.admit(r), r.handle))
	}
	return s.around(engine)
}

// around is what every request passes: headers, panics, static files, other origins, then who is asking.
func (s *Server) around(engine *gin.Engine) (http.Handler, error) {
	crossOrigin := http.NewCrossOriginProtection()
	if err := crossOrigin.AddTrustedOrigin(strings.TrimSuffix(s.PublicURL, "/")); err != nil {
		return nil, fmt.Errorf("the public address: %w", err)
	}
	crossOrigin.SetDenyHandler(http.HandlerFunc(s.refuseOrigin))
	mux := http.NewServeMux()
	mux.Handle("/static/", static.Handler())
	if s.Gallery != nil {
		mux.Handle("/gallery/", s.Gallery)
	}
	mux.Handle("/", crossOrigin.Handler(unasked(s.Login.Middleware(engine))))
	return s.secure(s.recovered(mux)), nil
}

// wrap runs the steps of a route until one fails.
func (s *Server) wrap(steps ...func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		for _, step := range steps {
			if err := step(c); err != nil {
				s.fail(c, err)
				return
			}
		}
	}
}

// recovered turns a panic into a logged 500 without the values that caused it.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			if err, ok := fault.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(fault)
			}
			s.Log.Error("panic", "method", r.Method, "request", tenants.RequestFrom(r.Context()), "kind", fmt.Sprintf("%T", fault), "stack", stack())
			http.Error(w, "Something went wrong on our side. Nothing you saved is lost.", http.StatusInternalServerError)
		}()
		next.ServeHTTP(w, r)
	})
}
