package compare_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/tenants"
)

var ecg = &kpi.ECG

// A centre's people read their own figures and those of areas; the national roles read all, and it is written down; no role writes.
func TestWhoReadsCounts(t *testing.T) {
	w := newWorld(t)
	w.put("RR813")
	w.put("R0A03")
	w.recount(8)
	for _, c := range []struct {
		code string
		role tenants.Role
		all  bool
	}{{"RR8", tenants.Viewer, false}, {"RR8", tenants.Lead, false}, {"R0A", tenants.Editor, false}, {"RR8", tenants.NationalAnalyst, true}, {"RR8", tenants.NationalAdmin, true}} {
		for _, level := range []compare.Level{compare.Organisation, compare.Trust} {
			got, err := w.store.Across(w.as(c.code, c.role), level, ecg, 8)
			w.must(err)
			own := 1
			if level == compare.Organisation {
				own = w.number(`select count(*) from organisations where active and tenant_id = (select id from tenants where ods_code = $1)`, c.code)
			}
			others := len(got.Units) - own
			if c.all != (others > 100) || !c.all && others != 0 {
				t.Errorf("%s of %s sees %d %ss of others", c.role, c.code, others, level)
			}
		}
		boards, err := w.store.Across(w.as(c.code, c.role), compare.CareBoard, ecg, 8)
		if err != nil || len(boards.Units) != 36 {
			t.Errorf("%s sees %d care boards: %v", c.role, len(boards.Units), err)
		}
	}
	if n := w.number(`select count(*) from national_reads where purpose = 'counts of every centre'`); n != 6 {
		t.Errorf("%d readings were written down", n)
	}
	if _, err := w.store.Across(t.Context(), compare.Trust, ecg, 8); err == nil {
		t.Error("somebody of no tenant reads counts")
	}
	err := tenants.AcrossCounts(w.as("RR8", tenants.Lead), w.db.App, tenants.Look{Purpose: "x"}, func(tenants.Reader) error { t.Error("inside"); return nil })
	if !fault.Is(err, fault.Forbidden) {
		t.Errorf("a lead clinician across centres: %v", err)
	}
}

