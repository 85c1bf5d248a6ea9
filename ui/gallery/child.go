package gallery

import (
	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
)

// childPages are the pages of who the child is: added, changed, read, and the two ends of a record.
func childPages() map[string]templ.Component {
	return map[string]templ.Component{
		"child-new":       page.ChildFormPage(frame("Add a child"), childForm("Add a child", childFields("", nil))),
		"child-wrong":     page.ChildFormPage(frame("Error: Add a child"), wrongForm()),
		"child-elsewhere": page.ChildFormPage(frame("Error: Add a child"), elsewhereForm()),
		"child-overtaken": page.ChildFormPage(frame("Error: Edit child details"), overtakenForm()),
		"child-details":   page.ChildDetailsPage(frame("Child details"), sampleDetails()),
		"record-delete":   page.EndRecordPage(frame("Delete this record"), deleteRecord()),
		"record-opt-out":  page.EndRecordPage(frame("Opt the child out"), optOut()),
		"records-deleted": page.DeletedPage(frame("Deleted records"), page.DeletedRecords{Organisation: "Cambridge University Hospitals", As: seal, ListHref: base + "/children", Rows: []page.DeletedRow{
			{Number: "1044", Name: "Ifeoma Clarke", Reason: "Duplicate of another record", By: "Dr Amira Hassan", When: "20 November 2026 at 18:42", Left: "27 days", Action: base + "/none", Key: "00000000-0000-4000-8000-000000000004"},
		}}),
		"records-none": page.DeletedPage(frame("Deleted records"), page.DeletedRecords{Organisation: "Cambridge University Hospitals", ListHref: base + "/children"}),
	}
}

var (
	sexes   = []control.Option{{Code: "1", Label: "Male"}, {Code: "2", Label: "Female"}, {Code: "0", Label: "Not known"}, {Code: "9", Label: "Not specified"}}
	reasons = []control.Option{{Code: "ZZ993WZ", Label: "Address unknown"}, {Code: "ZZ993CZ", Label: "Address unspecified, England"}, {Code: "ZZ993VZ", Label: "No fixed abode"}}
)

// childFields are the fields of the form, with what was typed and what is wrong with it.
func childFields(typed string, wrong map[string]string) []control.Question {
	fields := []control.Question{
		{Column: "first_name", Kind: ask.KindText, Label: "First name"}, {Column: "surname", Kind: ask.KindText, Label: "Surname"},
		{Column: "date_of_birth", Kind: ask.KindDay, Label: "Date of birth", Help: "Basis of every age."}, {Column: "sex", Kind: ask.KindSelect, Label: "Sex", Options: sexes},
		{Column: "ethnicity", Kind: ask.KindSelect, Label: "Ethnicity", Options: ethnicities},
		{Column: "nhs_number", Kind: ask.KindText, Label: "NHS number", Help: "Ten digits, with spaces or without."},
		{Column: "postcode", Kind: ask.KindTextOrReason, Label: "Postcode", Options: reasons},
	}
	for i := range fields {
		q := &fields[i]
		q.ID, q.Name, q.Shown, q.Error = "q-child-"+q.Column, q.Column, true, wrong[q.Column]
		if q.Error != "" {
			q.Typed = []string{typed}
		}
	}
	return fields
}

func childForm(title string, fields []control.Question) page.ChildForm {
	return page.ChildForm{Title: title, Lead: "Addenbrooke’s Hospital will be the child’s lead centre.", Action: base + "/none", As: seal,
		Key: "00000000-0000-4000-8000-000000000005", Questions: fields, Button: "Save", CancelHref: base + "/children"}
}

func wrongForm() page.ChildForm {
	form := childForm("Add a child", childFields("R2D2", map[string]string{"first_name": "Use letters, spaces, hyphens and apostrophes only.",
		"date_of_birth": "Enter a real date (day, month, year).", "sex": "This field is needed.", "postcode": "This postcode was not recognised."}))
	for _, q := range form.Questions {
		if q.Error != "" {
			form.Wrong = append(form.Wrong, page.Wrong{Href: "#" + q.InputID(), Text: q.Label + ": " + q.Error})
		}
	}
	return form
}

