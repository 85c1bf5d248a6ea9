package takeout_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/xuri/excelize/v2"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/sample"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/reference"
)

// world is the real country with no child in it, and a queue that a test works off by itself.
type world struct {
	testing.TB
	db        *testdb.DB
	now       time.Time
	store     *takeout.Store
	directory *tenants.Directory
	jobs      []job
}

type job struct {
	tenant tenants.ID
	export int64
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{TB: t, db: testdb.New(t), now: time.Date(2027, 1, 20, 12, 0, 0, 0, ask.London)}
	owner, err := w.db.Owner.DB()
	w.must(err)
	w.must(reference.Load(t.Context(), owner, w.now))
	pool, err := w.db.App.DB()
	w.must(err)
	w.directory = tenants.NewDirectory(w.db.App, time.Hour)
	now := func() time.Time { return w.now }
	counts := &compare.Store{DB: w.db.App, Now: now}
	records := &record.Store{DB: w.db.App, Now: now, Organisations: func(ctx context.Context) ([]ask.Option, error) {
		tenant, _ := tenants.From(ctx)
		return options(w.directory.Organisations(ctx, tenant.ID))
	}, AllOrganisations: func(ctx context.Context) ([]ask.Option, error) { return options(w.directory.AllOrganisations(ctx)) }}
	w.store = &takeout.Store{DB: w.db.App, Now: now, Queue: w, Records: records, Counts: counts, Directory: w.directory,
		Publications: &publication.Store{DB: pool, Counts: counts}, PublicURL: "https://audit.example"}
	return w
}

func options(all []tenants.Organisation, err error) ([]ask.Option, error) {
	var options []ask.Option
	for _, o := range all {
		options = append(options, ask.Option{Code: o.ID, Label: o.Name})
	}
	return options, err
}

// MakeExport implements takeout.Queue.
func (w *world) MakeExport(_ context.Context, _ *pgx.Conn, tenant tenants.ID, export int64) error {
	w.jobs = append(w.jobs, job{tenant, export})
	return nil
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// people of the world, by what they are.
func (w *world) as(code string, role tenants.Role) context.Context {
	w.Helper()
	id := map[tenants.Role]string{tenants.Viewer: "1", tenants.Administrator: "2", tenants.Editor: "3", tenants.Lead: "4",
		tenants.NationalAnalyst: "5", tenants.NationalAdmin: "6", tenants.Operator: "7"}[role]
	ctx := tenants.RequestInto(w.Context(), "request")
	if code != "" {
		t, err := w.directory.TenantByODS(w.Context(), code)
		w.must(err)
		ctx = tenants.Into(ctx, t)
	}
	return tenants.IntoPerson(ctx, tenants.Person{ID: "00000000-0000-4000-8000-00000000000" + id, Name: role.Name(), Role: role})
}

func (w *world) nation() context.Context { return w.as("", tenants.NationalAdmin) }

// work makes what was asked for, as the job does: knowing no person.
func (w *world) work() {
	w.Helper()
	for _, j := range w.jobs {
		w.must(w.make(j, false))
	}
	w.jobs = nil
}

func (w *world) make(j job, last bool) error {
	if j.tenant == "" {
		return w.store.OfNation().Make(w.Context(), j.export, last)
	}
	t, err := w.directory.Tenant(w.Context(), j.tenant)
	w.must(err)
	return w.store.OfTenant().Make(tenants.Into(w.Context(), t), j.export, last)
}

// take asks for an export, makes it and fetches it.
func (w *world) take(ctx context.Context, shelf takeout.Shelf, ask takeout.Ask) (string, []byte) {
	w.Helper()
	w.must(shelf.Ask(ctx, ask))
	w.work()
	all, err := shelf.List(ctx)
	w.must(err)
	if all[0].State != takeout.Ready {
		w.Fatalf("the export is %s: %s", all[0].State, all[0].Refusal)
	}
	file, err := shelf.Fetch(ctx, all[0].ID)
	w.must(err)
	var b bytes.Buffer
	w.must(file.Send(ctx, &b))
	if int64(b.Len()) != file.Size {
		w.Fatalf("%d bytes of %d", b.Len(), file.Size)
	}
	return file.Name, b.Bytes()
}

// book opens a spreadsheet again: rows of texts by sheet, and their order. No cell of it is a formula.
func (w *world) book(raw []byte) (names []string, sheets map[string][][]string) {
	w.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{RawCellValue: true})
	w.must(err)
	defer func() { _ = f.Close() }()
	sheets = map[string][][]string{}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		w.must(err)
		for r, row := range rows {
			for c, cell := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := f.GetCellFormula(name, at); formula != "" {
					w.Errorf("%s!%s is a formula: %s", name, at, formula)
				}
				kind, _ := f.GetCellType(name, at)
				if text := strings.ContainsAny(cell[:min(1, len(cell))], "=+-@"); text && kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
					w.Errorf("%s!%s is no text: %v", name, at, kind)
				}
			}
			for len(row) < len(rows[0]) { // the library leaves out what is empty at the end
				row = append(row, "")
			}
			rows[r] = row
		}
		sheets[name] = rows
	}
	return f.GetSheetList(), sheets
}

