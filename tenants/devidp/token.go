package main

import (
	"encoding/json"
	"maps"
	"net/http"

	"github.com/go-jose/go-jose/v3"
	"github.com/ory/fosite"
	"github.com/ory/fosite/handler/openid"
)

func (i *issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, map[string]any{
		"issuer": i.url, "authorization_endpoint": i.url + "/authorize", "token_endpoint": i.url + "/token",
		"userinfo_endpoint": i.url + "/userinfo", "jwks_uri": i.url + "/keys", "scopes_supported": scopes,
		"response_types_supported": []string{"code"}, "grant_types_supported": []string{"authorization_code"},
		"subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
		"token_endpoint_auth_methods_supported":          []string{"client_secret_basic", "client_secret_post"},
		"code_challenge_methods_supported":               []string{"S256"},
		"authorization_response_iss_parameter_supported": true,
	})
}

func (i *issuer) keys(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{i.key.Public()}})
}

func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	request, err := i.oauth2.NewAccessRequest(ctx, r, &openid.DefaultSession{})
	if err != nil {
		i.oauth2.WriteAccessError(ctx, w, request, err)
		return
	}
	response, err := i.oauth2.NewAccessResponse(ctx, request)
	if err != nil {
		i.oauth2.WriteAccessError(ctx, w, request, err)
		return
	}
	i.oauth2.WriteAccessResponse(ctx, w, request, response)
}

func (i *issuer) userInfo(w http.ResponseWriter, r *http.Request) {
	_, request, err := i.oauth2.IntrospectToken(r.Context(), fosite.AccessTokenFromRequest(r), fosite.AccessToken, &openid.DefaultSession{})
	if err != nil {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		http.Error(w, "invalid token", http.StatusUnauthorized)
		return
	}
	subject := request.GetSession().GetSubject()
	person, found := i.person(subject)
	if !found {
		http.Error(w, "unknown person", http.StatusUnauthorized)
		return
	}
	said := map[string]any{"name": person.Name}
	maps.Copy(said, person.UserInfo)
	said["sub"] = subject
	writeJSON(w, said)
}

func writeJSON(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(body)
}
