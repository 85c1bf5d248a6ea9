package takeout_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
)

// Who may ask for what: the matrix of workflows.md, 1.2 and 17.
func TestWhoMayAskForWhat(t *testing.T) {
	w := newWorld(t)
	centre, nation := []takeout.Kind{takeout.Children, takeout.Quality, takeout.OwnData}, []takeout.Kind{takeout.Workbook, takeout.Reference}
	may := map[tenants.Role][]takeout.Kind{tenants.Viewer: nil, tenants.Administrator: nil, tenants.Editor: centre, tenants.Lead: centre,
		tenants.NationalAnalyst: nil, tenants.NationalAdmin: slices.Concat(centre, nation), tenants.Operator: nil, "": nil}
	for role, kinds := range may {
		ctx := w.as("R0A", role)
		for _, kind := range slices.Concat(centre, nation) {
			right, wrong := w.store.OfTenant(), w.store.OfNation()
			if slices.Contains(nation, kind) {
				right, wrong = wrong, right
			}
			ask := takeout.Ask{Kind: kind, Format: takeout.CSV, Cohort: 8, Names: true, Reason: "a test"}
			err := right.Ask(ctx, ask)
			if allowed := slices.Contains(kinds, kind); allowed != (err == nil) || !allowed && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%q asks for %s: %v", role, kind, err)
			}
			if err := wrong.Ask(ctx, ask); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q asks for %s in the wrong place: %v", role, kind, err)
			}
			offered := slices.ContainsFunc(right.Offers(ctx), func(o takeout.Offer) bool { return o.Kind == kind })
			if offered != slices.Contains(kinds, kind) {
				t.Errorf("%q is offered %s: %t", role, kind, offered)
			}
		}
	}
	err := w.store.OfTenant().Ask(w.as("R0A", tenants.Lead), takeout.Ask{Kind: takeout.Children, Format: takeout.CSV, Organisation: "RR813"})
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("another trust's hospital: %v", err)
	}
}

// Asked for twice at once it is made once; afterwards it may be asked for again.
func TestAskedForTwiceAtOnce(t *testing.T) {
	w := newWorld(t)
	lead, shelf := w.as("R0A", tenants.Lead), w.store.OfTenant()
	ask := takeout.Ask{Kind: takeout.Children, Format: takeout.CSV, Cohort: 8}
	w.store.Queue = nothing{}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := shelf.Ask(lead, ask); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.number("select count(*) from exports"); n != 1 {
		t.Fatalf("%d exports", n)
	}
	w.must(shelf.Ask(w.as("R0A", tenants.Editor), ask)) // somebody else's is another
	w.must(w.make(job{w.tenant("R0A"), int64(w.number("select min(id) from exports"))}, false))
	w.must(shelf.Ask(lead, ask))
	if n := w.number("select count(*) from exports"); n != 3 {
		t.Errorf("%d exports", n)
	}
	for cohort := range 10 {
		if err := shelf.Ask(lead, takeout.Ask{Kind: takeout.Quality, Format: takeout.CSV, Cohort: cohort + 1}); cohort > 4 && !fault.Is(err, fault.TooMany) {
			t.Errorf("the %dth at once: %v", cohort+2, err)
		}
	}
}

type nothing struct{}

func (nothing) MakeExport(context.Context, takeout.Conn, tenants.ID, int64) error { return nil }

func (w *world) tenant(code string) tenants.ID {
	w.Helper()
	t, err := w.directory.TenantByODS(w.Context(), code)
	w.must(err)
	return t.ID
}

// A file is for the person who asked for it, who still has the right, at the tenant where it was asked for. Every fetching is
// written down.
func TestWhoMayFetch(t *testing.T) {
	w := newWorld(t)
	w.fill("R0A", 5)
	lead, shelf := w.as("R0A", tenants.Lead), w.store.OfTenant()
	w.take(lead, shelf, takeout.Ask{Kind: takeout.Children, Format: takeout.CSV})
	id := int64(w.number("select id from exports"))
	viewer, _ := tenants.PersonFrom(lead)
	viewer.Role = tenants.Viewer
	for who, c := range map[string]struct {
		ctx  context.Context
		kind fault.Kind
	}{
		"a colleague with the same right": {w.as("R0A", tenants.Editor), fault.NotFound},
		"the audit team":                  {w.as("R0A", tenants.NationalAdmin), fault.NotFound},
		"the same person elsewhere":       {w.as("RR8", tenants.Lead), fault.NotFound},
		"who may no longer":               {tenants.IntoPerson(lead, viewer), fault.Forbidden},
	} {
		if _, err := shelf.Fetch(c.ctx, id); !fault.Is(err, c.kind) {
			t.Errorf("%s: %v", who, err)
		}
	}
	if _, err := w.store.OfNation().Fetch(lead, id); !fault.Is(err, fault.NotFound) {
		t.Errorf("the nation's: %v", err)
	}
	if n := w.number(`select count(*) from export_downloads where person_name = 'Lead clinician' and role = 'lead' and request_id = 'request'`); n != 1 {
		t.Errorf("%d fetchings are written down", n)
	}
	for ctx, want := range map[context.Context]int{lead: 1, w.as("R0A", tenants.Editor): 0, w.as("R0A", tenants.NationalAdmin): 1, w.as("RR8", tenants.Lead): 0} {
		all, err := shelf.List(ctx)
		if person, _ := tenants.PersonFrom(ctx); err != nil || len(all) != want {
			t.Errorf("%s sees %d exports: %v", person.Role, len(all), err)
		}
	}
}

