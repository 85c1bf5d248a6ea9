package tenants

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// Breaches inspects both walls and names every hole: the Guard on the handle, the rights of the role it connects with, and
// the row security of every table that has a tenant_id, read from PostgreSQL's catalogue, so that a future table counts
// too. The server refuses to start when there is one. An error means that it could not look.
func Breaches(ctx context.Context, db *gorm.DB) ([]string, error) {
	var found []string
	if !guarded(db) {
		found = append(found, "the guard is not installed on the database handle")
	}
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("inspect the walls: %w", err)
	}
	second, err := BreachesOn(ctx, pool)
	return append(found, second...), err
}

// Querier is a connection, pool or transaction to inspect.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// BreachesOn inspects the second wall alone, as the role that is connected.
func BreachesOn(ctx context.Context, db Querier) ([]string, error) {
	var found []string
	for _, question := range []string{roleBreaches, tableBreaches, policyBreaches, grantBreaches, linkBreaches} {
		rows, err := db.QueryContext(ctx, question)
		if err != nil {
			return nil, fmt.Errorf("inspect the walls: %w", err)
		}
		if found, err = gather(rows, found); err != nil {
			return nil, fmt.Errorf("inspect the walls: %w", err)
		}
	}
	return found, nil
}

func gather(rows *sql.Rows, found []string) ([]string, error) {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var breach string
		if err := rows.Scan(&breach); err != nil {
			return nil, err
		}
		found = append(found, breach)
	}
	return found, rows.Err()
}

// UnguardedModels names the models that are neither held to a tenant nor marked global.
func UnguardedModels(db *gorm.DB, models ...any) []string {
	var found []string
	for _, model := range models {
		stmt := &gorm.Statement{DB: db}
		err := stmt.Parse(model)
		var field *schema.Field
		if err == nil {
			field, err = owner(stmt.Schema)
		}
		if err != nil {
			found = append(found, fmt.Sprintf("%T: %v", model, err))
			continue
		}
		if field != nil && !slices.Contains(stmt.Schema.PrimaryFields, field) {
			found = append(found, fmt.Sprintf("%T: its tenant is not part of its key", model))
		}
	}
	return found
}

// publicTables hold tenants' names, hospitals and logos: everybody reads them, before signing in even.
var publicTables = []string{"tenant_logos", "tenant_names", "organisations", "organisation_memberships"}

func quoted(names []string) string { return "'" + strings.Join(names, "','") + "'" }

const roleBreaches = `
select 'the role ' || current_user || ' is a superuser or may bypass row security' from pg_roles
 where rolname = current_user and (rolsuper or rolbypassrls)
union all
select 'the role ' || current_user || ' owns ' || c.oid::regclass from pg_class c
 where pg_has_role(current_user, c.relowner, 'MEMBER') and c.relkind in ('r','p','v','m','S')
union all
select 'the role ' || current_user || ' is a member of ' || r.rolname from pg_roles r
 where r.rolname like 'pinktick%' and r.rolname not in (current_user, 'pinktick_national', 'pinktick_reviewer') and pg_has_role(current_user, r.oid, 'MEMBER')
union all
select 'the role ' || current_user || ' has the rights of ' || r.rolname || ' without entering it' from pg_roles r
 where r.rolname in ('pinktick_national', 'pinktick_reviewer') and pg_has_role(current_user, r.oid, 'USAGE')
union all
select 'the role ' || rolname || ' is more than a reader' from pg_roles r
 where rolname = 'pinktick_national' and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb
   or exists (select from pg_auth_members where member = r.oid) or exists (select from pg_class where relowner = r.oid))
union all
select 'the role ' || rolname || ' may sign in or pass row security' from pg_roles
 where rolname in ('pinktick_counts', 'pinktick_finder', 'pinktick_keeper', 'pinktick_mover', 'pinktick_reviewer') and (rolcanlogin or rolsuper or rolbypassrls)
union all
select 'the role ' || current_user || ' may make tables' where has_schema_privilege(current_user, 'public', 'CREATE')`

// tenantTables are all tables with a tenant_id.
const tenantTables = `(select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
  join pg_namespace n on n.oid = c.relnamespace and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_%'
 where c.relkind in ('r', 'p'))`

const tableBreaches = `
select 'table ' || relname || ': row security is not enabled' from ` + tenantTables + ` t where not relrowsecurity
union all
select 'table ' || relname || ': row security is not forced on the owner' from ` + tenantTables + ` t where not relforcerowsecurity
union all
select 'table ' || relname || ': no policy' from ` + tenantTables + ` t where not exists (select from pg_policy p where p.polrelid = t.oid)
union all
select 'table ' || relname || ': its key does not begin with the tenant' from ` + tenantTables + ` t
 where has_any_column_privilege(current_user, t.oid, 'SELECT') and relname not in (` + publicKeyless + `)
   and not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary
     and i.indkey[0] = (select attnum from pg_attribute where attrelid = t.oid and attname = 'tenant_id'))`

