package codes_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/codes"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/testdb"
)

// database is a migrated database as its owner and as the server reach it.
type database struct {
	*testing.T
	*testdb.DB
	owner, app *sql.DB
}

func newDatabase(t *testing.T) *database {
	d := &database{T: t, DB: testdb.New(t)}
	d.owner, d.app = d.connect(d.OwnerDSN), d.connect(d.AppDSN)
	return d
}

func (d *database) connect(dsn string) *sql.DB {
	db, err := sql.Open("pgx", dsn)
	d.must(err)
	d.Cleanup(func() { _ = db.Close() })
	return db
}

func (d *database) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *database) number(query string) (n int64) {
	d.Helper()
	d.must(d.Super.QueryRow(query).Scan(&n))
	return n
}

// file is a list as it stands, as a file, with replacements.
func (d *database) file(list string, replace ...string) dataset.ListFile {
	d.Helper()
	var b bytes.Buffer
	d.must(codes.WriteCSV(d.Context(), d.owner, list, &b))
	text := b.String()
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(text, replace[i]) {
			d.Fatalf("the file has no %q:\n%s", replace[i], text)
		}
		text = strings.Replace(text, replace[i], replace[i+1], 1)
	}
	read, err := dataset.ReadListFile(strings.NewReader(text))
	d.must(err)
	return read
}

func (d *database) change(list string, replace ...string) codes.Plan {
	d.Helper()
	plan, err := codes.Preview(d.Context(), d.owner, list, d.file(list, replace...))
	d.must(err)
	d.must(codes.Apply(d.Context(), d.owner, plan, "Dr A. Okafor", "decided by the project board"))
	return plan
}

func (d *database) lists() ask.Lists {
	d.Helper()
	l := codes.New(d.app)
	d.must(l.Refresh(d.Context()))
	now, err := l.Now()
	d.must(err)
	return now
}

// The acts of these tests on the list of medicines.
var (
	rowOfACTH   = []string{"acth,ACTH,,,2,40789008,true,,,", "acth,Corticotropin,,ACTH,2,40789008,true,,,"}
	fenfluramin = []string{"gabapentin,", "fenfluramine,Fenfluramine,,Fintepla,,999001004,true,2026-11-20,,false,,false\ngabapentin,"}
	noTiagabine = []string{"777762000,true,,,", "777762000,true,,2026-11-22,"}
)

// What migrate fills the tables with is what the program has compiled in, to the last alias.
func TestTheTablesHoldTheProgramsOwnLists(t *testing.T) {
	d := newDatabase(t)
	now := d.lists()
	for _, l := range dataset.CodeLists() {
		if !reflect.DeepEqual(now[l.Name], l.List()) {
			t.Errorf("%s:\n got %+v\nwant %+v", l.Name, now[l.Name], l.List())
		}
	}
	for _, list := range dataset.Lists() {
		if got := now.Of(list); got == list || !reflect.DeepEqual(got, list) {
			t.Errorf("%s is not the declared list", list.Name)
		}
	}
	if len(now) != len(dataset.CodeLists()) {
		t.Errorf("%d lists", len(now))
	}
}

// Filling them again writes nothing; what was changed stays; what is missing is told and brought.
func TestMigratingAgainKeepsWhatPeopleChanged(t *testing.T) {
	d := newDatabase(t)
	version := d.number(`select version from code_version`)
	d.must(migrations.Up(t.Context(), d.OwnerDSN))
	if got := d.number(`select version from code_version`); got != version {
		t.Errorf("a second run made version %d of %d", got, version)
	}
	d.change("medicines", append(append(append([]string{}, rowOfACTH...), fenfluramin...), noTiagabine...)...)
	want := d.lists()
	d.must(migrations.Up(t.Context(), d.OwnerDSN))
	if !reflect.DeepEqual(d.lists(), want) {
		t.Error("a migration changed what people had changed")
	}
	all, err := codes.Overviews(t.Context(), d.owner)
	d.must(err)
	for _, o := range all {
		if changed := o.Name == "medicines"; changed && (o.Total != 37 || o.Local != 3 || o.Retired != 1) || !changed && o.Local+o.Retired > 0 {
			t.Errorf("%s: %d entries, %d changed, %d retired", o.Name, o.Total, o.Local, o.Retired)
		}
	}
}

