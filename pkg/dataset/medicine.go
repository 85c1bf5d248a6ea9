package dataset

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Medicine is one antiseizure or rescue medicine.
type Medicine struct {
	ask.Row
	IsRescue              *bool     `exchange:"is_rescue_medicine"`
	Medicine              *string   `exchange:"medicine_name"`
	StartedOn             *ask.Date `exchange:"antiepilepsy_medicine_start_date"`
	StoppedOn             *ask.Date `exchange:"antiepilepsy_medicine_stop_date"`
	RisksDiscussed        *bool     `exchange:"antiepilepsy_medicine_risk_discussed"`
	AnnualRiskFormDone    *bool     `exchange:"has_a_valproate_annual_risk_acknowledgement_form_been_completed"`
	PregnancyPreventionOn *bool     `exchange:"is_a_pregnancy_prevention_programme_in_place" column:"pregnancy_prevention_in_place"`
}

var med Medicine

// MedicineSection repeats: one row a medicine, in two lists that share the table.
var MedicineSection = ask.NewSection("medicine", "Medicine", &med,
	ask.Held{Field: &med.IsRescue, Label: "Rescue medicine"},
	ask.Search(&med.Medicine, "Medicine", Medicines).OncePerChild().Offer(ofItsList).
		Help("Medicine from the antiseizure or the rescue list."),
	ask.Day(&med.StartedOn, "Started on").NotBefore(birth).NotBefore(firstAssessment).
		Help("Day on which the medicine was started."),
	ask.OptionalDay(&med.StoppedOn, "Stopped on").NotBefore(birth).NotBefore(firstAssessment).From(&med.StartedOn).
		Help("Day on which the medicine was stopped; only if it was stopped."),
	ask.YesNo(&med.RisksDiscussed, "Risks discussed").
		Help("Whether the risks of the medicine were discussed with the child or young person and the family."),
	ask.YesNo(&med.AnnualRiskFormDone, "Annual risk form completed").ShowIf(valproateForGirl).ClearedBy(&med.Medicine).
		Help("Whether the annual risk acknowledgement form for valproate has been completed."),
	ask.YesNo(&med.PregnancyPreventionOn, "Pregnancy prevention programme in place").ShowIf(valproateForGirl).ClearedBy(&med.Medicine).
		Help("Whether the valproate pregnancy prevention programme is in place."),
).StoredIn("medicines").ExchangedAs("medicines").OpenIf(registered).NewestFirst(&med.StartedOn)

// Medicines are the child's medicines of both lists.
func (c *Child) Medicines() []*Medicine { return rowsOf[Medicine](c) }

var valproateForGirl = ask.When("the medicine is sodium valproate and the child is female and aged 12 or over", needsPregnancyPrevention)

// needsPregnancyPrevention is derived, never stored: it follows the medicine, the sex and today's age.
func needsPregnancyPrevention(in ask.Input) bool {
	m, c := in.Row.(*Medicine), childOf(in).Case()
	return m.IsValproate(in.Lists) &&
		c.Sex != nil && *c.Sex == "2" &&
		c.DateOfBirth != nil && c.DateOfBirth.AgeOn(in.Today) >= childbearing
}

// childbearing is the age from which valproate is a risk to plan for.
const childbearing = 12

// birthdaysThatOpen are the birthdays on which a question is asked that was not before.
func (c *Child) birthdaysThatOpen(lists ask.Lists) []ask.Date {
	born := c.Case().DateOfBirth
	takes := slices.ContainsFunc(c.Medicines(), func(m *Medicine) bool { return m.IsValproate(lists) })
	if born == nil || !takes {
		return nil
	}
	return []ask.Date{born.AddYears(childbearing)}
}

// IsValproate goes by what the list says of the medicine.
func (m *Medicine) IsValproate(lists ask.Lists) bool {
	if m.Medicine == nil {
		return false
	}
	o, _ := lists.Of(Medicines).Find(*m.Medicine)
	return o.Tags[valproateTag] == "true"
}

func ofItsList(in ask.Input, o ask.Option) bool {
	m := in.Row.(*Medicine)
	return m.IsRescue == nil || (o.Tags[rescueTag] == "true") == *m.IsRescue
}
