package kpi

import (
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/measure"
)

// SodiumValproate is measure 8 (MHRA: valproate pregnancy prevention programme).
var SodiumValproate = Measure{
	Code: "8", Key: "sodium_valproate", Title: "8. Sodium valproate", Group: Medication,
	Says: "For a girl or young woman aged 12 or over who takes sodium valproate: is the pregnancy prevention programme in place or the " +
		"annual risk acknowledgement form completed?",
	Counts: "Female, aged 12 or over at the first paediatric assessment, given sodium valproate as an antiseizure medicine.",
	Done:   "Pregnancy prevention programme in place, or annual risk acknowledgement form completed; both must have been answered.",
	Reads:  []string{"child", "registration", "treatment"},

	Eligible: func(f *Facts) measure.Finding {
		return measure.All(f.isFemale(), f.aged(12), f.takesValproate())
	},
	Achieved: func(f *Facts) measure.Finding {
		row := f.valproate()
		if row == nil { // eligible: then there is one
			return measure.Finding{}
		}
		programme, form := f.yes(&row.PregnancyPreventionOn), f.yes(&row.AnnualRiskFormDone)
		both := measure.All(answered(programme), answered(form))
		if f.rules.Holds(ProgrammeOrForm) {
			return measure.Once(both, measure.Any(programme, form))
		}
		return measure.Once(both, measure.All(programme, form))
	},
}

// isFemale is no as well when the sex is not known.
func (f *Facts) isFemale() measure.Finding {
	sex := &f.Case().Sex
	return f.says(known(*sex != nil && **sex == "2"), sex)
}

func (f *Facts) takesValproate() measure.Finding {
	given := f.yes(&f.Management().AntiseizureMedicineGiven)
	if given.Truth == measure.Unknown || given.Truth == measure.No && f.rules.Holds(NoMeansNoRows) {
		return given
	}
	row := f.valproate()
	if row == nil {
		return f.says(measure.No, &f.Management().AntiseizureMedicineGiven)
	}
	return f.says(measure.Yes, &f.Management().AntiseizureMedicineGiven, &row.Medicine, &row.StartedOn) // of several rows the date decides
}

// valproate is the child's row of sodium valproate that is no rescue medicine: of several the one started last.
func (f *Facts) valproate() *dataset.Medicine {
	var last *dataset.Medicine
	for _, m := range f.Medicines() {
		switch {
		case !isMaintenance(m) || !m.IsValproate(f.lists):
		case !f.rules.Holds(StoppedValproateCounts) && m.StoppedOn != nil && !m.StoppedOn.After(*f.ann):
		case last == nil, last.StartedOn == nil, m.StartedOn != nil && !m.StartedOn.Before(*last.StartedOn):
			last = m
		}
	}
	return last
}

// answered turns an answer, whichever it is, into a yes.
func answered(f measure.Finding) measure.Finding {
	if f.Truth == measure.No {
		f.Truth = measure.Yes
	}
	return f
}
