package ask

import "fmt"

// AgeWords says how old somebody born on a day is on another: "4 years, 7 months", "1 month", "3 weeks", "5 days",
// "Same day". Empty before the birth.
func AgeWords(born, on Date) string {
	days, months := born.DaysUntil(on), monthsBetween(born, on)
	switch {
	case days < 0:
		return ""
	case days == 0:
		return "Same day"
	case months >= 12:
		return counted(months/12, "year", months%12, "month")
	case months > 0:
		return counted(months, "month", 0, "")
	case days >= 7:
		return counted(days/7, "week", 0, "")
	}
	return counted(days, "day", 0, "")
}

// WaitWords says how long a wait of so many days was: "5 days", "2 weeks", "2 weeks, 3 days". Empty for a wait below zero,
// which only dates in the wrong order can give.
func WaitWords(days int) string {
	switch {
	case days < 0:
		return ""
	case days < 7:
		return counted(days, "day", 0, "")
	}
	return counted(days/7, "week", days%7, "day")
}

func counted(n int, unit string, m int, smaller string) string {
	if m > 0 {
		return counted(n, unit, 0, "") + ", " + counted(m, smaller, 0, "")
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

// monthsBetween counts completed calendar months: a month is complete on its last day where it has no such day as the
// first, so that twelve of them agree with AddYears.
func monthsBetween(from, to Date) int {
	months := (to.Year-from.Year)*12 + int(to.Month-from.Month)
	lastDay := NewDate(to.Year, to.Month+1, 0).Day
	if to.Day < min(from.Day, lastDay) {
		months--
	}
	return months
}
