package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/lookup"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// sweepArgs ask for every tenant's places to be looked through.
type sweepArgs struct {
	Thorough bool   `json:"thorough"`
	Load     string `json:"load,omitempty"` // after which it comes
}

// Kind implements river.JobArgs.
func (sweepArgs) Kind() string { return "sweep_places" }

// InsertOpts implements river.JobArgsWithInsertOpts: one of a sort at a time, and urgent to nobody.
func (sweepArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, Priority: 2, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: alive}}
}

// sweeps run wherever the leader is; both begin when one starts to lead, since it forgets when the last one ran. A month is
// counted by each place for itself.
func sweeps() []*river.PeriodicJob {
	every := func(pause time.Duration, thorough bool) *river.PeriodicJob {
		return river.NewPeriodicJob(river.PeriodicInterval(pause),
			func() (river.JobArgs, *river.InsertOpts) { return sweepArgs{Thorough: thorough}, nil }, &river.PeriodicJobOpts{RunOnStart: true})
	}
	return []*river.PeriodicJob{every(10*time.Minute, false), every(24*time.Hour, true)}
}

// sweepWorker queues the places that nobody looks up: those whose job was lost or never made, failures after a month, and what
// a newly loaded directory may know.
type sweepWorker struct {
	river.WorkerDefaults[sweepArgs]
	records *record.Store
	tenants *tenants.Directory
	finder  lookup.Finder
	queue   *Queue
}

// Timeout implements river.Worker.
func (*sweepWorker) Timeout(*river.Job[sweepArgs]) time.Duration { return sweepTimeout }

// Work implements river.Worker: one tenant after the other, each in transactions of its own.
func (w *sweepWorker) Work(ctx context.Context, job *river.Job[sweepArgs]) error {
	loaded, any, err := w.finder.Sources(ctx)
	if err != nil || !any {
		return err
	}
	all, err := w.tenants.Tenants(ctx)
	if err != nil {
		return fmt.Errorf("list the tenants: %w", err)
	}
	for _, tenant := range all {
		ctx := tenants.Into(ctx, tenant)
		sweep := record.PlaceSweep{Loaded: loaded, Thorough: job.Args.Thorough}
		err := w.records.PlacesToFind(ctx, sweep, func(tx *gorm.DB, cases []int64) error {
			return tenants.OnConn(tx, func(conn *pgx.Conn) error { return w.queue.findPlaces(ctx, transaction{conn}, cases, false) })
		})
		if err != nil {
			return err
		}
	}
	return nil
}
