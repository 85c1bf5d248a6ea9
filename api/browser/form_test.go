//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// counts waits for the wheel of a form, and for the panel to miss what the wheel has not.
func (b *tab) counts(form, wheel, missing string) {
	b.t.Helper()
	b.says("#wheel-"+form, wheel)
	b.says("#missing-"+form, missing)
}

// entry is the entry of a list that is open, and its questions.
func (b *tab) entry(list string) (row string, at func(column string) string) {
	b.t.Helper()
	b.shown(list + " .pt-row--open")
	row = "#" + eval[string](b, `document.querySelector("`+list+` .pt-row--open").id`)
	return row, func(column string) string { return "#q" + row[len("#row"):] + "-" + column }
}

// answers presses an answer and waits until it is saved: what it opens or takes back moves what stands below.
func (b *tab) answers(words, question string) {
	b.t.Helper()
	b.presses(words, question)
	b.ticked(question)
}

// dates types a date and sends it.
func (b *tab) dates(question, day string) {
	b.t.Helper()
	b.replaces(question+"-input", day+kb.Enter)
	b.ticked(question)
}

// The background: eight answers, none of which opens another; a changed one counts once.
func TestFormOfTheContext(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/epilepsy-context")
	b.counts("epilepsy-context", "0 of 8", "8 answers are missing")
	febrile := question("epilepsy-context", "febrile_seizures")
	b.answers("Yes", febrile)
	b.ticked(febrile)
	b.answers("Uncertain", febrile)
	b.counts("epilepsy-context", "1 of 8", "7 answers are missing")
	for _, q := range dataset.EpilepsyContextSection.Questions[1:] {
		b.answers("No", question("epilepsy-context", q.Key))
	}
	b.counts("epilepsy-context", "Complete", "Nothing is missing")
	b.presses("Next section: Multiaxial diagnosis", "#wheel-epilepsy-context")
	b.lands(child.path + "/multiaxial-diagnosis")
	w.logged(child, "febrile_seizures", "Y", "U")
}

// One entry goes through every kind of episode: each asks its own questions, what was asked before goes, and the count follows
// (dataset.md, section 10: 7 for the form, 5 an episode, 6 and 7 epileptic, 8 and 7 non-epileptic, 5 more without an epileptic one).
func TestFormOfTheDiagnosis(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	form := "multiaxial-diagnosis"
	b.opens(child.path + "/" + form)
	b.counts(form, "0 of 12", "12 answers are missing")
	b.presses("+ Add an episode", "#list-episodes")
	row, at := b.entry("#list-episodes")
	b.counts(form, "0 of 17", "17 answers are missing")
	b.dates(at("onset_on"), "10/5/2025")
	b.says(row+" .pt-row__title", "Episode of 10 May 2025")
	b.answers("Exact", at("onset_confidence"))
	b.clicks(at("pattern") + " select")
	b.types("Cluster" + kb.Enter)
	b.ticked(at("pattern"))
	b.answers("Yes", at("description_obtained"))
	b.shown(at("description") + " textarea")
	b.typesIn(at("description")+"-input", "Sudden fear, then jerking of the left arm")
	b.says(at("description"), "fear")
	b.counts(form, "4 of 17", "13 answers are missing")

	b.answers("Uncertain", at("status"))
	b.counts(form, "5 of 17", "12 answers are missing")
	b.answers("Epileptic", at("status"))
	b.counts(form, "5 of 13", "8 answers are missing")
	b.says("#list-episodes-warning", "")
	b.answers("Unknown onset", at("onset_type"))
	b.says(at("onset_type"), "Not enough is known about the onset: nothing more is asked.")
	b.counts(form, "6 of 13", "7 answers are missing")
	b.answers("Unclassified", at("onset_type"))
	b.says(at("onset_type"), "cannot be classified")
	b.answers("Generalised onset", at("onset_type"))
	b.shown(at("generalised_type") + " select")
	b.counts(form, "6 of 14", "8 answers are missing")
	b.clicks(at("generalised_type") + " select")
	b.types("Myoclonic" + kb.Enter)
	b.counts(form, "7 of 14", "7 answers are missing")

	b.answers("Focal onset", at("onset_type"))
	b.presses("Save and remove", at("onset_type"))
	b.gone(at("generalised_type"))
	b.answers("Right", at("side_affected"))
	b.presses("Clonic", at("motor_features"))
	b.presses("Sensory", at("non_motor_features"))
	b.presses("Frontal", at("localisation_of_onset"))
	b.until(`document.querySelectorAll("` + row + ` input:checked").length === 3`)
	b.counts(form, "7 of 14", "7 answers are missing")

	b.answers("Non-epileptic", at("status"))
	b.says(at("status")+" .pt-clearing", "Side affected")
	b.says(at("status")+" .pt-clearing", "Localisation of onset")
	b.presses("Save and remove", at("status"))
	b.gone(at("side_affected"))
	b.gone(at("motor_features"))
	b.counts(form, "5 of 20", "15 answers are missing")
	b.answers("Behaviour arrest", at("nonepileptic_appearance"))
	b.isAt(at("nonepileptic_type"))
	for _, detail := range []string{"behavioural", "migraine", "miscellaneous", "movement", "sleep", "syncope"} { // in the order of the kinds
		b.types(kb.ArrowDown)
		b.shown(at("nonepileptic_"+detail) + " select")
		b.is(`document.querySelectorAll("` + row + ` [id*=-nonepileptic_] select").length === 2`)
	}
	b.clicks(at("nonepileptic_syncope") + " select")
	b.types("Vaso" + kb.Enter)
	b.counts(form, "8 of 20", "12 answers are missing")
	b.isAt(at("nonepileptic_type"))
	b.types(kb.ArrowDown)
	b.presses("Save and remove", at("nonepileptic_type"))
	b.gone(at("nonepileptic_syncope"))
	b.counts(form, "7 of 19", "12 answers are missing")
	b.presses("Close", row)
	b.says(row, "Non-epileptic")
	b.says("#list-episodes-warning", "At least one epileptic episode is required.")
}

