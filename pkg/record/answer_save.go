package record

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Answer is one answer as a person gave it.
type Answer struct {
	CaseID   int64
	Section  *ask.Section
	List     *ask.Records // where the question stands in a row of a list
	RowID    int64
	Question *ask.Question
	Sent     []string // form values
	Key      string   // idempotency key, a uuid: the same key twice is one change
	Version  int64    // revision of the record the question was drawn from
	Clears   string   // what the person agreed to lose by it, as ask.Covers names it; empty for nothing
}

// Saved is what an answer did.
type Saved struct {
	Record   *Record // as it stands after the change
	Change   ask.Change
	Replayed bool // the key was used before, for the same answer
}

// ConflictError says that somebody else answered the question after the page was drawn. Nothing was changed.
type ConflictError struct {
	Record *Record // with their answer
	By     string
	At     time.Time
}

// Error implements error.
func (c *ConflictError) Error() string { return "answered by somebody else meanwhile" }

// Unwrap makes it a Conflict fault.
func (c *ConflictError) Unwrap() error {
	return fault.New(fault.Conflict, "answered_meanwhile", "Somebody else has answered this question since your page was drawn.")
}

// Save stores one answer in one transaction: lock the case, read the record, apply, write columns, revision, key and log.
// When it returns without an error the answer is durable. A *ask.Problem says what is wrong with the answer; the Record in
// Saved is then the stored one. A *ConflictError or *ClearingError asks the person something first.
func (s *Store) Save(ctx context.Context, a Answer) (Saved, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return Saved{}, err
	}
	var saved Saved
	err = tenants.TxLocking(ctx, s.DB, a.CaseID, func(tx *gorm.DB) error {
		saved, err = s.saveLocked(ctx, tx, a, at)
		return err
	})
	return saved, err
}

func (s *Store) saveLocked(ctx context.Context, tx *gorm.DB, a Answer, at dataset.Circumstances) (Saved, error) {
	person, _ := tenants.PersonFrom(ctx)
	r, past, err := loadForSave(tx, a, person, at)
	if err != nil {
		return Saved{}, err
	}
	if past.key != nil {
		return r.replay(a, past.key)
	}
	if a.Version > r.Revision { // no page of ours is newer than the record; it would hide others' answers
		return Saved{}, fault.New(fault.Unacceptable, "version_unknown", "The form is incomplete. Load the page again.")
	}
	in, err := r.target(a)
	if err != nil {
		return Saved{Record: r}, err
	}
	if err := r.mayAnswer(person, a, in); err != nil {
		return Saved{Record: r}, err
	}
	before, _ := r.Child.Period(at.Calendar)
	saved, err := r.apply(ctx, tx, a, in, past.newer)
	if now, _ := r.Child.Period(at.Calendar); err == nil && now.Cohort != before.Cohort { // another edition of the index may describe it
		s.findPlace(ctx, tx, r.ID, r.Child)
	}
	return saved, err
}

// apply changes the row in hand and writes it, unless somebody else was first or the answer removes more than was agreed to.
func (r *Record) apply(ctx context.Context, tx *gorm.DB, a Answer, in ask.Input, newer *newerAnswer) (Saved, error) {
	before := clone(in.Row)
	change, err := a.section().Answer(in, a.Question, a.Sent)
	if err != nil {
		return Saved{Record: r}, err
	}
	was := in
	was.Row = before
	lost := a.section().Losses(was, change)
	switch {
	case newer != nil && len(change.Columns) > 0 && !a.Question.Merges():
		err = &ConflictError{Record: r, By: newer.By, At: newer.At}
	case len(lost) > 0 && ask.Covers(lost) != a.Clears:
		err = &ClearingError{Record: r, Losses: lost}
	}
	if err != nil {
		reflect.ValueOf(in.Row).Elem().Set(reflect.ValueOf(before).Elem())
		return Saved{}, err
	}
	if len(change.Columns) > 0 {
		r.Revision++
	}
	w := write{record: r, answer: a, change: change, before: before, row: in.Row}
	if err := w.run(ctx, tx); err != nil {
		return Saved{}, err
	}
	return Saved{Record: r, Change: change}, nil
}

