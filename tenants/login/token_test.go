package login_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// Threat 10 (and 13): each token wrong in one way. All are refused with the same page; the log says which it was, once.
func TestSpoiltTokensAreRefused(t *testing.T) {
	book := &logBook{}
	s := start(t, watched(book))
	h := newHostile(t)
	now := time.Now().Unix()
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public := x509.MarshalPKCS1PublicKey(&h.key.PublicKey)
	inPEM := pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: public})
	plain := func(*login.Provider) {}
	fresh := func(p *login.Provider) { p.AsksFresh = true }
	entra := func(p *login.Provider) { p.Kind, p.EntraTID = login.Entra, "tid-ours" }

	for name, c := range map[string]struct {
		provider func(*login.Provider)
		claims   map[string]any
		sign     func(map[string]any) string
		reason   string
	}{
		"wrong aud":               {plain, map[string]any{"aud": "another"}, nil, "token"},
		"aud of two":              {plain, map[string]any{"aud": []string{"pinktick", "another"}, "azp": "pinktick"}, nil, "token"},
		"aud a list without azp":  {plain, map[string]any{"aud": []string{"pinktick"}}, nil, "token"},
		"azp another's":           {plain, map[string]any{"azp": "another"}, nil, "token"},
		"aud missing":             {plain, map[string]any{"aud": nil}, nil, "token"},
		"iss another's":           {plain, map[string]any{"iss": "https://issuer.example"}, nil, "token"},
		"iss with a slash more":   {plain, map[string]any{"iss": h.URL + "/"}, nil, "token"},
		"sub missing":             {plain, map[string]any{"sub": nil}, nil, "token"},
		"sub empty":               {plain, map[string]any{"sub": ""}, nil, "token"},
		"expired":                 {plain, map[string]any{"exp": now - 61}, nil, "token"},
		"exp missing":             {plain, map[string]any{"exp": nil}, nil, "token"},
		"iat missing":             {plain, map[string]any{"iat": nil}, nil, "token"},
		"iat in the future":       {plain, map[string]any{"iat": now + 120}, nil, "token"},
		"iat long past":           {plain, map[string]any{"iat": now - 7200}, nil, "token"},
		"nbf in the future":       {plain, map[string]any{"nbf": now + 120}, nil, "token"},
		"nonce another":           {plain, map[string]any{"nonce": "another-nonce-altogether"}, nil, "nonce"},
		"nonce missing":           {plain, map[string]any{"nonce": nil}, nil, "nonce"},
		"HS256 with public key":   {plain, nil, func(c map[string]any) string { return h.signed(c, jose.HS256, inPEM, h.kid) }, "token"},
		"HS256 with key as DER":   {plain, nil, func(c map[string]any) string { return h.signed(c, jose.HS256, public, h.kid) }, "token"},
		"alg none":                {plain, nil, unsigned, "token"},
		"RS384":                   {plain, nil, func(c map[string]any) string { return h.signed(c, jose.RS384, h.key, h.kid) }, "token"},
		"key of one alg, other":   {plain, nil, func(c map[string]any) string { return h.signed(c, jose.PS256, h.key, h.kid) }, "token"},
		"unknown kid":             {plain, nil, func(c map[string]any) string { return h.signed(c, jose.RS256, stranger, "key-2") }, "token"},
		"known kid, another key":  {plain, nil, func(c map[string]any) string { return h.signed(c, jose.RS256, stranger, h.kid) }, "token"},
		"no kid, another key":     {plain, nil, func(c map[string]any) string { return h.signed(c, jose.RS256, stranger, "") }, "token"},
		"not a token":             {plain, nil, func(map[string]any) string { return "a.b" }, "token"},
		"auth_time old":           {fresh, map[string]any{"auth_time": now - 301}, nil, "stale"},
		"auth_time missing":       {fresh, map[string]any{"auth_time": nil}, nil, "stale"},
		"auth_time in the future": {fresh, map[string]any{"auth_time": now + 120}, nil, "token"},
		"tid another tenant's":    {entra, map[string]any{"tid": "tid-theirs", "oid": "o"}, nil, "directory"},
		"tid missing":             {entra, map[string]any{"oid": "o"}, nil, "directory"},
	} {
		t.Run(name, func(t *testing.T) {
			h.register(t, s, "hostile", c.provider)
			h.claims, h.sign = with(c.claims), c.sign
			book.take("")
			page := try(t, s, browser(t), "hostile")
			if page.Status != 403 || page.Error != string(login.PageGeneric) {
				t.Errorf("got %d %q, want the generic page", page.Status, page.Error)
			}
			if lines := book.take("sign-in refused"); len(lines) != 1 || lines[0]["reason"] != c.reason {
				t.Errorf("logged %v, want one line of %s", lines, c.reason)
			}
		})
	}
	if n := one[int](t, s.DB, `select count(*) from people where issuer = $1`, h.URL); n != 0 {
		t.Errorf("%d accounts were made", n)
	}
	h.register(t, s, "hostile", plain)
	h.claims, h.sign = nil, nil
	if page := try(t, s, browser(t), "hostile"); page.Status != 200 || page.Role != "editor" {
		t.Errorf("a good token: %+v", page)
	}
	if n := one[int](t, s.DB, `select count(*) from sign_in_refusals where provider_id = 'hostile'`); n != 31 {
		t.Errorf("%d refusals recorded, want 31", n)
	}
}

