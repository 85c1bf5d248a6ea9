package record_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// A hundred thousand children at forty trusts, of which one has 20,000 that came first, with a hospital each and names, states and cohorts as a
// nation would have: every filter keeps few of them or most of them.
const nation = `
begin;
set local session_replication_role = replica;
insert into tenants (id, ods_code, kind, name, short_name, country_code, participating)
  select md5('t' || n)::uuid, 'X' || n, 'trust', 'Trust ' || n, 'Trust ' || n, 'ENG', true from generate_series(101, 140) n;
insert into organisations (id, tenant_id, ods_code, name, country_code, site_kind, active)
  select md5(h || 'h' || n)::uuid, md5('t' || n)::uuid, 'X' || n || h, 'Hospital', 'ENG', 'hospital', true from generate_series(101, 140) n, generate_series(1, 5) h;
insert into cases (tenant_id, first_name, surname, date_of_birth, sex, nhs_number, lead_organisation_id, first_assessment_on, cohort, closes_on,
    expected, completed, forms_incomplete, locked_at, warnings, transfer_pending, recount_on)
  select t, 'First' || n % 97, chr(65 + n % 23) || chr(97 + n * 7 % 19) || 'name' || n % 1009, date '2012-01-01' + n % 3000, (1 + n % 2)::text, lpad((n * 99991::bigint)::text, 10, '0'),
    case when n % 500 > 0 then md5(1 + n % 5 || 'h' || k)::uuid end, c.opens, c.cohort, c.closes, 60, n % 60,
    case when c.cohort is null then 127 when n % 10 < 3 then n % 127 else 0 end, case when n % 400 = 1 then now() end,
    case when n % 1000 = 3 then 1 else 0 end, n % 2000 = 7, case when n % 3000 = 9 then date '2027-01-01' end
  from (select n, case when n <= 20000 then 101 else 102 + n % 39 end k from generate_series(1, 100000) n) v
  cross join lateral (select md5('t' || k)::uuid as t) own
  cross join lateral (select case when n % 20 > 0 then date '2021-01-01' + 365 * (n % 7) end as opens, case when n % 20 > 0 then 4 + n % 7 end as cohort,
     case when n % 20 = 0 then null when n % 1111 = 0 then date '2026-11-25' else date '2023-01-10' + 364 * (n % 7) end as closes) c;
insert into case_counts (tenant_id, lead_id, total, registered)
  select tenant_id, coalesce(lead_organisation_id, tenant_id), count(*), count(*) filter (where stage between 1 and 3) from cases group by 1, 2
  on conflict (tenant_id, lead_id) do update set total = excluded.total, registered = excluded.registered;
commit`

// page is one page of a list.
type page struct {
	what  string
	query record.Query
}

// searched are words of every length, common and rare.
var searched = []string{"a", "bj", "qz", "name7", "first12 an", "999 91", "0099991000", "nobody"}

// everyPage is each order both ways, each filter in two orders, and each kind of search.
func everyPage() []page {
	var all []page
	for _, key := range record.SortKeys() {
		for _, down := range []bool{false, true} {
			all = append(all, page{fmt.Sprintf("by %s, down %t", key, down), record.Query{Sort: key, Down: down}})
		}
	}
	for what, filter := range everyFilter() {
		all = append(all, page{what, record.Query{Sort: "name", Filter: filter}}, page{what + " by days", record.Query{Sort: "days", Down: true, Filter: filter}})
	}
	for _, typed := range searched {
		all = append(all, page{"search " + typed, record.Query{Sort: "name", Search: typed}})
	}
	for i := range all {
		all[i].query.Page, all[i].query.Size = 1, 50
	}
	return all
}

func everyFilter() map[string]record.Filter {
	filters := map[string]record.Filter{
		"cohort": {Cohort: 8}, "incomplete only": {Incomplete: true}, "transfer": {Transfer: true}, "no lead": {NoLead: true},
		"data quality": {Warnings: true}, "complete and soon": {State: record.Complete, Soon: true},
	}
	for _, state := range []record.State{record.NotRegistered, record.Open, record.Complete, record.Submitted, record.Closed, record.Unregistered, record.OptedOut} {
		filters["state "+string(state)] = record.Filter{State: state}
	}
	for _, s := range dataset.Sections {
		filters["not complete: "+s.Key] = record.Filter{Form: s.Key}
	}
	for _, days := range []int{7, 14, 30, 60} {
		filters[fmt.Sprintf("under %d days", days)] = record.Filter{DaysUnder: days}
	}
	return filters
}