// archive opens a zip of CSV files.
func (w *world) archive(raw []byte) (names []string, files map[string][][]string) {
	w.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	w.must(err)
	files = map[string][][]string{}
	for _, f := range z.File {
		from, err := f.Open()
		w.must(err)
		content, err := io.ReadAll(from)
		w.must(err)
		name := strings.TrimSuffix(f.Name, ".csv")
		names = append(names, name)
		files[name] = w.csv(content)
	}
	return names, files
}

func (w *world) csv(raw []byte) [][]string {
	w.Helper()
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	w.must(err)
	return rows
}

// put adds children of cohort 8 to a hospital, complete and a year on, all with one outcome in every measure.
func (w *world) put(organisation string, children int, outcome string) {
	w.Helper()
	var columns, values []string
	for _, m := range kpi.All {
		columns, values = append(columns, m.Column()), append(values, "'"+outcome+"'")
	}
	w.db.Exec(w, `with added as (insert into cases (tenant_id, lead_organisation_id, first_assessment_on, cohort, closes_on, expected, completed, forms_incomplete, sex,
			date_of_birth, ethnicity, recount_on)
		select tenant_id, id, '2025-06-01', 8, '2027-01-12', 60, 60, 0, '2', '2015-01-01', 'A', null from organisations, generate_series(1, $2) where ods_code = $1
		returning tenant_id, id)
		insert into case_results (tenant_id, case_id, rules, first_year_ends, `+strings.Join(columns, ", ")+`)
		select tenant_id, id, 'R4', '2026-06-01', `+strings.Join(values, ", ")+` from added`, organisation, children)
}

func (w *world) recount() {
	w.Helper()
	_, err := w.store.Counts.Recount(w.Context(), 8)
	w.must(err)
	w.db.Exec(w, "update counted_cohorts set counted_at = $1", w.now)
}

// fill gives a trust whole made-up records, of every kind and stage.
func (w *world) fill(code string, n int) {
	w.Helper()
	ctx := w.as(code, tenants.Editor)
	tenant, _ := tenants.From(ctx)
	hospitals, err := w.directory.Organisations(ctx, tenant.ID)
	w.must(err)
	var leads []string
	for _, h := range hospitals {
		leads = append(leads, h.ID)
	}
	set := sample.NewSet(sample.Options{Seed: uint64(code[2]), Today: ask.DateOf(w.now), Leads: leads, Past: true}, n)
	var arrivals []record.Arrival
	for i := range n {
		made := set.Make(i)
		arrivals = append(arrivals, record.Arrival{Sender: made.ID, Child: made.Child, Submitted: made.Submitted, Unregistered: made.Unregistered})
	}
	s := w.store.Records
	store := &record.Store{DB: w.db.Owner, Now: s.Now, Organisations: s.Organisations, AllOrganisations: s.AllOrganisations}
	stored, err := store.CopyIn(ctx, arrivals)
	if err != nil || stored != n {
		w.Fatalf("%d of %d children: %v", stored, n, err)
	}
}

func (w *world) number(sql string, args ...any) (n int) {
	w.Helper()
	w.must(w.db.Super.QueryRow(sql, args...).Scan(&n))
	return n
}

type askOption = ask.Option
