package transport_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/sample"
	"github.com/pinktick/pinktick/pkg/transport"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

var (
	now   = time.Date(2026, 3, 15, 12, 0, 0, 0, ask.London)
	today = ask.DateOf(now)
)

// world is a database with two trusts and a board, and nobody in it yet.
type world struct {
	*tenantstest.World
	*transport.Transport
	t testing.TB
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{World: tenantstest.New(t), t: t}
	directory := tenants.NewDirectory(w.App, time.Hour)
	w.Transport = &transport.Transport{Directory: directory, Now: func() time.Time { return now },
		Records: &record.Store{DB: w.App, Now: func() time.Time { return now }, Organisations: func(ctx context.Context) ([]ask.Option, error) {
			tenant, _ := tenants.From(ctx)
			return options(directory.Organisations(ctx, tenant.ID))
		}, AllOrganisations: func(ctx context.Context) ([]ask.Option, error) { return options(directory.AllOrganisations(ctx)) }}}
	return w
}

func options(all []tenants.Organisation, err error) ([]ask.Option, error) {
	var options []ask.Option
	for _, o := range all {
		options = append(options, ask.Option{Code: o.ID, Label: o.Name})
	}
	return options, err
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// fill gives a trust made-up children of every kind and stage, of open and of closed cohorts.
func (w *world) fill(p tenantstest.Place, seed uint64, n int) {
	w.t.Helper()
	leads := make([]string, len(p.Hospitals))
	for i, h := range p.Hospitals {
		leads[i] = h.ID
	}
	set := sample.NewSet(sample.Options{Seed: seed, Today: today, Leads: leads, Past: true, Numberless: func(lead string) bool { return lead == leads[0] && seed%2 == 0 }}, n)
	var arrivals []record.Arrival
	for i := range n {
		made := set.Make(i)
		arrivals = append(arrivals, record.Arrival{Sender: made.ID, Child: made.Child, Submitted: made.Submitted, Unregistered: made.Unregistered})
	}
	s := w.Records
	store := &record.Store{DB: w.Owner, Now: s.Now, Organisations: s.Organisations, AllOrganisations: s.AllOrganisations, Lists: s.Lists}
	stored, err := store.CopyIn(p.As(context.Background(), tenants.Editor), arrivals)
	if err != nil || stored != n {
		w.t.Fatalf("%d of %d children: %v", stored, n, err)
	}
}

// told is one line of the report as a receiver reads it.
type told struct {
	ID          any
	Result      record.Result
	AuditNumber int64 `json:"audit_number"`
	Problems    []struct{ Path, Code, Message string }
}

func (t told) String() string {
	words := fmt.Sprint(t.Result)
	for _, p := range t.Problems {
		words += " " + p.Path + " " + p.Code
	}
	return words
}

// take imports records as a person of the trust and gives the report.
func (w *world) take(p tenantstest.Place, role tenants.Role, write bool, records ...string) ([]told, transport.Summary) {
	w.t.Helper()
	var out bytes.Buffer
	counted, err := w.Import(p.As(context.Background(), role), strings.NewReader(strings.Join(records, "\n")), &out, transport.ImportOptions{Write: write, Reason: "a test"})
	w.must(err)
	var all []told
	for line := range strings.Lines(out.String()) {
		var one told
		w.must(json.Unmarshal([]byte(line), &one))
		for _, problem := range one.Problems {
			if problem.Code == "" || problem.Message == "" {
				w.t.Errorf("%s: a problem without code or words", line)
			}
		}
		all = append(all, one)
	}
	if len(all) != len(records) || counted.Records() != len(records) {
		w.t.Fatalf("%d lines for %d records, %v counted", len(all), len(records), counted)
	}
	return all, counted
}

func (w *world) export(p tenantstest.Place) string {
	w.t.Helper()
	var out bytes.Buffer
	_, err := w.Export(p.As(context.Background(), tenants.Lead), &out, record.ExportFilter{})
	w.must(err)
	return out.String()
}

func (w *world) count(sql string, args ...any) (n int64) {
	w.t.Helper()
	w.must(w.Super.QueryRow(sql, args...).Scan(&n))
	return n
}

// everything is all that an import could have changed.
func (w *world) everything() (all string) {
	w.t.Helper()
	for _, table := range []string{"cases", "registrations", "investigations", "medicines", "episodes", "change_log", "imported_cases", "imports"} {
		var text string
		w.must(w.Super.QueryRow(`select coalesce(string_agg(r::text, '; ' order by r::text), '') from ` + table + ` r`).Scan(&text))
		all += table + ": " + text + "\n"
	}
	return all
}

// girl is a record of a girl of thirteen at Manchester, registered in an open cohort, with further parts of forms and lists.
func girl(id, nhsNumber, answers, lists string) string {
	if answers != "" {
		answers = ", " + answers
	}
	if lists != "" {
		lists = ", " + lists
	}
	return `{"id": "` + id + `", "answers": {"case": {"first_name": "Test", "surname": "Girl", "date_of_birth": "2013-03-04", "sex": 2, "ethnicity": "A",
		"postcode": "ZZ993WZ", "nhs_number": "` + nhsNumber + `"}, "registration": {"eligibility_criteria_met": true, "first_paediatric_assessment_date": "2025-06-01"}` +
		answers + `}, "records": {"sites": [{"organisation": "R0A03", "site_is_primary_centre_of_epilepsy_care": true, "site_is_actively_involved_in_epilepsy_care": true}]` + lists + `}}`
}

func oneLine(text string) string { return strings.ReplaceAll(text, "\n", " ") }
