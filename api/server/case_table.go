package server

import (
	"strconv"

	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// caseColumns are the columns of the list, with the key each is sorted by.
var caseColumns = []struct {
	label, sort string
	numeric     bool
}{
	{"Number", "number", true}, {"Name", "name", false}, {"Sex", "sex", false}, {"NHS number", "nhs", false}, {"Deadline", "deadline", false},
	{"Cohort", "cohort", true}, {"Days left", "days", true}, {"Progress", "", false},
}

func (s *Server) caseTable(l *caseList) (page.ChildrenTable, error) {
	q, list := l.query, l.counted
	filters, err := s.filters(l)
	if err != nil {
		return page.ChildrenTable{}, err
	}
	table := page.ChildrenTable{Filters: filters, Chips: l.chips(filters), RefreshPath: l.address(q), SearchForm: caseSearchID + "-form", Keep: l.kept("q")}
	for _, row := range list.Rows {
		table.Rows = append(table.Rows, s.caseRow(l, row))
	}
	l.bulk = l.bulk && anyPick(table.Rows)
	if l.bulk {
		table.Bulk = &page.Bulk{Action: l.base + "/submit", As: l.seal, Return: l.address(q)}
		table.Columns = append(table.Columns, part.Column{Label: "Tick to submit", Quiet: true})
	}
	for _, column := range caseColumns {
		table.Columns = append(table.Columns, l.column(column.label, column.sort, column.numeric))
	}
	if q.Scope == record.Nation {
		table.Open = nationalCases + "/open"
	}
	table.Paging = l.paging()
	if len(list.Rows) == 0 {
		l.whyEmpty(&table)
	}
	return table, nil
}

func anyPick(rows []page.ChildRow) bool {
	for _, row := range rows {
		if row.Pick {
			return true
		}
	}
	return false
}

func (l *caseList) column(label, sort string, numeric bool) part.Column {
	column := part.Column{Label: label, Numeric: numeric}
	if sort == "" {
		return column
	}
	turned := l.query
	turned.Page, turned.Sort, turned.Down = 1, sort, l.query.Sort == sort && !l.query.Down
	column.Href = l.address(turned)
	if l.query.Sort == sort {
		column.Sort = "ascending"
		if l.query.Down {
			column.Sort = "descending"
		}
	}
	return column
}

func (l *caseList) paging() part.Paging {
	q, list := l.query, l.counted
	view := paging(int(list.Reachable), q.Page, q.Size, func(n int) string {
		q.Page = n
		return l.address(q)
	})
	view.Label, view.Target, view.Showing = "Children", "#case-table", l.showing()
	for _, size := range sizes {
		sized := l.query
		sized.Size, sized.Page = size, 1
		view.Sizes = append(view.Sizes, part.PageLink{N: size, Href: l.address(sized), Current: size == l.query.Size})
	}
	return view
}

// showing says which of how many are on the page, and no more than is known.
func (l *caseList) showing() string {
	n := int64(len(l.counted.Rows))
	if n == 0 {
		return ""
	}
	first := int64(l.query.Page-1)*int64(l.query.Size) + 1
	words := thousands(first) + " to " + thousands(first+n-1) + " of "
	if l.counted.More {
		words += "more than "
	}
	words += thousands(l.counted.Found)
	if l.counted.More || l.counted.Reachable < l.counted.Found {
		words += ". The pages end after " + thousands(l.counted.Reachable) + ": search or filter to see others."
	}
	return words
}

// whyEmpty says why there is no row, and the way out.
func (l *caseList) whyEmpty(table *page.ChildrenTable) {
	q, list := l.query, l.counted
	all := record.Query{Scope: q.Scope, Sort: "name", Page: 1, Size: q.Size}
	switch {
	case q.Scope == record.Organisation && list.Found == 0:
		l.whyEmptyHere(table)
	case list.Total == 0:
		table.Empty = "No child has been added at this trust yet."
		if q.Scope == record.Nation {
			table.Empty = "No child has been added yet."
		}
	case list.Found > 0:
		table.Empty, table.EmptyAction = "This page is past the end of the list.", "Go to the first page"
		q.Page = 1
		table.EmptyHref = l.address(q)
	default:
		table.Empty, table.EmptyAction, table.EmptyHref = l.noMatch(), "Show all children", l.address(all)
	}
}

// whyEmptyHere says of a hospital's empty list whether its trust has what was looked for.
func (l *caseList) whyEmptyHere(table *page.ChildrenTable) {
	wider := l.query
	wider.Scope, wider.Page = record.Trust, 1
	narrowed := len(table.Chips) > 0 || l.query.Search != ""
	switch n := l.counted.Wider; {
	case n == 0 && !narrowed:
		table.Empty = "No child has been added at this trust yet."
	case n == 0:
		table.Empty, table.EmptyAction = l.noMatch(), "Show all children of the trust"
		table.EmptyHref = l.address(record.Query{Scope: record.Trust, Sort: "name", Page: 1, Size: l.query.Size})
	default:
		table.Empty = "No child is led by " + organisationOf(l.c).Name + " yet."
		if narrowed {
			table.Empty = l.noMatch()
		}
		table.EmptyAction, table.EmptyHref = inYourTrust(n, narrowed), l.address(wider)
	}
}

func inYourTrust(n int64, narrowed bool) string {
	words := thousands(n)
	switch {
	case narrowed && n == 1:
		words += " matches"
	case narrowed:
		words += " match"
	case n == 1:
		words += " is"
	default:
		words += " are"
	}
	if n == 1 {
		return words + " in your trust: show it"
	}
	return words + " in your trust: show them"
}

func (l *caseList) noMatch() string {
	where := ""
	if l.query.Scope == record.Organisation {
		where = " at " + organisationOf(l.c).Name
	}
	if l.query.Search == "" {
		return "No child" + where + " matches these filters."
	}
	words := "No child" + where + " matches “" + l.query.Search + "”"
	if l.query.Filter != (record.Filter{}) || l.query.TenantID != "" {
		words += " with these filters"
	}
	return words + "."
}

func numberOf(id int64) string { return strconv.FormatInt(id, 10) }
