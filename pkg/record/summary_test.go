package record_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/sample"
)

// onCase is what the list's columns of a case hold, in words.
func (w *world) onCase(id int64) string {
	w.Helper()
	var text string
	w.must(w.db.Super.QueryRow(`select concat_ws(' ', coalesce(lead_organisation_id::text, '-'), coalesce(first_assessment_on::text, '-'),
		coalesce(cohort::text, '-'), coalesce(closes_on::text, '-'), completed || '/' || expected, forms_incomplete, warnings, complete)
		from cases where id = $1`, id).Scan(&text))
	return text
}

// counted is the same out of the record itself, worked out here by hand.
func (w *world) counted(id int64) string {
	w.Helper()
	r, err := w.store.Peek(w.as(amina), id)
	w.must(err)
	lead, first, cohort, closes := "-", "-", "-", "-"
	registration := r.Child.Registration()
	if registration.LeadOrganisationID != nil {
		lead = *registration.LeadOrganisationID
	}
	if registration.FirstAssessmentOn != nil {
		first = registration.FirstAssessmentOn.String()
	}
	if period, found := r.Period(); found && r.Child.IsRegistered() {
		cohort, closes = fmt.Sprint(period.Cohort), period.ClosesOn().String()
	}
	done, mask := r.Completion(), 0
	for i, form := range done.Forms {
		if form.Completed < form.Expected {
			mask += []int{1, 2, 4, 8, 16, 32, 64}[i]
		}
	}
	return fmt.Sprintf("%s %s %s %s %d/%d %d %d %s", lead, first, cohort, closes, done.Total.Completed, done.Total.Expected, mask,
		r.Child.Warnings(r.At), map[bool]string{true: "t", false: "f"}[done.Complete()])
}

// Whatever is answered, cleared, added and deleted, in whatever order: what stands on the case is what the record says.
func TestTheCaseHoldsWhatTheRecordSays(t *testing.T) {
	w := newWorld(t)
	seeds := uint64(0)
	rapid.Check(t, func(rt *rapid.T) {
		seeds++
		id := w.child
		for child := range sample.Children(seeds, 1, ask.DateOf(w.store.Now()), []string{hospitalA}) {
			var err error
			child.Case().NHSNumber = nil // those of neighbouring seeds may come twice
			id, err = w.store.Create(w.as(amina), child)
			w.must(err)
		}
		same := func(when string) {
			if on, counts := w.onCase(id), w.counted(id); on != counts {
				rt.Fatalf("%s: the case holds %s, the record %s", when, on, counts)
			}
			if on, is := w.resultsOn(id), w.scored(id, kpi.R4); on != is {
				rt.Fatalf("%s: the results are %s, the record's %s", when, on, is)
			}
		}
		same("as created")
		for range rapid.IntRange(1, 6).Draw(rt, "changes") {
			same("after " + w.changeSomething(rt, id))
		}
	})
}

// changeSomething does one thing to the record, which may be refused.
func (w *world) changeSomething(rt *rapid.T, id int64) string {
	r, err := w.store.Peek(w.as(amina), id)
	w.must(err)
	section := rapid.SampledFrom(dataset.Sections).Draw(rt, "section")
	in := r.In(section)
	if len(section.Lists) > 0 && rapid.Bool().Draw(rt, "in a list") {
		return w.changeRows(rt, r, rapid.SampledFrom(section.Lists).Draw(rt, "list"))
	}
	q := rapid.SampledFrom(section.Questions).Draw(rt, "question")
	sent := drawSent(rt, q, in)
	err = w.yes(func(clears string) error {
		_, err := w.store.Save(w.as(amina), record.Answer{CaseID: id, Section: section, Question: q, Sent: sent, Key: uuid.NewString(), Version: r.Revision, Clears: clears})
		return err
	})
	return fmt.Sprintf("%s = %q (%v)", q.Key, sent, err)
}

func (w *world) changeRows(rt *rapid.T, r *record.Record, list *ask.Records) string {
	rows := list.Rows(r.In(list.Parent))
	if len(rows) == 0 || rapid.IntRange(0, 3).Draw(rt, "act") == 0 {
		_, _, err := w.store.AddRow(w.as(amina), r.ID, list, uuid.NewString())
		return fmt.Sprintf("adding to %s (%v)", list.Key, err)
	}
	row := ask.RowID(rapid.SampledFrom(rows).Draw(rt, "row"))
	if rapid.Bool().Draw(rt, "delete") {
		err := w.yes(func(clears string) error {
			_, err := w.store.DeleteRow(w.as(amina), r.ID, list, row, uuid.NewString(), clears)
			return err
		})
		return fmt.Sprintf("deleting from %s (%v)", list.Key, err)
	}
	in, _ := r.Row(list, row)
	q := rapid.SampledFrom(list.Section.Questions).Draw(rt, "question")
	sent := drawSent(rt, q, in)
	err := w.yes(func(clears string) error {
		_, err := w.store.Save(w.as(amina), record.Answer{CaseID: r.ID, Section: list.Parent, List: list, RowID: row, Question: q, Sent: sent,
			Key: uuid.NewString(), Version: r.Revision, Clears: clears})
		return err
	})
	return fmt.Sprintf("%s.%s = %q (%v)", list.Key, q.Key, sent, err)
}

