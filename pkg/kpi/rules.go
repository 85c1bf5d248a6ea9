package kpi

// Switch is one decision or open question of kpis.md, sections 14 and 15, that the audit's owner can turn round.
type Switch uint32

// The switches, each named by the reading that holds while it is off.
const (
	EitherRoute              Switch = 1 << iota // D-04
	TertiaryUnderThree                          // D-05
	NoMeansNoRows                               // D-06
	TertiaryWithinYear                          // D-07
	UnansweredCriteriaOpen                      // D-08
	SurgeryReferralOnly                         // D-09, Q-02
	UnansweredMRIOpen                           // D-10
	ReportBeforeRequestError                    // D-11
	ProlongedOnlyWithRescue                     // D-13
	NoRescueNotApplicable                       // D-14
	ClockFromReferral
	ProgrammeOrForm
	MedicineBeforeDay
	MyoclonicAlone
	WithdrawnCount
	NotSeenStaysOpen
	StoppedValproateCounts
	NurseSeenNotReferred
)

// Decision is a switch in words.
type Decision struct {
	Switch   Switch
	Number   string // in the register
	Default  string // how it is read while the switch is off
	Reversed string // and while it is on
}

// Decisions are all switches, in the order of the register.
var Decisions = []Decision{
	{EitherRoute, "D-04", "either route to a paediatrician or neurologist suffices", "the neurologist counts only while the paediatrician's answers are incomplete"},
	{TertiaryUnderThree, "D-05", "tertiary care concerns children under 3", "tertiary care concerns children of 3 and under"},
	{NoMeansNoRows, "D-06", "an answer of no means that there are no medicines or syndromes", "rows left behind count"},
	{TertiaryWithinYear, "D-07", "tertiary input counts in the first year", "tertiary input counts at any time"},
	{UnansweredCriteriaOpen, "D-08", "unanswered surgery criteria leave tertiary input incomplete", "unanswered surgery criteria are not met"},
	{SurgeryReferralOnly, "D-09", "surgery referral counts referrals to the surgery service", "input from a neurologist counts too"},
	{UnansweredMRIOpen, "D-10", "an MRI of which nothing is known is incomplete", "an MRI of which nothing is known was not done"},
	{ReportBeforeRequestError, "D-11", "an MRI reported before its request is a data error", "the days between request and report count either way"},
	{ProlongedOnlyWithRescue, "D-13", "the plan for prolonged seizures is looked at after a rescue medicine only", "care planning content waits for the plan for prolonged seizures"},
	{NoRescueNotApplicable, "D-14", "without rescue medicine a plan for prolonged seizures is not applicable", "without care plan it is not achieved, whatever was prescribed"},
	{ClockFromReferral, "Q-01", "two weeks run from the referral", "two weeks run from the first paediatric assessment"},
	{ProgrammeOrForm, "Q-03", "pregnancy prevention programme or annual form", "pregnancy prevention programme and annual form"},
	{MedicineBeforeDay, "Q-04", "a medicine started on the anniversary is outside the first year", "a medicine started on the anniversary is inside the first year"},
	{MyoclonicAlone, "Q-05", "of the generalised types myoclonic alone is myoclonic", "myoclonic-atonic, myoclonic-tonic-clonic, myoclonic absence and eyelid myoclonia are myoclonic too"},
	{WithdrawnCount, "Q-06", "a child whose diagnosis was withdrawn counts", "a child whose diagnosis was withdrawn does not count"},
	{NotSeenStaysOpen, "Q-07", "referred and not seen is incomplete", "referred and not seen is not achieved"},
	{StoppedValproateCounts, "Q-09", "valproate that was stopped in the year counts", "valproate that was stopped in the year does not count"},
	{NurseSeenNotReferred, "Q-10", "a nurse must have seen the child", "a referral to a nurse suffices"},
}
