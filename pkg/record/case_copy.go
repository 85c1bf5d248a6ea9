package record

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// Arrival is a whole child under the id that its sender has for it.
type Arrival struct {
	Sender string
	Child  *dataset.Child
	Digest []byte // of what was sent; of the child as it is where left out

	// CopyIn stores the record as one that was submitted, or unregistered for a reason of dataset.UnregisterReasons.
	Submitted    bool
	Unregistered string
}

// CopyIn stores many made-up children at once, each as Create would, and gives the number of those that were stored. A child whose
// sender's id, NHS number or reference number is there already is left out, so that it may run again. All or nothing: a batch of
// a thousand or two is a good size. It is for tests, the demonstration and load, not for people's records: nothing is checked.
//
// PostgreSQL takes no COPY into a table under row security, so the rows are copied to temporary tables, which only the owner's
// role may make, and go from there into the real ones under the tenant's policy.
func (s *Store) CopyIn(ctx context.Context, arrivals []Arrival) (int, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return 0, err
	}
	var stored int
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		l := load{ctx: ctx, tx: tx, at: at}
		l.tenant, _ = tenants.From(ctx)
		l.person, _ = tenants.PersonFrom(ctx)
		stored, err = l.run(arrivals)
		return err
	})
	return stored, err
}

// load is one batch on its way in.
type load struct {
	ctx      context.Context
	tx       *gorm.DB
	at       dataset.Circumstances
	tenant   tenants.Tenant
	person   tenants.Person
	arrivals []Arrival
	ids      []int64
}

func (l *load) run(arrivals []Arrival) (int, error) {
	if err := l.dropKnown(arrivals); err != nil || len(l.arrivals) == 0 {
		return 0, err
	}
	if err := l.reserve(); err != nil {
		return 0, err
	}
	stored, err := l.cases()
	if err != nil {
		return 0, fmt.Errorf("copy cases: %w", err)
	}
	for _, s := range dataset.Stored()[1:] {
		if err := l.section(s); err != nil {
			return 0, fmt.Errorf("copy %s: %w", s.Table, err)
		}
	}
	return stored, l.results()
}

func (l *load) dropKnown(arrivals []Arrival) error {
	senders := make([]string, len(arrivals))
	for i, a := range arrivals {
		senders[i] = a.Sender
	}
	var known []string
	if err := l.tx.Raw("select sender_id from imported_cases where sender_id = any(?::text[])", texts(senders)).Scan(&known).Error; err != nil {
		return fmt.Errorf("look for children that are there: %w", err)
	}
	there := map[string]bool{}
	for _, sender := range known {
		there[sender] = true
	}
	for _, a := range arrivals {
		if !there[a.Sender] {
			l.arrivals = append(l.arrivals, a)
			there[a.Sender] = true
		}
	}
	return nil
}

// reserve takes the audit numbers of the batch from the sequence they all come from.
func (l *load) reserve() error {
	err := l.tx.Raw("select nextval(pg_get_serial_sequence('cases', 'id')) from generate_series(1, ?)", len(l.arrivals)).Scan(&l.ids).Error
	if err != nil {
		return fmt.Errorf("take audit numbers: %w", err)
	}
	return nil
}

// cases stores the cases with where they came from and the first line of their log. Those whose number is taken fall out, and
// take their forms with them.
func (l *load) cases() (int, error) {
	columns := namesOf(caseCells(dataset.NewChild(), l.at))
	own := append([]string{"id", "sender_id", "digest"}, ends...)
	first := `t.id, ''::text as sender_id, ''::bytea as digest, t.` + strings.Join(ends, ", t.")
	err := l.stage("incoming_cases", first, "cases", own, columns, func(add func(...any)) {
		for i, a := range l.arrivals {
			digest := a.Digest
			if digest == nil {
				digest = Digest(a.Child)
			}
			row := append([]any{l.ids[i], a.Sender, digest}, l.ended(a)...)
			add(append(row, valuesOf(caseCells(a.Child, l.at))...)...)
		}
	})
	if err != nil {
		return 0, err
	}
	list := strings.Join(append(columns, ends...), ", ")
	result := l.tx.Exec(`insert into cases (tenant_id, created_by, id, `+list+`) overriding system value
		select ?::uuid, ?::uuid, id, `+list+` from incoming_cases order by id on conflict do nothing`, string(l.tenant.ID), l.person.ID)
	if result.Error != nil {
		return 0, result.Error
	}
	return int(result.RowsAffected), l.caseTraces()
}

