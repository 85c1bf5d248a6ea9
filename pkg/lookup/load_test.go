package lookup_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/lookup"
	"github.com/pinktick/pinktick/pkg/testdb"
)

func sample(t *testing.T, name string) *lookup.File {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return &lookup.File{Name: "/somewhere/" + name, Content: bytes.NewReader(content)}
}

func load(t *testing.T, db *testdb.DB, l lookup.Load) (lookup.Loaded, error) {
	t.Helper()
	owner, err := pgx.Connect(t.Context(), db.OwnerDSN)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = owner.Close(t.Context()) }()
	return l.Into(t.Context(), owner, func(pgx.Tx) error { return nil })
}

// What is loaded is found by the application's role, of either layout of the directory, and in its own country's and
// edition's terms.
func TestLoadedFilesAnswer(t *testing.T) {
	for _, layout := range []string{"onspd_2024.csv", "onspd_2025.csv"} {
		t.Run(layout, func(t *testing.T) {
			db := testdb.New(t)
			done, err := load(t, db, lookup.Load{Postcodes: sample(t, layout), England: sample(t, "england_2019.csv"), Wales: sample(t, "wales_2019.csv")})
			if err != nil || done.Postcodes != 8 || len(done.Indices) != 2 {
				t.Fatalf("loaded %+v, %v", done, err)
			}
			if _, err := load(t, db, lookup.Load{England: sample(t, "england_2025.csv"), Edition: 2025}); err != nil {
				t.Fatal(err)
			}
			files := lookup.Files{DB: db.App}
			finder := lookup.Finder{Postcodes: []lookup.Postcodes{files}, Indices: []lookup.Indices{files}}
			for _, c := range []struct {
				postcode string
				cohort   int
				country  string
				lsoa     string
				edition  int
				quintile int
				placed   bool
			}{
				{"QQ11AA", 7, "ENG", "E01900001", 2019, 1, true},
				{"QQ11AA", 8, "ENG", "E01800001", 2025, 5, true}, // the sample's two editions rank the other way round
				{"QQ11AA", 0, "ENG", "E01800001", 2025, 5, true},
				{"QQ11AB", 7, "ENG", "E01900003", 2019, 2, true}, // terminated in 2019; its homes are where they were
				{"QQ12AA", 7, "WLS", "W01900002", 2019, 1, true},
				{"QQ12AA", 9, "WLS", "W01900002", 2019, 1, true},
				{"QQ1X1AA", 7, "ENG", "E01900010", 2019, 5, true},
				{"QQ1X1AA", 8, "ENG", "", 2025, 0, true}, // no area of 2021 yet
				{"QQ21AA", 8, "SCT", "", 0, 0, true},
				{"QQ31AA", 8, "NIR", "", 0, 0, true},
				{"QQ41AA", 8, "ENG", "", 2025, 0, false}, // terminated before it had a grid reference
				{"QQ51AA", 8, "CHI", "", 0, 0, false},
			} {
				p, err := finder.Find(t.Context(), c.postcode, c.cohort)
				if err != nil || p.Country != c.country || p.LSOA != c.lsoa || p.Edition != c.edition || p.Quintile != c.quintile || (p.Longitude != nil) != c.placed {
					t.Errorf("%s, cohort %d: %+v, %v", c.postcode, c.cohort, p, err)
				}
				if onGrid := c.placed && c.country != "NIR"; (p.Easting != nil) != onGrid {
					t.Errorf("%s on the British grid: %v", c.postcode, p.Easting)
				}
			}
			if _, err := finder.Find(t.Context(), "QQ99ZZ", 8); !errors.Is(err, lookup.ErrUnknown) {
				t.Errorf("a postcode that is none: %v", err)
			}
		})
	}
}

func TestNothingLoaded(t *testing.T) {
	files := lookup.Files{DB: testdb.New(t).App}
	if _, err := files.Area(t.Context(), "QQ11AA"); !errors.Is(err, lookup.ErrNone) {
		t.Errorf("a postcode: %v", err)
	}
	if _, err := files.Quintile(t.Context(), "ENG", 2019, "E01900001"); !errors.Is(err, lookup.ErrNone) {
		t.Errorf("an area: %v", err)
	}
	if at, any, err := (lookup.Finder{Postcodes: []lookup.Postcodes{files}}).Sources(t.Context()); !at.IsZero() || any || err != nil {
		t.Errorf("sources: %v %t %v", at, any, err)
	}
}

