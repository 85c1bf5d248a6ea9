package takeout

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/tenants"
)

// shown is how many exports a page lists.
const shown = 50

const exportColumns = `e.id, e.kind, coalesce(e.format, ''), e.filters, coalesce(e.reason, ''), e.state, e.person_id::text, e.person_name, coalesce(e.role, ''), e.request_id,
	coalesce(e.refusal, ''), coalesce(e.file_name, ''), coalesce(e.row_count, 0), coalesce(e.size, 0), e.started_at, e.ended_at, e.expires_at,
	(select count(*) from export_downloads d where d.export_id = e.id)`

// List gives the latest exports, newest first: the person's own, and for those who may read the audit trail everybody's.
func (s Shelf) List(ctx context.Context) ([]Export, error) {
	person, _ := tenants.PersonFrom(ctx)
	var all []Export
	err := s.in(ctx, func(on Conn) error {
		rows, err := on.Query(ctx, s.sql("select "+exportColumns+" from exports e where e.person_id = $1 or $2 order by e.started_at desc, e.id limit $3"),
			person.ID, person.Role.May(tenants.ReadAuditTrail), shown)
		if err != nil {
			return fmt.Errorf("list exports: %w", err)
		}
		all, err = pgx.CollectRows(rows, s.scan)
		return err
	})
	return all, err
}

// find reads one export.
func (s Shelf) find(ctx context.Context, on Conn, id int64) (Export, error) {
	rows, err := on.Query(ctx, s.sql("select "+exportColumns+" from exports e where e.id = $1"), id)
	if err != nil {
		return Export{}, fmt.Errorf("read an export: %w", err)
	}
	e, err := pgx.CollectExactlyOneRow(rows, s.scan)
	if errors.Is(err, pgx.ErrNoRows) {
		return Export{}, errNone()
	}
	return e, err
}

func (s Shelf) scan(row pgx.CollectableRow) (Export, error) {
	var e Export
	var filters []byte
	var ended, expires *time.Time
	err := row.Scan(&e.ID, &e.Kind, &e.Format, &filters, &e.Reason, &e.State, &e.PersonID, &e.PersonName, &e.Role, &e.RequestID, &e.Refusal, &e.FileName,
		&e.Rows, &e.Size, &e.AskedAt, &ended, &expires, &e.Downloads)
	if err == nil {
		err = json.Unmarshal(filters, &e.Ask)
	}
	if err != nil {
		return e, fmt.Errorf("read an export: %w", err)
	}
	if ended != nil {
		e.EndedAt = *ended
	}
	if expires != nil {
		e.ExpiresAt = *expires
	}
	if e.State == Ready && !s.Now().Before(e.ExpiresAt) {
		e.State = Erased // as good as
	}
	return e, nil
}
