package gallery

import (
	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// transferPages are the pages of moving a child between centres.
func transferPages() map[string]templ.Component {
	return map[string]templ.Component{
		"transfers":                page.TransfersPage(frame("Transfers"), sampleTransfers()),
		"transfers-national":       page.TransfersPage(frame("Transfers"), nationalTransfers()),
		"transfer-offer":           page.OfferTransferPage(frame("Transfer"), sampleOffer()),
		"transfer-accept":          page.AnswerTransferPage(frame("Accept this child?"), sampleAccept()),
		"transfer-decline":         page.AnswerTransferPage(frame("Decline this transfer?"), sampleDecline()),
		"closure":                  page.ClosurePage(frame("Children of a closed trust"), sampleClosure()),
		"registration-transferred": registrationWith(page.LeadTransfer{Words: "Offered to Leeds General Infirmary, Leeds Teaching Hospitals NHS Trust, on 20 November 2026 by Dr Amira Hassan. It waits for an answer until 18 December 2026.", Withdraw: sampleWithdraw()}),
	}
}

func sampleWithdraw() *page.Act {
	return &page.Act{Label: "Withdraw", Path: base + "/none", As: seal, Key: "00000000-0000-4000-8000-000000000002"}
}

func sampleLeadTransfer() page.LeadTransfer {
	return page.LeadTransfer{
		OfferHref: base + "/page/transfer-offer",
		Earlier: []page.Centre{
			{Name: "Rosie Hospital", Parent: "Cambridge University Hospitals", From: "1 May 2025", Until: "3 July 2025", Roles: "Still gives paediatric neurology."},
		},
	}
}

func waitingRows() []page.TransferRow {
	waiting := part.Tag{Label: "Waiting", Colour: part.Purple}
	return []page.TransferRow{
		{Who: "A child of 7", Number: "2044", Words: "offered by Leeds General Infirmary, Leeds Teaching Hospitals NHS Trust", When: "since 20 November 2026, until 18 December 2026",
			State: waiting, AcceptHref: base + "/page/transfer-accept", AcceptLabel: "Accept", DeclineHref: base + "/page/transfer-decline"},
		{Who: "Tomos Bevan", Number: "1043", Href: base + "/page/registration", Words: "asked for by Morriston Hospital, Swansea Bay University Health Board", When: "since 19 November 2026, until 17 December 2026",
			State: waiting, AcceptHref: base + "/page/transfer-accept", AcceptLabel: "Hand over", DeclineHref: base + "/page/transfer-decline"},
	}
}

func sampleTransfers() page.Transfers {
	own := page.TransferRow{Who: "Ifeoma Clarke", Number: "1044", Href: base, Words: "offered to Leeds General Infirmary, Leeds Teaching Hospitals NHS Trust", When: "since 21 November 2026, until 19 December 2026",
		State: part.Tag{Label: "Waiting", Colour: part.Purple}, Withdraw: sampleWithdraw()}
	return page.Transfers{
		Trust: "Cambridge University Hospitals", Intro: "A child’s record moves whole when the other centre agrees. Until then it stays with the centre that has it.",
		Waiting: append(waitingRows(), own),
		Past: []page.TransferRow{
			{Who: "A child", Number: "1002", Words: "offered to Morriston Hospital, Swansea Bay University Health Board", When: "3 November 2026", State: part.Tag{Label: "Accepted", Colour: part.Green}, Note: "by Dr Rhys Morgan"},
			{Who: "Niamh Doyle", Number: "1045", Href: base, Words: "offered to Leeds General Infirmary, Leeds Teaching Hospitals NHS Trust", When: "1 November 2026", State: part.Tag{Label: "Declined", Colour: part.Red}, Note: "by Dr Okafor: The child’s care stays where it is"},
		},
		Paging: part.Paging{Showing: "1 to 2 of 2"}, ListHref: base + "/children", As: seal,
	}
}

func nationalTransfers() page.Transfers {
	return page.Transfers{
		Trust: "All trusts and health boards", Intro: "Every transfer that waits for an answer, the oldest first. It expires after 28 days.", National: true, As: seal,
		Waiting: []page.TransferRow{{Who: "Open record 2044", Number: "2044", Tenant: "1", Open: base + "/none", Words: "Leeds General Infirmary, Leeds Teaching Hospitals NHS Trust, offers to Addenbrooke’s Hospital, Cambridge University Hospitals",
			When: "20 November 2026, 2 days ago", State: part.Tag{Label: "Waiting", Colour: part.Purple}}},
	}
}

func sampleOffer() page.OfferTransfer {
	return page.OfferTransfer{
		Child: sampleChild(), Present: "Addenbrooke’s Hospital", Trust: "Cambridge University Hospitals", Action: base + "/none", Key: "00000000-0000-4000-8000-000000000003", As: seal, CancelHref: base + "/page/registration",
		Points: []string{"Another trust or board has to accept first. Until then the record stays with you, and they see the child’s age and audit number alone."},
		Wrong:  []page.Wrong{{Href: "#q-transfer-organisation-input", Text: "Choose one of the listed hospitals."}},
		Centre: control.Question{
			ID: "q-transfer-organisation", Name: "organisation", Column: "organisation", Kind: ask.KindOrganisation, Label: "New lead centre", Shown: true, Error: "Choose one of the listed hospitals.",
			Options: []control.Option{{Code: "RR813", Label: "Leeds General Infirmary", Hint: "RR813", Group: "Leeds Teaching Hospitals NHS Trust"}, {Code: "7A3C7", Label: "Morriston Hospital", Hint: "7A3C7", Group: "Swansea Bay University Health Board"}},
		},
	}
}

func sampleClosure() page.Closure {
	offer := sampleOffer()
	return page.Closure{
		Trust: "Rosie Children’s NHS Trust", Action: base + "/none", As: seal, CancelHref: base + "/page/transfers", Wrong: offer.Wrong, Centre: offer.Centre,
		From: []control.Option{{Code: "1", Label: "Rosie Hospital only"}},
		Rows: []page.LeftRow{{Centre: "Rosie Hospital", Children: "1,041", Registered: "986", Waiting: "2"}, {Centre: "No lead centre", Children: "3", Registered: "0", Waiting: "0"}},
	}
}

func sampleAccept() page.AnswerTransfer {
	return page.AnswerTransfer{
		Title: "Accept this child?", Action: base + "/none", Key: "00000000-0000-4000-8000-000000000004", As: seal, Button: "Accept the child", CancelHref: base + "/children",
		OtherHref: base + "/page/transfer-decline", OtherLabel: "Decline instead",
		Facts: []part.Pair{{Key: "Child", Value: "A child of 7, audit number 2044"}, {Key: "Offered by", Value: "Leeds General Infirmary, Leeds Teaching Hospitals NHS Trust"}, {Key: "Offered to", Value: "Addenbrooke’s Hospital"},
			{Key: "Answers that move", Value: "31 of 43"}, {Key: "Cohort", Value: "8"}, {Key: "Deadline", Value: "12 January 2027"}},
		Points: []string{"The whole record becomes yours, with every answer and its history.", "Leeds General Infirmary can no longer open it."},
	}
}

func sampleDecline() page.AnswerTransfer {
	a := sampleAccept()
	a.Title, a.Button, a.Quiet, a.OtherHref, a.Points = "Decline this transfer?", "Decline", true, "", []string{"The child stays with Leeds General Infirmary."}
	a.Reasons = []control.Option{{Code: "stays_here", Label: "The child’s care stays where it is"}, {Code: "other", Label: "Other"}}
	a.Reason, a.WordsNote, a.Wrong = "other", "Say what the reason is.", []page.Wrong{{Href: "#words", Text: "Say what the reason is."}}
	return a
}
