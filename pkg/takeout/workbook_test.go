package takeout_test

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/pkg/workbook"
	"github.com/pinktick/pinktick/tenants"
)

// counted is a country in which several units have children: of one trust two hospitals, of Wales one board, and Jersey.
func counted(t testing.TB) *world {
	w := newWorld(t)
	w.put("R0A03", 40, "pass")
	w.put("R0A03", 30, "fail")
	w.put("R0A07", 2, "fail")
	w.put("RR813", 20, "pass")
	w.put("RR813", 3, "fail")
	w.put("RR813", 4, "not_applicable")
	w.put("RR813", 5, "incomplete")
	w.put("7A3C7", 25, "pass")
	w.put("7A3C7", 12, "fail")
	w.db.Exec(w, `update cases set completed = 10, forms_incomplete = 3 where id in (select min(id) from cases group by lead_organisation_id)`)
	w.recount()
	return w
}

var sheetNames = []string{"Country_level", "HBT_level", "ICB_level", "NHSregion_level", "Network_level", "National_level", "Reference",
	"Totals - Trust", "Totals - LHB", "Totals - ICB", "Totals - NHSregion", "Totals - Network", "Totals - Country"}

// The sheets, their columns, their order, and every number, against what the pages of measures read.
func TestTheWorkbookSaysWhatThePagesSay(t *testing.T) {
	w := counted(t)
	name, raw := w.take(w.nation(), w.store.OfNation(), takeout.Ask{Kind: takeout.Workbook, Format: takeout.XLSX, Cohort: 8})
	if name != "cohort-8-live-counted-2027-01-20.xlsx" {
		t.Errorf("the file is called %s", name)
	}
	names, sheets := w.book(raw)
	if !slices.Equal(names, sheetNames) {
		t.Fatalf("the sheets are %q", names)
	}
	for sheet, head := range map[string]string{"Country_level": "Country", "HBT_level": "HBT", "ICB_level": "ICB", "NHSregion_level": "NHSregion",
		"Network_level": "Network", "National_level": "uk", "Reference": "HBT,HBT_name,Network,Country,UK,NHSregion,ICB"} {
		if !strings.Contains(head, ",") {
			head += ",Measure,Percentage,Numerator,Denominator"
		}
		if got := strings.Join(sheets[sheet][0], ","); got != head {
			t.Errorf("%s has the columns %s", sheet, got)
		}
	}
	for _, c := range []struct {
		sheet  string
		levels []compare.Level
		key    func(compare.Unit) string
	}{
		{"Country_level", []compare.Level{compare.Country}, named}, {"HBT_level", []compare.Level{compare.HealthBoard, compare.Trust}, coded},
		{"ICB_level", []compare.Level{compare.CareBoard}, named}, {"Network_level", []compare.Level{compare.Network}, coded},
		{"NHSregion_level", []compare.Level{compare.Region, compare.Country}, named}, {"National_level", []compare.Level{compare.National}, named},
	} {
		w.expectLevel(c.sheet, sheets[c.sheet][1:], c.levels, c.key)
	}
	if units := len(sheets["Country_level"]) - 1; units != 2*12 {
		t.Errorf("%d rows of countries: Jersey counts for itself", units)
	}
	w.expectTotals(sheets)
}

func named(u compare.Unit) string { return u.Name }
func coded(u compare.Unit) string { return u.Code }

// expectLevel compares a sheet with what a page shows of each headline measure, cell by cell and in order.
func (w *world) expectLevel(sheet string, rows [][]string, levels []compare.Level, key func(compare.Unit) string) {
	w.Helper()
	var want [][]string
	for _, m := range kpi.Headline() {
		for _, level := range levels {
			across, err := w.store.Counts.Across(w.nation(), level, m, 8)
			w.must(err)
			units := across.Units
			slices.SortFunc(units, func(a, b compare.Compared) int { return strings.Compare(key(a.Unit), key(b.Unit)) })
			for _, u := range units {
				if u.Name == "Jersey" || sheet == "NHSregion_level" && level == compare.Country && u.Name != "Wales" {
					continue
				}
				share := ""
				if rate, any := u.Count.Of().Rate(); any {
					share = strconv.FormatFloat(rate, 'g', -1, 64)
				}
				want = append(want, []string{key(u.Unit), m.Title, share, strconv.Itoa(u.Count.Passed), strconv.Itoa(u.Count.Eligible())})
			}
		}
	}
	if len(want) != len(rows) || len(want) == 0 {
		w.Errorf("%s has %d rows, want %d", sheet, len(rows), len(want))
		return
	}
	for i := range want {
		if !slices.Equal(want[i], rows[i]) {
			w.Errorf("%s, row %d: %q, want %q", sheet, i+2, rows[i], want[i])
			return
		}
	}
}

