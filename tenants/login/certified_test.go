package login_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

var logoutForm = regexp.MustCompile(`<form[^>]* action="([^"]*)"[^>]*>\s*<input type="hidden" name="xsrf" value="([^"]*)"`)

// Signing out here, then at the provider, which tells us by the back channel: sessions in other browsers end as well.
func TestLogoutAtTheCertifiedProvider(t *testing.T) {
	s := logintest.StartAt(t, logintest.StartCertified, newDB(t), []tenants.Tenant{cambridge, oxford, cardiff}, app, watched(&logBook{}))
	client, _ := signIn(t, s, "rgt", tenants.Lead, "/")
	stolen := twin(t, client, s.PublicURL, s.PublicURL)
	also, _ := signIn(t, s, "rgt", tenants.Viewer, "/")

	response, err := client.Post(s.PublicURL+"/sign-out", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	var out login.SignedOut
	if err := json.NewDecoder(response.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	there, err := url.Parse(out.EndThere)
	if err != nil || !strings.HasPrefix(out.EndThere, s.IssuerBase+"/rgt/") || there.Query().Get("post_logout_redirect_uri") != s.PublicURL+"/" || there.Query().Has("id_token_hint") {
		t.Fatalf("end there at %q", out.EndThere)
	}
	if got := get(t, stolen, s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("after signing out here: %+v", got)
	}

	// Signed in again, and out at the provider only.
	again := get(t, client, s.PublicURL+"/auth/rgt/start") // the provider still knows them and asks nothing
	if again.Status != 200 {
		t.Fatalf("again: %+v", again)
	}
	page := logintest.OpenPage(t, client, out.EndThere)
	body, _ := io.ReadAll(page.Body)
	_ = page.Body.Close()
	found := logoutForm.FindStringSubmatch(string(body))
	if found == nil {
		t.Fatalf("no logout form: %s", body)
	}
	left, err := client.PostForm(html.UnescapeString(found[1]), url.Values{"xsrf": {found[2]}, "logout": {"yes"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = left.Body.Close()
	if left.Request.URL.String() != s.PublicURL+"/" {
		t.Errorf("ended at %s", left.Request.URL)
	}
	waitFor(t, func() bool {
		s.Service.ForgetRights()
		return get(t, client, s.PublicURL+"/").Status == http.StatusUnauthorized
	})
	if got := get(t, also, s.PublicURL+"/"); got.Status != 200 {
		t.Errorf("somebody else was signed out: %+v", got)
	}
}

func waitFor(t testing.TB, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Error("it did not happen")
}

// thumbprint is the id that our key has at the provider.
func thumbprint(t testing.TB, key *rsa.PrivateKey) string {
	t.Helper()
	sum, err := (&jose.JSONWebKey{Key: &key.PublicKey}).Thumbprint(crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(sum)
}

// The client proves itself with a key in place of a secret; the key is exchanged while the server runs.
func TestPrivateKeyJWT(t *testing.T) {
	var key *rsa.PrivateKey
	book := &logBook{}
	withKey := func(t testing.TB, peopleFile, publicURL string) string {
		var err error
		if key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			t.Fatal(err)
		}
		text, _ := os.ReadFile(peopleFile)
		var file map[string][]map[string]any
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		for _, issuer := range file["issuers"] {
			if client, ok := issuer["client"].(map[string]any); ok && issuer["key"] == "rth" {
				client["jwks"] = jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, Algorithm: "PS256", Use: "sig", KeyID: thumbprint(t, key)}}}
			}
		}
		text, _ = json.Marshal(file)
		if err := os.WriteFile(peopleFile, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return logintest.StartCertified(t, peopleFile, publicURL)
	}
	s := logintest.StartAt(t, withKey, newDB(t), []tenants.Tenant{cambridge, oxford, cardiff}, app, watched(book))
	exec(t, s.DB, `update providers set client_auth = 'private_key_jwt', secret_name = 'rth-key' where id = 'rth'`)
	s.Service.ForgetProviders()
	write := func(key any) {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
		leaks.secret("private key", strings.Split(string(text), "\n")[1])
		if err := os.WriteFile(filepath.Join(s.Options.SecretsDir, "rth-key"), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, got := signIn(t, s, "rth", tenants.Lead, "/"); got.Status != 503 {
		t.Errorf("without a key: %+v", got)
	}
	write(stranger)
	if _, got := signIn(t, s, "rth", tenants.Lead, "/"); got.Status != 403 {
		t.Errorf("with another's key: %+v", got)
	}
	write(key)
	if _, got := signIn(t, s, "rth", tenants.Lead, "/"); got.Status != 200 || got.Tenant != "RTH" {
		t.Errorf("with our key: %+v, logged %v", got, book.take("sign-in refused"))
	}
}
