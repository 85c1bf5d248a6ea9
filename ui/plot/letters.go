package plot

import (
	"strings"
	"unicode/utf8"
)

// Text in a drawing is not wrapped by the browser, so it is measured here: by the widths of Arial's letters, in thousandths of its
// size, from the space on. Where the page's own font is a little wider there is a margin.
var letterWidths = [...]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

const (
	otherWidth = 780 // of letters with accents and signs, at most
	margin     = 1.06
)

// wide is how wide a text is at a size.
func wide(text string, size float64) float64 {
	sum := 0
	for _, r := range text {
		if r == '\u00a0' {
			r = ' '
		}
		if i := int(r) - ' '; i >= 0 && i < len(letterWidths) {
			sum += letterWidths[i]
		} else {
			sum += otherWidth
		}
	}
	return float64(sum) / 1000 * size * margin
}

// fit shortens a text to a width; the whole of it stands in the title and in the table.
func fit(text string, size, width float64) string {
	if wide(text, size) <= width {
		return text
	}
	for text != "" && wide(text+"…", size) > width {
		_, last := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-last]
	}
	return strings.TrimRight(text, " ,") + "…"
}

// wrap breaks a text into at most so many lines of a width.
func wrap(text string, size, width float64, lines int) []string {
	var all []string
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' }) // not at a space that holds together
	for len(words) > 0 {
		if len(all) == lines-1 {
			return append(all, fit(strings.Join(words, " "), size, width))
		}
		n := 1
		for n < len(words) && wide(strings.Join(words[:n+1], " "), size) <= width {
			n++
		}
		all = append(all, fit(strings.Join(words[:n], " "), size, width))
		words = words[n:]
	}
	return all
}

// printable drops what no file of XML may hold.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xfffe || r == 0xffff || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
}
