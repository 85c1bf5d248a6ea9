package gallery

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/pinktick/pinktick/ui/layout"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// frame is the gallery's page frame, with a trust's look and somebody signed in.
func frame(title string) layout.Frame {
	return layout.Frame{
		Title: title, Home: base, Environment: "Gallery: no real data", Wide: true,
		Brand: layout.Brand{Name: "Cambridge University Hospitals"},
		Nav:   []layout.Link{{Label: "Children", Href: base + "/children", Current: title == "Children"}, {Label: "National counts", Href: base + "/page/national"}},
		Person: &layout.Person{
			Name: "Dr Amira Hassan", Role: "Editor", As: seal, SwitchPath: base + "/none", SignOutPath: base + "/none",
			Tenants: []layout.Tenant{{ID: "1", Name: "Cambridge University Hospitals", Current: true}, {ID: "2", Name: "Cardiff and Vale"}},
		},
		Session: &layout.Session{IdleSeconds: 900, WarnSeconds: 120, StayPath: base + "/session/stay", WhoPath: base + "/session/who", SignInPath: base + "/page/signed-out"},
	}
}

// outside is the frame of pages before sign-in.
func outside(title string) layout.Frame {
	return layout.Frame{Title: title, Home: base, Environment: "Gallery: no real data", Wide: true}
}

func sampleSteps() part.Steps {
	step := func(section, label string, answered, asked int, closed string) part.Step {
		return part.Step{Section: section, Label: label, Href: base, Ring: part.Ring{Answered: answered, Asked: asked}, Closed: closed, Current: section == "gallery"}
	}
	return part.Steps{Path: base + "/steps", Steps: []part.Step{
		step("registration", "Eligibility and registration", 3, 3, ""),
		step("first-assessment", "First paediatric assessment", 7, 7, ""),
		step("gallery", "Every kind of control", 4, 16, ""),
		step("tests", "Tests", 0, 9, ""),
		step("treatment", "Treatment and care planning", 0, 12, "Opens when the child is registered"),
	}}
}

func sampleChild() page.Child {
	return page.Child{Name: "Rosalind Achebe", Number: "1042", LeadCentre: "Addenbrooke’s Hospital", Cohort: "8", Deadline: "13 January 2027", DaysLeft: "52"}
}

func sampleTabs(current string) []page.Tab {
	return []page.Tab{{Label: "Record", Href: base + "/page/record", Current: current == "Record"}, {Label: "What is missing", Href: base + "/page/missing", Current: current == "Missing"}, {Label: "Child details", Href: base + "/page/child-details", Current: current == "Child details"}, {Label: "History", Href: base + "/page/history", Current: current == "History"}}
}

var childNames = []string{"Rosalind Achebe", "Tomos Bevan", "Ifeoma Clarke", "Niamh Doyle", "Yusuf Demir", "Ava Fernandes", "Oliver Grant", "Zofia Horvat"}

func sampleChildren() page.Children {
	return page.Children{
		Organisation: "Addenbrooke’s Hospital", AddHref: base + "/page/child-new", Total: 8, Registered: 6,
		Search: part.SearchBox{ID: "child-search", Label: "Search", Hint: "Name, NHS number or audit number", Action: base + "/children", Target: "#case-table", Keep: []part.Hidden{{Name: "size", Value: "25"}}},
		Chips:  []part.Chip{{Label: "Not registered", Href: base + "/children?state=new"}, {Label: "Incomplete", Href: base + "/children", On: true}, {Label: "Complete", Href: base + "/children?state=complete"}},
		Table:  searchChildren(url.Values{}),
	}
}

func searchChildren(query url.Values) page.ChildrenTable {
	t := page.ChildrenTable{RefreshPath: base + "/children?" + query.Encode()}
	for _, label := range []string{"Audit number", "Name", "Sex", "NHS number", "Deadline", "Cohort", "Days left"} {
		t.Columns = append(t.Columns, part.Column{Label: label, Href: base + "/children?sort=" + url.QueryEscape(label), Numeric: label == "Cohort" || label == "Days left" || label == "Audit number"})
	}
	t.Columns[1].Sort = "ascending"
	t.Columns = append(t.Columns, part.Column{Label: "Progress"})
	wanted := strings.ToLower(strings.TrimSpace(query.Get("q")))
	for i, name := range childNames {
		if strings.Contains(strings.ToLower(name), wanted) {
			t.Rows = append(t.Rows, sampleChildRow(i, name))
		}
	}
	if len(t.Rows) == 0 {
		t.Empty, t.EmptyHref, t.EmptyAction = "No child matches “"+query.Get("q")+"”.", base+"/children", "Show all children"
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

func sampleChildRow(i int, name string) page.ChildRow {
	row := page.ChildRow{
		Number: fmt.Sprint(1042 + i), Name: name, Sex: []string{"Female", "Male"}[i%2], NHSNumber: fmt.Sprintf("999 %03d %04d", 100+i, 1000+i),
		Deadline: "13 January 2027", Cohort: "8", DaysLeft: "52", Href: base + "/page/record", Ring: part.Ring{Answered: i * 6, Asked: 43}, State: part.Tag{Label: fmt.Sprintf("%d %% (%d/43)", i*600/43, i*6), Colour: part.White},
	}
	switch i {
	case 1:
		row.Deadline, row.Cohort, row.DaysLeft, row.State, row.Ring = "", "", "", part.Tag{Label: "Not registered", Colour: part.Grey}, part.Ring{Asked: 3}
	case 2:
		row.Ring, row.State = part.Ring{Answered: 43, Asked: 43}, part.Tag{Label: "Complete", Colour: part.Pink}
	case 3:
		row.DaysLeft, row.Soon, row.Note = "5", true, "12 answers wanted until 27 November"
	case 4:
		row.Muted, row.DaysLeft, row.State = true, "0", part.Tag{Label: "Closed", Colour: part.Grey}
	}
	return row
}
