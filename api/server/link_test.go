package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
)

// Linking a second account begins with a page that leads to its provider, which no redirect of a form may; without the
// page's own seal, or at a provider that is not there, with nothing.
func TestBeginningALink(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	got := v.send(http.MethodPost, "/session/link", url.Values{"as": {v.seal()}, "provider": {"cis2"}})
	if got.status != http.StatusOK || !strings.Contains(got.body, w.stack.IssuerBase+"/cis2/authorize") || !strings.Contains(got.body, "max_age=0") {
		t.Errorf("%d %s", got.status, got.body)
	}
	if got := v.send(http.MethodPost, "/session/link", url.Values{"provider": {"cis2"}}); got.status != http.StatusConflict {
		t.Errorf("without a seal: %d", got.status)
	}
	if got := v.send(http.MethodPost, "/session/link", url.Values{"as": {v.seal()}, "provider": {"nothing"}}); got.status != http.StatusNotFound {
		t.Errorf("no such provider: %d", got.status)
	}
}
