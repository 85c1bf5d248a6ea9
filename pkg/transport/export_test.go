package transport_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/transport"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// The order is that of the audit numbers, twice the same; nobody's but the tenant's own children; and it is noted.
func TestExportIsNoted(t *testing.T) {
	w := newWorld(t)
	w.fill(w.Leeds, 3, 450)
	w.fill(w.Manchester, 5, 20)
	out := w.export(w.Leeds)
	if again := w.export(w.Leeds); again != out || strings.Count(out, "\n") != 450 {
		t.Errorf("%d lines, then %d", strings.Count(out, "\n"), strings.Count(again, "\n"))
	}
	before := ""
	for line := range strings.Lines(out) {
		var one struct{ ID string }
		w.must(json.Unmarshal([]byte(line), &one))
		var id string
		w.must(w.Super.QueryRow(`select lpad(case_id::text, 20, '0') from imported_cases where sender_id = $1 and tenant_id = $2`, one.ID, string(w.Leeds.ID)).Scan(&id))
		if id <= before {
			t.Fatalf("%s after %s", id, before)
		}
		before = id
	}
	if n := w.count(`select count(*) from exports where kind = 'records' and row_count = 450 and filters = '{}' and ended_at is not null
		and person_name = 'Lead clinician of Leeds Teaching Hospitals' and request_id = 'test-request'`); n != 2 {
		t.Errorf("%d exports are noted, want 2", n)
	}
	for _, role := range []tenants.Role{tenants.Viewer, tenants.NationalAnalyst, tenants.Operator, ""} {
		var out bytes.Buffer
		if _, err := w.Export(w.Leeds.As(t.Context(), role), &out, record.ExportFilter{}); !fault.Is(err, fault.Forbidden) || out.Len() > 0 {
			t.Errorf("%q may export: %v", role, err)
		}
	}
	broken := errors.New("broken pipe")
	if _, err := w.Export(w.Leeds.As(t.Context(), tenants.Lead), failing{broken}, record.ExportFilter{}); !errors.Is(err, broken) {
		t.Errorf("writing fails: %v", err)
	}
	ctx, stop := context.WithCancel(w.Leeds.As(t.Context(), tenants.Lead))
	stopping := writerFunc(func(p []byte) (int, error) { stop(); return len(p), nil })
	if _, err := w.Export(ctx, stopping, record.ExportFilter{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if n := w.count(`select count(*) from exports where ended_at is null and row_count between 200 and 450`); n != 2 {
		t.Errorf("%d exports that were broken off are noted, want 2", n)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// One cohort alone; the deleted and the opted out never. Nor does an import bring those back under their id.
func TestWhoIsExported(t *testing.T) {
	w := newWorld(t)
	w.fill(w.Manchester, 7, 200)
	all := w.export(w.Manchester)
	var inSix bytes.Buffer
	rows, err := w.Export(w.Manchester.As(t.Context(), tenants.Lead), &inSix, record.ExportFilter{Cohort: 6})
	w.must(err)
	want := w.count(`select count(*) from registrations where first_assessment_on between '2022-12-01' and '2023-11-30'`)
	if want == 0 || rows != want || int64(strings.Count(inSix.String(), `"cohort":6,`)) != want {
		t.Errorf("%d of cohort 6, want %d", rows, want)
	}
	if n := w.count(`select count(*) from exports where filters = '{"cohort": 6}'`); n != 1 {
		t.Errorf("the cohort is noted %d times", n)
	}
	first, last := caseOf(w, "min"), caseOf(w, "max")
	ctx := w.Manchester.As(t.Context(), tenants.NationalAdmin)
	w.Exec(t, `update cases set deleted_at = now(), deleted_by = gen_random_uuid(), deleted_reason = 'duplicate' where id = $1`, first)
	r, err := w.Records.Peek(ctx, last)
	w.must(err)
	w.must(w.Records.OptOut(ctx, record.OptOut{CaseID: last, Typed: *r.Child.Case().Surname, Key: uuid.NewString()}))
	lines := strings.Split(strings.TrimSpace(all), "\n")
	if left := w.export(w.Manchester); left != strings.Join(lines[1:199], "\n")+"\n" {
		t.Errorf("%d records go out, want 198", strings.Count(left, "\n"))
	}
	// Of a child that was opted out nothing is known, not even the sender's id: whoever sends it again must see to that.
	told, counted := w.take(w.Manchester, tenants.NationalAdmin, true, lines...)
	if told[0].String() != "refused  deleted" || told[199].String() != "created" || counted[record.Unchanged] != 198 {
		t.Errorf("%s, %s, %v", told[0], told[199], counted)
	}
	again := strings.Replace(lines[199], fmt.Sprintf("%q", told[199].ID), fmt.Sprintf(`"%d"`, last), 1)
	if told, _ := w.take(w.Manchester, tenants.NationalAdmin, true, again); told[0].String() != "refused  deleted" {
		t.Errorf("under the audit number of the child that was opted out: %s", told[0])
	}
}

func caseOf(w *world, which string) int64 { return w.count("select " + which + "(id) from cases") }

// However many children there are, few are held.
func TestExportHoldsFewChildren(t *testing.T) {
	w := newWorld(t)
	w.fill(w.Manchester, 9, 400)
	w.fill(w.Leeds, 11, 1600)
	peak := func(p tenantstest.Place) uint64 {
		m := &meter{}
		_, err := w.Export(p.As(t.Context(), tenants.Lead), m, record.ExportFilter{})
		w.must(err)
		return m.peak
	}
	peak(w.Manchester) // caches fill
	if few, many := peak(w.Manchester), peak(w.Leeds); many > few+2<<20 {
		t.Errorf("%d bytes in use for 400 children, %d for 1,600", few, many)
	}
}

// However many records there are, few are held.
func TestImportHoldsFewRecords(t *testing.T) {
	w := newWorld(t)
	w.fill(w.Manchester, 13, 100)
	lines := w.export(w.Manchester)
	peak := func(times int) uint64 {
		m := &meter{}
		in := make([]io.Reader, times)
		for i := range in {
			in[i] = strings.NewReader(lines)
		}
		counted, err := w.Import(w.Manchester.As(t.Context(), tenants.NationalAdmin), io.MultiReader(in...), m, transport.ImportOptions{})
		w.must(err)
		if counted[record.Unchanged] != 100 || counted[record.Refused] != 100*(times-1) {
			t.Fatal(counted)
		}
		return m.peak
	}
	peak(5)
	if few, many := peak(10), peak(40); many > few+2<<20 {
		t.Errorf("%d bytes in use for 1,000 records, %d for 4,000", few, many)
	}
}

// meter takes what is written, and now and then looks how much memory is in use.
type meter struct {
	writes int
	peak   uint64
}

func (m *meter) Write(p []byte) (int, error) {
	if m.writes++; m.writes%5 == 0 {
		var stats runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&stats)
		m.peak = max(m.peak, stats.HeapAlloc)
	}
	return len(p), nil
}
