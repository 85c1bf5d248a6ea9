package transport

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// sorter reads records and refuses those that cannot be taken, whatever the store holds. Of the records before it keeps only
// a digest of their ids and numbers, to see one that comes twice.
type sorter struct {
	options export.DecodeOptions
	today   func() ask.Date
	seen    map[[16]byte]bool
}

func newSorter(ctx context.Context, t *Transport) *sorter {
	tenant, _ := tenants.From(ctx)
	return &sorter{
		today: func() ask.Date { return ask.DateOf(t.Now()) }, seen: map[[16]byte]bool{},
		options: export.DecodeOptions{
			Lists: t.Lists,
			Lead: func(code string) (string, bool) {
				o, ok := t.organisation(ctx, code)
				return o.ID, ok && o.TenantID == tenant.ID
			},
			Role: func(code string) (string, bool) {
				o, ok := t.organisation(ctx, code)
				return o.ID, ok
			},
		},
	}
}

// refusing are the broken rules for which a record is not taken: the database holds no such answer, or nobody could tell whose it
// is. Other answers that break a rule, such as a date before birth, are taken and told: they are for people to put right.
var refusing = []string{"nhs_number_invalid", "before_first_cohort", ask.CodeAlreadyUsed, ask.CodeUnknownChoice}

// sort reads one record. The line it gives has the result refused, or none yet.
func (s *sorter) sort(raw json.RawMessage) (record.Arrival, Told) {
	decoded, problems := export.Decode(raw, s.options)
	child, today := decoded.Child, s.today()
	arrival := record.Arrival{Child: child, Digest: record.Digest(child)}
	line := Told{ID: decoded.ID}
	sender, wrong := senderOf(decoded.ID)
	arrival.Sender = sender
	unread := len(problems) > 0
	if problems = append(problems, wrong...); len(problems) == 0 {
		problems = append(problems, s.twice(sender, child)...)
		problems = append(problems, identity(child)...)
	}
	notes := slices.Concat(decoded.NotKept, export.Settle(child, today, s.options.Lists))
	if !unread { // else what could not be read would be said to be missing as well
		notes = slices.Concat(notes, export.Differences(raw, child, today, s.options.Lists), missing(child))
	}
	for _, p := range export.Check(child, today, s.options.Lists) {
		if slices.Contains(refusing, p.Code) {
			problems = append(problems, p)
		} else {
			notes = append(notes, p)
		}
	}
	if len(problems) > 0 {
		line.Result = record.Refused
	}
	line.Problems = slices.Concat(problems, notes)
	if line.Problems == nil {
		line.Problems = []export.Problem{}
	}
	return arrival, line
}

const longestID = 200

// senderOf is the sender's id: a text by which the record is known again.
func senderOf(raw json.RawMessage) (string, []export.Problem) {
	var id *string
	if err := json.Unmarshal(raw, &id); err != nil {
		return "", []export.Problem{{Path: "id", Code: export.CodeWrongType, Message: "Expected a text."}}
	}
	switch {
	case id == nil || *id == "":
		return "", []export.Problem{{Path: "id", Code: ask.CodeRequired, Message: "A record needs an id, by which it is known again."}}
	case utf8.RuneCountInString(*id) > longestID:
		return "", []export.Problem{{Path: "id", Code: ask.CodeTooLong, Message: "An id has at most 200 characters."}}
	case !utf8.Valid(raw) || slices.ContainsFunc([]rune(*id), func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }):
		return "", []export.Problem{{Path: "id", Code: ask.CodeTextInvalid, Message: "The id holds characters that cannot be shown."}}
	}
	return *id, nil
}

// twice sees an id or a number that another record of the same run had.
func (s *sorter) twice(sender string, child *dataset.Child) []export.Problem {
	var found []export.Problem
	see := func(kind, value, path, code, message string) {
		sum := sha256.Sum256([]byte(kind + value))
		key := [16]byte(sum[:16])
		if s.seen[key] {
			found = append(found, export.Problem{Path: path, Code: code, Message: message})
		}
		s.seen[key] = true
	}
	see("id ", sender, "id", "id_twice", "A record before this one has the same id.")
	if number := child.Case().NHSNumber; number != nil {
		see("nhs ", *number, "answers.case.nhs_number", "nhs_number_unique", "A record before this one has the same number.")
	}
	if number := child.Case().UniqueReferenceNumber; number != nil {
		see("reference ", *number, "answers.case.unique_reference_number", "unique_reference_number_unique", "A record before this one has the same number.")
	}
	return found
}

// identity is what a child cannot do without: one number by which the whole audit knows it, and a lead in this trust or board.
func identity(child *dataset.Child) []export.Problem {
	var found []export.Problem
	if c := child.Case(); (c.NHSNumber == nil) == (c.UniqueReferenceNumber == nil) {
		found = append(found, export.Problem{Path: "answers.case.nhs_number", Code: ask.CodeRequired,
			Message: "A child has an NHS number or a unique reference number: one of the two."})
	}
	if child.Registration().LeadOrganisationID == nil {
		found = append(found, export.Problem{Path: "records.sites", Code: ask.CodeRequired, Message: "A child has a lead organisation of this trust or board."})
	}
	return found
}

// missing are the details without which a form would not save a child. A record is taken without them.
func missing(child *dataset.Child) []export.Problem {
	var found []export.Problem
	for _, q := range dataset.CaseSection.Questions {
		if q.HasValue(child.Case()) || q.Key == "nhs_number" || q.Key == "unique_reference_number" {
			continue
		}
		found = append(found, export.Problem{Path: export.PathOf(dataset.CaseSection, q.Key), Code: ask.CodeRequired, Message: "This is missing."})
	}
	return found
}
