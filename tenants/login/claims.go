package login

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"
)

// Kind is the shape of a provider's claims.
type Kind string

// The kinds of provider.
const (
	CIS2  Kind = "cis2"  // NHS Care Identity Service 2: one issuer for every trust
	Entra Kind = "entra" // a Microsoft Entra ID directory
	OIDC  Kind = "oidc"  // any other provider
)

// protocolClaims are the ID token's alone. What the UserInfo endpoint says of them is not heard.
var protocolClaims = []string{"iss", "sub", "aud", "azp", "exp", "iat", "nbf", "nonce", "auth_time", "acr", "amr", "sid",
	"jti", "at_hash", "tid", "oid", "_claim_names", "_claim_sources"}

// mergeClaims puts what UserInfo says beside the ID token. Where both speak, the ID token is believed.
func mergeClaims(token, userInfo map[string]any) map[string]any {
	merged := maps.Clone(userInfo)
	if merged == nil {
		merged = map[string]any{}
	}
	for _, name := range protocolClaims {
		delete(merged, name)
	}
	maps.Copy(merged, token)
	return merged
}

// shapeClaims gives the claims that rules may read. Of a CIS2 person that is the selected role and no other: holding a role
// somewhere does not mean working there today.
func shapeClaims(kind Kind, claims map[string]any) (map[string]any, Reason) {
	if kind != CIS2 {
		return claims, ""
	}
	selected := textAt(claims, "selected_roleid")
	roles, _ := claims["nhsid_nrbac_roles"].([]any)
	var chosen map[string]any
	for _, entry := range roles {
		role, _ := entry.(map[string]any)
		if id := textAt(role, "person_roleid"); id != "" && id == selected {
			if chosen != nil {
				return nil, ReasonSelectedRole // two roles of one id: which is meant cannot be told
			}
			chosen = role
		}
	}
	if chosen == nil {
		return nil, ReasonSelectedRole
	}
	shaped := maps.Clone(claims)
	delete(shaped, "nhsid_nrbac_roles")
	delete(shaped, "nhsid_user_orgs")
	shaped["selected_role"] = chosen
	return shaped, ""
}

// overage tells whether an Entra token left its groups out because there are too many to list.
func overage(claims map[string]any) bool {
	if names, found := claims["_claim_names"]; found {
		sources, isMap := names.(map[string]any)
		if _, groups := sources["groups"]; groups || !isMap {
			return true
		}
	}
	switch has := claims["hasgroups"].(type) {
	case nil, bool:
		return has == true
	default:
		return true
	}
}

// assurance reads a level that is spelt in several ways; ok is false when two spellings disagree or none is a number.
func assurance(claims map[string]any, names ...string) (level int, ok bool) {
	level = -1
	for _, name := range names {
		value, found := claims[name]
		if !found {
			continue
		}
		number, err := strconv.Atoi(strings.TrimSpace(plain(value)))
		if err != nil || number < 0 || (level >= 0 && level != number) {
			return 0, false
		}
		level = number
	}
	return level, level >= 0
}

// valueAt walks a path of names joined by dots. A name that itself holds dots, such as a URL, is tried first.
func valueAt(claims map[string]any, path string) (any, bool) {
	if value, found := claims[path]; found {
		return value, value != nil
	}
	name, rest, more := strings.Cut(path, ".")
	inner, isMap := claims[name].(map[string]any)
	if !more || !isMap {
		return nil, false
	}
	return valueAt(inner, rest)
}

// textAt is the text at a path; empty where there is none.
func textAt(claims map[string]any, path string) string {
	value, _ := valueAt(claims, path)
	text, _ := value.(string)
	return text
}

// textsOf gives the texts of a list, or the one text. Anything else in a list makes the whole of it unreadable.
func textsOf(value any) []string {
	switch v := value.(type) {
	case string:
		if v == "" {
			return nil
		}
		return []string{v}
	case []string:
		return v
	case []any:
		var texts []string
		for _, entry := range v {
			text, isText := entry.(string)
			if !isText {
				return nil
			}
			texts = append(texts, text)
		}
		return texts
	}
	return nil
}

func plain(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}
