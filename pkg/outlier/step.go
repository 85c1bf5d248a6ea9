package outlier

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// MostWords is how long a text may be.
const MostWords = 4000

// Step is what the audit team does with a record. Without a state it is a note, which moves nothing.
type Step struct {
	To      State
	Version int    // of the record as the person saw it
	Key     string // of the form: the same form sent twice is one step
	Words   string // to the centre, from when it is told; before, and of a note, the audit team's own
	Note    string // the audit team's own, beside the words to the centre
	File    *Upload
	Told    Recipients
	Counted time.Time // when the figures were counted that the person saw, where they are taken
}

// Bring takes a step. What is wrong with the form is fault.Invalid; that somebody else has moved the record, fault.Conflict in words
// that say who and where to. The same form sent again changes nothing.
func (s *Store) Bring(ctx context.Context, id int64, step Step) error {
	r, err := s.Read(ctx, id)
	if err != nil {
		return err
	}
	file, err := step.check(r, s.today())
	if err != nil {
		return err
	}
	var again *Figures
	if step.To == ReAnalysed && r.Version == step.Version {
		if again, err = s.again(ctx, r, step.Counted); err != nil {
			return err
		}
	}
	tenant, err := s.Tenants.Tenant(ctx, r.TenantID)
	if err != nil {
		return err
	}
	look := tenants.Look{Purpose: "work on an outlier", Filters: "outlier=" + strconv.FormatInt(id, 10) + " to=" + string(step.To)}
	return tenants.Review(ctx, s.DB, look, func(db tenants.Reviewer) error {
		now, done, err := s.hold(ctx, db, id, step.Key)
		if err != nil || done {
			return err
		}
		if step.To == "" {
			return now.keep(ctx, db, entry{key: step.Key, words: step.Words}, file)
		}
		if now.Version != step.Version {
			return now.moved()
		}
		if !slices.Contains(now.Next(s.today()), step.To) {
			return fault.New(fault.Conflict, "not_now", "That is not the next step of this record. Look at it again.")
		}
		return now.take(ctx, db, step, entry{version: step.Version + 1, state: step.To, key: step.Key, words: step.Words, figures: again, told: step.Told,
			due: s.Policy.Due(step.To, tenant.CountryCode, s.today())}, file)
	})
}

// hold locks the record, so that of two people who move it one is second, and tells whether the form came before.
func (s *Store) hold(ctx context.Context, db tenants.Reviewer, id int64, key string) (Record, bool, error) {
	if _, err := readNumber(ctx, db, "select id from outliers where id = $1 for update", id); err != nil {
		return Record{}, false, err
	}
	r, err := readOne(ctx, db, id)
	if err != nil {
		return r, false, err
	}
	before, err := readNumber(ctx, db, "select count(*) from outlier_events where outlier_id = $1 and key = $2", id, key)
	return r, before > 0, err
}

// moved says who has moved the record meanwhile, and where to.
func (r Record) moved() error {
	last := r.Last()
	return fault.New(fault.Conflict, "moved_on", last.By+" has brought this record to “"+last.State.Words()+"” on "+
		last.At.In(ask.London).Format("2 January 2006 at 15:04")+". Nothing of yours was saved.")
}

// take writes the step, and what is for the audit team alone beside it.
func (r Record) take(ctx context.Context, db tenants.Reviewer, step Step, e entry, file *File) error {
	if err := r.keep(ctx, db, e, file); err != nil || step.Note == "" {
		return err
	}
	_, err := r.write(ctx, db, entry{key: step.Key, words: step.Note})
	return err
}

func (r Record) keep(ctx context.Context, db tenants.Reviewer, e entry, file *File) error {
	id, err := r.write(ctx, db, e)
	if err != nil || file == nil {
		return err
	}
	_, err = db.ExecContext(ctx, "insert into outlier_files (tenant_id, outlier_id, event_id, for_centre, name, kind, content) values ($1, $2, $3, false, $4, $5, $6)",
		string(r.TenantID), r.ID, id, file.Name, file.Kind, file.Content)
	if err != nil {
		return fmt.Errorf("keep a file of an outlier: %w", err)
	}
	return nil
}

// entry is an event to be written. Version 0 is a note.
type entry struct {
	version int
	state   State
	key     string
	words   string
	due     *ask.Date
	figures *Figures
	told    Recipients
}

func (r Record) write(ctx context.Context, db tenants.Reviewer, e entry) (int, error) {
	person, _ := tenants.PersonFrom(ctx)
	var version *int
	if e.version > 0 {
		version = &e.version
	}
	var figures any
	if e.figures != nil {
		raw, err := json.Marshal(e.figures)
		if err != nil {
			return 0, fmt.Errorf("write an event of an outlier: %w", err)
		}
		figures = string(raw)
	}
	return readNumber(ctx, db, `insert into outlier_events (tenant_id, outlier_id, version, state, side, for_centre, person_id, person_name, request_id, key, words, due_on,
		figures, chief_executive_on, medical_director_on, regulator_on) values ($1, $2, $3, $4, 'national', false, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id`,
		string(r.TenantID), r.ID, version, string(e.state), person.ID, person.Name, tenants.RequestFrom(ctx), e.key, e.words, textOf(e.due),
		figures, textOf(e.told.ChiefExecutive), textOf(e.told.MedicalDirector), textOf(e.told.Regulator))
}