// The stored counts of one centre are walled off from another, in the database itself, and nobody but the counting role writes any.
func TestTheWallsAroundCounts(t *testing.T) {
	w := newWorld(t)
	w.put("R0A03")
	w.recount(8)
	manchester := w.number(`select count(*) from centre_counts where tenant_id = (select id from tenants where ods_code = 'R0A')`)
	for code, want := range map[string]int{"RR8": 0, "R0A": manchester} {
		var n int
		err := tenants.Tx(w.as(code, tenants.Lead), w.db.App, func(tx *gorm.DB) error {
			return tx.Raw(`select count(*) from centre_counts where tenant_id = (select id from tenants where ods_code = 'R0A')`).Scan(&n).Error
		})
		if err != nil || n != want || manchester == 0 {
			t.Errorf("%s sees %d of %d rows: %v", code, n, manchester, err)
		}
	}
	for _, statement := range []string{`delete from centre_counts`, `update area_counts set counted = 0`, `insert into expected_children values (8, 'trust', 'R0A', 5, 'x', now())`,
		`delete from counted_cohorts`, `set local role pinktick_counts`, `select * from counts.recount(8, '2026-11-22', 'R4', true), cases`} {
		err := tenants.Tx(w.as("R0A", tenants.Lead), w.db.App, func(tx *gorm.DB) error { return tx.Exec(statement).Error })
		if refused := err != nil && strings.Contains(err.Error(), "42501"); refused == strings.Contains(statement, "counts.recount") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// One statement an organisation, one a measure, and two more when a cohort was counted again; none reads all of a table.
func TestReadingIsOneStatementOnIndexes(t *testing.T) {
	w := newWorld(t)
	for i := range 40 {
		w.put(hospitals[i%len(hospitals)])
	}
	for cohort := 4; cohort <= 9; cohort++ {
		w.recount(cohort)
	}
	w.copies(8)
	var sent []string
	w.must(w.db.App.Callback().Row().After("gorm:row").Register("watch", func(db *gorm.DB) { sent = append(sent, db.Statement.SQL.String()) }))
	for what, read := range map[string]func(context.Context) error{
		"dashboard": func(ctx context.Context) error { _, err := w.store.Dashboard(ctx, "RR813", 8); return err },
		"measure":   func(ctx context.Context) error { _, err := w.store.Across(ctx, compare.CareBoard, ecg, 8); return err },
		"areas":     func(ctx context.Context) error { _, err := w.store.Areas(ctx, "RR813", 8); return err },
		"centres":   func(ctx context.Context) error { _, err := w.store.Across(ctx, compare.Trust, ecg, 8); return err },
	} {
		sent = nil
		w.must(read(w.as("RR8", tenants.Viewer)))
		first := len(counting(sent))
		for _, statement := range counting(sent) {
			if plan := w.plan(statement); regexp.MustCompile(`Seq Scan on (centre_counts|area_counts|counted_members)`).MatchString(plan) {
				t.Errorf("%s reads a whole table:\n%s", what, plan)
			}
		}
		sent = nil
		w.must(read(w.as("RR8", tenants.Viewer)))
		if n := len(counting(sent)); n != 1 || first > 3 {
			t.Errorf("%s: %d statements, at first %d", what, n, first)
		}
	}
}

// copies stores as many cohorts as the audit may ever have, so that reading all of a table is dear.
func (w *world) copies(cohort int) {
	w.Helper()
	for _, table := range []string{"counted_cohorts", "counted_members", "centre_counts", "area_counts"} {
		var columns string
		w.must(w.db.Super.QueryRow(`select string_agg(attname, ', ') from pg_attribute where attrelid = $1::regclass and attnum > 0 and attname <> 'cohort' and not attisdropped`, table).Scan(&columns))
		w.db.Exec(w, fmt.Sprintf(`set session_replication_role = replica; insert into %[1]s (cohort, %[2]s) select n, %[2]s from %[1]s, generate_series(100, 130) n where cohort = %[3]d; analyze %[1]s`, table, columns, cohort))
	}
}

// counting are the statements that read stored counts.
func counting(sent []string) (found []string) {
	for _, s := range sent {
		if strings.Contains(s, "counted_cohorts") {
			found = append(found, s)
		}
	}
	return found
}

func (w *world) plan(statement string) string {
	w.Helper()
	var lines []string
	w.child++
	name := fmt.Sprint("looked", w.child)
	parameters := "8"
	switch {
	case strings.Contains(statement, "$3"):
		parameters = "8, 'integrated_care_board', false"
	case strings.Contains(statement, "$2"):
		parameters = "8, 'RR813'"
	}
	err := tenants.Tx(w.as("RR8", tenants.Viewer), w.db.App, func(tx *gorm.DB) error {
		if err := tx.Exec("set local plan_cache_mode = force_generic_plan").Error; err != nil {
			return err
		}
		if err := tx.Exec("prepare " + name + " as " + statement).Error; err != nil {
			return err
		}
		return tx.Raw("explain execute " + name + " (" + parameters + ")").Scan(&lines).Error
	})
	w.must(err)
	return strings.Join(lines, "\n")
}

// States of units beside the average, and how many flags chance alone would give.
func TestStatesBesideTheAverage(t *testing.T) {
	w := newWorld(t)
	fill := func(hospital string, passed, failed int) {
		for range passed {
			w.put(hospital)
		}
		for range failed {
			w.put(hospital, "r.m_4 = 'fail'")
		}
	}
	fill("R0A03", 30, 0)
	fill("RR813", 4, 14)
	fill("7A3C7", 3, 0)
	w.recount(8)
	c, err := w.store.Across(w.as("RR8", tenants.NationalAnalyst), compare.Organisation, ecg, 8)
	w.must(err)
	want := map[string]measure.State{"R0A03": measure.AlarmHigh, "RR813": measure.AlarmLow, "7A3C7": measure.TooFew, "R0A07": measure.NotParticipating}
	for _, u := range c.Units {
		if s, listed := want[u.Code]; listed && u.State != s {
			t.Errorf("%s: %s, want %s", u.Name, u.State, s)
		}
	}
	if alerts, alarms := c.Chance(compare.DefaultPolicy); c.Average != (measure.Count{R: 37, N: 51}) || c.Tested != 2 || fmt.Sprintf("%.3f %.4f", alerts, alarms) != "0.050 0.0020" {
		t.Errorf("average %v, %d tested, %v %v", c.Average, c.Tested, alerts, alarms)
	}
}
