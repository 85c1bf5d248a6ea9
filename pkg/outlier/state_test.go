package outlier

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/measure"
)

// What the audit team may do next in each state, and what the centre may, as a table.
func TestTheStepsOfARecord(t *testing.T) {
	for state, want := range map[State]string{
		Potential:      "the audit team checks its data; the centre nothing",
		DataUnderCheck: "the audit team tells the centre, or clears it; the centre nothing",
		WithCentre:     "the audit team nothing; the centre says: error in data, or: data correct",
		ErrorInData:    "the audit team analyses again; the centre nothing",
		DataCorrect:    "the audit team analyses again; the centre nothing",
		ReAnalysed:     "the audit team clears it, or confirms it; the centre nothing",
		Cleared:        "the audit team nothing; the centre nothing",
		Confirmed:      "the audit team tells chief executive, medical director and regulator; the centre nothing",
		Told:           "the audit team publishes; the centre nothing",
		Published:      "the audit team nothing; the centre nothing",
	} {
		team, centre := "nothing", "nothing"
		words := map[State]string{DataUnderCheck: "checks its data", WithCentre: "tells the centre", ReAnalysed: "analyses again", Cleared: "clears it",
			Confirmed: "confirms it", Told: "tells chief executive, medical director and regulator", Published: "publishes", ErrorInData: "says: error in data", DataCorrect: "or: data correct"}
		say := func(next []State, join string) string {
			var all []string
			for _, s := range next {
				all = append(all, words[s])
			}
			return strings.Join(all, join)
		}
		if next := (Record{State: state}).Next(ask.NewDate(2026, 11, 23)); len(next) > 0 {
			team = say(next, ", or ")
		}
		if next := forCentre[state]; len(next) > 0 {
			centre = say(next, ", ")
		}
		if got := "the audit team " + team + "; the centre " + centre; got != want {
			t.Errorf("%s: %s, want: %s", state, got, want)
		}
		if state.Words() == "" || !slices.Contains(States, state) {
			t.Errorf("%s has no words", state)
		}
	}
}

// A centre's answer is awaited to the end of its last day; then the audit team goes on without it.
func TestACentreThatDoesNotAnswer(t *testing.T) {
	due := ask.NewDate(2027, 1, 7)
	r := Record{State: WithCentre, DueOn: &due}
	if next := r.Next(due); len(next) != 0 || r.Overdue(due) {
		t.Errorf("on its last day: %v", next)
	}
	if next := r.Next(due.AddDays(1)); !slices.Equal(next, []State{ReAnalysed}) || !r.Overdue(due.AddDays(1)) {
		t.Errorf("a day later: %v", next)
	}
	if next := (Record{State: WithCentre}).Next(due); len(next) != 0 {
		t.Errorf("without a day: %v", next)
	}
}

// Due dates count working days: no weekend and no bank holiday. England and Wales have the same ones; Saint David's Day is none.
func TestDueDates(t *testing.T) {
	p := DefaultPolicy()
	for _, country := range []string{"ENG", "WLS"} {
		for _, c := range []struct {
			words    string
			from     ask.Date
			days     int
			want     ask.Date
			calendar []ask.Date
		}{
			{"over a weekend", ask.NewDate(2026, 11, 20), 1, ask.NewDate(2026, 11, 23), nil},
			{"over Christmas 2026: Friday 25, and Monday 28 for Boxing Day, which is a Saturday", ask.NewDate(2026, 12, 23), 3, ask.NewDate(2026, 12, 30), nil},
			{"and on over New Year's Day, a Friday", ask.NewDate(2026, 12, 23), 5, ask.NewDate(2027, 1, 4), nil},
			{"over Christmas 2027, at a weekend: Monday and Tuesday are free", ask.NewDate(2027, 12, 24), 1, ask.NewDate(2027, 12, 29), nil},
			{"New Year's Day 2028 is a Saturday: Monday 3 is free", ask.NewDate(2027, 12, 31), 1, ask.NewDate(2028, 1, 4), nil},
			{"over Easter 2027: Good Friday 26 and Monday 29 March", ask.NewDate(2027, 3, 25), 1, ask.NewDate(2027, 3, 30), nil},
			{"over Easter 2026: Good Friday 3 and Monday 6 April", ask.NewDate(2026, 4, 1), 2, ask.NewDate(2026, 4, 7), nil},
			{"the first and the last Monday of May 2027", ask.NewDate(2027, 4, 30), 21, ask.NewDate(2027, 6, 2), nil},
			{"the last Monday of August 2027", ask.NewDate(2027, 8, 27), 1, ask.NewDate(2027, 8, 31), nil},
			{"Saint David's Day is a working day in Wales too", ask.NewDate(2027, 2, 26), 1, ask.NewDate(2027, 3, 1), nil},
			{"25 days for an answer, from 22 November 2026", ask.NewDate(2026, 11, 22), 25, ask.NewDate(2026, 12, 29), nil},
			{"a day that was proclaimed", ask.NewDate(2027, 5, 6), 1, ask.NewDate(2027, 5, 10), []ask.Date{ask.NewDate(2027, 5, 7)}},
		} {
			if got := NewCalendar(c.calendar...).After(country, c.from, c.days); got != c.want {
				t.Errorf("%s, %s: %d working days after %s is %s, want %s", country, c.words, c.days, c.from, got, c.want)
			}
		}
		if due := p.Due(WithCentre, country, ask.NewDate(2027, 3, 1)); due == nil || *due != ask.NewDate(2027, 4, 7) {
			t.Errorf("%s: an answer asked for on 1 March 2027 is due on %v", country, due)
		}
		if due := p.Due(Told, country, ask.NewDate(2027, 3, 1)); due != nil {
			t.Errorf("publication has a day: %s", due)
		}
		if due := p.Due(Cleared, country, ask.NewDate(2027, 3, 1)); due != nil {
			t.Errorf("what is cleared is due: %s", due)
		}
	}
}

