package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/sample"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// writing is how a route that changes a child's record is used so that it does: by whom, on what, with what.
type writing struct {
	role tenants.Role // the lowest that may; a clinician where none is named
	path string       // below the child's address, with ROW for a row of the list of medicines
	form url.Values   // besides what every form carries
	set  string       // what the record must be first; CASE is its number
	// Routes that a closed record must not stop, such as a family's opting out, say why.
	always string
}

// recordWrites has every route that changes a record. A new route has to be in it: the test below fails until it is.
var recordWrites = map[string]writing{
	"POST " + atPlace:                {path: "/antiseizure-medicines"},
	"POST " + atItem:                 {path: "/tests/ct_head_performed", form: url.Values{"value": {"yes"}}},
	"PUT " + atItem:                  {path: "/tests/ct_head_performed", form: url.Values{"value": {"yes"}}},
	"DELETE " + atItem:               {path: "/antiseizure-medicines/ROW"},
	"POST " + atItem + "/close":      {path: "/antiseizure-medicines/ROW/close"},
	"POST " + atItem + "/delete":     {path: "/antiseizure-medicines/ROW/delete"},
	"POST " + atQuestion:             {path: "/antiseizure-medicines/ROW/risks_discussed", form: url.Values{"value": {"yes"}}},
	"PUT " + atQuestion:              {path: "/antiseizure-medicines/ROW/risks_discussed", form: url.Values{"value": {"yes"}}},
	"POST " + atCase + "/submit":     {},
	"POST " + atCase + "/take-back":  {set: "update cases set locked_at = now(), locked_by = gen_random_uuid() where id = CASE"},
	"POST " + atCase + "/unregister": {role: tenants.Lead, form: url.Values{"value": {"not_epilepsy"}}},
	"POST " + atCase + "/update": {form: url.Values{"first_name": {"Idris"}, "surname": {"Quillfeather"}, "date_of_birth": {"7/8/2016"}, "sex": {"2"},
		"ethnicity": {"G"}, "nhs_number": {"999 000 0042"}, "postcode": {""}, "postcode-reason": {"ZZ993WZ"}}},
	"POST " + atCase + "/delete": {set: "update cases set surname = 'Quillfeather' where id = CASE",
		form: url.Values{"reason": {"entered_in_error"}, "typed": {"Quillfeather"}}},
	"POST " + atCase + "/opt-out": {set: "update cases set surname = 'Quillfeather' where id = CASE", form: url.Values{"typed": {"Quillfeather"}},
		always: "a family may opt out at any time"},
	"POST " + atTransfer:             {role: tenants.Lead, form: url.Values{"organisation": {tenantstest.HospitalID("RR813")}}},
	"POST " + atTransfer + "/accept": {role: tenants.Lead, set: askedFor},
	"POST " + atTransfer + "/decline": {role: tenants.Lead, set: askedFor, form: url.Values{"reason": {"stays_here"}},
		always: "declining changes nothing of the record"},
	"POST " + atCase + "/reregister": {role: tenants.Lead,
		set: "update cases set unregistered_at = now(), unregistered_by = gen_random_uuid(), unregistered_reason = 'duplicate' where id = CASE"},
}

// askedFor has Leeds ask Manchester for the child, as the door of the database does.
const askedFor = `insert into transfers (tenant_id, id, side, kind, audit_number, other_tenant_id, to_organisation_id, requested_by, requested_by_name, request_id)
	select c.tenant_id, '00000000-0000-4000-8000-0000000000f1'::uuid, 'origin', 'ask', c.id, o.tenant_id, o.id, gen_random_uuid(), 'Lee Ding', 'r'
	  from cases c, organisations o where c.id = CASE and o.ods_code = 'RR813' union all
	select o.tenant_id, '00000000-0000-4000-8000-0000000000f1'::uuid, 'target', 'ask', null::bigint, c.tenant_id, o.id, gen_random_uuid(), 'Lee Ding', 'r'
	  from cases c, organisations o where c.id = CASE and o.ods_code = 'RR813'; update cases set transfer_pending = true where id = CASE`

