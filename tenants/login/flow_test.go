package login_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

// stopped makes a browser that shows redirects instead of following them.
func stopped(client *http.Client) *http.Client {
	copied := *client
	copied.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &copied
}

// location opens a page and gives where it redirects to.
func location(t testing.TB, client *http.Client, address string) *url.URL {
	t.Helper()
	response := logintest.OpenPage(t, stopped(client), address)
	_ = response.Body.Close()
	to, err := response.Location()
	if err != nil {
		t.Fatalf("%s: status %d, no redirect", address, response.StatusCode)
	}
	return to
}

// answerOf begins a sign-in at a hostile provider and gives the address that the browser is sent back to, not yet opened.
func answerOf(t testing.TB, s *logintest.Stack, client *http.Client, id string) *url.URL {
	t.Helper()
	to := location(t, client, s.PublicURL+"/auth/"+id+"/start?return=/RGT01/cases")
	return location(t, client, to.String())
}

func changed(address *url.URL, change func(url.Values)) string {
	query := address.Query()
	change(query)
	copied := *address
	copied.RawQuery = query.Encode()
	return copied.String()
}

// Threat 5: login CSRF; replayed state, nonce or code; PKCE. Each is refused and logged once.
func TestAnswersThatDoNotBelongAreRefused(t *testing.T) {
	book := &logBook{}
	s := start(t, watched(book))
	h := newHostile(t)
	h.register(t, s, "hostile", nil)
	refused := func(t *testing.T, client *http.Client, address string, status int, page login.Page, reason string) {
		t.Helper()
		book.take("")
		got := get(t, client, address)
		lines := book.take("sign-in refused")
		if got.Status != status || got.Error != string(page) || len(lines) != 1 || lines[0]["reason"] != reason {
			t.Errorf("got %d %q, logged %v; want %d %q %s", got.Status, got.Error, lines, status, page, reason)
		}
	}
	t.Run("another browser's answer", func(t *testing.T) { // login CSRF
		answer := answerOf(t, s, browser(t), "hostile")
		refused(t, browser(t), answer.String(), 400, login.PageAgain, "state")
	})
	t.Run("another browser that has begun too", func(t *testing.T) {
		answer, victim := answerOf(t, s, browser(t), "hostile"), browser(t)
		answerOf(t, s, victim, "hostile")
		refused(t, victim, answer.String(), 400, login.PageAgain, "state")
	})
	t.Run("state used before", func(t *testing.T) {
		client := browser(t)
		answer := answerOf(t, s, client, "hostile")
		if got := get(t, client, answer.String()); got.Status != 200 {
			t.Fatalf("first use: %+v", got)
		}
		refused(t, client, answer.String(), 400, login.PageAgain, "state")
	})
	t.Run("state used up by a wrong answer", func(t *testing.T) {
		client := browser(t)
		answer := answerOf(t, s, client, "hostile")
		refused(t, client, changed(answer, func(q url.Values) { q.Del("code") }), 403, login.PageGeneric, "exchange")
		refused(t, client, answer.String(), 400, login.PageAgain, "state")
	})
	for name, change := range map[string]func(url.Values){
		"state changed": func(q url.Values) { q.Set("state", strings.Repeat("A", 43)) },
		"state missing": func(q url.Values) { q.Del("state") },
		"state twice":   func(q url.Values) { q.Add("state", q.Get("state")) },
		"code twice":    func(q url.Values) { q.Add("code", "another") },
	} {
		t.Run(name, func(t *testing.T) {
			client := browser(t)
			refused(t, client, changed(answerOf(t, s, client, "hostile"), change), 400, login.PageAgain, "state")
		})
	}
	t.Run("the provider says no", func(t *testing.T) {
		client := browser(t)
		answer := answerOf(t, s, client, "hostile")
		refused(t, client, changed(answer, func(q url.Values) { q.Del("code"); q.Set("error", "access_denied\r\nforged: line") }), 403, login.PageGeneric, "provider_said")
	})
	t.Run("took too long", func(t *testing.T) {
		client := browser(t)
		answer := answerOf(t, s, client, "hostile")
		s.Mini.FastForward(11 * time.Minute)
		refused(t, client, answer.String(), 400, login.PageAgain, "state")
	})
}

