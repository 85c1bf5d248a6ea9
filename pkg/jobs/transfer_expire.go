package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// expireArgs ask for the transfers to be ended that nobody answered in time.
type expireArgs struct{}

// Kind implements river.JobArgs.
func (expireArgs) Kind() string { return "expire_transfers" }

// InsertOpts implements river.JobArgsWithInsertOpts: one at a time, and urgent to nobody.
func (expireArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, Priority: 2, UniqueOpts: river.UniqueOpts{ByState: alive}}
}

// expiries run wherever the leader is, every hour, and a minute after one starts to lead, when it has nothing more urgent to do.
func expiries() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) {
		return expireArgs{}, &river.InsertOpts{ScheduledAt: time.Now().Add(time.Minute)}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// expireWorker ends what waited too long, one tenant after the other.
type expireWorker struct {
	river.WorkerDefaults[expireArgs]
	records *record.Store
	tenants *tenants.Directory
}

// Timeout implements river.Worker.
func (*expireWorker) Timeout(*river.Job[expireArgs]) time.Duration { return sweepTimeout }

// Work implements river.Worker.
func (w *expireWorker) Work(ctx context.Context, _ *river.Job[expireArgs]) error {
	all, err := w.tenants.Tenants(ctx)
	if err != nil {
		return fmt.Errorf("list the tenants: %w", err)
	}
	for _, tenant := range all {
		if _, err := w.records.ExpireTransfers(tenants.Into(ctx, tenant)); err != nil {
			return err
		}
	}
	return nil
}