// A file with a fault in it changes nothing, names the line, and what was loaded before stays, of the other files too.
func TestAFaultyFileChangesNothing(t *testing.T) {
	db := testdb.New(t)
	if _, err := load(t, db, lookup.Load{Postcodes: sample(t, "onspd_2024.csv"), England: sample(t, "england_2019.csv"), Wales: sample(t, "wales_2019.csv")}); err != nil {
		t.Fatal(err)
	}
	before := contents(t, db)
	for _, c := range []struct{ file, old, new, want string }{
		{"onspd_2024.csv", `"QQ1 2AA"`, `"QQ1 2A"`, "line 4"},
		{"onspd_2024.csv", `"201906"`, `"201913"`, "line 3"},
		{"onspd_2024.csv", `"300100"`, `"x"`, "line 2"},
		{"onspd_2024.csv", `"51.693"`, `"91.693"`, "line 4"},
		{"onspd_2024.csv", `"-3.446"`, `""`, "line 4"},
		{"onspd_2024.csv", `"E01900001"`, `"E0190001"`, "line 2"},
		{"onspd_2024.csv", "\r\n\"QQ2", "\r\n\"extra\"\r\n\"QQ2", "line 5"},
		{"onspd_2024.csv", `"pcds","dointr","doterm"`, `"pcds","dointr","ended"`, "no column doterm"},
		{"onspd_2024.csv", `"QQ1 1AB","QQ1  1AB","QQ1 1AB"`, `"QQ1 1AA","QQ1  1AA","QQ1 1AA"`, "duplicate"},
		{"england_2019.csv", "E01900004", "W01900004", "line 5"},
		{"england_2019.csv", ",49.0,2,2,", ",49.0,two,2,", "line 3"},
		{"england_2019.csv", ",49.0,2,2,", ",49.0,2,9,", "line 3"},
		{"england_2019.csv", ",49.0,2,2,", ",49.0,2,11,", "line 3"},
		{"england_2019.csv", "E01900005,Madeup 005A,E09999999,Madeup,32.5,5,5,0.1,6,6\n", "", "is the file whole?"},
		{"england_2019.csv", "E01900004", "E01900005", "stands there twice"},
		{"england_2019.csv", "(2011)", "(2021)", "edition of 2025, not of 2019"},
		{"wales_2019.csv", "overall rank", "overall place", "not the index of Wales"},
		{"wales_2019.csv", ",2,2,1,1", ",2,2,4,1", "line 3"},
	} {
		content, err := io.ReadAll(sample(t, c.file).Content)
		if err != nil || !strings.Contains(string(content), c.old) {
			t.Fatalf("%s has no %s: %v", c.file, c.old, err)
		}
		broken := &lookup.File{Name: c.file, Content: strings.NewReader(strings.Replace(string(content), c.old, c.new, 1))}
		l := lookup.Load{Edition: 2019, England: sample(t, "england_2019.csv"), Wales: sample(t, "wales_2019.csv"), Postcodes: sample(t, "onspd_2025.csv")}
		switch c.file[0] {
		case 'o':
			l.Postcodes = broken
		case 'e':
			l.England = broken
		case 'w':
			l.Wales = broken
		}
		if _, err := load(t, db, l); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q: %v, want %q", c.file, c.new, err, c.want)
		}
		if after := contents(t, db); after != before {
			t.Fatalf("%s with %q changed what was loaded", c.file, c.new)
		}
	}
}

// A file without a line of data is refused too; it would take away all there is.
func TestAnEmptyFileIsRefused(t *testing.T) {
	db := testdb.New(t)
	for _, c := range []struct {
		file string
		into func(*lookup.Load, *lookup.File)
	}{
		{"onspd_2024.csv", func(l *lookup.Load, f *lookup.File) { l.Postcodes = f }},
		{"england_2019.csv", func(l *lookup.Load, f *lookup.File) { l.England = f }},
		{"wales_2019.csv", func(l *lookup.Load, f *lookup.File) { l.Wales = f }},
	} {
		content, _ := io.ReadAll(sample(t, c.file).Content)
		header, _, _ := strings.Cut(string(content), "\n")
		for _, text := range []string{header + "\n", ""} {
			var l lookup.Load
			c.into(&l, &lookup.File{Name: c.file, Content: strings.NewReader(text)})
			if _, err := load(t, db, l); err == nil {
				t.Errorf("%s with %d characters was loaded", c.file, len(text))
			}
		}
	}
}

// Who reads meanwhile sees all of the old until all of the new is there.
func TestLoadingAgainReplaces(t *testing.T) {
	db := testdb.New(t)
	if _, err := load(t, db, lookup.Load{Postcodes: sample(t, "onspd_2024.csv")}); err != nil {
		t.Fatal(err)
	}
	content, _ := io.ReadAll(sample(t, "onspd_2024.csv").Content)
	lines := strings.SplitAfterN(string(content), "\r\n", 3)
	owner, err := pgx.Connect(t.Context(), db.OwnerDSN)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = owner.Close(t.Context()) }()
	count := func() (n int) {
		pool, _ := db.App.DB()
		if err := pool.QueryRowContext(t.Context(), `select count(*) from postcodes`).Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	shorter := &lookup.File{Name: "shorter.csv", Content: strings.NewReader(lines[0] + lines[1])}
	_, err = lookup.Load{Postcodes: shorter}.Into(t.Context(), owner, func(pgx.Tx) error {
		if n := count(); n != 8 {
			t.Errorf("during the load others see %d postcodes", n)
		}
		return nil
	})
	if n := count(); err != nil || n != 1 {
		t.Errorf("after the load others see %d postcodes, %v", n, err)
	}
}

// contents is all that is loaded, as one text.
func contents(t *testing.T, db *testdb.DB) string {
	t.Helper()
	var all []string
	for _, table := range []string{"postcode_directories", "postcodes", "deprivation_indices", "deprivation_ranks"} {
		var rows string
		if err := db.Super.QueryRow(`select coalesce(string_agg(t::text, ';' order by t::text), '') from ` + table + ` t`).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		all = append(all, rows)
	}
	return strings.Join(all, "\n")
}