// ends are the columns of a case that say it was submitted, or unregistered.
var ends = []string{"locked_at", "locked_by", "unregistered_at", "unregistered_by", "unregistered_reason"}

func (l *load) ended(a Arrival) []any {
	row := make([]any, len(ends))
	if a.Submitted {
		row[0], row[1] = midnight(l.at.Today), l.person.ID
	}
	if a.Unregistered != "" {
		row[2], row[3], row[4] = midnight(l.at.Today), l.person.ID, a.Unregistered
	}
	return row
}

func (l *load) caseTraces() error {
	if err := l.tx.Exec(`delete from incoming_cases i where not exists (select from cases c where c.id = i.id)`).Error; err != nil {
		return err
	}
	if err := l.tx.Exec(`insert into imported_cases (tenant_id, sender_id, case_id, digest, revision) select ?::uuid, sender_id, id, digest, 0 from incoming_cases`,
		string(l.tenant.ID)).Error; err != nil {
		return err
	}
	return l.tx.Exec(`insert into change_log (tenant_id, case_id, revision, section, question, new_value, person_id, person_name, request_id)
		select ?::uuid, id, 0, line.section, line.question, line.said, ?::uuid, ?, ? from incoming_cases, lateral (values
			(1, ?, ?, 'entry'), (2, ?, ?, case when locked_at is not null then 'yes' end), (3, ?, ?, unregistered_reason)) as line (place, section, question, said)
		where line.said is not null order by id, place`,
		string(l.tenant.ID), l.person.ID, l.person.Name, tenants.RequestFrom(l.ctx),
		dataset.CaseSection.Key, rowItself, recordItself, submittedLine, recordItself, unregisteredLine).Error
}

// section stores the rows of a form or a list; a form that was never opened has none.
func (l *load) section(s *ask.Section) error {
	table, columns := "incoming_"+s.Table, namesOf(cellsOf(s, s.NewRow()))
	err := l.stage(table, "t.case_id", s.Table, []string{"case_id"}, columns, func(add func(...any)) {
		for i, a := range l.arrivals {
			rows := a.Child.Rows(s)
			if !repeats(s) {
				rows = []any{a.Child.Row(s)}
			}
			for _, row := range rows {
				if values := valuesOf(cellsOf(s, row)); repeats(s) || holdAny(values) {
					add(append([]any{l.ids[i]}, values...)...)
				}
			}
		}
	})
	if err != nil {
		return err
	}
	list := strings.Join(columns, ", ")
	return l.tx.Exec(`insert into `+s.Table+` (tenant_id, updated_by, case_id, `+list+`)
		select ?::uuid, ?::uuid, case_id, `+list+` from `+table+` where case_id in (select id from incoming_cases) order by ctid`,
		string(l.tenant.ID), l.person.ID).Error
}

// results stores what the measures say of those that were stored.
func (l *load) results() error {
	rows, rules := make([]map[string]any, len(l.arrivals)), rulesOf(l.at)
	for i, a := range l.arrivals {
		rows[i] = (&Record{Child: a.Child, At: l.at}).results(rules).with(l.ids[i])
	}
	if err := l.tx.Exec(storeCopiedResultsSQL, string(l.tenant.ID), asJSON(rows...)).Error; err != nil {
		return fmt.Errorf("store results: %w", err)
	}
	return nil
}

// stage makes a temporary table of a table's columns and copies rows into it.
func (l *load) stage(name, first, from string, own, columns []string, fill func(add func(...any))) error {
	err := l.tx.Exec("create temporary table " + name + " on commit drop as select " + first + ", t." + strings.Join(columns, ", t.") + " from " + from + " t with no data").Error
	if err != nil {
		return err
	}
	var rows [][]any
	fill(func(row ...any) { rows = append(rows, row) })
	at := 0
	return tenants.Copy(l.ctx, l.tx, name, append(own, columns...), func() ([]any, error) {
		if at == len(rows) {
			return nil, nil
		}
		at++
		return rows[at-1], nil
	})
}

func namesOf(cells []cell) []string {
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = c.name
	}
	return names
}

// valuesOf are the values as COPY takes them: in types of Go's own, for its binary form.
func valuesOf(cells []cell) []any {
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = c.value
		if day, ok := c.value.(ask.Date); ok {
			values[i] = midnight(day)
		}
	}
	return values
}

func midnight(d ask.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

func holdAny(values []any) bool {
	for _, v := range values {
		if v != nil {
			return true
		}
	}
	return false
}
