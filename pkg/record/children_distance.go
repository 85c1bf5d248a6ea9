package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// Distances are how far children live from the organisation that leads their care, in kilometres along the straight line.
type Distances struct {
	Known, Unknown             int64 // children with and without a place; the figures are of those with one
	Greatest, Mean, Median, SD float64
}

// The earth is a ball of 6,371 km here: within half a per cent of the truth, where a road is a third longer than the line.
const distances = `select count(km), count(*) - count(km), coalesce(max(km), 0), coalesce(avg(km), 0),
		coalesce(percentile_cont(0.5) within group (order by km), 0), coalesce(stddev_pop(km), 0)
	from (select 2 * 6371 * asin(case when h > 1 then 1 else sqrt(h) end) as km
		from (select id, lead_organisation_id from cases where %s) c
		join organisations o on o.id = c.lead_organisation_id
		left join case_places p on p.tenant_id = $1 and p.case_id = c.id
		cross join lateral (select sin(radians(p.latitude - o.latitude) / 2) ^ 2
			+ cos(radians(o.latitude)) * cos(radians(p.latitude)) * sin(radians(p.longitude - o.longitude) / 2) ^ 2 as h) halfway) d`

// Distances measures from each child's home to the organisation that leads the child's care.
func (s *Store) Distances(ctx context.Context, whose Whose) (Distances, error) {
	l := whose.listing(ctx)
	var d Distances
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return one(ctx, rawReader{tx}, fmt.Sprintf(distances, l.conditions()), l.args, &d.Known, &d.Unknown, &d.Greatest, &d.Mean, &d.Median, &d.SD)
	})
	if err != nil {
		return Distances{}, fmt.Errorf("measure distances: %w", err)
	}
	return d, nil
}