// Syndrome, cause and what else matters: each yes opens its questions or its list, each no takes them back.
func TestFormOfTheDiagnosisBesidesEpisodes(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	form := "multiaxial-diagnosis"
	at := func(column string) string { return question(form, column) }
	b.opens(child.path + "/" + form)
	b.answers("Yes", at("syndrome_present"))
	b.counts(form, "1 of 14", "13 answers are missing")
	b.presses("+ Add a syndrome", "#list-syndromes")
	_, of := b.entry("#list-syndromes")
	b.chooses(of("syndrome"), "dravet", "Dravet syndrome")
	b.dates(of("diagnosed_on"), someDay)
	b.counts(form, "3 of 14", "11 answers are missing")
	b.answers("No", at("syndrome_present"))
	b.says(at("syndrome_present")+" .pt-clearing", "Dravet syndrome")
	b.presses("Keep as it was", at("syndrome_present"))
	b.gone(at("syndrome_present") + " .pt-clearing")
	b.answers("Yes", at("cause_known"))
	b.counts(form, "4 of 16", "12 answers are missing")
	b.answers("Genetic", at("cause_categories"))
	b.ticked(at("cause_categories"))
	b.chooses(at("cause"), "menkes", "Menkes")
	b.ticked(at("cause"))
	b.answers("Yes", at("developmental_delay"))
	b.answers("Moderate", at("delay_severity"))
	b.answers("No", at("mental_health_screened"))
	b.answers("Yes", at("mental_health_problem_found")) // asked whatever the answer before
	b.shown(at("mental_health_problems") + " input")
	b.counts(form, "10 of 18", "8 answers are missing")
	b.answers("No", at("mental_health_problem_found"))
	b.gone(at("mental_health_problems"))
	b.counts(form, "10 of 17", "7 answers are missing")
}

