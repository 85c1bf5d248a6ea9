package login_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

func onRealRedis(t testing.TB) (*logintest.RedisServer, func(*login.Options)) {
	server := logintest.StartRedis(t)
	client, err := login.OpenRedis("redis://" + server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return server, func(o *login.Options) { o.Redis = client }
}

// twin is a browser with another's cookies, at another address.
func twin(t testing.TB, client *http.Client, from, to string) *http.Client {
	here, _ := url.Parse(from)
	there, _ := url.Parse(to)
	copied := browser(t)
	copied.Jar.SetCookies(there, client.Jar.Cookies(here))
	return copied
}

// With Redis stopped, people whose session this replica verified lately go on; rights are still checked and sign-outs
// still count. Everybody else is told plainly.
func TestRedisStops(t *testing.T) {
	c, setClock := withClock()
	server, setRedis := onRealRedis(t)
	s := start(t, setClock, setRedis)
	replica := httptest.NewServer(app(s.Replica()))
	t.Cleanup(replica.Close)

	working, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	leaving, response := s.SignIn("rgt", tenants.Viewer, "/")
	_ = response.Body.Close()
	removed, response := s.SignIn("rth", tenants.Editor, "/")
	removedID := read(t, response).ID
	stolen := twin(t, leaving, s.PublicURL, s.PublicURL)
	elsewhere := twin(t, working, s.PublicURL, replica.URL)

	server.Stop()
	asked := time.Now()
	if got := get(t, working, s.PublicURL+"/"); got.Status != 200 || got.Role != "lead" {
		t.Errorf("at work: %+v", got)
	}
	if took := time.Since(asked); took > 3*time.Second {
		t.Errorf("finding out took %s", took)
	}
	if got := get(t, elsewhere, replica.URL+"/"); got.Status != 503 {
		t.Errorf("at a replica that never saw the session: %+v", got)
	}
	if got := get(t, browser(t), s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("nobody: %+v", got)
	}
	if got := get(t, browser(t), s.PublicURL+"/auth/rgt/start"); got.Status != 503 {
		t.Errorf("signing in: %+v", got)
	}
	exec(t, s.DB, `update memberships set ended_at = now() where person_id = $1`, removedID)
	if got := post(t, leaving, s.PublicURL+"/sign-out"); got.Status != 200 {
		t.Errorf("signing out: %+v", got)
	}
	if got := get(t, stolen, s.PublicURL+"/"); got.Status == 200 {
		t.Errorf("the id of a session signed out: %+v", got)
	}
	s.Service.ForgetRights()
	if got := get(t, removed, s.PublicURL+"/"); got.Status != 401 && got.Status != 503 {
		t.Errorf("without rights: %+v", got)
	}
	c.move(10 * time.Minute) // input counts on
	if got := get(t, working, s.PublicURL+"/"); got.Status != 200 {
		t.Errorf("ten minutes on: %+v", got)
	}
	c.move(6 * time.Minute) // Redis confirmed the session too long ago
	if got := get(t, working, s.PublicURL+"/"); got.Status != 503 {
		t.Errorf("sixteen minutes on: %+v", got)
	}

	server.Start() // empty: the sessions are gone, and that is told as what it is
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline) && s.Options.Redis.Ping(t.Context()).Err() != nil; {
		time.Sleep(50 * time.Millisecond)
	}
	if got := get(t, working, s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("back, without its data: %+v", got)
	}
	c.move(-16 * time.Minute) // the provider's clock was not moved
	if got := read(t, logintest.SignInAs(t, working, s.PublicURL, "rgt", "rgt-lead", "/")); got.Status != 200 {
		t.Errorf("signing in again: %+v", got)
	}
}

// A sign-out while Redis is away holds when Redis comes back with the session still in it.
func TestSignOutOutlivesRedis(t *testing.T) {
	s := start(t)
	client, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	stolen := twin(t, client, s.PublicURL, s.PublicURL)
	s.Mini.SetError("LOADING Redis is loading the dataset in memory")
	if got := post(t, client, s.PublicURL+"/sign-out"); got.Status != 200 {
		t.Errorf("signing out: %+v", got)
	}
	s.Mini.SetError("")
	if got := get(t, stolen, s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("afterwards: %+v", got)
	}
}

// A request that overlaps a sign-out does not bring the session back.
func TestOverlapDoesNotRevive(t *testing.T) {
	c, set := withClock()
	s := start(t, set)
	client, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	before := len(s.Mini.Keys())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 50 {
			c.move(11 * time.Second) // each is written
			_ = get(t, twin(t, client, s.PublicURL, s.PublicURL), s.PublicURL+"/")
		}
	}()
	time.Sleep(20 * time.Millisecond)
	out := twin(t, client, s.PublicURL, s.PublicURL)
	if got := post(t, out, s.PublicURL+"/sign-out"); got.Status != 200 {
		t.Errorf("%+v", got)
	}
	<-done
	if after := len(s.Mini.Keys()); after >= before {
		t.Errorf("%d keys before, %d after: %v", before, after, s.Mini.Keys())
	}
	if got := get(t, client, s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("after the sign-out: %+v", got)
	}
}