// TestListPlans lets PostgreSQL run every page of the list and looks at how it did. No page reads the table from end to end. An
// order alone visits the rows of its page. A tenant's filter visits no other tenant's rows. A national filter that keeps few
// finds them by its index; one that keeps many meets a page full of them soon.
func TestListPlans(t *testing.T) {
	if testing.Short() {
		t.Skip("fills large tables")
	}
	w := newWorld(t)
	w.db.Exec(t, nation)
	w.db.Exec(t, "vacuum analyze")
	t.Run("national searches", w.searchesOfNation)
	hospital := w.id("select id::text from organisations where ods_code = 'X1011'")
	for _, p := range everyPage() {
		for _, c := range []struct {
			scope record.Scope
			most  float64 // rows visited for a filter
			count float64
		}{{record.Organisation, 20_000, 20_000}, {record.Trust, 20_000, 20_000}, {record.Nation, 12_000, 40_000}} {
			t.Run(string(c.scope)+"/"+p.what, func(t *testing.T) {
				q := p.query
				q.Scope = c.scope
				if c.scope == record.Organisation {
					q.OrganisationID = hospital
				}
				ctx, orders := w.at(amina, w.largeTrust()), strings.HasPrefix(p.what, "by ")
				switch {
				case q.Scope == record.Nation && q.Search != "":
					return // searchesOfNation
				case q.Scope == record.Nation:
					ctx = w.as(team)
				}
				most := c.most
				if orders && c.scope != record.Organisation {
					most = 300 // of a trust that has a fifth of the country's children
				}
				sql, count, args := record.Statements(ctx, q, today)
				w.visits(t, w.explained(ctx, q.Scope, false, sql, args), most)
				if !orders {
					w.visits(t, w.explained(ctx, q.Scope, false, count, args), c.count)
				}
			})
		}
	}
}

// searchesOfNation: looking among the first of an order reads no more than those, and the index of words leads to the rare alone.
func (w *world) searchesOfNation(t *testing.T) {
	for _, typed := range searched {
		for _, sort := range []string{"name", "days"} {
			for _, down := range []bool{false, true} {
				q := record.Query{Scope: record.Nation, Search: typed, Sort: sort, Down: down, Page: 1, Size: 50}
				first, words, args := record.SearchStatements(w.as(team), q, today)
				w.visits(t, w.explained(w.as(team), q.Scope, false, first, args), 2002) // PostgreSQL rounds what it counts
				if typed != "a" {                                                       // a single letter is in no index
					w.visits(t, w.explained(w.as(team), q.Scope, true, words, args), 25_000)
				}
			}
		}
	}
}

func (w *world) id(sql string, args ...any) string {
	w.Helper()
	var id string
	w.must(w.db.Super.QueryRow(sql, args...).Scan(&id))
	return id
}

// node is a step of a plan that was run.
type node struct {
	Type     string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Rows     float64 `json:"Actual Rows"`
	Loops    float64 `json:"Actual Loops"`
	Removed  float64 `json:"Rows Removed by Filter"`
	Missed   float64 `json:"Rows Removed by Index Recheck"`
	Plans    []node  `json:"Plans"`
}

// visited is how many rows of cases a plan looked at; whole tells whether it read the table from its start to its end.
func (n node) visited() (rows float64, whole bool) {
	if n.Relation == "cases" {
		rows = (n.Rows + n.Removed + n.Missed) * n.Loops
		whole = n.Type == "Seq Scan" && rows >= 100_000
	}
	for _, below := range n.Plans {
		more, all := below.visited()
		rows, whole = rows+more, whole || all
	}
	return rows, whole
}

// explained is the plan of a statement that was run.
func (w *world) explained(ctx context.Context, scope record.Scope, rare bool, sql string, args []any) string {
	w.Helper()
	var plan string
	explain := func(db tenants.Reader) error {
		if rare {
			if err := record.Force(ctx, db, true); err != nil {
				return err
			}
		}
		rows, err := db.QueryContext(ctx, "explain (analyze, timing off, format json) "+sql, args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		rows.Next()
		return errors.Join(rows.Scan(&plan), rows.Err())
	}
	if scope == record.Nation {
		w.must(tenants.Across(ctx, w.db.App, tenants.Look{Purpose: "plan"}, explain))
	} else {
		w.must(tenants.Tx(ctx, w.db.App, func(tx *gorm.DB) error { return explain(raw{tx}) }))
	}
	return sql + fmt.Sprint(args) + "\n" + plan
}

// visits fails the test when a plan read more rows than it may, or the table whole.
func (w *world) visits(t *testing.T, explained string, most float64) {
	t.Helper()
	var run []struct{ Plan node }
	_, plan, _ := strings.Cut(explained, "\n[")
	if err := json.Unmarshal([]byte("["+plan), &run); err != nil || len(run) != 1 {
		t.Fatalf("%v: %s", err, explained)
	}
	if rows, whole := run[0].Plan.visited(); whole || rows > most {
		t.Errorf("visits %.0f rows of cases, may %.0f (the whole table: %t)\n%s", rows, most, whole, explained)
	}
}

// raw asks through GORM inside a tenant's transaction.
type raw struct{ tx *gorm.DB }

func (r raw) QueryContext(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	return r.tx.Raw(query, args...).Rows()
}
