//go:build bench

package bench

import (
	"context"
	"os"
	"strconv"
	"strings"
	"time"
)

// childrenOfNation is how many children the national list has; PINKTICK_BENCH_CHILDREN makes it another number. One trust has
// 20,000 of them.
func childrenOfNation() int {
	if n, err := strconv.Atoi(os.Getenv("PINKTICK_BENCH_CHILDREN")); err == nil && n > 0 {
		return n
	}
	return 1_000_000
}

const childrenOfLargeTrust = 20_000

// fillNation puts synthetic children straight into the list's table: names, cohorts, states and gaps as a country has them. The
// indexes are made after the rows, which takes minutes less.
func (w *world) fillNation() time.Duration {
	begun := time.Now()
	ctx, super := context.Background(), w.super()
	exec := func(statement string, args ...any) {
		_, err := super.Exec(ctx, statement, args...)
		w.must(err)
	}
	rows, err := super.Query(ctx, `select indexname, indexdef from pg_indexes where tablename = 'cases' and indexname not in
		(select conname from pg_constraint where conrelid = 'cases'::regclass)`)
	w.must(err)
	indexes := map[string]string{}
	for rows.Next() {
		var name, definition string
		w.must(rows.Scan(&name, &definition))
		indexes[name] = definition
	}
	w.must(rows.Err())
	for name := range indexes {
		exec("drop index " + name)
	}
	exec("set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '256MB'")
	exec(strings.ReplaceAll(nation, "LARGE", w.trusts[0].ODSCode), childrenOfNation(), childrenOfLargeTrust)
	for _, definition := range indexes {
		exec(definition)
	}
	exec(`insert into case_counts (tenant_id, lead_id, total, registered)
		select tenant_id, coalesce(lead_organisation_id, tenant_id), count(*), count(*) filter (where stage between 1 and 3) from cases group by 1, 2
		on conflict (tenant_id, lead_id) do update set total = excluded.total, registered = excluded.registered`)
	exec("vacuum analyze cases")
	exec("checkpoint")
	return time.Since(begun)
}

const nation = `
with t as (select id, row_number() over (order by ods_code <> 'LARGE', ods_code) as n, count(*) over () as all_of from tenants where id in (select tenant_id from organisations)),
first as (select array['Aaliyah','Oliver','Niamh','Yusuf','Zofia','Ifeoma','Tomos','Rosalind','Ava','Mohammed','Grace','Leo','Mia','Noah','Ella','Harry','Isla',
  'Jack','Lily','George','Freya','Arthur','Poppy','Max','Quinn','Xander','Siân','Zoë','Rhys','Megan','Priya','Kofi'] as names),
last as (select array['Smith','Jones','Taylor','Brown','Williams','Wilson','Johnson','Davies','Patel','Robinson','Wright','Thompson','Evans','Walker','White',
  'Roberts','Green','Hall','Wood','Jackson','Clarke','Khan','Hussain','Begum','Ahmed','Okafor','Nowak','Murphy','Kelly','O''Brien','Achebe','Horvat','Grant',
  'Fernandes','Demir','Doyle','Bevan','Lloyd','Pritchard','Griffiths','Vaughan','Zielinski'] as names)
insert into cases (tenant_id, first_name, surname, date_of_birth, sex, nhs_number, lead_organisation_id, first_assessment_on, cohort, closes_on,
    expected, completed, forms_incomplete, locked_at, warnings, transfer_pending, recount_on)
select t.id, first.names[1 + hash % 32], last.names[1 + hash / 32 % 42] || case when hash / 2000 % 10 < 7 then chr((97 + hash / 20000 % 26)::int) || chr((97 + hash / 600000 % 26)::int) else '' end,
  date '2010-01-01' + (hash % 5000)::int, (1 + hash % 2)::text, lpad((8000000000 + v.n)::text, 10, '0'), case when hash % 400 > 0 then o.id end,
  case when registered then date '2020-12-15' + (365 * (cohort - 4) + hash % 340)::int end, case when registered then cohort end,
  case when registered then date '2023-01-10' + 364 * (cohort - 4) end, 60, case when done then 60 else hash % 60 end,
  case when not registered then 127 when done then 0 else 1 + (hash / 7 % 126)::int end, case when registered and done and hash % 3 = 0 then now() end,
  case when hash % 700 = 0 then 1 else 0 end, hash % 5000 = 0, null
from generate_series(1, $1) v (n), first, last,
  lateral (select abs(hashtext(v.n::text))::bigint as hash) h,
  lateral (select 4 + (hash / 11 % 7)::int as cohort, hash % 400 > 0 and hash % 25 > 0 as registered, hash / 13 % 100 < 80 - case when hash / 11 % 7 >= 4 then 60 else 0 end as done) c,
  t, lateral (select id from organisations where tenant_id = t.id order by id limit 1) o
where t.n = case when v.n <= $2 then 1 else 2 + hash % (t.all_of - 1) end`
