package tenants_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
)

func breaches(t *testing.T, db *gorm.DB) []string {
	t.Helper()
	found, err := tenants.Breaches(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestWallsStand is the check that the server makes at start. A future table without a policy fails here.
func TestWallsStand(t *testing.T) {
	for _, breach := range breaches(t, testdb.New(t).App) {
		t.Error(breach)
	}
}

// TestWallsMutated takes away one thing at a time: each must be reported. The tables and policies come from the catalogue.
func TestWallsMutated(t *testing.T) {
	d := testdb.New(t)
	mutations := map[string]string{
		"a new table without a policy":      `create table later (tenant_id uuid, id bigint, primary key (tenant_id, id)); grant select on later to pinktick_app`,
		"the app may bypass":                `alter role pinktick_app bypassrls`,
		"the app owns a table":              `alter table record_reads owner to pinktick_app`,
		"the app joins the counting role":   `grant pinktick_counts to pinktick_app`,
		"the app joins the owner":           `grant pinktick_owner to pinktick_app`,
		"the app may make tables":           `grant create on schema public to pinktick_app`,
		"the log may be altered":            `grant update on change_log to pinktick_app`,
		"sign-in sees cases":                `grant select (surname) on cases to pinktick_login`,
		"a policy for the app alone":        `create policy wide on cases to pinktick_app using (true)`,
		"a policy for everybody's reading":  `create policy wide on cases for select using (true)`,
		"a policy with a wider check":       `drop policy tenant on cases; create policy tenant on cases using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (true)`,
		"a policy with an or":               `drop policy tenant on cases; create policy tenant on cases using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid or locked_by is not null)`,
		"the counting role may write":       `create policy wide on cases for update to pinktick_counts using (true)`,
		"the counting role writes results":  `grant update on case_results to pinktick_counts`,
		"the counting role sees names":      `grant select (surname) on cases to pinktick_counts`,
		"the counting function gives rows":  `create function counts.names() returns setof text language sql security definer as 'select name from tenants'; alter function counts.names owner to pinktick_counts`,
		"the app writes counts":             `grant insert on area_counts to pinktick_app`,
		"the app expects children":          `grant insert on expected_children to pinktick_app`,
		"the log of expected is altered":    `grant delete on expected_changes to pinktick_counts`,
		"the app sees others' counts":       `create policy wide on centre_counts for select using (true)`,
		"branding of others":                `drop policy own_branding on tenants; create policy own_branding on tenants for update using (true)`,
		"a link without the tenant":         `alter table record_reads add foreign key (case_id) references cases (id)`,
		"the deleted are seen":              `drop policy quarantine on cases`,
		"the deleted are seen by some":      `drop policy quarantine on cases; create policy quarantine on cases as restrictive using (deleted_at is null or locked_by is not null)`,
		"the app deletes cases":             `grant delete on cases to pinktick_app`,
		"the app joins the finding role":    `grant pinktick_finder to pinktick_app`,
		"the finding role sees names":       `grant select (surname) on cases to pinktick_finder`,
		"the finding role writes cases":     `create policy wide on cases for update to pinktick_finder using (true)`,
		"the moving role signs in":          `alter role pinktick_mover login`,
		"the app joins the moving role":     `grant pinktick_mover to pinktick_app`,
		"the moving role sees names":        `grant select (surname) on cases to pinktick_mover`,
		"the moving role sees answers":      `grant select on investigations to pinktick_mover`,
		"the moving role erases":            `grant delete on cases to pinktick_mover`,
		"the moving role has more":          `create policy wide on change_log to pinktick_mover using (true)`,
		"the app writes transfers":          `grant insert on transfers to pinktick_app`,
		"the app answers by itself":         `grant execute on function moving.carry(uuid, bigint, uuid, uuid, uuid, date) to pinktick_app`,
		"both sides on one row":             `create policy wide on transfers for select using (other_tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)`,
		"the reviewing role signs in":       `alter role pinktick_reviewer login`,
		"the reviewing role sees children":  `grant select (id) on cases to pinktick_reviewer`,
		"the reviewing role erases":         `grant delete on outliers to pinktick_reviewer`,
		"the reviewing role has more":       `create policy wide on change_log to pinktick_reviewer using (true)`,
		"the app moves outliers":            `grant update (state) on outliers to pinktick_app`,
		"the app answers for the team":      `grant insert on outlier_events to pinktick_app`,
		"outliers are seen too early":       `drop policy shared on outliers`,
		"working notes are seen":            `drop policy shared on outlier_events; create policy shared on outlier_events as restrictive to pinktick_app using (for_centre or version is null)`,
		"the keeping role signs in":         `alter role pinktick_keeper login`,
		"the keeping role has more":         `create policy wide on change_log to pinktick_keeper using (true)`,
		"tenants unforced":                  `alter table tenants no force row level security`,
		"the app inherits the national one": `alter role pinktick_app inherit`,
		"the national role signs in":        `alter role pinktick_national login`,
		"the national role bypasses":        `alter role pinktick_national bypassrls`,
		"the national role joins another":   `grant pinktick_counts to pinktick_national`,
		"the national role may write":       `grant update (stage) on cases to pinktick_national`,
		"the national role may delete":      `grant delete on case_counts to pinktick_national`,
		"the national role sees answers":    `grant select (eeg_indicated) on investigations to pinktick_national`,
		"the national role sees birthdays":  `grant select on cases to pinktick_national`,
		"a national policy for writing":     `create policy wide on cases for update to pinktick_national using (true)`,
		"a national policy elsewhere":       `create policy wide on change_log for select to pinktick_national using (true)`,
		"the national log may be read":      `grant select on national_reads to pinktick_app`,
		"the national log may be emptied":   `grant delete on national_reads to pinktick_app`,
	}
	for _, table := range list(t, d.Super, `select relname from pg_class c join pg_attribute a on a.attrelid = c.oid and attname = 'tenant_id' where relkind in ('r','p')`) {
		mutations["no row security on "+table] = `alter table ` + table + ` disable row level security`
		mutations["not forced on "+table] = `alter table ` + table + ` no force row level security`
	}
	for _, policy := range list(t, d.Super, `select polname || ' on ' || polrelid::regclass from pg_policy p join pg_attribute a on a.attrelid = polrelid and attname = 'tenant_id'
		where polroles = '{0}' and polcmd = '*'`) {
		mutations["dropped "+policy] = `drop policy ` + policy
	}
	if len(mutations) < 30 {
		t.Errorf("only %d mutations: has the catalogue been read?", len(mutations))
	}
	for name, statement := range mutations {
		if !mutated(t, d, statement) {
			t.Errorf("%s: no check noticed", name)
		}
	}
	if found := breaches(t, d.App); len(found) != 0 {
		t.Errorf("after undoing everything: %v", found)
	}
}

// mutated applies the statement in a transaction that is rolled back, asks as the app would, and tells whether the check
// noticed. Roles are changed in the transaction too, so nothing of it is ever visible to other tests.
func mutated(t *testing.T, d *testdb.DB, statement string) bool {
	t.Helper()
	tx, err := d.Super.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, s := range []string{statement, `set local role pinktick_app`} {
		if _, err := tx.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	found, err := tenants.BreachesOn(t.Context(), tx)
	if err != nil {
		t.Fatal(err)
	}
	return len(found) > 0
}

// TestGuardRemoved: a handle without the plugin, or with one of its six checks taken out, is reported.
func TestGuardRemoved(t *testing.T) {
	d := testdb.New(t)
	bare, err := gorm.Open(postgres.Open(d.AppDSN), &gorm.Config{})
	if err != nil {
		t.Fatal(err)
	}
	pool, _ := bare.DB()
	t.Cleanup(func() { _ = pool.Close() })
	if found := breaches(t, bare); !slices.ContainsFunc(found, func(s string) bool { return strings.Contains(s, "guard is not installed") }) {
		t.Errorf("without the guard: %v", found)
	}
	for name, remove := range map[string]func(db *gorm.DB) error{
		"query":  func(db *gorm.DB) error { return db.Callback().Query().Remove("pinktick:tenants") },
		"row":    func(db *gorm.DB) error { return db.Callback().Row().Remove("pinktick:tenants") },
		"create": func(db *gorm.DB) error { return db.Callback().Create().Remove("pinktick:tenants") },
		"update": func(db *gorm.DB) error { return db.Callback().Update().Remove("pinktick:tenants") },
		"delete": func(db *gorm.DB) error { return db.Callback().Delete().Remove("pinktick:tenants") },
		"raw":    func(db *gorm.DB) error { return db.Callback().Raw().Remove("pinktick:tenants") },
	} {
		db, err := tenants.Open(d.AppDSN, tenants.Options{})
		if err != nil {
			t.Fatal(err)
		}
		pool, _ := db.DB()
		t.Cleanup(func() { _ = pool.Close() })
		if err := remove(db); err != nil {
			t.Fatal(err)
		}
		if len(breaches(t, db)) == 0 {
			t.Errorf("without its check of %s nothing was reported", name)
		}
	}
	for name, db := range map[string]*gorm.DB{"superuser": open(t, d.SuperDSN), "owner": d.Owner} {
		if len(breaches(t, db)) == 0 {
			t.Errorf("serving as the %s was not reported", name)
		}
	}
}

func open(t *testing.T, dsn string) *gorm.DB {
	t.Helper()
	db, err := tenants.Open(dsn, tenants.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pool, _ := db.DB()
	t.Cleanup(func() { _ = pool.Close() })
	return db
}

func list(t *testing.T, db *sql.DB, question string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
