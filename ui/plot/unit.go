package plot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Unit is one centre or area, with what may be shown of it.
type Unit struct {
	Code  string
	Name  string
	Group string // such as its region: units stand by group, then by name
	Href  string // where it leads; empty for nowhere
	Own   bool   // the centre or area of whoever looks

	State    State
	Remark   string // said after the state: "too small to be told apart"
	Adjusted State  // with limits adjusted for over-dispersion, where the measure has such; shown beside the plain one
	Met      Number // children who met the measure
	Eligible Number // children it applies to and whose answers are complete
	Interval *Range // around the rate

	Missing       Number // children whose answers are missing
	NotApplicable Number
	Complete      *float64 // share of the required answers that are there
	Registered    Number   // eligible children registered
	Expected      Number   // eligible children expected
	Children      Number   // on maps of numbers of children
}

// prepared drops what must not be shown, whoever gave it, and puts the units in order: by group and name, never by value.
func prepared(units []Unit) []Unit {
	all := slices.Clone(units)
	for i, u := range all {
		if u.State.nameless() {
			all[i] = Unit{Code: u.Code, Name: u.Name, Group: u.Group, Href: u.Href, Own: u.Own, State: u.State}
			if u.State == Suppressed {
				all[i].Met, all[i].Eligible, all[i].Children = Hidden(), Hidden(), Hidden()
				all[i].Missing, all[i].NotApplicable, all[i].Registered, all[i].Expected = Hidden(), Hidden(), Hidden(), Hidden()
			}
		}
		if u.Met.hidden || u.Eligible.hidden {
			all[i].Interval = nil // which would tell the number
			if u.State.compared() {
				all[i].State, all[i].Adjusted, all[i].Remark = "", "", ""
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Unit) int {
		return cmp.Or(strings.Compare(a.Group, b.Group), strings.Compare(a.Name, b.Name), strings.Compare(a.Code, b.Code))
	})
	return all
}

// withoutLast moves units that have no figure to the end, each part in its order.
func withoutLast(units []Unit) []Unit {
	slices.SortStableFunc(units, func(a, b Unit) int {
		_, drawnA := a.rate()
		_, drawnB := b.rate()
		return cmp.Compare(rank(drawnA), rank(drawnB))
	})
	return units
}

func rank(drawn bool) int {
	if drawn {
		return 0
	}
	return 1
}

// rate is the share of eligible children who met the measure, where it may be shown.
func (u Unit) rate() (float64, bool) { return share(u.Met, u.Eligible) }

// name is the unit's name, marked where it is the own one: colour alone would not do.
func (u Unit) name() string {
	if u.Own {
		return "◆ " + u.Name + " (yours)"
	}
	return u.Name
}

// figures are the unit's numbers in words: "27 of 60 (45 %, 33 to 58)"; or why there are none.
func (u Unit) figures() string {
	rate, ok := u.rate()
	switch {
	case ok && u.Interval != nil:
		return u.Met.Words() + " of " + u.Eligible.Words() + " (" + Percent(rate) + ", " + u.Interval.words() + ")"
	case ok:
		return u.Met.Words() + " of " + u.Eligible.Words() + " (" + Percent(rate) + ")"
	}
	return capital(u.absent())
}

// absent says why there is no rate.
func (u Unit) absent() string {
	switch {
	case u.State == Suppressed || u.Met.hidden || u.Eligible.hidden:
		return hiddenWords
	case u.Eligible.known && u.Eligible.value == 0:
		return "none eligible"
	case u.State != "" && !u.State.compared():
		return u.State.Words()
	}
	return "no figures"
}

// Sentence is all that is said of a unit in plain words (comparing-centres.md, section 10).
func (u Unit) Sentence() string {
	u = prepared([]Unit{u})[0]
	said := []string{u.figures() + "."}
	if words := capital(u.stateWords()); u.State != "" && words != u.figures() {
		said = append(said, words+".")
	}
	if u.Adjusted != "" {
		said = append(said, "Adjusted for over-dispersion: "+u.Adjusted.Words()+".")
	}
	return strings.Join(append(said, u.beside()...), " ")
}

// stateWords is the state, and what must be known of it.
func (u Unit) stateWords() string {
	if u.Remark == "" {
		return u.State.Words()
	}
	return u.State.Words() + "; " + u.Remark
}

// beside is what every figure is shown with: answers missing, how complete the records are, and how many of the expected children are registered.
func (u Unit) beside() []string {
	var said []string
	if u.NotApplicable.known {
		said = append(said, u.NotApplicable.Words()+" not applicable.")
	}
	if u.Missing.known {
		said = append(said, u.Missing.Words()+" with answers missing.")
	}
	if u.Complete != nil {
		said = append(said, Percent(*u.Complete)+" of the required answers given.")
	}
	if u.Registered.known && u.Expected.known {
		said = append(said, u.ascertainment()+".")
	}
	return said
}

// ascertainment is how many of the expected children are registered; more than all is shown as it is, and said.
func (u Unit) ascertainment() string {
	words := u.Registered.Words() + " of " + u.Expected.Words() + " expected children registered"
	if rate, ok := share(u.Registered, u.Expected); ok {
		words += " (" + Percent(rate)
		if rate > 1 {
			words += ", more than expected"
		}
		words += ")"
	}
	return words
}

// label names a unit's place in a drawing.
func (u Unit) label() string { return u.name() + ": " + u.Sentence() }

func (r Range) words() string {
	return strconv.Itoa(whole(r.Lower)) + " to " + strconv.Itoa(whole(r.Upper))
}