// outlierTables are the records of outliers: the audit team's, and, once it is told, its centre's to read.
const outlierTables = `'outliers', 'outlier_events', 'outlier_files'`

// publicKeyless are public tables whose rows are looked up by other keys.
const publicKeyless = `'organisations', 'organisation_memberships'`

// held is how PostgreSQL prints the one condition that holds a row to the tenant of the transaction.
const held = `(tenant_id = (NULLIF(current_setting(''app.tenant''::text, true), ''''::text))::uuid)`

// policyBreaches finds policies that admit more than the transaction's tenant. Exceptions: the counting and the finding role may
// read, the counting role writes the stored counts, the national role may read those, what the list is made of and who transfers to
// whom, the moving role moves a case, the reviewing role keeps the records of outliers, the keeping role erases, the sign-in role has its own tables, and public tables are read by
// everybody and kept by the owner.
var policyBreaches = strings.NewReplacer("HELD", held, "PUBLIC", quoted(publicTables)).Replace(`
with policy as (
  select t.relname, p.polname, p.polcmd, p.polpermissive,
    coalesce(pg_get_expr(p.polqual, p.polrelid), '') as qual,
    coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid), '') as wcheck,
    coalesce((select array_agg(r.rolname::text) from pg_roles r where r.oid = any (p.polroles)), '{public}') as roles
  from ` + tenantTables + ` t join pg_policy p on p.polrelid = t.oid where p.polpermissive)
select 'table ' || relname || ': policy ' || polname || ' does not hold rows to the tenant' from policy
 where not (polcmd in ('r','d') and qual = 'HELD'
         or polcmd in ('*','w') and qual = 'HELD' and wcheck = 'HELD'
         or polcmd = 'a' and wcheck = 'HELD')
   and not (roles in ('{pinktick_counts}', '{pinktick_finder}') and polcmd = 'r')
   and not (roles = '{pinktick_national}' and polcmd = 'r' and relname in ('cases', 'case_counts', 'centre_counts', 'transfers'))
   and not (roles = '{pinktick_counts}' and relname = 'centre_counts')
   and not (roles = '{pinktick_mover}' and relname in ('cases', 'registrations', 'imported_cases', 'former_leads', 'transfers', 'case_counts'))
   and not (roles = '{pinktick_reviewer}' and relname in (` + outlierTables + `))
   and not (roles = '{pinktick_keeper}' and relname in ('cases', 'answer_keys', 'record_ends'))
   and not (roles = '{pinktick_login}')
   and not (relname in (PUBLIC) and (polcmd = 'r' or roles = '{pinktick_owner}'))
union all
select 'table ' || t.relname || ': no policy holds its rows to the tenant' from ` + tenantTables + ` t
 where (relname not in (PUBLIC) or has_table_privilege('pinktick_app', oid, 'INSERT,UPDATE,DELETE'))
   and has_any_column_privilege('pinktick_app', oid, 'SELECT,INSERT,UPDATE')
   and not exists (select from policy p where p.relname = t.relname and p.qual = 'HELD' and p.polcmd = '*')
union all
select 'table cases: no policy hides what was deleted' where not exists (select from pg_policy where polrelid = 'cases'::regclass
   and not polpermissive and polcmd = '*' and not exists (select from pg_roles r where r.rolname like 'pinktick%' and r.rolname <> 'pinktick_national'
     and r.oid <> all (polroles) and polroles <> '{0}') and pg_get_expr(polqual, polrelid) =
     '((deleted_at IS NULL) OR (current_setting(''app.quarantine''::text, true) = ''open''::text))')
union all
select 'table ' || t.relname || ': no policy hides from the centre what is not for it yet' from ` + tenantTables + ` t
 where t.relname in (` + outlierTables + `) and not exists (select from pg_policy where polrelid = t.oid and not polpermissive and polcmd = '*'
   and polroles = array[(select oid from pg_roles where rolname = 'pinktick_app')]
   and pg_get_expr(polqual, polrelid) = case t.relname when 'outliers' then 'shared' else 'for_centre' end)
union all
select 'table tenants: policy ' || polname || ' lets a tenant change another' from pg_policy
 where polrelid = 'tenants'::regclass and polpermissive and polcmd <> 'r' and polroles <> array[(select oid from pg_roles where rolname = 'pinktick_owner')]
   and coalesce(pg_get_expr(polwithcheck, polrelid), pg_get_expr(polqual, polrelid)) <> replace('HELD', 'tenant_id =', 'id =')
union all
select 'table tenants: row security is not enabled and forced' from pg_class
 where oid = 'tenants'::regclass and not (relrowsecurity and relforcerowsecurity)`)

