package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// Queue adds jobs to transactions that others opened. It implements record.PlaceQueue,
// compare.Queue and takeout.Queue.
type Queue struct {
	client *river.Client[pgx.Tx]
	log    *slog.Logger
}

// NewQueue makes a queue that only takes jobs.
func NewQueue(log *slog.Logger) (*Queue, error) {
	client, err := river.NewClient(riverpgxv5.New(nil), &river.Config{
		Schema: schema, Logger: slog.New(warnings{log.Handler()}),
		FetchCooldown: time.Hour, FetchPollInterval: time.Hour, // workers poll: no insert need tell anybody
	})
	if err != nil {
		return nil, fmt.Errorf("make the queue: %w", err)
	}
	return &Queue{client, log}, nil
}

// The queue may be waited for a moment only, since a person waits; what fails within the savepoint is undone and the change
// itself goes on.
const (
	enter = "savepoint job; set local lock_timeout = '200ms'"
	leave = "release savepoint job; set local lock_timeout to default"
	undo  = "rollback to savepoint job"
)

// FindPlaces implements record.PlaceQueue. A case that waits already is not added again; one that failed before, and waits for
// its next try, is tried at once.
func (q *Queue) FindPlaces(ctx context.Context, tx *gorm.DB, cases ...int64) {
	err := tenants.OnConn(tx, func(conn *pgx.Conn) error {
		if _, err := conn.PgConn().Exec(ctx, enter).ReadAll(); err != nil {
			return err
		}
		err := q.findPlaces(ctx, transaction{conn}, cases, true)
		end := leave
		if err != nil {
			end = undo
		}
		_, ended := conn.PgConn().Exec(ctx, end).ReadAll()
		return errors.Join(err, ended)
	})
	if err != nil {
		q.log.WarnContext(ctx, "a look-up could not be queued; a sweep will find it", "request", tenants.RequestFrom(ctx), "error", err)
	}
}

func (q *Queue) findPlaces(ctx context.Context, tx transaction, cases []int64, now bool) error {
	tenant, ok := tenants.From(ctx)
	if !ok {
		return tenants.ErrNoTenant
	}
	all := make([]river.InsertManyParams, len(cases))
	for i, id := range cases {
		all[i].Args = placeArgs{Tenant: string(tenant.ID), Case: id}
	}
	results, err := q.client.InsertManyTx(ctx, tx, all)
	if err != nil {
		return fmt.Errorf("queue look-ups: %w", err)
	}
	for _, r := range results {
		if now && r.UniqueSkippedAsDuplicate && r.Job.State == rivertype.JobStateRetryable {
			if _, err := q.client.JobRetryTx(ctx, tx, r.Job.ID); err != nil {
				return fmt.Errorf("hasten a look-up: %w", err)
			}
		}
	}
	return nil
}

// SweepPlaces has every tenant's places looked through, after a load: in its transaction. It is a sweep of its own: one that is
// under way by now has not seen what was loaded.
func (q *Queue) SweepPlaces(ctx context.Context, tx pgx.Tx) error {
	if _, err := q.client.InsertTx(ctx, tx, sweepArgs{Thorough: true, Load: rand.Text()}, nil); err != nil {
		return fmt.Errorf("queue a sweep: %w", err)
	}
	return nil
}
