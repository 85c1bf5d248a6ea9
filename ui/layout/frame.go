// Package layout is the frame of every page: head, header, navigation, messages, footer. A trust's look is data in it.
package layout

import "github.com/pinktick/pinktick/ui/part"

// Brand is a trust's look.
type Brand struct {
	Name       string // of the trust or board, in the header
	Stylesheet string // path of its colours; empty for the platform's own
	Logo       string // path of its logo; empty for none
}

// Link is an entry of the navigation.
type Link struct {
	Label, Href string
	Current     bool
}

// Tenant is a trust the person may switch to.
type Tenant struct {
	ID, Name string
	Current  bool
}

// Person is who is signed in.
type Person struct {
	Name, Role  string
	As          string // the seal every form carries
	Tenants     []Tenant
	SwitchPath  string // POST tenant=…
	SignOutPath string // POST
}

// Session is what the page must know to warn before it ends and to go on after it did.
type Session struct {
	IdleSeconds int    // signed out after so long without input
	WarnSeconds int    // warned so long before
	StayPath    string // POST: one press to stay
	WhoPath     string // GET: the seal of whoever is signed in now
	SignInPath  string // opened in a new tab when the session ended
	IdlePath    string // the warning as a page, for browsers without script
}

// Message is said once, at the top of the page.
type Message struct {
	Kind part.AlertKind
	Text string
}

// Frame is everything around the content of a page.
type Frame struct {
	Title       string
	Product     string // "Pinktick" when empty
	Home        string // "/" when empty
	Brand       Brand
	Nav         []Link
	Person      *Person
	Session     *Session
	Messages    []Message
	Crumbs      []part.Crumb
	Environment string // shown in a strip; empty in production
	Wide        bool   // the content uses the whole width
}

func (f Frame) product() string {
	if f.Product == "" {
		return "Pinktick"
	}
	return f.Product
}

func (f Frame) home() string {
	if f.Home == "" {
		return "/"
	}
	return f.Home
}

func (f Frame) title() string {
	if f.Title == "" {
		return f.product()
	}
	return f.Title + " – " + f.product()
}

// seal is whom the page was drawn for.
func (f Frame) seal() string {
	if f.Person == nil {
		return ""
	}
	return f.Person.As
}