// target finds the row the answer is for.
func (r *Record) target(a Answer) (ask.Input, error) {
	if a.List == nil {
		return r.In(a.Section), nil
	}
	in, ok := r.Row(a.List, a.RowID)
	if !ok || !a.List.IsShown(r.In(a.List.Parent)) {
		return ask.Input{}, fault.New(fault.NotFound, "", "This entry is no longer there.")
	}
	return in, nil
}

func (r *Record) mayAnswer(person tenants.Person, a Answer, in ask.Input) error {
	needs := tenants.Answer
	if a.Question.Needs != "" {
		needs = tenants.Action(a.Question.Needs)
	}
	if err := r.mayWrite(person, a.Section, needs); err != nil {
		return err
	}
	if open, words := a.Question.IsOpen(in); !open {
		return fault.New(fault.Closed, "question_closed", words)
	}
	if !a.Question.IsShown(in) {
		return fault.New(fault.Conflict, "not_asked", "This question is no longer asked. Load the page again.")
	}
	return nil
}

// section is the one whose row the answer changes.
func (a Answer) section() *ask.Section {
	if a.List != nil {
		return a.List.Section
	}
	return a.Section
}

// place names the section, or list, in URLs and in the log.
func (a Answer) place() string {
	if a.List != nil {
		return a.List.Key
	}
	return a.Section.Key
}

// fingerprint tells one answer from another under the same key.
func (a Answer) fingerprint() []byte {
	sum := sha256.Sum256([]byte(fmt.Sprintf("%d %s %d %s %q", a.CaseID, a.place(), a.RowID, a.Question.Key, a.Sent)))
	return sum[:]
}

func clone(row any) any {
	copied := reflect.New(reflect.TypeOf(row).Elem())
	copied.Elem().Set(reflect.ValueOf(row).Elem())
	return copied.Interface()
}

// past is what the database knows of the key and of later answers to the same question.
type past struct {
	key   *usedKey
	newer *newerAnswer
}

type newerAnswer struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// saveSQL reads the record together with the key's past use, the latest answer by somebody else since the version, and the
// results as they are stored.
var saveSQL = loadOneSQL + ` union all
(select 'key', k.case_id, json_build_object('fingerprint', encode(k.fingerprint, 'hex'), 'changed',
    (select json_agg(json_build_object('question', l.question, 'old', l.old_value)) from change_log l
      where l.case_id = k.case_id and l.revision = k.revision and l.at = k.at and l.section = $4
        and l.row_id is not distinct from cast($6 as bigint))) from answer_keys k
  where k.person_id = cast($2 as uuid) and k.key = cast($3 as uuid)) union all
(select 'newer', l.case_id, json_build_object('by', l.person_name, 'at', l.at) from change_log l
  where l.case_id = cast($1 as bigint) and l.section = $4 and l.question = $5
    and l.row_id is not distinct from cast($6 as bigint) and l.revision > $7 and l.person_id <> cast($2 as uuid)
  order by l.revision desc limit 1) union all
(select 'results', t.case_id, ` + resultsRead + ` from case_results t where t.case_id = cast($1 as bigint))`

func loadForSave(tx *gorm.DB, a Answer, person tenants.Person, at dataset.Circumstances) (*Record, past, error) {
	var known past
	var scored resultRow
	take := func(table string, raw []byte) error {
		switch table {
		case "key":
			return json.Unmarshal(raw, &known.key)
		case "results":
			return json.Unmarshal(raw, &scored)
		}
		return json.Unmarshal(raw, &known.newer)
	}
	found := map[int64]*Record{}
	err := scanRows(tx, found, at, take, saveSQL, a.CaseID, person.ID, a.Key, a.place(), a.Question.Key, rowNumber(a.RowID), a.Version)
	if err != nil {
		return nil, known, err
	}
	r, err := found[a.CaseID].there()
	if err == nil {
		r.scored = scored
	}
	return r, known, err
}

func rowNumber(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}
