// Package gallery shows every control and part in every state, without a database. Its handler answers what they send,
// from memory, so they can be tried and tested in a browser. It is for development only.
package gallery

import (
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/ui/control"
)

// base is where the gallery stands; seal is whom its forms are drawn for.
const (
	base = "/gallery"
	seal = "gallery-seal"
)

// specimen is one kind of control with what it needs to be shown.
type specimen struct {
	Kind   ask.Kind
	Title  string
	Label  string
	Note   string // triggers, verbs and swaps in use
	Help   string
	Answer []string // a stored answer
	Said   string   // in words
	Wrong  []string // what is refused
	Error  string
	Other  string // somebody else's answer in words
}

var specimens = []specimen{
	{ask.KindYesNo, "Yes or no", "Was a first EEG indicated?", "POST on click; outerMorph", "An EEG supports the diagnosis of epilepsy. It is not needed for every child.", []string{"yes"}, "Yes", []string{"perhaps"}, "Choose yes or no.", "No"},
	{ask.KindChoice, "Choice buttons", "How certain is the date of the first seizure?", "POST on click; outerMorph", "Choose the nearest.", []string{"month"}, "To the month", []string{"century"}, "Choose one of the answers.", "Exact"},
	{ask.KindChoices, "Several choices", "Which problems were found?", "POST on change; outerMorph", "More than one may apply.", []string{"anxiety", "mood"}, "Anxiety, Mood disorder", []string{"other"}, "Choose from the answers.", "Anxiety"},
	{ask.KindDay, "Date with Set", "Date the EEG was performed", "POST on submit only; outerMorph", "The day of the recording, not of the report.", []string{"2025-03-27"}, "27 March 2025", []string{"31/2/2025"}, "31/2/2025 is not a date. Write it as day/month/year.", "1 April 2025"},
	{ask.KindDayConfirmed, "Date with confirmation", "Date of the first paediatric assessment", "POST on submit, confirmed in a dialog; outerMorph", "It cannot be changed once the child is registered.", []string{"2025-01-15"}, "15 January 2025", []string{"15/1/2031"}, "This date is in the future.", "16 January 2025"},
	{ask.KindDayOrDeclined, "Date or declined", "Date the MRI was performed", "two forms, each POST; outerMorph", "If the family declined, say so.", []string{"2025-05-02"}, "2 May 2025", []string{"soon"}, "This is not a date.", "Declined"},
	{ask.KindDayIfKnown, "Date if known", "Surgery service: seen on", "two forms, each POST; outerMorph", "Reviews often fall after the audit year.", []string{"2025-06-12"}, "12 June 2025", []string{"12/13/2025"}, "There is no month 13.", "Date not known"},
	{ask.KindOptionalDay, "Optional date", "Stopped on", "Add and Remove; POST; outerMorph", "Only if it was stopped.", []string{"2025-09-30"}, "30 September 2025", []string{"1/1/2020"}, "The medicine cannot stop before it was started.", "29 September 2025"},
	{ask.KindText, "Text", "Hospital number", "POST on key with a pause of 700 ms and on blur; outerMorph", "As your own system writes it.", []string{"RX 10-442"}, "RX 10-442", []string{"RX 10-442 and a great deal more than fits"}, "Use at most 20 characters.", "RX 10-443"},
	{ask.KindLongText, "Long text with keywords", "Description of the episode", "POST on key with a pause of 700 ms and on blur; outerMorph", "As written in the notes. Terms with an agreed meaning are picked out.", []string{"Sudden staring with lip smacking, then confusion for a minute."}, "Sudden staring with lip smacking, then confusion for a minute.", []string{"Far too long"}, "Use at most 2000 characters.", "Staring."},
	{ask.KindSelect, "Drop-down", "Ethnicity", "POST on change; outerMorph", "As the family describes it.", []string{"indian"}, "Indian", []string{"martian"}, "Choose from the list.", "Irish"},
	{ask.KindSearch, "Searchable list", "Main cause", "POST on change; outerMorph", "Type a part of the name or of its synonym.", []string{"scn1a"}, "SCN1A (Dravet)", []string{"zzz"}, "Choose from the list.", "Tuberous sclerosis complex"},
	{ask.KindTiles, "Tiles, one of them", "Where did it start?", "POST on click; pressing the chosen one takes it off; outerMorph", "The first feature decides.", []string{"frontal"}, "Frontal lobe", []string{"moon"}, "Choose from the tiles.", "Temporal lobe"},
	{ask.KindTicks, "Tiles, any of them", "Which features were seen?", "POST on change; outerMorph", "Tick all that were seen.", []string{"automatisms"}, "Automatisms", []string{"moon"}, "Choose from the tiles.", "Clonic"},
	{ask.KindConfirm, "One-way button", "Eligibility", "POST on click, confirmed in a dialog; outerMorph", "Confirm once you have read the criteria.", []string{"yes"}, "All criteria met", []string{"no"}, "This cannot be taken back.", "All criteria met"},
	{ask.KindOrganisation, "Organisation picker", "Lead centre", "POST on submit only, confirmed in a dialog; outerMorph", "The centre that leads the child’s care.", []string{"RGT01"}, "Addenbrooke’s Hospital, Cambridge University Hospitals NHS Foundation Trust", []string{"XXX"}, "Choose from the list.", "Noah’s Ark Children’s Hospital"},
}

