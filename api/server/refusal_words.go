package server

import (
	"net/url"
	"strings"

	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/page"
)

// missingWords say what the sign-in did not bring, in words for the person.
func missingWords(reason login.Reason) string {
	switch reason {
	case login.ReasonNotTheirs:
		return "The service you signed in at may not speak for that organisation."
	case login.ReasonNoOrganisation:
		return "Your sign-in did not name an organisation."
	case login.ReasonUnknownOrganisation:
		return "The organisation that your sign-in names is not known to the audit."
	case login.ReasonClosedOrganisation:
		return "The organisation that your sign-in names has closed."
	case login.ReasonDeclined:
		return "A lead clinician declined your request."
	case login.ReasonInvited:
		return "An invitation is needed first."
	case login.ReasonDisabled:
		return "Your account is switched off."
	}
	return "No rule gives your sign-in a role in the audit."
}

func refusalWords(which login.Page) string {
	switch which {
	case login.PageAgain:
		return "Signing in took too long, or was answered twice. Please start again."
	case login.PageLink:
		return "The two accounts were not linked. Both sign-ins must be fresh and in the same browser, and neither account linked to another or national."
	case login.PageOverage:
		return "Your organisation's directory lists too many groups to read. Its administrator can use application roles instead."
	}
	return "Signing in did not work. Please start again; if it happens again, ask for help."
}

func sessionsView(refusal *login.Refusal) page.EndSession {
	view := page.EndSession{Action: "/session/end"}
	for _, open := range refusal.Open {
		view.Sittings = append(view.Sittings, page.Sitting{ID: open.Handle, Where: open.Where, Since: inLondon(open.Started)})
	}
	return view
}

func joined(names []string) string { return strings.Join(names, ", ") }

func queryEscape(text string) string { return url.QueryEscape(text) }