// expectTotals holds the totals to the dashboard of a hospital, and a trust's to its own.
func (w *world) expectTotals(sheets map[string][][]string) {
	w.Helper()
	d, err := w.store.Counts.Dashboard(w.as("R0A", tenants.NationalAdmin), "R0A03", 8)
	w.must(err)
	for level, sheet := range map[compare.Level]string{compare.Trust: "Totals - Trust", compare.CareBoard: "Totals - ICB", compare.Region: "Totals - NHSregion",
		compare.Network: "Totals - Network", compare.Country: "Totals - Country"} {
		u, _ := d.Of(level)
		var found []string
		for _, row := range sheets[sheet][1:] {
			if row[0] == u.Name {
				found = row
			}
		}
		share := math.Round(1000*float64(u.Counted)/float64(u.Registered)) / 10
		if found == nil || found[2] != strconv.Itoa(u.Registered) || found[1] != strconv.Itoa(u.Counted) || found[3] != fmt.Sprint(share) {
			w.Errorf("%s: %q, want %d of %d", sheet, found, u.Counted, u.Registered)
		}
	}
	if got := sheets["Totals - LHB"][1:]; !slices.ContainsFunc(got, func(r []string) bool {
		return slices.Equal(r, []string{"Swansea Bay University Health Board", "36", "37", "97.3"})
	}) {
		w.Errorf("boards: %q", got)
	}
	for _, row := range sheets["Reference"][1:] {
		if row[0] == "7A3" && (row[3] != "Wales" || row[4] != "England and Wales" || row[5] != "Wales" || row[6] != "") {
			w.Errorf("a board of Wales: %q", row)
		}
		if row[0] == "R0A" && (row[3] != "England" || row[5] != "North West" || row[6] != "NHS Greater Manchester Integrated Care Board") {
			w.Errorf("a trust: %q", row)
		}
	}
}

// The same sheets come as CSV, cell by cell, and JSON has the same numbers, with those of the other measures and levels.
func TestEveryFormatSaysTheSame(t *testing.T) {
	w := counted(t)
	_, raw := w.take(w.nation(), w.store.OfNation(), takeout.Ask{Kind: takeout.Workbook, Format: takeout.XLSX, Cohort: 8})
	sheets, cells := w.book(raw)
	name, raw := w.take(w.nation(), w.store.OfNation(), takeout.Ask{Kind: takeout.Workbook, Format: takeout.CSV, Cohort: 8})
	files, lines := w.archive(raw)
	if !slices.Equal(sheets, files) || name != "cohort-8-live-counted-2027-01-20.csv.zip" {
		t.Errorf("%s holds %q", name, files)
	}
	seen := 0
	for sheet, rows := range cells {
		if len(rows) != len(lines[sheet]) {
			t.Fatalf("%s: %d rows and %d", sheet, len(rows), len(lines[sheet]))
		}
		for i, row := range rows {
			for j, cell := range row {
				if seen++; workbook.Defused(cell) != lines[sheet][i][j] {
					t.Errorf("%s, row %d: %q in a spreadsheet, %q in CSV", sheet, i+1, cell, lines[sheet][i][j])
				}
			}
		}
	}
	if seen < 5000 {
		t.Errorf("only %d cells were compared", seen)
	}
	name, raw = w.take(w.nation(), w.store.OfNation(), takeout.Ask{Kind: takeout.Workbook, Format: takeout.JSON, Cohort: 8})
	var r workbook.Results
	w.must(json.Unmarshal(raw, &r))
	if len(r.Measures) != 21 || len(r.Levels) != len(compare.Levels) || !r.Live || !strings.HasSuffix(name, ".json") {
		t.Errorf("%s: %d measures, %d levels", name, len(r.Measures), len(r.Levels))
	}
	w.expectJSON(r, lines)
}

