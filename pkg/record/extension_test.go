package record_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

func aGrant(change ...func(*record.Grant)) record.Grant {
	g := record.Grant{OrganisationID: hospitalA, Cohort: "8", Days: "14", Reason: "capacity", Key: uuid.NewString()}
	for _, f := range change {
		f(&g)
	}
	return g
}

// Only the national audit team grants, ends and removes; everybody else is told so.
func TestWhoGrantsExtensions(t *testing.T) {
	w := newWorld(t)
	for _, role := range tenants.Roles() {
		p := tenants.Person{ID: uuid.NewString(), Name: "Somebody", Role: role}
		for act, err := range map[string]error{
			"grant":  w.store.GrantExtension(w.as(p), aGrant()),
			"end":    w.store.EndExtension(w.as(p), 1),
			"remove": w.store.RemoveExtension(w.as(p), 1),
		} {
			may := !fault.Is(err, fault.Forbidden)
			if may != (role == tenants.NationalAdmin) {
				t.Errorf("%s %s: %v", role, act, err)
			}
		}
	}
}

// What the form may say, on 22 November 2026 (cohort 8 closes on 12 January 2027, cohort 7 closed on 13 January 2026).
func TestWhatAGrantMaySay(t *testing.T) {
	w := newWorld(t)
	long := strings.Repeat("x", 501)
	for what, c := range map[string]struct {
		change func(*record.Grant)
		wrong  string // field and what is said; "" is granted
	}{
		"as it should be":          {func(*record.Grant) {}, ""},
		"spaces around the number": {func(g *record.Grant) { g.Days = " 14 " }, ""},
		"the most":                 {func(g *record.Grant) { g.Days = "366" }, ""},
		"one day too many":         {func(g *record.Grant) { g.Days = "367" }, "days: Enter a number of days from 1 to 366."},
		"no day":                   {func(g *record.Grant) { g.Days = "0" }, "days: Enter a number"},
		"fewer days":               {func(g *record.Grant) { g.Days = "-3" }, "days: Enter a number"},
		"half a day":               {func(g *record.Grant) { g.Days = "1.5" }, "days: Enter a number"},
		"nothing":                  {func(g *record.Grant) { g.Days = "" }, "days: Enter a number"},
		"another trust's centre":   {func(g *record.Grant) { g.OrganisationID = hospitalB }, "organisation: Choose one of the centres"},
		"no centre":                {func(g *record.Grant) { g.OrganisationID = "" }, "organisation: Choose one"},
		"the recruiting cohort":    {func(g *record.Grant) { g.Cohort = "9" }, ""},
		"one that has not begun":   {func(g *record.Grant) { g.Cohort = "10" }, "cohort: Choose one of the cohorts."},
		"one that is long over":    {func(g *record.Grant) { g.Cohort = "5" }, "cohort: Choose"},
		"words for a cohort":       {func(g *record.Grant) { g.Cohort = "eight" }, "cohort: Choose"},
		"a closed one, to today":   {func(g *record.Grant) { g.Cohort, g.Days = "7", "313" }, ""},
		"a closed one, too short":  {func(g *record.Grant) { g.Cohort, g.Days = "7", "312" }, "days: It would have ended on 21 November 2026 already. To reach today it takes 313 days."},
		"a reason of one's own":    {func(g *record.Grant) { g.Reason = "holidays" }, "reason: Choose the reason."},
		"other, and no words":      {func(g *record.Grant) { g.Reason, g.Words = "other", "  " }, "words: Say what the reason is."},
		"other, with words":        {func(g *record.Grant) { g.Reason, g.Words = "other", "A flood" }, ""},
		"too many words":           {func(g *record.Grant) { g.Words = long }, "words: Use at most 500 characters."},
		"500 characters":           {func(g *record.Grant) { g.Words = strings.Repeat("é", 500) }, ""},
		"words that are no text":   {func(g *record.Grant) { g.Words = "a\x00b" }, "words: Some characters"},
	} {
		t.Run(what, func(t *testing.T) {
			w.put("", func() {
				err := w.store.GrantExtension(w.as(chris), aGrant(c.change))
				stored := w.count("select count(*) from deadline_extensions")
				f, _ := fault.As(err)
				switch {
				case c.wrong == "" && (err != nil || stored != 1):
					t.Errorf("%v, %d stored", err, stored)
				case c.wrong != "":
					field, words, _ := strings.Cut(c.wrong, ": ")
					if f == nil || f.Kind != fault.Invalid || len(f.Fields) != 1 || !strings.Contains(f.Fields[field].Message, words) || stored != 0 {
						t.Errorf("%+v, %d stored", f, stored)
					}
				}
			})
		})
	}
	if err := w.store.GrantExtension(w.as(chris), record.Grant{Key: uuid.NewString()}); err != nil {
		if f, _ := fault.As(err); len(f.Fields) != 4 {
			t.Errorf("an empty form: %+v", f.Fields)
		}
	}
}

