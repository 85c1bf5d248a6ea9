package outlier_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/tenants"
)

// Records are opened for what was found, in one act, with the figures frozen; again, or after another count, they stay as they are.
func TestRecordsAreOpenedOnce(t *testing.T) {
	w := newWorld(t)
	d, err := w.store.Look(w.team("Amina Noor"), 7)
	w.must(err)
	for i, want := range []int{2, 0} {
		if made, err := w.store.Open(w.team("Amina Noor"), 7, d.At, outlier.Groups); err != nil || made != want {
			t.Fatalf("the %d. time %d were made: %v", i+1, made, err)
		}
	}
	r := w.open()
	due := ask.NewDate(2026, 11, 30)
	if f := r.Figures; r.Found != measure.AlarmLow || !r.Negative || f.R != 27 || f.N != 60 || f.BenchmarkR != 158 || f.BenchmarkN != 221 || r.State != outlier.Potential || r.DueOn == nil || *r.DueOn != due {
		t.Errorf("opened as %+v, due %v", r, r.DueOn)
	}
	w.count("2026-11-10 03:00+00")
	if _, err := w.store.Open(w.team("Amina Noor"), 7, d.At, outlier.Groups); !fault.Is(err, fault.Conflict) {
		t.Errorf("with figures that were counted again: %v", err)
	}
	if _, err := w.store.Look(w.team("Amina Noor"), 8); !fault.Is(err, fault.Closed) {
		t.Errorf("a cohort that is not over: %v", err)
	}
	analyst := w.team("Chris Walsh")
	person, _ := tenants.PersonFrom(analyst)
	person.Role = tenants.NationalAnalyst
	analyst = tenants.IntoPerson(analyst, person)
	if _, err := w.store.Open(analyst, 7, d.At, outlier.Groups); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an analyst opens: %v", err)
	}
	if err := w.store.Bring(analyst, r.ID, w.step(r.ID, outlier.DataUnderCheck)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an analyst moves: %v", err)
	}
	if _, err := w.store.Read(analyst, r.ID); err != nil {
		t.Errorf("an analyst reads: %v", err)
	}
	for _, role := range []tenants.Role{tenants.Lead, tenants.Operator} {
		if _, err := w.store.Read(w.at("RP4", role), r.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s reads as the audit team: %v", role, err)
		}
	}
	var looks int
	w.must(w.db.Super.QueryRow("select count(*) from national_reads where purpose in ('outliers', 'outlier', 'open outliers')").Scan(&looks))
	if looks < 5 {
		t.Errorf("only %d looks were written down", looks)
	}
}

// The whole way of a record, and what its centre can read on it, in the database itself: nothing before it is told, what is for it
// afterwards, and never the audit team's own notes. Another centre reads nothing, ever.
func TestTheWholeWay(t *testing.T) {
	w := newWorld(t)
	id := w.open().ID
	for _, step := range []struct {
		to   outlier.State
		seen string // of the state and the words, by the centre
	}{
		{outlier.DataUnderCheck, ""}, {outlier.WithCentre, "with_centre"}, {outlier.ErrorInData, "error_in_data"}, {outlier.ReAnalysed, "re_analysed"},
		{outlier.Confirmed, "confirmed"}, {outlier.Told, "told"}, {outlier.Published, "published"},
	} {
		w.bring(id, step.to)
		got := w.seen("RP4")
		if step.seen == "" && got != "" || !strings.Contains(got, step.seen) || strings.Contains(got, "Working note") || strings.Contains(got, "at data_under_check") {
			t.Errorf("at %s the centre reads %q", step.to, got)
		}
		if other := w.seen("R0A"); other != "" {
			t.Errorf("at %s another centre reads %q", step.to, other)
		}
	}
	r, last := w.read(id), outlier.Event{}
	trail := ""
	for _, e := range r.Events {
		if !e.Note {
			trail += string(e.State) + " by " + e.By + "; "
			last = e
		}
	}
	if want := "potential by Amina Noor; data_under_check by Amina Noor; with_centre by Amina Noor; error_in_data by Lead of RP4; re_analysed by Amina Noor; confirmed by Amina Noor; told by Amina Noor; published by Amina Noor; "; trail != want {
		t.Errorf("the trail is %s", trail)
	}
	if r.DueOn != nil || last.State != outlier.Published || r.Latest().CountedAt.IsZero() || len(r.Events) != 14 {
		t.Errorf("in the end: %+v, %d events", r, len(r.Events))
	}
	own, err := w.store.OwnRecord(w.at("RP4", tenants.Viewer), id)
	if err != nil || len(own.Events) != 6 {
		t.Errorf("the centre's own: %d events, %v", len(own.Events), err)
	}
}

