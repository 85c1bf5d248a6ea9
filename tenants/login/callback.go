package login

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
)

// Callback takes the provider's answer, and ends with a session and the way back to the page first asked for, or with a
// Refusal. Every refusal is logged once, precisely, and recorded; the person sees one of a few pages.
func (s *Service) Callback(w http.ResponseWriter, r *http.Request, provider string) error {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address holds the code
	ctx := r.Context()
	if err := s.limits.allow(ctx, "callback", s.ClientAddr(r), callbackRate); err != nil {
		return err
	}
	p, err := s.Provider(ctx, provider)
	if err != nil {
		return err
	}
	if err := s.limits.allow(ctx, "callback-provider", p.ID, providerRate); err != nil {
		return err
	}
	a, proven, err := s.answer(ctx, r, p)
	var in account
	if err == nil {
		in, err = s.admit(ctx, p, proven)
	}
	if err == nil && a.links() {
		err = s.link(w, r, p, a, in)
	}
	if err != nil {
		return s.refused(ctx, p, proven, err)
	}
	if a.links() {
		http.Redirect(w, r, a.Return, http.StatusSeeOther)
		return nil
	}
	s.remember(w, p.ID)
	return s.enter(w, r, p, proven, in, a.Return)
}

// answer checks the answer against the attempt it claims to belong to and redeems the code.
func (s *Service) answer(ctx context.Context, r *http.Request, p Provider) (attempt, identity, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || !singular(query) {
		return attempt{}, identity{}, refuse(ReasonState, "the query is malformed")
	}
	a, err := s.takeAttempt(ctx, query.Get("state"))
	if err != nil {
		return a, identity{}, err
	}
	if err := s.checkAttempt(r, p, a); err != nil {
		return a, identity{}, err
	}
	found, _, err := s.providers.remote(p).discover(ctx)
	if err != nil {
		return a, identity{}, unavailable("reach the provider "+p.ID, err)
	}
	// RFC 9207: the answer names its issuer, and must where the provider says it always does.
	if says := query.Get("iss"); (says != "" || found.SaysIssuer) && says != p.Issuer {
		return a, identity{}, refuse(ReasonMixUp, "iss of the answer is not this provider's")
	}
	if query.Has("error") {
		return a, identity{}, refuse(ReasonProviderSaid, query.Get("error"))
	}
	if query.Get("code") == "" {
		return a, identity{}, refuse(ReasonExchange, "no code")
	}
	proven, err := s.exchange(ctx, p, a, query.Get("code"))
	return a, proven, err
}

func (s *Service) checkAttempt(r *http.Request, p Provider, a attempt) error {
	cookie, err := r.Cookie(s.cookieName("begin"))
	if err != nil || subtle.ConstantTimeCompare([]byte(hash(cookie.Value)), []byte(a.Browser)) != 1 {
		return refuse(ReasonState, "another browser began this sign-in")
	}
	if s.Now().Sub(a.Began) > beginLife {
		return refuse(ReasonState, "the sign-in took too long")
	}
	if a.Provider != p.ID || a.Issuer != p.Issuer {
		return refuse(ReasonMixUp, "the sign-in was begun at another provider")
	}
	if a.links() {
		_, err = s.linking(r, a) // before the code is redeemed
	}
	return err
}

// refused logs and records what went wrong, once, and hands on what the person may know. An outage is no refusal.
func (s *Service) refused(ctx context.Context, p Provider, proven identity, err error) error {
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	refusal.Provider = p.Name
	if refusal.Page == PageNoAccess || refusal.Page == PageWaiting {
		refusal.Person = proven.text("name")
	}
	s.Log.WarnContext(ctx, "sign-in refused", "provider", p.ID, "reason", string(refusal.Reason), "detail", refusal.detail)
	if err := s.recordRefusal(ctx, p, proven, refusal); err != nil {
		return unavailable("record the refusal", err)
	}
	return refusal
}

// singular wants each parameter once: two of one name are read differently by different programs.
func singular(query url.Values) bool {
	for _, values := range query {
		if len(values) != 1 {
			return false
		}
	}
	return true
}
