package gallery

import (
	"fmt"
	"maps"
	"net/http"

	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/layout"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// Pages is every page of the gallery that does not change, by its address.
func Pages() map[string]templ.Component {
	all := map[string]templ.Component{base: index(), base + "/parts": parts()}
	for _, s := range specimens {
		all[base+"/control/"+string(s.Kind)] = kindPage(s)
	}
	for _, some := range []map[string]templ.Component{samplePages(), childPages(), plotPages(), apartPages()} {
		for name, c := range some {
			all[base+"/page/"+name] = c
		}
	}
	for _, status := range []int{400, 403, 404, 405, 409, 410, 413, 422, 423, 429, 500, 503} {
		p := page.ProblemFor(status)
		p.BackHref, p.BackLabel = base, "Back to the gallery"
		if status == http.StatusInternalServerError {
			p.Reference = "7F3K-22Q"
		}
		all[fmt.Sprintf("%s/page/problem-%d", base, status)] = page.ProblemPage(frame(p.Title), p)
	}
	return all
}

func samplePages() map[string]templ.Component {
	search := part.SearchBox{ID: "trust-search", Label: "Name or ODS code of your trust or health board", Action: base + "/page/welcome"}
	found := []page.Provider{{Name: "Cambridge University Hospitals NHS Foundation Trust", ODS: "RGT", Href: base}, {Name: "Cardiff and Vale University Health Board", ODS: "7A4", Href: base}}
	cis2 := &page.Provider{Name: "Sign in with NHS Care Identity", Href: base}
	remembered := &page.Provider{Name: "Sign in at Cambridge University Hospitals", ODS: "RGT", Href: base}
	all := map[string]templ.Component{
		"welcome":         page.WelcomePage(outside("Welcome"), page.Welcome{Search: search, Query: "ca", Found: found, Remembered: remembered, CIS2: cis2}),
		"welcome-empty":   page.WelcomePage(outside("Welcome"), page.Welcome{Search: search, Query: "xyz", CIS2: cis2}),
		"welcome-back":    page.WelcomePage(frame("Welcome"), page.Welcome{Previous: "You last signed in on 20 November 2026 at 18:42, from 10.0.0.7.", Continue: base + "/children"}),
		"trust":           page.TrustPage(outside("Sign in"), page.Trust{Name: found[0].Name, ODS: "RGT", SignIn: page.Provider{Name: "Sign in", Href: base}, CIS2: cis2, OtherHref: base}),
		"record":          recordPage(""),
		"record-closed":   recordPage("This record is closed for editing. It was open until the end of 13 January 2026. The national audit team can open it."),
		"extensions":      page.ExtensionsPage(frame("Deadline extensions"), sampleExtensions(true)),
		"extensions-read": page.ExtensionsPage(frame("Deadline extensions"), sampleExtensions(false)),
		"registration":    registrationPage(),
		"history":         historyPage(),
		"missing":         missingPage(),
		"no-access":       page.NoAccessPage(outside("No access yet"), page.NoAccess{Name: "Dr Amira Hassan", Organisation: "Cardiff and Vale University Health Board", Provider: "Cambridge University Hospitals", Missing: []string{"No role in the audit: your sign-in names no group that the audit knows."}, Ask: "Ask a lead of the audit at your trust to add you to the group.", Reference: "7F3K-22Q", As: seal, SignOutPath: base + "/none"}),
		"waiting":         page.WaitingPage(outside("Waiting"), page.Waiting{Name: "Dr Amira Hassan", Organisation: "Cambridge University Hospitals", Ask: "If nothing happens within two days, ask your lead.", As: seal, SignOutPath: base + "/none"}),
		"signed-out":      page.SignedOutPage(outside("Signed out"), page.SignedOut{SignInHref: base, Note: "There was no input for 15 minutes."}),
		"back":            page.BackPage(frame("Signed in again")),
		"end-session":     page.EndSessionPage(outside("Choose a session"), page.EndSession{Action: base + "/none", As: seal, Sittings: []page.Sitting{{ID: "a", Where: "Ward 3, Edge", Since: "09:12"}, {ID: "b", Where: "Clinic, Chrome", Since: "13:40"}}}),
		"switch-trust":    page.SwitchTrustPage(outside("Switch trust"), page.SwitchTrust{Action: base + "/none", As: seal, Memberships: []page.Membership{{ID: "1", Name: "Cambridge University Hospitals", Role: "Editor", Current: true}, {ID: "2", Name: "Cardiff and Vale", Role: "Viewer"}}}),
		"idle":            page.IdlePage(frame("Are you still there?"), page.Idle{StayPath: base + "/none", As: seal, Return: base, Minutes: 2}),
		"resend":          page.ResendPage(outside("Sign in again"), page.Resend{Action: base + "/none", SignInHref: base, Fields: []page.Kept{{Name: "value", Value: "27/3/2025", Label: "Date the EEG was performed"}, {Name: "key", Value: "k"}}}),
		"confirmation":    page.ConfirmationPage(frame("Are you sure?"), page.Confirmation{Title: "Register this child?", Words: "The date cannot be changed once it is set.", Action: base + "/none", Yes: "Register", Fields: []page.Kept{{Name: "value", Value: "15/1/2025"}}, CancelHref: base}),
		"clearing":        page.ConfirmationPage(frame("Are you sure?"), page.Confirmation{Title: "Was a first EEG indicated?", Words: "Not saved yet. Saving “No” removes these answers:", Lost: sampleClearing("No", nil).Lost, Action: base + "/none", Yes: "Save and remove", Cancel: "Keep as it was", Fields: []page.Kept{{Name: "value", Value: "no"}}, CancelHref: base}),
		"idle-soon":       page.AboutPage(idleSoon()),
		"national":        page.NationalPage(wide("National"), sampleNational()),
	}
	for name, s := range standings {
		all["standing-"+name] = standingPage(s)
	}
	all["performance"], all["performance-gate"] = performancePage(samplePerformance()), performancePage(nothingScored())
	for _, more := range []map[string]templ.Component{listPages(), summaryPages(), transferPages(), measurePages(), outlierPages()} {
		maps.Copy(all, more)
		maps.Copy(all, exportPages())
	}
	return all
}

// listPages are the list of children around its states, and the open pages.
func listPages() map[string]templ.Component {
	return map[string]templ.Component{
		"about":           page.AboutPage(outside("About the audit")),
		"accessibility":   page.AccessibilityPage(outside("Accessibility statement"), "Write to the audit office; we answer within five working days."),
		"privacy":         page.PrivacyPage(outside("Privacy"), "Questions go to the audit office."),
		"licences":        page.LicencesPage(outside("Licences")),
		"children-empty":  emptyChildren(),
		"children-sample": page.ChildrenPage(frame("Children"), sampleChildren()),
		"children-nation": page.ChildrenPage(frame("Children"), nationalChildren()),
		"submit-ask":      page.SubmissionsPage(frame("Submit 2 complete records?"), sampleSubmissions(true)),
		"submit-done":     page.SubmissionsPage(frame("1 of 2 records submitted"), sampleSubmissions(false)),
	}
}

// idleSoon is a page whose session ends in six seconds, warned of four before.
func idleSoon() layout.Frame {
	f := frame("A short session")
	f.Session.IdleSeconds, f.Session.WarnSeconds = 6, 4
	return f
}

func historyPage() templ.Component {
	changes := []page.Change{
		{When: "22 Nov 2026 18:51", Who: "Dr Amira Hassan", Section: "Tests", Question: "Was a first EEG indicated?", New: "Yes"},
		{When: "22 Nov 2026 18:49", Who: "Dr Okafor", Section: "Treatment", Row: "Lamotrigine", Question: "Started on", Old: "1 March 2025", New: "2 March 2025"},
	}
	return page.HistoryPage(frame("History"), page.History{Child: sampleChild(), Tabs: sampleTabs("History"), Changes: changes, Paging: part.Paging{Showing: "1 to 2 of 2"}})
}

func registrationPage() templ.Component { return registrationWith(sampleLeadTransfer()) }

func registrationWith(transfer page.LeadTransfer) templ.Component {
	eligible, lead, day := draw(specimens[14], "answered"), draw(specimens[15], "answered"), draw(specimens[4], "unanswered")
	return page.RegistrationPage(frame("Registration"), page.Registration{
		Child: page.Child{Name: "Tomos Bevan", Number: "1043", LeadCentre: "Addenbrooke’s Hospital"}, Tabs: sampleTabs("Record"), Steps: sampleSteps(),
		Wheel:       part.Wheel{Section: "registration", Path: base + "/ring", Ring: part.Ring{Answered: 2, Asked: 3}},
		Missing:     part.Missing{Section: "registration", Path: base + "/missing", Ring: part.Ring{Answered: 2, Asked: 3}, Items: []part.MissingItem{{Label: day.Label, Href: "#" + day.ID, Slots: 1}}, AllHref: base + "/page/missing"},
		AllOf:       []string{"A patient of the NHS in England or Wales", "A first assessment by a paediatric service for episodes later judged epileptic", "Two or more epileptic seizures at least 24 hours apart, or epilepsy diagnosed on other grounds"},
		NoneOf:      []string{"Diagnosed before that assessment", "Already registered in the audit", "Care in the first year given by adult or non-NHS services"},
		Eligibility: eligible, Lead: lead, Dates: []control.Question{day},
		Transfer: transfer,
		Facts:    page.RegistrationFacts{Facts: []part.Pair{{Key: "Cohort", Value: "8"}, {Key: "End of the first year", Value: "15 January 2026"}, {Key: "Deadline", Value: "13 January 2027"}}},
		Next:     &part.Way{Label: "First paediatric assessment", Href: base},
		Unregister: &page.Unregister{
			Act: *sampleAct("Unregister"), Error: "Choose why the child is taken out of the audit.",
			Reasons: []control.Option{{Code: "registered_in_error", Label: "Registered in error"}, {Code: "not_epilepsy", Label: "Not epilepsy"}},
		},
	})
}

// recordPage is a whole section with a few questions in different states.
func recordPage(closed string) templ.Component {
	group := page.Group{Title: "EEG", Intro: "The first EEG after the first paediatric assessment."}
	for i, st := range []string{"answered", "answered", "unanswered", "answered", "unanswered"} {
		q := draw(specimens[i], st)
		if closed != "" {
			q.ReadOnly = "Past its deadline."
		}
		group.Items = append(group.Items, page.Item{Question: &q})
	}
	complete := part.Wheel{Section: "gallery", Path: base + "/ring", Ring: part.Ring{Answered: 9, Asked: 9}, Next: &part.Way{Label: "Treatment", Href: base}}
	return page.RecordPage(frame("Tests"), page.Record{
		Child: sampleChild(), Tabs: sampleTabs("Record"), Steps: sampleSteps(), Wheel: complete, Missing: nothingMissing("gallery"), Title: "Tests", ReadOnly: closed, Groups: []page.Group{group},
		Previous: &part.Way{Label: "Milestones", Href: base}, Next: &part.Way{Label: "Treatment", Href: base},
	})
}

// working is a section on which everything works: it posts to memory.
func working(list control.List, wheel part.Wheel) templ.Component {
	group := page.Group{Title: "Every kind", Intro: "Answers are kept in memory until the program ends."}
	for i, s := range specimens {
		q := draw(s, "unanswered")
		group.Items = append(group.Items, page.Item{Question: &q})
		if i == 0 {
			more := moreQuestion(false)
			more.OOB = false
			group.Items = append(group.Items, page.Item{Question: &more})
		}
	}
	medicines := page.Group{Title: "A repeating list", Items: []page.Item{{List: &list}}}
	return page.RecordPage(frame("Working"), page.Record{
		Child: sampleChild(), Tabs: sampleTabs("Record"), Steps: sampleSteps(), Wheel: wheel, Missing: sampleMissing("gallery"), Title: "Every kind of control", Groups: []page.Group{group, medicines},
		Next: &part.Way{Label: "Tests", Href: base},
	})
}
