package codes

import (
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// listed reads "code label" entries, separated by commas, as a list that is not fixed.
func listed(text string) dataset.CodeList {
	l := dataset.CodeList{Name: "toys"}
	for _, part := range strings.Split(text, ", ") {
		code, label, _ := strings.Cut(part, " ")
		l.Entries = append(l.Entries, dataset.CodeEntry{Code: code, Label: label})
	}
	return l
}

// said writes entries as listed reads them; a local one with a star.
func said(entries []stored) string {
	var all []string
	for _, e := range entries {
		words := e.Code + " " + e.Label
		if e.Released == nil {
			words += "*"
		}
		if e.Retired() {
			words += " until " + e.Until.String()
		}
		all = append(all, words)
	}
	return strings.Join(all, ", ")
}

// What a later release does to a list that people changed here meanwhile.
func TestAReleaseNeverUndoesWhatPeopleDid(t *testing.T) {
	for _, c := range []struct {
		name, release string
		here          func([]stored) []stored
		next, want    string
	}{
		{"nothing changed anywhere", "a Ant, b Bee", nil, "a Ant, b Bee", "a Ant, b Bee"},
		{"the release adds in the middle", "a Ant, c Cow", nil, "a Ant, b Bee, c Cow", "a Ant, b Bee, c Cow"},
		{"the release relabels", "a Ant, b Bee", nil, "a Aunt, b Bee", "a Aunt, b Bee"},
		{"the release reorders", "a Ant, b Bee", nil, "b Bee, a Ant", "b Bee, a Ant"},
		{"the release drops one: records may hold it", "a Ant, b Bee, c Cow", nil, "a Ant, c Cow", "a Ant, b Bee, c Cow"},
		{"relabelled here", "a Ant, b Bee", relabel("a", "Emmet"), "a Aunt, b Bee!", "a Emmet, b Bee!"},
		{"retired here, relabelled by the release", "a Ant, b Bee", retire("a"), "a Aunt, b Bee", "a Aunt until 2027-04-01, b Bee"},
		{"added here", "a Ant, c Cow", add(1, "b", "Bee"), "a Ant, c Cow, d Dog", "a Ant, b Bee*, c Cow, d Dog"},
		{"added here first, then by the release", "a Ant", add(1, "b", "My bee"), "a Ant, b Bee", "a Ant, b My bee"},
		{"reordered here", "a Ant, b Bee, c Cow", swap(0, 2), "a Ant, b Bee, c Cow", "c Cow, b Bee, a Ant"},
		{"reordered here, added by the release", "a Ant, b Bee, c Cow", swap(0, 2), "a Ant, a2 Ape, b Bee, c Cow", "c Cow, b Bee, a Ant, a2 Ape"},
		{"reordered by both", "a Ant, b Bee, c Cow", swap(0, 2), "b Bee, a Ant, c Cow", "c Cow, b Bee, a Ant"},
	} {
		entries := merge(nil, listed(c.release))
		if c.here != nil {
			entries = c.here(entries)
		}
		next := listed(c.next)
		got := merge(entries, next)
		if said(got) != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, said(got), c.want)
		}
		if again := merge(got, next); said(again) != c.want || len(changesOf(got, again)) > 0 {
			t.Errorf("%s: a second time %s", c.name, said(again))
		}
	}
}

// A rule of a new release that names an entry brings it back: what it counts on is offered.
func TestAReleaseBringsBackWhatItsRulesName(t *testing.T) {
	l := listed("a Ant, b Bee")
	entries := retire("a")(merge(nil, l))
	l.Named = []string{"a"}
	if got := merge(entries, l); said(got) != "a Ant, b Bee" || !got[0].Named || got[1].Named {
		t.Errorf("%s", said(got))
	}
}

// A tag that a release adds reaches the entries that are there.
func TestAReleaseAddsATag(t *testing.T) {
	l := listed("a Ant")
	entries := relabel("a", "Emmet")(merge(nil, l))
	l.Entries[0].Tags = map[string]string{"legs": "six"}
	if got := merge(entries, l); got[0].Tags["legs"] != "six" || got[0].Label != "Emmet" {
		t.Errorf("%+v", got[0])
	}
}

func relabel(code, label string) func([]stored) []stored {
	return change(code, func(e *stored) { e.Label = label })
}

func retire(code string) func([]stored) []stored {
	return change(code, func(e *stored) { e.Until = ask.Date{Year: 2027, Month: 4, Day: 1} })
}

func change(code string, do func(*stored)) func([]stored) []stored {
	return func(entries []stored) []stored {
		for i := range entries {
			if entries[i].Code == code {
				do(&entries[i])
			}
		}
		return entries
	}
}

func swap(i, j int) func([]stored) []stored {
	return func(entries []stored) []stored {
		entries[i], entries[j] = entries[j], entries[i]
		return entries
	}
}

func add(at int, code, label string) func([]stored) []stored {
	return func(entries []stored) []stored {
		added := stored{CodeEntry: dataset.CodeEntry{Code: code, Label: label}}
		return append(entries[:at:at], append([]stored{added}, entries[at:]...)...)
	}
}