// A centre that could not be an outlier after all is cleared before it hears of it, and reads nothing.
func TestClearedByTheCheck(t *testing.T) {
	w := newWorld(t)
	id := w.open().ID
	w.bring(id, outlier.DataUnderCheck, outlier.Cleared)
	if got := w.seen("RP4"); got != "" {
		t.Errorf("the centre reads %q", got)
	}
	for _, e := range w.read(id).Events {
		if e.Shared {
			t.Errorf("the audit team is told that the centre reads %s", e.State)
		}
	}
}

// The centre answers while the record is with it, once, and the audit team reads the answer and the file; another centre has no such
// record, and a clinician does not answer.
func TestTheCentreAnswers(t *testing.T) {
	w := newWorld(t)
	id := w.open().ID
	w.bring(id, outlier.DataUnderCheck)
	lead, early := w.at("RP4", tenants.Lead), w.answer(id, outlier.DataCorrect)
	if err := w.store.Answer(lead, id, early); !fault.Is(err, fault.NotFound) {
		t.Errorf("before it is told: %v", err)
	}
	w.bring(id, outlier.WithCentre)
	if n, by, err := w.store.Waiting(lead); err != nil || n != 1 || by == nil || *by != ask.NewDate(2026, 12, 30) {
		t.Errorf("waiting: %d by %v, %v", n, by, err)
	}
	a := w.answer(id, outlier.DataCorrect)
	a.File = &outlier.Upload{Name: "notes.pdf", Content: []byte("%PDF-1.7\nnotes")}
	for who, kind := range map[string]fault.Kind{"RP4": fault.Forbidden, "R0A": fault.NotFound} {
		role := tenants.Lead
		if who == "RP4" {
			role = tenants.Editor
		}
		if err := w.store.Answer(w.at(who, role), id, a); !fault.Is(err, kind) {
			t.Errorf("%s of %s: %v", role, who, err)
		}
	}
	for range 2 { // the same form twice is one answer
		w.must(w.store.Answer(lead, id, a))
	}
	if err := w.store.Answer(lead, id, w.answer(id, outlier.ErrorInData)); !fault.Is(err, fault.Conflict) || !strings.Contains(message(err), "Lead of RP4 has brought this record to “Answer received: data correct”") {
		t.Errorf("a second answer: %v", message(err))
	}
	r := w.read(id)
	file := r.Last().Files[0]
	f, err := w.store.File(w.team("Amina Noor"), id, file.ID)
	if err != nil || f.Name != "notes.pdf" || string(f.Content) != "%PDF-1.7\nnotes" || len(r.Events) != 6 {
		t.Errorf("the file is %+v, with %d events: %v", f, len(r.Events), err)
	}
	if _, err := w.store.OwnFile(w.at("RP4", tenants.Viewer), id, file.ID); err != nil {
		t.Errorf("the centre's own file: %v", err)
	}
	if _, err := w.store.OwnFile(w.at("R0A", tenants.Lead), id, file.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("another centre's file: %v", err)
	}
	note := outlier.Step{Version: r.Version, Key: "00000000-0000-4000-8000-0000000000aa", Words: "Telephoned.", File: &outlier.Upload{Name: "call.txt", Content: []byte("words")}}
	w.must(w.store.Bring(w.team("Chris Walsh"), id, note))
	if got := w.seen("RP4"); strings.Contains(got, "Telephoned") || strings.Contains(got, "call.txt") || !strings.Contains(got, "notes.pdf") {
		t.Errorf("the centre reads %q", got)
	}
}

