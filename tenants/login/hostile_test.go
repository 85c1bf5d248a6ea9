package login_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

// hostile is a provider that says whatever a test wants, which no real one would.
type hostile struct {
	*httptest.Server
	key *rsa.PrivateKey
	kid string

	claims   func(claims map[string]any) // changes the ID token's claims
	sign     func(claims map[string]any) string
	userInfo map[string]any
	answer   func(query url.Values)     // changes what the callback is given
	metadata func(found map[string]any) // changes the discovery document

	mu          sync.Mutex
	nonce       string
	keysFetched atomic.Int64
}

func newHostile(t testing.TB) *hostile {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	h := &hostile{key: key, kid: "key-1"}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", h.discovery)
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		h.keysFetched.Add(1)
		sendJSON(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &h.key.PublicKey, KeyID: h.kid, Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/authorize", h.authorize)
	mux.HandleFunc("/token", func(w http.ResponseWriter, _ *http.Request) {
		sendJSON(w, map[string]any{"access_token": "access-" + rand.Text(), "token_type": "Bearer", "id_token": h.token()})
	})
	mux.HandleFunc("/userinfo", func(w http.ResponseWriter, _ *http.Request) { sendJSON(w, h.userInfo) })
	h.Server = httptest.NewServer(mux)
	t.Cleanup(h.Close)
	return h
}

func (h *hostile) discovery(w http.ResponseWriter, _ *http.Request) {
	found := map[string]any{
		"issuer": h.URL, "authorization_endpoint": h.URL + "/authorize", "token_endpoint": h.URL + "/token", "jwks_uri": h.URL + "/keys",
		"userinfo_endpoint": h.URL + "/userinfo", "response_types_supported": []string{"code"},
		"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"},
	}
	if h.metadata != nil {
		h.metadata(found)
	}
	sendJSON(w, found)
}

func (h *hostile) authorize(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.nonce = r.URL.Query().Get("nonce")
	h.mu.Unlock()
	back, err := url.Parse(r.URL.Query().Get("redirect_uri"))
	if err != nil {
		http.Error(w, "redirect_uri", http.StatusBadRequest)
		return
	}
	query := url.Values{"code": {"code-" + rand.Text()}, "state": {r.URL.Query().Get("state")}}
	if h.answer != nil {
		h.answer(query)
	}
	back.RawQuery = query.Encode()
	http.Redirect(w, r, back.String(), http.StatusSeeOther)
}

// token makes the ID token: right in every way, then spoilt.
func (h *hostile) token() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now().Unix()
	claims := map[string]any{
		"iss": h.URL, "aud": "pinktick", "sub": "subject-1", "exp": now + 300, "iat": now, "nonce": h.nonce, "auth_time": now,
		"name": "Mallory Grey", "email": "mallory@hostile.example", "audit_role": "editor",
	}
	if h.claims != nil {
		h.claims(claims)
	}
	if h.sign != nil {
		return h.sign(claims)
	}
	return h.signed(claims, jose.RS256, h.key, h.kid)
}

func (h *hostile) signed(claims map[string]any, algorithm jose.SignatureAlgorithm, key any, kid string) string {
	return signToken(claims, algorithm, key, kid, "JWT")
}

func signToken(claims map[string]any, algorithm jose.SignatureAlgorithm, key any, kid, kind string) string {
	options := &jose.SignerOptions{}
	if kid != "" {
		options.WithHeader("kid", kid)
	}
	if kind != "" {
		options.WithType(jose.ContentType(kind))
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, options)
	if err != nil {
		panic(err)
	}
	text, _ := json.Marshal(claims)
	signed, err := signer.Sign(text)
	if err != nil {
		panic(err)
	}
	compact, err := signed.CompactSerialize()
	if err != nil {
		panic(err)
	}
	return compact
}

func unsigned(claims map[string]any) string {
	text, _ := json.Marshal(claims)
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(text) + "."
}

// register makes the hostile provider one of ours, for the tenants given.
func (h *hostile) register(t testing.TB, s *logintest.Stack, id string, change func(*login.Provider), rules ...login.Rule) {
	t.Helper()
	p := login.Provider{
		ID: id, Name: "Hostile " + id, Kind: login.OIDC, Issuer: h.URL, ClientID: "pinktick", ClientAuth: "client_secret_post", SecretName: "demo-rgt",
		Scopes: []string{"openid"}, FirstSignIn: "auto", State: "live", Tenants: []tenants.ID{cambridge.ID},
	}
	if len(rules) == 0 {
		rules = []login.Rule{{Claim: "audit_role", Test: login.Equals, Wanted: []string{"editor"}, TenantID: cambridge.ID, Role: tenants.Editor}}
	}
	if change != nil {
		change(&p)
	}
	save(t, s, p, rules...)
}

// save writes a provider and waits until the service has seen it.
func save(t testing.TB, s *logintest.Stack, p login.Provider, rules ...login.Rule) {
	t.Helper()
	err := pgx.BeginFunc(t.Context(), s.Pool, func(tx pgx.Tx) error { return login.SaveProvider(t.Context(), tx, p, rules, "test") })
	if err != nil {
		t.Fatal(err)
	}
	s.Service.ForgetProviders()
}

// try signs in at a hostile provider, which asks nobody anything.
func try(t testing.TB, s *logintest.Stack, client *http.Client, id string) seen {
	t.Helper()
	return get(t, client, s.PublicURL+"/auth/"+id+"/start?return=/RGT01/cases")
}

func sendJSON(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

// with is the claims with some of them changed; nil takes one away.
func with(changes map[string]any) func(map[string]any) {
	return func(claims map[string]any) {
		maps.Copy(claims, changes)
		maps.DeleteFunc(claims, func(_ string, value any) bool { return value == nil })
	}
}
