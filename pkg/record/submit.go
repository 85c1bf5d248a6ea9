package record

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"
	"time"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

var submission = turn{
	name: "submit", needs: tenants.Submit, lifts: []closure{submitted}, check: maySubmit,
	sets:  "locked_at = ?, locked_by = ?",
	with:  func(now time.Time, by string) []any { return []any{now, by} },
	apply: func(r *Record, now time.Time, by string) { r.LockedAt, r.LockedBy = &now, &by },
	line: func(*Record) entry {
		return entry{section: recordItself, question: submittedLine, new: []string{"yes"}}
	},
}

var takingBack = turn{
	name: "take back", needs: tenants.WithdrawSubmission, lifts: []closure{submitted}, check: mayTakeBack,
	sets:  "locked_at = null, locked_by = null",
	with:  func(time.Time, string) []any { return nil },
	apply: func(r *Record, _ time.Time, _ string) { r.LockedAt, r.LockedBy = nil, nil },
	line: func(*Record) entry {
		return entry{section: recordItself, question: submittedLine, old: []string{"yes"}}
	},
}

// Submit locks a complete record until it is taken back. Nobody can once the deadline has passed, the national audit team
// included: what counts in the results is completeness (dataset.yaml, action submit).
func (s *Store) Submit(ctx context.Context, caseID int64, key string) (*Record, error) {
	return s.turn(ctx, caseID, submission, key)
}

// TakeBack opens a submitted record again. After the deadline the national audit team alone can.
func (s *Store) TakeBack(ctx context.Context, caseID int64, key string) (*Record, error) {
	return s.turn(ctx, caseID, takingBack, key)
}

// Submission is what became of one record of several.
type Submission struct {
	CaseID int64
	Record *Record // as submitted; nil where it was not
	Err    error   // why not
}

// SubmitMany submits records one by one, each in its own transaction: one that cannot be does not hold up the others. All are
// as of one reading of the clock. The same key twice submits nothing twice.
func (s *Store) SubmitMany(ctx context.Context, cases []int64, key string) ([]Submission, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return nil, err
	}
	var done []Submission
	for _, id := range cases {
		r, err := s.turnAt(ctx, id, submission, keyOf(key, id), at)
		done = append(done, Submission{id, r, err})
	}
	return done, nil
}

// keyOf makes the key of one record's part in a change of several.
func keyOf(key string, caseID int64) string {
	sum := sha256.Sum256([]byte(key + " " + strconv.FormatInt(caseID, 10)))
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

func maySubmit(r *Record) error {
	done := r.Completion()
	switch missing := done.Total.Expected - done.Total.Completed; {
	case r.LockedAt != nil:
		return fault.New(fault.Conflict, "submitted_already", "This record has been submitted already.")
	case r.isOver():
		return fault.New(fault.Closed, "record_locked", "The deadline of this record has passed, so it cannot be submitted any more."+
			r.closedSince()+" It counts by being complete, submitted or not.")
	case !r.Child.IsRegistered():
		return fault.New(fault.Invalid, "not_complete", "Register the child first. Only a complete record can be submitted.")
	case !done.Complete():
		return fault.New(fault.Invalid, "not_complete", "Only a complete record can be submitted. Answers still missing: "+strconv.Itoa(missing)+".")
	}
	return nil
}

func mayTakeBack(r *Record) error {
	if r.LockedAt == nil {
		return fault.New(fault.Conflict, "not_submitted", "This record is not submitted: somebody has taken it back already.")
	}
	return nil
}

// MaySubmit tells whether the person can submit the record now, given its progress.
func (r *Record) MaySubmit(person tenants.Person, done dataset.Completion) bool {
	return r.mayWrite(person, nil, submission.needs) == nil && !r.isOver() && done.Complete()
}

// MayTakeBack tells whether the person can take the record's submission back now.
func (r *Record) MayTakeBack(person tenants.Person) bool {
	return r.mayWrite(person, nil, takingBack.needs, takingBack.lifts...) == nil && mayTakeBack(r) == nil
}
