package control

import (
	"testing"

	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/ui/htmltest"
)

var kinds = []ask.Kind{
	ask.KindYesNo, ask.KindChoice, ask.KindChoices, ask.KindDay, ask.KindDayConfirmed, ask.KindDayOrDeclined, ask.KindDayIfKnown,
	ask.KindOptionalDay, ask.KindText, ask.KindLongText, ask.KindSelect, ask.KindSearch, ask.KindTiles, ask.KindTicks, ask.KindConfirm,
	ask.KindOrganisation,
}

// question is one of a kind, unanswered.
func question(kind ask.Kind) Question {
	return Question{
		ID: "q-toy-colour", Section: "toy", Column: "colour", Kind: kind, Label: "Colour", HelpTitle: "Colours", Help: "Red is not blue.",
		Path: "/RGT01/cases/1/toy/colour", Key: "k", As: "s", Version: 7, Scored: true, Shown: true, MaxLength: 200,
		Options:  []Option{{Code: "red", Label: "Red", Group: "Warm"}, {Code: "blue", Label: "Blue", Hint: "azure", Group: "Cold"}},
		Keywords: []Option{{Code: "aura", Label: "aura"}},
	}
}

// values are a stored answer to the kind.
func values(kind ask.Kind) []string {
	switch kind {
	case ask.KindYesNo, ask.KindConfirm:
		return []string{"yes"}
	case ask.KindDay, ask.KindDayConfirmed, ask.KindDayOrDeclined, ask.KindDayIfKnown, ask.KindOptionalDay:
		return []string{"2025-03-27"}
	default:
		return []string{"red"}
	}
}

// states of a kind, by name.
func states(kind ask.Kind) map[string]Question {
	open, answered, wrong, clash, locked := question(kind), question(kind), question(kind), question(kind), question(kind)
	answered.Values, answered.Answered, answered.Display = values(kind), true, "Red"
	wrong.Typed, wrong.Error = []string{"reed"}, "Choose a colour."
	clash.Values = values(kind)
	clash.Conflict = &Conflict{Theirs: "Red", Mine: "Blue", By: "Dr Blue", At: "10:04", TheirVersion: 9, MineValues: []string{"blue"}}
	locked.ReadOnly = "Your role may look but not answer."
	return map[string]Question{"unanswered": open, "answered": answered, "wrong": wrong, "conflict": clash, "read-only": locked}
}

// Every control that saves does so with a form that works without script and names its own queue.
func TestEveryControlKeepsTheRules(t *testing.T) {
	for _, kind := range kinds {
		for state, q := range states(kind) {
			t.Run(string(kind)+"/"+state, func(t *testing.T) {
				d := htmltest.Render(t, View(q))
				d.Rules()
				d.One("#q-toy-colour")
				checkForms(t, d)
				if q.ReadOnly != "" {
					d.None("form")
					d.Says(".pt-reason", "may look")
				}
				if saved := kind == ask.KindConfirm && q.Stored() != ""; q.ReadOnly == "" && !saved && len(d.All("form")) == 0 {
					t.Error("nothing to save with")
				}
			})
		}
	}
}

func checkForms(t *testing.T, d *htmltest.Document) {
	t.Helper()
	for _, f := range d.All("form") {
		if method, _ := htmltest.Attr(f, "method"); method != "post" {
			t.Errorf("form method %q", method)
		}
		if action, _ := htmltest.Attr(f, "action"); action != "/RGT01/cases/1/toy/colour" {
			t.Errorf("form action %q", action)
		}
		for _, name := range []string{"key", "as", "version"} {
			if len(htmltest.All(f, "input[name="+name+"]")) != 1 {
				t.Errorf("form does not carry %s", name)
			}
		}
		if len(htmltest.All(f, "button")) == 0 {
			t.Error("form has no button: it cannot be sent without script")
		}
	}
}

func TestHiddenQuestionIsItsEmptyWrapper(t *testing.T) {
	q := question(ask.KindYesNo)
	q.Shown, q.OOB = false, true
	d := htmltest.Render(t, View(q))
	d.One("div#q-toy-colour[hidden][hx-swap-oob=outerMorph]")
	d.None("form")
}

func TestMarkMeansComplete(t *testing.T) {
	q := question(ask.KindYesNo)
	htmltest.Render(t, View(q)).Says(".pt-mark--open", "Not scored yet")
	q.Answered = true
	htmltest.Render(t, View(q)).Says(".pt-mark--done", "Scored")
	q.Scored = false
	d := htmltest.Render(t, View(q))
	d.None(".pt-mark--done")
	d.None(".pt-mark--open")
}

func TestWrongAnswerStaysInItsField(t *testing.T) {
	q := question(ask.KindDay)
	q.Values, q.Typed, q.Error = []string{"2025-03-27"}, []string{"31/2/2025"}, "This is not a date."
	d := htmltest.Render(t, View(q))
	d.One("input[name=value][value=31/2/2025][aria-invalid=true]")
	d.Says("#q-toy-colour-error", "This is not a date.")
}

func TestDayIsShownAsPeopleWriteIt(t *testing.T) {
	q := question(ask.KindDay)
	q.Values = []string{"2025-03-07"}
	htmltest.Render(t, View(q)).One("input[name=value][value=07/03/2025]")
}

func TestPressedTileTakesItselfOff(t *testing.T) {
	q := question(ask.KindTiles)
	q.Values = []string{"red"}
	d := htmltest.Render(t, View(q))
	d.One(`button[aria-pressed=true][value=""]`)
	d.One("button[aria-pressed=false][value=blue]")
}

