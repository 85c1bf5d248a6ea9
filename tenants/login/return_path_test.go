package login_test

import (
	"net/url"
	"strings"
	"testing"
)

// Threat 7: all of these land on home.
func TestReturnPathsThatAreNotOursLandOnHome(t *testing.T) {
	s := start(t)
	for _, path := range []string{
		"", "/", "//evil.example", "//evil.example/cases", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
		"/%2f%2fevil.example", "%2f%2fevil.example", "/%2fevil.example", "/%5cevil.example", "/%09/evil.example", "/\t/evil.example", "/\n/evil.example",
		"https:evil.example", "https://evil.example", "https:/evil.example", "HTTPS://evil.example", "http://evil.example/RGT01/cases", "ftp://evil.example",
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "/javascript:alert(1)", "//user@evil.example", "/@evil.example",
		"/RGT01/cases\r\nSet-Cookie: a=b", "/RGT01/cases%0d%0aSet-Cookie:%20a=b", "/RGT01/cases\x00", "/RGT01/cases#//evil", "/RGT01/cases/../../evil",
		"/RGT01/./cases", "/RGT01//cases", "/RGT01/cases/", " /RGT01/cases", "/RGT01/cases ", "/rgt01/cases", "/auth/rgt/start", "/sign-out", "/session/tenant",
		"/RGT01/cases/1/tests/ring", "/RGT01/cases/1/tests/eeg_indicated", "/RGT01/cases/x", "/evil.example", "/.evil", "/RGT01/cases?next=//evil.example",
		"/RGT01/cases?next=https://evil.example", "/RGT01/cases?q=%0d%0a", "?//evil.example", "/?//evil", "/\u2044evil.example", "/\uff0fevil.example", "/RGT01/cases;//evil",
		"/" + strings.Repeat("A", 2000),
	} {
		if got := s.Service.ReturnPath(path); got != "/" {
			t.Errorf("%q leads to %q", path, got)
		}
		if got := location(t, browser(t), s.PublicURL+"/auth/rgt/start?return="+url.QueryEscape(path)); strings.Contains(got.String(), "evil") {
			t.Errorf("%q leads to %q", path, got)
		}
		if s.Mini != nil { // the limit on sign-ins is not what is tested
			s.Mini.FlushAll()
		}
	}
	for _, path := range []string{"/RGT01/cases", "/7A4/cases", "/RGT01/cases?q=smith&page=2&sort=-surname", "/RGT01/cases/12", "/RGT01/cases/12/first-assessment"} {
		if got := s.Service.ReturnPath(path); got != path {
			t.Errorf("%q leads to %q", path, got)
		}
	}
}

// What is kept of the return path is kept with the attempt, so it cannot be changed on the way.
func TestReturnPathAfterSignIn(t *testing.T) {
	s := start(t)
	_, response := s.SignIn("rgt", "lead", "//evil.example")
	if got := read(t, response); got.Path != "/" || got.Status != 200 {
		t.Errorf("landed on %+v", got)
	}
}
