package page

import (
	"net/http"

	"github.com/pinktick/pinktick/ui/control"
)

// Problem is what went wrong, in words for the person. It is a page, or a note in place for a fragment request.
type Problem struct {
	Status    int
	Title     string
	Text      string
	Who       string // whom to ask, or who can open it
	Until     string // until when
	Reference string // of an internal error, for the log
	BackHref  string
	BackLabel string
}

// ProblemFor is the usual words for a status; the caller adds what it knows better.
func ProblemFor(status int) Problem {
	p := Problem{Status: status, Title: "Sorry, something went wrong", Text: "Nothing was changed. Try again in a moment."}
	switch status {
	case http.StatusBadRequest:
		p.Title, p.Text = "This could not be understood", "What was sent is not something this page can send. Go back, load the page again and try once more."
	case http.StatusForbidden:
		p.Title, p.Text = "You do not have permission", "Your role does not allow this. Nothing was changed."
	case http.StatusNotFound:
		p.Title, p.Text = "Page not found", "There is nothing at this address, or it belongs to another trust. If you typed the address, check it."
	case http.StatusMethodNotAllowed:
		p.Title, p.Text = "This address cannot be opened like that", "Go back and use the buttons of the page."
	case http.StatusConflict:
		p.Title, p.Text = "This page was drawn for another person or trust", "Nothing was changed. Load the page again to work as the person and trust you are signed in as now."
	case http.StatusGone:
		p.Title, p.Text = "This record is no longer here", "The family opted out, or the record was removed. Its answers are not kept."
	case http.StatusRequestEntityTooLarge:
		p.Title, p.Text = "That is too much at once", "What was sent is larger than this page accepts. Nothing was changed."
	case http.StatusUnprocessableEntity:
		p.Title, p.Text = "Something needs another look", "What was sent was not accepted. Nothing was changed."
	case http.StatusLocked:
		p.Title, p.Text = "This record is closed", "It is submitted, past its deadline, or its step is not open yet. Nothing was changed."
	case http.StatusTooManyRequests:
		p.Title, p.Text = "A little too fast", "Wait a few seconds and try again. Nothing was changed."
	case http.StatusServiceUnavailable:
		p.Title, p.Text = "The service is away for a moment", "Something this page needs cannot be reached. What is saved stays saved. Try again in a minute."
	}
	return p
}

// Kept is a value that was sent and is kept to be sent again.
type Kept struct {
	Name, Value string
	Label       string // of the question, for values people typed; empty for those the page carries itself
}

// Resend keeps what was typed in a page without script when the session had ended: sign in, then send again.
type Resend struct {
	Action     string // where it is sent
	SignInHref string
	Fields     []Kept
}

// Confirmation asks "are you sure" as a page of its own, for browsers without script.
type Confirmation struct {
	Title, Words string
	Action       string // POST, with confirmed=yes added
	Yes          string // words on the button
	Fields       []Kept
	Lost         []control.Lost // the answers that a yes removes
	CancelHref   string
	Cancel       string // words of the way back; "Cancel" when empty
}

func (c Confirmation) cancel() string {
	if c.Cancel != "" {
		return c.Cancel
	}
	return "Cancel"
}

// NoAccess says why a signed-in person may not come in: who they are, what was tried, whom to ask.
type NoAccess struct {
	Name, Organisation, Provider string
	Missing                      []string // what the sign-in did not say
	Ask                          string
	As, SignOutPath              string
	Reference                    string
}

// Waiting says that a lead of the trust must approve first.
type Waiting struct {
	Name, Organisation, Ask string
	As, SignOutPath         string
}

// SignedOut is the page after signing out.
type SignedOut struct {
	SignInHref string
	Note       string // why: the idle limit, the provider's sign-out
	Provider   string // where a session may still be open
	EndThere   string // address that ends it; empty when there is none
}

// Sitting is one session of the person.
type Sitting struct{ ID, Where, Since string }

// EndSession asks which session to end when there are too many.
type EndSession struct {
	Action, As string // POST session=…
	Sittings   []Sitting
}

// Membership is a trust the person may work at.
type Membership struct {
	ID, Name, Role string
	Current        bool
}

// SwitchTrust chooses the trust to work at.
type SwitchTrust struct {
	Action, As  string // POST tenant=…
	Memberships []Membership
}

// Idle is the warning before the session ends, as a page for browsers without script.
type Idle struct {
	StayPath, As, Return string // POST return=…
	Minutes              int
}
