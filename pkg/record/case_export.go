package record

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Export is one run in which records leave. It is noted who took them, narrowed to what, and how many went.
type Export struct {
	store  *Store
	filter ExportFilter
	number int64
	after  int64
	rows   int64
}

// ExportFilter narrows an export; its zero value takes every child of the tenant.
type ExportFilter struct {
	Cohort int `json:"cohort,omitempty"`
}

// BeginExport notes that the context's person takes records of a kind out, before any leaves.
func (s *Store) BeginExport(ctx context.Context, kind string, filter ExportFilter) (*Export, error) {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	if !person.Role.May(tenants.DownloadOwn) {
		return nil, fault.New(fault.Forbidden, "no_permission", "The role of this person does not allow an export.")
	}
	filters, err := json.Marshal(filter)
	if err != nil {
		return nil, fmt.Errorf("begin the export: %w", err)
	}
	e := &Export{store: s, filter: filter}
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Raw("insert into exports (tenant_id, kind, person_id, person_name, filters, request_id) values (?, ?, ?, ?, ?::jsonb, ?) returning id",
			string(tenant.ID), kind, person.ID, person.Name, string(filters), tenants.RequestFrom(ctx)).Scan(&e.number).Error
	})
	if err != nil {
		return nil, fmt.Errorf("begin the export: %w", err)
	}
	return e, nil
}

// Leaving is a child that goes out under its sender's id, or under its audit number where nobody sent it.
type Leaving struct {
	ID     string
	CaseID int64
	Child  *dataset.Child
}

// nextSQL reads the next cases by number, with the id under which each goes out. A sender may have the very number for an id that
// another child was given here: then that child's says so.
const nextSQL = `select c.id as case_id, case
		when i.sender_id is not null then i.sender_id
		when exists (select from imported_cases o where o.tenant_id = c.tenant_id and o.sender_id = c.id::text) then 'audit-' || c.id
		else c.id::text end as sender_id
	from cases c left join imported_cases i on i.tenant_id = c.tenant_id and i.case_id = c.id
	where c.id > ? and c.opted_out_at is null and (? or exists (select from registrations r where r.tenant_id = c.tenant_id and r.case_id = c.id
		and r.first_assessment_on between ?::date and ?::date))
	order by c.id limit ?`

// Next gives the next children, up to so many, in the order of their audit numbers; none after the last. Those deleted or opted
// out stay here. Each batch is read as of one moment, and every child is whole.
func (e *Export) Next(ctx context.Context, most int) ([]Leaving, error) {
	at, err := e.store.circumstances(ctx)
	if err != nil {
		return nil, err
	}
	var rows []known
	var records map[int64]*Record
	err = tenants.Tx(ctx, e.store.DB, func(tx *gorm.DB) error {
		of, _ := at.Calendar.Of(e.filter.Cohort) // a cohort that is none has no children
		err := tx.Raw(nextSQL, e.after, e.filter.Cohort == 0, of.RecruitsFrom, of.RecruitsTo, most).Scan(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		ids := make([]int64, len(rows))
		for i, row := range rows {
			ids[i] = row.CaseID
		}
		if records, err = loadRecords(tx, ids, at); err != nil {
			return err
		}
		return addFormerLeads(tx, records)
	})
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	var leaving []Leaving
	for _, row := range rows {
		e.after = row.CaseID
		if r := records[row.CaseID]; r != nil { // else gone since the numbers were read
			leaving = append(leaving, Leaving{row.SenderID, row.CaseID, r.Child})
		}
	}
	if len(rows) > 0 && len(leaving) == 0 {
		return e.Next(ctx, most)
	}
	e.rows += int64(len(leaving))
	return leaving, nil
}

// End notes how many records went, and that all did where whole is true.
func (e *Export) End(ctx context.Context, whole bool) error {
	err := tenants.Tx(ctx, e.store.DB, func(tx *gorm.DB) error {
		return tx.Exec("update exports set row_count = ?, ended_at = case when ? then now() end where id = ?", e.rows, whole, e.number).Error
	})
	if err != nil {
		return fmt.Errorf("note the export: %w", err)
	}
	return nil
}
