package login

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/oauth2"
)

// attempt is a sign-in under way. It is kept in Redis under a hash of its state, for ten minutes, and is taken out by the
// first answer. Nobody can present it without the cookie of the browser that began it.
type attempt struct {
	Provider string    `json:"provider"`
	Issuer   string    `json:"issuer"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	Return   string    `json:"return"`
	Browser  string    `json:"browser"` // hash of the pre-sign-in cookie
	Began    time.Time `json:"began"`
	Session  string    `json:"session,omitempty"` // hash of the session that links a second account; empty for a sign-in
}

func (a attempt) links() bool { return a.Session != "" }

var randomText = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// Begin sends the browser to the provider. What to return to afterwards must be a page of ours, or it is home.
func (s *Service) Begin(w http.ResponseWriter, r *http.Request, provider, returnTo string) error {
	to, err := s.begin(w, r, provider, attempt{Return: s.ReturnPath(returnTo)})
	if err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// begin keeps the attempt and gives the provider's address for it.
func (s *Service) begin(w http.ResponseWriter, r *http.Request, provider string, a attempt) (string, error) {
	w.Header().Set("Cache-Control", "no-store")
	ctx := r.Context()
	if err := s.limits.allow(ctx, "begin", s.ClientAddr(r), beginRate); err != nil {
		return "", err
	}
	p, err := s.Provider(ctx, provider)
	if err != nil {
		return "", err
	}
	found, _, err := s.providers.remote(p).discover(ctx)
	if err != nil {
		return "", unavailable("reach the provider "+p.ID, err)
	}
	a.Provider, a.Issuer, a.Nonce, a.Verifier = p.ID, p.Issuer, random(), oauth2.GenerateVerifier()
	a.Browser, a.Began = hash(s.browser(w, r)), s.Now()
	state := random()
	if err := s.keepAttempt(ctx, state, a); err != nil {
		return "", unavailable("keep the sign-in", err)
	}
	return s.authorizeURL(p, found, state, a), nil
}

func (s *Service) authorizeURL(p Provider, found metadata, state string, a attempt) string {
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(a.Verifier), oauth2.SetAuthURLParam("nonce", a.Nonce)}
	if p.AsksFresh || a.links() {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"))
	}
	if a.links() {
		options = append(options, oauth2.SetAuthURLParam("max_age", "0"))
	}
	if p.ACRValues != "" {
		options = append(options, oauth2.SetAuthURLParam("acr_values", p.ACRValues))
	}
	return s.providers.remote(p).oauth2(found, oauth2.AuthStyleInParams, "").AuthCodeURL(state, options...)
}

// browser gives the value of the pre-sign-in cookie, a new one unless the browser has one. Two tabs may sign in at once, so
// it is not replaced; being no session, it is worth nothing to whoever plants it.
func (s *Service) browser(w http.ResponseWriter, r *http.Request) string {
	value := random()
	if cookie, err := r.Cookie(s.cookieName("begin")); err == nil && randomText.MatchString(cookie.Value) {
		value = cookie.Value
	}
	s.setCookie(w, "begin", value, beginLife)
	return value
}

func (s *Service) keepAttempt(ctx context.Context, state string, a attempt) error {
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return s.Redis.Set(ctx, "login:begin:"+hash(state), text, beginLife).Err()
}

// takeAttempt gets the attempt of a state and forgets it in the same step: a state works once, whatever comes of it.
func (s *Service) takeAttempt(ctx context.Context, state string) (attempt, error) {
	var a attempt
	if !randomText.MatchString(state) {
		return a, refuse(ReasonState, "state is malformed")
	}
	text, err := s.Redis.GetDel(ctx, "login:begin:"+hash(state)).Bytes()
	if errors.Is(err, redis.Nil) {
		return a, refuse(ReasonState, "state is unknown, used or expired")
	}
	if err != nil {
		return a, unavailable("look up the sign-in", err)
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, fmt.Errorf("read the sign-in: %w", err)
	}
	return a, nil
}

// random gives 256 bits as text.
func random() string {
	bits := make([]byte, 32)
	_, _ = rand.Read(bits) // never fails: the program ends instead
	return base64.RawURLEncoding.EncodeToString(bits)
}

// hash is how secrets are kept: enough to recognise one, nothing to use. scs hashes session tokens in the same way.
func hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
