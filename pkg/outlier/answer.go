package outlier

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Own lists the records of the context's tenant of which it has been told, those that wait for its answer first.
func (s *Store) Own(ctx context.Context) ([]Record, error) {
	var all []Record
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		rows, err := tx.Statement.ConnPool.QueryContext(ctx, "select "+recordColumns+" from outliers order by state <> 'with_centre', due_on nulls last, cohort desc, name, measure, id")
		if err != nil {
			return fmt.Errorf("list own outliers: %w", err)
		}
		all, err = readRecords(rows)
		return err
	})
	return all, err
}

// OwnRecord reads one of the tenant's own records, with what is for the centre. One that the centre was not told of is not there.
func (s *Store) OwnRecord(ctx context.Context, id int64) (Record, error) {
	var r Record
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) (err error) {
		r, err = readOne(ctx, tx.Statement.ConnPool, id)
		return err
	})
	return r, err
}

// Waiting tells how many of the tenant's own records wait for its answer, and the earliest day by which one is due.
func (s *Store) Waiting(ctx context.Context) (n int, by *ask.Date, err error) {
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		var first *string
		if err := tx.Statement.ConnPool.QueryRowContext(ctx, "select count(*), min(due_on)::text from outliers where state = 'with_centre'").Scan(&n, &first); err != nil {
			return fmt.Errorf("count waiting outliers: %w", err)
		}
		by = dateOf(first)
		return nil
	})
	return n, by, err
}

// Answer is what a centre says of its record.
type Answer struct {
	Version int
	Key     string
	State   State // ErrorInData or DataCorrect
	Words   string
	File    *Upload
}

// Answer gives the centre's answer, once, while the record is with it. The same form sent again changes nothing.
func (s *Store) Answer(ctx context.Context, id int64, a Answer) error {
	person, ok := tenants.PersonFrom(ctx)
	if !ok || !person.Role.May(tenants.AnswerOutlier) {
		return fault.New(fault.Forbidden, "no_permission", "The centre’s lead clinician answers.")
	}
	file, err := a.check()
	if err != nil {
		return err
	}
	tenant, _ := tenants.From(ctx)
	var name, kind *string
	var content []byte
	if file != nil {
		name, kind, content = &file.Name, &file.Kind, file.Content
	}
	return tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		var outcome string
		err := tx.Statement.ConnPool.QueryRowContext(ctx, "select outlying.answer($1, $2, $3, $4, $5::text::date, $6::text::uuid, $7, $8, $9::text::uuid, $10, $11, $12)", id, a.Version, string(a.State), a.Words,
			textOf(s.Policy.Due(a.State, tenant.CountryCode, s.today())), person.ID, person.Name, tenants.RequestFrom(ctx), a.Key, name, kind, content).Scan(&outcome)
		switch {
		case err != nil:
			return fmt.Errorf("answer an outlier: %w", err)
		case outcome == "none":
			return errNone
		case outcome == "moved":
			r, err := readOne(ctx, tx.Statement.ConnPool, id)
			if err != nil {
				return err
			}
			return r.moved()
		}
		return nil
	})
}

func (a *Answer) check() (*File, error) {
	a.Words = strings.TrimSpace(a.Words)
	if _, err := uuid.Parse(a.Key); err != nil {
		return nil, fault.New(fault.Unacceptable, "key_malformed", "The form could not be read.")
	}
	wrong := map[string]fault.Field{}
	if !a.State.Answers() {
		wrong["answer"] = fault.Field{Code: "needed", Message: "Choose whether the data are correct."}
	}
	switch n := utf8.RuneCountInString(a.Words); {
	case n == 0:
		wrong["words"] = fault.Field{Code: "needed", Message: "Write what the audit team should know."}
	case n > MostWords:
		wrong["words"] = fault.Field{Code: "too_long", Message: "Use up to 4,000 letters."}
	}
	file, err := a.File.take()
	if f, ok := fault.As(err); ok {
		wrong["file"] = f.Fields["file"]
	}
	if len(wrong) > 0 {
		return nil, &fault.Error{Kind: fault.Invalid, Code: "answer_invalid", Message: "Something on the form needs putting right.", Fields: wrong}
	}
	return file, nil
}
