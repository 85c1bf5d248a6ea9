package tenants

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/fault"
)

// NationalCount is how many children a tenant has in the audit.
type NationalCount struct {
	ODSCode, Name, CountryCode string
	Children                   int64
}

// National counts across tenants, for national roles only. The numbers come from a view; no row of anybody's can.
func National(ctx context.Context, db *gorm.DB) ([]NationalCount, error) {
	if p, ok := PersonFrom(ctx); !ok || !p.Role.May(SeeNationalCounts) {
		return nil, fault.New(fault.Forbidden, "", "Counts across trusts are for the national audit team.")
	}
	rows, err := db.Statement.ConnPool.QueryContext(ctx,
		`select ods_code, name, country_code, children from counts.children_by_tenant order by name, ods_code`)
	if err != nil {
		return nil, fmt.Errorf("national counts: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var counts []NationalCount
	for rows.Next() {
		var c NationalCount
		if err := rows.Scan(&c.ODSCode, &c.Name, &c.CountryCode, &c.Children); err != nil {
			return nil, fmt.Errorf("national counts: %w", err)
		}
		counts = append(counts, c)
	}
	return counts, rows.Err()
}
