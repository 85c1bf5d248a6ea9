package login

import (
	"context"
	"crypto"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"golang.org/x/oauth2"
)

// identity is what a provider has proved about the person.
type identity struct {
	Issuer, Subject string
	SessionID       string // the provider's own session, for back-channel logout
	AuthTime        time.Time
	Claims          map[string]any
}

func (i identity) text(name string) string {
	text, _ := i.Claims[name].(string)
	return clip(text, 200)
}

// exchange turns the code into a proven identity: the token at the token endpoint, its checks, the UserInfo where this
// provider speaks there. Nothing of it is kept.
func (s *Service) exchange(ctx context.Context, p Provider, a attempt, code string) (identity, error) {
	r := s.providers.remote(p)
	found, keys, err := r.discover(ctx)
	if err != nil {
		return identity{}, unavailable("reach the provider "+p.ID, err)
	}
	ctx = context.WithValue(ctx, oauth2.HTTPClient, s.client)
	token, err := s.redeem(ctx, r, found, a, code)
	if err != nil {
		return identity{}, err
	}
	raw, _ := token.Extra("id_token").(string)
	if raw == "" {
		return identity{}, refuse(ReasonToken, "no ID token")
	}
	proven, err := r.proveToken(ctx, keys, raw, a)
	if err != nil {
		return identity{}, err
	}
	if p.UserInfo {
		said, err := s.userInfo(ctx, found, token, proven.Subject)
		if err != nil {
			return identity{}, err
		}
		if p.Kind == CIS2 {
			if err := sameAssurance(proven.Claims, said); err != nil {
				return identity{}, err
			}
		}
		proven.Claims = mergeClaims(proven.Claims, said)
	}
	return proven, checkShape(p, proven)
}

func (s *Service) redeem(ctx context.Context, r *remote, found metadata, a attempt, code string) (*oauth2.Token, error) {
	secret, err := s.secret(r.provider)
	if err != nil {
		return nil, unavailable("prepare the exchange with "+r.provider.ID, err)
	}
	options := []oauth2.AuthCodeOption{oauth2.VerifierOption(a.Verifier)}
	style := oauth2.AuthStyleInHeader
	switch r.provider.ClientAuth {
	case "client_secret_post":
		style = oauth2.AuthStyleInParams
	case "private_key_jwt":
		audience := r.provider.Issuer
		if r.provider.Kind == CIS2 {
			audience = found.Token // as its documentation asks; the others go by the issuer
		}
		assertion, err := clientAssertion(secret, r.provider.ClientID, audience, s.Now())
		if err != nil {
			return nil, unavailable("prepare the exchange with "+r.provider.ID, err)
		}
		style, secret = oauth2.AuthStyleInParams, ""
		options = append(options, oauth2.SetAuthURLParam("client_assertion", assertion),
			oauth2.SetAuthURLParam("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"))
	}
	token, err := r.oauth2(found, style, secret).Exchange(ctx, code, options...)
	var answer *oauth2.RetrieveError
	switch {
	case errors.As(err, &answer) && answer.Response.StatusCode < 500:
		return nil, refuse(ReasonExchange, answer.ErrorCode) // the rest of the answer is not ours to log
	case errors.As(err, &answer):
		return nil, unavailable("exchange with "+r.provider.ID, fmt.Errorf("status %d", answer.Response.StatusCode))
	case err != nil:
		return nil, unavailable("exchange with "+r.provider.ID, err)
	}
	return token, nil
}

func (r *remote) proveToken(ctx context.Context, keys *keySet, raw string, a attempt) (identity, error) {
	now := r.service.Now()
	token, err := r.verifier(keys).Verify(ctx, raw)
	if err != nil {
		return identity{}, refuse(ReasonToken, err.Error())
	}
	times, err := checkToken(token, r.provider.ClientID, now)
	if err != nil {
		return identity{}, refuse(ReasonToken, err.Error())
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(a.Nonce)) != 1 || a.Nonce == "" {
		return identity{}, refuse(ReasonNonce, "nonce is not the one sent")
	}
	if r.provider.AsksFresh || a.links() {
		if err := checkFresh(times, now); err != nil {
			return identity{}, refuse(ReasonStale, err.Error())
		}
	}
	proven := identity{Issuer: token.Issuer, Subject: token.Subject}
	if err := token.Claims(&proven.Claims); err != nil {
		return identity{}, refuse(ReasonToken, "claims are malformed")
	}
	proven.SessionID, _ = proven.Claims["sid"].(string)
	if times.AuthTime != nil {
		proven.AuthTime = instant(times.AuthTime)
	}
	return proven, nil
}

func (s *Service) userInfo(ctx context.Context, found metadata, token *oauth2.Token, subject string) (map[string]any, error) {
	if found.UserInfo == "" {
		return nil, refuse(ReasonUserInfo, "the provider has no UserInfo endpoint")
	}
	var said map[string]any
	if err := fetchJSON(ctx, s.client, found.UserInfo, token.AccessToken, &said); err != nil {
		return nil, refuse(ReasonUserInfo, err.Error())
	}
	if other, _ := said["sub"].(string); other != subject {
		return nil, refuse(ReasonUserInfo, "sub is not that of the ID token")
	}
	return said, nil
}

// clientAssertion signs who we are with the key in the secret file, as private_key_jwt wants.
func clientAssertion(text, client, audience string, now time.Time) (string, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return "", errors.New("the client's key is not PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return "", errors.New("the client's key is not PKCS #8")
	}
	key := jose.JSONWebKey{Key: parsed}
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return "", errors.New("the client's key is of no known kind")
	}
	key.KeyID = base64.RawURLEncoding.EncodeToString(sum)
	algorithm := jose.PS256
	if _, isRSA := parsed.(interface{ Size() int }); !isRSA {
		algorithm = jose.ES256
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", errors.New("the client's key cannot sign")
	}
	return jwt.Signed(signer).Claims(jwt.Claims{
		Issuer: client, Subject: client, Audience: jwt.Audience{audience}, ID: random(),
		IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(time.Minute)),
	}).Serialize()
}

func clip(text string, most int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), most)])
}
