package login_test

import (
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

// Threat 1: a provider that states somebody else's e-mail, name and user name makes a new account and touches no other.
func TestStatedNamesNeverLink(t *testing.T) {
	s := start(t)
	victim := s.Demo.Person("rgt", tenants.Lead)
	_, response := s.SignIn("rgt", tenants.Lead, "/")
	known := read(t, response)
	h := newHostile(t)
	h.register(t, s, "hostile", func(p *login.Provider) { p.FirstSignIn, p.Tenants = "approve", []tenants.ID{cambridge.ID} })
	h.claims = with(map[string]any{"email": victim.Email, "email_verified": true, "name": victim.Name, "preferred_username": victim.Email,
		"upn": victim.Email, "oid": "oid-" + victim.Subject})
	got := try(t, s, browser(t), "hostile")
	if got.Status != 403 || got.Error != string(login.PageWaiting) {
		t.Errorf("got %+v, want the waiting page", got)
	}
	if n := one[int](t, s.DB, `select count(*) from people where email = $1`, victim.Email); n != 2 {
		t.Errorf("%d accounts with that e-mail, want 2", n)
	}
	if n := one[int](t, s.DB, `select count(*) from memberships m join people p on p.id = m.person_id where p.issuer = $1`, h.URL); n != 0 {
		t.Errorf("the newcomer has %d rights", n)
	}
	if kept := one[string](t, s.DB, `select subject from people where id = $1`, known.ID); kept != victim.Subject {
		t.Errorf("the account is now %q", kept)
	}
}

// Threat 2: the same subject at two issuers is two people. Threat 3 has no door yet: nothing links two accounts, and no
// claim of one provider ever finds another's account.
func TestSameSubjectAtTwoIssuersIsTwoPeople(t *testing.T) {
	s := start(t)
	a, b := newHostile(t), newHostile(t)
	a.register(t, s, "hostile-a", nil)
	b.register(t, s, "hostile-b", nil)
	same := with(map[string]any{"sub": "same", "oid": "same", "preferred_username": "same"})
	a.claims, b.claims = same, same
	first, second := try(t, s, browser(t), "hostile-a"), try(t, s, browser(t), "hostile-b")
	if first.Status != 200 || second.Status != 200 || first.ID == second.ID {
		t.Errorf("got %+v and %+v", first, second)
	}
	client := browser(t) // one after the other in one browser: still two, and the second takes over
	if one, two := try(t, s, client, "hostile-a"), try(t, s, client, "hostile-b"); one.ID != first.ID || two.ID != second.ID {
		t.Errorf("in one browser: %+v and %+v", one, two)
	}
}

// Default deny: nothing is left behind but the refusal.
func TestNobodyWithoutARule(t *testing.T) {
	book := &logBook{}
	s := start(t, watched(book))
	h := newHostile(t)
	h.register(t, s, "hostile", nil)
	h.claims = with(map[string]any{"audit_role": "visitor", "roles": []string{"x"}})
	got := try(t, s, browser(t), "hostile")
	if got.Status != 403 || got.Error != string(login.PageNoAccess) {
		t.Errorf("got %+v", got)
	}
	for _, table := range []string{"people where issuer = '" + h.URL + "'", "memberships", "waiting_accounts"} {
		if n := one[int](t, s.DB, `select count(*) from `+table); n != 0 && !strings.HasPrefix(table, "memberships") {
			t.Errorf("%d rows in %s", n, table)
		}
	}
	if claims := one[string](t, s.DB, `select claims::text from sign_in_refusals where reason = 'no_rule'`); !strings.Contains(claims, `"roles"`) || strings.Contains(claims, "mallory") || strings.Contains(claims, "Mallory") {
		t.Errorf("kept %s", claims)
	}
}

// Rights that are not granted again end at once; those given by hand stay.
func TestRightsFollowTheClaims(t *testing.T) {
	s := start(t)
	h := newHostile(t)
	rule := func(role tenants.Role, tenant tenants.Tenant) login.Rule {
		return login.Rule{Claim: "roles", Test: login.Contains, Wanted: []string{tenant.ODSCode + " " + string(role)}, TenantID: tenant.ID, Role: role}
	}
	h.register(t, s, "hostile", func(p *login.Provider) { p.Tenants = []tenants.ID{cambridge.ID, oxford.ID} },
		rule(tenants.Viewer, cambridge), rule(tenants.Administrator, cambridge), rule(tenants.Editor, cambridge), rule(tenants.Editor, oxford))
	client := browser(t)
	sign := func(roles ...string) seen {
		h.claims = with(map[string]any{"roles": roles})
		s.Service.ForgetRights()
		return try(t, s, client, "hostile")
	}
	if got := sign("RGT viewer", "RGT editor", "RTH editor"); got.Role != "editor" || got.Tenant != "RGT" || got.Seats != 2 {
		t.Errorf("union: %+v", got)
	}
	if got := sign("RGT administrator", "RGT viewer"); got.Role != "administrator" || got.Seats != 1 {
		t.Errorf("taken down: %+v", got)
	}
	if got := sign("RGT viewer"); got.Role != "viewer" || got.Seats != 1 {
		t.Errorf("taken down further: %+v", got)
	}
	id := one[string](t, s.DB, `select id from people where issuer = $1`, h.URL)
	if n := one[int](t, s.DB, `select count(*) from memberships where person_id = $1 and ended_at is not null`, id); n != 3 {
		t.Errorf("%d ended rights in the history, want 3", n)
	}
	exec(t, s.DB, `insert into memberships (tenant_id, person_id, role, source, granted_by, until_at) values ($1, $2, 'viewer', 'hand', $2, now() + interval '1 day')`, string(oxford.ID), id)
	if got := sign("nothing"); got.Tenant != "RTH" || got.Role != "viewer" || got.Seats != 1 {
		t.Errorf("only the right given by hand: %+v", got)
	}
	exec(t, s.DB, `update memberships set until_at = now() where source = 'hand' and person_id = $1`, id)
	if got := sign("nothing"); got.Error != string(login.PageNoAccess) {
		t.Errorf("nothing left: %+v", got)
	}
}

// Threat 12, our part: no claim, form field or rule can give more than the provider may.
func TestRightsCannotBeReachedFor(t *testing.T) {
	s := start(t)
	h := newHostile(t)
	for name, rule := range map[string]login.Rule{
		"another trust":        {Claim: "sub", Test: login.Present, TenantID: oxford.ID, Role: tenants.Editor},
		"another trust by ODS": {Claim: "sub", Test: login.Present, TenantClaim: "org", Role: tenants.Editor},
		"national role":        {Claim: "sub", Test: login.Present, Role: tenants.NationalAdmin},
		"operator":             {Claim: "sub", Test: login.Present, Role: tenants.Operator},
	} {
		h.register(t, s, "hostile", nil, rule)
		h.claims = with(map[string]any{"org": "RTH"})
		if got := try(t, s, browser(t), "hostile"); got.Status != 403 || got.Error != string(login.PageNoAccess) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for name, statement := range map[string]string{
		"a tenant's own rule for another tenant": `insert into mapping_rules (provider_id, version, position, claim, test, wanted, tenant_id, role, owner_tenant_id, reason)
			values ('rgt', 90, 1, 'sub', 'present', '{}', '` + string(oxford.ID) + `', 'lead', '` + string(cambridge.ID) + `', 'x')`,
		"a tenant's own rule for a national role": `insert into mapping_rules (provider_id, version, position, claim, test, wanted, role, owner_tenant_id, reason)
			values ('rgt', 90, 1, 'sub', 'present', '{}', 'national_admin', '` + string(cambridge.ID) + `', 'x')`,
		"a national role in a tenant": `insert into memberships (tenant_id, person_id, role, source, provider_id)
			select '` + string(cambridge.ID) + `', id, 'national_admin', 'mapped', 'rgt' from people limit 1`,
	} {
		_ = logintest.SignInAs(t, browser(t), s.PublicURL, "rgt", "rgt-lead", "/").Body.Close()
		if _, err := s.DB.Super.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s: PostgreSQL took it", name)
		}
	}
	client, _ := s.SignIn("rgt", tenants.Viewer, "/")
	for _, to := range []string{string(oxford.ID), string(cardiff.ID), "", "x", "00000000-0000-4000-8000-00000000000f", "' or true --"} {
		if got := post(t, client, s.PublicURL+"/session/tenant", "tenant", to, "role", "lead"); got.Status != 404 {
			t.Errorf("switch to %q: %+v", to, got)
		}
	}
	if got := get(t, client, s.PublicURL+"/"); got.Role != "viewer" || got.Tenant != "RGT" {
		t.Errorf("afterwards: %+v", got)
	}
}

// First sign-in: approve and invite.
func TestApproval(t *testing.T) {
	s := start(t)
	h := newHostile(t)
	rule := login.Rule{Claim: "audit_role", Test: login.Equals, Wanted: []string{"editor"}, TenantID: cambridge.ID, Role: tenants.Editor}
	h.register(t, s, "hostile", func(p *login.Provider) { p.FirstSignIn = "approve" }, rule)
	for range 2 { // asking twice does not help
		if got := try(t, s, browser(t), "hostile"); got.Error != string(login.PageWaiting) {
			t.Fatalf("first sign-in: %+v", got)
		}
	}
	person := one[string](t, s.DB, `select id from people where issuer = $1`, h.URL)
	for provider, role := range map[string]tenants.Role{"rgt": tenants.Editor, "rth": tenants.Lead} {
		client, _ := s.SignIn(provider, role, "/")
		if got := post(t, client, s.PublicURL+"/decide", "person", person, "role", "editor"); got.Status != 403 && got.Status != 404 {
			t.Errorf("decided by %s at %s: %+v", role, provider, got)
		}
	}
	lead, _ := s.SignIn("rgt", tenants.Lead, "/")
	if got := post(t, lead, s.PublicURL+"/decide", "person", person, "role", "lead"); got.Status != 200 {
		t.Fatalf("decide: %+v", got)
	}
	if got := try(t, s, browser(t), "hostile"); got.Status != 200 || got.Role != "editor" {
		t.Errorf("approved: %+v (a lead cannot raise the role above the rules')", got)
	}
	h.claims = with(map[string]any{"sub": "subject-2"})
	_ = try(t, s, browser(t), "hostile")
	second := one[string](t, s.DB, `select id from people where issuer = $1 and subject = 'subject-2'`, h.URL)
	if got := post(t, lead, s.PublicURL+"/decide", "person", second, "role", ""); got.Status != 200 {
		t.Fatalf("decline: %+v", got)
	}
	if got := try(t, s, browser(t), "hostile"); got.Error != string(login.PageNoAccess) {
		t.Errorf("declined: %+v", got)
	}
	h.claims = with(map[string]any{"sub": "subject-3"})
	h.register(t, s, "hostile", func(p *login.Provider) { p.FirstSignIn = "invite" }, rule)
	if got := try(t, s, browser(t), "hostile"); got.Error != string(login.PageNoAccess) {
		t.Errorf("not invited: %+v", got)
	}
	if n := one[int](t, s.DB, `select count(*) from people where issuer = $1 and subject = 'subject-3'`, h.URL); n != 0 {
		t.Error("an account was made without invitation")
	}
}

// Leavers: a disabled account and one unused for ninety days do not come in.
func TestDisabledAndUnusedAccounts(t *testing.T) {
	s := start(t)
	client, response := s.SignIn("rgt", tenants.Lead, "/")
	id := read(t, response).ID
	exec(t, s.DB, `update people set last_sign_in_at = now() - interval '91 days' where id = $1`, id)
	if got := read(t, logintest.SignInAs(t, browser(t), s.PublicURL, "rgt", "rgt-lead", "/")); got.Status != 403 || got.Error != string(login.PageNoAccess) {
		t.Errorf("unused: %+v", got)
	}
	s.Service.ForgetRights()
	if got := get(t, client, s.PublicURL+"/"); got.Status != 401 {
		t.Errorf("an open session of a disabled account: %+v", got)
	}
	if reason := one[string](t, s.DB, `select disabled_reason from people where id = $1`, id); reason != "unused" {
		t.Errorf("disabled as %q", reason)
	}
}

// What is kept of refused sign-ins goes, and the dry run changes nothing.
func TestDryRunAndPurge(t *testing.T) {
	s := start(t)
	outcome, err := s.Service.DryRun(t.Context(), "rgt", []byte(`{"roles":["Audit.Editor","Audit.Lead"],"tid":"dir-rgt"}`))
	if err != nil || len(outcome.Grants) != 1 || outcome.Grants[0].Role != tenants.Lead || len(outcome.Steps) != 4 || outcome.Steps[0].Matched || !outcome.Steps[3].Matched {
		t.Errorf("outcome %+v, %v", outcome, err)
	}
	before := one[int](t, s.DB, `select count(*) from people`)
	for _, bad := range []string{``, `[]`, `null`, `{`, strings.Repeat(" ", 70<<10)} {
		if _, err := s.Service.DryRun(t.Context(), "rgt", []byte(bad)); err == nil {
			t.Errorf("%.10q: accepted", bad)
		}
	}
	if after := one[int](t, s.DB, `select count(*) from people`); after != before {
		t.Error("a dry run made an account")
	}
	exec(t, s.DB, `insert into sign_in_refusals (reason, claims, claims_until) values ('x', '{"roles":["a"]}', now() + interval '1 day')`)
	id := one[int64](t, s.DB, `select max(id) from sign_in_refusals`)
	if claims, err := s.Service.RefusedClaims(t.Context(), id); err != nil || !strings.Contains(string(claims), `"a"`) {
		t.Errorf("kept claims %s, %v", claims, err)
	}
	exec(t, s.DB, `update sign_in_refusals set claims_until = now() - interval '1 second'`)
	exec(t, s.DB, `insert into session_ends (session_hash, reason, ended_at) values ('x', 'x', now() - interval '3 days')`)
	if err := s.Service.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := one[int](t, s.DB, `select count(*) from sign_in_refusals where claims is not null`); n != 0 {
		t.Errorf("%d claim sets kept", n)
	}
	if _, err := s.Service.RefusedClaims(t.Context(), id); err == nil {
		t.Error("the claims are still given")
	}
}