// grantBreaches finds rights that should not be: sign-in on clinical tables, the national role on anything but the list, changing what is written once, deleting a case, which
// would take its log along, and seeing more of another tenant's child than who holds a number.
const grantBreaches = `
select 'role ' || r.rolname || ' may reach clinical table ' || c.relname from pg_class c, pg_roles r
 where c.relkind in ('r','p') and r.rolname = 'pinktick_login'
   and (c.relname = 'cases' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'case_id'))
   and (has_any_column_privilege(r.rolname, c.oid, 'SELECT,INSERT,UPDATE') or has_table_privilege(r.rolname, c.oid, 'DELETE'))
union all
select 'role pinktick_national may write ' || c.oid::regclass from pg_class c
 where c.relkind in ('r','p','v') and c.relnamespace = 'public'::regnamespace and (has_any_column_privilege('pinktick_national', c.oid, 'INSERT,UPDATE')
   or has_table_privilege('pinktick_national', c.oid, 'DELETE,TRUNCATE'))
union all
select 'role pinktick_national may read ' || c.oid::regclass from pg_class c
 where c.relkind in ('r','p','v') and c.relnamespace = 'public'::regnamespace and c.relname not in ('cases', 'case_counts', 'transfers',
     'centre_counts', 'area_counts', 'counted_cohorts', 'counted_members', 'expected_children')
   and has_any_column_privilege('pinktick_national', c.oid, 'SELECT')
union all
select 'role pinktick_national may read cases.' || attname from pg_attribute
 where attrelid = 'cases'::regclass and attnum > 0 and not attisdropped and attname in ('date_of_birth', 'postcode', 'ethnicity')
   and has_column_privilege('pinktick_national', 'cases'::regclass, attnum, 'SELECT')
union all
select 'role pinktick_app may read or alter national_reads' where has_any_column_privilege('pinktick_app', 'national_reads', 'SELECT,UPDATE')
   or has_table_privilege('pinktick_app', 'national_reads', 'DELETE,TRUNCATE')
union all
select 'role pinktick_app may alter ' || relname from pg_class
 where relname in ('change_log', 'record_reads') and relkind in ('r','p')
   and (has_any_column_privilege('pinktick_app', oid, 'UPDATE') or has_table_privilege('pinktick_app', oid, 'DELETE,TRUNCATE'))
union all
select 'role pinktick_app may delete cases' where has_table_privilege('pinktick_app', 'cases'::regclass, 'DELETE')
union all
select 'role pinktick_finder may read ' || a.attrelid::regclass || '.' || a.attname from pg_attribute a
 where a.attnum > 0 and not a.attisdropped and a.attrelid in (select oid from pg_class where relkind in ('r', 'p'))
   and a.attrelid::regclass::text not in ('tenants', 'organisations') and a.attrelid >= 16384
   and has_column_privilege('pinktick_finder', a.attrelid, a.attnum, 'SELECT')
   and a.attname not in ('tenant_id', 'id', 'nhs_number', 'unique_reference_number', 'deleted_at', 'case_id', 'lead_organisation_id')
union all
select 'role pinktick_mover may read ' || a.attrelid::regclass || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
 where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and c.oid >= 16384
   and has_column_privilege('pinktick_mover', a.attrelid, a.attnum, 'SELECT')
   and case when c.relname in ('tenants', 'organisations', 'transfers', 'former_leads', 'case_counts') then false
     when c.relname in ('registrations', 'imported_cases') then a.attname not in ('tenant_id', 'case_id', 'lead_organisation_id')
     when c.relname = 'cases' then a.attname in ('first_name', 'surname', 'sex', 'ethnicity', 'postcode', 'search')
     else true end
union all
select 'role pinktick_mover may erase ' || c.oid::regclass from pg_class c where c.relkind in ('r', 'p') and c.relname <> 'imported_cases'
   and c.relnamespace = 'public'::regnamespace and has_table_privilege('pinktick_mover', c.oid, 'DELETE,TRUNCATE')
union all
select 'role pinktick_app may write transfers' where has_any_column_privilege('pinktick_app', 'transfers', 'INSERT,UPDATE')
   or has_table_privilege('pinktick_app', 'transfers', 'DELETE,TRUNCATE')
union all
select 'role pinktick_app may write ' || relname from pg_class where relname in (` + outlierTables + `) and relkind in ('r', 'p')
   and (has_any_column_privilege('pinktick_app', oid, 'INSERT,UPDATE') or has_table_privilege('pinktick_app', oid, 'DELETE,TRUNCATE'))
union all
select 'role pinktick_reviewer may reach ' || c.oid::regclass from pg_class c
 where c.relkind in ('r', 'p', 'v') and c.relnamespace = 'public'::regnamespace and c.relname not in (` + outlierTables + `)
   and has_any_column_privilege('pinktick_reviewer', c.oid, 'SELECT,INSERT,UPDATE')
union all
select 'role pinktick_reviewer may erase ' || c.oid::regclass from pg_class c
 where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and has_table_privilege('pinktick_reviewer', c.oid, 'DELETE,TRUNCATE')
union all
select 'role pinktick_app may move a case without an answer' from pg_proc p join pg_namespace n on n.oid = p.pronamespace
 where n.nspname = 'moving' and p.proname in ('carry', 'finish', 'refusal', 'takes') and has_function_privilege('pinktick_app', p.oid, 'EXECUTE')
union all
select 'role pinktick_app may write ' || relname from pg_class
 where relname in ('centre_counts', 'area_counts', 'counted_cohorts', 'counted_members', 'expected_children', 'expected_changes')
   and (has_any_column_privilege('pinktick_app', oid, 'INSERT,UPDATE') or has_table_privilege('pinktick_app', oid, 'DELETE'))
union all
select 'role pinktick_counts may write ' || c.oid::regclass from pg_class c
 where c.relkind in ('r','p') and c.relnamespace = 'public'::regnamespace
   and c.relname not in ('centre_counts', 'area_counts', 'counted_cohorts', 'counted_members', 'expected_children', 'expected_changes')
   and (has_any_column_privilege('pinktick_counts', c.oid, 'INSERT,UPDATE') or has_table_privilege('pinktick_counts', c.oid, 'DELETE,TRUNCATE'))
union all
select 'role pinktick_counts may alter expected_changes' where has_any_column_privilege('pinktick_counts', 'expected_changes', 'UPDATE')
   or has_table_privilege('pinktick_counts', 'expected_changes', 'DELETE,TRUNCATE')
union all
select 'role pinktick_counts may read cases.' || attname from pg_attribute
 where attrelid = 'cases'::regclass and attnum > 0 and not attisdropped
   and attname in ('first_name', 'surname', 'nhs_number', 'unique_reference_number', 'postcode', 'search')
   and has_column_privilege('pinktick_counts', 'cases'::regclass, attnum, 'SELECT')
union all
select 'function ' || p.oid::regprocedure || ' yields more than a number' from pg_proc p
 where p.proowner = (select oid from pg_roles where rolname = 'pinktick_counts') and p.prosecdef
   and (p.proretset or p.prorettype not in ('integer'::regtype, 'integer[]'::regtype) or p.proargmodes is not null)
union all
select 'role pinktick_app may empty ' || relname from pg_class
 where relkind in ('r','p') and has_table_privilege('pinktick_app', oid, 'TRUNCATE')
   and relnamespace = 'public'::regnamespace`

