package login_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/logintest"
)

// Many sign-ins of one person at once end with two sessions, and with more of them than connections none waits for ever.
func TestManySignInsAtOnce(t *testing.T) {
	s := start(t)
	browsers := make([]*http.Client, 12)
	pages := make([]seen, len(browsers))
	var all sync.WaitGroup
	for i := range browsers {
		browsers[i] = logintest.NewBrowser(t)
		all.Go(func() {
			for range 2 { // the second time each has a session to replace
				pages[i] = read(t, logintest.SignInAs(t, browsers[i], s.PublicURL, "rgt", "rgt-lead", "/"))
			}
		})
	}
	all.Wait()
	in := 0
	for i, page := range pages {
		switch page.Status {
		case 200:
			in++
			if got := get(t, browsers[i], s.PublicURL+"/"); got.Status != 200 {
				t.Errorf("a session that was given does not work: %+v", got)
			}
		case 409:
		default:
			t.Errorf("got %+v", page)
		}
	}
	if in != 2 {
		t.Errorf("%d are in, want 2", in)
	}
}

// Threat 17, our part: what is kept of one session is never served to another, and no answer may be cached.
func TestWhatIsKeptDoesNotCross(t *testing.T) {
	s := start(t)
	type visitor struct {
		client *http.Client
		want   seen
	}
	var visitors []visitor
	for provider, role := range map[string]tenants.Role{"rgt": tenants.Editor, "rth": tenants.Lead, "7a4": tenants.Viewer, "national": tenants.NationalAnalyst} {
		client, response := s.SignIn(provider, role, "/")
		visitors = append(visitors, visitor{client, read(t, response)})
	}
	var all sync.WaitGroup
	for _, v := range visitors {
		for range 4 {
			all.Go(func() {
				for range 25 {
					response := logintest.OpenPage(t, v.client, s.PublicURL+"/")
					if response.Header.Get("Cache-Control") != "no-store" || len(response.Header.Values("Set-Cookie")) > 0 {
						t.Errorf("headers %v", response.Header)
					}
					if got := read(t, response); got.ID != v.want.ID || got.Tenant != v.want.Tenant || got.Role != v.want.Role {
						t.Errorf("got %+v, want %+v", got, v.want)
					}
				}
			})
		}
	}
	all.Wait()
}
