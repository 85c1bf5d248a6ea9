package compare_test

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// naive counts a cohort one child after the other, in Go, from what is in the tables: one line a unit and category.
func (w *world) naive(cohort int) []string {
	w.Helper()
	period, _ := dataset.RuleCalendar().Of(cohort)
	members := w.members(period.Deadline)
	tallies := map[string][]int{}
	for _, org := range members {
		for _, unit := range org.units {
			tallies[unit+" all "] = make([]int, 6+3*len(kpi.All))
		}
	}
	rows, err := w.db.Super.Query(`select coalesce(c.lead_at_deadline_id, c.lead_organisation_id, c.tenant_id), c.completed, c.expected, c.forms_incomplete, c.first_assessment_on::text,
		c.date_of_birth::text, c.sex, c.ethnicity, l.country_code || ' ' || l.quintile, r.withdrawn, array_to_string(array[`+strings.Join(columnsOf(kpi.All), ", ")+`], ' ')
		from cases c join case_results r on r.case_id = c.id left join case_places l on l.case_id = c.id
		where c.cohort = $1 and c.deleted_at is null and c.unregistered_at is null and c.opted_out_at is null`, cohort)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var lead, seen, born, sex, ethnicity, outcomes string
		var done, asked, forms int
		var quintile *string
		var withdrawn bool
		w.must(rows.Scan(&lead, &done, &asked, &forms, &seen, &born, &sex, &ethnicity, &quintile, &withdrawn, &outcomes))
		var first, birth ask.Date
		w.must(first.UnmarshalText([]byte(seen)))
		w.must(birth.UnmarshalText([]byte(born)))
		over := !dataset.FirstYearEnds(first).After(ask.DateOf(today))
		line := make([]int, 6+3*len(kpi.All))
		line[0] = 1
		if over {
			line[1], line[4], line[5] = 1, done, asked
		}
		if over && forms == 0 {
			line[2] = 1
			if withdrawn {
				line[3] = 1
			}
			for i, o := range strings.Fields(outcomes) {
				if at := slices.Index([]string{"pass", "fail", "not_applicable"}, o); at >= 0 {
					line[6+3*i+at] = 1
				}
			}
		}
		place := "not_known"
		if quintile != nil {
			place = *quintile
		}
		groups := []string{"all ", "quarter " + quarterOf(first), "deprivation " + place, "sex " + sex, "age " + bandOf(birth.AgeOn(first)),
			"ethnicity " + map[string]string{"A": "White", "H": "Asian or Asian British", "Z": "Not stated"}[ethnicity]}
		for _, unit := range members[lead].units {
			for _, group := range groups {
				key := unit + " " + group
				if tallies[key] == nil {
					tallies[key] = make([]int, len(line))
				}
				for i, n := range line {
					tallies[key][i] += n
				}
			}
		}
	}
	w.must(rows.Err())
	return lines(tallies)
}

func lines(tallies map[string][]int) []string {
	var all []string
	for key, numbers := range tallies {
		all = append(all, fmt.Sprint(key, " ", numbers))
	}
	sort.Strings(all)
	return all
}

func quarterOf(d ask.Date) string {
	return map[bool]string{true: "1", false: fmt.Sprint(1 + int(d.Month)/3)}[d.Month == 12]
}

// bandOf holds the bands by which the database counts to the ones that are declared.
func bandOf(age int) string {
	if band, born := dataset.AgeBandOf(age); born {
		return band.Code
	}
	return "not_known" // born after the assessment: a slip, and no age
}

type member struct{ units []string }

// members are the units of each organisation on a day, worked out from the memberships one by one.
func (w *world) members(on ask.Date) map[string]member {
	w.Helper()
	rows, err := w.db.Super.Query(`select o.id, o.ods_code, o.country_code, t.kind, t.ods_code, coalesce(m.icb_ods_code, ''), coalesce(m.nhs_region_code, ''), coalesce(m.network_code, ''),
		coalesce(m.held_from::text, '0001-01-01'), coalesce(m.held_until::text, '9999-01-01')
		from organisations o join organisation_memberships m on m.organisation_id = o.id join tenants t on t.id = m.tenant_id where o.active or o.id in (select lead_organisation_id from cases)`)
	w.must(err)
	defer rows.Close()
	all := map[string]member{}
	for rows.Next() {
		var id, code, country, kind, parent, board, region, network, from, until string
		w.must(rows.Scan(&id, &code, &country, &kind, &parent, &board, &region, &network, &from, &until))
		if day := on.String(); day < from || day >= until {
			continue
		}
		units := []string{"organisation " + code, "country " + country}
		add := func(level compare.Level, unit string) {
			if unit != "" {
				units = append(units, string(level)+" "+unit)
			}
		}
		if kind == "trust" {
			add(compare.Trust, parent)
		} else if country == "WLS" {
			add(compare.HealthBoard, parent)
		}
		add(compare.CareBoard, board)
		add(compare.Region, region)
		add(compare.Network, network)
		if country != "JEY" {
			add(compare.National, "EW")
		}
		all[id] = member{units}
	}
	w.must(rows.Err())
	return all
}

// stored is what the tables hold of a cohort, in the words of naive.
func (w *world) stored(cohort int) []string {
	w.Helper()
	tallies := map[string][]int{}
	for _, table := range []string{"centre_counts", "area_counts"} {
		w.storedIn(table, cohort, tallies)
	}
	return lines(tallies)
}

func (w *world) storedIn(table string, cohort int, tallies map[string][]int) {
	w.Helper()
	rows, err := w.db.Super.Query(`select level || ' ' || code || ' ' || dimension || ' ' || category, registered || ' ' || year_over || ' ' || counted || ' ' || withdrawn || ' ' || answered || ' ' || asked,
		array_to_string(passed, ' '), array_to_string(failed, ' '), array_to_string(not_applicable, ' ') from `+table+` where cohort = $1 and level <> 'pooled'`, cohort)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var key, head, p, f, n string
		w.must(rows.Scan(&key, &head, &p, &f, &n))
		line := numbers(head)
		passed, failed, not := numbers(p), numbers(f), numbers(n)
		for i := range passed {
			line = append(line, passed[i], failed[i], not[i])
		}
		tallies[key] = line
	}
	w.must(rows.Err())
}

func numbers(text string) []int {
	var all []int
	for _, word := range strings.Fields(text) {
		var n int
		_, _ = fmt.Sscan(word, &n)
		all = append(all, n)
	}
	return all
}
