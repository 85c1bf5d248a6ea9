package ask

// Kind is the kind of a question: it decides what is accepted, how it is stored and which control draws it.
type Kind string

// The kinds. Each has a file here and a component in ui/control.
const (
	KindYesNo         Kind = "yes-no"          // two buttons; no way back to unanswered
	KindChoice        Kind = "choice"          // one of a few, as buttons
	KindChoices       Kind = "choices"         // several of a few
	KindDay           Kind = "day"             // a date with its own Set button
	KindDayConfirmed  Kind = "day-confirmed"   // a date that cannot be changed once set
	KindDayOrDeclined Kind = "day-or-declined" // a date, or that it was declined
	KindDayIfKnown    Kind = "day-if-known"    // a date, revealed by "date known"
	KindOptionalDay   Kind = "optional-day"    // a date that may be added and removed
	KindText          Kind = "text"            // one line, saved while typing
	KindTextOrReason  Kind = "text-or-reason"  // one line, or a coded reason why there is none
	KindLongText      Kind = "long-text"       // several lines, saved while typing, with a counter
	KindSelect        Kind = "select"          // one of a short list
	KindSearch        Kind = "search"          // one of a long list, found by typing
	KindTiles         Kind = "tiles"           // one of several yes/no columns
	KindTicks         Kind = "ticks"           // any of several yes/no columns
	KindConfirm       Kind = "confirm"         // one way: confirmed, never taken back
	KindKeywords      Kind = "keywords"        // terms recognised in a text; each may be taken off
	KindOrganisation  Kind = "organisation"    // a hospital or service, grouped by its trust or board
)