// Threat 5 at a provider that checks: a code works once, and only with the verifier of the browser that began.
func TestCodesAndPKCE(t *testing.T) {
	book := &logBook{}
	s := start(t, watched(book))
	client := browser(t)
	authorize := location(t, client, s.PublicURL+"/auth/rgt/start")
	query := authorize.Query()
	if query.Get("code_challenge_method") != "S256" || len(query.Get("code_challenge")) != 43 || len(query.Get("state")) != 43 || len(query.Get("nonce")) != 43 || query.Get("response_type") != "code" {
		t.Errorf("request %v", query)
	}
	for _, other := range []string{"plain", ""} { // the provider itself refuses a downgrade
		authorize := location(t, client, s.PublicURL+"/auth/rgt/start")
		page := logintest.OpenPage(t, client, changed(authorize, func(q url.Values) {
			if q.Set("code_challenge_method", other); other == "" {
				q.Del("code_challenge")
			}
		}))
		got := read(t, logintest.PressPerson(t, client, page, "rgt-lead"))
		if lines := book.take("sign-in refused"); got.Status != 403 || len(lines) != 1 || lines[0]["reason"] != "provider_said" {
			t.Errorf("PKCE %q: %+v, logged %v", other, got, lines)
		}
	}
	// A code stolen from one sign-in and put into another: its challenge is not that of the second's verifier.
	thief := browser(t)
	press := func(c *http.Client) *url.URL {
		page := logintest.OpenPage(t, c, location(t, c, s.PublicURL+"/auth/rgt/start").String())
		response := logintest.PressPerson(t, stopped(c), page, "rgt-lead")
		_ = response.Body.Close()
		back, err := response.Location()
		if err != nil {
			t.Fatal(err)
		}
		return back
	}
	stolen, own := press(client), press(thief)
	book.take("")
	got := get(t, thief, changed(own, func(q url.Values) { q.Set("code", stolen.Query().Get("code")) }))
	if lines := book.take("sign-in refused"); got.Status != 403 || len(lines) != 1 || lines[0]["reason"] != "exchange" {
		t.Errorf("injected code: %+v, logged %v", got, lines)
	}
}

// Threat 4: an answer of one provider brought to another's address, or in another's name.
func TestMixUpIsRefused(t *testing.T) {
	book := &logBook{}
	s := start(t, watched(book))
	one, two := newHostile(t), newHostile(t)
	one.register(t, s, "hostile-one", nil)
	two.register(t, s, "hostile-two", nil)
	saying := newHostile(t)
	saying.metadata = func(found map[string]any) { found["authorization_response_iss_parameter_supported"] = true }
	saying.register(t, s, "hostile-saying", nil)
	for name, c := range map[string]struct {
		id     string
		change func(*url.URL)
	}{
		"another callback":         {"hostile-one", func(u *url.URL) { u.Path = "/auth/hostile-two/callback" }},
		"iss of another":           {"hostile-one", func(u *url.URL) { u.RawQuery += "&iss=" + url.QueryEscape(two.URL) }},
		"iss with a slash more":    {"hostile-one", func(u *url.URL) { u.RawQuery += "&iss=" + url.QueryEscape(one.URL+"/") }},
		"iss promised and missing": {"hostile-saying", func(*url.URL) {}},
	} {
		t.Run(name, func(t *testing.T) {
			client := browser(t)
			answer := answerOf(t, s, client, c.id)
			c.change(answer)
			book.take("")
			got := get(t, client, answer.String())
			if lines := book.take("sign-in refused"); got.Status != 403 || got.Error != string(login.PageGeneric) || len(lines) != 1 || lines[0]["reason"] != "mix_up" {
				t.Errorf("got %+v, logged %v", got, lines)
			}
		})
	}
	client := browser(t)
	answer := answerOf(t, s, client, "hostile-one")
	if got := get(t, client, answer.String()+"&iss="+url.QueryEscape(one.URL)); got.Status != 200 {
		t.Errorf("the right iss: %+v", got)
	}
}

