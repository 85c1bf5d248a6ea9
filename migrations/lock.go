package migrations

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// lockKey names our advisory locks among others' in the same cluster.
const lockKey = 0x70696e6b7469636b // "pinktick"

// sessionLock lets one replica migrate at a time. It asks again and again rather than waiting inside PostgreSQL: a waiting
// statement holds a snapshot, and CREATE INDEX CONCURRENTLY would wait for that in turn, for ever.
type sessionLock struct{}

func (sessionLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	for {
		var locked bool
		if err := conn.QueryRowContext(ctx, `select pg_try_advisory_lock($1)`, int64(lockKey)).Scan(&locked); err != nil {
			return fmt.Errorf("take the migration lock: %w", err)
		}
		if locked {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("take the migration lock: %w", ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (sessionLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	var held bool
	if err := conn.QueryRowContext(ctx, `select pg_advisory_unlock($1)`, int64(lockKey)).Scan(&held); err != nil {
		return fmt.Errorf("release the migration lock: %w", err)
	}
	if !held {
		return fmt.Errorf("release the migration lock: this session did not hold it; is the address that of a transaction-mode pooler?")
	}
	return nil
}