// state is one way a control may stand.
type state struct{ Key, Title string }

var allStates = []state{
	{"unanswered", "Not answered"}, {"answered", "Answered"}, {"wrong", "Wrong answer"}, {"conflict", "Answered by somebody else"},
	{"clearing", "Would remove others"},
	{"read-only", "Read only"}, {"saving", "Saving"}, {"not-saved", "Not saved"},
}

// draw makes the question of a specimen in a state.
func draw(s specimen, st string) control.Question {
	q := control.Question{
		ID: "q-" + string(s.Kind) + "-" + st, Section: "gallery", Column: string(s.Kind), Kind: s.Kind, Label: s.Label, HelpTitle: s.Title, Help: s.Help,
		Path: base + "/answer/" + string(s.Kind) + "-" + st, Key: "00000000-0000-4000-8000-000000000000", As: seal, Version: 1,
		Options: optionsOf(s.Kind), Scored: true, Shown: true, Min: "2020-01-01", Max: "2026-11-22", Confirm: confirmOf(s.Kind), Action: "All criteria met",
	}
	if s.Kind == ask.KindText {
		q.MaxLength = 20
	}
	if s.Kind == ask.KindLongText {
		q.MaxLength = 2000
	}
	if st != "unanswered" && st != "wrong" {
		store(&q, s.Answer, s.Said)
	}
	switch st {
	case "wrong":
		q.Typed, q.Error = s.Wrong, s.Error
	case "conflict":
		q.Conflict = &control.Conflict{Theirs: s.Other, Mine: s.Said, By: "Dr Okafor", At: "19:04 today", TheirVersion: 2, MineValues: s.Answer}
	case "clearing":
		q.Clearing = sampleClearing(s.Said, s.Answer)
	case "read-only":
		q.ReadOnly = "Viewers may look but not answer."
	case "not-saved":
		q.State = "Not saved: trying again"
	}
	return q
}

// store gives a question a stored answer.
func store(q *control.Question, values []string, words string) {
	q.Values, q.Display, q.Answered = values, words, len(values) > 0
	q.Keywords = nil
	if q.Kind == ask.KindLongText && len(values) > 0 {
		q.Keywords = keywords(values[0])
	}
}

func confirmOf(kind ask.Kind) string {
	switch kind {
	case ask.KindDayConfirmed:
		return "The date cannot be changed once it is set. Register the child with this date?"
	case ask.KindConfirm:
		return "All criteria are met? This cannot be taken back."
	case ask.KindOrganisation:
		return "This centre will see the whole record. Make it the lead centre?"
	default:
		return ""
	}
}
