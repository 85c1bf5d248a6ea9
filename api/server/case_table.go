package server

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/nhs"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// caseColumns are the columns of the list, with the key each is sorted by.
var caseColumns = []struct{ label, sort string }{
	{"Number", "number"}, {"Name", "name"}, {"Sex", "sex"}, {"NHS number", "nhs"}, {"Deadline", "deadline"}, {"Cohort", "cohort"},
	{"Days left", "days"}, {"Progress", ""},
}

func caseTable(c *gin.Context, q record.Query, list record.List, done map[int64]dataset.Completion) page.ChildrenTable {
	table := page.ChildrenTable{RefreshPath: caseAddress(c, q), SearchForm: caseSearchID + "-form", Keep: searchKeeps(q)}
	for _, column := range caseColumns {
		table.Columns = append(table.Columns, caseColumn(c, q, column.label, column.sort))
	}
	for _, row := range list.Rows {
		table.Rows = append(table.Rows, caseRow(c, list, row, done[row.ID]))
	}
	table.Paging = paging(int(list.Found), q.Page, q.Size, func(n int) string {
		q.Page = n
		return caseAddress(c, q)
	})
	table.Paging.Label, table.Paging.Target = "Children", "#case-table"
	for _, size := range sizes {
		sized := q
		sized.Size, sized.Page = size, 1
		table.Paging.Sizes = append(table.Paging.Sizes, part.PageLink{N: size, Href: caseAddress(c, sized), Current: size == q.Size})
	}
	if len(list.Rows) == 0 {
		whyEmpty(c, q, list, &table)
	}
	return table
}

func caseColumn(c *gin.Context, q record.Query, label, sort string) part.Column {
	column := part.Column{Label: label}
	if sort == "" {
		return column
	}
	turned := q
	turned.Page, turned.Sort, turned.Down = 1, sort, q.Sort == sort && !q.Down
	column.Href = caseAddress(c, turned)
	if q.Sort == sort {
		column.Sort = "ascending"
		if q.Down {
			column.Sort = "descending"
		}
	}
	return column
}

// whyEmpty says why there is no row, and the way out.
func whyEmpty(c *gin.Context, q record.Query, list record.List, table *page.ChildrenTable) {
	switch {
	case list.Total == 0:
		table.Empty = "No child has been added at this trust yet."
	case list.Found == 0:
		table.Empty, table.EmptyAction = "No child matches “"+q.Search+"”.", "Show all children"
		table.EmptyHref = "/" + c.Param("org") + "/cases"
	default:
		table.Empty, table.EmptyAction = "This page is past the end of the list.", "Go to the first page"
		q.Page = 1
		table.EmptyHref = caseAddress(c, q)
	}
}

// masked stands where an opted-out child's name stood.
const masked = "##########"

func caseRow(c *gin.Context, list record.List, row record.Listed, done dataset.Completion) page.ChildRow {
	if row.OptedOutAt != nil {
		return page.ChildRow{Number: strconv.FormatInt(row.ID, 10), Name: masked, Sex: masked, NHSNumber: masked, Muted: true,
			State: part.Tag{Label: "Opted out", Colour: part.Grey}}
	}
	view := page.ChildRow{
		Number: strconv.FormatInt(row.ID, 10), Name: fullName(row.FirstName, row.Surname),
		Href: "/" + c.Param("org") + "/cases/" + strconv.FormatInt(row.ID, 10), Ring: ring(done.Total),
	}
	if row.Sex != nil {
		if option, ok := dataset.Sexes.Find(*row.Sex); ok {
			view.Sex = option.Label
		}
	}
	if row.NHSNumber != nil {
		view.NHSNumber = nhs.FormatNumber(*row.NHSNumber)
	}
	caseState(&view, list, row, done)
	return view
}

// caseState is the state of a record in the list (workflows.md, section 8).
func caseState(view *page.ChildRow, list record.List, row record.Listed, done dataset.Completion) {
	state := list.State(row, done)
	view.State, view.Muted = stateTags[state], state == record.Closed
	period, found := list.Period(row)
	switch {
	case state == record.NotRegistered:
		view.Note = "Register the child to open the forms."
		return
	case !found || state == record.Unregistered:
		return
	}
	left := period.DaysLeft(list.Today)
	view.Cohort, view.Deadline, view.DaysLeft = strconv.Itoa(period.Cohort), period.ClosesOn().Words(), strconv.Itoa(left)
	view.Soon = left <= soon && !period.Over(list.Today)
	if state == record.Open {
		view.Note = strconv.Itoa(done.Total.Expected-done.Total.Completed) + " to answer until " + period.ClosesOn().Words()
	}
}

// stateTags are the states of a record as tags.
var stateTags = map[record.State]part.Tag{
	record.NotRegistered: {Label: "Not registered", Colour: part.Grey},
	record.Open:          {Label: "Incomplete", Colour: part.Blue},
	record.Complete:      {Label: "Complete", Colour: part.Pink},
	record.Submitted:     {Label: "Submitted", Colour: part.Pink},
	record.Closed:        {Label: "Deadline passed", Colour: part.Grey},
	record.Unregistered:  {Label: "Unregistered", Colour: part.Grey},
	record.OptedOut:      {Label: "Opted out", Colour: part.Grey},
}
