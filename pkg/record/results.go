package record

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
)

// resultRow is what a row of case_results says of a child, in the order of resultColumns: texts, true and false, and nil.
type resultRow []any

// resultColumns are the rules, the end of the first year, whether the diagnosis was withdrawn, and an outcome a measure.
var resultColumns = append([]string{"rules", "first_year_ends", "withdrawn"}, kpi.Columns()...)

// resultsRead is how a stored row is read, from t.
var resultsRead = "json_build_array(t." + strings.Join(resultColumns, ", t.") + ")"

// rulesOf are the rules that the store scores by: the name is that of a rule set.
func rulesOf(at dataset.Circumstances) kpi.Rules {
	if rules, err := kpi.ParseRules(at.Rules); err == nil {
		return rules
	}
	return kpi.R4
}

// Explain gives the results of all measures as the record stands, with the answers that decided each.
func (r *Record) Explain() kpi.Results { return kpi.Explain(r.Child, rulesOf(r.At), r.At.Lists) }

// results scores the record as it is in hand.
func (r *Record) results(rules kpi.Rules) resultRow {
	row := make(resultRow, 0, len(resultColumns))
	ends, withdrawn := any(nil), r.Child.EpilepsyContext().DiagnosisWithdrawn
	if seen := r.Child.Registration().FirstAssessmentOn; seen != nil {
		ends = dataset.FirstYearEnds(*seen).String()
	}
	row = append(row, rules.Name, ends, withdrawn != nil && *withdrawn)
	for _, result := range kpi.Score(r.Child, rules, r.At.Lists) {
		row = append(row, result.Outcome.String())
	}
	return row
}

// with puts the row beside the number of its case, as the database takes it.
func (row resultRow) with(caseID int64) map[string]any {
	columns := map[string]any{"case_id": caseID}
	for i, name := range resultColumns {
		columns[name] = row[i]
	}
	return columns
}

// storeResults is the insert of results that come as JSON, for the cases that a part of the statement gives; what is stored
// and the same stays as it is.
func storeResults(tenant, number, from, where string) string {
	names := strings.Join(resultColumns, ", ")
	sets, was, is := make([]string, len(resultColumns)), make([]string, len(resultColumns)), make([]string, len(resultColumns))
	for i, name := range resultColumns {
		sets[i], was[i], is[i] = name+" = excluded."+name, "s."+name, "excluded."+name
	}
	return "insert into case_results as s (tenant_id, case_id, " + names + ") select " + tenant + ", " + number + ", r." + strings.Join(resultColumns, ", r.") +
		" from " + from + "json_populate_recordset(null::case_results, ?::json) r where " + where + " on conflict (tenant_id, case_id) do update set " + strings.Join(sets, ", ") +
		", computed_at = now() where (" + strings.Join(was, ", ") + ") is distinct from (" + strings.Join(is, ", ") + ")"
}

// The texts never change: for records that are there, for one that the same statement adds, for those that were copied in.
var (
	storeResultsSQL       = storeResults("?::uuid", "r.case_id", "", "true")
	storeNewResultsSQL    = storeResults("a.tenant_id", "a.id", "added a, ", "true")
	storeCopiedResultsSQL = storeResults("?::uuid", "r.case_id", "", "r.case_id in (select id from incoming_cases)")
)

// asJSON cannot fail: a row holds texts and truths.
func asJSON(rows ...map[string]any) string {
	text, err := json.Marshal(rows)
	if err != nil {
		panic("record: " + err.Error())
	}
	return string(text)
}

// score adds the results to the statement, if the change of a form makes others than are stored. Where nobody has read what is
// stored, the database compares.
func (w *write) score(tenant tenants.Tenant, form *ask.Section) {
	stored := w.record.scored
	if stored != nil && !kpi.AreReadFrom(form.Key) {
		return
	}
	fresh := w.record.results(rulesOf(w.record.At))
	if slices.Equal(stored, fresh) {
		return
	}
	w.record.scored = fresh
	w.storeResults(tenant, fresh)
}

func (w *write) storeResults(tenant tenants.Tenant, row resultRow) {
	w.with("scored", storeResultsSQL, string(tenant.ID), asJSON(row.with(w.record.ID)))
}

// storedResults are the results that are stored for some cases.
func storedResults(tx *gorm.DB, ids []int64) (map[int64]resultRow, error) {
	var rows []struct {
		CaseID int64
		Row    []byte
	}
	err := tx.Raw("select t.case_id, "+resultsRead+" as row from case_results t where t.case_id = any(?::bigint[])", bigints(ids)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read results: %w", err)
	}
	stored := make(map[int64]resultRow, len(rows))
	for _, one := range rows {
		var row resultRow
		if err := json.Unmarshal(one.Row, &row); err != nil {
			return nil, fmt.Errorf("read results: %w", err)
		}
		stored[one.CaseID] = row
	}
	return stored, nil
}

// rescore stores the results of many records, where they differ from what is stored.
func rescore(tx *gorm.DB, tenant tenants.Tenant, stored map[int64]resultRow, fresh map[int64]resultRow) error {
	var rows []map[string]any
	for id, row := range fresh {
		if !slices.Equal(stored[id], row) {
			rows = append(rows, row.with(id))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.Exec(storeResultsSQL, string(tenant.ID), asJSON(rows...)).Error; err != nil {
		return fmt.Errorf("store results: %w", err)
	}
	return nil
}

// resultsOf scores many records.
func resultsOf(records map[int64]*Record, rules kpi.Rules) map[int64]resultRow {
	fresh := make(map[int64]resultRow, len(records))
	for id, r := range records {
		fresh[id] = r.results(rules)
	}
	return fresh
}
