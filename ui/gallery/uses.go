package gallery

import (
	"maps"
	"slices"

	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/part"
)

// uses says where each verb, trigger and swap is used.
var uses = [][4]string{
	{"POST", "click (submit)", "outerMorph", "An answer by button"},
	{"POST", "change", "outerMorph", "Drop-downs, boxes, searchable lists"},
	{"POST", "input, after a pause of 700 ms", "outerMorph", "Text, while typing"},
	{"POST", "blur", "outerMorph", "Text, when the field is left"},
	{"POST", "click (submit)", "beforeend", "Adding a row to a list"},
	{"POST", "click (submit)", "none", "Staying signed in"},
	{"POST", "click (submit)", "outerMorph", "Save and remove, after the question what an answer removes"},
	{"POST", "click (submit)", "delete", "Deleting a row that holds answers, after the question which"},
	{"PUT", "click (submit)", "outerMorph", "Use mine, after a conflict"},
	{"GET", "click", "outerHTML", "Keep theirs; keep as it was; opening and closing a row"},
	{"GET", "click", "innerHTML", "A problem, in its place"},
	{"GET", "input, after a pause of 300 ms", "outerMorph", "Searching a list"},
	{"GET", "answered-{section}", "outerMorph", "The wheel and the step menu fetch themselves"},
	{"GET", "answered-{section}", "innerMorph", "What is missing fetches itself, and stays unfolded"},
	{"DELETE", "click", "delete", "Removing a row in which nothing stands"},
	{"GET", "a change by somebody else, heard over the stream", "outerMorph", "What a record's page shows differently by now"},
}

func pageNames() []string {
	var names []string
	names = slices.AppendSeq(names, maps.Keys(samplePages()))
	names = slices.AppendSeq(names, maps.Keys(childPages()))
	for _, status := range []string{"400", "403", "404", "405", "409", "410", "413", "422", "423", "429", "500", "503"} {
		names = append(names, "problem-"+status)
	}
	slices.Sort(names)
	return names
}

// other is a specimen with its other answer given: declined, not known.
func other(s specimen, code string) control.Question {
	q := draw(s, "answered")
	q.ID += "-" + code
	store(&q, []string{code}, code)
	return q
}

func tagLabel(c part.Colour) string {
	if c == "" {
		return "blue"
	}
	return string(c)
}

// samplePlaces are the deprivation quintile in every state.
func samplePlaces() []part.Pair {
	var pairs []part.Pair
	for _, p := range []part.Place{{State: "found", Quintile: 2, Index: "English index 2019"}, {State: "found", Quintile: 1, Index: "Welsh index 2019"},
		{State: "found", Quintile: 5, Index: "English index 2025"}, {State: "found"}, {State: "pending"}, {State: "not_found"}, {State: "failed"}, {}} {
		pairs = append(pairs, p.Pair())
	}
	return pairs
}
