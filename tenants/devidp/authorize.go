package main

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/ory/fosite"
	"github.com/ory/fosite/handler/openid"
	"github.com/ory/fosite/token/jwt"
)

// choosePerson checks who asks and where the answer goes, then lists this issuer's people as buttons. The rest, such as
// PKCE, is checked when one is pressed.
func (i *issuer) choosePerson(w http.ResponseWriter, r *http.Request) {
	request, err := i.oauth2.NewAuthorizeRequest(r.Context(), r)
	if err != nil {
		i.refuse(r.Context(), w, request, err)
		return
	}
	i.renderPeople(w, r)
}

// authorize signs the chosen person in: the button pressed is the whole of the proof.
func (i *issuer) authorize(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	request, err := i.oauth2.NewAuthorizeRequest(ctx, r)
	if err != nil {
		i.refuse(ctx, w, request, err)
		return
	}
	if r.PostFormValue("person") == "" {
		i.refuse(ctx, w, request, fosite.ErrAccessDenied.WithHint("Nobody was chosen."))
		return
	}
	person, found := i.person(r.PostFormValue("person"))
	if !found {
		i.refuse(ctx, w, request, fosite.ErrAccessDenied.WithHint("There is no such person at this provider."))
		return
	}
	for _, scope := range request.GetRequestedScopes() {
		request.GrantScope(scope)
	}
	response, err := i.oauth2.NewAuthorizeResponse(ctx, request, i.session(person))
	if err != nil {
		i.refuse(ctx, w, request, err)
		return
	}
	response.AddParameter("iss", i.url) // RFC 9207: the answer says who gives it
	i.oauth2.WriteAuthorizeResponse(ctx, w, request, response)
}

// refuse answers with an error, which names the issuer as well: RFC 9207 wants it in every answer.
func (i *issuer) refuse(ctx context.Context, w http.ResponseWriter, request fosite.AuthorizeRequester, err error) {
	i.oauth2.WriteAuthorizeError(ctx, &namingWriter{ResponseWriter: w, issuer: i.url}, request, err)
}

type namingWriter struct {
	http.ResponseWriter
	issuer string
}

func (w *namingWriter) WriteHeader(status int) {
	if to, err := url.Parse(w.Header().Get("Location")); err == nil && to.Host != "" {
		query := to.Query()
		query.Set("iss", w.issuer)
		to.RawQuery = query.Encode()
		w.Header().Set("Location", to.String())
	}
	w.ResponseWriter.WriteHeader(status)
}

func (i *issuer) person(subject string) (Person, bool) {
	at := slices.IndexFunc(i.People, func(p Person) bool { return p.Subject == subject })
	if at < 0 {
		return Person{}, false
	}
	return i.People[at], true
}

// session holds the claims of the ID token. Authentication happens now, so a request for a fresh one is always met.
func (i *issuer) session(person Person) *openid.DefaultSession {
	now := time.Now().UTC()
	extra := map[string]any{"azp": i.Client.ID, "name": person.Name}
	maps.Copy(extra, person.Claims)
	return &openid.DefaultSession{
		Subject: person.Subject,
		Claims: &jwt.IDTokenClaims{
			Issuer: i.url, Subject: person.Subject, RequestedAt: now, AuthTime: now,
			AuthenticationContextClassReference: person.ACR, Extra: extra,
		},
		Headers: &jwt.Headers{Extra: map[string]any{"kid": i.key.KeyID}},
	}
}
