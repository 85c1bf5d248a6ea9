package record

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Details are a child's details as their form sends them, all at once.
type Details struct {
	CaseID  int64               // 0 for a child that is added
	Sent    map[string][]string // form values by question; what is not there is no answer
	Key     string              // idempotency key, a uuid: the same key twice is one change
	Version int64               // revision of the record the form was drawn from
}

// RefusedError is everything that is wrong with the details, at once. Nothing was changed.
type RefusedError struct {
	Record   *Record // as it is stored; nil for a child that is added
	Problems []ask.Problem
	Holder   *Holder // who has the number, where that is what is wrong
}

// Error implements error with codes only.
func (e *RefusedError) Error() string {
	words := "details refused:"
	for i := range e.Problems {
		words += " " + e.Problems[i].Error()
	}
	return words
}

// Unwrap makes it an Invalid fault.
func (e *RefusedError) Unwrap() error {
	return fault.New(fault.Invalid, "details_refused", "Something in the form needs another look.")
}

// Newer is somebody else's newer answer to a question of the details.
type Newer struct {
	Question *ask.Question
	By       string
	At       time.Time
}

// OvertakenError says that somebody else changed some of the same details after the form was drawn. Nothing was changed.
type OvertakenError struct {
	Record *Record // with their answers
	Newer  []Newer
	Sent   map[string][]string // the form, with their answers where the person had left a field as it was drawn
}

// Error implements error.
func (e *OvertakenError) Error() string { return "details changed by somebody else meanwhile" }

// Unwrap makes it a Conflict fault.
func (e *OvertakenError) Unwrap() error {
	return fault.New(fault.Conflict, "details_changed_meanwhile", "Somebody else has changed these details since your page was drawn.")
}

// fingerprint tells one form from another under the same key.
func (d Details) fingerprint() []byte {
	text := fmt.Sprintf("details %d", d.CaseID)
	for _, q := range dataset.CaseSection.Questions {
		text += fmt.Sprintf(" %s %q", q.Key, d.Sent[q.Key])
	}
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// DetailsClosed says in one sentence why the person may not change the child's details, and nothing when they may.
func (r *Record) DetailsClosed(person tenants.Person) string {
	if f, ok := fault.As(r.mayWrite(person, dataset.CaseSection, tenants.ChangeDemographics)); ok {
		return f.Message
	}
	return ""
}

// numberIn is the number that the form gives the child, by which it is in the audit once, and its question. Nothing while it
// is missing or wrong in itself.
func numberIn(in ask.Input, d Details, problems []ask.Problem) (*ask.Question, string) {
	for _, key := range []string{"nhs_number", "unique_reference_number"} {
		q, _ := dataset.CaseSection.Question(key)
		wrong := slices.ContainsFunc(problems, func(p ask.Problem) bool { return p.Question == key })
		if !q.IsShown(in) || wrong || len(d.Sent[key]) == 0 {
			continue
		}
		if values, problem := q.Read(in, d.Sent[key]); problem == nil && values[0] != nil {
			return q, values[0].(string)
		}
	}
	return nil, ""
}

// inOrder puts problems in the order of their questions on the form.
func inOrder(problems []ask.Problem) []ask.Problem {
	at := func(p ask.Problem) int {
		return slices.IndexFunc(dataset.CaseSection.Questions, func(q *ask.Question) bool { return q.Key == p.Question })
	}
	slices.SortStableFunc(problems, func(a, b ask.Problem) int { return at(a) - at(b) })
	return problems
}