// Every route that changes a record works to the last second of the deadline in London, and not one second longer: then it
// answers 423, says until when the record was open and who can open it, and nothing whatever is written. With an extension the
// same holds of its last day, also of those about which the clocks change and London's day is not that of UTC.
func TestEveryWriteEndsWithTheDeadline(t *testing.T) {
	w := sharedWorld(t)
	for _, c := range []struct {
		name string
		days int    // granted; 0 none
		last string // the last open day
		says string
	}{
		{"the deadline", 0, "2027-01-12", "open until the end of 12 January 2027. The national audit team can open it."},
		{"extended by two weeks", 14, "2027-01-26", "open until the end of 26 January 2027, as extended. The national audit team can open it."},
		{"extended to the Sunday on which summer time begins", 75, "2027-03-28", "open until the end of 28 March 2027, as extended."},
		{"extended to the day after", 76, "2027-03-29", "open until the end of 29 March 2027, as extended."},
		{"extended to the day before it ends", 291, "2027-10-30", "open until the end of 30 October 2027, as extended."},
		{"extended to the Sunday on which it ends", 292, "2027-10-31", "open until the end of 31 October 2027, as extended."},
	} {
		last, err := time.ParseInLocation(time.DateTime, c.last+" 23:59:59", ask.London)
		if err != nil {
			t.Fatal(err)
		}
		w.eachRecordWrite(t, func(t *testing.T, r route, how writing) {
			t.Run(c.name+"/"+r.method+" "+r.path, func(t *testing.T) {
				w.extend(c.days)
				v, send := w.prepare(t, r, how)
				w.at(last.Add(time.Second))
				before := w.everything(v.place)
				got := send()
				switch {
				case how.always != "":
					if got.status >= 400 {
						t.Errorf("%d, though %s", got.status, how.always)
					}
					return
				case got.status != http.StatusLocked:
					t.Errorf("one second past: %d", got.status)
				case !strings.Contains(got.body, c.says):
					t.Errorf("it does not say %q: %s", c.says, got.body)
				}
				if after := w.everything(v.place); after != before {
					t.Errorf("one second past, something was written:\n%s", difference(before, after))
				}
				w.at(last)
				if got := send(); got.status >= 400 {
					t.Errorf("at the last second: %d %s", got.status, got.body)
				}
				if w.everything(v.place) == before {
					t.Error("at the last second nothing was written")
				}
			})
		})
	}
}

// A submitted record is closed to everything but being taken back, and an unregistered one to everything but being registered
// again, for the national audit team too.
func TestEveryWriteMeetsTheLock(t *testing.T) {
	w := sharedWorld(t)
	for _, c := range []struct{ name, set, says, lifts string }{
		{"submitted", "update cases set locked_at = now(), locked_by = gen_random_uuid() where id = CASE", "has been submitted", "/take-back"},
		{"unregistered", "update cases set unregistered_at = now(), unregistered_by = gen_random_uuid(), unregistered_reason = 'duplicate' where id = CASE", "was unregistered on", "/reregister"},
	} {
		w.eachRecordWrite(t, func(t *testing.T, r route, how writing) {
			if how.always != "" || strings.HasSuffix(r.path, c.lifts) {
				return
			}
			t.Run(c.name+"/"+r.method+" "+r.path, func(t *testing.T) {
				v, send := w.prepare(t, r, how)
				w.Exec(t, strings.ReplaceAll(c.set, "CASE", strconv.FormatInt(w.child[v.place.ODSCode], 10)))
				before := w.everything(v.place)
				got := send()
				twice := c.name == "submitted" && strings.HasSuffix(r.path, "/submit") || c.name == "unregistered" && strings.HasSuffix(r.path, "/unregister")
				if want := map[bool]int{false: http.StatusLocked, true: http.StatusConflict}[twice]; got.status != want || !twice && !strings.Contains(got.body, c.says) {
					t.Errorf("%d %s", got.status, got.body)
				}
				if after := w.everything(v.place); after != before {
					t.Errorf("something was written:\n%s", difference(before, after))
				}
			})
		})
	}
}

// eachRecordWrite calls do with every route of the table that changes a record.
func (w *world) eachRecordWrite(t *testing.T, do func(*testing.T, route, writing)) {
	met := 0
	for _, r := range w.server.routes() {
		if r.door != ofTenant || r.method == http.MethodGet || !strings.HasPrefix(r.path, atCase) { // restoring changes no answer, and is the national team's
			continue
		}
		how, known := recordWrites[r.method+" "+r.path]
		if !known {
			t.Errorf("%s %s is not in recordWrites: say there how it is used, so that it is tried when the record is closed", r.method, r.path)
			continue
		}
		met++
		do(t, r, how)
		w.reset(t)
	}
	if met < 12 {
		t.Errorf("only %d routes were tried", met)
	}
}

