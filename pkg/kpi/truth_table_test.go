package kpi

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/measure"
)

// The first paediatric assessment of the tables, and its anniversary.
var (
	seenFirst = day("2023-05-10")
	ann       = day("2024-05-10")
)

func day(text string) ask.Date {
	d, err := ask.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// registeredChild is a child of ten with an assessment date and confirmed eligibility, and nothing else answered.
func registeredChild() *dataset.Child {
	c := dataset.NewChild()
	born, seen, yes := day("2013-01-01"), seenFirst, true
	c.Case().DateOfBirth = &born
	c.Registration().FirstAssessmentOn, c.Registration().EligibilityConfirmed = &seen, &yes
	return c
}

// column is one column of a truth table: what its words mean for a child.
type column struct {
	values []string
	set    func(c *dataset.Child, value string)
}

// yesNo is a question of yes (T), no (F) and not answered (–).
func yesNo(field func(*dataset.Child) **bool) column {
	return column{[]string{"–", "T", "F"}, func(c *dataset.Child, value string) {
		if value != "–" {
			answer := value == "T"
			*field(c) = &answer
		}
	}}
}

// dated is a date by words: – is none.
func dated(field func(*dataset.Child) **ask.Date, days map[string]ask.Date) column {
	words := []string{"–"}
	for word := range days {
		words = append(words, word)
	}
	slices.Sort(words)
	return column{words, func(c *dataset.Child, value string) {
		if d, ok := days[value]; ok {
			*field(c) = &d
		}
	}}
}

// inYear are the days that matter for the first year of care.
var inYear = map[string]ask.Date{
	"before FPA": seenFirst.AddDays(-30), "in year": seenFirst.AddDays(100), "on ANN": ann, "after ANN": ann.AddDays(1),
}

// age sets the date of birth so that the child is so old at the first assessment: to the day.
func age(years ...string) column {
	return column{years, func(c *dataset.Child, value string) {
		var n int
		var born ask.Date
		if rest, ok := strings.CutSuffix(value, " less a day"); ok {
			_, _ = fmt.Sscan(rest, &n)
			born = seenFirst.AddYears(-n).AddDays(1)
		} else {
			_, _ = fmt.Sscan(value, &n)
			born = seenFirst.AddYears(-n)
		}
		c.Case().DateOfBirth = &born
	}}
}

// truthTable checks a table as kpis.md prints it: names of columns, then a line a row, the outcome last; "any" is every value,
// "T or –" either. Every combination of values is tried, and the first row that matches it says what the outcome is.
func truthTable(t *testing.T, m *Measure, rules Rules, columns map[string]column, table string) {
	t.Helper()
	head, rows := readTable(t, table)
	names := head[:len(head)-1]
	hit := make([]bool, len(rows))
	for _, values := range combinations(t, columns, names) {
		i := slices.IndexFunc(rows, func(row []string) bool { return matches(row, values) })
		if i < 0 {
			t.Errorf("no row for %v", values)
			continue
		}
		hit[i] = true
		child := registeredChild()
		for j, name := range names {
			columns[name].set(child, values[j])
		}
		want := rows[i][len(names)]
		if got := m.Score(gather(child, rules, nil, true)); got.Outcome.String() != want {
			t.Errorf("%v: %s, want %s", values, got.Outcome, want)
		} else if (want == "pass" || want == "fail" || want == "incomplete") && len(got.Because) == 0 {
			t.Errorf("%v: %s without a reason", values, want)
		}
	}
	for i := range rows {
		if !hit[i] {
			t.Errorf("row %v is never reached", rows[i])
		}
	}
}

func readTable(t *testing.T, table string) (head []string, rows [][]string) {
	t.Helper()
	for line := range strings.Lines(strings.TrimSpace(table)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if head == nil {
			head = cells
			continue
		}
		if len(cells) != len(head) {
			t.Fatalf("%d cells in %q, want %d", len(cells), line, len(head))
		}
		if _, ok := measure.ParseOutcome(cells[len(cells)-1]); !ok {
			t.Fatalf("no outcome: %q", line)
		}
		rows = append(rows, cells)
	}
	return head, rows
}

func combinations(t *testing.T, columns map[string]column, names []string) [][]string {
	t.Helper()
	all := [][]string{nil}
	for _, name := range names {
		column, ok := columns[name]
		if !ok {
			t.Fatalf("no column %q", name)
		}
		var longer [][]string
		for _, one := range all {
			for _, value := range column.values {
				longer = append(longer, append(slices.Clone(one), value))
			}
		}
		all = longer
	}
	return all
}

func matches(row, values []string) bool {
	for i, value := range values {
		if row[i] != "any" && !slices.Contains(strings.Split(row[i], " or "), value) {
			return false
		}
	}
	return true
}
