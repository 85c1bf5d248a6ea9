package login_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

func changeRules(t testing.TB, s *logintest.Stack, client *http.Client, provider, reason string, rules ...login.Rule) seen {
	t.Helper()
	text, err := json.Marshal(rules)
	if err != nil {
		t.Fatal(err)
	}
	return post(t, client, s.PublicURL+"/rules", "provider", provider, "reason", reason, "rules", string(text))
}

// Threat 12: nobody gives by a mapping rule more than they hold themselves.
func TestChangeRulesRefusals(t *testing.T) {
	c, set := withClock()
	s := start(t, set)
	rule := func(tenant tenants.ID, role tenants.Role) login.Rule {
		return login.Rule{Claim: "sub", Test: login.Present, TenantID: tenant, Role: role}
	}
	type who struct {
		provider string
		role     tenants.Role
	}
	viewer, editor, lead := who{"rgt", tenants.Viewer}, who{"rgt", tenants.Editor}, who{"rgt", tenants.Lead}
	analyst, admin, operator := who{"national", tenants.NationalAnalyst}, who{"national", tenants.NationalAdmin}, who{"national", tenants.Operator}
	own := rule(cambridge.ID, tenants.Viewer)
	clients := map[who]*http.Client{}
	for _, w := range []who{viewer, editor, lead, analyst, admin, operator} {
		clients[w], _ = signIn(t, s, w.provider, w.role, "/RGT01/cases")
	}
	state := `select string_agg(id || ':' || mapping_version, ',' order by id) || (select count(*) from mapping_rules) from providers`
	before := one[string](t, s.DB, state)
	for _, k := range []struct {
		name     string
		who      who
		provider string
		reason   string
		rule     login.Rule
		status   int
	}{
		{"viewer", viewer, "rgt", "why", own, 403},
		{"editor", editor, "rgt", "why", own, 403},
		{"analyst", analyst, "rgt", "why", own, 403},
		{"operator", operator, "rgt", "why", own, 403},
		{"no reason", lead, "rgt", " ", own, 422},
		{"another's tenant", lead, "rgt", "why", rule(oxford.ID, tenants.Viewer), 422},
		{"another's provider", lead, "rth", "why", own, 404},
		{"another's tenant at a shared provider", lead, "cis2", "why", rule(oxford.ID, tenants.Viewer), 422},
		{"a tenant by claim", lead, "cis2", "why", login.Rule{Claim: "sub", Test: login.Present, TenantClaim: "selected_role.org_code", Role: tenants.Viewer}, 422},
		{"own and by claim", lead, "cis2", "why", login.Rule{Claim: "sub", Test: login.Present, TenantID: cambridge.ID, TenantClaim: "org", Role: tenants.Viewer}, 422},
		{"the national provider", lead, "national", "why", rule("", tenants.NationalAdmin), 404},
		{"national at own provider", lead, "rgt", "why", rule("", tenants.NationalAdmin), 422},
		{"operator at own provider", lead, "rgt", "why", rule("", tenants.Operator), 422},
		{"national with tenant", lead, "rgt", "why", rule(cambridge.ID, tenants.NationalAnalyst), 422},
		{"no such role", lead, "rgt", "why", rule(cambridge.ID, "god"), 422},
		{"no such provider", lead, "nothing", "why", own, 404},
		{"no such test", lead, "rgt", "why", login.Rule{Claim: "sub", Test: "like", TenantID: cambridge.ID, Role: tenants.Viewer}, 422},
		{"equals two", lead, "rgt", "why", login.Rule{Claim: "sub", Test: login.Equals, Wanted: []string{"a", "b"}, TenantID: cambridge.ID, Role: tenants.Viewer}, 422},
		{"admin: tenant that the provider does not speak for", admin, "rgt", "why", rule(oxford.ID, tenants.Viewer), 422},
		{"admin: national at a trust's provider", admin, "rgt", "why", rule("", tenants.NationalAdmin), 422},
		{"admin: operator", admin, "national", "why", rule("", tenants.Operator), 422},
	} {
		t.Run(k.name, func(t *testing.T) {
			if got := changeRules(t, s, clients[k.who], k.provider, k.reason, k.rule); got.Status != k.status {
				t.Errorf("got %d, want %d", got.Status, k.status)
			}
			if after := one[string](t, s.DB, state); after != before {
				t.Errorf("changed: %s, was %s", after, before)
			}
		})
	}
	for _, w := range []who{lead, admin} { // refused without a fresh sign-in
		c.move(6 * time.Minute)
		if got := changeRules(t, s, clients[w], "rgt", "why", own); got.Status != 403 || one[string](t, s.DB, state) != before {
			t.Errorf("%v not fresh: %+v", w, got)
		}
		c.move(-6 * time.Minute)
	}
	exec(t, s.DB, `update memberships set ended_at = now() where role = 'lead'`) // no three seconds' grace for this
	if got := changeRules(t, s, clients[lead], "rgt", "why", own); got.Status == 200 || one[string](t, s.DB, state) != before {
		t.Errorf("a lead no more: %+v", got)
	}
}

