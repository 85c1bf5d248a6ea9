package compare_test

import (
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

var byTrust = []compare.Level{compare.Trust, compare.HealthBoard}

func sentCSV(csv string) compare.ExpectedSent {
	return compare.ExpectedSent{Cohort: 8, Levels: byTrust, CSV: csv, Source: "Hospital episodes", Of: "2026-03-31"}
}

// All that is wrong with a file is said at once, with its line.
func TestReadingExpectedNumbers(t *testing.T) {
	units := []compare.Figures{{Unit: compare.Unit{Level: compare.Trust, Code: "RR8"}}, {Unit: compare.Unit{Level: compare.HealthBoard, Code: "7A3"}}, {Unit: compare.Unit{Level: compare.Organisation, Code: "RR813"}}}
	today := ask.NewDate(2026, 11, 22)
	for csv, want := range map[string]string{
		"code,expected\nRR8,40\n7a3, 12\n": "",
		"\ufeffRR8,40\r\n":                 "",
		"RR8,none":                         "",
		"RR8,0\nXXX,5\n7A3,many\nRR8,3\nRR813,4\n7A3": `Line 1: "0" is no number of children from 1 on; “none” takes a number out.
Line 2: there is no unit "XXX" in this cohort at the chosen level.
Line 3: "many" is no number of children from 1 on; “none” takes a number out.
Line 5: there is no unit "RR813" in this cohort at the chosen level.
Line 6: want a code and a number, with a comma between them.`,
		"RR8,40\nRR8,41": "Line 2: RR8 stands in line 1 already.",
		"":               "There is no line with a code and a number.",
		"\"RR8,40":       "The text is no CSV",
	} {
		_, err := compare.ReadExpected(sentCSV(csv), units, today)
		f, _ := fault.As(err)
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", csv, f)
		case want != "" && (f == nil || !strings.HasPrefix(f.Fields["csv"].Message, want)):
			t.Errorf("%q: %+v", csv, f)
		}
	}
	sent := sentCSV("RR8,x")
	sent.Source, sent.Of = " ", "2027-01-01"
	_, err := compare.ReadExpected(sent, units, today)
	if f, _ := fault.As(err); f == nil || len(f.Fields) != 3 {
		t.Errorf("not all at once: %v", err)
	}
}

// Numbers are entered by the audit team alone, each change is logged, the same again changes nothing, and what somebody else has
// changed meanwhile stays.
func TestEnteringExpectedNumbers(t *testing.T) {
	w := newWorld(t)
	w.put("RR813")
	w.recount(8)
	team := w.as("RR8", tenants.NationalAdmin)
	read := func(csv string) []compare.ExpectedLine {
		set, err := w.store.ReadSet(team, 8)
		w.must(err)
		lines, err := compare.ReadExpected(sentCSV(csv), set.Units, ask.NewDate(2026, 11, 22))
		w.must(err)
		return lines
	}
	first := read("RR8,40\n7A3,12")
	for _, role := range []tenants.Role{tenants.NationalAnalyst, tenants.Lead} {
		if _, err := w.store.SaveExpected(w.as("RR8", role), 8, first); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s enters: %v", role, err)
		}
	}
	save := func(lines []compare.ExpectedLine, want int) {
		t.Helper()
		if n, err := w.store.SaveExpected(team, 8, lines); err != nil || n != want {
			t.Errorf("%d changes, %v; want %d", n, err, want)
		}
	}
	save(first, 2)
	save(first, 0) // sent twice
	second := read("RR8,50\n7A3,12")
	if compare.Digest(first) == compare.Digest(second) || second[0].Was.Children != 40 || second[1].Changes() {
		t.Errorf("%+v", second)
	}
	save(read("RR8,45"), 1)
	if _, err := w.store.SaveExpected(team, 8, second); !fault.Is(err, fault.Conflict) {
		t.Errorf("over somebody else's number: %v", err)
	}
	save(read("7A3,none"), 1)
	if n := w.number(`select expected from expected_children where cohort = 8`); n != 45 {
		t.Errorf("%d expected", n)
	}
	log, err := w.store.ExpectedChanges(w.as("RR8", tenants.NationalAnalyst), 8, 10)
	w.must(err)
	if len(log) != 4 || log[0].Now == nil && log[0].Was.Children != 12 || log[1].Was.Children != 40 || log[1].Now.Children != 45 || log[1].By != "Amina Noor" {
		t.Errorf("%+v", log)
	}
	for _, statement := range []string{`update expected_children set expected = 1`, `insert into expected_changes (cohort) values (8)`, `delete from expected_changes`} {
		if err := w.db.App.WithContext(team).Exec(statement).Error; err == nil {
			t.Errorf("the server's role may %s", statement)
		}
	}
}