// prepare makes the record what the route needs, and gives what sends it: with a key of its own each time.
func (w *world) prepare(t *testing.T, r route, how writing) (*visitor, func() reply) {
	t.Helper()
	if how.role == "" {
		how.role = tenants.Editor
	}
	v := w.signIn(w.Manchester, how.role)
	usual := w.child[v.place.ODSCode]
	t.Cleanup(func() { w.child[v.place.ODSCode] = usual })
	w.child[v.place.ODSCode] = w.completeGirl(v.place)
	path := v.casePath(how.path)
	if how.path == "" {
		path = v.casePath(strings.TrimPrefix(r.path, atCase))
	}
	if strings.Contains(path, "ROW") {
		path = strings.ReplaceAll(path, "ROW", strconv.FormatInt(w.addRow(v.place), 10))
	}
	if how.set != "" {
		w.Exec(t, strings.ReplaceAll(how.set, "CASE", strconv.FormatInt(w.child[v.place.ODSCode], 10)))
	}
	return v, func() reply {
		form := v.answer()
		for name, values := range how.form {
			form[name] = values
		}
		form.Set("confirmed", "yes")
		return v.send(r.method, path, form, "HX-Request", "true", "Pinktick-As", form.Get("as"), "Pinktick-Key", uuid.NewString())
	}
}

// at sets the clock by which records close.
func (w *world) at(now time.Time) { w.store.Now = func() time.Time { return now } }

// extend grants the hospital of Manchester so many days for cohort 8, or none.
func (w *world) extend(days int) {
	w.t.Helper()
	if days > 0 {
		w.Exec(w.t, `insert into deadline_extensions (tenant_id, organisation_id, cohort, days, reason, key, granted_by, granted_by_name)
			values ($1, $2, 8, $3, 'capacity', gen_random_uuid(), gen_random_uuid(), 'Chris Walsh')`, string(w.Manchester.ID), w.Manchester.Hospitals[0].ID, days)
	}
}

// completeGirl adds a child of cohort 8 with an antiseizure medicine, of whom nothing is missing, and gives the number.
func (w *world) completeGirl(p tenantstest.Place) int64 {
	w.t.Helper()
	at := dataset.Circumstances{Today: ask.DateOf(today)}
	for child := range sample.Children(3, 2000, at.Today, []string{p.Hospitals[0].ID}) {
		given := child.Management().AntiseizureMedicineGiven
		period, _ := child.Period(dataset.RuleCalendar())
		if period.Cohort == 8 && given != nil && *given && child.Completion(at).Complete() {
			child.Case().NHSNumber = nil
			id, err := w.store.Create(p.As(w.t.Context(), tenants.Editor), child)
			if err != nil {
				w.t.Fatal(err)
			}
			return id
		}
	}
	w.t.Fatal("no complete child was made")
	return 0
}

// everything is a dump of all the rows of a tenant that are its own, but for the note of who read what.
func (w *world) everything(p tenantstest.Place) string {
	w.t.Helper()
	rows, err := w.Super.Query(`select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
		where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'record_reads'
		and has_any_column_privilege('pinktick_app', c.oid, 'INSERT,UPDATE') order by 1`)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var tables []string
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			w.t.Fatal(err)
		}
		tables = append(tables, table)
	}
	if len(tables) < 15 {
		w.t.Fatalf("only these tables: %v", tables)
	}
	var all strings.Builder
	for _, table := range tables {
		var lines string
		if err := w.Super.QueryRow(`select coalesce(string_agg(t::text, E'\n' order by t::text), '') from `+table+` t where tenant_id = $1`, string(p.ID)).Scan(&lines); err != nil {
			w.t.Fatal(err)
		}
		fmt.Fprintf(&all, "-- %s\n%s\n", table, lines)
	}
	return all.String()
}

// difference is what stands in one dump and not in the other.
func difference(before, after string) string {
	var all strings.Builder
	for line := range strings.SplitSeq(after, "\n") {
		if !strings.Contains(before, line) {
			all.WriteString(line + "\n")
		}
	}
	return all.String()
}
