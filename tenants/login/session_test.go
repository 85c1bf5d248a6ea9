package login_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

// clock is a time that a test moves.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += by
}

func withClock() (*clock, func(*login.Options)) {
	c := &clock{}
	return c, func(o *login.Options) { o.Now = c.now }
}

func who(t testing.TB, client *http.Client, base string) (login.Who, int) {
	t.Helper()
	response := logintest.OpenPage(t, client, base+"/session/who?"+login.BackgroundParam+"=1")
	defer func() { _ = response.Body.Close() }()
	var facts login.Who
	_ = json.NewDecoder(response.Body).Decode(&facts)
	return facts, response.StatusCode
}

func TestIdleAndAbsoluteEnds(t *testing.T) {
	c, set := withClock()
	s := start(t, set)
	client, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	if facts, status := who(t, client, s.PublicURL); status != 200 || facts.SecondsLeft < 890 || facts.SecondsLeft > 900 || facts.WarnSeconds != 120 || facts.Seal == "" {
		t.Errorf("at first: %+v %d", facts, status)
	}
	for range 4 { // real input keeps it going
		c.move(14 * time.Minute)
		if got := get(t, client, s.PublicURL+"/"); got.Status != 200 {
			t.Fatalf("in use: %+v", got)
		}
	}
	for range 2 { // polling does not
		c.move(7 * time.Minute)
		if _, status := who(t, client, s.PublicURL); status != 200 {
			t.Fatalf("status %d", status)
		}
	}
	c.move(2 * time.Minute)
	if _, status := who(t, client, s.PublicURL); status != 401 {
		t.Errorf("idle: status %d", status)
	}
	if got := get(t, client, s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("input after the end: %+v", got)
	}
}

func TestAbsoluteEnd(t *testing.T) {
	c, set := withClock()
	s := start(t, set)
	client, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	for range 11*6 + 5 {
		c.move(10 * time.Minute)
		if got := get(t, client, s.PublicURL+"/"); got.Status != 200 {
			t.Fatalf("after %s: %+v", c.ahead, got)
		}
	}
	if facts, _ := who(t, client, s.PublicURL); facts.SecondsLeft > 605 {
		t.Errorf("ten minutes before the end: %d s left", facts.SecondsLeft)
	}
	c.move(10 * time.Minute)
	if got := get(t, client, s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("after twelve hours: %+v", got)
	}
}

func TestTenantsSetTheirIdleTime(t *testing.T) {
	c, set := withClock()
	s := start(t, set)
	exec(t, s.DB, `insert into session_settings (tenant_id, idle_minutes) values ($1, 5)`, string(cambridge.ID))
	if _, err := s.DB.Super.Exec(`insert into session_settings (tenant_id, idle_minutes) values ($1, 31)`, string(oxford.ID)); err == nil {
		t.Error("more than thirty minutes is taken")
	}
	client, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	c.move(4 * time.Minute)
	if got := get(t, client, s.PublicURL+"/"); got.Status != 200 {
		t.Errorf("after four minutes: %+v", got)
	}
	c.move(6 * time.Minute)
	if got := get(t, client, s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("after six more: %+v", got)
	}
}

// A third session asks which of the other two is to end.
func TestThirdSessionAsks(t *testing.T) {
	s := start(t)
	first, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	second, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	third, response := s.SignIn("rgt", tenants.Lead, "/RGT01/cases")
	asked := read(t, response)
	if asked.Status != 409 || asked.Error != string(login.PageSessions) || len(asked.Open) != 2 {
		t.Fatalf("got %+v", asked)
	}
	if got := get(t, third, s.PublicURL+"/"); got.Status != 409 {
		t.Errorf("the third session works before one has ended: %+v", got)
	}
	if got := post(t, third, s.PublicURL+"/session/end", "handle", "made-up"); got.Status != 409 || len(got.Open) != 2 {
		t.Errorf("a made-up choice: %+v", got)
	}
	if got := post(t, third, s.PublicURL+"/session/end", "handle", asked.Open[0].Handle); got.Status != 200 || got.Path != "/RGT01/cases" {
		t.Errorf("after the choice: %+v", got)
	}
	s.Service.ForgetRights()
	if a, b := get(t, first, s.PublicURL+"/").Status, get(t, second, s.PublicURL+"/").Status; a != 401 || b != 200 {
		t.Errorf("the others: %d and %d", a, b)
	}
	if got := read(t, logintest.SignInAs(t, second, s.PublicURL, "rgt", "rgt-lead", "/")); got.Status != 200 {
		t.Errorf("signing in again in the same browser: %+v", got)
	}
}

