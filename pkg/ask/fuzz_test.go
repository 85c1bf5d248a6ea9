package ask

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever bytes are sent to a question of whatever kind: nothing panics, and the row holds the old answer or a valid one.
func FuzzAnswer(f *testing.F) {
	for i := range visits.Questions {
		for _, sent := range []string{"yes", "no", "", "1", "w\x00b", "2024-02-29", "29/2/2024", "declined", "unknown", "limps_left",
			"R\xff", "０１/０２/２０２４", strings.Repeat("x", 3000), "\u202e", "9999-12-31", "0001-01-01", "null"} {
			f.Add(i, sent)
		}
	}
	f.Fuzz(func(t *testing.T, i int, sent string) {
		x := newToy()
		x.Insured, x.Insurer, x.Animal, x.ArrivedOn = ref(true), ref("Acme"), ref("1"), &Date{2024, 2, 1}
		q := visits.Questions[(i%len(visits.Questions)+len(visits.Questions))%len(visits.Questions)]
		before := *x.visit
		_, err := visits.Answer(x.Input, q, strings.Split(sent, "\x00"))
		mustBeOldOrValid(t, x, q, before, err)
	})
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func mustBeOldOrValid(t failer, x *toy, q *Question, before visit, err error) {
	t.Helper()
	if err != nil && !reflect.DeepEqual(before, *x.visit) {
		t.Fatalf("%s: refused with %v, and the row changed", q.Key, err)
	}
	if problems := visits.Problems(x.Input); len(problems) > 0 {
		t.Fatalf("%s: stored what is not valid: %+v", q.Key, problems)
	}
	for _, other := range visits.Questions {
		if other.HasValue(x.visit) && !other.IsShown(x.Input) {
			t.Fatalf("%s: %s holds an answer and is not asked", q.Key, other.Key)
		}
		other.Words(x.Input)
	}
	if p := visits.Progress(x.Input); p.Completed > p.Expected {
		t.Fatalf("%s: completed %d of %d", q.Key, p.Completed, p.Expected)
	}
}

// sendable draws something that a form could send for a question, right or wrong.
func sendable(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.OneOf(
		rapid.SampledFrom([]string{"yes", "no", "", "1", "2", "w", "b", "p1", "declined", "unknown", "limps_left", "coughs", "Rex"}),
		rapid.Custom(func(t *rapid.T) string { return today.AddDays(rapid.IntRange(-60, 5).Draw(t, "days")).String() }),
		rapid.String(),
	), 0, 3).Draw(t, "sent")
}

// Any answers in any order leave a row in which all that is stored is asked for and passes its own checks.
func TestAnyAnswersInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := newToy()
		for range rapid.IntRange(1, 30).Draw(t, "answers") {
			q := rapid.SampledFrom(visits.Questions).Draw(t, "question")
			before := *x.visit
			change, err := visits.Answer(x.Input, q, sendable(t))
			mustBeOldOrValid(t, x, q, before, err)
			mustTellEveryChange(t, before, *x.visit, change)
		}
	})
}

// The change is what the log is written from: it names each column that differs, and no other.
func mustTellEveryChange(t *rapid.T, before, after visit, change Change) {
	for _, c := range visits.Columns {
		old, now := c.Get(&before), c.Get(&after)
		told := slices.IndexFunc(change.Columns, func(cc ColumnChange) bool { return cc.Column == c })
		differs := !reflect.DeepEqual(old, now)
		if differs != (told >= 0) {
			t.Fatalf("%s went from %v to %v; told: %v", c.Name, old, now, told >= 0)
		}
		if told >= 0 && (!reflect.DeepEqual(change.Columns[told].Old, old) || !reflect.DeepEqual(change.Columns[told].New, now)) {
			t.Fatalf("%s went from %v to %v; told %+v", c.Name, old, now, change.Columns[told])
		}
	}
}

// What a question holds, sent again, is accepted and changes nothing: a page may always send back what it was given.
func TestFormatIsSendable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := newToy()
		for range 10 {
			q := rapid.SampledFrom(visits.Questions).Draw(t, "question")
			if _, err := visits.Answer(x.Input, q, sendable(t)); err != nil || !q.IsAnswered(x.visit) {
				continue
			}
			change, err := visits.Answer(x.Input, q, q.Format(x.visit))
			if err != nil || len(change.Columns) > 0 {
				t.Fatalf("%s: %q sent again: %v, changed %v", q.Key, q.Format(x.visit), err, change.Columns)
			}
		}
	})
}