// publicLinks may lead to another tenant's hospital, which is a public row: care is shared, and a child's neurologist or
// surgeon works where they work. Each is named, so that a new link across tenants is a decision.
var publicLinks = []string{
	"milestones_general_paediatric_organisation_id_fkey", "milestones_neurology_organisation_id_fkey",
	"milestones_surgery_organisation_id_fkey",
	"transfers_from", "transfers_to", // a transfer names the hospitals at both ends
	"former_leads_organisation", // a child may have come from another trust
}

// linkBreaches finds links between tenants' tables that do not carry the tenant: row security does not look at foreign
// keys, so such a link could lead from one tenant to another.
var linkBreaches = `
select 'table ' || a.relname || ': its link ' || k.conname || ' to ' || b.relname || ' does not carry the tenant'
  from pg_constraint k
  join ` + tenantTables + ` a on a.oid = k.conrelid join ` + tenantTables + ` b on b.oid = k.confrelid
 where k.contype = 'f' and a.relname not in (` + quoted(publicTables) + `)
   and not (b.relname = 'organisations' and k.conname in (` + quoted(publicLinks) + `))
   and not exists (select from unnest(k.conkey, k.confkey) as pair (here, there)
     join pg_attribute h on h.attrelid = k.conrelid and h.attnum = pair.here and h.attname = 'tenant_id'
     join pg_attribute t on t.attrelid = k.confrelid and t.attnum = pair.there and t.attname = 'tenant_id')`