// yes agrees to whatever a change would remove.
func (w *world) yes(change func(clears string) error) error {
	err := change("")
	var asked *record.ClearingError
	if errors.As(err, &asked) {
		return change(ask.Covers(asked.Losses))
	}
	return err
}

func drawSent(rt *rapid.T, q *ask.Question, in ask.Input) []string {
	choices := []string{"", "yes", "no", "2025-06-02", "2026-10-01", "declined", "Fear"}
	for _, c := range q.Columns {
		choices = append(choices, c.Name)
	}
	for _, o := range q.AllOptions(in) {
		choices = append(choices, o.Code)
	}
	return []string{rapid.SampledFrom(choices).Draw(rt, "sent")}
}

// A girl on valproate turns twelve: two more answers are expected, and a job that runs that night, not a save, says so.
func TestABirthdayIsCountedInTheNight(t *testing.T) {
	w := newWorld(t)
	child := registeredGirl()
	born := ask.NewDate(2014, 11, 25) // twelve in three days
	valproate, yes, no := "sodium_valproate", true, false
	child.Case().DateOfBirth, child.Management().AntiseizureMedicineGiven = &born, &yes
	child.AddRow(dataset.MedicineSection, &dataset.Medicine{IsRescue: &no, Medicine: &valproate})
	id, err := w.store.Create(w.as(amina), child)
	w.must(err)
	before := w.count("select expected from cases where id = $1", id)
	recounted := func() int {
		n, err := w.store.RecountDue(w.as(amina))
		w.must(err)
		return n
	}
	if n := recounted(); n != 0 {
		t.Errorf("%d were due the day before", n)
	}
	w.store.Now = func() time.Time { return time.Date(2026, 11, 25, 0, 10, 0, 0, ask.London) }
	if n := recounted(); n != 1 {
		t.Errorf("%d were due on the day, want 1", n)
	}
	if after := w.count("select expected from cases where id = $1", id); after != before+2 {
		t.Errorf("%d expected, want two more than %d", after, before)
	}
	if w.count("select revision from cases where id = $1", id) != 0 {
		t.Error("the record became another revision")
	}
	if n := recounted(); n != 0 {
		t.Errorf("%d were due again", n)
	}
}

// Rows that were there before the columns, or came by another way, are counted once; counting everything again changes nothing;
// and the tenant next door is left alone.
func TestRecountingIsIdempotent(t *testing.T) {
	w := newWorld(t)
	want := w.onCase(w.child)
	w.db.Exec(t, `insert into cases (tenant_id, first_name, surname) select $1, 'Old', 'Row' || n from generate_series(1, 450) n`, trustA)
	w.db.Exec(t, `insert into cases (tenant_id, first_name, surname) values ($1, 'Other', 'Trust')`, trustB)
	w.db.Exec(t, `update cases set cohort = null, closes_on = null, expected = 0, completed = 0, forms_incomplete = 127, recount_on = '0001-01-01' where id = $1`, w.child)
	w.db.Exec(t, `update case_counts set total = total + 7 where tenant_id = $1`, trustA)
	for i, wanted := range []int{451, 0} {
		n, err := w.store.RecountDue(w.as(amina))
		w.must(err)
		if n != wanted {
			t.Errorf("run %d: %d were due, want %d", i+1, n, wanted)
		}
	}
	if got := w.onCase(w.child); got != want {
		t.Errorf("recounted it holds %s, want %s", got, want)
	}
	versions := func() string {
		var all string
		w.must(w.db.Super.QueryRow(`select string_agg(id || ':' || xmin, ' ' order by id) from cases`).Scan(&all))
		return all
	}
	before := versions()
	n, err := w.store.RecountAll(w.as(amina))
	w.must(err)
	if n != 451 || versions() != before {
		t.Errorf("counting all %d again wrote rows", n)
	}
	if n := w.count("select count(*) from cases where recount_on is not null"); n != 1 {
		t.Errorf("%d rows wait, want the other trust's", n)
	}
	w.countedChildren(trustA, "451 1")
	w.countedChildren(trustB, "1 0")
}

// countedChildren fails the test unless the stored counts of a tenant are these: all, and registered.
func (w *world) countedChildren(trust, want string) {
	w.Helper()
	var got string
	w.must(w.db.Super.QueryRow(`select sum(total) || ' ' || sum(registered) from case_counts where tenant_id = $1`, trust).Scan(&got))
	if got != want {
		w.Errorf("the counts say %q, want %q", got, want)
	}
}

