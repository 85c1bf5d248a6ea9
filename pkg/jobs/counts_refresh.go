package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/tenants"
)

// countArgs name the cohort whose counts are made anew; 0: every one that is due.
type countArgs struct {
	Cohort int `json:"cohort"`
}

// Kind implements river.JobArgs.
func (countArgs) Kind() string { return "count_cohort" }

// InsertOpts implements river.JobArgsWithInsertOpts: one of a cohort at a time, and after whatever a person waits for. What one
// that is under way no longer sees, the next minute's does.
func (countArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, Priority: 3, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: alive}}
}

// countEvery is how long saves are gathered before they are counted. Midnight, which ends first years, is noticed as well.
const countEvery = time.Minute

const countTimeout = 10 * time.Minute

func countings() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(countEvery),
		func() (river.JobArgs, *river.InsertOpts) { return countArgs{}, nil }, &river.PeriodicJobOpts{RunOnStart: true})}
}

// countWorker makes counts anew.
type countWorker struct {
	river.WorkerDefaults[countArgs]
	counts *compare.Store
}

// Timeout implements river.Worker.
func (*countWorker) Timeout(*river.Job[countArgs]) time.Duration { return countTimeout }

// Work implements river.Worker.
func (w *countWorker) Work(ctx context.Context, job *river.Job[countArgs]) (err error) {
	if job.Args.Cohort == 0 {
		_, err = w.counts.RecountDue(ctx)
	} else {
		_, err = w.counts.Recount(ctx, job.Args.Cohort)
	}
	return err
}

// Count implements compare.Queue. A cohort that waits already is not added again.
func (q *Queue) Count(ctx context.Context, tx *gorm.DB, cohort int) error {
	return tenants.OnConn(tx, func(conn *pgx.Conn) error {
		if _, err := q.client.InsertTx(ctx, transaction{conn}, countArgs{cohort}, nil); err != nil {
			return fmt.Errorf("queue a count: %w", err)
		}
		return nil
	})
}
