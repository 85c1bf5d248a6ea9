package transport_test

import (
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/sample"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// What goes out of one database and into an empty other comes out of that to the letter, whatever the children: those that were
// imported once, those that people entered, those with an NHS number and those without.
func TestExportImportExportIsTheSame(t *testing.T) {
	first := newWorld(t)
	for _, p := range []tenantstest.Place{first.Manchester, first.Leeds} {
		first.fill(p, map[string]uint64{"R0A": 4, "RR8": 5}[p.ODSCode], 250)
	}
	entered := sample.NewSet(sample.Options{Seed: 6, Today: today, Leads: []string{first.Manchester.Hospitals[1].ID}}, 40)
	for i := range 40 {
		_, err := first.Records.Create(first.Manchester.As(t.Context(), tenants.Editor), entered.Make(i).Child)
		first.must(err)
	}
	// Children who came from elsewhere say so, however often.
	first.Exec(t, `insert into former_leads (tenant_id, case_id, organisation_id, led_until) select tenant_id, id, $1, '2026-01-01' from cases c where id % 3 = 0 and not exists (select from imported_cases i where i.case_id = c.id)`, first.Swansea.Hospitals[1].ID)
	first.Exec(t, `insert into former_leads (tenant_id, case_id, organisation_id, led_until) select tenant_id, id, $1, '2026-02-01' from cases c where id % 6 = 0 and not exists (select from imported_cases i where i.case_id = c.id)`, first.Leeds.Hospitals[0].ID)
	second := newWorld(t)
	for _, p := range []tenantstest.Place{first.Manchester, first.Leeds} {
		out := first.export(p)
		lines := strings.Split(strings.TrimSpace(out), "\n")
		if want := map[string]int{"R0A": 290, "RR8": 250}[p.ODSCode]; len(lines) != want {
			t.Fatalf("%d records went out, want %d", len(lines), want)
		}
		tried, _ := second.take(p, tenants.NationalAdmin, false, lines...)
		taken, counted := second.take(p, tenants.NationalAdmin, true, lines...)
		for i := range taken {
			if taken[i].Result != record.Created || len(taken[i].Problems) > 0 || tried[i].String() != taken[i].String() {
				t.Fatalf("%s: tried %s, then %s", lines[i], tried[i], taken[i])
			}
		}
		if counted[record.Created] != len(lines) {
			t.Fatal(counted)
		}
		if again := second.export(p); again != out {
			mustBeEqual(t, out, again)
		}
		for place, w := range map[string]*world{"where they came from": first, "where they went": second} {
			if _, counted := w.take(p, tenants.NationalAdmin, true, lines...); counted[record.Unchanged] != len(lines) {
				t.Errorf("again, %s: %v, want all unchanged", place, counted)
			}
		}
	}
}

func mustBeEqual(t *testing.T, one, other string) {
	t.Helper()
	a, b := strings.Split(one, "\n"), strings.Split(other, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("record %d went out as\n%s\nand came back as\n%s", i+1, a[i], b[i])
		}
	}
	t.Fatalf("%d lines went out, %d came back", len(a), len(b))
}

// The same over seeds, through one database: each set of children goes into a board of its own and comes back out.
func TestAnySampleChildComesBackFromTheDatabase(t *testing.T) {
	w := newWorld(t)
	place, lead := w.Swansea, w.Swansea.Hospitals[0].ID
	ctx := place.As(context.Background(), tenants.NationalAdmin)
	rapid.Check(t, func(r *rapid.T) {
		w.Exec(t, `truncate cases cascade`)
		set := sample.NewSet(sample.Options{Seed: rapid.Uint64Range(1, 1<<40).Draw(r, "seed"), Today: today, Leads: []string{lead}, Past: true,
			Numberless: func(string) bool { return rapid.Bool().Draw(r, "numberless") }}, 3)
		for i := range 3 {
			if _, err := w.Records.Create(ctx, set.Make(i).Child); err != nil {
				r.Fatal(err)
			}
		}
		out := w.export(place)
		w.Exec(t, `truncate cases cascade`)
		told, _ := w.take(place, tenants.NationalAdmin, true, strings.Split(strings.TrimSpace(out), "\n")...)
		for _, one := range told {
			if one.String() != "created" {
				r.Fatalf("%v", one)
			}
		}
		if again := w.export(place); again != out {
			r.Fatalf("went out\n%s\ncame back\n%s", out, again)
		}
	})
}
