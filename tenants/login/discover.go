package login

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// signingAlgs are the only ones accepted: asymmetric, so that a public key can never serve as a shared secret.
var signingAlgs = []string{oidc.RS256, oidc.PS256, oidc.ES256}

// remote is a provider, as its row says now, with what was fetched from its issuer.
type remote struct {
	*issuer
	provider Provider
	service  *Service
}

// issuer is what was fetched from one: its endpoints and, through keys, its signing keys.
type issuer struct {
	mu       sync.Mutex
	fetched  time.Time
	failed   time.Time
	metadata metadata
	keys     *keySet
}

type metadata struct {
	Issuer        string `json:"issuer"`
	Authorization string `json:"authorization_endpoint"`
	Token         string `json:"token_endpoint"`
	Keys          string `json:"jwks_uri"`
	UserInfo      string `json:"userinfo_endpoint"`
	EndSession    string `json:"end_session_endpoint"`
	SaysIssuer    bool   `json:"authorization_response_iss_parameter_supported"`
}

// remote gives a provider with what is known of its issuer. Only what was fetched is kept: the row may have changed.
func (t *providerTable) remote(p Provider) *remote {
	t.mu.Lock()
	defer t.mu.Unlock()
	known := t.issuers[p.Issuer]
	if known == nil {
		known = &issuer{}
		t.issuers[p.Issuer] = known
	}
	return &remote{issuer: known, provider: p, service: t.service}
}

// discover gives the endpoints, fetched at most once an hour. When fetching fails, what was known before goes on being
// used; with nothing known, it is tried again at most every five seconds.
func (r *remote) discover(ctx context.Context) (metadata, *keySet, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.service.Now()
	known := r.keys != nil
	if known && (now.Sub(r.fetched) < discoveryAge || now.Sub(r.failed) < time.Minute) {
		return r.metadata, r.keys, nil
	}
	if !known && now.Sub(r.failed) < fetchTime {
		return metadata{}, nil, errors.New("discovery failed a moment ago")
	}
	found, err := r.fetch(ctx)
	if err != nil {
		r.failed = now
		r.service.Log.WarnContext(ctx, "provider discovery failed", "provider", r.provider.ID, "detail", clean(err.Error()))
		if known {
			return r.metadata, r.keys, nil
		}
		return metadata{}, nil, err
	}
	if !known || r.metadata.Keys != found.Keys {
		r.keys = newKeySet(r.service.client, found.Keys, r.service.Now)
	}
	r.metadata, r.fetched = found, now
	return r.metadata, r.keys, nil
}

// fetch reads and checks the discovery document. Its issuer must be ours to the letter, and every address in it must be one
// we could have been given: a provider cannot send us, or the browser, to another kind of address.
func (r *remote) fetch(ctx context.Context) (metadata, error) {
	well, err := url.JoinPath(r.provider.Issuer, ".well-known/openid-configuration")
	if err != nil {
		return metadata{}, errors.New("the issuer is malformed")
	}
	var found metadata
	if err := fetchJSON(ctx, r.service.client, well, "", &found); err != nil {
		return metadata{}, fmt.Errorf("fetch discovery: %w", err)
	}
	if found.Issuer != r.provider.Issuer {
		return metadata{}, fmt.Errorf("discovery names another issuer: %q", found.Issuer)
	}
	for _, endpoint := range []string{found.Authorization, found.Token, found.Keys} {
		if err := checkProviderURL(endpoint, r.service.Development); err != nil {
			return metadata{}, err
		}
	}
	for _, endpoint := range []string{found.UserInfo, found.EndSession} {
		if endpoint != "" {
			if err := checkProviderURL(endpoint, r.service.Development); err != nil {
				return metadata{}, err
			}
		}
	}
	return found, nil
}

func (r *remote) verifier(keys *keySet) *oidc.IDTokenVerifier {
	return oidc.NewVerifier(r.provider.Issuer, keys, &oidc.Config{
		ClientID: r.provider.ClientID, SupportedSigningAlgs: signingAlgs, SkipExpiryCheck: true, // token_check.go: go-oidc allows no skew there
	})
}

func (r *remote) oauth2(found metadata, style oauth2.AuthStyle, secret string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: r.provider.ClientID, ClientSecret: secret, Scopes: r.provider.Scopes,
		RedirectURL: r.service.callbackURL(r.provider.ID),
		Endpoint:    oauth2.Endpoint{AuthURL: found.Authorization, TokenURL: found.Token, AuthStyle: style},
	}
}

// callbackURL is each provider's own, made from the configured address alone.
func (s *Service) callbackURL(provider string) string {
	return s.public.Scheme + "://" + s.public.Host + "/auth/" + provider + "/callback"
}

// fetchJSON gets a document. The answer's text goes into no error: it is somebody else's.
func fetchJSON(ctx context.Context, client *http.Client, address, bearer string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return errors.New("the address is malformed")
	}
	request.Header.Set("Accept", "application/json")
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return errors.New("the answer is not the JSON expected")
	}
	return nil
}
