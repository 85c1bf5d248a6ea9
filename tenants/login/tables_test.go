package login_test

import (
	"context"
	"testing"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// The clinical role sees the people, rights and waiting accounts of its active tenant; it changes none of them, and the
// rest of sign-in it cannot even read.
func TestTheClinicalRoleSeesItsTenantsPeopleOnly(t *testing.T) {
	s := start(t)
	_, response := s.SignIn("rgt", tenants.Lead, "/")
	_ = response.Body.Close()
	_, response = s.SignIn("rth", tenants.Lead, "/")
	_ = response.Body.Close()
	exec(t, s.DB, `insert into session_settings (tenant_id, idle_minutes) values ($1, 10)`, string(oxford.ID))
	exec(t, s.DB, `insert into waiting_accounts (tenant_id, person_id, role, provider_id) select $1, id, 'viewer', 'rth' from people where subject = 'rth-lead'`, string(oxford.ID))
	inTenant := func(tenant tenants.Tenant, do func(tx *gorm.DB) error) error {
		return tenants.Tx(tenants.Into(context.Background(), tenant), s.DB.App, do)
	}
	count := func(tenant tenants.Tenant, what string) (n int) {
		t.Helper()
		if err := inTenant(tenant, func(tx *gorm.DB) error { return tx.Raw(`select count(*) from ` + what).Scan(&n).Error }); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		return n
	}
	for _, c := range []struct {
		tenant                            tenants.Tenant
		people, rights, waiting, settings int
	}{{cambridge, 1, 1, 0, 0}, {oxford, 2, 2, 1, 1}, {cardiff, 0, 0, 0, 0}} { // at Birch also the honorary contract
		got := [4]int{count(c.tenant, "(select id from people) p"), count(c.tenant, "memberships"), count(c.tenant, "waiting_accounts"), count(c.tenant, "session_settings")}
		if want := [4]int{c.people, c.rights, c.waiting, c.settings}; got != want {
			t.Errorf("%s sees %v, want %v", c.tenant.ShortName, got, want)
		}
	}
	for _, statement := range []string{
		`select issuer, subject from people`, `select * from providers`, `select * from provider_tenants`, `select * from mapping_rules`, `select * from national_memberships`,
		`select * from sign_in_refusals`, `select * from session_ends`, `select * from logout_tokens`, `insert into people (issuer, subject) values ('a', 'b')`,
		`update people set name = 'x'`, `update memberships set role = 'lead'`, `delete from memberships`, `insert into memberships (tenant_id, person_id, role, source, provider_id)
			select '` + string(cambridge.ID) + `', id, 'lead', 'mapped', 'rgt' from people limit 1`, `update waiting_accounts set decision = 'approved'`, `delete from session_ends`,
	} {
		if err := inTenant(cambridge, func(tx *gorm.DB) error { return tx.Exec(statement).Error }); err == nil {
			t.Errorf("the clinical role may: %s", statement)
		}
	}
}

// The sign-in role owns nothing and reaches no clinical table, and rules once written stay as they are.
func TestTheSignInRoleReachesItsTablesOnly(t *testing.T) {
	s := start(t)
	if n := one[int](t, s.DB, `select count(*) from pg_class where pg_get_userbyid(relowner) = 'pinktick_login'`); n != 0 {
		t.Errorf("it owns %d things", n)
	}
	for _, statement := range []string{
		`select * from cases`, `select * from change_log`, `insert into tenants (id) values (gen_random_uuid())`, `update tenants set name = 'x'`, `update organisations set active = false`,
		`update mapping_rules set role = 'lead'`, `delete from mapping_rules`, `delete from people`, `delete from memberships`, `update session_ends set ended_at = now()`,
		`truncate session_ends`, `create table x (id int)`, `set role pinktick_app`, `set role pinktick_owner`,
	} {
		if _, err := s.Pool.Exec(t.Context(), statement); err == nil {
			t.Errorf("the sign-in role may: %s", statement)
		}
	}
}
