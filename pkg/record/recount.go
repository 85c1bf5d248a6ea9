package record

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// recountBatch is how many records one transaction counts again: few enough to keep nobody waiting who is saving.
const recountBatch = 200

// RecountDue counts again the tenant's records whose counts the calendar alone may have changed, and those that nothing has
// counted yet. It gives how many there were. Any number of servers may run it at once.
func (s *Store) RecountDue(ctx context.Context) (int, error) {
	const due = `select id from cases where recount_on <= ?::date and opted_out_at is null order by recount_on limit ? for no key update skip locked`
	total := 0
	for {
		n, _, err := s.recount(ctx, func(tx *gorm.DB, at dataset.Circumstances, ids *[]int64) error {
			return tx.Raw(due, at.Today.String(), recountBatch).Scan(ids).Error
		})
		total += n
		if err != nil || n < recountBatch {
			return total, err
		}
	}
}

// RecountAll counts every record of the tenant again, and the tenant's children. It changes nothing that is right already, so
// it may be run again, or broken off.
func (s *Store) RecountAll(ctx context.Context) (int, error) {
	const next = `select id from cases where id > ? order by id limit ? for no key update`
	total, last := 0, int64(0)
	for {
		n, ids, err := s.recount(ctx, func(tx *gorm.DB, _ dataset.Circumstances, ids *[]int64) error {
			return tx.Raw(next, last, recountBatch).Scan(ids).Error
		})
		if total += n; err != nil {
			return total, err
		}
		if n < recountBatch {
			return total, s.recountChildren(ctx)
		}
		last = ids[len(ids)-1]
	}
}

// recount stores the counts and the results of the records that choose names, and locks.
func (s *Store) recount(ctx context.Context, choose func(*gorm.DB, dataset.Circumstances, *[]int64) error) (int, []int64, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return 0, nil, err
	}
	var ids []int64
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		if err := choose(tx, at, &ids); err != nil || len(ids) == 0 {
			return err
		}
		records, err := loadRecords(tx, ids, at)
		if err != nil {
			return err
		}
		if len(records) == 0 { // all opted out
			return nil
		}
		statement, args := restate(ids, records)
		if err := tx.Exec(statement, args...).Error; err != nil {
			return err
		}
		stored, err := storedResults(tx, ids)
		if err != nil {
			return err
		}
		tenant, _ := tenants.From(ctx)
		return rescore(tx, tenant, stored, resultsOf(records, rulesOf(at)))
	})
	if err != nil {
		return 0, nil, fmt.Errorf("recount: %w", err)
	}
	return len(ids), ids, nil
}

// restate is one statement that writes the summaries of many records, where they differ. Nobody changed these records: they
// keep their revisions.
func restate(ids []int64, records map[int64]*Record) (string, []any) {
	var names, sets, was, is, lines []string
	for _, c := range summaryColumns {
		names, sets = append(names, c.name), append(sets, c.name+" = v."+c.name)
		was, is = append(was, "c."+c.name), append(is, "v."+c.name)
	}
	var args []any
	for _, id := range ids {
		if records[id] == nil {
			continue
		}
		line := "(?::bigint"
		args = append(args, id)
		for _, c := range records[id].summary().cells() {
			line += ", ?::" + c.kind
			args = append(args, parameter(c.value))
		}
		lines = append(lines, line+")")
	}
	return "update cases c set " + strings.Join(sets, ", ") + " from (values " + strings.Join(lines, ", ") + ") as v (id, " + strings.Join(names, ", ") +
		") where c.id = v.id and (" + strings.Join(was, ", ") + ") is distinct from (" + strings.Join(is, ", ") + ")", args
}

// recountChildren puts the tenant's counted children right, which its triggers keep: after a restore, or a change by hand.
func (s *Store) recountChildren(ctx context.Context) error {
	tenant, _ := tenants.From(ctx)
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		// Nobody adds a child between the counting and the writing; it takes milliseconds.
		if err := tx.Exec("lock table case_counts in exclusive mode").Error; err != nil {
			return err
		}
		if err := tx.Exec("update case_counts set total = 0, registered = 0 where tenant_id = ?", string(tenant.ID)).Error; err != nil {
			return err
		}
		return tx.Exec(`insert into case_counts (tenant_id, lead_id, total, registered)
			select tenant_id, coalesce(lead_organisation_id, tenant_id), count(*), count(*) filter (where stage between 1 and 3)
			  from cases where deleted_at is null group by 1, 2
			on conflict (tenant_id, lead_id) do update set total = excluded.total, registered = excluded.registered`).Error
	})
	if err != nil {
		return fmt.Errorf("recount children: %w", err)
	}
	return nil
}
