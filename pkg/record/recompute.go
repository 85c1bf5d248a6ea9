package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
)

// Recomputing says whose results are worked out again, and by which rules.
type Recomputing struct {
	Cohort int
	Rules  kpi.Rules
	Write  bool // else the difference is told and nothing is stored
}

// Difference is an outcome of a child that is another than the one stored.
type Difference struct {
	CaseID   int64
	Measure  *kpi.Measure
	Was, Now string // Was is empty where nothing was stored
}

// Recomputed counts records.
type Recomputed struct{ Records, Changed int }

// Recompute works out the results of the tenant's registered children of a cohort again and tells each outcome that differs. It
// goes in batches, each a transaction of its own, and locks only where it writes: people go on saving. Broken off, it may be
// run again; what is right already it leaves alone. Results go by the rules of the store: none are written by others.
func (s *Store) Recompute(ctx context.Context, what Recomputing, tell func(Difference)) (Recomputed, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return Recomputed{}, err
	}
	if what.Write && what.Rules.Name != at.Rules {
		return Recomputed{}, fmt.Errorf("results are stored by the rules %s, not by %s", at.Rules, what.Rules.Name)
	}
	var done Recomputed
	for last := int64(0); ; {
		one, ids, err := s.recomputeBatch(ctx, what, at, last, tell)
		done.Records, done.Changed = done.Records+one.Records, done.Changed+one.Changed
		if err != nil || len(ids) < recountBatch {
			return done, err
		}
		last = ids[len(ids)-1]
	}
}

func (s *Store) recomputeBatch(ctx context.Context, what Recomputing, at dataset.Circumstances, after int64, tell func(Difference)) (Recomputed, []int64, error) {
	next := "select id from cases where cohort = ? and id > ? and opted_out_at is null order by id limit ?"
	if what.Write {
		next += " for no key update"
	}
	var ids []int64
	var stored, fresh map[int64]resultRow
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		if err := tx.Raw(next, what.Cohort, after, recountBatch).Scan(&ids).Error; err != nil || len(ids) == 0 {
			return err
		}
		records, err := loadRecords(tx, ids, at)
		if err != nil {
			return err
		}
		if stored, err = storedResults(tx, ids); err != nil {
			return err
		}
		if fresh = resultsOf(records, what.Rules); !what.Write {
			return nil
		}
		tenant, _ := tenants.From(ctx)
		return rescore(tx, tenant, stored, fresh)
	})
	if err != nil {
		return Recomputed{}, nil, fmt.Errorf("recompute: %w", err)
	}
	done := Recomputed{Records: len(fresh)}
	for _, id := range ids {
		if fresh[id] != nil && differences(id, stored[id], fresh[id], tell) {
			done.Changed++
		}
	}
	return done, ids, nil
}

// differences tells the outcomes of a child that are others than stored.
func differences(id int64, stored, fresh resultRow, tell func(Difference)) bool {
	first := len(resultColumns) - len(kpi.All)
	differ := false
	for i, m := range kpi.All {
		d := Difference{CaseID: id, Measure: m, Now: fresh[first+i].(string)}
		if stored != nil {
			d.Was = stored[first+i].(string)
		}
		if d.Was != d.Now {
			differ = true
			tell(d)
		}
	}
	return differ
}
