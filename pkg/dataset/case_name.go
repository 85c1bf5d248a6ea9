package dataset

import (
	"strings"
	"unicode"

	"github.com/pinktick/pinktick/pkg/ask"
)

// nameMarks are what names have besides letters: spaces, hyphens, apostrophes, and the points of St. and Jr.
const nameMarks = " -‐‑–'’‘ʼʻ`´.,·"

// isName refuses digits and signs that get into a name by a slip, such as a number typed into the wrong field.
func isName(_ ask.Input, value any) *ask.Problem {
	name := value.(string)
	odd := strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(nameMarks, r)
	})
	if odd || !strings.ContainsFunc(name, unicode.IsLetter) {
		return &ask.Problem{Code: ask.CodeTextInvalid, Message: "Use letters, spaces, hyphens and apostrophes only."}
	}
	return nil
}