// Threat 10, the part that belongs to CIS2.
func TestCIS2ClaimsAreChecked(t *testing.T) {
	book := &logBook{}
	s := start(t, watched(book))
	h := newHostile(t)
	rule := login.Rule{Claim: "selected_role.role_code", Test: login.Equals, Wanted: []string{"R8000"}, TenantClaim: "selected_role.org_code", Role: tenants.Editor}
	h.register(t, s, "hostile", func(p *login.Provider) { p.Kind, p.UserInfo = login.CIS2, true }, rule)
	role := func(id, org string) map[string]any {
		return map[string]any{"person_roleid": id, "org_code": org, "role_code": "R8000"}
	}
	good := map[string]any{"id_assurance_level": "3", "authentication_assurance_level": "3"}
	client := browser(t)
	for name, c := range map[string]struct {
		token, info map[string]any
		reason      string
		page        login.Page
	}{
		"good":                       {nil, nil, "", ""},
		"other spelling":             {map[string]any{"id_assurance_level": nil, "idassurancelevel": 3}, nil, "", ""},
		"identity assurance 2":       {map[string]any{"id_assurance_level": "2"}, nil, "assurance", login.PageGeneric},
		"identity missing":           {map[string]any{"id_assurance_level": nil}, nil, "assurance", login.PageGeneric},
		"identity not a number":      {map[string]any{"id_assurance_level": "high"}, nil, "assurance", login.PageGeneric},
		"spellings disagree":         {map[string]any{"idassurancelevel": "2"}, nil, "assurance", login.PageGeneric},
		"UserInfo disagrees":         {nil, map[string]any{"idassurancelevel": "2"}, "assurance", login.PageGeneric},
		"authentication assurance 1": {map[string]any{"authentication_assurance_level": "1"}, nil, "assurance", login.PageGeneric},
		"authentication missing":     {map[string]any{"authentication_assurance_level": nil}, nil, "assurance", login.PageGeneric},
		"UserInfo sub differs":       {nil, map[string]any{"sub": "subject-2"}, "user_info", login.PageGeneric},
		"UserInfo sub missing":       {nil, map[string]any{"sub": nil}, "user_info", login.PageGeneric},
		"uid is not sub":             {nil, map[string]any{"uid": "subject-2"}, "user_info", login.PageGeneric},
		"nhsid_useruid is not sub":   {nil, map[string]any{"nhsid_useruid": "subject-2"}, "user_info", login.PageGeneric},
		"selected role not in list":  {nil, map[string]any{"selected_roleid": "r9"}, "selected_role", login.PageGeneric},
		"selected role missing":      {nil, map[string]any{"selected_roleid": nil}, "selected_role", login.PageGeneric},
		"two roles of that id":       {nil, map[string]any{"nhsid_nrbac_roles": []any{role("r1", "RGT"), role("r1", "RTH")}}, "selected_role", login.PageGeneric},
		"roles missing":              {nil, map[string]any{"nhsid_nrbac_roles": nil}, "selected_role", login.PageGeneric},
		"another trust selected":     {nil, map[string]any{"selected_roleid": "r2"}, "not_theirs", login.PageNoAccess},
		"site code":                  {nil, map[string]any{"nhsid_nrbac_roles": []any{role("r1", "RGT01")}}, "", ""},
		"unknown site code":          {nil, map[string]any{"nhsid_nrbac_roles": []any{role("r1", "RGT99")}}, "unknown_organisation", login.PageNoAccess},
	} {
		t.Run(name, func(t *testing.T) {
			h.claims = func(claims map[string]any) { with(good)(claims); with(c.token)(claims) }
			h.userInfo = map[string]any{"sub": "subject-1", "uid": "subject-1", "nhsid_useruid": "subject-1", "selected_roleid": "r1",
				"nhsid_nrbac_roles": []any{role("r1", "RGT"), role("r2", "RTH")}}
			with(c.info)(h.userInfo)
			book.take("")
			page := try(t, s, client, "hostile")
			lines := book.take("sign-in refused")
			if c.reason == "" {
				if page.Status != 200 || page.Tenant != "RGT" || len(lines) != 0 {
					t.Errorf("got %+v, logged %v", page, lines)
				}
				return
			}
			if page.Status != 403 || page.Error != string(c.page) || len(lines) != 1 || lines[0]["reason"] != c.reason {
				t.Errorf("got %d %q, logged %v, want %s", page.Status, page.Error, lines, c.reason)
			}
		})
	}
}

// Threat 13: too many groups to list is neither none nor all.
func TestGroupOverageIsRefused(t *testing.T) {
	s := start(t)
	h := newHostile(t)
	byGroup := login.Rule{Claim: "groups", Test: login.Contains, Wanted: []string{"g-1"}, TenantID: cambridge.ID, Role: tenants.Editor}
	byRole := login.Rule{Claim: "audit_role", Test: login.Equals, Wanted: []string{"editor"}, TenantID: cambridge.ID, Role: tenants.Viewer}
	h.register(t, s, "hostile", func(p *login.Provider) { p.Kind, p.EntraTID = login.Entra, "tid" }, byGroup, byRole)
	for name, claims := range map[string]map[string]any{
		"_claim_names":            {"_claim_names": map[string]any{"groups": "src1"}, "_claim_sources": map[string]any{"src1": map[string]any{"endpoint": "https://graph.example"}}},
		"hasgroups":               {"hasgroups": true},
		"hasgroups odd":           {"hasgroups": "true"},
		"even with groups beside": {"hasgroups": true, "groups": []string{"g-1"}},
	} {
		h.claims = func(c map[string]any) { with(map[string]any{"tid": "tid", "oid": "o"})(c); with(claims)(c) }
		if page := try(t, s, browser(t), "hostile"); page.Status != 403 || page.Error != string(login.PageOverage) {
			t.Errorf("%s: got %+v", name, page)
		}
	}
	h.claims = with(map[string]any{"tid": "tid", "oid": "o", "groups": []string{"g-1"}, "hasgroups": false})
	if page := try(t, s, browser(t), "hostile"); page.Role != "editor" {
		t.Errorf("groups listed: got %+v", page)
	}
}
