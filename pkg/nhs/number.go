// Package nhs checks and writes the identifiers of the NHS that the audit holds: NHS numbers and ODS codes. Pure.
package nhs

import "strings"

// CleanNumber removes the spaces and hyphens in which an NHS number is written. Nothing is added: a short number stays short.
func CleanNumber(typed string) string { return separators.Replace(typed) }

// separators are what people write between the groups, pasted from wherever.
var separators = strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\u2009", "", "\u202f", "", "‐", "", "‑", "", "–", "")

// IsNumber tells whether a cleaned text is an NHS number: ten digits, not all the same, and the last one as the others give it.
func IsNumber(number string) bool {
	if len(number) != 10 || !areDigits(number) || strings.Count(number, number[:1]) == 10 {
		return false
	}
	check, ok := CheckDigit(number[:9])
	return ok && int(number[9]-'0') == check
}

// CheckDigit is the tenth digit of an NHS number (modulus 11). Not all nine digits have one.
func CheckDigit(nine string) (digit int, ok bool) {
	if len(nine) != 9 || !areDigits(nine) {
		return 0, false
	}
	sum := 0
	for i, r := range nine {
		sum += int(r-'0') * (10 - i)
	}
	switch rest := 11 - sum%11; rest {
	case 11:
		return 0, true
	case 10:
		return 0, false
	default:
		return rest, true
	}
}

// FormatNumber writes an NHS number as people read it, 3-3-4: "999 000 0018". What is not ten characters is left as it is.
func FormatNumber(number string) string {
	if len(number) != 10 {
		return number
	}
	return number[:3] + " " + number[3:6] + " " + number[6:]
}

func areDigits(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}
