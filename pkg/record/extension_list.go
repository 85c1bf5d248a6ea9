package record

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// Extension is what a centre of the tenant was granted beyond the deadline of a cohort. Its row is never deleted.
type Extension struct {
	ID             int64
	OrganisationID string
	Cohort         int
	Days           int
	Reason         string // one of dataset.ExtensionReasons
	ReasonWords    *string
	GrantedAt      time.Time
	GrantedByName  string
	EndedOn        *ask.Date // its last day, when it was ended early
	EndedByName    *string
	RemovedAt      *time.Time
	RemovedByName  *string

	Deadline ask.Date `gorm:"-"` // of the cohort
	Until    ask.Date `gorm:"-"` // its last day
	Standing bool     `gorm:"-"` // it can be ended or removed still
}

// Extensions are those of the tenant's centres.
type Extensions struct {
	Granted   []Extension      // the newest first
	Grantable []dataset.Period // the cohorts for which one can be granted
	Today     ask.Date
}

// Extensions reads what the tenant's centres were granted.
func (s *Store) Extensions(ctx context.Context) (Extensions, error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return Extensions{}, err
	}
	all := Extensions{Today: ask.DateOf(s.Now())}
	all.Grantable = grantable(calendar, all.Today)
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		err := tx.Raw(`select id, organisation_id, cohort, days, reason, reason_words, granted_at, granted_by_name, ended_on, ended_by_name,
			removed_at, removed_by_name from deadline_extensions order by id desc`).Scan(&all.Granted).Error
		if err != nil {
			return fmt.Errorf("read extensions: %w", err)
		}
		return nil
	})
	for i := range all.Granted {
		all.Granted[i].work(calendar, all.Today)
	}
	return all, err
}

// work works out until when an extension lasts. Its days count from the deadline as the calendar has it now.
func (e *Extension) work(calendar dataset.Calendar, today ask.Date) {
	period, _ := extended(calendar, grant{e.Cohort, e.Days, e.EndedOn}).Of(e.Cohort)
	e.Deadline, e.Until = period.Deadline, period.ClosesOn()
	e.Standing = e.RemovedAt == nil && !today.After(e.Until)
}

// grantable are the cohorts that have begun and whose deadline is not so long past that no extension could reach today.
func grantable(calendar dataset.Calendar, today ask.Date) []dataset.Period {
	var periods []dataset.Period
	for _, p := range calendar {
		if p.Visible && !today.Before(p.RecruitsFrom) && !today.After(p.Deadline.AddDays(mostDays)) {
			periods = append(periods, p)
		}
	}
	return periods
}

const mostDays = 366
