package nhs

import "strings"

// IsODSCode tells whether a text has the shape of an ODS code: three to ten upper-case letters and digits, such as RGT (a
// trust), 7A1 (a health board) or RGT01 (one of its sites). Whether it is in use is for the register to say.
func IsODSCode(code string) bool {
	return len(code) >= 3 && len(code) <= 10 &&
		!strings.ContainsFunc(code, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') })
}
