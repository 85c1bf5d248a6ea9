package plot

import (
	"fmt"
	"strconv"
	"strings"
)

// classes is how many shades a map has.
const classes = 5

// shades put what a map shows of a unit into one of five classes, whose numbers the legend says. Class 0 has no figure.
type shades struct {
	counts bool // numbers of children; else rates
	step   int  // children in a class
}

// shadesOf makes the classes: of rates always the same, so that maps can be held beside each other; of numbers of children equally
// wide ones up to the largest that may be shown.
func shadesOf(counts bool, units []Unit) shades {
	most := 0
	for _, u := range units {
		if u.Children.known {
			most = max(most, u.Children.value)
		}
	}
	step := (most + classes) / classes // most falls into the last class
	for _, round := range []int{5, 10, 20, 25, 50, 100} {
		if step > 4 && step <= round {
			step = round
			break
		}
	}
	return shades{counts, step}
}

// class is the shade of a unit: that of the number which is written, so that no tile contradicts its legend.
func (s shades) class(u Unit) int {
	if s.counts {
		if !u.Children.known {
			return 0
		}
		return min(u.Children.value/s.step, classes-1) + 1
	}
	rate, ok := u.rate()
	if !ok {
		return 0
	}
	return min(whole(rate)/20, classes-1) + 1
}

// words name a class by its numbers.
func (s shades) words(class int) string {
	switch {
	case class == 0:
		return "No figure"
	case s.counts && s.step == 1:
		return strconv.Itoa(class - 1)
	case s.counts:
		return fmt.Sprintf("%d to %d", (class-1)*s.step, class*s.step-1)
	case class == classes:
		return "80 to 100" + percentSign
	}
	return fmt.Sprintf("%d to %d", (class-1)*20, class*20-1) + percentSign
}

// short is the number written on a unit.
func (s shades) short(u Unit) string {
	if s.counts {
		return u.Children.Words()
	}
	if rate, ok := u.rate(); ok {
		return Percent(rate)
	}
	return hiddenOr(u)
}

// said is all that a map says of a unit.
func (s shades) said(u Unit) string {
	switch {
	case !s.counts:
		return u.label()
	case u.Children.known:
		return u.name() + ": " + plural(u.Children.value, "child", "children") + "."
	case u.Children.hidden:
		return u.name() + ": " + hiddenWords + "."
	case u.State != "":
		return u.name() + ": " + u.State.Words() + "."
	}
	return u.name() + ": no figures."
}

// keys are the legend.
func (s shades) keys(units []Unit) []key {
	var keys []key
	swatch := func(class string, words string) {
		keys = append(keys, key{func(x, y float64) []piece { return []piece{drawn(class, rect(x-11, y-8, 22, 16))} }, words})
	}
	for class := 1; class <= classes; class++ {
		swatch(fmt.Sprintf("area-%d", class), s.words(class))
	}
	for _, u := range units {
		if s.class(u) == 0 {
			swatch("area-0", s.words(0))
			break
		}
	}
	for _, u := range units {
		if u.Own {
			swatch("area-own", "Yours: with a thick edge")
			break
		}
	}
	return keys
}

// sentence says what the shades tell of the own unit and how many have no figure.
func (s shades) sentence(units []Unit, what string) string {
	var said []string
	without := 0
	for _, u := range units {
		if u.Own {
			said = append(said, s.said(u))
		}
		if s.class(u) == 0 {
			without++
		}
	}
	said = append(said, plural(len(units)-without, what, several(what))+" with a figure, "+strconv.Itoa(without)+" without.")
	return strings.Join(said, " ")
}

func (s shades) table(units []Unit, what string) Table {
	if !s.counts {
		return rateTable("Every "+what+" by name", units)
	}
	return tableOf("Every "+what+" by name", []unitColumn{nameColumn, childShown}, units)
}
