package record

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// sectionSQL reads the rows of a section of the next children. The last child's number comes with every row, and alone where none
// of them has a row.
func sectionSQL(section *ask.Section) string {
	key, order := "case_id", "t.case_id"
	if section == dataset.CaseSection {
		key, order = "id", "t.id"
	} else if repeats(section) {
		order += ", t.id"
	}
	var columns []string
	if repeats(section) {
		columns = append(columns, "t.id")
	}
	for _, c := range section.Columns {
		columns = append(columns, "t."+c.Name)
	}
	return fmt.Sprintf(`with part as (select id from cases where tenant_id = $1::uuid and id > $2::bigint and deleted_at is null and stage < 5
		and ($3::int = 0 or cohort = $3::int) and ($4::text = '' or lead_organisation_id = nullif($4::text, '')::uuid) order by id limit $5::int)
		select p.last, t.%[1]s, json_build_array(%[2]s) from (select max(id) as last from part) p
		left join %[3]s t on t.tenant_id = $1::uuid and t.%[1]s in (select id from part) where p.last is not null order by %[4]s`,
		key, strings.Join(columns, ", "), section.Table, order)
}

func (s *Store) sectionBatch(ctx context.Context, query string, part Part, after int64, section *ask.Section) (read []SectionRow, last int64, err error) {
	tenant, _ := tenants.From(ctx)
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		rows, err := tx.Raw(query, string(tenant.ID), after, part.Cohort, part.OrganisationID, batch).Rows()
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var id *int64
			var raw []byte
			if err := rows.Scan(&last, &id, &raw); err != nil {
				return err
			}
			if id == nil {
				continue
			}
			row := SectionRow{CaseID: *id, Row: section.NewRow()}
			if repeats(section) {
				err = decode(raw, section, row.Row, &row.RowID)
			} else {
				err = decode(raw, section, row.Row)
			}
			if err != nil {
				return err
			}
			read = append(read, row)
		}
		return rows.Err()
	})
	return read, last, err
}
