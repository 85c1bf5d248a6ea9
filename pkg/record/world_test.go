package record_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
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
	ctx := tenants.Into(context.Background(), tenants.Tenant{ID: tenants.ID(trust), ODSCode: "RAA"})
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
