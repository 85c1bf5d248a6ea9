package record

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// Create stores a child that the tenant did not have, with whatever its forms and lists hold already, in one statement, and
// gives its number. The child's registration names the lead organisation.
func (s *Store) Create(ctx context.Context, child *dataset.Child) (int64, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return 0, err
	}
	var id int64
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		if id, err = create(ctx, tx, child, at, nil); err != nil {
			return err
		}
		s.findPlace(ctx, tx, id, child)
		return nil
	})
	return id, err
}

// create stores the child, and whose record it was where it is imported.
func create(ctx context.Context, tx *gorm.DB, child *dataset.Child, at dataset.Circumstances, from *origin) (int64, error) {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	c := creation{tenant: tenant, person: person}
	c.insertCase(caseCells(child, at), from)
	for _, s := range dataset.Sections {
		c.insert(s, child.Row(s))
	}
	for _, s := range dataset.Repeating() {
		c.insertRows(s, child.Rows(s))
	}
	c.parts = append(c.parts, "scored as ("+storeNewResultsSQL+")")
	c.args = append(c.args, asJSON((&Record{Child: child, At: at}).results(rulesOf(at)).with(0)))
	if from != nil {
		c.parts = append(c.parts, "come as (insert into imported_cases (tenant_id, sender_id, case_id, digest, revision) select tenant_id, ?, id, ?::bytea, 0 from added)")
		c.args = append(c.args, from.sender, from.digest)
	}
	c.parts = append(c.parts, `logged as (insert into change_log (tenant_id, case_id, revision, section, question, new_value, person_id, person_name, request_id)
		select tenant_id, id, 0, ?, ?, 'entry', ?, ?, ? from added)`)
	c.args = append(c.args, dataset.CaseSection.Key, rowItself, person.ID, person.Name, tenants.RequestFrom(ctx))
	var id int64
	if err := tx.Raw("with "+strings.Join(c.parts, ", ")+" select id from added", c.args...).Scan(&id).Error; err != nil {
		return 0, fmt.Errorf("create case: %w", err)
	}
	return id, nil
}

// origin is where an imported child came from.
type origin struct {
	sender string
	digest []byte
	trial  bool // about to be rolled back: takes no audit number
}

// trialNumber is the number of a case that is about to be rolled back, so that trying leaves no gap among the audit numbers.
const trialNumber = -1

// creation gathers the inserts of one child; all name the case that the first one adds.
type creation struct {
	tenant tenants.Tenant
	person tenants.Person
	parts  []string
	args   []any
}

func (c *creation) insertCase(cells []cell, from *origin) {
	if from != nil && from.trial {
		cells = append([]cell{{"id", "bigint", trialNumber}}, cells...)
	}
	names, marks, values := whole(cells)
	c.parts = append(c.parts, "added as (insert into cases (tenant_id, created_by, "+strings.Join(names, ", ")+") overriding system value values (?, ?, "+
		strings.Join(marks, ", ")+") returning tenant_id, id)")
	c.args = append(append(c.args, string(c.tenant.ID), c.person.ID), values...)
}

// given are the names, marks and values of the columns that hold something, each name and mark after a comma.
func given(cells []cell) (names, marks string, values []any) {
	for _, c := range cells {
		if c.value != nil {
			names, marks, values = names+", "+c.name, marks+", ?::"+c.kind, append(values, parameter(c.value))
		}
	}
	return names, marks, values
}

func (c *creation) insert(s *ask.Section, row any) {
	names, marks, values := given(cellsOf(s, row))
	if len(values) == 0 {
		return
	}
	c.parts = append(c.parts, fmt.Sprintf("row%d as (insert into %s (tenant_id, case_id, updated_by%s) select tenant_id, id, ?::uuid%s from added)",
		len(c.parts), s.Table, names, marks))
	c.args = append(append(c.args, c.person.ID), values...)
}

// insertRows adds the rows of a list with one insert, whose numbers follow their order: separate inserts of one statement run
// in any.
func (c *creation) insertRows(s *ask.Section, rows []any) {
	if len(rows) == 0 {
		return
	}
	var names strings.Builder
	for _, column := range s.Columns {
		names.WriteString(", " + column.Name)
	}
	c.args = append(c.args, c.person.ID)
	lines := make([]string, len(rows))
	for i, row := range rows {
		line := strconv.Itoa(i)
		for _, column := range s.Columns {
			if value := column.Get(row); value != nil {
				line += ", ?::" + column.Type
				c.args = append(c.args, parameter(value))
			} else {
				line += ", null::" + column.Type
			}
		}
		lines[i] = "(" + line + ")"
	}
	c.parts = append(c.parts, fmt.Sprintf(`row%d as (insert into %s (tenant_id, case_id, updated_by%[3]s)
		select tenant_id, id, ?::uuid%[3]s from added, (values %[4]s) as listed (place%[3]s) order by place)`,
		len(c.parts), s.Table, names.String(), strings.Join(lines, ", ")))
}
