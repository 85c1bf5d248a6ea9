package server

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// registration is the first section with its three panels.
func (v viewer) registration(child page.Child, extra sectionExtra) page.Registration {
	section := dataset.RegistrationSection
	questions := map[string]control.Question{}
	for _, q := range section.Questions {
		questions[q.Key] = extra.instead(v.question(place{section, nil, v.record.In(section)}, q))
	}
	_, next := v.ways(section.Key)
	return page.Registration{
		Child: child, Watch: v.watch(section.Key), Tabs: v.tabs("record"), Steps: v.steps(section.Key), Wheel: v.wheel(section), Missing: v.missing(section),
		ReadOnly: v.record.ClosedWords(v.person, section),
		AllOf:    dataset.Inclusion, NoneOf: dataset.Exclusion,
		Eligibility: questions["eligibility_confirmed"],
		Lead:        questions["lead_organisation_id"],
		Dates:       []control.Question{questions["first_assessment_on"]},
		Facts:       v.registrationFacts(),
		Transfer:    extra.transfer,
		Unregister:  v.unregister(extra.unanswered),
		Next:        next,
	}
}

// registrationFacts are what the first assessment date works out.
func (v viewer) registrationFacts() page.RegistrationFacts {
	facts := page.RegistrationFacts{Facts: []part.Pair{
		{Key: "Cohort", Value: "–"}, {Key: "End of first year of care", Value: "–"}, {Key: "Submission deadline", Value: "–"}, {Key: "Days left", Value: "–"},
	}}
	seen := v.record.Child.Registration().FirstAssessmentOn
	period, found := v.record.Period()
	if !found {
		return facts
	}
	facts.Facts[0].Value = strconv.Itoa(period.Cohort)
	facts.Facts[1].Value = dataset.FirstYearEnds(*seen).Words()
	facts.Facts[2].Value = period.ClosesOn().Words()
	if period.Extended() {
		facts.Facts[2].Value += ", extended for this centre from " + period.Deadline.Words()
	}
	facts.Facts[3].Value = strconv.Itoa(period.DaysLeft(v.record.At.Today))
	return facts
}

// registered is what registering changes elsewhere on the page: the dates worked out, and the heading.
func (s *Server) registered(c *gin.Context, v viewer) parts {
	facts := v.registrationFacts()
	facts.OOB = true
	return parts{page.FactsView(facts), page.ChildHeading(s.childView(c, v.record), true)}
}
