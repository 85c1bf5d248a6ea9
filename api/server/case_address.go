package server

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/part"
)

var sizes = []int{25, 50, 100}

// usualSize is the size of a page where the address says none.
const usualSize = 50

// caseQuery reads the address; what it does not know falls back to the usual.
func caseQuery(c *gin.Context) record.Query {
	size, _ := strconv.Atoi(c.Query("size"))
	if !slices.Contains(sizes, size) {
		size = usualSize
	}
	sort := c.Query("sort")
	if !slices.Contains(record.SortKeys(), sort) {
		sort = "name"
	}
	scope := record.Scope(c.Query("scope"))
	if scope != record.Organisation && scope != record.Nation {
		scope = record.Trust
	}
	return record.Query{
		Scope: scope, Search: searchIn(c), Filter: caseFilter(c), Sort: sort, Down: c.Query("dir") == "desc", Page: pageNumber(c), Size: size,
	}
}

func searchIn(c *gin.Context) string {
	search := strings.TrimSpace(c.Query("q"))
	if len(search) > 100 {
		search = search[:100]
	}
	return strings.ToValidUTF8(strings.ReplaceAll(search, "\x00", ""), "")
}

func caseFilter(c *gin.Context) record.Filter {
	var f record.Filter
	f.Cohort, _ = strconv.Atoi(c.Query("cohort"))
	if f.Cohort < 0 || f.Cohort > 999 {
		f.Cohort = 0
	}
	if state, ok := stateBySlug(c.Query("state")); ok {
		f.State, f.Soon = state.state, state.soon
	}
	if _, ok := dataset.SectionByKey(c.Query("form")); ok {
		f.Form = c.Query("form")
	}
	if days, _ := strconv.Atoi(c.Query("days")); slices.Contains(daysChoices, days) {
		f.DaysUnder = days
	}
	f.Incomplete, f.Transfer, f.Warnings = c.Query("incomplete") == "yes", c.Query("transfer") == "yes", c.Query("warnings") == "yes"
	f.NoLead = c.Query("lead") == "none"
	return f
}

// values are the list's address as fields: everything it needs to come back the same, whoever opens it. Nothing that is as
// usual stands in it, but always the scope, since another person's usual one may be another.
func (l *caseList) values(q record.Query) url.Values {
	v := url.Values{}
	set := func(name, value string, given bool) {
		if given {
			v.Set(name, value)
		}
	}
	f := q.Filter
	set("scope", string(q.Scope), true)
	set("centre", l.centre, q.TenantID != "" || q.Scope == record.Nation && q.OrganisationID != "")
	set("q", q.Search, q.Search != "")
	set("cohort", strconv.Itoa(f.Cohort), f.Cohort != 0)
	set("state", slugOf(f.State, f.Soon), f.State != "")
	set("incomplete", "yes", f.Incomplete)
	set("form", f.Form, f.Form != "")
	set("days", strconv.Itoa(f.DaysUnder), f.DaysUnder != 0)
	set("transfer", "yes", f.Transfer)
	set("lead", "none", f.NoLead)
	set("warnings", "yes", f.Warnings)
	set("sort", q.Sort, q.Sort != "name" || q.Down)
	set("dir", "desc", q.Down)
	set("page", strconv.Itoa(q.Page), q.Page > 1)
	set("size", strconv.Itoa(q.Size), q.Size != usualSize)
	return v
}

func (l *caseList) address(q record.Query) string { return l.base + "?" + l.values(q).Encode() }

// kept are the fields of the address but those named, which a form of its own sends.
func (l *caseList) kept(without ...string) []part.Hidden {
	values := l.values(l.query)
	for _, name := range append(without, "page") {
		values.Del(name)
	}
	var kept []part.Hidden
	for _, name := range sortedKeys(values) {
		kept = append(kept, part.Hidden{Name: name, Value: values.Get(name)})
	}
	return kept
}

func sortedKeys(values url.Values) []string {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
