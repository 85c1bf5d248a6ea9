package dataset_test

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/sample"
)

var (
	today = ask.Date{Year: 2026, Month: 3, Day: 15}
	leads = []string{"RGT01", "RJZ01"}
	at    = dataset.Circumstances{Today: today, National: true, Options: func(string) []ask.Option {
		return []ask.Option{{Code: leads[0], Label: leads[0]}, {Code: leads[1], Label: leads[1]}}
	}}
)

// drawChild is one of the synthetic children.
func drawChild(t *rapid.T) *dataset.Child {
	for child := range sample.Children(rapid.Uint64Range(0, 1<<20).Draw(t, "seed"), 1, today, leads) {
		return child
	}
	return nil
}

// place is a form, or a row of a list, and what its rules look at.
type place struct {
	section *ask.Section
	in      ask.Input
}

// places are all forms of a child and all rows of its lists.
func places(child *dataset.Child) []place {
	var all []place
	for _, s := range dataset.Sections {
		in := child.In(s, at)
		all = append(all, place{s, in})
		for _, list := range s.Lists {
			for _, row := range list.Rows(in) {
				all = append(all, place{list.Section, list.In(in, row)})
			}
		}
	}
	return all
}

// drawAnswer is something a form could send for a question, mostly right.
func drawAnswer(t *rapid.T, q *ask.Question, in ask.Input) []string {
	var choices []string
	switch q.Kind {
	case ask.KindYesNo:
		choices = []string{"yes", "no"}
	case ask.KindTiles, ask.KindTicks:
		choices = []string{""}
		for _, c := range q.Columns {
			choices = append(choices, c.Name)
		}
	case ask.KindText, ask.KindLongText:
		choices = []string{"", "Fear on the left", "Aura"}
	case ask.KindKeywords:
		choices = []string{"-19", "-68", "19", ""}
	default:
		choices = []string{"", "declined", "unknown", "nonsense", "2026-03-01", "2026-03-14", "2026-03-16"}
		for _, o := range q.AllOptions(in) {
			choices = append(choices, o.Code)
		}
	}
	return rapid.SliceOfN(rapid.SampledFrom(choices), 1, 2).Draw(t, "sent")
}

// Whatever is answered, in whatever order: nothing is held that is not asked, nothing breaks its own rules, and a form is
// complete exactly when no scored question that is shown is open and every list has what it needs.
func TestScoreAgreesWithWhatIsShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		child := drawChild(t)
		for range rapid.IntRange(1, 25).Draw(t, "answers") {
			where := rapid.SampledFrom(places(child)).Draw(t, "place")
			if where.section == dataset.RegistrationSection {
				continue
			}
			q := rapid.SampledFrom(where.section.Questions).Draw(t, "question")
			change, err := where.section.Answer(where.in, q, drawAnswer(t, q, where.in))
			for _, list := range change.Emptied {
				for _, row := range list.Rows(where.in) {
					child.RemoveRow(list.Section, row)
				}
			}
			mustBeSound(t, child, where.section.Key+"."+q.Key, err)
		}
	})
}

func mustBeSound(t *rapid.T, child *dataset.Child, after string, err error) {
	for _, p := range places(child) {
		open := 0
		for _, q := range p.section.Questions {
			switch shown := q.IsShown(p.in); {
			case !shown && q.HasValue(p.in.Row):
				t.Fatalf("after %s (%v): %s.%s holds an answer and is not asked", after, err, p.section.Key, q.Key)
			case q.IsExpected(p.in) && !shown:
				t.Fatalf("after %s: %s.%s is expected and not shown", after, p.section.Key, q.Key)
			case shown && q.Scored && !q.IsAnswered(p.in.Row):
				open++
			}
		}
		for _, list := range p.section.Lists {
			if list.IsShown(p.in) && !list.Progress(p.in).Complete() {
				open++
			}
		}
		progress := p.section.Progress(p.in)
		if progress.Completed > progress.Expected || progress.Complete() != (open == 0) {
			t.Fatalf("after %s: %s is %+v with %d open", after, p.section.Key, progress, open)
		}
		if found := p.section.Problems(p.in); len(found) > 0 {
			t.Fatalf("after %s: %s holds %+v", after, p.section.Key, found)
		}
	}
}

// The same answers in another order, each as soon as its question is asked, make the same record.
func TestAnyOrderOfTheSameAnswersGivesTheSameRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		child := drawChild(t)
		for _, p := range places(child) {
			if p.section == dataset.RegistrationSection {
				continue
			}
			fresh := p.section.NewRow()
			in := p.in
			in.Row = fresh
			if m, ok := p.in.Row.(*dataset.Medicine); ok { // what the list fixes is not answered
				fresh.(*dataset.Medicine).IsRescue = m.IsRescue
			}
			answerAll(t, p, in)
			for _, c := range p.section.Columns {
				if got, want := c.Get(fresh), c.Get(p.in.Row); fmt.Sprint(got) != fmt.Sprint(want) {
					t.Fatalf("%s.%s is %v, was %v", p.section.Key, c.Name, got, want)
				}
			}
		}
	})
}

// answerAll gives the answers of a row to a fresh one, shuffled; what is not asked yet waits.
func answerAll(t *rapid.T, from place, in ask.Input) {
	waiting := rapid.Permutation(from.section.Questions).Draw(t, "order")
	for len(waiting) > 0 {
		var still []*ask.Question
		for _, q := range waiting {
			sent := sentFor(q, from.in.Row)
			switch {
			case sent == nil:
			case !q.IsShown(in) || q.Kind == ask.KindKeywords && len(still) > 0: // nobody takes a keyword off before the text is there
				still = append(still, q)
			default:
				if _, err := from.section.Answer(in, q, sent); err != nil {
					t.Fatalf("%s.%s refuses %q: %v", from.section.Key, q.Key, sent, err)
				}
			}
		}
		if len(still) == len(waiting) {
			t.Fatalf("%s: never asked: %s", from.section.Key, still[0].Key)
		}
		waiting = still
	}
}

// sentFor is what a person sent to get the stored answer; nil for none. Of keywords only the ones taken off are sent.
func sentFor(q *ask.Question, row any) []string {
	if q.Kind != ask.KindKeywords {
		return q.Format(row)
	}
	var off []string
	removed, _ := q.Columns[1].Get(row).([]string)
	for _, code := range removed {
		off = append(off, ask.Removing(code))
	}
	return off
}

// A child that goes out, comes in and goes out again is the same, byte for byte.
func TestExchangeIsTheSameBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		out := encode(t, drawChild(t))
		record, problems := export.Decode(out, export.DecodeOptions{})
		if len(problems) > 0 {
			t.Fatalf("%v", problems)
		}
		if again := encode(t, record.Child); !bytes.Equal(out, again) {
			t.Fatalf("out\n%s\nagain\n%s", out, again)
		}
	})
}

func encode(t *rapid.T, child *dataset.Child) []byte {
	raw, err := export.Encode(child, export.EncodeOptions{ID: "1", Today: today})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