func TestTwoTrusts(t *testing.T) {
	s := start(t)
	client, response := s.SignIn("rgt", tenants.Editor, "/")
	if got := read(t, response); got.Tenant != "RGT" || got.Seats != 2 {
		t.Fatalf("%+v", got)
	}
	before, _ := who(t, client, s.PublicURL)
	if got := post(t, client, s.PublicURL+"/session/tenant", "tenant", string(oxford.ID)); got.Status != 200 {
		t.Fatalf("switch: %+v", got)
	}
	after, _ := who(t, client, s.PublicURL)
	if got := get(t, client, s.PublicURL+"/"); got.Tenant != "RTH" || before.Seal == after.Seal {
		t.Errorf("after the switch: %+v", got)
	}
	other := browser(t)
	if got := read(t, logintest.SignInAs(t, other, s.PublicURL, "rgt", "rgt-editor", "/")); got.Tenant != "RTH" {
		t.Errorf("the next sign-in starts at the one last worked in: %+v", got)
	}
	if got := read(t, logintest.SignInAs(t, other, s.PublicURL, "rgt", "rgt-editor", "/RGT01/cases")); got.Tenant != "RGT" {
		t.Errorf("the page asked for says which: %+v", got)
	}
	admin, response := s.SignIn(login.DemoNational, tenants.NationalAdmin, "/")
	_ = response.Body.Close()
	if got := post(t, admin, s.PublicURL+"/session/tenant", "tenant", string(cardiff.ID)); got.Status != 200 {
		t.Errorf("the national administrator may enter a tenant: %+v", got)
	}
	if got := get(t, admin, s.PublicURL+"/"); got.Tenant != "7A4" || got.Role != "national_admin" {
		t.Errorf("%+v", got)
	}
	if got := post(t, admin, s.PublicURL+"/session/tenant", "tenant", ""); got.Status != 200 {
		t.Errorf("and leave it: %+v", got)
	}
	for _, role := range []tenants.Role{tenants.NationalAnalyst, tenants.Operator} {
		client, response := s.SignIn(login.DemoNational, role, "/")
		_ = response.Body.Close()
		if got := post(t, client, s.PublicURL+"/session/tenant", "tenant", string(cardiff.ID)); got.Status != 404 {
			t.Errorf("%s entered a tenant: %+v", role, got)
		}
	}
}

// Threat 18: a right that is taken away stops working within five seconds in every replica.
func TestRemovedRightsStopInEveryReplica(t *testing.T) {
	s := start(t)
	other := httptest.NewServer(app(s.Replica()))
	t.Cleanup(other.Close)
	for name, c := range map[string]struct {
		role      tenants.Role
		statement string
		status    int
	}{
		"account disabled": {tenants.Lead, `update people set disabled_at = now(), disabled_reason = 'left' where id = $1`, 401},
		"right ended":      {tenants.Viewer, `update memberships set ended_at = now(), ended_reason = 'left' where person_id = $1`, 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, response := s.SignIn("rgt", c.role, "/")
			id := read(t, response).ID
			also := browser(t)
			here, _ := url.Parse(s.PublicURL)
			there, _ := url.Parse(other.URL)
			also.Jar.SetCookies(there, client.Jar.Cookies(here))
			if a, b := get(t, client, s.PublicURL+"/").Status, get(t, also, other.URL+"/").Status; a != 200 || b != 200 {
				t.Fatalf("before: %d and %d", a, b)
			}
			exec(t, s.DB, c.statement, id)
			deadline := time.Now().Add(5 * time.Second)
			for time.Now().Before(deadline) {
				a, b := get(t, client, s.PublicURL+"/").Status, get(t, also, other.URL+"/").Status
				if a == c.status && b == c.status {
					return
				}
				time.Sleep(100 * time.Millisecond)
			}
			t.Error("still working after five seconds")
		})
	}
}

