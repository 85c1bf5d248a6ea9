package login_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

// beginLink asks to link an account at the provider, and gives the provider's page.
func beginLink(t testing.TB, s *logintest.Stack, client *http.Client, provider string) *http.Response {
	t.Helper()
	response, err := client.PostForm(s.PublicURL+"/link", url.Values{"provider": {provider}})
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// linkAnswer goes through the second sign-in and gives the address that the browser is sent back to, not yet opened.
func linkAnswer(t testing.TB, s *logintest.Stack, client *http.Client, provider, subject string) string {
	t.Helper()
	var response *http.Response
	if page := beginLink(t, s, stopped(client), provider); subject == "" { // a hostile provider asks nobody
		response = logintest.OpenPage(t, stopped(client), page.Header.Get("Location"))
	} else {
		response = logintest.PressPerson(t, stopped(client), logintest.OpenPage(t, client, page.Header.Get("Location")), subject)
	}
	_ = response.Body.Close()
	return response.Header.Get("Location")
}

// Threat 3: a second account is linked by nobody but the person, signed in freshly with both, in one session and one sitting.
func TestLinkRefusals(t *testing.T) {
	book, c := &logBook{}, &clock{}
	s := start(t, watched(book), func(o *login.Options) { o.Now = c.now })
	h := newHostile(t)
	h.register(t, s, "hostile", nil)
	_, second := signIn(t, s, "rth", tenants.Lead, "/")
	_, third := signIn(t, s, "rgt", tenants.Lead, "/")
	set := func(statement string, values ...any) { exec(t, s.DB, statement, values...) }
	again := func(client *http.Client) {
		_ = read(t, logintest.SignInAs(t, client, s.PublicURL, "rgt", "rgt-viewer", "/"))
	}
	for _, k := range []struct {
		name, provider, subject string
		claims                  map[string]any
		between                 func(client *http.Client, me string) *http.Client // after the second sign-in, before its answer
		undo                    string
		status                  int
		reason                  string
	}{
		{name: "the second says no time", provider: "hostile", claims: map[string]any{"auth_time": nil}, status: 403, reason: "stale"},
		{name: "the second is old", provider: "hostile", claims: map[string]any{"auth_time": time.Now().Unix() - 301}, status: 403, reason: "stale"},
		{name: "took too long", provider: "rth", subject: "rth-lead", status: 400, reason: "state", between: func(client *http.Client, _ string) *http.Client { s.Mini.FastForward(11 * time.Minute); return client }},
		{name: "signed out meanwhile", provider: "rth", subject: "rth-lead", status: 403, reason: "link", between: func(client *http.Client, _ string) *http.Client {
			post(t, client, s.PublicURL+"/sign-out")
			return client
		}},
		{name: "signed in again meanwhile", provider: "rth", subject: "rth-lead", status: 403, reason: "link", between: func(client *http.Client, _ string) *http.Client { again(client); return client }},
		{name: "switched tenant meanwhile", provider: "rth", subject: "rth-lead", status: 403, reason: "link", between: func(client *http.Client, _ string) *http.Client {
			post(t, client, s.PublicURL+"/session/tenant", "tenant", string(cambridge.ID))
			return client
		}},
		{name: "ended from elsewhere meanwhile", provider: "rth", subject: "rth-lead", status: 403, reason: "link", between: func(client *http.Client, me string) *http.Client {
			set(`insert into session_ends (person_id, reason) values ($1, 'test')`, me) // not yet seen by this replica
			return client
		}},
		{name: "disabled meanwhile", provider: "rth", subject: "rth-lead", status: 403, reason: "link", undo: `update people set disabled_at = null`, between: func(client *http.Client, me string) *http.Client {
			set(`update people set disabled_at = now() where id = $1`, me)
			return client
		}},
		{name: "another browser of the same person", provider: "rth", subject: "rth-lead", status: 400, reason: "state", between: func(*http.Client, string) *http.Client {
			other := browser(t)
			again(other)
			return other
		}},
		{name: "the same account", provider: "rgt", subject: "rgt-viewer", status: 403, reason: "link"},
		{name: "the second is disabled", provider: "rth", subject: "rth-lead", status: 403, reason: "disabled", undo: `update people set disabled_at = null`, between: func(client *http.Client, _ string) *http.Client {
			set(`update people set disabled_at = now() where id = $1`, second.ID)
			return client
		}},
		{name: "the second is linked already", provider: "rth", subject: "rth-lead", status: 403, reason: "link", undo: `update people set linked_to = null, linked_at = null`, between: func(client *http.Client, _ string) *http.Client {
			set(`update people set linked_to = $2, linked_at = now() where id = $1`, second.ID, third.ID)
			return client
		}},
		{name: "another is linked to the second", provider: "rth", subject: "rth-lead", status: 403, reason: "link", undo: `update people set linked_to = null, linked_at = null`, between: func(client *http.Client, _ string) *http.Client {
			set(`update people set linked_to = $2, linked_at = now() where id = $1`, third.ID, second.ID)
			return client
		}},
		{name: "the second is national", provider: "national", subject: "national-national-admin", status: 403, reason: "link"},
		{name: "the first became national", provider: "rth", subject: "rth-lead", status: 403, reason: "link", undo: `update national_memberships set ended_at = now() where source = 'hand'`, between: func(client *http.Client, me string) *http.Client {
			set(`insert into national_memberships (person_id, role, source, until_at, granted_by) values ($1, 'operator', 'hand', now() + interval '1 day', $1)`, me)
			return client
		}},
		{name: "nobody the rules know", provider: "hostile", claims: map[string]any{"sub": "new", "audit_role": "none"}, status: 403, reason: "no_rule"},
	} {
		t.Run(k.name, func(t *testing.T) {
			client, me := signIn(t, s, "rgt", tenants.Viewer, "/")
			h.claims = with(k.claims)
			answer := linkAnswer(t, s, client, k.provider, k.subject)
			if k.between != nil {
				client = k.between(client, me.ID)
			}
			book.take("")
			got := get(t, client, answer)
			if lines := book.take("sign-in refused"); got.Status != k.status || len(lines) != 1 || lines[0]["reason"] != k.reason {
				t.Errorf("got %d %q, logged %v; want %d %s", got.Status, got.Error, lines, k.status, k.reason)
			}
			if n := one[int](t, s.DB, `select count(*) from people where linked_to = $1 or id = $1 and linked_to is not null`, me.ID); n != 0 {
				t.Error("linked all the same")
			}
			if k.undo != "" {
				set(k.undo)
			}
			set(`insert into session_ends (person_id, reason) values ($1, 'test')`, me.ID)
			s.Mini.FlushAll()
			s.Service.ForgetRights()
		})
	}
	t.Run("the first is old", func(t *testing.T) {
		client, _ := signIn(t, s, "rgt", tenants.Viewer, "/")
		c.move(6 * time.Minute)
		if got := read(t, beginLink(t, s, client, "rth")); got.Status != 403 {
			t.Errorf("%+v", got)
		}
		c.move(-6 * time.Minute)
	})
	t.Run("the first says no time", func(t *testing.T) {
		client := browser(t)
		h.claims = with(map[string]any{"auth_time": nil, "audit_role": "editor"})
		if got := try(t, s, client, "hostile"); got.Status != 200 {
			t.Fatalf("%+v", got)
		}
		if got := read(t, beginLink(t, s, client, "rth")); got.Status != 403 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("the first is national", func(t *testing.T) {
		client, _ := signIn(t, s, "national", tenants.NationalAdmin, "/")
		if got := read(t, beginLink(t, s, client, "rth")); got.Status != 403 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("nobody", func(t *testing.T) {
		if got := read(t, beginLink(t, s, browser(t), "rth")); got.Status != 401 {
			t.Errorf("%+v", got)
		}
	})
}

// Before linking two sign-ins are two people, whatever their e-mail; after it they are one, until it is undone.
func TestLinkedAccountsAreOnePerson(t *testing.T) {
	s := start(t)
	first, a := signIn(t, s, "rgt", tenants.Viewer, "/")
	other, b := signIn(t, s, "rth", tenants.Lead, "/")
	_, third := signIn(t, s, "rgt", tenants.Lead, "/")
	exec(t, s.DB, `update people set email = 'same@example', name = 'Same'`)
	if a.ID == b.ID || a.Seats != 1 || b.Seats != 1 {
		t.Fatalf("before: %+v, %+v", a, b)
	}
	page := beginLink(t, s, first, "rth")
	if asked := page.Request.URL.Query(); asked.Get("prompt") != "login" || asked.Get("max_age") != "0" {
		t.Errorf("asked for %v", asked)
	}
	old := cookieOf(t, s, first)
	if got := read(t, logintest.PressPerson(t, first, page, "rth-lead")); got.Status != 200 || got.ID != a.ID || got.Seats != 2 || got.Role != "viewer" {
		t.Fatalf("after: %+v", got)
	}
	if cookieOf(t, s, first) == old {
		t.Error("the session kept its id")
	}
	s.Service.ForgetRights()
	if got := get(t, other, s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("the second account's own session goes on: %+v", got)
	}
	post(t, first, s.PublicURL+"/sign-out")
	again, got := signIn(t, s, "rth", tenants.Lead, "/RTH01/cases")
	if got.ID != a.ID || got.Seats != 2 || got.Role != "lead" || got.Tenant != "RTH" {
		t.Errorf("by the second: %+v", got)
	}
	if _, got = signIn(t, s, "rgt", tenants.Viewer, "/RGT01/cases"); got.ID != a.ID || got.Seats != 2 || got.Role != "viewer" || got.Tenant != "RGT" {
		t.Errorf("by the first: %+v", got)
	}
	for name, ids := range map[string][2]string{"a chain": {a.ID, third.ID}, "a chain behind": {third.ID, b.ID}, "itself": {third.ID, third.ID}} {
		if _, err := s.Pool.Exec(t.Context(), `update people set linked_to = $2, linked_at = now() where id = $1`, ids[0], ids[1]); err == nil {
			t.Errorf("%s can be written", name)
		}
	}
	exec(t, s.DB, `insert into national_memberships (person_id, role, source, until_at, granted_by) values ($1, 'national_admin', 'hand', now() + interval '1 day', $1)`, a.ID)
	s.Service.ForgetRights()
	for _, tenant := range []tenants.ID{"", cardiff.ID} {
		if got := post(t, again, s.PublicURL+"/session/tenant", "tenant", string(tenant)); got.Status != 404 {
			t.Errorf("a national role by a linked account, to %q: %+v", tenant, got)
		}
	}
	exec(t, s.DB, `update national_memberships set ended_at = now()`)
	stranger, _ := signIn(t, s, "7a4", tenants.Lead, "/")
	if got := post(t, stranger, s.PublicURL+"/unlink", "account", b.ID); got.Status != 404 {
		t.Errorf("somebody else unlinks: %+v", got)
	}
	if got := post(t, again, s.PublicURL+"/unlink", "account", b.ID); got.Status != 200 {
		t.Fatalf("unlink: %+v", got)
	}
	if got := get(t, again, s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("a session by the other account goes on: %+v", got)
	}
	if _, got = signIn(t, s, "rth", tenants.Lead, "/"); got.ID != b.ID || got.Seats != 1 || got.Role != "lead" {
		t.Errorf("unlinked, the second: %+v", got)
	}
	if _, got = signIn(t, s, "rgt", tenants.Viewer, "/"); got.ID != a.ID || got.Seats != 1 || got.Role != "viewer" {
		t.Errorf("unlinked, the first: %+v", got)
	}
}

// An account that its own provider gives nothing any more, or that is disabled, brings nothing and opens nothing.
func TestLinkedAccountWithoutRights(t *testing.T) {
	s := start(t)
	first, a := signIn(t, s, "rgt", tenants.Viewer, "/")
	if got := read(t, logintest.PressPerson(t, first, beginLink(t, s, first, "rth"), "rth-lead")); got.Seats != 2 {
		t.Fatalf("%+v", got)
	}
	second := one[string](t, s.DB, `select id from people where linked_to = $1`, a.ID)
	seats := func(want int, after string) {
		t.Helper()
		s.Service.ForgetRights()
		if got := get(t, first, s.PublicURL+"/"); got.Status != 200 || got.Seats != want {
			t.Errorf("%s: %+v", after, got)
		}
	}
	for _, state := range [][2]string{{`disabled_at = now()`, `disabled_at = null`}, {`last_sign_in_at = now() - interval '91 days'`, `last_sign_in_at = now()`}} {
		exec(t, s.DB, `update people set `+state[0]+` where id = $1`, second)
		seats(1, state[0])
		exec(t, s.DB, `update people set `+state[1]+` where id = $1`, second)
		seats(2, state[1])
	}
	exec(t, s.DB, `update providers set mapping_version = mapping_version + 1 where id = 'rth'`) // a version without rules
	if _, got := signIn(t, s, "rth", tenants.Lead, "/"); got.Status != 403 {
		t.Errorf("in by an account that has nothing: %+v", got)
	}
	seats(1, "not granted again")
}

func cookieOf(t testing.TB, s *logintest.Stack, client *http.Client) string {
	t.Helper()
	address, _ := url.Parse(s.PublicURL)
	for _, cookie := range client.Jar.Cookies(address) {
		if cookie.Name == "pinktick-dev-session" {
			return cookie.Value
		}
	}
	return ""
}
