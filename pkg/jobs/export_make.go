package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
)

// exportArgs name an export. Who asked for it, and for what, its row says.
type exportArgs struct {
	Tenant string `json:"tenant,omitempty"` // none: the national audit team's
	Export int64  `json:"export"`
}

// Kind implements river.JobArgs.
func (exportArgs) Kind() string { return "make_export" }

// exportQueue has workers of its own: what people wait for seconds is not held up by what takes minutes.
const exportQueue = "exports"

// exportWorkers is how many exports one replica makes at a time, which bounds what they take of its memory.
const exportWorkers = 2

// InsertOpts implements river.JobArgsWithInsertOpts.
func (exportArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: exportQueue, MaxAttempts: 3, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: alive}}
}

// exportWorker makes exports.
type exportWorker struct {
	river.WorkerDefaults[exportArgs]
	exports *takeout.Store
	tenants *tenants.Directory
}

// Timeout implements river.Worker.
func (*exportWorker) Timeout(*river.Job[exportArgs]) time.Duration { return sweepTimeout }

// Work implements river.Worker.
func (w *exportWorker) Work(ctx context.Context, job *river.Job[exportArgs]) error {
	last := job.Attempt >= job.MaxAttempts
	if job.Args.Tenant == "" {
		return w.exports.OfNation().Make(ctx, job.Args.Export, last)
	}
	tenant, err := w.tenants.Tenant(ctx, tenants.ID(job.Args.Tenant))
	if fault.Is(err, fault.NotFound) {
		return river.JobCancel(errors.New("there is no such tenant"))
	}
	if err != nil {
		return fmt.Errorf("find the tenant: %w", err)
	}
	return w.exports.OfTenant().Make(tenants.Into(ctx, tenant), job.Args.Export, last)
}

// MakeExport implements takeout.Queue.
func (q *Queue) MakeExport(ctx context.Context, on *pgx.Conn, tenant tenants.ID, export int64) error {
	if _, err := q.client.InsertTx(ctx, transaction{on}, exportArgs{string(tenant), export}, nil); err != nil {
		return fmt.Errorf("queue an export: %w", err)
	}
	return nil
}
