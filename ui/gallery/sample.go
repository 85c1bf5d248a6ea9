package gallery

import (
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
