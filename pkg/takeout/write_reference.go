package takeout

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/workbook"
)

// referenceSheets are what is public of organisations and areas, as they stand today.
var referenceSheets = []struct {
	name, query string
	columns     []string
}{
	{"Organisations", `select o.ods_code, o.name, t.ods_code, t.name, t.kind, o.country_code, m.icb_ods_code, m.nhs_region_code, m.network_code, case when o.active then 'yes' else 'no' end
		from organisations o join tenants t on t.id = o.tenant_id
		left join lateral (select * from organisation_memberships m where m.organisation_id = o.id and coalesce(m.held_from, '-infinity') <= $1::date
			and coalesce(m.held_until, 'infinity') > $1::date order by m.held_from desc nulls last limit 1) m on true order by o.ods_code`,
		[]string{"ods_code", "name", "parent_ods_code", "parent_name", "parent_kind", "country", "icb_ods_code", "nhs_region", "network", "active"}},
	{"Trusts and boards", `select ods_code, coalesce((select n.name from tenant_names n where n.tenant_id = t.id and n.held_from <= $1::date order by n.held_from desc limit 1), name),
		kind, country_code, network_code, case when participating then 'yes' else 'no' end, closed_on::text from tenants t order by ods_code`,
		[]string{"ods_code", "name", "kind", "country", "network", "participating", "closed_on"}},
	{"Care boards", `select ods_code, gss_code, name, nhs_region_code, opened_on::text, closed_on::text from integrated_care_boards where $1::date is not null order by ods_code`,
		[]string{"ods_code", "gss_code", "name", "nhs_region", "opened_on", "closed_on"}},
	{"NHS regions", `select code, gss_code, name from nhs_regions where $1::date is not null order by code`, []string{"code", "gss_code", "name"}},
	{"Networks", `select code, name, lead_country_code, array_to_string(spans_country_codes, ' ') from networks where $1::date is not null order by code`,
		[]string{"code", "name", "lead_country", "spans_countries"}},
	{"Countries", `select code, gss_code, name, case when participating then 'yes' else 'no' end, case when in_national_total then 'yes' else 'no' end
		from countries where $1::date is not null order by code`,
		[]string{"code", "gss_code", "name", "participating", "in_national_total"}},
}

func (s Shelf) writeReference(ctx context.Context, w io.Writer, e Export) (string, int64, error) {
	var sheets []workbook.Sheet
	err := s.in(ctx, func(on Conn) error {
		for _, sheet := range referenceSheets {
			rows, err := on.Query(ctx, sheet.query, s.today().String())
			if err != nil {
				return fmt.Errorf("read %s: %w", sheet.name, err)
			}
			cells, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) ([]any, error) { return textCells(row, len(sheet.columns)) })
			if err != nil {
				return fmt.Errorf("read %s: %w", sheet.name, err)
			}
			sheets = append(sheets, workbook.Sheet{Name: sheet.name, Columns: sheet.columns, Rows: workbook.Fixed(cells)})
		}
		return nil
	})
	if err != nil {
		return "", 0, err
	}
	p := workbook.Properties{Title: "Organisations and areas", Description: "As they stood on " + s.today().Words(), At: s.Now()}
	return s.writeSheets(w, e, "reference-data-"+s.today().String(), p, sheets...)
}

// textCells are the columns of a row, which are all text.
func textCells(row pgx.CollectableRow, columns int) ([]any, error) {
	values, into, cells := make([]*string, columns), make([]any, columns), make([]any, columns)
	for i := range into {
		into[i] = &values[i]
	}
	if err := row.Scan(into...); err != nil {
		return nil, err
	}
	for i, value := range values {
		if value != nil {
			cells[i] = *value
		}
	}
	return cells, nil
}

// sheetOf makes a row of each of something that is read a batch at a time.
func sheetOf[T any](from iter.Seq2[T, error], rows func(T) [][]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for one, err := range from {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, row := range rows(one) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}
