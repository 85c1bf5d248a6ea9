package takeout

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// File is an export that is ready.
type File struct {
	Name string
	Size int64

	shelf Shelf
	id    int64
}

// Fetch opens the file of an export and writes down who fetches it. It is for the one who asked alone, with the right still: whoever
// else may have the same asks for it, and so is written down as one who did.
func (s Shelf) Fetch(ctx context.Context, id int64) (File, error) {
	person, _ := tenants.PersonFrom(ctx)
	var e Export
	err := s.in(ctx, func(on Conn) (err error) {
		if e, err = s.find(ctx, on, id); err != nil {
			return err
		}
		if !e.Own(person) {
			return errNone()
		}
		if offer, known := offerOf(e.Kind); !known || !person.Role.May(offer.action) || e.Role.National() != person.Role.National() {
			return fault.New(fault.Forbidden, "no_permission", "Your present role does not allow this export.")
		}
		switch e.State {
		case Ready:
		case Erased:
			return fault.New(fault.NotFound, "erased", "The file has been erased: exports are kept for a day. Ask for it again.")
		default:
			return fault.New(fault.NotFound, "not_ready", "The file is not ready.")
		}
		_, err = on.Exec(ctx, s.sql(`insert into export_downloads (export_id, person_id, person_name, role, request_id) values ($1, $2, $3, $4, $5)`),
			id, person.ID, person.Name, string(person.Role), tenants.RequestFrom(ctx))
		if err != nil {
			return fmt.Errorf("note a download: %w", err)
		}
		return nil
	})
	return File{e.FileName, e.Size, s, id}, err
}

// Send writes the file piece by piece. No transaction is open while a slow line takes one in.
func (f File) Send(ctx context.Context, w io.Writer) error {
	var sent int64
	for number := 0; sent < f.Size; number++ {
		var piece []byte
		err := f.shelf.in(ctx, func(on Conn) error {
			return on.QueryRow(ctx, f.shelf.sql(`select content from export_pieces where export_id = $1 and number = $2`), f.id, number).Scan(&piece)
		})
		if errors.Is(err, pgx.ErrNoRows) {
			return fmt.Errorf("export %d was erased while it was fetched", f.id)
		}
		if err != nil {
			return fmt.Errorf("read a piece of the export: %w", err)
		}
		if _, err := w.Write(piece); err != nil {
			return fmt.Errorf("send a piece of the export: %w", err)
		}
		sent += int64(len(piece))
	}
	return nil
}
