package record

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
)

// Task is a kind of work that waits: how many children a filter of the list leaves.
type Task struct {
	Filter   Filter
	Children int64
}

// tasks are what a centre has to do for its records to be complete and submitted in time, most pressing first. The numbers of days
// are those that the list can be narrowed by.
var tasks = []Filter{
	{State: Open, DaysUnder: 7}, {State: Open, DaysUnder: 30}, {State: Open, DaysUnder: 60}, {State: Open}, {State: Complete, Soon: true}, {State: Complete},
	{Warnings: true}, {State: NotRegistered}, {Transfer: true}, {NoLead: true},
}

// ofNoCohort tells whether the work is on children who may have no cohort yet, whichever is looked at.
func (f Filter) ofNoCohort() bool { return f.State == NotRegistered || f.Transfer || f.NoLead }

// WorkToDo counts the children of each kind of work in one pass, by the conditions of the list that each leads to. Children who have
// no cohort yet, who wait for a transfer or have no lead are counted whatever the cohort.
func (s *Store) WorkToDo(ctx context.Context, whose Whose) ([]Task, error) {
	l := whose.scope(ctx)
	where, today := l.conditions(), ask.DateOf(s.Now())
	todo, counts, to := make([]Task, len(tasks)), make([]string, len(tasks)), make([]any, len(tasks))
	for i, filter := range tasks {
		if !filter.ofNoCohort() {
			filter.Cohort = whose.Cohort
		}
		l.q.Filter, l.where = filter, nil
		l.filter(today)
		todo[i].Filter = filter
		counts[i], to[i] = "count(*) filter (where "+l.conditions()+")", &todo[i].Children
	}
	query := "select " + strings.Join(counts, ", ") + " from cases where " + where
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error { return one(ctx, rawReader{tx}, query, l.args, to...) })
	if err != nil {
		return nil, fmt.Errorf("count work to do: %w", err)
	}
	return todo, nil
}