func (w *world) expectJSON(r workbook.Results, lines map[string][][]string) {
	w.Helper()
	titles := map[string]string{}
	for _, m := range r.Measures {
		titles[m.Key] = m.Title
	}
	rows := map[string]string{}
	for _, row := range lines["HBT_level"] {
		rows[row[0]+" "+row[1]] = row[3] + " " + row[4]
	}
	found := 0
	for _, level := range r.Levels {
		across, err := w.store.Counts.Across(w.nation(), level.Key, kpi.All[10], 8) // which is in no sheet
		w.must(err)
		for i, u := range level.Units {
			if len(u.Results) != 21 || u.Registered == nil {
				w.Errorf("%s %s: %d measures", level.Key, u.Code, len(u.Results))
			}
			for _, c := range across.Units {
				if got := u.Results[10]; c.Code == u.Code && !reflect.DeepEqual(*got.Numbers, workbook.Numbers{Passed: c.Count.Passed, Eligible: c.Count.Eligible(), Ineligible: &c.Count.NotApplicable, Incomplete: &c.Count.Incomplete}) {
					w.Errorf("%s %s: %+v, want %+v", level.Key, u.Code, got, c.Count)
				}
			}
			for _, result := range u.Results {
				if want, there := rows[u.Code+" "+titles[result.Measure]]; there && (level.Key == compare.Trust || level.Key == compare.HealthBoard) {
					if found++; want != fmt.Sprint(result.Passed, " ", result.Eligible) {
						w.Errorf("%s %s: %+v in JSON, %s in CSV", u.Code, result.Measure, result.Numbers, want)
					}
				}
			}
			if i > 0 && level.Units[i-1].Code >= u.Code {
				w.Errorf("%s is not in order", level.Key)
			}
		}
	}
	if found != len(lines["HBT_level"])-1 {
		w.Errorf("%d of %d rows are in JSON", found, len(lines["HBT_level"])-1)
	}
}

// Of published figures a small number is nowhere, and never a zero; the workbook says why there is a gap.
func TestAWorkbookOfPublishedFigures(t *testing.T) {
	w := counted(t)
	admin := w.nation()
	p, err := w.store.Publications.Prepare(admin, publication.Plan{Cohort: 8, Lowest: compare.Trust, Note: "Results"})
	w.must(err)
	ask := takeout.Ask{Kind: takeout.Workbook, Format: takeout.XLSX, Publication: p.ID}
	w.must(w.store.OfNation().Ask(admin, ask))
	w.work()
	if all, err := w.store.OfNation().List(admin); err != nil || all[0].State != takeout.Failed || all[0].Refusal == "" {
		t.Errorf("a draft is no publication: %+v, %v", all[0], err)
	}
	for _, state := range []publication.State{publication.Ready, publication.Published} {
		w.must(w.store.Publications.Bring(admin, p.ID, state))
	}
	w.put("RR813", 50, "pass") // live figures go on
	w.recount()
	d, err := w.store.Publications.Document(w.Context(), p)
	w.must(err)
	name, raw := w.take(admin, w.store.OfNation(), ask)
	names, sheets := w.book(raw)
	if !slices.Equal(names, append(slices.Clone(sheetNames), "Notes")) || !strings.HasPrefix(name, "cohort-8-version-1-counted-2027-01-20") {
		t.Errorf("%s: %q", name, names)
	}
	hidden, shown := 0, 0
	trusts, _ := d.Level(compare.Trust)
	for _, row := range sheets["HBT_level"][1:] {
		u, there := trusts.Unit(row[0])
		if !there {
			continue // a board
		}
		result := u.Results[slices.IndexFunc(d.Measures, func(m publication.Definition) bool { return m.Title == row[1] })]
		switch n := result.Numbers; {
		case n == nil:
			hidden++
			if row[2]+row[3]+row[4] != "" {
				t.Errorf("a hidden number is there: %q", row)
			}
		default:
			shown++
			if row[3] != strconv.Itoa(n.Passed) || row[4] != strconv.Itoa(n.Eligible) || (row[2] == "") != (n.Eligible == 0) {
				t.Errorf("%q, published %+v", row, n)
			}
		}
	}
	if hidden == 0 || shown == 0 || len(sheets["Notes"]) < 3 {
		t.Errorf("%d hidden, %d shown, notes %q", hidden, shown, sheets["Notes"])
	}
}
