package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
)

// eraseArgs ask for the files of exports to be erased that were kept for their day.
type eraseArgs struct{}

// Kind implements river.JobArgs.
func (eraseArgs) Kind() string { return "erase_exports" }

// InsertOpts implements river.JobArgsWithInsertOpts: one at a time, and urgent to nobody.
func (eraseArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, Priority: 2, UniqueOpts: river.UniqueOpts{ByState: alive}}
}

// erasures run wherever the leader is, every quarter of an hour, and a minute after one starts to lead.
func erasures() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(15*time.Minute), func() (river.JobArgs, *river.InsertOpts) {
		return eraseArgs{}, &river.InsertOpts{ScheduledAt: time.Now().Add(time.Minute)}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// eraseWorker erases one tenant's after the other's, then the nation's.
type eraseWorker struct {
	river.WorkerDefaults[eraseArgs]
	exports *takeout.Store
	tenants *tenants.Directory
}

// Timeout implements river.Worker.
func (*eraseWorker) Timeout(*river.Job[eraseArgs]) time.Duration { return sweepTimeout }

// Work implements river.Worker.
func (w *eraseWorker) Work(ctx context.Context, _ *river.Job[eraseArgs]) error {
	all, err := w.tenants.Tenants(ctx)
	if err != nil {
		return fmt.Errorf("list the tenants: %w", err)
	}
	for _, tenant := range all {
		if _, err := w.exports.OfTenant().Erase(tenants.Into(ctx, tenant)); err != nil {
			return err
		}
	}
	_, err = w.exports.OfNation().Erase(ctx)
	return err
}
