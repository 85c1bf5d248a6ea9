package takeout

import (
	"context"
	"errors"
	"fmt"

	"github.com/pinktick/pinktick/pkg/fault"
)

// pieceSize is how much of a file is in memory, and in one row.
const pieceSize = 512 << 10

// mostBytes bounds a file.
const mostBytes = 1 << 30

// errOvertaken ends a try whose export another try has taken up since.
var errOvertaken = errors.New("takeout: another try makes this export")

// pieces write a file into the database, a row at a time, each in its own short transaction. Nobody sees any of it before the whole
// is ready.
type pieces struct {
	ctx     context.Context //nolint:containedctx // io.Writer has none
	shelf   Shelf
	export  int64
	attempt string
	held    []byte
	number  int
	size    int64
}

// Write implements io.Writer.
func (p *pieces) Write(b []byte) (int, error) {
	written := len(b)
	for len(b) > 0 {
		n := min(len(b), pieceSize-len(p.held))
		p.held, b = append(p.held, b[:n]...), b[n:]
		if len(p.held) == pieceSize {
			if err := p.flush(); err != nil {
				return 0, err
			}
		}
	}
	return written, nil
}

// flush puts what is held into a row.
func (p *pieces) flush() error {
	if len(p.held) == 0 {
		return nil
	}
	if p.size += int64(len(p.held)); p.size > mostBytes {
		return fault.New(fault.TooLarge, "export_too_large", "The file would be larger than a gigabyte. Ask for one cohort.")
	}
	err := p.shelf.in(p.ctx, func(on Conn) error {
		tag, err := on.Exec(p.ctx, p.shelf.sql(`insert into export_pieces (export_id, number, content) select id, $2, $3 from exports where id = $1 and attempt = $4 and state = 'making'`),
			p.export, p.number, p.held, p.attempt)
		if err == nil && tag.RowsAffected() == 0 {
			err = errOvertaken
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("keep a piece of the export: %w", err)
	}
	p.number, p.held = p.number+1, p.held[:0]
	return nil
}