func textOf(d *ask.Date) *string {
	if d == nil {
		return nil
	}
	text := d.String()
	return &text
}

// again reads the figures of a record as the cohort is counted now, if these are the ones the person saw.
func (s *Store) again(ctx context.Context, r Record, seen time.Time) (*Figures, error) {
	f, err := s.Again(ctx, r)
	if err != nil {
		return nil, err
	}
	if !f.CountedAt.Equal(seen) {
		return nil, fault.New(fault.Conflict, "counted_meanwhile", "The cohort was counted again since this page was drawn. Look at the figures again; nothing was saved.")
	}
	return &f, nil
}

// Again are the figures of a record as its cohort is counted now, for the national audit team.
func (s *Store) Again(ctx context.Context, r Record) (Figures, error) {
	set, err := s.Counts.ReadSet(ctx, r.Cohort)
	if err != nil {
		return Figures{}, err
	}
	f, there := s.Policy.Again(set, s.Counts.InForce(), r)
	if !there {
		return f, fault.New(fault.Conflict, "not_counted", "This centre is not among the counted any more.")
	}
	return f, nil
}

// check looks at the form: each step needs its words, and telling needs who and when.
func (step *Step) check(r Record, today ask.Date) (*File, error) {
	step.Words, step.Note = strings.TrimSpace(step.Words), strings.TrimSpace(step.Note)
	wrong := map[string]fault.Field{}
	if _, err := uuid.Parse(step.Key); err != nil {
		return nil, fault.New(fault.Unacceptable, "key_malformed", "The form could not be read.")
	}
	if _, known := stateWords[step.To]; !known && step.To != "" {
		wrong["to"] = fault.Field{Code: "needed", Message: "Choose the next step."}
	}
	needed := step.To != DataUnderCheck
	if step.Words == "" && needed {
		wrong["words"] = fault.Field{Code: "needed", Message: wordsNeeded(step.To)}
	}
	for name, text := range map[string]string{"words": step.Words, "note": step.Note} {
		if utf8.RuneCountInString(text) > MostWords {
			wrong[name] = fault.Field{Code: "too_long", Message: "Use up to 4,000 letters."}
		}
	}
	if step.To == Told {
		step.Told.check(r, today, wrong)
	} else {
		step.Told = Recipients{}
	}
	file, err := step.File.take()
	if f, ok := fault.As(err); ok {
		wrong["file"] = f.Fields["file"]
	}
	if len(wrong) > 0 {
		return nil, &fault.Error{Kind: fault.Invalid, Code: "step_invalid", Message: "Something on the form needs putting right.", Fields: wrong}
	}
	return file, nil
}

func wordsNeeded(to State) string {
	switch to {
	case "":
		return "Write the note."
	case WithCentre:
		return "Write to the lead clinician what was found, and what is asked."
	case ReAnalysed:
		return "Say what was analysed again, and what it found."
	case Cleared:
		return "Say why the record is cleared."
	case Confirmed:
		return "Say why the record is confirmed."
	case Told:
		return "Say by which letters they were told."
	case Published:
		return "Say where it is published."
	}
	return "Say what was done."
}

// check wants a date for everybody who must be told: of a confirmed alarm on the worse side, or of taking no part, the regulator too;
// of anything else the trust's own, who learn from it.
func (t Recipients) check(r Record, today ask.Date, wrong map[string]fault.Field) {
	since := ask.DateOf(r.confirmed())
	for _, who := range []struct {
		field, name string
		on          *ask.Date
		needed      bool
	}{
		{"chief_executive", "the chief executive", t.ChiefExecutive, true}, {"medical_director", "the medical director", t.MedicalDirector, true},
		{"regulator", "the regulator", t.Regulator, r.ForRegulator()},
	} {
		switch {
		case who.on == nil && who.needed:
			wrong[who.field] = fault.Field{Code: "needed", Message: "Give the day on which " + who.name + " was told."}
		case who.on != nil && (who.on.After(today) || who.on.Before(since)):
			wrong[who.field] = fault.Field{Code: "out_of_range", Message: "The day on which " + who.name + " was told is from " + since.Words() + " to today."}
		}
	}
}

// confirmed is when the record was confirmed.
func (r Record) confirmed() time.Time {
	for _, e := range r.Events {
		if e.State == Confirmed && !e.Note {
			return e.At
		}
	}
	return r.Since
}

// ForRegulator tells whether the regulator is told once the record is confirmed: of alarms on the worse side, and of taking no part.
// Alerts are shared for improvement.
func (r Record) ForRegulator() bool { return r.Alarm() && r.Negative }
