package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// Somebody with two sessions signs in a third time, and opens another page instead of saying which one is to end: they are
// asked again there, not sent to sign in; once they have said it they go on.
func TestASignInHeldForTheChoiceIsAskedAgain(t *testing.T) {
	w := newWorld(t)
	provider := login.DemoProvider(w.Leeds.Tenant)
	subject := w.stack.Demo.Person(provider, tenants.Editor).Subject
	var v *visitor
	for i := range 3 {
		v = &visitor{w, logintest.NewBrowser(t), w.Leeds, tenants.Editor, w.stack.PublicURL}
		page := logintest.SignInAs(t, v.browser, w.stack.PublicURL, provider, subject, "/home")
		_ = page.Body.Close()
		if want := []int{http.StatusOK, http.StatusOK, http.StatusConflict}[i]; page.StatusCode != want {
			t.Fatalf("sign-in %d: %d, want %d", i+1, page.StatusCode, want)
		}
	}
	asked := v.get(v.casePath("/tests"))
	doc := htmltest.Parse(t, asked.body)
	if sittings := doc.All("main form input[name=session]"); asked.status != http.StatusConflict || len(sittings) != 2 {
		t.Fatalf("another page: %d with %d sessions to choose from\n%s", asked.status, len(sittings), asked.body)
	}
	if strings.Contains(asked.body, "Testina") {
		t.Error("the record is shown")
	}
	if got := v.get(v.casePath("/tests/ring"), "HX-Request", "true"); got.status != http.StatusUnauthorized {
		t.Errorf("a part of a page: %d", got.status)
	}
	if got := v.send(http.MethodPost, v.casePath("/tests/ct_head_performed"), url.Values{"value": {"yes"}}); got.status != http.StatusUnauthorized {
		t.Errorf("an answer: %d", got.status)
	}
	chosen, _ := htmltest.Attr(doc.All("main form input[name=session]")[0], "value")
	if got := v.send(http.MethodPost, "/session/end", url.Values{"session": {chosen}}); got.status != http.StatusSeeOther {
		t.Fatalf("choosing: %d", got.status)
	}
	if got := v.get(v.casePath("/tests")); got.status != http.StatusOK {
		t.Errorf("after the choice: %d", got.status)
	}
}