func TestAChangeIsShownKeptAndLogged(t *testing.T) {
	d := newDatabase(t)
	before := d.number(`select count(*) from code_changes`)
	plan := d.change("medicines", append(append(append([]string{}, rowOfACTH...), fenfluramin...), noTiagabine...)...)
	want := "~ acth (ACTH): label “Corticotropin”, was “ACTH”\n" +
		"~ acth (ACTH): synonyms “ACTH”, was none\n" +
		"+ fenfluramine (Fenfluramine): added after Ethosuximide; synonyms Fintepla; snomed_ct_id 999001004; valid_from 2026-11-20; is_rescue false; valproate false\n" +
		"~ tiagabine (Tiagabine): retired: no longer offered from 22 November 2026 on"
	if plan.String() != want {
		t.Errorf("shown is\n%s\nwant\n%s", plan, want)
	}
	if got := d.number(`select count(*) from code_changes where changed_by = 'Dr A. Okafor' and reason = 'decided by the project board'`); got != 3 {
		t.Errorf("%d lines of log", got)
	}
	if got := d.number(`select count(*) from code_changes where code = 'acth' and old_entry->>'label' = 'ACTH' and new_entry->>'label' = 'Corticotropin'`); got != 1 {
		t.Error("the log does not say what it was")
	}
	if got := d.number(`select count(*) from code_changes`); got != before+3 {
		t.Errorf("%d more lines", got-before)
	}
	medicines := d.lists()["medicines"]
	if o, _ := medicines.Recognise("ACTH"); o.Label != "Corticotropin" || o.Code != "acth" {
		t.Errorf("by its former name: %+v", o)
	}
	if o, _ := medicines.Recognise("999001004"); o.Code != "fenfluramine" || o.From != (ask.Date{Year: 2026, Month: 11, Day: 20}) || o.Tags["is_rescue"] != "false" {
		t.Errorf("the new one by its concept: %+v", o)
	}
	if again, err := codes.Preview(t.Context(), d.owner, "medicines", d.file("medicines")); err != nil || len(again.Changes) != 0 {
		t.Errorf("its own file changes %s, %v", again, err)
	}
}

func TestReordering(t *testing.T) {
	d := newDatabase(t)
	file := d.file("severity")
	file.Entries[0], file.Entries[1] = file.Entries[1], file.Entries[0]
	plan, err := codes.Preview(t.Context(), d.owner, "severity", file)
	d.must(err)
	d.must(codes.Apply(t.Context(), d.owner, plan, "A", "B"))
	if got := d.lists()["severity"].Options; got[0].Code != "moderate" || got[1].Code != "mild" || len(plan.Changes) != 1 {
		t.Errorf("%+v, %s", got, plan)
	}
}

// Two people at once: the second sees the first one's change before making theirs. What is refused changes nothing.
func TestAChangeMeanwhileIsNotOverwritten(t *testing.T) {
	d := newDatabase(t)
	mine, err := codes.Preview(t.Context(), d.owner, "medicines", d.file("medicines", rowOfACTH...))
	d.must(err)
	d.change("syndromes", "27,CDKL5-DEE,", "27,CDKL5 deficiency,")
	if err := codes.Apply(t.Context(), d.owner, mine, "A", "B"); err == nil || !strings.Contains(err.Error(), "meanwhile") {
		t.Errorf("mine: %v", err)
	}
	version := d.number(`select version from code_version`)
	for list, file := range map[string]dataset.ListFile{"drugs": {}, "medicines": {Columns: []string{"code"}}, "legacy_codes": {}} {
		if _, err := codes.Preview(t.Context(), d.owner, list, file); err == nil {
			t.Errorf("%s: no fault", list)
		}
	}
	if err := codes.Apply(t.Context(), d.app, codes.Plan{}, "A", "B"); err == nil {
		t.Error("the server's role writes")
	}
	if got := d.number(`select version from code_version`); got != version {
		t.Error("what was refused changed something")
	}
}

