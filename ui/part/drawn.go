package part

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
)

// Drawn is a mark of what a part of a page shows, which the page gives back to ask what is shown differently by now. Two
// parts that show the same have the same mark, on every server.
func Drawn(shown ...any) string {
	text, err := json.Marshal(shown)
	if err != nil {
		panic("part: " + err.Error()) // a view is plain values
	}
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// Drawn is the mark of a wheel.
func (w Wheel) Drawn() string { return Drawn("wheel", w) }

// Drawn is the mark of what a form misses.
func (m Missing) Drawn() string { return Drawn("missing", m) }

// Drawn is the mark of a step menu.
func (s Steps) Drawn() string { return Drawn("steps", s) }
