package record

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// Listed is one line of the list of children: the columns that every save keeps true on the case, so that a page of the list
// reads one table.
type Listed struct {
	TenantID           tenants.ID
	ID                 int64
	FirstName          *string
	Surname            *string
	Sex                *string
	NHSNumber          *string
	ReferenceNumber    *string // in place of the NHS number, in Jersey
	LeadOrganisationID *string
	Cohort             *int
	ClosesOn           *ask.Date // the last day on which the record is open; nil while the child is not registered
	Done               ask.Progress
	FormsIncomplete    int // a bit a form, in the order of dataset.Sections
	Warnings           int
	TransferPending    bool
	Stage              Stage
}

// Stage is what of a record's state does not depend on the day: the column of that name, which the database derives.
type Stage int

// The stages.
const (
	StageNew Stage = iota // not registered
	StageOpen
	StageComplete
	StageSubmitted
	StageUnregistered
	StageOptedOut
)

// State is where the record stands on a day.
func (l Listed) State(today ask.Date) State {
	return Facts{
		OptedOut: l.Stage == StageOptedOut, Unregistered: l.Stage == StageUnregistered, Registered: l.Stage != StageNew,
		Submitted: l.Stage == StageSubmitted, Complete: l.Stage == StageComplete, Closed: l.ClosesOn != nil && today.After(*l.ClosesOn),
	}.State()
}

// MissingForms are the forms that are not complete, in their order.
func (l Listed) MissingForms() []*ask.Section {
	var missing []*ask.Section
	for i, s := range dataset.Sections {
		if l.FormsIncomplete&(1<<i) != 0 {
			missing = append(missing, s)
		}
	}
	return missing
}

// List is one page of children.
type List struct {
	Rows       []Listed
	Found      int64 // children that match
	More       bool  // and there are more than that: nobody counts a million for one page
	Reachable  int64 // how many of them the pages go through
	Total      int64 // children of the scope
	Registered int64 // of those, the registered
	Wider      int64 // where none of the organisation's matches: how many of the trust's do
}

// most is how many of a national list's matches are counted, and paged through: whoever wants to see more narrows it.
const most = 10_000

// ListCases reads one page of the children of a scope. The national one is for the audit team alone, who are written down.
func (s *Store) ListCases(ctx context.Context, q Query) (List, error) {
	var list List
	today := ask.DateOf(s.Now())
	if q.Scope == Nation {
		look := tenants.Look{Purpose: "list of children", Filters: q.words()}
		err := tenants.Across(ctx, s.DB, look, func(db tenants.Reader) error { return list.read(ctx, db, q, today) })
		return list, err
	}
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		own := rawReader{tx}
		if err := list.read(ctx, own, q, today); err != nil || q.Scope != Organisation || list.Found > 0 {
			return err
		}
		q.Scope = Trust
		return list.countWider(ctx, own, q, today)
	})
	return list, err
}

// rawReader asks through GORM, whose guard lets hand-written statements through inside a transaction of the tenant only.
type rawReader struct{ tx *gorm.DB }

// QueryContext implements tenants.Reader.
func (r rawReader) QueryContext(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	return r.tx.Raw(query, args...).Rows()
}

func (l *List) read(ctx context.Context, db tenants.Reader, q Query, today ask.Date) error {
	if err := l.readCounts(ctx, db, q); err != nil {
		return err
	}
	statement := newListing(ctx, q, today)
	switch {
	case statement.impossible:
		return nil
	case q.Scope != Nation:
		err := l.readPage(ctx, db, statement)
		l.Reachable = l.Found
		return err
	case statement.offset() >= most:
		l.Found = most
	case len(statement.words) > 0:
		if err := l.searchNation(ctx, db, statement); err != nil {
			return err
		}
	default:
		if err := l.readPage(ctx, db, statement); err != nil {
			return err
		}
	}
	l.Reachable = min(l.Found, most)
	return nil
}

// FindCases reads the lines of some of the tenant's children, by name; those that are not there are left out.
func (s *Store) FindCases(ctx context.Context, ids []int64) ([]Listed, error) {
	var list List
	tenant, _ := tenants.From(ctx)
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return list.readRows(ctx, rawReader{tx}, "select "+listColumns+" from cases where tenant_id = $1::uuid and id = any($2::bigint[]) and deleted_at is null "+
			"order by lower(surname), lower(first_name), id", []any{string(tenant.ID), bigints(ids)})
	})
	return list.Rows, err
}

// readPage reads one page, and counts the matches where it is not known without.
func (l *List) readPage(ctx context.Context, db tenants.Reader, statement *listing) error {
	if err := l.readRows(ctx, db, statement.page(), statement.args); err != nil {
		return err
	}
	switch n := int64(len(l.Rows)); {
	case !statement.q.narrows():
		l.Found = l.Total
	case n < int64(statement.q.Size) && (n > 0 || statement.offset() == 0):
		l.Found = statement.offset() + n
	default:
		return l.countFound(ctx, db, statement)
	}
	return nil
}

// readRows reads lines, and after their columns whatever else stands in each.
func (l *List) readRows(ctx context.Context, db tenants.Reader, query string, args []any, more ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("list cases: %w", err)
	}
	defer func() { _ = rows.Close() }()
	l.Rows = nil
	for rows.Next() {
		var r Listed
		columns := []any{&r.TenantID, &r.ID, &r.FirstName, &r.Surname, &r.Sex, &r.NHSNumber, &r.ReferenceNumber, &r.LeadOrganisationID,
			&r.Cohort, &r.ClosesOn, &r.Done.Expected, &r.Done.Completed, &r.FormsIncomplete, &r.Warnings, &r.TransferPending, &r.Stage}
		if err := rows.Scan(append(columns, more...)...); err != nil {
			return fmt.Errorf("list cases: %w", err)
		}
		l.Rows = append(l.Rows, r)
	}
	return rows.Err()
}

// countFound counts the matches: all of a tenant's, and so many of a nation's that a page still comes at once.
func (l *List) countFound(ctx context.Context, db tenants.Reader, statement *listing) error {
	err := one(ctx, db, statement.count(), statement.args, &l.Found)
	l.capped(statement.q)
	return err
}

func (l *List) capped(q Query) {
	if q.Scope == Nation && l.Found > most {
		l.Found, l.More = most, true
	}
}

func (l *List) countWider(ctx context.Context, db tenants.Reader, q Query, today ask.Date) error {
	statement := newListing(ctx, q, today)
	if statement.impossible {
		return nil
	}
	return one(ctx, db, statement.count(), statement.args, &l.Wider)
}

// one reads one line of numbers.
func one(ctx context.Context, db tenants.Reader, query string, args []any, to ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("count cases: %w", err)
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return fmt.Errorf("count cases: %w", err)
		}
	}
	return rows.Err()
}