// The counts follow every way in which a child comes, goes and changes, in the transaction of the change.
func TestTheCountsFollowEveryChange(t *testing.T) {
	w := newWorld(t)
	w.unchecked()
	lead := func(column string) string {
		var all string
		w.must(w.db.Super.QueryRow(`select coalesce(string_agg(`+column+`::text, ' ' order by lead_id), '') from case_counts where tenant_id = $1 and total <> 0`, trustA).Scan(&all))
		return all
	}
	w.countedChildren(trustA, "1 1")
	if got := lead("lead_id"); got != hospitalA {
		t.Errorf("counted for %q", got)
	}
	for _, step := range []struct{ what, change, want string }{
		{"two by one statement", `insert into cases (tenant_id, surname) values ($1, 'A'), ($1, 'B')`, "3 1"},
		{"submitted", `update cases set locked_at = now() where tenant_id = $1 and surname = 'Child'`, "3 1"},
		{"unregistered", `update cases set locked_at = null, unregistered_at = now(), unregistered_by = gen_random_uuid(), unregistered_reason = 'duplicate' where tenant_id = $1 and surname = 'Child'`, "3 0"},
		{"registered again", `update cases set unregistered_at = null, unregistered_by = null, unregistered_reason = null where tenant_id = $1 and surname = 'Child'`, "3 1"},
		{"opted out", `update cases set opted_out_at = now() where tenant_id = $1 and surname = 'Child'`, "3 0"},
		{"quarantined", `update cases set deleted_at = now(), deleted_by = gen_random_uuid(), deleted_reason = 'duplicate' where tenant_id = $1 and surname = 'A'`, "2 0"},
		{"restored", `update cases set deleted_at = null, deleted_by = null, deleted_reason = null where tenant_id = $1 and surname = 'A'`, "3 0"},
		{"gone", `delete from cases where tenant_id = $1 and surname in ('A', 'B')`, "1 0"},
	} {
		w.db.Exec(t, step.change, trustA)
		t.Run(step.what, func(t *testing.T) { (&world{T: t, db: w.db}).countedChildren(trustA, step.want) })
	}
}

// A save writes no other row of a case than the one version, and touches none of its indexes: no index holds a column that
// most saves change.
func TestASaveTouchesNoIndex(t *testing.T) {
	w := newWorld(t)
	var indexed string
	w.must(w.db.Super.QueryRow(`select string_agg(pg_get_indexdef(indexrelid), '; ') from pg_index where indrelid = 'cases'::regclass`).Scan(&indexed))
	for _, column := range []string{"revision", "updated_at", "expected", "completed"} {
		if strings.Contains(indexed, column) {
			t.Errorf("an index holds %s", column)
		}
	}
	hot := func() int64 {
		w.db.Exec(t, "select pg_stat_force_next_flush()")
		return w.count("select n_tup_hot_upd from pg_stat_user_tables where relname = 'cases'")
	}
	pool, err := w.db.App.DB()
	w.must(err)
	pool.SetMaxOpenConns(1) // so that its statistics can be asked for
	flush := func() {
		_, err := pool.Exec("select pg_stat_force_next_flush()")
		w.must(err)
	}
	w.save(dataset.TestsSection, "ct_head_performed", "yes")
	flush()
	before := hot()
	w.save(dataset.TestsSection, "twelve_lead_ecg_performed", "no")
	flush()
	if got := hot() - before; got != 1 {
		t.Errorf("%d updates of the case kept its indexes, want 1", got)
	}
	if got := w.fillfactor(); got != "85" {
		t.Errorf("the table leaves no room: fillfactor %s", got)
	}
}

func (w *world) fillfactor() string {
	w.Helper()
	var options string
	w.must(w.db.Super.QueryRow(`select coalesce(array_to_string(reloptions, ','), '') from pg_class where oid = 'cases'::regclass`).Scan(&options))
	return strings.TrimPrefix(options, "fillfactor=")
}

// What goes with an emptied list is not counted any more: neither its answers nor what was wrong with them.
func TestAnEmptiedListLeavesNoWarning(t *testing.T) {
	w := newWorld(t)
	child := registeredGirl()
	yes, no, name, before := true, false, "carbamazepine", ask.NewDate(2010, 1, 1)
	child.Management().AntiseizureMedicineGiven = &yes
	child.AddRow(dataset.MedicineSection, &dataset.Medicine{IsRescue: &no, Medicine: &name, StartedOn: &before})
	var err error
	w.child, err = w.store.Create(w.as(amina), child)
	w.must(err)
	if n := w.count("select warnings from cases where id = $1", w.child); n != 1 {
		t.Errorf("%d warnings of a medicine begun before birth", n)
	}
	w.save(dataset.TreatmentSection, "antiseizure_medicine_given", "no")
	if n := w.count("select warnings from cases where id = $1", w.child); n != 0 {
		t.Errorf("%d warnings without medicines", n)
	}
}
