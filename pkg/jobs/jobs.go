// Package jobs runs work in the background: a queue in PostgreSQL, to which a change adds a job in its own transaction, and
// workers in every replica, of which one leads. It is the only door to river. A job's arguments are numbers; whose data it
// touches, its worker says to tenants itself. A job that fails is tried again after a growing pause, and when it is given up
// its row stays to be seen.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/lookup"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
)

// schema is where the queue's tables are; migrations makes it.
const schema = "jobs"

const (
	workers      = 4
	jobTimeout   = 30 * time.Second
	sweepTimeout = 30 * time.Minute
	stopPatience = 10 * time.Second
	keepGivenUp  = 90 * 24 * time.Hour
)

// Options are what the workers work with.
type Options struct {
	Pool    *pgxpool.Pool // of the queue alone, as the clinical role: jobs take no connection from people
	Records *record.Store
	Tenants *tenants.Directory
	Finder  lookup.Finder
	Counts  *compare.Store // none: nothing is counted here
	Exports *takeout.Store // none: no export is made here
	Log     *slog.Logger

	Poll  time.Duration                   // how often an idle worker looks for a job; 0: every second
	Pause func(attempt int) time.Duration // before the next try; nil: attempt⁴ seconds
}

// Runner runs the workers of one replica. Any number of replicas may run at once: no job is run by two of them.
type Runner struct{ client *river.Client[pgx.Tx] }

// NewRunner makes the workers. It polls rather than listens, so a transaction-mode pooler may stand before PostgreSQL.
func NewRunner(o Options) (*Runner, error) {
	queue, err := NewQueue(o.Log)
	if err != nil {
		return nil, err
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	all := river.NewWorkers()
	river.AddWorker(all, &placeWorker{records: o.Records, tenants: o.Tenants, finder: o.Finder})
	river.AddWorker(all, &sweepWorker{records: o.Records, tenants: o.Tenants, finder: o.Finder, queue: queue})
	river.AddWorker(all, &expireWorker{records: o.Records, tenants: o.Tenants})
	periodic := append(sweeps(), expiries())
	if o.Counts != nil {
		river.AddWorker(all, &countWorker{counts: o.Counts})
		periodic = append(periodic, countings()...)
	}
	queues := map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}}
	if o.Exports != nil {
		river.AddWorker(all, &exportWorker{exports: o.Exports, tenants: o.Tenants})
		river.AddWorker(all, &eraseWorker{exports: o.Exports, tenants: o.Tenants})
		queues[exportQueue], periodic = river.QueueConfig{MaxWorkers: exportWorkers}, append(periodic, erasures())
	}
	client, err := river.NewClient(riverpgxv5.New(o.Pool), &river.Config{
		Schema: schema, Workers: all, Queues: queues,
		PollOnly: true, FetchPollInterval: o.Poll, FetchCooldown: min(o.Poll, 20*time.Millisecond),
		JobTimeout: jobTimeout, RescueStuckJobsAfter: 2 * sweepTimeout, SoftStopTimeout: stopPatience, DiscardedJobRetentionPeriod: keepGivenUp,
		PeriodicJobs: periodic, RetryPolicy: pauses(o.Pause), ErrorHandler: failures{o.Log},
		Logger:              slog.New(warnings{o.Log.Handler()}),
		ReindexerIndexNames: []string{}, // the server's role owns no index
	})
	if err != nil {
		return nil, fmt.Errorf("make the workers: %w", err)
	}
	return &Runner{client}, nil
}

// Start begins to work. When the context ends no further job is taken; those under way may finish, for a while, and are then
// broken off and tried again later.
func (r *Runner) Start(ctx context.Context) error {
	if err := r.client.Start(ctx); err != nil {
		return fmt.Errorf("start the workers: %w", err)
	}
	return nil
}

// Stop ends the work, as the end of Start's context does, and waits until it has ended.
func (r *Runner) Stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*stopPatience)
	defer cancel()
	if err := r.client.Stop(ctx); err != nil {
		return fmt.Errorf("stop the workers: %w", err)
	}
	return nil
}
