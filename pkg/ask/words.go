package ask

import "fmt"

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
