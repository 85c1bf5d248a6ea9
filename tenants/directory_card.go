package tenants

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/pinktick/pinktick/pkg/fault"
)

// Card is what is publicly known of an organisation: where it is, and to which areas it belongs today. What is not known is empty.
type Card struct {
	Address                                            []string // line by line, without the postcode
	Postcode, Telephone, Website                       string
	Parent, ParentKind                                 string // Trust or HealthBoard
	CareBoard, Region, Network, Country, LondonBorough string
}

const readCard = `
select array_to_string(o.address, E'\n'), coalesce(o.town, ''), coalesce(o.county, ''), coalesce(o.postcode, ''), coalesce(o.telephone, ''), coalesce(o.website, ''),
    t.kind, coalesce(b.name, ''), coalesce(r.name, ''), coalesce(n.name, ''), c.name, coalesce(l.name, '')
  from organisations o
  join tenants t on t.id = o.tenant_id
  join countries c on c.code = o.country_code
  left join lateral (select * from organisation_memberships m where m.organisation_id = o.id and coalesce(m.held_from, '-infinity') <= current_date
    and coalesce(m.held_until, 'infinity') > current_date order by m.held_from desc nulls last limit 1) m on true
  left join integrated_care_boards b on b.ods_code = m.icb_ods_code
  left join nhs_regions r on r.code = m.nhs_region_code
  left join networks n on n.code = coalesce(m.network_code, t.network_code)
  left join london_boroughs l on l.gss_code = o.borough_code
 where o.id = $1::uuid`

// Card reads what is publicly known of an organisation, in one statement.
func (d *Directory) Card(ctx context.Context, o Organisation) (Card, error) {
	rows, err := d.db.Statement.ConnPool.QueryContext(ctx, readCard, o.ID)
	if err != nil {
		return Card{}, fmt.Errorf("read an organisation: %w", err)
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return Card{}, fault.New(fault.NotFound, "", "There is no such hospital.")
	}
	card := Card{Parent: o.ParentName}
	var lines, town, county string
	if err := rows.Scan(&lines, &town, &county, &card.Postcode, &card.Telephone, &card.Website, &card.ParentKind,
		&card.CareBoard, &card.Region, &card.Network, &card.Country, &card.LondonBorough); err != nil {
		return Card{}, fmt.Errorf("read an organisation: %w", err)
	}
	card.Address = addressLines(lines, town, county)
	return card, rows.Err()
}

// addressLines are the lines of an address, each once.
func addressLines(lines, town, county string) []string {
	var all []string
	for _, line := range append(strings.Split(lines, "\n"), town, county) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return all
}
