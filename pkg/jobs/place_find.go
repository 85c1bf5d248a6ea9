package jobs

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/lookup"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// placeArgs name a case. What is looked up is read when the job runs.
type placeArgs struct {
	Tenant string `json:"tenant"`
	Case   int64  `json:"case"`
}

// Kind implements river.JobArgs.
func (placeArgs) Kind() string { return "find_place" }

// alive are the states of a job that is still to be done.
var alive = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled}

// InsertOpts implements river.JobArgsWithInsertOpts: one job a case; ten tries, over four hours.
func (placeArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 10, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: alive}}
}

// placeWorker finds the place of a case and keeps it.
type placeWorker struct {
	river.WorkerDefaults[placeArgs]
	records *record.Store
	tenants *tenants.Directory
	finder  lookup.Finder
}

// Work implements river.Worker. The look-up itself holds no transaction open.
func (w *placeWorker) Work(ctx context.Context, job *river.Job[placeArgs]) error {
	tenant, err := w.tenants.Tenant(ctx, tenants.ID(job.Args.Tenant))
	if fault.Is(err, fault.NotFound) {
		return river.JobCancel(errors.New("there is no such tenant"))
	}
	if err != nil {
		return fmt.Errorf("find the tenant: %w", err)
	}
	ctx = tenants.RequestInto(tenants.Into(ctx, tenant), "job "+strconv.FormatInt(job.ID, 10))
	for range 3 { // the postcode may change meanwhile
		sought, there, err := w.records.SoughtPlace(ctx, job.Args.Case)
		if err != nil || !there {
			return err
		}
		place, failed := w.find(ctx, sought)
		if errors.Is(failed, lookup.ErrNone) || failed != nil && job.Attempt < job.MaxAttempts {
			return unlessNone(failed)
		}
		same, err := w.records.KeepPlace(ctx, job.Args.Case, sought, place, completing(ctx, job, failed))
		if err != nil || same {
			return errors.Join(failed, err)
		}
	}
	return errors.New("the postcode keeps changing")
}

// unlessNone: where there is nothing to look anything up in, the place stays pending and the sweep after a load finds it.
func unlessNone(err error) error {
	if errors.Is(err, lookup.ErrNone) {
		return nil
	}
	return err
}

// completing ends the job in the transaction that keeps its result, under the case's lock: a postcode changed after that makes
// a job of its own, one changed before is seen by this.
func completing(ctx context.Context, job *river.Job[placeArgs], failed error) func(*gorm.DB) error {
	if failed != nil {
		return func(*gorm.DB) error { return nil }
	}
	return func(tx *gorm.DB) error {
		return tenants.OnConn(tx, func(conn *pgx.Conn) error {
			_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, pgx.Tx(transaction{conn}), job)
			return err
		})
	}
}

func (w *placeWorker) find(ctx context.Context, sought record.Sought) (record.Place, error) {
	found, err := w.finder.Find(ctx, sought.Postcode, sought.Cohort)
	switch {
	case errors.Is(err, lookup.ErrUnknown):
		return record.Place{State: record.PlaceNotFound}, nil
	case err != nil:
		return record.Place{State: record.PlaceFailed}, err
	}
	return record.Place{State: record.PlaceFound, Country: found.Country, LSOA: found.LSOA, Edition: found.Edition, Quintile: found.Quintile,
		Longitude: found.Longitude, Latitude: found.Latitude, Easting: found.Easting, Northing: found.Northing}, nil
}
