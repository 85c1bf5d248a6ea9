package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
	"github.com/pinktick/pinktick/ui/static"
)

// Every answer of every route, to nobody, to a clinician and to what no page sends, carries the headers, may not be kept by
// anybody on the way, and holds no code in its markup.
func TestEveryAnswerIsGuarded(t *testing.T) {
	w := sharedWorld(t)
	w.logo(t)
	row := w.addRow(w.Manchester)
	lead, nobody := w.signIn(w.Manchester, tenants.Lead), w.stranger()
	pages := 0
	for _, r := range append(w.server.routes(), route{method: http.MethodGet, path: "/nowhere/at/all"}, route{method: http.MethodPatch, path: "/about"}) {
		for _, path := range address(r, w.Manchester.Hospitals[0].ODSCode, w.child["R0A"], row) {
			for _, v := range []*visitor{lead, nobody} {
				if v == lead && (path == "/sign-out" || path == "/session/end" || strings.HasSuffix(path, "/live")) { // a stream does not end
					continue
				}
				for _, fragment := range []string{"", "true"} {
					got := v.sendRaw(r.method, path+query(path), "", "HX-Request", fragment, "Pinktick-As", lead.seal(), "Pinktick-Key", uuid.NewString())
					pages += guarded(t, r.method+" "+path, got)
				}
			}
		}
	}
	if pages < 60 {
		t.Errorf("only %d pages and parts were looked at", pages)
	}
	for _, path := range []string{static.Path("htmx.min.js"), static.Path("nhsuk.min.css"), "/static/nothing/x.js"} {
		guarded(t, path, nobody.get(path))
	}
}

// query is what an address needs to be answered with more than a refusal.
func query(path string) string {
	if strings.HasSuffix(path, "/steps") {
		return "?at=tests"
	}
	return ""
}

// guarded looks at one answer, and tells whether it was HTML.
func guarded(t *testing.T, name string, got reply) int {
	t.Helper()
	h := got.header
	policy := h.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") || strings.Contains(policy, "*") {
		t.Errorf("%s: Content-Security-Policy %q", name, policy)
	}
	if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" || h.Get("Cross-Origin-Opener-Policy") != "same-origin" || h.Get("X-Request-Id") == "" {
		t.Errorf("%s: headers are missing: %v", name, h)
	}
	file := strings.Contains(name, "/static/") || strings.HasSuffix(name, "brand.css") || strings.HasSuffix(name, "/logo") || strings.Contains(name, " /results")
	kept := h.Get("Cache-Control")
	switch {
	case kept == "no-store":
	case !file || got.status != http.StatusOK:
		t.Errorf("%s: Cache-Control %q", name, kept)
	case h.Get("Set-Cookie") != "" || strings.Contains(h.Get("Vary"), "Cookie"):
		t.Errorf("%s may be kept and depends on the person: Set-Cookie %q, Vary %q", name, h.Get("Set-Cookie"), h.Get("Vary"))
	}
	if got.status >= 500 {
		t.Errorf("%s: %d %s", name, got.status, got.body)
	}
	if !strings.HasPrefix(h.Get("Content-Type"), "text/html") || got.status == http.StatusSeeOther {
		return 0
	}
	htmltest.Parse(t, got.body).Rules()
	if !strings.Contains(h.Get("Vary"), "HX-Request") {
		t.Errorf("%s: Vary %q", name, h.Get("Vary"))
	}
	return 1
}

// logo gives a trust a logo and colours, so that their addresses answer.
func (w *world) logo(t *testing.T) {
	t.Helper()
	w.Exec(t, `update tenants set brand_colour = '#003087', brand_colour_text = '#ffffff' where ods_code = 'R0A'`)
	w.Exec(t, `insert into tenant_logos (tenant_id, content_type, content) values ($1, 'image/png', '\x89504e470d0a1a0a')`, string(w.Manchester.ID))
	w.server.Directory.Forget()
}

// Over https browsers are told to stay with it.
func TestHTTPSIsSaidOnlyWhereItIs(t *testing.T) {
	w := sharedWorld(t)
	if got := w.stranger().get("/about").header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("over http: %q", got)
	}
	w.server.PublicURL = "https://audit.example"
	if got := w.stranger().get("/about").header.Get("Strict-Transport-Security"); !strings.Contains(got, "max-age=") {
		t.Errorf("over https: %q", got)
	}
}
