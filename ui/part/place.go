package part

import "strconv"

// Place is what was worked out from a child's postcode.
type Place struct {
	State    string // pending, found, not_found, failed; empty where there is no real postcode
	Quintile int    // 1 most deprived to 5; 0 not known
	Index    string // of which the quintile is, such as "English index 2019"
}

// Pair is the deprivation quintile for a summary list.
func (p Place) Pair() Pair { return Pair{Key: "Deprivation quintile", Value: p.Words()} }

// Words say the quintile, or why there is none.
func (p Place) Words() string {
	switch {
	case p.State == "":
		return "Not known: no postcode"
	case p.State == "pending":
		return "Pending"
	case p.State == "not_found":
		return "Not known: the postcode was not found"
	case p.State == "failed":
		return "Not known: the look-up failed and will be tried again"
	case p.Quintile == 0:
		return "Not known"
	}
	number := strconv.Itoa(p.Quintile)
	switch p.Quintile {
	case 1:
		number += ", most deprived"
	case 5:
		number += ", least deprived"
	}
	return number + " (" + p.Index + ")"
}