// Each referral opens its dates and its organisation, tells the wait, and takes them back.
func TestFormOfTheMilestones(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	form := "milestones"
	at := func(column string) string { return question(form, column) }
	b.opens(child.path + "/" + form)
	b.counts(form, "0 of 5", "5 answers are missing")
	b.answers("Yes", at("neurologist_referred"))
	b.counts(form, "1 of 8", "7 answers are missing")
	b.replaces(at("neurologist_referred_on")+"-input", "31/5/2025"+kb.Enter)
	b.says(at("neurologist_referred_on"), "Error:") // the day before the first assessment
	b.dates(at("neurologist_referred_on"), "10/6/2025")
	b.dates(at("neurologist_seen_on"), "24/6/2025")
	b.says(at("neurologist_seen_on"), "Wait: 2 weeks")
	b.chooses(at("neurology_organisation_id"), "manchester", "Royal Manchester Children's Hospital")
	b.presses("Set", at("neurology_organisation_id"))
	b.counts(form, "4 of 8", "4 answers are missing")
	b.answers("Yes", at("surgery_referred"))
	b.counts(form, "5 of 10", "5 answers are missing")
	b.presses("Date not known", at("surgery_seen_on")) // not scored
	b.says(at("surgery_seen_on"), "Date not known")
	b.counts(form, "5 of 10", "5 answers are missing")
	b.answers("Yes", at("nurse_referred"))
	b.dates(at("nurse_referred_on"), "1/5/2025") // may be before the first assessment
	b.counts(form, "7 of 12", "5 answers are missing")
	b.answers("No", at("neurologist_referred"))
	b.says(at("neurologist_referred")+" .pt-clearing", "removes 3 answers")
	b.presses("Save and remove", at("neurologist_referred"))
	b.gone(at("neurologist_seen_on"))
	b.counts(form, "4 of 9", "5 answers are missing")
	w.logged(child, "neurologist_seen_on", "2025-06-24", "")
}

// A girl of thirteen on valproate is asked two more questions, until the medicine is another; care planning opens its ten items.
func TestFormOfTheTreatmentOfAGirlOnValproate(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	form := "treatment"
	b.opens(child.path + "/" + form)
	b.counts(form, "0 of 5", "5 answers are missing")
	b.answers("Yes", question(form, "antiseizure_medicine_given"))
	b.counts(form, "1 of 8", "7 answers are missing")
	b.presses("+ Add an antiseizure medicine", "#list-antiseizure-medicines")
	row, at := b.entry("#list-antiseizure-medicines")
	b.chooses(at("medicine"), "valpro", "Sodium valproate")
	b.counts(form, "2 of 10", "8 answers are missing")
	b.dates(at("started_on"), someDay)
	b.answers("Yes", at("risks_discussed"))
	b.answers("No", at("annual_risk_form_done"))
	b.answers("Yes", at("pregnancy_prevention_in_place"))
	b.counts(form, "6 of 10", "4 answers are missing")
	b.shown(row + " .pt-row__head .pt-mark--done")
	b.chooses(at("medicine"), "lamo", "Lamotrigine")
	b.says(at("medicine")+" .pt-clearing", "Pregnancy prevention programme in place")
	b.presses("Save and remove", at("medicine"))
	b.gone(at("annual_risk_form_done"))
	b.counts(form, "4 of 8", "4 answers are missing")
	b.answers("Yes", question(form, "care_plan_started"))
	b.counts(form, "5 of 18", "13 answers are missing")
	b.dates(question(form, "care_plan_on"), someDay)
	b.answers("No", question(form, "care_plan_started"))
	b.presses("Save and remove", question(form, "care_plan_started"))
	b.gone(question(form, "care_plan_on"))
	b.counts(form, "5 of 8", "3 answers are missing")
	w.logged(child, "annual_risk_form_done", "no", "")
}

// EEG and MRI: requested opens the dates, declined stands for one, and the wait is told.
func TestFormOfTheTests(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	at := func(column string) string { return question("tests", column) }
	b.opens(child.path + "/tests")
	b.counts("tests", "0 of 4", "4 answers are missing")
	b.answers("Yes", at("eeg_indicated"))
	b.answers("Yes", at("twelve_lead_ecg_performed"))
	b.dates(at("eeg_requested_on"), someDay)
	b.answers("Declined", at("eeg_performed_on"))
	b.answers("No", at("mri_obtained"))
	b.counts("tests", "5 of 6", "1 answer is missing")
	b.answers("No", at("ct_head_performed"))
	b.counts("tests", "Complete", "Nothing is missing")
	b.answers("Yes", at("mri_obtained"))
	b.counts("tests", "6 of 8", "2 answers are missing")
	b.dates(at("mri_requested_on"), "10/6/2025")
	b.dates(at("mri_reported_on"), "11/6/2025")
	b.says(at("mri_reported_on"), "Wait: 1 day")
	b.counts("tests", "Complete", "Nothing is missing")
}
