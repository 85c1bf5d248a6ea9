package ask

import (
	"database/sql/driver"
	"fmt"
	"time"
	_ "time/tzdata" // London must be known on a machine without zone files too
)

// Date is a calendar date without time or zone, written YYYY-MM-DD. The zero Date is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// London is the zone in which the audit counts its days.
var London = mustLoad("Europe/London")

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// DateOf is the calendar date of an instant in London.
func DateOf(t time.Time) Date {
	y, m, d := t.In(London).Date()
	return Date{y, m, d}
}

// NewDate makes a date; days and months beyond their range roll over as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	y, m, d := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, fmt.Errorf("not a date: want YYYY-MM-DD")
	}
	y, m, d := t.Date()
	return Date{y, m, d}, nil
}

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// IsZero tells whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String writes YYYY-MM-DD.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// Words writes the date as people read it: 3 March 2021.
func (d Date) Words() string { return d.utc().Format("2 January 2006") }

// Before tells whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.utc().Before(e.utc()) }

// After tells whether d is a later day than e.
func (d Date) After(e Date) bool { return e.Before(d) }

// AddDays gives the date n days later.
func (d Date) AddDays(n int) Date { return NewDate(d.Year, d.Month, d.Day+n) }

// AddYears gives the same day n years later; 29 February becomes 28 February in a year without one.
func (d Date) AddYears(n int) Date {
	if d.Month == time.February && d.Day == 29 && NewDate(d.Year+n, time.February, 29).Month != time.February {
		return Date{d.Year + n, time.February, 28}
	}
	return Date{d.Year + n, d.Month, d.Day}
}

// DaysUntil counts the days from d to e; negative when e is earlier.
func (d Date) DaysUntil(e Date) int { return int(e.utc().Sub(d.utc()).Hours() / 24) }

// AgeOn is the number of completed calendar years on a day for somebody born on d: born 29 February 2012, 11 on
// 28 February 2024 and 12 on the 29th. In a year without 29 February the birthday is the 28th, as in AddYears.
func (d Date) AgeOn(day Date) int {
	years := day.Year - d.Year
	if day.Before(d.AddYears(years)) {
		years--
	}
	return years
}

// Scan reads a date column.
func (d *Date) Scan(source any) error {
	switch v := source.(type) {
	case time.Time:
		y, m, day := v.Date()
		*d = Date{y, m, day}
		return nil
	case string:
		parsed, err := ParseDate(v)
		*d = parsed
		return err
	}
	return fmt.Errorf("scan a date from %T", source)
}

// Value writes a date column; the zero Date is NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// MarshalText writes YYYY-MM-DD, which makes a Date a JSON string.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
