// Package ask is the vocabulary of a questionnaire that people fill in over months, in any order, one answer at a time.
//
// A Section is one page of the form, one table and one Go struct; its Questions are declared beside that struct, each on a
// typed field. From the declaration alone come the columns that may be written, the control, the wording, when it is
// asked, what is accepted, what a change clears, and how far the section has come. The package is pure: no I/O, no clock, no
// context. Today's date, and whatever a rule may look at beyond its own row, arrive in Input.
package ask

// Input is what a rule may look at.
type Input struct {
	Child    any                        // the whole child, for named rules that span sections
	Row      any                        // pointer to the section's row in hand
	Others   []any                      // pointers to the other rows of the same kind, for rules that span a list
	Rows     func(*Section) []any       // pointers to the rows of a section that repeats
	Today    Date                       // the calendar date in London
	National bool                       // the person answering is of the national audit team
	Options  func(list string) []Option // lists kept outside the code, such as a tenant's organisations
	Around   any                        // what else named rules of the questionnaire look at, such as its calendar
	Lists    Lists                      // the code lists as they stand; nil: as declared
}

// Problem is what is wrong with an answer: a code of the dictionary's validation rules and a sentence for the person.
type Problem struct {
	Question string
	Code     string
	Message  string
}

// Error implements error with the code only: what was typed never reaches a log.
func (p *Problem) Error() string { return p.Question + ": " + p.Code }

// The codes of the validation rules that any question can break (dataset.yaml, validation_rules).
const (
	CodeRequired      = "required"
	CodeTooLong       = "too_long"
	CodeUnknownChoice = "unknown_choice"
	CodeDateInvalid   = "date_invalid"
	CodeDateInFuture  = "date_in_future"
	CodeBeforePartner = "date_before_partner"
	CodeAfterPartner  = "date_after_partner"
	CodeAlreadyUsed   = "already_recorded"
	CodeTextInvalid   = "text_invalid" // of this platform: characters that cannot be shown
	CodeRetired       = "ref_inactive"
	CodeNotAsked      = "not_asked" // of this platform: the question is not asked for the answers given so far
)
