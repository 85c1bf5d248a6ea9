package record

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// PlaceSweep says which places are to be looked up again, or at last.
type PlaceSweep struct {
	// Loaded is when the directories were last loaded: what was not found before may be in them now. It may be zero.
	Loaded time.Time
	// Thorough looks at the places that were found too: whether their fifth is still unknown, or their index that of another
	// cohort.
	Thorough bool
}

// waiting are cases whose job was lost or never made, and failures after a month or a new load.
const waiting = `p.state = 'pending' and p.asked_at < now() - interval '10 minutes'
	or p.state in ('failed', 'not_found') and (p.looked_up_at < now() - interval '30 days' or p.looked_up_at < ?)`

// outdated are places whose fifth a new load may know, or whose index describes another cohort.
const outdated = `p.state = 'found' and (p.quintile is null and p.edition is not null and p.looked_up_at < ?
	or p.country_code = '` + dataset.England + `' and p.edition <> case when r.first_assessment_on < ?::date then 2019 else 2025 end)`

// PlacesToFind hands over, in batches, the tenant's cases that a sweep concerns. queue runs in the transaction that found them.
func (s *Store) PlacesToFind(ctx context.Context, sweep PlaceSweep, queue func(tx *gorm.DB, cases []int64) error) error {
	const batch = 500
	sql, args := `select p.case_id from case_places p where p.case_id > ? and p.state <> 'found' and (`+waiting+`) order by p.case_id limit ?`,
		[]any{sweep.Loaded}
	if sweep.Thorough {
		sql = `select p.case_id from case_places p left join registrations r on r.tenant_id = p.tenant_id and r.case_id = p.case_id
			where p.case_id > ? and (` + waiting + ` or ` + outdated + `) order by p.case_id limit ?`
		args = append(args, sweep.Loaded, dataset.FirstDayOf2025.String())
	}
	for after := int64(0); ; {
		var cases []int64
		err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
			if err := tx.Raw(sql, append(append([]any{after}, args...), batch)...).Scan(&cases).Error; err != nil {
				return fmt.Errorf("find places to look up: %w", err)
			}
			if len(cases) == 0 {
				return nil
			}
			return queue(tx, cases)
		})
		if err != nil || len(cases) < batch {
			return err
		}
		after = cases[len(cases)-1]
	}
}