// The bank holidays of four years, as they were announced.
func TestBankHolidays(t *testing.T) {
	announced := map[ask.Date]bool{}
	for _, day := range strings.Fields(`2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
		2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
		2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
		2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26`) {
		d, err := ask.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		announced[d] = true
	}
	calendar := NewCalendar()
	for d := ask.NewDate(2025, 1, 1); d.Before(ask.NewDate(2029, 1, 1)); d = d.AddDays(1) {
		weekend := noon(d).Weekday() == time.Saturday || noon(d).Weekday() == time.Sunday
		for _, country := range []string{"ENG", "WLS", "JEY"} {
			if works := calendar.Works(country, d); works == (weekend || announced[d]) {
				t.Errorf("%s, %s: a working day is %t", country, d, works)
			}
		}
	}
}

// All that is wrong with the settings is named at once.
func TestAPolicyFromSettings(t *testing.T) {
	if _, err := NewPolicy("centre", "adjusted", []string{"3b", "4"}, DefaultDays(), []string{"2027-05-07"}); err != nil {
		t.Error(err)
	}
	_, err := NewPolicy("ward", "wide", []string{"4", "4", "99"}, map[string]int{"start": 0, "check": 10, "answer": 300, "wait": 3}, []string{"7 May"})
	for _, want := range []string{"OUTLIER_LEVEL", "OUTLIER_LIMITS", `names "4"`, `names "99"`, "give start", "give answer", "give analyse", "give publish", `"wait"`, "BANK_HOLIDAYS"} {
		if !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("the error does not name %s: %v", want, err)
		}
	}
}

// Who has to be told of what is confirmed.
func TestWhoIsTold(t *testing.T) {
	day, before, later := ask.NewDate(2026, 11, 22), ask.NewDate(2026, 11, 19), ask.NewDate(2026, 11, 23)
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, ask.London)
	all, trust := Recipients{&day, &day, &day}, Recipients{ChiefExecutive: &day, MedicalDirector: &day}
	for _, c := range []struct {
		words    string
		found    measure.State
		negative bool
		told     Recipients
		wrong    string
	}{
		{"a negative alarm goes to the regulator", measure.AlarmLow, true, all, ""},
		{"and not without it", measure.AlarmLow, true, trust, "regulator"},
		{"taking no part too", measure.NotParticipating, true, trust, "regulator"},
		{"an alert is shared with the trust for improvement", measure.AlertLow, true, trust, ""},
		{"a positive alarm is told the trust", measure.AlarmHigh, false, trust, ""},
		{"nobody told", measure.AlertLow, true, Recipients{}, "chief_executive medical_director"},
		{"told before it was confirmed", measure.AlertLow, true, Recipients{&before, &day, nil}, "chief_executive"},
		{"told tomorrow", measure.AlarmLow, true, Recipients{&day, &day, &later}, "regulator"},
	} {
		step := Step{To: Told, Key: "00000000-0000-4000-8000-000000000001", Words: "Letters of 22 November.", Told: c.told}
		_, err := step.check(Record{Found: c.found, Negative: c.negative, Since: at}, day)
		var wrong []string
		for _, name := range []string{"chief_executive", "medical_director", "regulator"} {
			if strings.Contains(fmt.Sprint(err), name) {
				wrong = append(wrong, name)
			}
		}
		if got := strings.Join(wrong, " "); got != c.wrong {
			t.Errorf("%s: wrong is %q, want %q", c.words, got, c.wrong)
		}
	}
}

// A file is what its name says, of a kind that is taken, and has a name that can be handed out.
func TestWhatFilesAreTaken(t *testing.T) {
	pdf, png := []byte("%PDF-1.7\n1 0 obj\n"), []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	for _, c := range []struct {
		name    string
		content []byte
		kept    string // name and kind, or the code of the fault
	}{
		{"Review of notes.pdf", pdf, "Review of notes.pdf application/pdf"},
		{`C:\letters\answer.PDF`, pdf, "answer.PDF application/pdf"},
		{"../../etc/passwd.txt", []byte("plain words"), "passwd.txt text/plain"},
		{"a\"b\r\n;c.png", png, "abc.png image/png"},
		{"list.csv", []byte("number,found\n1,2\n3,4\n"), "list.csv text/csv"},
		{"letter.docx", pdf, "file_other_kind"},
		{"page.txt", []byte("<!DOCTYPE html><script>alert(1)</script>"), "file_other_kind"},
		{"page.html", []byte("<html>"), "file_kind"},
		{"tool.exe", []byte("MZ"), "file_kind"},
		{"no ending", pdf, "file_kind"},
		{"empty.pdf", nil, "file_empty"},
		{"large.pdf", append(slices.Clone(pdf), make([]byte, MostBytes)...), "file_too_large"},
	} {
		f, err := (&Upload{c.name, c.content}).take()
		got := fmt.Sprint(err)
		if err == nil {
			got = f.Name + " " + f.Kind
		}
		if !strings.Contains(got, c.kept) || err == nil && got != c.kept {
			t.Errorf("%q: %s, want %s", c.name, got, c.kept)
		}
	}
	if name := fileName(strings.Repeat("long ", 60) + ".pdf"); len(name) > 100 || !strings.HasSuffix(name, ".pdf") {
		t.Errorf("a long name becomes %q", name)
	}
}
