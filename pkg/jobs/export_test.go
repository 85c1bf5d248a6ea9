package jobs

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
)

func (w *world) exports() *takeout.Store {
	w.t.Helper()
	pool, err := w.App.DB()
	if err != nil {
		w.t.Fatal(err)
	}
	counts := w.counts()
	return &takeout.Store{DB: w.App, Now: time.Now, Queue: w.queue, Records: w.store, Counts: counts, Directory: w.directory,
		Publications: &publication.Store{DB: pool, Counts: counts}}
}

// What people of a trust and the audit team ask for is made by whichever replica takes it, once, as they asked; a job names the
// export alone, and neither jobs nor logs hold anything of a child's.
func TestExportsAreMade(t *testing.T) {
	w := newWorld(t)
	exports := w.exports()
	w.child(w.Leeds, "QQ11AA")
	lead, admin := w.Leeds.As(t.Context(), tenants.Lead), w.Leeds.As(t.Context(), tenants.NationalAdmin)
	if _, err := exports.Counts.Recount(t.Context(), 8); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := exports.OfTenant().Ask(lead, takeout.Ask{Kind: takeout.Children, Format: takeout.CSV}); err != nil {
			t.Fatal(err)
		}
		if err := exports.OfNation().Ask(admin, takeout.Ask{Kind: takeout.Workbook, Format: takeout.XLSX, Cohort: 8}); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.count(`select count(*) from jobs.river_job where kind = 'make_export' and queue = 'exports'`); n != 2 {
		t.Fatalf("%d jobs for two exports", n)
	}
	for range 2 {
		w.run(func(o *Options) { o.Exports, o.Counts = exports, exports.Counts })
	}
	w.await(2, `select (select count(*) from exports where state = 'ready') + (select count(*) from national_exports where state = 'ready')`)
	for shelf, who := range map[takeout.Shelf]tenants.Role{exports.OfTenant(): tenants.Lead, exports.OfNation(): tenants.NationalAdmin} {
		ctx := w.Leeds.As(t.Context(), who)
		file, err := shelf.Fetch(ctx, 1)
		var b bytes.Buffer
		if err == nil {
			err = file.Send(ctx, &b)
		}
		if err != nil || b.Len() == 0 || who == tenants.Lead && !strings.Contains(b.String(), "Probemann") {
			t.Errorf("%s: %d bytes: %v", who, b.Len(), err)
		}
	}
	var rows string
	if err := w.Super.QueryRow(`select string_agg(j::text, E'\n') from jobs.river_job j`).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(rows, "Probemann") || strings.Contains(w.log.String(), "Probemann") || strings.Contains(rows, "Lead clinician") {
		t.Error("a job or the log names somebody")
	}
}

// Files go when their day is over, at every tenant and of the nation.
func TestExportsAreErased(t *testing.T) {
	w := newWorld(t)
	for _, p := range []string{string(w.Leeds.ID), string(w.Swansea.ID)} {
		w.Exec(t, `insert into exports (tenant_id, kind, format, role, person_id, person_name, request_id, state, file_name, size, expires_at)
			select $1, 'children', 'csv', 'lead', gen_random_uuid(), 'Lee Ding', 'r', 'ready', 'f', 1, now() - make_interval(secs => s) from (values (1), (-60)) v (s)`, p)
		w.Exec(t, `insert into export_pieces (tenant_id, export_id, number, content) select tenant_id, id, 0, '\x00' from exports where tenant_id = $1`, p)
	}
	worker := &eraseWorker{exports: w.exports(), tenants: w.directory}
	if err := worker.Work(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n := w.number(`select count(*) from export_pieces p join exports e on e.id = p.export_id where e.state = 'ready' and e.expires_at > now()`); n != 2 || w.number(`select count(*) from export_pieces`) != 2 {
		t.Errorf("%d pieces are kept", n)
	}
}
