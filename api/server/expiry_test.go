package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// The session ends while somebody works. A part is told so; a page leads to signing in and back; a form sent without script
// gets everything it carried back, to send again.
func TestASessionThatEnded(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	form := v.answer("1/7/2025")
	v.post(v.casePath("/tests/eeg_indicated"), v.answer("yes"))
	path := v.casePath("/tests/eeg_requested_on")
	w.stack.Mini.FlushAll()
	before := w.written()

	for name, got := range map[string]reply{"an answer": v.post(path, form), "a ring": v.get(v.casePath("/tests/ring"), "HX-Request", "true")} {
		if got.status != http.StatusUnauthorized || strings.Contains(got.body, "<html") || got.header.Get("Location") != "" {
			t.Errorf("%s: %d to %q", name, got.status, got.header.Get("Location"))
		}
	}
	page := v.get(v.casePath("/tests?open=1"))
	if want := "/?return=" + url.QueryEscape(v.casePath("/tests?open=1")); page.status != http.StatusSeeOther || page.header.Get("Location") != want {
		t.Errorf("a page: %d to %q, want %q", page.status, page.header.Get("Location"), want)
	}
	kept := v.send(http.MethodPost, path, form)
	doc := htmltest.Parse(t, kept.body)
	doc.Rules()
	again := url.Values{}
	for _, field := range doc.All("main form input") {
		name, _ := htmltest.Attr(field, "name")
		value, _ := htmltest.Attr(field, "value")
		again.Add(name, value)
	}
	if kept.status != http.StatusUnauthorized || again.Encode() != form.Encode() {
		t.Errorf("a form: %d, keeps %v of %v", kept.status, again, form)
	}
	doc.Says("main dl", "EEG requested on")
	doc.Says("main dl", "1/7/2025")
	if w.written() != before {
		t.Error("something was stored for nobody")
	}
	w.sendItAgain(t, path, again)
}

// sendItAgain: another person's sign-in does not get it stored, the same person's does.
func (w *world) sendItAgain(t *testing.T, path string, form url.Values) {
	t.Helper()
	w.visitors = map[string]*visitor{}
	before := w.written()
	lead := w.signIn(w.Manchester, tenants.Lead)
	if got := lead.post(path, form); got.status != http.StatusConflict || got.header.Get("Pinktick-Seal") != "refused" || w.written() != before {
		t.Errorf("sent by another person: %d, stored: %t", got.status, w.written() != before)
	}
	editor := w.signIn(w.Manchester, tenants.Editor)
	if got := editor.send(http.MethodPost, path, form); got.status != http.StatusSeeOther || w.written() == before {
		t.Errorf("sent again: %d, stored: %t", got.status, w.written() != before)
	}
}

// Cookies that are not ours are nobody.
func TestCookiesThatAreNotOurs(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	form := v.answer("yes")
	before := w.written()
	for name, value := range map[string]string{
		"none": "", "words": "session", "long": strings.Repeat("A", 4000), "made up": strings.Repeat("A", 43), "SQL": "' or 1=1--",
		"a NUL": "a%00b", "a path": "../../session", "bytes": "\xff\xfe", "JSON": `{"person":"1"}`,
	} {
		t.Run(name, func(t *testing.T) {
			nobody := w.stranger()
			cookie := []string{"Cookie", "pinktick-dev-session=" + value + "; pinktick-dev-provider=r0a.AAAA; pinktick-dev-begin=x"}
			if got := nobody.post(v.casePath("/tests/ct_head_performed"), form, cookie...); got.status != http.StatusUnauthorized {
				t.Errorf("an answer: %d", got.status)
			}
			if got := nobody.get(v.casePath("/tests"), cookie...); got.status != http.StatusSeeOther || strings.Contains(got.body, "Probemann") {
				t.Errorf("a page: %d", got.status)
			}
			if got := nobody.get("/session/who", cookie...); got.status != http.StatusUnauthorized || strings.TrimSpace(got.body) != "{}" {
				t.Errorf("who: %d %s", got.status, got.body)
			}
			if got := nobody.get("/", cookie...); got.status != http.StatusOK {
				t.Errorf("the first page: %d", got.status)
			}
		})
	}
	if w.written() != before {
		t.Error("something was stored")
	}
}

// Signing out ends the session here, and tells the browser to forget what it holds.
func TestSigningOut(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Manchester, tenants.Viewer)
	got := v.send(http.MethodPost, "/sign-out", url.Values{"as": {v.seal()}})
	if got.header.Get("Clear-Site-Data") != `"cache", "storage"` || got.status >= 400 {
		t.Errorf("%d, Clear-Site-Data %q", got.status, got.header.Get("Clear-Site-Data"))
	}
	if page := v.get(v.casePath("/tests")); page.status != http.StatusSeeOther {
		t.Errorf("afterwards a page: %d", page.status)
	}
}
