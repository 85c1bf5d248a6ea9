package record

import (
	"context"
	"fmt"
	"iter"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Part narrows the children of the tenant that are read out; its zero value takes all.
type Part struct {
	Cohort         int
	OrganisationID string // that leads their care
}

// batch is how many children are in memory at a time.
const batch = 200

// Read is a child of a tenant that is read out: the line of the list, and the whole record.
type Read struct {
	Listed
	Record *Record
}

// Children reads the tenant's children in the order of their audit numbers, a batch in memory at a time, each as of one moment.
// Those who opted out are left out. Who reads them, and why, the caller has written down.
func (s *Store) Children(ctx context.Context, part Part) iter.Seq2[Read, error] {
	return func(yield func(Read, error) bool) {
		at, err := s.circumstances(ctx)
		if err == nil {
			err = mayTake(ctx)
		}
		if err != nil {
			yield(Read{}, err)
			return
		}
		for after := int64(0); ; {
			rows, err := s.batch(ctx, part, after, at)
			if err != nil {
				yield(Read{}, fmt.Errorf("read children: %w", err))
				return
			}
			for _, row := range rows {
				if after = row.ID; row.Record != nil && !yield(row, nil) {
					return
				}
			}
			if len(rows) < batch {
				return
			}
		}
	}
}

func mayTake(ctx context.Context) error {
	if person, _ := tenants.PersonFrom(ctx); !person.Role.May(tenants.DownloadOwn) {
		return fault.New(fault.Forbidden, "no_permission", "The role of this person does not allow an export.")
	}
	return nil
}

// partSQL reads lines of the list by number.
const partSQL = "select " + listColumns + ` from cases where tenant_id = $1::uuid and id > $2::bigint and deleted_at is null and stage < 5
	and ($3::int = 0 or cohort = $3::int) and ($4::text = '' or lead_organisation_id = nullif($4::text, '')::uuid) order by id limit $5::int`

func (s *Store) batch(ctx context.Context, part Part, after int64, at dataset.Circumstances) ([]Read, error) {
	var list List
	var records map[int64]*Record
	tenant, _ := tenants.From(ctx)
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		err := list.readRows(ctx, rawReader{tx}, partSQL, []any{string(tenant.ID), after, part.Cohort, part.OrganisationID, batch})
		if err != nil || len(list.Rows) == 0 {
			return err
		}
		ids := make([]int64, len(list.Rows))
		for i, row := range list.Rows {
			ids[i] = row.ID
		}
		records, err = loadRecords(tx, ids, at)
		return err
	})
	read := make([]Read, len(list.Rows))
	for i, row := range list.Rows {
		read[i] = Read{row, records[row.ID]}
	}
	return read, err
}

// SectionRow is a row of one section: of a child, and of a list its own number.
type SectionRow struct {
	CaseID, RowID int64
	Row           any
}

// SectionRows reads one section of the tenant's children, in the order of their audit numbers.
func (s *Store) SectionRows(ctx context.Context, part Part, section *ask.Section) iter.Seq2[SectionRow, error] {
	return func(yield func(SectionRow, error) bool) {
		if err := mayTake(ctx); err != nil {
			yield(SectionRow{}, err)
			return
		}
		query := sectionSQL(section)
		for after := int64(0); ; {
			rows, last, err := s.sectionBatch(ctx, query, part, after, section)
			if err != nil {
				yield(SectionRow{}, fmt.Errorf("read %s: %w", section.Table, err))
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
			if after = last; last == 0 {
				return
			}
		}
	}
}
