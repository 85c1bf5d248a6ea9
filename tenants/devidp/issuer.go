package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v3"
	"github.com/ory/fosite"
	"github.com/ory/fosite/compose"
	"github.com/ory/fosite/storage"
	"github.com/ory/fosite/token/jwt"
	"golang.org/x/crypto/bcrypt"
)

var scopes = []string{"openid", "profile", "email", "nhsperson", "nationalrbacaccess", "associatedorgs", "selectedrole"}

// issuer is one running provider: its own key, its own codes and tokens, nothing shared with its neighbours.
type issuer struct {
	Issuer
	url    string
	key    *jose.JSONWebKey
	oauth2 fosite.OAuth2Provider
}

func newHandler(base string, directory Directory) (http.Handler, error) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	for _, entry := range directory.Issuers {
		i, err := newIssuer(base, entry)
		if err != nil {
			return nil, fmt.Errorf("issuer %s: %w", entry.Key, err)
		}
		at := "/" + entry.Key
		mux.HandleFunc("GET "+at+"/.well-known/openid-configuration", i.discovery)
		mux.HandleFunc("GET "+at+"/keys", i.keys)
		mux.HandleFunc("GET "+at+"/authorize", i.choosePerson)
		mux.HandleFunc("POST "+at+"/authorize", i.authorize)
		mux.HandleFunc("POST "+at+"/token", i.token)
		mux.HandleFunc("GET "+at+"/userinfo", i.userInfo)
	}
	return mux, nil
}

func newIssuer(base string, entry Issuer) (*issuer, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	signing := &jose.JSONWebKey{Key: key, KeyID: entry.Key + "-" + rand.Text()[:8], Algorithm: "RS256", Use: "sig"}
	// The cheapest cost: the secret is random and lives as long as this process.
	secret, err := bcrypt.GenerateFromPassword([]byte(entry.Client.Secret), bcrypt.MinCost)
	if err != nil {
		return nil, err
	}
	store := storage.NewMemoryStore()
	store.Clients[entry.Client.ID] = &fosite.DefaultClient{
		ID: entry.Client.ID, Secret: secret, RedirectURIs: entry.Client.Redirects,
		ResponseTypes: []string{"code"}, GrantTypes: []string{"authorization_code"}, Scopes: scopes,
	}
	i := &issuer{Issuer: entry, url: base + "/" + entry.Key, key: signing}
	global := make([]byte, 32)
	if _, err := rand.Read(global); err != nil {
		return nil, err
	}
	i.oauth2 = i.compose(store, global)
	return i, nil
}

// compose switches on the authorization code flow with OpenID Connect and PKCE (S256 only), and nothing else.
func (i *issuer) compose(store *storage.MemoryStore, global []byte) fosite.OAuth2Provider {
	config := &fosite.Config{
		AuthorizeCodeLifespan: time.Minute, AccessTokenLifespan: 10 * time.Minute, IDTokenLifespan: 10 * time.Minute,
		IDTokenIssuer: i.url, AccessTokenIssuer: i.url, GlobalSecret: global,
		EnforcePKCE: true, EnablePKCEPlainChallengeMethod: false,
	}
	key := func(context.Context) (any, error) { return i.key, nil }
	return compose.Compose(config, store,
		&compose.CommonStrategy{
			CoreStrategy:               compose.NewOAuth2HMACStrategy(config),
			OpenIDConnectTokenStrategy: compose.NewOpenIDConnectStrategy(key, config),
			Signer:                     &jwt.DefaultSigner{GetPrivateKey: key},
		},
		compose.OAuth2AuthorizeExplicitFactory,
		compose.OpenIDConnectExplicitFactory,
		compose.OAuth2PKCEFactory,
		compose.OAuth2TokenIntrospectionFactory,
	)
}
