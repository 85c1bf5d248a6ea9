package login_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/logintest"
)

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

// Threat 15: logout tokens that are wrong in one way end nothing.
func TestForcedLogoutsAreRefused(t *testing.T) {
	book := &logBook{}
	s := start(t, watched(book))
	h, foreign := newHostile(t), newHostile(t)
	h.register(t, s, "hostile", nil)
	foreign.register(t, s, "hostile-other", nil)
	h.claims = with(map[string]any{"sid": "sid-1"})
	client := browser(t)
	if got := try(t, s, client, "hostile"); got.Status != 200 {
		t.Fatalf("%+v", got)
	}
	now := time.Now().Unix()
	token := func(changes map[string]any, kind string) string {
		claims := map[string]any{"iss": h.URL, "aud": "pinktick", "sub": "subject-1", "iat": now, "exp": now + 120, "jti": rand.Text(),
			"sid": "sid-1", "events": map[string]any{logoutEvent: map[string]any{}}}
		with(changes)(claims)
		return signToken(claims, jose.RS256, h.key, h.kid, kind)
	}
	send := func(raw string) int {
		return post(t, browser(t), s.PublicURL+"/auth/backchannel", "logout_token", raw).Status
	}
	used := token(map[string]any{"sid": "another-session"}, "logout+jwt")
	if status := send(used); status != 200 {
		t.Fatalf("a good token about another session: %d", status)
	}
	for name, raw := range map[string]string{
		"used before":            used,
		"another client's":       token(map[string]any{"aud": "another"}, "logout+jwt"),
		"for two clients":        token(map[string]any{"aud": []string{"pinktick", "another"}}, "logout+jwt"),
		"with a nonce":           token(map[string]any{"nonce": "n"}, "logout+jwt"),
		"an empty nonce":         token(map[string]any{"nonce": ""}, "logout+jwt"),
		"old":                    token(map[string]any{"iat": now - 301}, "logout+jwt"),
		"of the future":          token(map[string]any{"iat": now + 120}, "logout+jwt"),
		"expired":                token(map[string]any{"exp": now - 61}, "logout+jwt"),
		"no events":              token(map[string]any{"events": nil}, "logout+jwt"),
		"another event":          token(map[string]any{"events": map[string]any{"http://schemas.openid.net/event/other": map[string]any{}}}, "logout+jwt"),
		"another event beside":   token(map[string]any{"events": map[string]any{logoutEvent: map[string]any{}, "x": map[string]any{}}}, "logout+jwt"),
		"event is not an object": token(map[string]any{"events": map[string]any{logoutEvent: "yes"}}, "logout+jwt"),
		"event is null":          token(map[string]any{"events": map[string]any{logoutEvent: nil}}, "logout+jwt"),
		"no jti":                 token(map[string]any{"jti": nil}, "logout+jwt"),
		"about nobody":           token(map[string]any{"sub": nil, "sid": nil}, "logout+jwt"),
		"typ of an ID token":     token(nil, "JWT"),
		"iss another provider's": token(map[string]any{"iss": foreign.URL}, "logout+jwt"),
		"iss of nobody we know":  token(map[string]any{"iss": "https://issuer.example"}, "logout+jwt"),
		"signed by another":      signToken(map[string]any{"iss": h.URL, "aud": "pinktick", "sub": "subject-1", "iat": now, "exp": now + 120, "jti": "j", "events": map[string]any{logoutEvent: map[string]any{}}}, jose.RS256, foreign.key, h.kid, "logout+jwt"),
		"not signed":             unsigned(map[string]any{"iss": h.URL, "aud": "pinktick", "sub": "subject-1", "iat": now, "exp": now + 120, "jti": "j", "events": map[string]any{logoutEvent: map[string]any{}}}),
		"nothing":                "",
		"not a token":            "a.b.c",
		"a very long one":        strings.Repeat("a", 80<<10),
	} {
		t.Run(name, func(t *testing.T) {
			book.take("")
			if status := send(raw); status != 400 {
				t.Errorf("status %d", status)
			}
			if lines := book.take("logout token refused"); len(lines) != 1 {
				t.Errorf("logged %v", lines)
			}
		})
	}
	s.Service.ForgetRights()
	if got := get(t, client, s.PublicURL+"/"); got.Status != 200 {
		t.Fatalf("somebody was signed out: %+v", got)
	}
	if status := send(token(nil, "logout+jwt")); status != 200 {
		t.Errorf("a good token: %d", status)
	}
	s.Service.ForgetRights()
	if got := get(t, client, s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("after a good token: %+v", got)
	}
	// By subject: every session of the person, and only theirs.
	other, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	if got := try(t, s, client, "hostile"); got.Status != 200 {
		t.Fatalf("%+v", got)
	}
	if status := send(token(map[string]any{"sid": nil}, "")); status != 200 {
		t.Errorf("a good token by subject: %d", status)
	}
	s.Service.ForgetRights()
	if a, b := get(t, client, s.PublicURL+"/").Status, get(t, other, s.PublicURL+"/").Status; a != 401 || b != 200 {
		t.Errorf("after it: %d, and somebody else %d", a, b)
	}
}

// Threat 16, our part: signing out ends the session, tells the browser to forget, and no answer may be kept.
func TestSignOut(t *testing.T) {
	s := start(t)
	client, response := s.SignIn("rgt", tenants.Lead, "/")
	if got := response.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q on a page", got)
	}
	_ = response.Body.Close()
	stolen := twin(t, client, s.PublicURL, s.PublicURL)
	out, err := client.Post(s.PublicURL+"/sign-out", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = out.Body.Close()
	if got := out.Header.Get("Clear-Site-Data"); got != `"cache", "storage"` {
		t.Errorf("Clear-Site-Data %q", got)
	}
	if got := out.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q", got)
	}
	here, _ := url.Parse(s.PublicURL)
	for _, cookie := range client.Jar.Cookies(here) {
		if strings.HasSuffix(cookie.Name, "session") {
			t.Error("the session's cookie is still there")
		}
	}
	for name, browser := range map[string]*http.Client{"the browser": client, "its cookie": stolen} {
		if got := get(t, browser, s.PublicURL+"/"); got.Status != 401 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := post(t, logintest.NewBrowser(t), s.PublicURL+"/sign-out"); got.Status != 200 {
		t.Errorf("signing out when nobody is signed in: %+v", got)
	}
}

// EndAll ends every session of a person.
func TestEndAll(t *testing.T) {
	s := start(t)
	one, response := s.SignIn("rgt", tenants.Lead, "/")
	id := read(t, response).ID
	two, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	if err := s.Service.EndAll(t.Context(), id, "left"); err != nil {
		t.Fatal(err)
	}
	if a, b := get(t, one, s.PublicURL+"/").Status, get(t, two, s.PublicURL+"/").Status; a != 401 || b != 401 {
		t.Errorf("%d and %d", a, b)
	}
}
