package page

import (
	"github.com/pinktick/pinktick/ui/part"
)

// OutlierRow is a record of an outlier in a list.
type OutlierRow struct {
	Href, Centre, Measure, Cohort string
	Found                         part.Tag
	Figure                        string // "27 of 60 (45 %, 33 to 58)"
	State                         part.Tag
	Since                         string
	Due                           string // until when the next step is to be done
	Late                          bool   // that day has passed
}

// Outliers is a list of records: of every centre for the audit team, or a centre's own.
type Outliers struct {
	Title, Note, Intro string
	National           bool
	FindHref           string // where records are opened; empty: not by this person
	States, Cohorts    []FilterOption
	Overdue            bool // only those are listed
	Rows               []OutlierRow
	Paging             part.Paging
	Empty              string
}

// OutlierSide is what is found on one side of a comparison, beside what chance alone would find.
type OutlierSide struct{ Found, Expected string }

// OutlierTest is one measure in which centres were compared.
type OutlierTest struct {
	Measure, Benchmark, Tested, Apart string
	LowAny, LowAlarm                  OutlierSide // lower than expected: alerts and alarms together, and alarms
	HighAny, HighAlarm                OutlierSide
	Spread                            string // over-dispersion in words
}

// OutlierCandidate is a centre that a record may be opened for.
type OutlierCandidate struct {
	Centre, Measure, Figure, Sentence string
	Found                             part.Tag
	Adjusted                          string // what the other limits say
	Href                              string // of the record that is open already
}

// OutlierGroup are candidates for whom records are opened together.
type OutlierGroup struct {
	Key, Title, Empty string
	Rows              []OutlierCandidate
	New               int // without a record yet
	Ticked            bool
}

// FindOutliers is what the policy finds in a cohort.
type FindOutliers struct {
	Cohorts      []FilterOption
	Cohort, AsOf string
	Closed       string // why nothing is looked for
	Policy       []string
	Tests        []OutlierTest
	Total        OutlierTest
	Groups       []OutlierGroup
	Insufficient []OutlierCandidate
	Action, As   string // POST; empty: not by this person
	Counted      string // when the figures were counted, for the form
	Wrong        []Wrong
	ListHref     string
}

// OutlierEvent is a step or a note.
type OutlierEvent struct {
	When, What, By, Words, Due string
	Own                        bool // the audit team's alone
	Figure                     string
	Told                       []string
	Files                      []OutlierFile
}

// OutlierFile is a file to download.
type OutlierFile struct{ Href, Name, Size string }

// OutlierField is a text or day of a form, with what was typed and what is wrong with it.
type OutlierField struct{ ID, Name, Label, Hint, Value, Wrong string }

// OutlierForm takes a step, adds a note or gives an answer.
type OutlierForm struct {
	ID, Title, Action, As, Key, Version string
	Counted                             string // when the figures were counted that the person sees
	Intro                               []string
	ChoiceName, ChoiceLabel, ChoiceNote string // of several steps one is chosen
	Choices                             []FilterOption
	Days                                []OutlierField
	Texts                               []OutlierField
	File                                OutlierField
	Button                              string
}

// OutlierRecord is the page of one record, for the audit team or its centre.
type OutlierRecord struct {
	Title, Note, Sentence string
	State                 part.Tag
	Due                   string
	Late                  bool
	Facts                 []part.Pair
	Again                 []part.Pair // the figures as they are counted now
	AgainTitle            string
	Evidence              []OutlierLink // the children behind the figure: inside the centre only
	EvidenceNote          string
	Events                []OutlierEvent
	Forms                 []OutlierForm
	Waits                 string // whom the next step waits for
	Wrong                 []Wrong
	ListHref              string
	National              bool
}

// OutlierLink leads to evidence.
type OutlierLink struct{ Href, Label string }