// A grant, sent twice, is one; a second for the same cohort must reach further; ending one makes today its last day; removing it
// is as if it had never been. Each is done once, and its row says who did it.
func TestTheLifeOfAnExtension(t *testing.T) {
	w := newWorld(t)
	w.clock("2027-01-20 10:00:00")
	closes := func() string {
		p, _ := w.open().Period()
		return p.ClosesOn().String()
	}
	first := aGrant()
	for range 2 {
		w.must(w.store.GrantExtension(w.as(chris), first))
	}
	if n := w.count("select count(*) from deadline_extensions"); n != 1 || closes() != "2027-01-26" {
		t.Errorf("%d rows, closes on %s", n, closes())
	}
	other := first
	other.Days = "20"
	if err := w.store.GrantExtension(w.as(chris), other); !fault.Is(err, fault.Invalid) {
		t.Errorf("another grant under the same key: %v", err)
	}
	if f, _ := fault.As(w.store.GrantExtension(w.as(chris), aGrant())); f == nil || !strings.Contains(f.Fields["days"].Message, "This centre has until 26 January 2027 already.") {
		t.Errorf("the same once more: %v", f)
	}
	w.must(w.store.GrantExtension(w.as(chris), aGrant(func(g *record.Grant) { g.Days = "30" })))
	if closes() != "2027-02-11" {
		t.Errorf("of two, the longest: %s", closes())
	}
	all, err := w.store.Extensions(w.as(lena))
	w.must(err)
	longer, shorter := all.Granted[0], all.Granted[1]
	for range 2 {
		w.must(w.store.EndExtension(w.as(chris), longer.ID))
	}
	if closes() != "2027-01-26" {
		t.Errorf("the longer ended today, the shorter goes on: %s", closes())
	}
	w.must(w.store.EndExtension(w.as(chris), shorter.ID))
	if closes() != "2027-01-20" {
		t.Errorf("both ended today: %s", closes())
	}
	w.save(dataset.TestsSection, "ct_head_performed", "yes") // to the end of the day
	w.clock("2027-01-21 00:00:00")
	if _, err := w.store.Save(w.as(amina), w.answer(dataset.TestsSection, "ct_head_performed", "no")); !fault.Is(err, fault.Closed) {
		t.Errorf("the day after: %v", err)
	}
	w.clock("2027-01-20 18:00:00")
	for range 2 {
		w.must(w.store.RemoveExtension(w.as(chris), shorter.ID))
		w.must(w.store.RemoveExtension(w.as(chris), longer.ID))
	}
	if _, err := w.store.Save(w.as(amina), w.answer(dataset.TestsSection, "ct_head_performed", "no")); !fault.Is(err, fault.Closed) || closes() != "2027-01-12" {
		t.Errorf("removed: %v, closes on %s", err, closes())
	}
	all, err = w.store.Extensions(w.as(lena))
	w.must(err)
	for _, e := range all.Granted {
		if e.GrantedByName != "Chris Walsh" || e.EndedByName == nil || e.EndedOn.String() != "2027-01-20" || e.RemovedByName == nil || e.Standing {
			t.Errorf("%+v", e)
		}
	}
}

// An extension that is ended before the deadline shortens nothing.
func TestEndingEarlyNeverShortensThePeriod(t *testing.T) {
	w := newWorld(t)
	w.must(w.store.GrantExtension(w.as(chris), aGrant()))
	all, err := w.store.Extensions(w.as(chris))
	w.must(err)
	w.must(w.store.EndExtension(w.as(chris), all.Granted[0].ID))
	if p, _ := w.open().Period(); p.ClosesOn().String() != "2027-01-12" || p.Extended() {
		t.Errorf("closes on %s", p.ClosesOn())
	}
}

// Another trust's extensions are neither listed nor there to be ended.
func TestAnotherTrustsExtensionsAreNotThere(t *testing.T) {
	w := newWorld(t)
	w.must(w.store.GrantExtension(w.as(chris), aGrant()))
	id := w.count("select id from deadline_extensions")
	theirs, err := w.store.Extensions(w.at(chris, trustB))
	w.must(err)
	if len(theirs.Granted) != 0 {
		t.Errorf("listed: %+v", theirs.Granted)
	}
	for act, err := range map[string]error{
		"end": w.store.EndExtension(w.at(chris, trustB), id), "remove": w.store.RemoveExtension(w.at(chris, trustB), id),
		"nobody's": w.store.EndExtension(w.as(chris), id+1),
	} {
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", act, err)
		}
	}
	if n := w.count("select count(*) from deadline_extensions where ended_at is null and removed_at is null"); n != 1 {
		t.Error("it was changed")
	}
}
