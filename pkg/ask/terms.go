package ask

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// termsIn tells which entries of the list occur in a text: word by word, whatever the case, accents, apostrophes and
// hyphens, and however misspelt as long as nine characters in ten are right. The words of an entry must stand side by
// side; of an entry with a stroke, such as nausea/vomiting, one side is enough.
func (l *List) termsIn(text string) map[string]bool {
	words, found := splitWords(text), map[string]bool{}
	for _, o := range l.Options {
		for _, term := range strings.Split(o.Label, "/") {
			if occurs(splitWords(term), words) {
				found[o.Code] = true
			}
		}
	}
	return found
}

// occurs tells whether a term stands somewhere among the words. Most places are ruled out by their length alone.
func occurs(term, words []string) bool {
	wanted := []rune(strings.Join(term, " "))
	for i := 0; len(term) > 0 && i+len(term) <= len(words); i++ {
		side := words[i : i+len(term)]
		if near(len(wanted), lengthOf(side)) && alike(wanted, []rune(strings.Join(side, " "))) {
			return true
		}
	}
	return false
}

// lengthOf is the length of words with a space between each.
func lengthOf(words []string) int {
	n := len(words) - 1
	for _, w := range words {
		n += utf8.RuneCountInString(w)
	}
	return n
}

// near tells whether two texts of these lengths could be alike.
func near(a, b int) bool { return max(a, b)-min(a, b) <= max(a, b)/10 }

// splitWords takes a text apart into words of plain lower-case letters and digits.
func splitWords(text string) []string {
	text = strings.ToLower(plain.Replace(text))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// plain drops what spelling varies in: apostrophes, and the accents of the languages that terms are borrowed from.
var plain = strings.NewReplacer("'", "", "’", "", "é", "e", "è", "e", "ê", "e", "ë", "e", "É", "e", "È", "e", "à", "a", "â", "a", "À", "a",
	"á", "a", "ä", "a", "ç", "c", "î", "i", "ï", "i", "í", "i", "ô", "o", "ö", "o", "ó", "o", "û", "u", "ü", "u", "ù", "u", "ú", "u")

// alike tells whether two texts differ in at most a tenth of the longer one's characters (edit distance).
func alike(a, b []rune) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	allowed := len(a) / 10
	if allowed == 0 {
		return slices.Equal(a, b)
	}
	return near(len(a), len(b)) && distance(a, b) <= allowed
}

// distance is the number of characters to add, drop or replace to turn one text into the other.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, other := range b {
			replaced := diagonal
			if r != other {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
