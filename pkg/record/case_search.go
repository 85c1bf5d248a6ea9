package record

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// searchWords takes what was typed apart into words as cases.search holds them: in lower case, without accents and
// apostrophes, parted by all that is no letter or digit. Digits with spaces between them are one number.
func searchWords(typed string) []string {
	var words []string
	numbers := false // the last word is all digits
	for _, word := range strings.Fields(folded(typed)) {
		digits := strings.Trim(word, "0123456789") == ""
		if digits && numbers {
			words[len(words)-1] += word
			continue
		}
		words, numbers = append(words, word), digits
	}
	return words
}

var foldings = strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ð", "d")

func folded(typed string) string {
	return foldings.Replace(strings.Map(func(r rune) rune {
		switch {
		case r >= 0x300 && r <= 0x36f, strings.ContainsRune("'’`\"", r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFD.String(typed)))
}