func elsewhereForm() page.ChildForm {
	form := childForm("Add a child", childFields("999 000 0018", map[string]string{"nhs_number": "A child with this NHS number is already in the audit."}))
	form.Wrong = []page.Wrong{{Href: "#q-child-nhs_number-input", Text: "NHS number: A child with this NHS number is already in the audit."}}
	form.Duplicate = &page.Duplicate{Text: "This child is in the audit already, at Leeds General Infirmary (Leeds Teaching Hospitals NHS Trust).",
		AskAction: base + "/none", Fields: []page.Kept{{Name: "as", Value: seal}, {Name: "nhs_number", Value: "9990000018"}}}
	return form
}

func overtakenForm() page.ChildForm {
	form := childForm("Edit child details", childFields("", nil))
	form.Lead, form.Overtaken = "", true
	form.Questions[6].Values = []string{"ZZ993VZ"}
	form.Questions[1].Values = []string{"Bevan"}
	form.Questions[1].Conflict = &control.Conflict{Theirs: "Bevan", Mine: "Bevin", By: "Dr Okafor", At: "10:04 on 22 November", MineValues: []string{"Bevin"}}
	form.Wrong = []page.Wrong{{Href: "#q-child-surname-input", Text: "Surname: changed by Dr Okafor meanwhile. Choose which holds."}}
	return form
}

func sampleDetails() page.ChildDetails {
	child := sampleChild()
	child.EditHref = base + "/page/child-new"
	return page.ChildDetails{Child: child, Tabs: sampleTabs("Child details"), EditHref: child.EditHref, DeleteHref: base + "/page/record-delete", OptOutHref: base + "/page/record-opt-out",
		Details: []page.Detail{{Label: "First name", Value: "Rosalind"}, {Label: "Surname", Value: "Achebe"}, {Label: "Date of birth", Value: "4 March 2003", Doubt: "More than 18 years ago. Check the year."}, {Label: "NHS number", Value: "999 000 0018"}, {Label: "Postcode", Value: "No fixed abode"}, {Label: "Ethnicity"}},
		Clashes: []page.Clash{{Where: "Tests", Question: "EEG requested on", Value: "1 March 2003", Problem: "The date cannot be earlier than the date of birth (4 March 2003).", Href: base + "/page/record"}},
		Next:    &page.Onward{Label: "Go on to registration", Href: base + "/page/registration"}}
}

func deleteRecord() page.EndRecord {
	return page.EndRecord{Child: sampleChild(), Title: "Delete this record", Button: "Delete this record", Action: base + "/none", As: seal, Key: "00000000-0000-4000-8000-000000000006",
		Points: []string{"Only for a child entered by mistake, or twice.", "For 30 days the national audit team can bring it back."}, CancelHref: base + "/page/child-details",
		Reasons: []control.Option{{Code: "entered_in_error", Label: "Entered by mistake"}, {Code: "duplicate", Label: "Duplicate of another record"}}, ReasonNote: "Choose one of the listed options.",
		TypedLabel: "To go on, type the child’s surname", Typed: "Ache", TypedNote: "Type the child’s surname as it stands at the top of this page.",
		Wrong: []page.Wrong{{Href: "#reason", Text: "Choose one of the listed options."}, {Href: "#typed", Text: "Type the child’s surname as it stands at the top of this page."}}}
}

func optOut() page.EndRecord {
	return page.EndRecord{Child: sampleChild(), Title: "Opt the child out", Button: "Opt the child out", Action: base + "/none", As: seal, Key: "00000000-0000-4000-8000-000000000007",
		Points: []string{"Everything about the child is erased.", "This cannot be undone, by anybody."}, TypedLabel: "To go on, type the child’s surname", CancelHref: base + "/page/child-details"}
}
