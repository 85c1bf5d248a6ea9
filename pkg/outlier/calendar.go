package outlier

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/gb"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Calendar knows the working days of each country. England and Wales have had the same bank holidays so far; a day that one of them is
// given is a line in NewCalendar. Jersey counts by England's.
type Calendar struct {
	of map[string]*cal.BusinessCalendar
}

// NewCalendar makes the calendar of the usual bank holidays, by their rule, and those added, such as a coronation's.
func NewCalendar(added ...ask.Date) Calendar {
	c := Calendar{of: map[string]*cal.BusinessCalendar{}}
	for _, country := range []string{"ENG", "WLS"} {
		days := cal.NewBusinessCalendar()
		days.AddHoliday(gb.Holidays...)
		for _, d := range added {
			days.AddHoliday(&cal.Holiday{Name: "Added by the settings", Type: cal.ObservanceBank, Month: d.Month, Day: d.Day, StartYear: d.Year, EndYear: d.Year, Func: cal.CalcDayOfMonth})
		}
		c.of[country] = days
	}
	return c
}

// Works tells whether a day is a working day of the country.
func (c Calendar) Works(country string, d ask.Date) bool {
	return c.calendar(country).IsWorkday(noon(d))
}

// After is the nth working day after a day, which itself does not count.
func (c Calendar) After(country string, d ask.Date, n int) ask.Date {
	y, m, day := c.calendar(country).WorkdaysFrom(noon(d), n).Date()
	return ask.NewDate(y, m, day)
}

func (c Calendar) calendar(country string) *cal.BusinessCalendar {
	if days, known := c.of[country]; known {
		return days
	}
	return c.of["ENG"]
}

func noon(d ask.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }
