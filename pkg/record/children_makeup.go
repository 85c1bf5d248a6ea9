package record

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// Makeup is who the children are whom an organisation leads (kpis.md, 12.4): those registered or not yet, without the
// unregistered, the opted out and the deleted. Every group stands in it, also those without a child.
type Makeup struct {
	Children  int64
	Sex       []Group // by code of dataset.Sexes
	Age       []Group // today, in whole years: dataset.AgeBands
	Quintile  []Group // of deprivation, 1 most deprived to 5
	Ethnicity []Group // by code of dataset.Ethnicities
}

// Group is how many children share something; the code is empty for those of whom it is not known.
type Group struct {
	Code, Label string
	Children    int64
}

// Whose says which children are looked at: those an organisation of the tenant leads, or all of the tenant's; of one cohort, or
// with 0 of all, the not yet registered included.
type Whose struct {
	OrganisationID string
	Cohort         int
}

const makeup = `select what, coalesce(code, ''), count(*)
	from cases left join (select tenant_id as t, case_id, quintile from case_places) p on p.t = tenant_id and p.case_id = id
	cross join lateral (values ('all', ''), ('sex', sex), ('ethnicity', ethnicity), ('quintile', quintile::text),
		('age', width_bucket(date_of_birth, array[%s])::text)) v (what, code)
	where %s group by 1, 2`

// Makeup counts the children by sex, age, deprivation and ethnicity.
func (s *Store) Makeup(ctx context.Context, whose Whose) (Makeup, error) {
	lists, err := s.lists()
	if err != nil {
		return Makeup{}, err
	}
	l := whose.listing(ctx)
	query := fmt.Sprintf(makeup, l.births(ask.DateOf(s.Now())), l.conditions())
	counted := map[[2]string]int64{}
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		rows, err := tx.Raw(query, l.args...).Rows()
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var what, code string
			var n int64
			if err := rows.Scan(&what, &code, &n); err != nil {
				return err
			}
			counted[[2]string{what, code}] = n
		}
		return rows.Err()
	})
	if err != nil {
		return Makeup{}, fmt.Errorf("count children by group: %w", err)
	}
	return newMakeup(counted, lists), nil
}

func newMakeup(counted map[[2]string]int64, lists ask.Lists) Makeup {
	groups := func(what string, all []Group) []Group {
		for i := range all {
			all[i].Children = counted[[2]string{what, all[i].Code}]
		}
		unknown := Group{Label: "Not known", Children: counted[[2]string{what, ""}]}
		if at := slices.IndexFunc(all, func(g Group) bool { return g.Label == unknown.Label }); at >= 0 { // a code of its own says so
			all[at].Children += unknown.Children
			return all
		}
		return append(all, unknown)
	}
	age := groups("age", nil)
	for i, band := range slices.Backward(dataset.AgeBands) { // the youngest were born after every limit
		bucket := strconv.Itoa(len(dataset.AgeBands) - 1 - i)
		age = slices.Insert(age, 0, Group{band.Code, band.Label, counted[[2]string{"age", bucket}]})
	}
	return Makeup{
		Children: counted[[2]string{"all", ""}], Age: age,
		Sex: groups("sex", groupsOf(lists.Of(dataset.Sexes))), Ethnicity: groups("ethnicity", groupsOf(lists.Of(dataset.Ethnicities))),
		Quintile: groups("quintile", []Group{{"1", "Quintile 1, most deprived", 0}, {"2", "Quintile 2", 0}, {"3", "Quintile 3", 0}, {"4", "Quintile 4", 0}, {"5", "Quintile 5, least deprived", 0}}),
	}
}

func groupsOf(list *ask.List) []Group {
	var all []Group
	for _, option := range list.Options {
		all = append(all, Group{Code: option.Code, Label: option.Label})
	}
	return all
}

// listing is the condition of the list, without the children who count nowhere, so that a figure and the list behind it agree.
func (w Whose) listing(ctx context.Context) *listing {
	l := w.scope(ctx)
	l.and("stage < 4")
	if w.Cohort != 0 {
		l.and("cohort = " + l.arg(w.Cohort, "smallint"))
	}
	return l
}

// scope is the list's own condition for the children of whichever cohort. The tenant is its first parameter.
func (w Whose) scope(ctx context.Context) *listing {
	q := Query{Scope: Trust}
	if w.OrganisationID != "" {
		q.Scope, q.OrganisationID = Organisation, w.OrganisationID
	}
	return newListing(ctx, q, ask.Date{})
}

// births are the first days of birth of those younger than each band but the first, oldest band first: the limits of
// width_bucket. A birthday on 29 February is on the 28th in other years, as ask.Date has it, not as PostgreSQL's age().
func (l *listing) births(today ask.Date) string {
	var limits []string
	for _, band := range slices.Backward(dataset.AgeBands[1:]) {
		limits = append(limits, l.arg(bornAfter(today, band.From).String(), "date"))
	}
	return strings.Join(limits, ", ")
}

// bornAfter is the first day of birth of somebody who is not so many years old yet.
func bornAfter(today ask.Date, years int) ask.Date {
	day := today.AddYears(-years)
	for day.AgeOn(today) >= years {
		day = day.AddDays(1)
	}
	return day
}