// Losing one tenant of two leaves the other, and nobody is moved there silently.
func TestLosingTheActiveTenant(t *testing.T) {
	s := start(t)
	client, response := s.SignIn("rgt", tenants.Editor, "/RGT01/cases")
	id := read(t, response).ID
	exec(t, s.DB, `update memberships set ended_at = now() where person_id = $1 and tenant_id = $2`, id, string(cambridge.ID))
	s.Service.ForgetRights()
	if got := get(t, client, s.PublicURL+"/"); got.Status != 200 || got.Tenant != "" || got.Role != "" || got.Seats != 1 {
		t.Errorf("got %+v, want no active tenant and no role", got)
	}
}

// The seal names the person and the tenant; forms drawn for another are refused.
func TestSeals(t *testing.T) {
	s := start(t)
	seal := s.Service.Seal("person", "tenant")
	if !s.Service.SealOf(seal, "person", "tenant") {
		t.Error("our own seal is refused")
	}
	for _, c := range [][3]string{{seal, "person2", "tenant"}, {seal, "person", "tenant2"}, {seal, "persont", "enant"}, {"", "person", "tenant"}, {seal + "A", "person", "tenant"}, {seal[:31], "person", "tenant"}} {
		if s.Service.SealOf(c[0], c[1], c[2]) {
			t.Errorf("%q is taken for %q %q", c[0], c[1], c[2])
		}
	}
	rotated := s.Options
	rotated.Keys = [][]byte{[]byte("a newer session key, 32 bytes or more"), logintest.Key}
	newer, err := login.New(rotated)
	if err != nil {
		t.Fatal(err)
	}
	if !newer.SealOf(seal, "person", "tenant") || newer.Seal("person", "tenant") == seal {
		t.Error("after a change of keys the old seals hold and new ones are made with the new key")
	}
}

func TestCookies(t *testing.T) {
	s := start(t)
	client, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	secure := s.Options
	secure.PublicURL, secure.Development = "https://audit.example", true
	https, err := login.New(secure)
	if err != nil {
		t.Fatal(err)
	}
	recorder := httptest.NewRecorder()
	if err := https.Begin(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/auth/rgt/start", nil), "rgt", "/"); err != nil {
		t.Fatal(err)
	}
	line := recorder.Header().Get("Set-Cookie")
	for _, part := range []string{"__Host-begin=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(line, part) {
			t.Errorf("no %s in %q", part, line)
		}
	}
	if strings.Contains(line, "Domain") {
		t.Errorf("a domain in %q", line)
	}
	// Only hashes of session ids are in Redis.
	here, _ := url.Parse(s.PublicURL)
	for _, cookie := range client.Jar.Cookies(here) {
		if strings.Contains(s.Mini.Dump(), cookie.Value) && cookie.Name != "pinktick-dev-provider" {
			t.Errorf("the value of %s is in Redis", cookie.Name)
		}
	}
	// The remembered provider is signed.
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	for _, cookie := range client.Jar.Cookies(here) {
		request.AddCookie(cookie)
	}
	if got, ok := s.Service.Remembered(request); !ok || got != "rgt" {
		t.Errorf("remembered %q %v", got, ok)
	}
	forged := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	forged.AddCookie(&http.Cookie{Name: "pinktick-dev-provider", Value: "rth.AAAA"})
	if got, ok := s.Service.Remembered(forged); ok {
		t.Errorf("a forged cookie gives %q", got)
	}
}

// A new key is taken up, but keys are asked for at most every five minutes.
func TestKeysRotate(t *testing.T) {
	c, set := withClock()
	s := start(t, set)
	h := newHostile(t)
	h.register(t, s, "hostile", nil)
	client := browser(t)
	if got := try(t, s, client, "hostile"); got.Status != 200 {
		t.Fatalf("%+v", got)
	}
	h.kid = "key-2"
	h.claims = func(claims map[string]any) {
		now := c.now().Unix()
		claims["iat"], claims["exp"], claims["auth_time"] = now, now+300, now
	}
	if got := try(t, s, client, "hostile"); got.Status != 403 {
		t.Errorf("a new key within five minutes: %+v", got)
	}
	c.move(5*time.Minute + time.Second)
	if got := try(t, s, client, "hostile"); got.Status != 200 {
		t.Errorf("a new key after five minutes: %+v", got)
	}
	if n := h.keysFetched.Load(); n != 2 {
		t.Errorf("keys were fetched %d times", n)
	}
}