// A day later the file is gone, from the page and from the database; that it was, and who fetched it, stays.
func TestErasedAfterADay(t *testing.T) {
	w := newWorld(t)
	w.fill("R0A", 5)
	lead := w.as("R0A", tenants.Lead)
	w.take(lead, w.store.OfTenant(), takeout.Ask{Kind: takeout.Children, Format: takeout.CSV})
	w.recount()
	w.take(w.nation(), w.store.OfNation(), takeout.Ask{Kind: takeout.Workbook, Format: takeout.XLSX, Cohort: 8})
	w.now = w.now.Add(takeout.Keep - time.Second)
	if n, err := w.store.OfTenant().Erase(lead); n != 0 || err != nil {
		t.Errorf("%d erased too early: %v", n, err)
	}
	w.now = w.now.Add(time.Second)
	for shelf, ctx := range map[takeout.Shelf]context.Context{w.store.OfTenant(): lead, w.store.OfNation(): w.nation()} {
		all, err := shelf.List(ctx)
		w.must(err)
		if _, err := shelf.Fetch(ctx, all[0].ID); !fault.Is(err, fault.NotFound) || all[0].State != takeout.Erased {
			t.Errorf("a day later it is %s: %v", all[0].State, err)
		}
		if n, err := shelf.Erase(ctx); n != 1 || err != nil {
			t.Errorf("%d erased: %v", n, err)
		}
	}
	if n := w.number("select (select count(*) from export_pieces) + (select count(*) from national_export_pieces)"); n != 0 {
		t.Errorf("%d pieces are left", n)
	}
	if n := w.number("select (select count(*) from exports where state = 'erased' and row_count = 5) + (select count(*) from national_exports where state = 'erased')"); n != 2 {
		t.Errorf("%d exports are written down", n)
	}
}

// What fails is tried again; after the last try the page says so, and it can be asked for again. What could never succeed is not
// tried again, and another tenant's export is not made.
func TestAnExportThatFails(t *testing.T) {
	w := newWorld(t)
	shelf, nation := w.store.OfNation(), w.nation()
	ask := takeout.Ask{Kind: takeout.Workbook, Format: takeout.XLSX, Cohort: 8}
	w.must(shelf.Ask(nation, ask))
	w.work()
	all, err := shelf.List(nation)
	if err != nil || all[0].State != takeout.Failed || all[0].Refusal != "This cohort was never counted." {
		t.Errorf("%+v, %v", all, err)
	}
	w.recount()
	w.db.Exec(t, "alter table counted_members rename to gone")
	w.must(shelf.Ask(nation, ask))
	for try, want := range []takeout.State{takeout.Waiting, takeout.Waiting, takeout.Failed} {
		if err := w.make(w.jobs[0], try == 2); err == nil {
			t.Error("nobody hears of the failure")
		}
		if all, _ := shelf.List(nation); all[0].State != want || (want == takeout.Failed) != (all[0].Refusal != "") {
			t.Errorf("after try %d: %+v", try+1, all[0])
		}
	}
	w.db.Exec(t, "alter table gone rename to counted_members")
	w.jobs = nil
	w.take(nation, shelf, ask)

	w.must(w.store.OfTenant().Ask(w.as("R0A", tenants.Lead), takeout.Ask{Kind: takeout.Children, Format: takeout.CSV}))
	w.must(w.make(job{w.tenant("RR8"), w.jobs[0].export}, false))
	if n := w.number("select count(*) from exports where state = 'waiting'"); n != 1 {
		t.Error("another tenant's worker made it")
	}
	w.db.Exec(t, "update exports set role = 'viewer'")
	w.work()
	if n := w.number("select count(*) from exports where state = 'failed' and refusal like 'The role%'"); n != 1 {
		t.Error("the right is not looked at again")
	}
}

// A try that was overtaken by another writes no more, and a file that was not finished is nobody's.
func TestOneTryWrites(t *testing.T) {
	w := newWorld(t)
	w.fill("R0A", 30)
	lead, shelf := w.as("R0A", tenants.Lead), w.store.OfTenant()
	w.must(shelf.Ask(lead, takeout.Ask{Kind: takeout.Children, Format: takeout.CSV}))
	mine, asked := w.jobs[0], false
	list := w.store.Records.AllOrganisations
	w.store.Records.Organisations = func(ctx context.Context) ([]askOption, error) { // which the first try asks for
		if !asked {
			asked = true
			w.must(w.make(mine, false))
		}
		return list(ctx)
	}
	w.must(w.make(mine, false))
	all, err := shelf.List(lead)
	if err != nil || all[0].State != takeout.Ready {
		t.Fatalf("%+v, %v", all, err)
	}
	file, err := shelf.Fetch(lead, all[0].ID)
	w.must(err)
	var b bytes.Buffer
	w.must(file.Send(lead, &b))
	if n := len(w.csv(b.Bytes())); n != w.number("select count(*) + 1 from cases where stage < 5") || w.number("select count(*) from export_pieces") != 1 {
		t.Errorf("%d lines", n)
	}
	w.now = w.now.Add(25 * time.Hour)
	_, err = shelf.Erase(lead)
	w.must(err)
	if err := file.Send(lead, &b); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("it was erased while it was fetched: %v", err)
	}
}

// What nobody makes any more does not wait for ever.
func TestForgotten(t *testing.T) {
	w := newWorld(t)
	lead, shelf := w.as("R0A", tenants.Lead), w.store.OfTenant()
	w.must(shelf.Ask(lead, takeout.Ask{Kind: takeout.Children, Format: takeout.CSV}))
	w.db.Exec(t, "update exports set started_at = $1, state = 'making'", w.now.Add(-7*time.Hour))
	_, err := shelf.Erase(lead)
	w.must(err)
	if all, err := shelf.List(lead); err != nil || all[0].State != takeout.Failed || all[0].Refusal == "" {
		t.Errorf("%+v, %v", all, err)
	}
}