func TestDeclinedIsALabelWithAWayBack(t *testing.T) {
	q := question(ask.KindDayOrDeclined)
	q.Values = []string{"declined"}
	d := htmltest.Render(t, View(q))
	d.Says(".nhsuk-tag", "Declined")
	d.One(`input[type=hidden][name=value][value=""]`)
	d.None("input[type=text]")
}

func TestConflictOffersBothAnswers(t *testing.T) {
	d := htmltest.Render(t, View(states(ask.KindChoice)["conflict"]))
	d.Says(".pt-conflict", "Dr Blue answered this at 10:04")
	d.One("a[hx-get=/RGT01/cases/1/toy/colour]")
	d.One("form[hx-put] input[name=version][value=9]")
	d.One("form[hx-put] input[name=value][value=blue]")
}

// What an answer would remove is named, each place by itself, with a way to go on and a way back.
func TestClearingNamesWhatGoes(t *testing.T) {
	q := question(ask.KindYesNo)
	q.Typed = []string{"no"}
	q.Clearing = &Clearing{Mine: "No", Values: []string{"no"}, Clears: "abc", Confirmed: true, Lost: []Lost{
		{Facts: []Fact{{"Shade", "Light"}}}, {Place: "Drug 2, Pill", Facts: []Fact{{"Given on", "1 May 2025"}, {"Dose checked", "Yes"}}},
	}}
	d := htmltest.Render(t, View(q))
	d.Rules()
	d.Says(".pt-clearing__title", "Not saved yet. Saving “No” removes 3 answers:")
	d.Says(".pt-clearing__where", "Drug 2, Pill")
	d.One(".pt-clearing[role=alert][tabindex=-1]")
	d.One("form[hx-post=/RGT01/cases/1/toy/colour] input[name=clears][value=abc]")
	d.One("#q-toy-colour-form-clear input[name=value][value=no]")
	d.One("#q-toy-colour-form-clear input[name=confirmed][value=yes]")
	d.One("a[data-keep][hx-get=/RGT01/cases/1/toy/colour]")
	d.One("button[value=no][aria-pressed=true]") // what was chosen stays
	q.ReadOnly = "Closed."
	htmltest.Render(t, View(q)).None(".pt-clearing")
	q.ReadOnly, q.Clearing.Mine, q.Clearing.Lost = "", "", q.Clearing.Lost[:1]
	htmltest.Render(t, View(q)).Says(".pt-clearing__title", "Removing this answer also removes 1 answer:")
}

func TestRowClearing(t *testing.T) {
	row := Row{ID: "row-drugs-3", Path: "/RGT01/cases/1/drugs/3", Title: "Pill", As: "s", Key: "k", Version: 4}
	d := htmltest.Render(t, RowClearing(row, Clearing{Clears: "abc", Lost: []Lost{{Place: "Drug 1, Pill", Facts: []Fact{{"Drug", "Pill"}}}}}))
	d.Says(".pt-clearing__title", "Not deleted yet. Deleting Pill removes 1 answer:")
	d.One("form[hx-post=/RGT01/cases/1/drugs/3/delete][action=/RGT01/cases/1/drugs/3/delete][hx-swap=delete][hx-target=#row-drugs-3] input[name=clears][value=abc]")
	d.One("button[type=button][data-keep=row-drugs-3-delete]")
}

// What only appears is swapped where its empty wrapper stands, and nowhere else.
func TestWhatAppearsLeavesWhatIsThere(t *testing.T) {
	q := question(ask.KindYesNo)
	q.OOB, q.Appears = true, true
	list := List{ID: "list-drugs", Title: "Drugs", Shown: true, OOB: true, Appears: true}
	for id, c := range map[string]templ.Component{q.ID: View(q), list.ID: ListView(list)} {
		if where, _ := htmltest.Attr(htmltest.Render(t, c).One("#"+id), "hx-swap-oob"); where != "outerMorph:#"+id+"[hidden]" {
			t.Errorf("%s goes to %q", id, where)
		}
	}
}

func TestListAddsEditsAndDeletes(t *testing.T) {
	row := Row{ID: "row-medicines-3", Path: "/RGT01/cases/1/medicines/3", Title: "Lamotrigine", As: "s", Key: "k", Complete: true}
	open := row
	open.ID, open.Open, open.Questions = "row-medicines-4", true, []Question{question(ask.KindDay)}
	list := List{ID: "list-medicines", Title: "Medicines", Path: "/RGT01/cases/1/medicines", AddLabel: "Add a medicine", Shown: true, Rows: []Row{row, open}}
	d := htmltest.Render(t, ListView(list))
	d.Rules()
	d.One("form[hx-post=/RGT01/cases/1/medicines][hx-swap=beforeend][hx-target=#list-medicines-rows]")
	d.One("#row-medicines-3 a[hx-get=/RGT01/cases/1/medicines/3][hx-swap=outerHTML]")
	d.One("#row-medicines-3 button[hx-delete=/RGT01/cases/1/medicines/3][hx-swap=delete]")
	d.None("#row-medicines-3 [hx-confirm]") // what goes is asked about in its place
	d.One("#row-medicines-3 #row-medicines-3-clearing")
	d.One("#row-medicines-3 form[action=/RGT01/cases/1/medicines/3/delete]")
	d.One(`#row-medicines-4 form[hx-post="/RGT01/cases/1/medicines/3/close"]`)
}

func TestRulesCatchASavingControlWithoutItsQueue(t *testing.T) {
	broken := &testing.T{}
	htmltest.Parse(broken, `<form id="f" hx-post="/x" hx-target="this" hx-swap="none"></form>`).Rules()
	if !broken.Failed() {
		t.Error("a saving form without hx-sync passed")
	}
}
