package gallery

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

var childNames = []string{"Rosalind Achebe", "Tomos Bevan", "Ifeoma Clarke", "Niamh Doyle", "Yusuf Demir", "Ava Fernandes", "Oliver Grant", "Zofia Horvat"}

func sampleChildren() page.Children {
	return page.Children{
		Whose: "Addenbrooke’s Hospital", Statistics: page.Statistics{Path: base + "/none", Total: "1,042", Registered: "986"}, AddHref: base,
		Scopes: page.Scopes{
			Action: base + "/none", As: seal, PickAction: base + "/none",
			Buttons:       []page.Scope{{Value: "organisation", Label: "This hospital", Current: true}, {Value: "trust", Label: "This trust"}},
			Organisations: []page.FilterOption{{Value: "RGT01", Label: "Addenbrooke’s Hospital", Selected: true}, {Value: "RGT02", Label: "Rosie Hospital"}},
		},
		Waiting: page.TransfersBlock{Title: "2 transfers wait for your answer", Rows: waitingRows(), AllHref: base + "/page/transfers"},
		Search:  part.SearchBox{ID: "search", Label: "Search by name, NHS number or audit number", Action: base + "/children", Target: "#case-table"},
		Table:   searchChildren(url.Values{}),
	}
}

// nationalChildren are those of all trusts, as the audit team sees them.
func nationalChildren() page.Children {
	c := sampleChildren()
	c.Whose, c.Scopes, c.AddHref, c.Statistics.Total, c.Statistics.Registered = "All trusts and health boards", page.Scopes{}, "", "1,000,000", "961,204"
	c.Table.Bulk, c.Table.Columns = nil, c.Table.Columns[1:]
	c.Table.Open = base + "/none"
	c.Table.Paging.Showing = "1 to 8 of more than 10,000. The pages end after 10,000: search or filter to see others."
	for i := range c.Table.Rows {
		if row := &c.Table.Rows[i]; !row.Masked {
			row.Tenant, row.Href, row.EditHref, row.Lead, row.Pick, row.Muted, row.Actions = "1", "", "", "Addenbrooke’s Hospital, Cambridge University Hospitals", false, false, nil
		}
	}
	c.Table.Filters.Selects = append(c.Table.Filters.Selects, page.FilterSelect{Name: "centre", Label: "Trust or hospital", Options: []page.FilterOption{
		{Label: "All"}, {Value: "RGT", Label: "All of Cambridge University Hospitals", Group: "Cambridge University Hospitals"},
		{Value: "RGT01", Label: "Addenbrooke’s Hospital", Group: "Cambridge University Hospitals"},
		{Value: "7A4", Label: "All of Cardiff and Vale", Group: "Cardiff and Vale"},
	}})
	return c
}

func emptyChildren() templ.Component {
	c := sampleChildren()
	c.Statistics.Total, c.Statistics.Registered = "0", "0"
	c.Table = page.ChildrenTable{
		Empty: "No child at Addenbrooke’s Hospital matches “doyle”.", EmptyHref: base + "/children", EmptyAction: "3 match in your trust: show them",
		RefreshPath: base + "/children", Filters: sampleFilters(),
	}
	return page.ChildrenPage(frame("Children"), c)
}

func sampleFilters() page.Filters {
	return page.Filters{
		Action: base + "/children", Keep: []part.Hidden{{Name: "scope", Value: "organisation"}},
		Selects: []page.FilterSelect{
			{Name: "cohort", Label: "Cohort", Options: []page.FilterOption{{Label: "All"}, {Value: "9", Label: "Cohort 9"}, {Value: "8", Label: "Cohort 8", Selected: true}}},
			{Name: "state", Label: "State", Options: []page.FilterOption{{Label: "Any"}, {Value: "incomplete", Label: "Incomplete"}}},
			{Name: "form", Label: "Form not complete", Options: []page.FilterOption{{Label: "Any or none"}, {Value: "tests", Label: "Tests"}}},
			{Name: "days", Label: "Days left", Options: []page.FilterOption{{Label: "Any"}, {Value: "7", Label: "Under 7"}}},
		},
		Ticks: []page.FilterTick{
			{Name: "incomplete", Value: "yes", Label: "Incomplete only"}, {Name: "warnings", Value: "yes", Label: "Answers to check", On: true},
			{Name: "transfer", Value: "yes", Label: "Transfer pending"},
		},
	}
}

