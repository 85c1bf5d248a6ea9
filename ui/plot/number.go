package plot

import "strconv"

// Number is a number as it may be shown here. The zero Number is not known.
type Number struct {
	value  int
	known  bool
	hidden bool
}

// Of is a number that may be shown.
func Of(n int) Number { return Number{value: n, known: true} }

// Hidden is a number that is too small to show. It holds nothing.
func Hidden() Number { return Number{hidden: true} }

// What stands in the place of a number.
const (
	hiddenMark  = "*"
	notKnown    = "–"
	hiddenWords = "numbers too small to show"
)

// Words is the number on a page.
func (n Number) Words() string {
	switch {
	case n.known:
		return strconv.Itoa(n.value)
	case n.hidden:
		return hiddenMark
	}
	return notKnown
}

// data is the number in a file: empty where it is not known.
func (n Number) data() string {
	if !n.known && !n.hidden {
		return ""
	}
	return n.Words()
}

// share is one number of another.
func share(part, all Number) (float64, bool) {
	if !part.known || !all.known || all.value == 0 {
		return 0, false
	}
	return float64(part.value) / float64(all.value), true
}

// shareData is a share in a file, not rounded.
func shareData(part, all Number) string {
	rate, ok := share(part, all)
	switch {
	case ok:
		return data(rate)
	case part.hidden || all.hidden:
		return hiddenMark
	}
	return ""
}

// data writes a rate in a file, not rounded.
func data(rate float64) string { return strconv.FormatFloat(rate, 'f', -1, 64) }
