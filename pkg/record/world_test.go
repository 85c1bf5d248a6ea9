package record_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/sample"
	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
)

// world is a database with two trusts, one hospital each, and a child at the first.
type world struct {
	*testing.T
	db    *testdb.DB
	store *record.Store
	child int64
}

const (
	trustA, hospitalA = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-0000000000aa"
	trustB, hospitalB = "00000000-0000-4000-8000-00000000000b", "00000000-0000-4000-8000-0000000000bb"
)

var (
	amina = tenants.Person{ID: "00000000-0000-4000-8000-000000000001", Name: "Amina Noor", Role: tenants.Editor}
	bryn  = tenants.Person{ID: "00000000-0000-4000-8000-000000000002", Name: "Bryn Hughes", Role: tenants.Editor}
	vera  = tenants.Person{ID: "00000000-0000-4000-8000-000000000003", Name: "Vera Lane", Role: tenants.Viewer}
	lena  = tenants.Person{ID: "00000000-0000-4000-8000-000000000004", Name: "Lena Price", Role: tenants.Lead}
	chris = tenants.Person{ID: "00000000-0000-4000-8000-000000000005", Name: "Chris Walsh", Role: tenants.NationalAdmin}
)

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, db: testdb.New(t)}
	w.db.Exec(t, `insert into countries (code, gss_code, iso_code, name, participating, in_national_total, patient_identifier) values ('ENG', 'E92000001', 'GB-ENG', 'England', true, true, 'NHS number')`)
	for _, trust := range [][3]string{{trustA, hospitalA, "RAA"}, {trustB, hospitalB, "RBB"}} {
		w.db.Exec(t, `insert into tenants (id, ods_code, kind, name, short_name, country_code, participating) values ($1, $2, 'trust', $2, $2, 'ENG', true)`, trust[0], trust[2])
		w.db.Exec(t, `insert into organisations (id, tenant_id, ods_code, name, country_code, site_kind, active) values ($1, $2, $3, 'General Hospital', 'ENG', 'hospital', true)`,
			trust[1], trust[0], trust[2]+"01")
	}
	w.store = &record.Store{
		DB:  w.db.App,
		Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, ask.London) },
		Organisations: func(context.Context) ([]ask.Option, error) {
			return []ask.Option{{Code: hospitalA, Label: "General Hospital"}}, nil
		},
	}
	var err error
	w.child, err = w.store.Create(w.as(amina), registeredGirl())
	w.must(err)
	return w
}

// registeredGirl is a girl of thirteen, registered in cohort 8.
func registeredGirl() *dataset.Child {
	c := dataset.NewChild()
	born, seen := ask.NewDate(2013, 3, 4), ask.NewDate(2025, 6, 1)
	first, last, female, yes, lead := "Test", "Child", "2", true, hospitalA
	c.Case().FirstName, c.Case().Surname, c.Case().Sex, c.Case().DateOfBirth = &first, &last, &female, &born
	c.Registration().EligibilityConfirmed, c.Registration().LeadOrganisationID, c.Registration().FirstAssessmentOn = &yes, &lead, &seen
	return c
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// as is a person at trust A.
func (w *world) as(p tenants.Person) context.Context { return w.at(p, trustA) }

func (w *world) at(p tenants.Person, trust string) context.Context {
	ctx := tenants.Into(context.Background(), tenants.Tenant{ID: tenants.ID(trust), ODSCode: "RAA", CountryCode: "ENG"})
	return tenants.RequestInto(tenants.IntoPerson(ctx, p), "request-1")
}

// answer is a fresh answer to a question of a section, drawn from the record as it stands.
func (w *world) answer(section *ask.Section, question string, sent ...string) record.Answer {
	w.Helper()
	q, ok := section.Question(question)
	if !ok {
		w.Fatalf("no question %s", question)
	}
	return record.Answer{CaseID: w.child, Section: section, Question: q, Sent: sent, Key: uuid.NewString(), Version: w.revision()}
}

// save gives an answer as Amina and expects it to be stored; asked whether it may remove others, she says yes.
func (w *world) save(section *ask.Section, question string, sent ...string) record.Saved {
	w.Helper()
	return w.confirm(w.answer(section, question, sent...))
}

// confirm gives an answer as Amina and says yes to what it removes.
func (w *world) confirm(a record.Answer) record.Saved {
	w.Helper()
	saved, err := w.store.Save(w.as(amina), a)
	var asked *record.ClearingError
	if errors.As(err, &asked) {
		a.Clears = ask.Covers(asked.Losses)
		saved, err = w.store.Save(w.as(amina), a)
	}
	w.must(err)
	return saved
}

func (w *world) open() *record.Record {
	w.Helper()
	r, err := w.store.Peek(w.as(amina), w.child)
	w.must(err)
	return r
}

func (w *world) revision() int64 { return w.count("select revision from cases where id = $1", w.child) }

func (w *world) count(sql string, args ...any) int64 {
	w.Helper()
	var n int64
	w.must(w.db.Super.QueryRow(sql, args...).Scan(&n))
	return n
}

// put runs do with the database as the statement makes it, and puts back what it was.
func (w *world) put(statement string, do func()) {
	w.Helper()
	now := w.store.Now
	w.db.Exec(w, "create schema kept")
	tables := []string{"cases", "registrations", "investigations", "deadline_extensions", "audit_periods", "change_log", "answer_keys"}
	for _, table := range tables {
		w.db.Exec(w, "create table kept."+table+" as table "+table)
	}
	defer func() {
		w.db.Exec(w, `set session_replication_role = replica; `+w.emptied(tables)+`; set session_replication_role = origin; drop schema kept cascade`)
		w.store.Now = now
		w.store.ForgetCalendar()
	}()
	if statement != "" {
		w.db.Exec(w, "set session_replication_role = replica; "+statement+"; set session_replication_role = origin")
	}
	w.store.ForgetCalendar()
	do()
}

func (w *world) emptied(tables []string) string {
	w.Helper()
	var all []string
	for _, table := range tables {
		var columns string // all but what the database derives
		w.must(w.db.Super.QueryRow(`select string_agg(attname, ', ') from pg_attribute
			where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`, table).Scan(&columns))
		all = append(all, "delete from "+table+"; insert into "+table+" ("+columns+") overriding system value select "+columns+" from kept."+table)
	}
	return strings.Join(all, "; ")
}

// complete adds a child of cohort 8 whose record has nothing missing.
func (w *world) complete() int64 {
	w.Helper()
	at := dataset.Circumstances{Today: ask.DateOf(w.store.Now())}
	for child := range sample.Children(3, 500, at.Today, []string{hospitalA}) {
		if p, ok := child.Period(dataset.RuleCalendar()); ok && p.Cohort == 8 && child.Completion(at).Complete() {
			id, err := w.store.Create(w.as(amina), child)
			w.must(err)
			return id
		}
	}
	w.Fatal("no complete child was made")
	return 0
}

// seenBy is the record as the person has it before them.
func (w *world) seenBy(p tenants.Person) *record.Record {
	w.Helper()
	r, err := w.store.Peek(w.as(p), w.child)
	w.must(err)
	return r
}