func searchChildren(query url.Values) page.ChildrenTable {
	t := page.ChildrenTable{
		RefreshPath: base + "/children?" + query.Encode(), SearchForm: "search-form", Filters: sampleFilters(),
		Chips: []part.Chip{{Label: "Cohort 8", Href: base + "/children", On: true, Off: "Remove filter:"}, {Label: "Answers to check", Href: base + "/children", On: true, Off: "Remove filter:"}},
		Bulk:  &page.Bulk{Action: base + "/none", As: seal, Return: base + "/children"},
	}
	t.Columns = append(t.Columns, part.Column{Label: "Tick to submit", Quiet: true})
	for _, label := range []string{"Number", "Name", "Sex", "NHS number", "Deadline", "Cohort", "Days left"} {
		t.Columns = append(t.Columns, part.Column{Label: label, Href: base + "/children?sort=" + url.QueryEscape(label), Numeric: label == "Cohort" || label == "Days left" || label == "Number"})
	}
	t.Columns[2].Sort = "ascending"
	t.Columns = append(t.Columns, part.Column{Label: "Progress"})
	wanted := strings.ToLower(strings.TrimSpace(query.Get("q")))
	for i, name := range childNames {
		if strings.Contains(strings.ToLower(name), wanted) {
			t.Rows = append(t.Rows, sampleChildRow(i, name))
		}
	}
	if len(t.Rows) == 0 {
		t.Empty, t.EmptyHref, t.EmptyAction, t.Bulk = "No child matches “"+query.Get("q")+"”.", base+"/children", "Show all children", nil
		return t
	}
	href := func(n int) string { return fmt.Sprintf("%s/children?page=%d", base, n) }
	t.Paging = part.Paging{
		Label: "Children", Target: "#case-table", Next: href(2), Showing: fmt.Sprintf("1 to %d of 311", len(t.Rows)),
		Pages: []part.PageLink{{N: 1, Href: href(1), Current: true}, {N: 2, Href: href(2)}, {}, {N: 13, Href: href(13)}},
		Sizes: []part.PageLink{{N: 25, Href: base + "/children?size=25", Current: true}, {N: 50, Href: base + "/children?size=50"}, {N: 100, Href: base + "/children?size=100"}},
	}
	return t
}

// sampleChildRow is each state once.
func sampleChildRow(i int, name string) page.ChildRow {
	row := page.ChildRow{
		Key: fmt.Sprint(1042 + i), Number: fmt.Sprint(1042 + i), Name: name, Sex: []string{"Female", "Male"}[i%2], NHSNumber: fmt.Sprintf("999 %03d %04d", 100+i, 1000+i),
		Deadline: "12 January 2027", Cohort: "8", DaysLeft: "51", Href: base + "/page/record", EditHref: base, As: seal,
	}
	tag := func(label string, colour part.Colour) {
		row.States = append(row.States, part.Tag{Label: label, Colour: colour})
	}
	switch i {
	case 0:
		tag("Incomplete", part.Blue)
		row.Answered, row.Asked, row.Note = 12, 43, "31 answers missing until 12 January 2027, in 5 forms"
	case 1:
		row.Deadline, row.Cohort, row.DaysLeft, row.Note = "", "", "", "Register the child to open the forms."
		tag("Not registered", part.Grey)
	case 2:
		tag("Complete", part.Pink)
		row.Pick = true
	case 3:
		row.Deadline, row.DaysLeft, row.Soon, row.Pick, row.Note = "27 November 2026", "5", true, true, "Submit it by 27 November 2026."
		tag("Complete", part.Orange)
	case 4:
		row.Deadline, row.Cohort, row.DaysLeft, row.Muted = "13 January 2026", "7", "0", true
		tag("Deadline passed", part.Grey)
	case 5:
		tag("Submitted", part.Pink)
		row.Actions = []page.RowAction{{Label: "Take back", Action: base + "/none"}}
	case 6:
		tag("Incomplete", part.Blue)
		tag("Transfer pending", part.Purple)
		tag("2 answers to check", part.Yellow)
		row.Pending, row.Answered, row.Asked, row.Note = true, 40, 43, "3 answers missing until 12 January 2027: Tests"
	case 7:
		hidden := "##########"
		row = page.ChildRow{Number: hidden, Name: hidden, Sex: hidden, NHSNumber: hidden, Deadline: hidden, Cohort: hidden, DaysLeft: hidden, Masked: true}
	}
	return row
}

func sampleSubmissions(asking bool) page.Submissions {
	s := page.Submissions{
		Title: "1 of 2 records submitted", BackHref: base + "/children",
		Outcomes: []page.Outcome{{Name: "Ifeoma Clarke", Number: "1044", Words: "Submitted."}, {Name: "Niamh Doyle", Number: "1045", Words: "Only a complete record can be submitted. Answers still missing: 1.", Refused: true}},
	}
	if asking {
		s.Title, s.Words, s.Yes, s.Action = "Submit 2 complete records?", "A submitted record is locked. It can be taken back until its deadline.", "Submit 2 complete records", base+"/none"
		s.Fields = []part.Hidden{{Name: "as", Value: seal}, {Name: "confirmed", Value: "yes"}, {Name: "key", Value: "00000000-0000-4000-8000-000000000001"}}
		s.Outcomes[0].Words, s.Outcomes[1] = "", page.Outcome{Name: "Niamh Doyle", Number: "1045"}
	}
	return s
}
