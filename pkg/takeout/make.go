package takeout

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Make makes an export that waits, as the person who asked for it: in the tenant and the role of then, whose right is looked at
// again. What could never succeed is refused at once, with words; another failure is an error, to be tried again, and after the
// last try it is said to have failed.
func (s Shelf) Make(ctx context.Context, id int64, last bool) error {
	e, attempt, err := s.claim(ctx, id)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // it is made already, or was never asked for here
	}
	if err != nil {
		return err
	}
	ctx = tenants.RequestInto(tenants.IntoPerson(ctx, tenants.Person{ID: e.PersonID, Name: e.PersonName, Role: e.Role}), e.RequestID)
	out := &pieces{ctx: ctx, shelf: s, export: id, attempt: attempt, held: make([]byte, 0, pieceSize)}
	name, rows, err := s.write(ctx, out, e)
	if err == nil {
		err = out.flush()
	}
	if err == nil {
		err = s.finish(ctx, out, name, rows)
	}
	if err == nil || errors.Is(err, errOvertaken) {
		return nil
	}
	f, refused := fault.As(err)
	refused = refused && f.Kind != fault.Unavailable
	words := "Something went wrong on our side. Ask for it again."
	if refused {
		words = f.Message
	}
	if err := s.fail(ctx, id, attempt, words, refused || last); err != nil {
		return err
	}
	if refused {
		return nil
	}
	return fmt.Errorf("make an export: %w", err)
}

// claim takes the export up. What an earlier try left of it goes.
func (s Shelf) claim(ctx context.Context, id int64) (e Export, attempt string, err error) {
	err = s.in(ctx, func(on Conn) error {
		err := on.QueryRow(ctx, s.sql(`update exports set state = 'making', attempt = gen_random_uuid() where id = $1 and state in ('waiting', 'making') returning attempt::text`), id).Scan(&attempt)
		if err != nil {
			return err
		}
		if _, err := on.Exec(ctx, s.sql(`delete from export_pieces where export_id = $1`), id); err != nil {
			return err
		}
		e, err = s.find(ctx, on, id)
		return err
	})
	if err != nil {
		err = fmt.Errorf("take up an export: %w", err)
	}
	return e, attempt, err
}

// write writes the file, and gives its name and how many rows are in it.
func (s Shelf) write(ctx context.Context, w io.Writer, e Export) (string, int64, error) {
	offer, known := offerOf(e.Kind)
	if !known || offer.national != s.national || !slices.Contains(offer.Formats, e.Format) {
		return "", 0, fault.New(fault.Invalid, "unknown_choice", "This export is no longer offered.")
	}
	if !e.Role.May(offer.action) {
		return "", 0, fault.New(fault.Forbidden, "no_permission", "The role in which this was asked for does not allow it.")
	}
	switch e.Kind {
	case Workbook:
		return s.writeWorkbook(ctx, w, e)
	case Reference:
		return s.writeReference(ctx, w, e)
	case Children:
		return s.writeChildren(ctx, w, e)
	case Quality:
		return s.writeQuality(ctx, w, e)
	case OwnData:
		return s.writeOwnData(ctx, w, e)
	}
	return "", 0, fmt.Errorf("nothing makes an export of kind %s", e.Kind)
}

func (s Shelf) finish(ctx context.Context, out *pieces, name string, rows int64) error {
	return s.in(ctx, func(on Conn) error {
		tag, err := on.Exec(ctx, s.sql(`update exports set state = 'ready', file_name = $3, row_count = $4, size = $5, ended_at = $6, expires_at = $7
			where id = $1 and attempt = $2::uuid and state = 'making'`), out.export, out.attempt, name, rows, out.size, s.Now(), s.Now().Add(Keep))
		if err == nil && tag.RowsAffected() == 0 {
			err = errOvertaken
		}
		return err
	})
}

// fail lets the export wait for another try, or ends it and says why. What was written goes.
func (s Shelf) fail(ctx context.Context, id int64, attempt, words string, ended bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second) // also where time has run out
	defer cancel()
	state := Waiting
	if ended {
		state = Failed
	}
	err := s.in(ctx, func(on Conn) error {
		_, err := on.Exec(ctx, s.sql(`with gone as (delete from export_pieces where export_id = $1)
			update exports set state = $3, refusal = case when $3 = 'failed' then $4 end, ended_at = case when $3 = 'failed' then $5::timestamptz end
			where id = $1 and attempt = $2::uuid and state = 'making'`), id, attempt, string(state), words, s.Now())
		return err
	})
	if err != nil {
		return fmt.Errorf("note that an export failed: %w", err)
	}
	return nil
}
