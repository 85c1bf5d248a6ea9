package jobs

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/lookup"
	"github.com/pinktick/pinktick/pkg/record"
)

// What a sweep looks up, and what it leaves alone.
func TestWhatASweepConcerns(t *testing.T) {
	w := newWorld(t)
	loaded := time.Now().Add(-time.Hour)
	found := func(country, edition, quintile, ago string) string {
		return `state = 'found', lsoa = 'E01900001', country_code = '` + country + `', edition = ` + edition + `, quintile = ` + quintile +
			`, looked_up_at = now() - interval '` + ago + `'`
	}
	cases := []struct {
		what            string
		set             string // of the place
		seen            string // the first assessment
		quick, thorough bool
	}{
		{"just saved", `asked_at = now() - interval '9 minutes'`, "", false, false},
		{"its job was lost", `asked_at = now() - interval '11 minutes'`, "", true, true},
		{"failed after the load", `state = 'failed', looked_up_at = now() - interval '59 minutes'`, "", false, false},
		{"failed before the load", `state = 'failed', looked_up_at = now() - interval '2 hours'`, "", true, true},
		{"not found after the load", `state = 'not_found', looked_up_at = now() - interval '59 minutes'`, "", false, false},
		{"not found before the load", `state = 'not_found', looked_up_at = now() - interval '2 hours'`, "", true, true},
		{"found", found("ENG", "2025", "3", "2 hours"), "", false, false},
		{"found for cohort 8", found("ENG", "2025", "3", "2 hours"), "2024-12-01", false, false},
		{"found for cohort 7", found("ENG", "2019", "3", "2 hours"), "2024-11-30", false, false},
		{"cohort 7 by the newer index", found("ENG", "2025", "3", "2 hours"), "2024-11-30", false, true},
		{"cohort 8 by the older index", found("ENG", "2019", "3", "2 hours"), "2024-12-01", false, true},
		{"without a fifth since the load", found("ENG", "2025", "null", "59 minutes"), "", false, false},
		{"without a fifth before the load", found("ENG", "2025", "null", "2 hours"), "", false, true},
		{"in Wales", found("WLS", "2019", "3", "2 hours"), "2024-12-01", false, false},
		{"in Scotland", found("SCT", "null", "null", "2 hours"), "", false, false},
	}
	ids := map[int64]int{}
	for i, c := range cases {
		id := w.child(w.Leeds, "QQ11AA")
		ids[id] = i
		w.Exec(t, `update case_places set `+c.set+` where case_id = $1`, id)
		if c.seen != "" {
			w.Exec(t, `insert into registrations (tenant_id, case_id, updated_by, first_assessment_on) values ($1, $2, gen_random_uuid(), $3)`, string(w.Leeds.ID), id, c.seen)
		}
	}
	other := w.child(w.Swansea, "QQ11AA")
	w.Exec(t, `update case_places set asked_at = now() - interval '1 day' where case_id = $1`, other)
	for _, thorough := range []bool{false, true} {
		var got []int64
		err := w.store.PlacesToFind(w.as(w.Leeds), record.PlaceSweep{Loaded: loaded, Thorough: thorough}, func(_ *gorm.DB, cases []int64) error {
			got = append(got, cases...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for id, i := range ids {
			want := cases[i].quick && !thorough || cases[i].thorough && thorough
			if slices.Contains(got, id) != want {
				t.Errorf("thorough %t: %s: %t, want %t", thorough, cases[i].what, !want, want)
			}
		}
		if slices.Contains(got, other) {
			t.Error("another tenant's child")
		}
	}
}

// A month after it was given up, a look-up is tried again, without any new directory.
func TestAMonthLater(t *testing.T) {
	w := newWorld(t)
	early, late := w.child(w.Leeds, "QQ11AA"), w.child(w.Leeds, "QQ21AA")
	w.Exec(t, `delete from jobs.river_job`)
	w.Exec(t, `update case_places set state = 'failed', looked_up_at = now() - case case_id when $1 then interval '29 days' else interval '31 days' end`, early)
	w.run() // whoever begins to lead, sweeps
	w.awaitPlace(w.Leeds, late, record.PlaceFound)
	w.await(0, `select count(*) from jobs.river_job where state <> 'completed'`)
	if p := w.place(w.Leeds, early); p.State != record.PlaceFailed {
		t.Errorf("before the month is over: %+v", p)
	}
}

// After a load, the children of every tenant that waited for it are looked up, more than a batch of them too.
func TestALoadIsFollowedByASweep(t *testing.T) {
	w := newWorld(t)
	w.Exec(t, `insert into cases (tenant_id, postcode) select $1, 'QQ11AA' from generate_series(1, 1200)`, string(w.Leeds.ID)) // by nobody who would queue them
	w.Exec(t, `insert into cases (tenant_id, postcode) values ($1, 'QQ21AA')`, string(w.Swansea.ID))
	w.Exec(t, `update case_places set asked_at = now() - interval '1 day'`)
	files := lookup.Files{DB: w.App}
	w.run(func(o *Options) {
		o.Finder = lookup.Finder{Postcodes: []lookup.Postcodes{files}, Indices: []lookup.Indices{files}}
	})
	w.await(2, `select count(*) from jobs.river_job where kind = 'sweep_places' and state = 'completed'`)
	if n := w.count(lookups); n != 0 {
		t.Errorf("%d look-ups with nothing loaded", n)
	}
	const postcodes = "pcds,doterm,oseast1m,osnrth1m,ctry,lsoa11,lsoa21,lat,long\n" +
		"QQ1 1AA,,400100,300100,E92000001,E01900001,E01800001,52.597,-1.999\nQQ2 1AA,,400100,300100,E92000001,E01900001,E01800001,52.597,-1.999\n"
	const index = "LSOA code (2021),Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)\nE01800001,1\n"
	owner, err := pgx.Connect(t.Context(), w.OwnerDSN)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = owner.Close(t.Context()) }()
	l := lookup.Load{Postcodes: &lookup.File{Name: "onspd.csv", Content: strings.NewReader(postcodes)},
		England: &lookup.File{Name: "file_7.csv", Content: strings.NewReader(index)}}
	if _, err := l.Into(t.Context(), owner, func(tx pgx.Tx) error { return w.queue.SweepPlaces(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	w.await(1201, `select count(*) from case_places where quintile = 5 and edition = 2025`)
}