// A running program follows, and so does every other; asking costs no query.
func TestListsFollowTheTables(t *testing.T) {
	d := newDatabase(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	one, other := codes.New(d.app), codes.New(d.connect(d.AppDSN))
	for _, l := range []*codes.Lists{one, other} {
		if _, err := l.Now(); !fault.Is(err, fault.Unavailable) || l.Check() == nil {
			t.Errorf("before anything is read: %v, %v", err, l.Check())
		}
		go l.Watch(ctx, 10*time.Millisecond, slog.New(slog.DiscardHandler))
	}
	d.change("medicines", fenfluramin...)
	for _, l := range []*codes.Lists{one, other} {
		d.until(func() bool {
			now, err := l.Now()
			if err != nil {
				return false
			}
			_, known := now["medicines"].Find("fenfluramine")
			return known && l.Check() == nil
		})
	}
	stop()
	held, err := one.Now()
	d.must(err)
	if allocated := testing.AllocsPerRun(100, func() { _, _ = one.Now() }); allocated != 0 {
		t.Errorf("asking allocates %v times", allocated)
	}
	d.must(one.Refresh(t.Context()))
	if again, _ := one.Now(); reflect.ValueOf(again).Pointer() != reflect.ValueOf(held).Pointer() {
		t.Error("what has not changed is read again")
	}
}

func (d *database) until(done func() bool) {
	d.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			d.Fatal("it never came")
		}
	}
}

// A table that rules cannot work with: whoever has good lists keeps them, nobody gets broken ones, readiness says what is wrong,
// and when it is put right everybody goes on.
func TestABrokenTableIsRefused(t *testing.T) {
	d := newDatabase(t)
	running := codes.New(d.app)
	d.must(running.Refresh(t.Context()))
	d.Exec(t, `update code_entries set tags = tags - 'is_rescue' where code = 'acth'`)
	fresh := codes.New(d.app)
	for name, l := range map[string]*codes.Lists{"running": running, "fresh": fresh} {
		err := l.Refresh(t.Context())
		if err == nil || !strings.Contains(err.Error(), `the code list medicines does not say whether "acth" is is_rescue`) || !errors.Is(l.Check(), err) {
			t.Errorf("%s: %v, readiness %v", name, err, l.Check())
		}
		if again := l.Refresh(t.Context()); again == nil {
			t.Errorf("%s: all is well at the second look", name)
		}
	}
	if now, err := running.Now(); err != nil || len(now) == 0 {
		t.Errorf("the running program has %d lists, %v", len(now), err)
	}
	if _, err := fresh.Now(); !fault.Is(err, fault.Unavailable) {
		t.Errorf("the fresh program: %v", err)
	}
	d.Exec(t, `update code_entries set tags = tags || '{"is_rescue": "false"}' where code = 'acth'`)
	for _, l := range []*codes.Lists{running, fresh} {
		d.must(l.Refresh(t.Context()))
		d.must(l.Check())
	}
}

// Tables that nobody has filled are broken too, and the remedy is named.
func TestEmptyTablesNameTheRemedy(t *testing.T) {
	d := newDatabase(t)
	d.Exec(t, `set session_replication_role = replica; delete from code_changes; delete from code_entries; delete from code_lists; update code_version set version = version + 1;
		set session_replication_role = origin`)
	l := codes.New(d.app)
	if err := l.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), "the migrate command") {
		t.Errorf("%v", err)
	}
	d.must(migrations.Up(t.Context(), d.OwnerDSN))
	d.must(l.Refresh(t.Context()))
}

// With the database away, a program goes on with what it has.
func TestTheDatabaseIsAway(t *testing.T) {
	d := newDatabase(t)
	db := d.connect(d.AppDSN)
	l := codes.New(db)
	d.must(l.Refresh(t.Context()))
	d.must(db.Close())
	if err := l.Refresh(t.Context()); err == nil {
		t.Error("no fault")
	}
	if _, err := l.Now(); err != nil || l.Check() != nil {
		t.Errorf("%v, %v", err, l.Check())
	}
}
