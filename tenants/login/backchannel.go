package login

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/fault"
)

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

var errLogout = fault.New(fault.Unacceptable, "logout_token", "The logout token was not accepted.")

// Backchannel takes a provider's word that a session or a person's every session there is over. The token is checked as
// strictly as an ID token; anything wrong with it ends nothing. It answers 200 itself when all is well.
func (s *Service) Backchannel(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	w.Header().Set("Cache-Control", "no-store")
	if err := s.limits.allow(ctx, "backchannel", s.ClientAddr(r), logoutRate); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	raw := r.PostFormValue("logout_token")
	p, token, err := s.proveLogout(ctx, raw)
	if err != nil {
		s.Log.WarnContext(ctx, "logout token refused", "provider", p.ID, "detail", clean(err.Error()))
		if _, isFault := fault.As(err); isFault {
			return err
		}
		return errLogout
	}
	if err := s.applyLogout(ctx, p, token); err != nil {
		if errors.Is(err, errReplayed) {
			s.Log.WarnContext(ctx, "logout token refused", "provider", p.ID, "detail", "used before")
			return errLogout
		}
		return unavailable("end the sessions", err)
	}
	w.WriteHeader(http.StatusOK)
	return nil
}

// proveLogout tries the verifier of each provider with the issuer that the token claims. The claim is only used to pick.
func (s *Service) proveLogout(ctx context.Context, raw string) (Provider, *oidc.LogoutToken, error) {
	issuer, err := peek(raw)
	if err != nil {
		return Provider{}, nil, err
	}
	all, err := s.Providers(ctx)
	if err != nil {
		return Provider{}, nil, err
	}
	err = errors.New("iss is not one of our providers")
	for _, p := range all {
		if p.Issuer != issuer {
			continue
		}
		var keys *keySet
		remote := s.providers.remote(p)
		if _, keys, err = remote.discover(ctx); err != nil {
			return p, nil, unavailable("reach the provider "+p.ID, err)
		}
		var token *oidc.LogoutToken
		if token, err = remote.verifier(keys).VerifyLogout(ctx, raw); err == nil {
			if err = checkLogout(token, p.ClientID, s.Now()); err == nil {
				return p, token, nil
			}
		}
	}
	return Provider{}, nil, err
}

// peek reads the issuer before anything is proved, and refuses a token that says it is of another type.
func peek(raw string) (string, error) {
	parts := strings.Split(raw, ".")
	if len(parts) != 3 || len(raw) > 32<<10 {
		return "", errors.New("not a token")
	}
	var header struct {
		Type string `json:"typ"`
	}
	var claims struct {
		Issuer string `json:"iss"`
	}
	for i, into := range []any{&header, &claims} {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil || json.Unmarshal(text, into) != nil {
			return "", errors.New("not a token")
		}
	}
	if kind := strings.TrimPrefix(strings.ToLower(header.Type), "application/"); kind != "" && kind != "logout+jwt" {
		return "", errors.New("typ is not logout+jwt")
	}
	return claims.Issuer, nil
}

// checkLogout makes the checks go-oidc leaves to its caller.
func checkLogout(token *oidc.LogoutToken, client string, now time.Time) error {
	var claims struct {
		Events map[string]json.RawMessage `json:"events"`
	}
	if err := token.Claims(&claims); err != nil {
		return errors.New("events is malformed")
	}
	var event map[string]any
	if err := json.Unmarshal(claims.Events[logoutEvent], &event); err != nil || event == nil || len(claims.Events) != 1 {
		return errors.New("events is not exactly a logout")
	}
	switch {
	case len(token.Audience) != 1 || token.Audience[0] != client:
		return errors.New("aud is not exactly ours")
	case now.Sub(token.IssuedAt) > freshness:
		return errors.New("iat is too old")
	case now.Before(token.IssuedAt.Add(-skew)):
		return errors.New("iat is in the future")
	case now.After(token.Expiry.Add(skew)):
		return errors.New("the token has expired")
	}
	return nil
}

var errReplayed = errors.New("logout token used before")

// applyLogout counts the token as used and ends what it names, both or neither.
func (s *Service) applyLogout(ctx context.Context, p Provider, token *oidc.LogoutToken) error {
	return pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error {
		used, err := tx.Exec(ctx, `insert into logout_tokens (provider_id, token_hash, until_at) values ($1, $2, now() + interval '1 day')
			on conflict do nothing`, p.ID, []byte(hash(token.TokenID)))
		if err != nil {
			return err
		}
		if used.RowsAffected() == 0 {
			return errReplayed
		}
		if token.SessionID != "" {
			_, err = tx.Exec(ctx, `insert into session_ends (provider_id, provider_session_hash, reason) values ($1, $2, 'provider logout')`,
				p.ID, []byte(hash(token.SessionID)))
			return err
		}
		_, err = tx.Exec(ctx, `insert into session_ends (person_id, reason)
			select coalesce(linked_to, id), 'provider logout' from people where issuer = $1 and subject = $2`, token.Issuer, token.Subject)
		return err
	})
}
