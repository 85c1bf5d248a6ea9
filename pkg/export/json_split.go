package export

import (
	"bytes"
	"encoding/json"
	"slices"
)

// object is an object's members in the order in which they are written, each with its value's own text. Reading a record into
// maps would look through every nested value once a level; here it is looked through once as a whole, when it is found valid.
type object []pair

type pair struct {
	key string
	raw json.RawMessage
}

// get gives the value of a key; the last one where it is written twice, as JSON readers do.
func (o object) get(key string) (json.RawMessage, bool) {
	for _, p := range slices.Backward(o) {
		if p.key == key {
			return p.raw, true
		}
	}
	return nil, false
}

// keys are the keys in order, each once.
func (o object) keys() []string {
	keys := make([]string, len(o))
	for i, p := range o {
		keys[i] = p.key
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// twice are the keys that are written more than once, in order, each once.
func (o object) twice() []string {
	keys, again := make([]string, len(o)), []string(nil)
	for i, p := range o {
		keys[i] = p.key
	}
	slices.Sort(keys)
	for i := 1; i < len(keys); i++ {
		if keys[i] == keys[i-1] {
			again = append(again, keys[i])
		}
	}
	return slices.Compact(again)
}

// splitObject takes valid JSON apart; not ok where it is no object.
func splitObject(raw []byte) (members object, ok bool) {
	s := splitter{text: raw}
	if s.next() != '{' {
		return nil, false
	}
	members = object{}
	for s.at++; s.next() != '}'; s.comma() {
		key, _ := text(s.value())
		s.next()
		s.at++ // the colon
		s.next()
		members = append(members, pair{key, s.value()})
	}
	return members, true
}

// splitArray takes valid JSON apart; not ok where it is no array.
func splitArray(raw []byte) (items []json.RawMessage, ok bool) {
	s := splitter{text: raw}
	if s.next() != '[' {
		return nil, false
	}
	for s.at++; s.next() != ']'; s.comma() {
		items = append(items, s.value())
	}
	return items, true
}

// splitter walks through JSON that is known to be valid.
type splitter struct {
	text []byte
	at   int
}

// next skips space and gives the character there; 0 at the end.
func (s *splitter) next() byte {
	for ; s.at < len(s.text); s.at++ {
		if !isSpace(s.text[s.at]) {
			return s.text[s.at]
		}
	}
	return 0
}

func (s *splitter) comma() {
	if s.next() == ',' {
		s.at++
	}
}

// value gives the text of the value that starts here and goes past it.
func (s *splitter) value() json.RawMessage {
	start, depth := s.at, 0
	for s.at < len(s.text) {
		switch c := s.text[s.at]; c {
		case '"':
			s.quoted()
			if depth == 0 {
				return s.text[start:s.at]
			}
			continue
		case '{', '[':
			depth++
		case '}', ']', ',', ' ', '\n', '\r', '\t':
			if depth == 0 { // the end of a number, true, false or null
				return s.text[start:s.at]
			}
			if c == '}' || c == ']' {
				if depth--; depth == 0 {
					s.at++
					return s.text[start:s.at]
				}
			}
		}
		s.at++
	}
	return s.text[start:s.at]
}

// quoted goes past a text in quotes.
func (s *splitter) quoted() {
	for s.at++; s.at < len(s.text) && s.text[s.at] != '"'; s.at++ {
		if s.text[s.at] == '\\' {
			s.at++
		}
	}
	s.at = min(s.at+1, len(s.text))
}

// text reads a text; not ok where the value is something else.
func text(raw json.RawMessage) (string, bool) {
	if len(raw) < 2 || raw[0] != '"' {
		return "", false
	}
	var read string
	if bytes.IndexByte(raw, '\\') < 0 && !slices.ContainsFunc(raw, func(c byte) bool { return c >= 0x80 }) {
		return string(raw[1 : len(raw)-1]), true
	}
	err := json.Unmarshal(raw, &read)
	return read, err == nil
}

// yesNo reads true or false.
func yesNo(raw json.RawMessage) (yes, ok bool) {
	switch string(raw) {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	return false, false
}

func isNull(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }
