// Package outlier keeps the audit's records of centres that differ from what chance explains, and of those that took no part
// (comparing-centres.md, section 9): one record a centre, measure and cohort, brought step by step from the first suspicion to
// publication. The national audit team works on all of them through tenants.Review, written down each time; a centre reads what is
// for it once it has been told, and answers, within its own wall. Every step is an event that stays.
package outlier

import (
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/tenants"
)

// Record is one centre's record in one measure and cohort.
type Record struct {
	ID       int64
	TenantID tenants.ID
	Cohort   int
	Level    compare.Level
	Code     string
	Name     string // of the centre on the cohort's last day
	Measure  string // by its code; empty: the centre did not take part
	Found    measure.State
	Negative bool // on the worse side
	Figures  Figures

	State   State
	Version int // steps so far
	Since   time.Time
	DueOn   *ask.Date // the last day for the next step; none: it has no day
	Events  []Event   // oldest first; only where one record was read
}

// Event is a step, or a note of the audit team's own.
type Event struct {
	ID      int64
	Note    bool
	State   State // to which the record was brought; of a note: in which it was
	Centre  bool  // the centre did it
	Shared  bool  // the centre reads it
	At      time.Time
	By      string
	Words   string
	DueOn   *ask.Date
	Figures *Figures // counted again
	Told    Recipients
	Files   []File
}

// Recipients are who was told of a confirmed outlier, and when.
type Recipients struct{ ChiefExecutive, MedicalDirector, Regulator *ask.Date }

// Of finds the measure of a record; nil where the record is of taking no part.
func (r Record) Of() *kpi.Measure {
	m, _ := kpi.ByCode(r.Measure)
	return m
}

// Overdue tells whether the next step should have been done before today.
func (r Record) Overdue(today ask.Date) bool { return r.DueOn != nil && today.After(*r.DueOn) }

// Latest are the figures that count: those counted again, where they were.
func (r Record) Latest() Figures {
	latest := r.Figures
	for _, e := range r.Events {
		if e.Figures != nil {
			latest = *e.Figures
		}
	}
	return latest
}

// Last is the latest step.
func (r Record) Last() Event {
	var last Event
	for _, e := range r.Events {
		if !e.Note {
			last = e
		}
	}
	return last
}

// Alarm tells whether what was found is an alarm, or that a centre took no part: both go to the regulator once confirmed.
func (r Record) Alarm() bool {
	return r.Found == measure.AlarmLow || r.Found == measure.AlarmHigh || r.Found == measure.NotParticipating
}

// Figures are what a centre was found with, frozen.
type Figures struct {
	R          int     `json:"r"`
	N          int     `json:"n"`
	BenchmarkR int     `json:"benchmark_r"` // of all centres of the comparison together
	BenchmarkN int     `json:"benchmark_n"`
	Low        float64 `json:"low"`  // L: the probability of so few or fewer by chance
	High       float64 `json:"high"` // U: of so many or more

	Plain    measure.State `json:"plain"`    // by the exact tails
	Adjusted measure.State `json:"adjusted"` // allowing for the differences between centres
	Decided  Limits        `json:"decided"`  // which of the two names outliers
	Tails    measure.Tails `json:"tails"`
	Phi      float64       `json:"phi"` // over-dispersion, of Centres
	TauSq    float64       `json:"tau_squared"`
	Centres  int           `json:"centres"`

	Children  compare.Children `json:"children"`
	Rules     string           `json:"rules"` // that scored the children
	CountedAt time.Time        `json:"counted_at"`
}

// Count is the numerator and the denominator.
func (f Figures) Count() measure.Count { return measure.Count{R: f.R, N: f.N} }

// Benchmark is the rate of all centres of the comparison together.
func (f Figures) Benchmark() measure.Count {
	return measure.Count{R: f.BenchmarkR, N: f.BenchmarkN}
}

// State is what the figures say of the centre.
func (f Figures) State() measure.State {
	if f.Decided == Adjusted {
		return f.Adjusted
	}
	return f.Plain
}
