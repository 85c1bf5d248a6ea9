package outlier

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Store keeps the records.
type Store struct {
	DB      *gorm.DB
	Counts  *compare.Store
	Tenants *tenants.Directory
	Policy  Policy
	Now     func() time.Time
}

func (s *Store) today() ask.Date { return ask.DateOf(s.Now()) }

// Filter narrows the national list. The zero Filter is all.
type Filter struct {
	State   State
	Cohort  int
	Overdue bool
}

// where is the filter as a condition and its arguments, the first of which is today.
func (f Filter) where(today ask.Date) (string, []any) {
	return ` where ($1 = '' or state = $1) and ($2 = 0 or cohort = $2) and (not $3 or due_on < $4)`, []any{string(f.State), f.Cohort, f.Overdue, today.String()}
}

// words are the filter for the log.
func (f Filter) words() string {
	return strings.TrimSpace("state=" + string(f.State) + " cohort=" + strconv.Itoa(f.Cohort) + " overdue=" + strconv.FormatBool(f.Overdue))
}

const recordColumns = "id, tenant_id::text, cohort, level, code, name, measure, found, negative, figures, state, version, since, due_on::text"

// List reads a page of the records of every centre, what is due first at the top: for the national audit team. total is of all pages.
func (s *Store) List(ctx context.Context, f Filter, page, size int) (all []Record, total int, err error) {
	where, args := f.where(s.today())
	look := tenants.Look{Purpose: "outliers", Filters: f.words()}
	err = tenants.ReviewRead(ctx, s.DB, look, func(db tenants.Reader) error {
		if total, err = readNumber(ctx, db, "select count(*) from outliers"+where, args...); err != nil {
			return err
		}
		rows, err := db.QueryContext(ctx, "select "+recordColumns+" from outliers"+where+" order by due_on nulls last, cohort desc, name, measure, id limit $5 offset $6",
			append(args, size, (page-1)*size)...)
		if err != nil {
			return fmt.Errorf("list outliers: %w", err)
		}
		all, err = readRecords(rows)
		return err
	})
	return all, total, err
}

func readNumber(ctx context.Context, db tenants.Reader, query string, args ...any) (int, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, fmt.Errorf("count outliers: %w", err)
	}
	defer func() { _ = rows.Close() }()
	n := 0
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, fmt.Errorf("count outliers: %w", err)
		}
	}
	return n, rows.Err()
}

// Of reads the records of a cohort: what was opened already.
func (s *Store) Of(ctx context.Context, cohort int) ([]Record, error) {
	all, _, err := s.List(ctx, Filter{Cohort: cohort}, 1, 100_000)
	return all, err
}

// Read gives one record of any centre with all that happened, for the national audit team.
func (s *Store) Read(ctx context.Context, id int64) (Record, error) {
	var r Record
	err := tenants.ReviewRead(ctx, s.DB, tenants.Look{Purpose: "outlier", Filters: "outlier=" + strconv.FormatInt(id, 10)}, func(db tenants.Reader) (err error) {
		r, err = readOne(ctx, db, id)
		return err
	})
	return r, err
}

var errNone = fault.New(fault.NotFound, "", "There is no such record.")

func readOne(ctx context.Context, db tenants.Reader, id int64) (Record, error) {
	rows, err := db.QueryContext(ctx, "select "+recordColumns+" from outliers where id = $1", id)
	if err != nil {
		return Record{}, fmt.Errorf("read an outlier: %w", err)
	}
	found, err := readRecords(rows)
	if err != nil || len(found) == 0 {
		return Record{}, or(err, errNone)
	}
	r := found[0]
	if rows, err = db.QueryContext(ctx, `select id, version is null, state, side = 'centre', for_centre, at, person_name, words, due_on::text, figures,
		chief_executive_on::text, medical_director_on::text, regulator_on::text from outlier_events where outlier_id = $1 order by id`, id); err != nil {
		return r, fmt.Errorf("read an outlier: %w", err)
	}
	if r.Events, err = readEvents(rows); err != nil {
		return r, err
	}
	if rows, err = db.QueryContext(ctx, "select event_id, id, name, kind, length(content) from outlier_files where outlier_id = $1 order by id", id); err != nil {
		return r, fmt.Errorf("read an outlier: %w", err)
	}
	return r, r.takeFiles(rows)
}

func or(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

func readRecords(rows *sql.Rows) ([]Record, error) {
	defer func() { _ = rows.Close() }()
	var all []Record
	for rows.Next() {
		var r Record
		var figures []byte
		var due *string
		if err := rows.Scan(&r.ID, &r.TenantID, &r.Cohort, &r.Level, &r.Code, &r.Name, &r.Measure, &r.Found, &r.Negative, &figures, &r.State, &r.Version, &r.Since, &due); err != nil {
			return nil, fmt.Errorf("read outliers: %w", err)
		}
		if err := json.Unmarshal(figures, &r.Figures); err != nil {
			return nil, fmt.Errorf("read the figures of outlier %d: %w", r.ID, err)
		}
		r.DueOn = dateOf(due)
		all = append(all, r)
	}
	return all, rows.Err()
}

func readEvents(rows *sql.Rows) ([]Event, error) {
	defer func() { _ = rows.Close() }()
	var all []Event
	for rows.Next() {
		var e Event
		var figures []byte
		var due, executive, director, regulator *string
		if err := rows.Scan(&e.ID, &e.Note, &e.State, &e.Centre, &e.Shared, &e.At, &e.By, &e.Words, &due, &figures, &executive, &director, &regulator); err != nil {
			return nil, fmt.Errorf("read events of an outlier: %w", err)
		}
		if figures != nil {
			e.Figures = &Figures{}
			if err := json.Unmarshal(figures, e.Figures); err != nil {
				return nil, fmt.Errorf("read figures of an event: %w", err)
			}
		}
		e.DueOn, e.Told = dateOf(due), Recipients{dateOf(executive), dateOf(director), dateOf(regulator)}
		all = append(all, e)
	}
	return all, rows.Err()
}

func (r *Record) takeFiles(rows *sql.Rows) error {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var of int64
		var f File
		if err := rows.Scan(&of, &f.ID, &f.Name, &f.Kind, &f.Size); err != nil {
			return fmt.Errorf("read files of an outlier: %w", err)
		}
		for i := range r.Events {
			if r.Events[i].ID == of {
				r.Events[i].Files = append(r.Events[i].Files, f)
			}
		}
	}
	return rows.Err()
}

func dateOf(text *string) *ask.Date {
	if text == nil {
		return nil
	}
	d, err := ask.ParseDate(*text)
	if err != nil {
		return nil
	}
	return &d
}
