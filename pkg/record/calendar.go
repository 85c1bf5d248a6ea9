package record

import (
	"context"
	"sync"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
)

// auditPeriod is a row of the audit's calendar. It belongs to no tenant.
type auditPeriod struct {
	Cohort       int `gorm:"primaryKey"`
	Label        string
	RecruitsFrom ask.Date
	RecruitsTo   ask.Date
	CollectsTo   ask.Date
	Deadline     ask.Date
	Visible      bool
	Open         bool
}

// TableName is the table of the audit's calendar.
func (auditPeriod) TableName() string { return "audit_periods" }

// TenantGlobal marks the calendar as everybody's.
func (auditPeriod) TenantGlobal() {}

// keepPeriods is how long a change of the audit's calendar may take to be felt everywhere.
const keepPeriods = 3 * time.Second

// periods is the audit's calendar as it was read a moment ago.
type periods struct {
	mu       sync.Mutex
	calendar dataset.Calendar
	read     time.Time
}

func (p *periods) known() dataset.Calendar {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.read) > keepPeriods {
		return nil
	}
	return p.calendar
}

func (p *periods) keep(calendar dataset.Calendar, read time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calendar, p.read = calendar, read
}

// Calendar is the audit's calendar, before any extension. Where it cannot be read, or holds nothing, nobody can tell what is
// open: that is an error, never an older calendar.
func (s *Store) Calendar(ctx context.Context) (dataset.Calendar, error) {
	if calendar := s.periods.known(); calendar != nil {
		return calendar, nil
	}
	now := time.Now()
	var rows []auditPeriod
	err := s.DB.WithContext(ctx).Order("cohort").Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, fault.Wrap(fault.Unavailable, "calendar", "The audit's calendar cannot be read just now. Please try again.", err)
	}
	calendar := make(dataset.Calendar, len(rows))
	for i, p := range rows {
		calendar[i] = dataset.Period{
			Cohort: p.Cohort, Label: p.Label, RecruitsFrom: p.RecruitsFrom, RecruitsTo: p.RecruitsTo, CollectsTo: p.CollectsTo,
			Deadline: p.Deadline, Visible: p.Visible, Open: p.Open,
		}
	}
	s.periods.keep(calendar, now)
	return calendar, nil
}

// ForgetCalendar makes the next reading see the calendar as it stands.
func (s *Store) ForgetCalendar() { s.periods.keep(nil, time.Time{}) }