// Threat 6: whatever session a browser had before is worth nothing after, at sign-in and at a switch of tenant.
func TestSessionIDsAreNewAfterEachStep(t *testing.T) {
	s := start(t)
	client := browser(t)
	cookie := func() string {
		u, _ := url.Parse(s.PublicURL)
		for _, c := range client.Jar.Cookies(u) {
			if c.Name == "pinktick-dev-session" {
				return c.Value
			}
		}
		return ""
	}
	alive := func(token string) bool {
		other := browser(t)
		u, _ := url.Parse(s.PublicURL)
		other.Jar.SetCookies(u, []*http.Cookie{{Name: "pinktick-dev-session", Value: token, Path: "/"}})
		return get(t, other, s.PublicURL+"/").Status == 200
	}
	planted := strings.Repeat("F", 43)
	u, _ := url.Parse(s.PublicURL)
	client.Jar.SetCookies(u, []*http.Cookie{{Name: "pinktick-dev-session", Value: planted, Path: "/"}})
	_ = logintest.SignInAs(t, client, s.PublicURL, "rgt", "rgt-editor", "/").Body.Close()
	first := cookie()
	if first == planted || alive(planted) || !alive(first) {
		t.Error("the planted id lives on")
	}
	_ = logintest.SignInAs(t, client, s.PublicURL, "rgt", "rgt-editor", "/").Body.Close()
	second := cookie()
	if second == first || alive(first) || !alive(second) {
		t.Error("the id from before the second sign-in lives on")
	}
	response, err := client.PostForm(s.PublicURL+"/session/tenant", url.Values{"tenant": {string(oxford.ID)}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	third := cookie()
	if third == second || alive(second) || get(t, client, s.PublicURL+"/").Tenant != "RTH" {
		t.Error("the id from before the switch lives on")
	}
}

// Threat 8: no header of the request gets into a redirect address or a link.
func TestRequestHeadersDoNotPoison(t *testing.T) {
	s := start(t)
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, s.PublicURL+"/auth/rgt/start", nil)
	request.Host = "evil.example"
	for name, value := range map[string]string{"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example;proto=https",
		"X-Forwarded-For": "198.51.100.1", "X-Original-URL": "/evil", "Origin": "https://evil.example", "Referer": "https://evil.example/"} {
		request.Header.Set(name, value)
	}
	response, err := stopped(browser(t)).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	to, _ := response.Location()
	if got, want := to.Query().Get("redirect_uri"), s.PublicURL+"/auth/rgt/callback"; got != want || strings.Contains(to.String(), "evil") {
		t.Errorf("redirect_uri %q, want %q", got, want)
	}
}

// Threat 19: a flood meets a limit, and everybody over it the same answer.
func TestFloodsAreLimited(t *testing.T) {
	s := start(t)
	client := browser(t)
	limited := 0
	for range 130 {
		if get(t, client, s.PublicURL+"/auth/rgt/callback?code=x&state="+strings.Repeat("A", 43)).Status == 429 {
			limited++
		}
	}
	if limited < 40 {
		t.Errorf("%d of 130 answers were limited", limited)
	}
	allowed := 0
	for range 400 {
		if s.Service.AllowSearch(t.Context(), "198.51.100.7") == nil {
			allowed++
		}
	}
	if allowed > 100 {
		t.Errorf("%d of 400 searches were allowed at once", allowed)
	}
	s.Mini.Close()
	allowed = 0
	for range 400 {
		if s.Service.AllowSearch(t.Context(), "198.51.100.7") == nil {
			allowed++
		}
	}
	if allowed == 0 || allowed > 240 {
		t.Errorf("with Redis away %d of 400 searches were allowed", allowed)
	}
}

// An unknown provider, one in draft and one in test look as they should.
func TestProvidersNotLive(t *testing.T) {
	s := start(t)
	h := newHostile(t)
	if got := get(t, browser(t), s.PublicURL+"/auth/nobody/start"); got.Status != 404 {
		t.Errorf("unknown: %+v", got)
	}
	h.register(t, s, "hostile", func(p *login.Provider) { p.State = "draft" })
	if got := try(t, s, browser(t), "hostile"); got.Status != 404 {
		t.Errorf("draft: %+v", got)
	}
	h.register(t, s, "hostile", func(p *login.Provider) { p.State, p.TesterSubject = "test", "somebody-else" })
	if got := try(t, s, browser(t), "hostile"); got.Status != 403 {
		t.Errorf("in test, not the tester: %+v", got)
	}
	h.register(t, s, "hostile", func(p *login.Provider) { p.State, p.TesterSubject = "test", "subject-1" })
	if got := try(t, s, browser(t), "hostile"); got.Status != 200 || got.Role != string(tenants.Editor) {
		t.Errorf("in test, the tester: %+v", got)
	}
	for _, p := range must(s.Service.Providers(t.Context())) {
		if p.ID == "hostile" {
			t.Error("a provider in test is offered to everybody")
		}
	}
	offered := must(s.Service.ProvidersFor(t.Context(), cambridge.ID))
	if len(offered) != 2 || offered[0].ID != "rgt" || offered[1].ID != login.DemoCIS2 {
		t.Errorf("offered at Alder: %+v", offered)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
