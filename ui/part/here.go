package part

// Here is who else is on a record, in words: "Dr A. Example (clinician)".
type Here struct{ Names []string }

// Watch is where a page hears that what it shows has changed, and where it fetches what.
type Watch struct {
	Live     string // the stream
	Changes  string // GET what is shown differently by now
	Revision int64  // the page was drawn from
}

// Changed is a note that somebody else changed what it stands beside.
type Changed struct {
	Words string
	Held  bool // the change is not shown yet, because somebody is at it
	Show  bool // a press shows it
}
