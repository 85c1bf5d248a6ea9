package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/testdb"
)

// What another reading would change is told and not stored; what the settings have is stored once; nobody is named.
func TestRecomputeCommand(t *testing.T) {
	program, d := build(t), testdb.New(t)
	owner := []string{"MIGRATE_DATABASE_URL=" + d.OwnerDSN, "ENVIRONMENT=development"}
	if _, errs, status := runWith(t, owner, program, "", "seed", "--children", "100"); status != 0 {
		t.Fatal(errs)
	}
	var cohort, children, number int
	if err := d.Super.QueryRow(`select cohort, count(*), min(id) from cases where cohort is not null group by 1 order by 2 desc limit 1`).Scan(&cohort, &children, &number); err != nil {
		t.Fatal(err)
	}
	d.Exec(t, `update case_results set m_10 = case m_10 when 'pass' then 'fail' else 'pass' end::outcome where case_id = $1`, number)
	d.Exec(t, `delete from case_results where case_id = (select max(id) from cases where cohort = $1)`, cohort)
	line := regexp.MustCompile(`(?m)^5 +incomplete +fail +\d+$`)
	head := func(rules string, differ int) string {
		return fmt.Sprintf("Cohort %d by the rules %s: %d children at", cohort, rules, children) + "|" + fmt.Sprintf(", %d with other outcomes", differ)
	}
	for i, c := range []struct {
		switches, args string
		want           string // parts, all in what comes out
		status         int
	}{
		{"", "", head("R4", 2) + "|10       |nothing|This was a trial", 0},
		{"", "--children", fmt.Sprintf("child %d, measure 10: |child ", number), 0},
		{"", "--reverse D-10", "by the rules R4 D-10: |D-10 turned round: an MRI of which nothing is known was not done.", 0},
		{"", "--reverse D-10 --write", "which are R4: to write by R4 D-10, change MEASURE_SWITCHES first", 1},
		{"", "--rules R5", `no rule set "R5"; there is R4`, 1},
		{"", "--reverse Q-99", `no decision "Q-99"`, 1},
		{"D-10,Q-99", "", `MEASURE_SWITCHES: no decision "Q-99"`, 1},
		{"", "--write", head("R4", 2), 0},
		{"", "--write", head("R4", 0), 0},
		{" D-10, Q-03 ", "--write", "by the rules R4 D-10 Q-03: ", 0},
		{"D-10,Q-03", "--rules R4", "by the rules R4: ", 0},
	} {
		settings := []string{"DATABASE_URL=" + d.AppDSN, "MEASURE_SWITCHES=" + c.switches}
		out, errs, status := runWith(t, settings, program, "", append([]string{"recompute", "--cohort", fmt.Sprint(cohort)}, strings.Fields(c.args)...)...)
		for part := range strings.SplitSeq(c.want, "|") {
			if status != c.status || !strings.Contains(out+errs, part) {
				t.Errorf("%d: %s: status %d, %q is not in\n%s%s", i, c.args, status, part, out, errs)
			}
		}
		if c.args == "--reverse D-10" && !line.MatchString(out) {
			t.Errorf("the report does not count what differs:\n%s", out)
		}
		if c.args != "--children" && strings.Contains(out, "child ") {
			t.Errorf("%s names children", c.args)
		}
	}
	var rules string
	if err := d.Super.QueryRow(`select string_agg(distinct case cohort when $1 then rules else rules || ' elsewhere' end, ', ' order by case cohort when $1 then rules else rules || ' elsewhere' end)
		from case_results r join cases c on c.id = r.case_id`, cohort).Scan(&rules); err != nil || rules != "R4 D-10 Q-03, R4 elsewhere" {
		t.Errorf("stored by %s, %v", rules, err)
	}
}
