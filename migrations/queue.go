package migrations

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// QueueSchema is where the tables of the job queue are.
const QueueSchema = "jobs"

// upQueue runs the queue's own migrations, in its own schema, which the files have made.
func upQueue(ctx context.Context, db *sql.DB, ownerDSN string) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	defer func() { _ = conn.Close() }()
	lock := sessionLock{}
	if err := lock.SessionLock(ctx, conn); err != nil {
		return err
	}
	defer func() { _ = lock.SessionUnlock(context.WithoutCancel(ctx), conn) }()
	pool, err := pgxpool.New(ctx, ownerDSN)
	if err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	defer pool.Close()
	migrator, err := queueMigrator(pool)
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	return nil
}

func queueMigrator(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: QueueSchema, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, fmt.Errorf("read the queue's migrations: %w", err)
	}
	return migrator, nil
}

// latestQueue is the version of the queue's schema this program was built for.
func latestQueue() int {
	migrator, err := queueMigrator(nil) // only its embedded files are read
	if err != nil {
		return 0
	}
	all := migrator.AllVersions()
	return all[len(all)-1].Version
}

// checkQueue is Check for the queue's schema.
func checkQueue(ctx context.Context, db *sql.DB) error {
	var have int
	err := db.QueryRowContext(ctx, `select coalesce(max(version), 0) from `+QueueSchema+`.river_migration where line = 'main'`).Scan(&have)
	if err != nil {
		return fmt.Errorf("read the version of the queue's schema: %w", err)
	}
	if want := latestQueue(); have < want {
		return fmt.Errorf("the queue's schema is at version %d and this program needs %d: run the migrate command with the owner's address", have, want)
	}
	return nil
}

// digestQueue adds what the queue's migrations would do to a digest.
func digestQueue(sum io.Writer) {
	migrator, err := queueMigrator(nil)
	if err != nil {
		return
	}
	for _, version := range migrator.AllVersions() {
		_, _ = fmt.Fprintf(sum, "\nqueue %d\n%s", version.Version, version.SQLUp)
	}
}
