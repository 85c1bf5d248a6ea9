package record_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

const hospitalA2 = "00000000-0000-4000-8000-0000000000ab"

var owen = tenants.Person{ID: "00000000-0000-4000-8000-000000000006", Name: "Owen Bell", Role: tenants.Lead}

// movingWorld is a world whose children can go elsewhere: to trust B, or to another hospital of trust A.
func movingWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.db.Exec(t, `insert into organisations (id, tenant_id, ods_code, name, country_code, site_kind, active) values ($1, $2, 'RAA02', 'Other Hospital', 'ENG', 'hospital', true)`, hospitalA2, trustA)
	w.store.AllOrganisations = func(context.Context) ([]ask.Option, error) {
		return []ask.Option{{Code: hospitalA}, {Code: hospitalA2}, {Code: hospitalB}}, nil
	}
	return w
}

func (w *world) offer(caseID int64) {
	w.Helper()
	_, _, err := w.store.OfferTransfer(w.as(lena), caseID, hospitalB, uuid.NewString())
	w.must(err)
}

func yes(caseID int64) record.TransferAnswer {
	return record.TransferAnswer{CaseID: caseID, Accepts: true, Key: uuid.NewString()}
}

func no(caseID int64) record.TransferAnswer {
	return record.TransferAnswer{CaseID: caseID, Reason: "stays_here", Key: uuid.NewString()}
}

func (w *world) accept(trust string, caseID int64) record.Answered {
	w.Helper()
	done, err := w.store.AnswerTransfer(w.at(owen, trust), yes(caseID))
	w.must(err)
	return done
}

// lived adds a child of whom every form is answered, who has been looked at, changed, imported and placed.
func (w *world) lived() int64 {
	w.Helper()
	id := w.complete()
	own := w.child
	w.child = id
	defer func() { w.child = own }()
	_, err := w.store.Open(w.as(vera), id)
	w.must(err)
	w.save(dataset.TestsSection, "ct_head_performed", "yes")
	w.db.Exec(w.T, `update cases set postcode = 'LL185UJ', nhs_number = '9990000034' where id = $1`, id)
	w.db.Exec(w.T, `insert into imported_cases (tenant_id, sender_id, case_id, digest, revision) values ($1, '17', $2, '\x01', 1)`, trustA, id)
	return id
}

// linked are the tables that hang from a case, as the catalogue has them.
func (w *world) linked() []string {
	w.Helper()
	return w.texts(`select distinct conrelid::regclass::text from pg_constraint where contype = 'f' and confrelid = 'cases'::regclass order by 1`)
}

// held is everything that hangs from a case, but for whose it is.
func (w *world) held(caseID int64) map[string]string {
	w.Helper()
	all := map[string]string{}
	for _, table := range w.linked() {
		all[table] = strings.Join(w.texts(fmt.Sprintf(`select (to_jsonb(t) - '{tenant_id,lead_organisation_id,updated_at,updated_by}'::text[])::text from %s t where case_id = %d order by 1`, table, caseID)), "\n")
	}
	return all
}

// holders are the tenants in whose name anything stands that hangs from the case.
func (w *world) holders(caseID int64) []string {
	w.Helper()
	parts := []string{fmt.Sprintf("select tenant_id from cases where id = %d", caseID)}
	for _, table := range w.linked() {
		parts = append(parts, fmt.Sprintf("select tenant_id from %s where case_id = %d", table, caseID))
	}
	all := w.texts("select distinct tenant_id::text from (" + strings.Join(parts, " union all ") + ") as t order by 1")
	return slices.Compact(all)
}

// states are what both sides say of the transfers of a case, in the order of their making.
func (w *world) states(caseID int64) string {
	w.Helper()
	return strings.Join(w.texts(fmt.Sprintf(`select kind || ' ' || side || ' ' || state from transfers t
		where id in (select id from transfers where audit_number = %d) order by requested_at, kind, side`, caseID)), ", ")
}

// countedRight: the counts of children are those of the rows.
func (w *world) countedRight() {
	w.Helper()
	for _, wrong := range w.texts(`select coalesce(c.lead_id::text, '') || ' ' || coalesce(c.total, 0) || ' ' || coalesce(n, 0) from case_counts c
		full join (select tenant_id, coalesce(lead_organisation_id, tenant_id) as lead, count(*) as n, count(*) filter (where stage between 1 and 3) as r
			from cases where deleted_at is null group by 1, 2) t on t.tenant_id = c.tenant_id and t.lead = c.lead_id
		where coalesce(c.total, 0) <> coalesce(n, 0) or coalesce(c.registered, 0) <> coalesce(r, 0)`) {
		w.Errorf("counted wrong: %s", wrong)
	}
}
