package dataset_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// tally counts slots as dataset.md, section 10 tells them, with no help from the declarations.
type tally struct{ expected, completed int }

func (s *tally) slot(answered bool) {
	s.expected++
	if answered {
		s.completed++
	}
}

func is(field *string, code string) bool { return field != nil && *field == code }
func yes(field *bool) bool               { return field != nil && *field }

func (s *tally) episode(e *dataset.Episode) {
	s.slot(e.OnsetOn != nil)
	s.slot(e.OnsetConfidence != nil)
	s.slot(e.Pattern != nil)
	s.slot(e.DescriptionObtained != nil)
	s.slot(e.Status != nil)
	switch {
	case is(e.Status, "E"):
		s.slot(e.OnsetType != nil)
		if is(e.OnsetType, "GO") {
			s.slot(e.GeneralisedType != nil)
		}
		if is(e.OnsetType, "FO") {
			s.slot(yes(e.FocalLeft) || yes(e.FocalRight) || yes(e.FocalSideUnknown))
		}
	case is(e.Status, "NE"):
		s.slot(e.NonepilepticAppearance != nil)
		s.slot(e.NonepilepticType != nil)
		detail := map[string]*string{"SAS": e.NonepilepticSyncope, "BPP": e.NonepilepticBehavioural, "SRC": e.NonepilepticSleep,
			"PMD": e.NonepilepticMovement, "MAD": e.NonepilepticMigraine, "ME": e.NonepilepticMiscellaneous}
		if e.NonepilepticType == nil {
			s.slot(false)
		} else if *e.NonepilepticType != "Oth" {
			s.slot(detail[*e.NonepilepticType] != nil)
		}
	}
}

func multiaxialTally(c *dataset.Child) tally {
	var s tally
	m, epileptic := c.MultiaxialDiagnosis(), false
	for _, field := range []*bool{m.SyndromePresent, m.CauseKnown, m.ImpairmentsPresent, m.AutismDiagnosed, m.DevelopmentalDelay,
		m.MentalHealthScreened, m.MentalHealthProblemFound} {
		s.slot(field != nil)
	}
	for _, e := range c.Episodes() {
		s.episode(e)
		epileptic = epileptic || is(e.Status, "E")
	}
	if !epileptic { // none yet: five; otherwise five for the one that is missing
		s.expected += 5
	}
	if yes(m.SyndromePresent) {
		s.entries(len(c.Syndromes()), func(i int) (bool, bool) {
			return c.Syndromes()[i].Syndrome != nil, c.Syndromes()[i].DiagnosedOn != nil
		})
	}
	if yes(m.CauseKnown) {
		s.slot(len(m.CauseCategories) > 0)
		s.slot(m.Cause != nil)
	}
	if yes(m.ImpairmentsPresent) {
		s.entries(len(c.Comorbidities()), func(i int) (bool, bool) {
			return c.Comorbidities()[i].Condition != nil, c.Comorbidities()[i].DiagnosedOn != nil
		})
	}
	if yes(m.DevelopmentalDelay) {
		s.slot(m.DelaySeverity != nil)
	}
	if yes(m.MentalHealthProblemFound) {
		s.slot(len(m.MentalHealthProblems) > 0)
	}
	return s
}

// entries are two slots a row, two if there is no row.
func (s *tally) entries(n int, row func(int) (bool, bool)) {
	if n == 0 {
		s.expected += 2
	}
	for i := range n {
		name, date := row(i)
		s.slot(name)
		s.slot(date)
	}
}

func milestonesTally(c *dataset.Child) tally {
	var s tally
	m := c.Milestones()
	s.slot(m.SurgeryCriteriaMet != nil)
	referral := func(made *bool, slots ...bool) {
		s.slot(made != nil)
		if yes(made) {
			for _, answered := range slots {
				s.slot(answered)
			}
		}
	}
	referral(m.PaediatricianReferred, m.PaediatricianReferredOn != nil, m.PaediatricianSeenOn != nil, m.GeneralPaediatricOrganisationID != nil)
	referral(m.NeurologistReferred, m.NeurologistReferredOn != nil, m.NeurologistSeenOn != nil, m.NeurologyOrganisationID != nil)
	referral(m.SurgeryReferred, m.SurgeryReferredOn != nil, m.SurgeryOrganisationID != nil)
	referral(m.NurseReferred, m.NurseReferredOn != nil, m.NurseSeenOn != nil)
	return s
}

// The declarations score as the specification does, for children of every kind and after any change.
func TestDeclarationsScoreAsTheSpecification(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		child := drawChild(t)
		for range rapid.IntRange(0, 10).Draw(t, "answers") {
			where := rapid.SampledFrom(places(child)).Draw(t, "place")
			q := rapid.SampledFrom(where.section.Questions).Draw(t, "question")
			if where.section == dataset.RegistrationSection {
				continue
			}
			_, _ = where.section.Answer(where.in, q, drawAnswer(t, q, where.in))
		}
		for section, want := range map[*ask.Section]tally{
			dataset.MultiaxialDiagnosisSection: multiaxialTally(child), dataset.MilestonesSection: milestonesTally(child),
		} {
			if got := child.Progress(section, at); got.Expected != want.expected || got.Completed != want.completed {
				t.Fatalf("%s: %+v, want %+v", section.Key, got, want)
			}
		}
	})
}