// A lead's rules stand beside those of others and count from the next sign-in; each change is a version of its own.
func TestChangeRules(t *testing.T) {
	s := start(t)
	lead, me := signIn(t, s, "rgt", tenants.Lead, "/")
	admin, _ := signIn(t, s, "national", tenants.NationalAdmin, "/")
	viewer, _ := signIn(t, s, "rgt", tenants.Viewer, "/")
	raise := login.Rule{Claim: "roles", Test: login.Contains, Wanted: []string{"Audit.Viewer"}, TenantID: cambridge.ID, Role: tenants.Editor}
	if got := changeRules(t, s, lead, "rgt", "Viewers enter answers now", raise); got.Status != 200 {
		t.Fatalf("%+v", got)
	}
	inForce := `select count(*) from mapping_rules r join providers p on p.id = r.provider_id and p.mapping_version = r.version where p.id = 'rgt' and `
	if n := one[int](t, s.DB, inForce+`owner_tenant_id = $1 and created_by = $2 and reason = 'Viewers enter answers now'`, string(cambridge.ID), me.ID); n != 1 {
		t.Errorf("%d rules of the lead", n)
	}
	if n := one[int](t, s.DB, inForce+`owner_tenant_id is null and reason = 'demonstration'`); n != 4 {
		t.Errorf("%d rules of the national team", n)
	}
	role := func(want string) {
		t.Helper()
		if got := read(t, logintest.SignInAs(t, viewer, s.PublicURL, "rgt", "rgt-viewer", "/")); got.Role != want {
			t.Errorf("got %+v, want %s", got, want)
		}
	}
	if got := get(t, viewer, s.PublicURL+"/"); got.Role != "viewer" {
		t.Errorf("before the next sign-in: %+v", got)
	}
	role("editor")
	only := login.Rule{Claim: "roles", Test: login.Contains, Wanted: []string{"Audit.Lead"}, TenantID: cambridge.ID, Role: tenants.Lead}
	if got := changeRules(t, s, admin, "rgt", "Fewer rules", only); got.Status != 200 {
		t.Fatalf("%+v", got)
	}
	if n := one[int](t, s.DB, inForce+`true`); n != 2 {
		t.Errorf("%d rules, want the administrator's and the lead's", n)
	}
	role("editor")
	if got := changeRules(t, s, lead, "rgt", "No longer"); got.Status != 200 {
		t.Fatalf("%+v", got)
	}
	role("")
	if got := changeRules(t, s, admin, "national", "Analysts only", login.Rule{Claim: "audit_role", Test: login.Equals, Wanted: []string{"national_analyst"}, Role: tenants.NationalAnalyst}); got.Status != 200 {
		t.Fatalf("%+v", got)
	}
	if roles := one[string](t, s.DB, `select string_agg(role, ' ' order by position) from mapping_rules r join providers p on p.id = r.provider_id and p.mapping_version = r.version
		where p.id = 'national'`); roles != "operator national_analyst" {
		t.Errorf("at the national provider: %s; the operator's rule is out of reach", roles)
	}
}
