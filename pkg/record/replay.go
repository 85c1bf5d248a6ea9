package record

import (
	"encoding/hex"

	"github.com/pinktick/pinktick/pkg/ask"
)

// usedKey is an idempotency key that was used before, and what the answer it came with changed in its row.
type usedKey struct {
	Fingerprint string `json:"fingerprint"`
	Changed     []struct {
		Question string  `json:"question"`
		Old      *string `json:"old"`
	} `json:"changed"`
}

// replay answers a key that was used before. The same answer is acknowledged again, with what it changed around it: the
// page may never have seen the first acknowledgement. Another answer is refused.
func (r *Record) replay(a Answer, key *usedKey) (Saved, error) {
	if key.Fingerprint != hex.EncodeToString(a.fingerprint()) {
		return Saved{Record: r}, keyReused(a.Question)
	}
	saved := Saved{Record: r, Change: ask.Change{Question: a.Question}, Replayed: true}
	in, err := r.target(a)
	if err != nil {
		return saved, nil // its row has gone since: acknowledged all the same
	}
	before := in
	before.Row = clone(in.Row)
	for _, line := range key.Changed {
		if q, ok := a.section().Question(line.Question); ok {
			q.Restore(before, split(line.Old))
		}
	}
	saved.Change = a.section().Difference(before, in, a.Question)
	return saved, nil
}

// keysOnce is broken by a key that is used for two children at the same moment: one child's lock does not hold the other up.
const keysOnce = "answer_keys_pkey"

func keyReused(q *ask.Question) *ask.Problem {
	return &ask.Problem{Question: q.Key, Code: "key_reused",
		Message: "This answer was sent under a key that belongs to another answer. Load the page again."}
}
