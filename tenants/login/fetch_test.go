package login_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/pinktick/pinktick/tenants/login"
)

// stub answers look-ups from a list, one after the other, as a rebinding name server would.
type stub struct {
	mu      sync.Mutex
	answers [][]string
	asked   int
}

func (r *stub) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	texts := r.answers[min(r.asked, len(r.answers)-1)]
	r.asked++
	var found []netip.Addr
	for _, text := range texts {
		found = append(found, netip.MustParseAddr(text))
	}
	return found, nil
}

// Threat 9: no connection is made to an address that is not a public one, whatever name leads there.
func TestPrivateAddressesAreNotReached(t *testing.T) {
	var reached atomic.Int64
	target := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(target.Close)
	_, port, _ := strings.Cut(strings.TrimPrefix(target.URL, "https://"), ":")
	for _, address := range []string{
		"127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "::", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "169.254.170.2", "fe80::1",
		"fc00::1", "fd00:ec2::254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1", "ff02::1", "240.0.0.1", "255.255.255.255", "::ffff:127.0.0.1",
		"::ffff:169.254.169.254", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001::1", "2001:db8::1", "192.0.2.1", "203.0.113.9",
	} {
		if login.CheckAddress(netip.MustParseAddr(address), false) == nil {
			t.Errorf("%s is taken for a public address", address)
		}
		client := login.NewFetchClient(&stub{answers: [][]string{{address}}}, false, nil)
		response, err := client.Get("https://idp.example:" + port + "/")
		if err == nil {
			_ = response.Body.Close()
			t.Errorf("%s was connected to", address)
		}
	}
	mixed := login.NewFetchClient(&stub{answers: [][]string{{"93.184.216.34", "169.254.169.254"}}}, false, nil)
	if response, err := mixed.Get("https://idp.example:" + port + "/"); err == nil {
		_ = response.Body.Close()
		t.Error("one good address among bad ones was enough")
	}
	if n := reached.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
	for _, address := range []string{"93.184.216.34", "2606:2800:220:1::1", "8.8.8.8"} {
		if err := login.CheckAddress(netip.MustParseAddr(address), false); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if login.CheckAddress(netip.MustParseAddr("10.0.0.1"), true) == nil || login.CheckAddress(netip.MustParseAddr("127.0.0.1"), true) != nil {
		t.Error("development allows loopback and nothing more")
	}
}

// Threat 9: the name is looked up once for each connection and the checked address is what is connected to.
func TestReboundNamesAreNotFollowed(t *testing.T) {
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") }))
	t.Cleanup(target.Close)
	_, port, _ := strings.Cut(strings.TrimPrefix(target.URL, "http://"), ":")
	resolver := &stub{answers: [][]string{{"127.0.0.1"}, {"10.0.0.1"}}}
	client := login.NewFetchClient(resolver, true, nil)
	response, err := client.Get("http://localhost:" + port + "/")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if resolver.asked != 1 {
		t.Errorf("looked up %d times for one connection", resolver.asked)
	}
	client.CloseIdleConnections()
	fresh := login.NewFetchClient(resolver, true, nil) // a new connection is checked anew
	if response, err := fresh.Get("http://localhost:" + port + "/"); err == nil {
		_ = response.Body.Close()
		t.Error("the rebound name was followed")
	}
}

// Threat 9: redirects, long answers and other schemes.
func TestFetchRefusesRedirectsAndLongAnswers(t *testing.T) {
	var reached atomic.Int64
	metadata := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(metadata.Close)
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/long" {
			_, _ = io.WriteString(w, strings.Repeat("x", 2<<20))
			return
		}
		http.Redirect(w, r, metadata.URL, http.StatusFound)
	}))
	t.Cleanup(target.Close)
	client := login.NewFetchClient(nil, true, nil)
	if response, err := client.Get(target.URL + "/moved"); err == nil {
		_ = response.Body.Close()
		t.Error("a redirect was followed")
	}
	response, err := client.Get(target.URL + "/long")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if text, err := io.ReadAll(response.Body); err == nil || len(text) > 1<<20 {
		t.Errorf("read %d bytes", len(text))
	}
	if reached.Load() != 0 {
		t.Error("the redirect's target was reached")
	}
	for address, development := range map[string]bool{
		"http://idp.example/": true, "http://127.0.0.1/": false, "http://localhost:1/": false, "ftp://idp.example/": true, "file:///etc/passwd": true, "gopher://127.0.0.1/": true,
		"https://user:pw@idp.example/": true, "https:///x": true, "//idp.example": true, "javascript:alert(1)": true, "": true, "http://127.0.0.1.evil.example/": true, "http://10.0.0.1/": true,
	} {
		if login.CheckProviderURL(address, development) == nil {
			t.Errorf("%s is accepted (development %v)", address, development)
		}
	}
	for address, development := range map[string]bool{"https://idp.example/x": false, "http://127.0.0.1:99/x": true, "http://[::1]:99/": true} {
		if err := login.CheckProviderURL(address, development); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// Threat 9: what discovery says is checked as what the row says is.
func TestDiscoveryCannotLeadAstray(t *testing.T) {
	s := start(t)
	for name, change := range map[string]map[string]any{
		"another issuer":            {"issuer": "https://issuer.example"},
		"issuer with a slash more":  {"issuer": "slash"},
		"keys on a private address": {"jwks_uri": "http://10.0.0.1/keys"},
		"token endpoint not https":  {"token_endpoint": "http://idp.example/token"},
		"authorize is script":       {"authorization_endpoint": "javascript:alert(1)"},
		"end of session is script":  {"end_session_endpoint": "javascript:alert(1)"},
		"user info is a file":       {"userinfo_endpoint": "file:///etc/passwd"},
		"no keys":                   {"jwks_uri": ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHostile(t)
			h.metadata = func(found map[string]any) {
				for key, value := range change {
					if value == "slash" {
						value = h.URL + "/"
					}
					found[key] = value
				}
			}
			h.register(t, s, "hostile", nil)
			if got := try(t, s, browser(t), "hostile"); got.Status != 503 {
				t.Errorf("got %+v", got)
			}
		})
	}
	production := s.Options
	production.Development, production.PublicURL = false, "https://audit.example"
	strict, err := login.New(production)
	if err != nil {
		t.Fatal(err)
	}
	recorder := httptest.NewRecorder()
	if err := strict.Begin(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/auth/rgt/start", nil), "rgt", "/"); err == nil {
		t.Error("production reached a provider on loopback by http")
	}
	production.PublicURL = s.PublicURL
	if _, err := login.New(production); err == nil {
		t.Error("production takes an http address for itself")
	}
}

// Keys are fetched on an unknown id, and then not again for five minutes, however often somebody tries.
func TestUnknownKeyIDsDoNotFlood(t *testing.T) {
	s := start(t)
	h := newHostile(t)
	h.register(t, s, "hostile", nil)
	if got := try(t, s, browser(t), "hostile"); got.Status != 200 {
		t.Fatalf("%+v", got)
	}
	before := h.keysFetched.Load()
	h.sign = func(claims map[string]any) string { return h.signed(claims, "RS256", h.key, "made-up") }
	for range 10 {
		if got := try(t, s, browser(t), "hostile"); got.Status != 403 {
			t.Fatalf("%+v", got)
		}
	}
	if n := h.keysFetched.Load() - before; n != 0 { // they were fetched less than five minutes ago
		t.Errorf("fetched %d times", n)
	}
}
