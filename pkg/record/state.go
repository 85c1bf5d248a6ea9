package record

// State is where a record stands (workflows.md, sections 8 and 11). It is the record's, whoever looks at it.
type State string

// The states.
const (
	NotRegistered State = "not registered" // registration is not complete
	Open          State = "open"           // registered, with answers missing
	Complete      State = "complete"       // nothing missing
	Submitted     State = "submitted"      // locked by its centre
	Closed        State = "closed"         // its deadline has passed, or its period is closed
	Unregistered  State = "unregistered"   // taken out of all counts; its answers are kept
	OptedOut      State = "opted out"      // the family opted out; nothing is kept
)

// Facts are what a record's state follows from, whether they were read with the record or stand in a line of a list.
type Facts struct {
	OptedOut     bool
	Unregistered bool
	Registered   bool // eligible, with a lead centre and a first assessment date
	Submitted    bool
	Closed       bool // for trusts
	Complete     bool
}

// State is decided here and nowhere else. What is said first outlives what follows: a submitted record stays submitted when
// its deadline passes, and a child taken out of the audit is in none of the other states.
func (f Facts) State() State {
	switch {
	case f.OptedOut:
		return OptedOut
	case f.Unregistered:
		return Unregistered
	case !f.Registered:
		return NotRegistered
	case f.Submitted:
		return Submitted
	case f.Closed:
		return Closed
	case f.Complete:
		return Complete
	}
	return Open
}
