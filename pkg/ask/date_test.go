package ask

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func day(text string) Date {
	d, err := ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestAges(t *testing.T) {
	for _, c := range []struct {
		born, on string
		years    int
	}{
		{"2021-03-03", "2025-10-20", 4},
		{"2021-03-03", "2021-03-03", 0},
		{"2021-03-03", "2022-03-02", 0},
		{"2021-03-03", "2022-03-03", 1},
		{"2012-02-29", "2024-02-28", 11},
		{"2012-02-29", "2024-02-29", 12},
		{"2012-02-29", "2023-02-27", 10},
		{"2012-02-29", "2023-02-28", 11},
		{"2021-03-03", "2021-03-02", -1},
	} {
		if got := day(c.born).AgeOn(day(c.on)); got != c.years {
			t.Errorf("born %s, on %s: %d years, want %d", c.born, c.on, got, c.years)
		}
	}
}

func TestWaits(t *testing.T) {
	for days, want := range map[int]string{0: "0 days", 1: "1 day", 5: "5 days", 7: "1 week", 14: "2 weeks", 17: "2 weeks, 3 days",
		8: "1 week, 1 day", 365: "52 weeks, 1 day", -1: ""} {
		if got := WaitWords(days); got != want {
			t.Errorf("%d days: %q, want %q", days, got, want)
		}
	}
}

func TestDatesThatDoNotExist(t *testing.T) {
	for _, text := range []string{"2023-02-29", "2024-13-01", "2024-1-1", "24-01-01", "", "2024-01-01T00:00:00Z", " 2024-01-01"} {
		if d, err := ParseDate(text); err == nil {
			t.Errorf("%q is read as %s", text, d)
		}
	}
}

// The audit's day is London's: half past midnight in summer is still yesterday in UTC.
func TestTodayIsLondons(t *testing.T) {
	instant := time.Date(2024, time.June, 30, 23, 30, 0, 0, time.UTC)
	if got := DateOf(instant); got != day("2024-07-01") {
		t.Errorf("%s is %s in London", instant, got)
	}
}

func TestDateInAndOutOfStores(t *testing.T) {
	var d Date
	if err := d.Scan(time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)); err != nil || d != today {
		t.Errorf("scanned a time: %v %v", d, err)
	}
	if err := d.Scan("2024-02-28"); err != nil || d != day("2024-02-28") {
		t.Errorf("scanned a text: %v %v", d, err)
	}
	if err := d.Scan(5); err == nil {
		t.Error("scanned a number")
	}
	if v, err := d.Value(); v != "2024-02-28" || err != nil {
		t.Errorf("value %v %v", v, err)
	}
	if v, err := (Date{}).Value(); v != nil || err != nil {
		t.Errorf("no date is stored as %v %v", v, err)
	}
	raw, err := json.Marshal(today)
	if err != nil || string(raw) != `"2024-02-29"` {
		t.Errorf("JSON %s %v", raw, err)
	}
}

func someDay(t *rapid.T, name string) Date {
	return Date{1900, 1, 1}.AddDays(rapid.IntRange(0, 60000).Draw(t, name))
}

func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, e := someDay(t, "d"), someDay(t, "e")
		n := rapid.IntRange(-90, 90).Draw(t, "years")
		if back, err := ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("%s is read back as %s (%v)", d, back, err)
		}
		if d.AddDays(d.DaysUntil(e)) != e {
			t.Fatalf("%s plus the days until %s is another day", d, e)
		}
		if later := d.AddYears(n); later != NewDate(later.Year, later.Month, later.Day) {
			t.Fatalf("%s plus %d years is %v, which does not exist", d, n, later)
		}
	})
}

// An age is the largest number of years that, added to the birth, does not pass the day.
func TestAgeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		born := someDay(t, "born")
		on := born.AddDays(rapid.IntRange(0, 30000).Draw(t, "days"))
		years := born.AgeOn(on)
		if born.AddYears(years).After(on) || !born.AddYears(years+1).After(on) {
			t.Fatalf("born %s: %d on %s", born, years, on)
		}
	})
}
