package takeout

import (
	"context"
	"fmt"
	"time"
)

// tooLong is after how long an export that is not made has been forgotten: its job is gone.
const tooLong = 6 * time.Hour

// Erase erases the files of this shelf that were kept for their day, and ends what nobody makes any more. It tells how many files
// went. Who asked for them stays written down.
func (s Shelf) Erase(ctx context.Context) (erased int, err error) {
	err = s.in(ctx, func(on Conn) error {
		tag, err := on.Exec(ctx, s.sql(`update exports set state = 'erased' where state = 'ready' and expires_at <= $1`), s.Now())
		if err != nil {
			return err
		}
		erased = int(tag.RowsAffected())
		_, err = on.Exec(ctx, s.sql(`update exports set state = 'failed', refusal = 'It took too long to make. Ask for it again.', ended_at = $1
			where state in ('waiting', 'making') and started_at < $2`), s.Now(), s.Now().Add(-tooLong))
		if err != nil {
			return err
		}
		_, err = on.Exec(ctx, s.sql(`delete from export_pieces p using exports e where e.id = p.export_id and e.state in ('erased', 'failed')`))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("erase exports: %w", err)
	}
	return erased, nil
}