func message(err error) string {
	f, _ := fault.As(err)
	if f == nil {
		return ""
	}
	return f.Message
}

// Of two people who move a record at once one is second, and hears who was first. The same form sent twice is one step.
func TestTwoPeopleMoveARecord(t *testing.T) {
	w := newWorld(t)
	id := w.open().ID
	names, errs := []string{"Amina Noor", "Chris Walsh"}, make([]error, 2)
	var wait sync.WaitGroup
	for i, name := range names {
		step := w.step(id, outlier.DataUnderCheck)
		wait.Go(func() { errs[i] = w.store.Bring(w.team(name), id, step) })
	}
	wait.Wait()
	winner := 0
	if errs[0] != nil {
		winner = 1
	}
	if errs[winner] != nil || !fault.Is(errs[1-winner], fault.Conflict) || !strings.Contains(message(errs[1-winner]), names[winner]+" has brought this record to “Data under check”") {
		t.Fatalf("at once: %v", errs)
	}
	step := w.step(id, outlier.WithCentre)
	for range 2 {
		w.must(w.store.Bring(w.team("Amina Noor"), id, step))
	}
	if r := w.read(id); r.Version != 3 || r.State != outlier.WithCentre {
		t.Errorf("the same form twice: %s, version %d", r.State, r.Version)
	}
	if err := w.store.Bring(w.team("Amina Noor"), id, w.step(id, outlier.Published)); !fault.Is(err, fault.Conflict) {
		t.Errorf("a step that is not the next: %v", err)
	}
	w.bring(id, outlier.DataCorrect)
	again := w.step(id, outlier.ReAnalysed)
	w.count("2026-11-20 03:00+00")
	if err := w.store.Bring(w.team("Amina Noor"), id, again); !fault.Is(err, fault.Conflict) {
		t.Errorf("figures that were counted again meanwhile: %v", err)
	}
}

// Taking no part goes the same way: the centre is asked, and the regulator told.
func TestACentreThatTookNoPart(t *testing.T) {
	w := newWorld(t)
	w.put("RCB", 0, 0)
	w.open()
	all, total, err := w.store.List(w.team("Amina Noor"), outlier.Filter{State: outlier.Potential}, 1, 10)
	if err != nil || total != 3 {
		t.Fatalf("%d records are open: %v", total, err)
	}
	for _, r := range all {
		if r.Code != "RCB" {
			continue
		}
		if r.Of() != nil || r.Found != measure.NotParticipating || !r.ForRegulator() {
			t.Errorf("opened as %+v", r)
		}
		w.bring(r.ID, outlier.DataUnderCheck, outlier.WithCentre)
		a := w.answer(r.ID, outlier.DataCorrect)
		w.must(w.store.Answer(w.at("RCB", tenants.Lead), r.ID, a))
		w.bring(r.ID, outlier.ReAnalysed, outlier.Confirmed, outlier.Told, outlier.Published)
		if f := w.read(r.ID).Latest(); f.Plain != measure.NotParticipating || f.Children.Registered != 0 {
			t.Errorf("in the end: %+v", f)
		}
		return
	}
	t.Error("no record for the centre that took no part")
}

