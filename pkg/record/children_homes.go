package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// Homes is where the children live whom an organisation leads: how many in each square of a grid around it, and how many at which
// distance. No home and no child can be told from it but that a square of several kilometres has one. The squares are the same
// at every look: looking twice tells no more than looking once.
type Homes struct {
	Known, Unknown int64 // children with and without a place
	Step           int   // kilometres between the rings; there are HomeRings of them, wide enough for nineteen of twenty homes
	Square         int   // kilometres along the edge of a square
	Squares        []HomeSquare
	Rings          [HomeRings + 1]int64 // children within each ring, and those beyond the last
}

// HomeRings is how many rings are drawn around an organisation.
const HomeRings = 4

// HomeSquare is a square with children in it, counted in squares to the east and to the north of the one around the organisation.
type HomeSquare struct {
	East, North int
	Children    int64
}

// homes counts in squares of three fifths of a step and in rings of one step. Nobody lives in a square that lies beyond the last ring.
const homes = `with away as (
	select (p.longitude - o.longitude) * cos(radians(o.latitude)) * 111.195 as east, (p.latitude - o.latitude) * 111.195 as north
	from (select id, lead_organisation_id from cases where %s) c
	left join organisations o on o.id = c.lead_organisation_id
	left join case_places p on p.tenant_id = $1 and p.case_id = c.id
), far as (select east, north, sqrt(east ^ 2 + north ^ 2) as km from away),
reach as (select count(km) as known, count(*) - count(km) as unknown, case when w <= 20 then 5 when w <= 40 then 10 when w <= 80 then 20 else 40 end as step
	from far, (select coalesce(percentile_disc(0.95) within group (order by km), 0) as w from far) widest group by w)
select 'all', step, 0, known, unknown from reach
union all select 'square', floor(east / (step * 0.6) + 0.5)::integer, floor(north / (step * 0.6) + 0.5)::integer, count(*), 0
	from far, reach where km <= step * 4 group by 2, 3
union all select 'ring', least(floor(km / step), 4)::integer, 0, count(*), 0 from far, reach where km is not null group by 2`

// Homes counts where the children of one organisation live.
func (s *Store) Homes(ctx context.Context, whose Whose) (Homes, error) {
	l := whose.listing(ctx)
	var h Homes
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		rows, err := tx.Raw(fmt.Sprintf(homes, l.conditions()), l.args...).Rows()
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var what string
			var a, b int
			var n, m int64
			if err := rows.Scan(&what, &a, &b, &n, &m); err != nil {
				return err
			}
			h.take(what, a, b, n, m)
		}
		return rows.Err()
	})
	if err != nil {
		return Homes{}, fmt.Errorf("count homes: %w", err)
	}
	return h, nil
}

func (h *Homes) take(what string, a, b int, n, m int64) {
	switch what {
	case "all":
		h.Step, h.Square, h.Known, h.Unknown = a, a*3/5, n, m
	case "ring":
		h.Rings[a] += n
	case "square":
		h.Squares = append(h.Squares, HomeSquare{East: a, North: b, Children: n})
	}
}
