package record

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
)

// listing is the statement behind a page of the list. It is written by hand, for tenants and for the nation alike: each order
// and each filter has its index (migration 0021), and the plans of all are tested.
type listing struct {
	q          Query
	where      []string
	words      []string // conditions of the search
	indexed    bool     // one of the words is long enough for the index of words
	args       []any
	impossible bool // what was typed holds no letter and no digit: nobody is called that
}

func newListing(ctx context.Context, q Query, today ask.Date) *listing {
	l := &listing{q: q}
	l.scope(ctx)
	l.where = append(l.where, "deleted_at is null")
	l.filter(today)
	l.search()
	return l
}

// arg takes a value as a parameter and gives its mark.
func (l *listing) arg(value any, kind string) string {
	l.args = append(l.args, value)
	return "$" + strconv.Itoa(len(l.args)) + "::" + kind
}

func (l *listing) and(condition string) { l.where = append(l.where, condition) }

// scope holds a tenant's list to the tenant, though row security does as well.
func (l *listing) scope(ctx context.Context) {
	tenantID := l.q.TenantID
	if l.q.Scope != Nation {
		tenant, _ := tenants.From(ctx) // without one no transaction was opened
		tenantID = tenant.ID
	}
	if tenantID != "" {
		l.and("tenant_id = " + l.arg(string(tenantID), "uuid"))
	}
	if l.q.Scope == Organisation || l.q.Scope == Nation && l.q.OrganisationID != "" {
		l.and("lead_organisation_id = " + l.arg(l.q.OrganisationID, "uuid"))
	}
}

func (l *listing) filter(today ask.Date) {
	f := l.q.Filter
	if f.Cohort != 0 {
		l.and("cohort = " + l.arg(f.Cohort, "smallint"))
	}
	if f.State != "" {
		l.state(f.State, f.Soon, today)
	}
	if f.Incomplete {
		l.and("stage in (0, 1)")
	}
	if f.Form != "" {
		l.and("forms_incomplete = any(" + l.arg(bigints(masksWith(f.Form)), "smallint[]") + ")")
	}
	if f.DaysUnder > 0 {
		l.and("stage in (1, 2) and closes_on >= " + l.arg(today.String(), "date") + " and closes_on < " + l.arg(today.AddDays(f.DaysUnder).String(), "date"))
	}
	if f.Transfer {
		l.and("transfer_pending")
	}
	if f.NoLead {
		l.and("lead_organisation_id is null")
	}
	if f.Warnings {
		l.and("warnings > 0")
	}
}

// SoonDays is how near its deadline a record counts as due.
const SoonDays = 7

// state is Listed.State in SQL.
func (l *listing) state(s State, soon bool, today ask.Date) {
	stage := map[State]string{NotRegistered: "0", Open: "1", Complete: "2", Submitted: "3", Unregistered: "4", OptedOut: "5", Closed: "1, 2"}[s]
	l.and("stage in (" + stage + ")")
	switch s {
	case Open, Complete:
		l.and("closes_on >= " + l.arg(today.String(), "date"))
		if soon {
			l.and("closes_on <= " + l.arg(today.AddDays(SoonDays).String(), "date"))
		}
	case Closed:
		l.and("closes_on < " + l.arg(today.String(), "date"))
	}
}

// search wants every word somewhere in the names and numbers. An index holds every three letters that follow each other, so
// across tenants two letters are looked for with whatever may stand before them.
func (l *listing) search() {
	if l.q.Search == "" {
		return
	}
	words := searchWords(l.q.Search)
	l.impossible = len(words) == 0
	for _, word := range words {
		short := len(word) == 2 && word[0] < utf8.RuneSelf
		if short && l.q.Scope == Nation {
			l.words = append(l.words, "search ~ "+l.arg("[ a-z0-9]"+word, "text"))
		} else {
			l.words = append(l.words, "search like "+l.arg("%"+word+"%", "text"))
		}
		l.indexed = l.indexed || short || utf8.RuneCountInString(word) > 2
	}
}

// listColumns are those of Listed, and their names in a statement around. Of a child who opted out nothing is read but that
// there is one.
const (
	listColumns = `tenant_id::text as tenant, id as number, case when stage < 5 then first_name end as first, case when stage < 5 then surname end as last,
	case when stage < 5 then sex end as gender, case when stage < 5 then nhs_number end as nhs, case when stage < 5 then unique_reference_number end as urn,
	lead_organisation_id::text as lead, cohort as year, closes_on as closes, expected as wanted, completed as given, forms_incomplete as forms, warnings as doubts,
	transfer_pending as moving, stage as step`
	listNames = "tenant, number, first, last, gender, nhs, urn, lead, year, closes, wanted, given, forms, doubts, moving, step"
)

// page is the statement of one page.
func (l *listing) page() string {
	return l.rows(listColumns, l.conditions(), l.q.Size, int(l.offset()))
}

func (l *listing) conditions() string {
	return strings.Join(append(slices.Clone(l.where), l.words...), " and ")
}

// rows reads rows in order. Upwards that is an index read from its start. Downwards those without a value would come first, so
// the others are read first, backwards, and those only when they are needed to fill the page.
func (l *listing) rows(columns, where string, limit, offset int) string {
	by, all := l.q.order(), "select "+columns+" from cases where "+where
	page := " limit " + strconv.Itoa(limit) + " offset " + strconv.Itoa(offset)
	if !l.q.Down || len(by) == 1 {
		return all + " order by " + by.by(l.q.Down) + page
	}
	half := func(condition string) string {
		return "(" + all + " and " + by[0] + condition + " order by " + by.by(true) + " limit " + strconv.Itoa(limit+offset) + ")"
	}
	return half(" is not null") + " union all " + half(" is null") + page
}

// count is the statement that counts the matches.
func (l *listing) count() string {
	if l.q.Scope != Nation {
		return "select count(*) from cases where " + l.conditions()
	}
	return "select count(*) from (select from cases where " + l.conditions() + " limit " + strconv.Itoa(most+1) + ") as found"
}