// What is not done by its day is listed as overdue. Without an answer the audit team goes on once the day has passed.
func TestWhatIsOverdue(t *testing.T) {
	w := newWorld(t)
	id := w.open().ID
	w.bring(id, outlier.DataUnderCheck, outlier.WithCentre)
	overdue := func() int {
		_, total, err := w.store.List(w.team("Amina Noor"), outlier.Filter{Overdue: true, State: outlier.WithCentre}, 1, 10)
		w.must(err)
		return total
	}
	last := ask.NewDate(2026, 12, 30)
	w.store.Now = func() time.Time { return time.Date(last.Year, last.Month, last.Day, 23, 59, 0, 0, ask.London) }
	if n, err := overdue(), w.store.Bring(w.team("Amina Noor"), id, w.step(id, outlier.ReAnalysed)); n != 0 || !fault.Is(err, fault.Conflict) {
		t.Errorf("on the last day %d are overdue: %v", n, err)
	}
	w.store.Now = func() time.Time { return time.Date(2026, 12, 31, 0, 1, 0, 0, ask.London) }
	if n := overdue(); n != 1 {
		t.Errorf("a day later %d are overdue", n)
	}
	w.bring(id, outlier.ReAnalysed)
}

// Nobody changes or deletes what is written, whoever they are; nobody leaves a step out; and the server's own role cannot write at all.
func TestNothingIsEverDeleted(t *testing.T) {
	w := newWorld(t)
	id := w.open().ID
	w.bring(id, outlier.DataUnderCheck, outlier.WithCentre)
	for _, statement := range []string{
		"delete from outliers", "delete from outlier_events", "delete from outlier_files", "truncate outliers cascade", "truncate outlier_events cascade",
		"update outlier_events set words = 'x'", "update outliers set state = 'cleared'", "update outliers set figures = '{}'",
		`insert into outlier_events (tenant_id, outlier_id, version, state, side, for_centre, person_id, person_name, request_id, key, words)
			select tenant_id, id, version + 1, 'published', 'national', true, gen_random_uuid(), 'x', 'r', gen_random_uuid(), '' from outliers`,
	} {
		if _, err := w.db.Super.ExecContext(t.Context(), statement); sqlState(err) != "23514" && statement != "delete from outlier_files" {
			t.Errorf("%s: %v", statement, err)
		}
		err := tenants.Tx(w.at("RP4", tenants.Lead), w.db.App, func(tx *gorm.DB) error { return tx.Exec(statement).Error })
		if sqlState(err) != "42501" {
			t.Errorf("%s, as the server: %v", statement, err)
		}
	}
	if _, err := w.db.Super.ExecContext(t.Context(), `insert into outliers (tenant_id, cohort, level, code, name, measure, found, negative, figures)
		select tenant_id, 7, 'trust', 'X', 'X', '1', 'alarm_low', true, '{}' from outliers limit 1`); sqlState(err) != "23514" {
		t.Errorf("a record without an event: %v", err)
	}
	if r := w.read(id); r.State != outlier.WithCentre {
		t.Errorf("the record is %s", r.State)
	}
	if all, total, err := w.store.List(w.team("Amina Noor"), outlier.Filter{State: outlier.WithCentre, Cohort: 7}, 1, 10); err != nil || total != 1 || len(all) != 1 {
		t.Errorf("with the centre: %d, %v", total, err)
	}
	if _, total, err := w.store.List(w.team("Amina Noor"), outlier.Filter{Overdue: true}, 1, 10); err != nil || total != 0 {
		t.Errorf("overdue: %d, %v", total, err)
	}
	for _, write := range []string{"insert into outlier_events (tenant_id) select tenant_id from outliers", "select 1 from cases", "select 1 from centre_counts"} {
		err := tenants.ReviewRead(w.team("Amina Noor"), w.db.App, tenants.Look{Purpose: "x"}, func(db tenants.Reader) error {
			rows, err := db.QueryContext(t.Context(), write)
			if err == nil {
				rows.Next()
				err = rows.Err()
				_ = rows.Close()
			}
			return err
		})
		if err == nil {
			t.Errorf("%s: was done", write)
		}
	}
}
