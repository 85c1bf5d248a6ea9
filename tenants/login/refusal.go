package login

import (
	"github.com/pinktick/pinktick/pkg/fault"
)

// Reason says why a sign-in was refused. It is for the log and the counts; what the person reads is the Refusal's page.
type Reason string

// The reasons.
const (
	ReasonState        Reason = "state"         // unknown, used, expired or from another browser
	ReasonMixUp        Reason = "mix_up"        // the answer came to another provider's address, or says another issuer
	ReasonProviderSaid Reason = "provider_said" // the provider answered with an error
	ReasonExchange     Reason = "exchange"      // the code was not accepted
	ReasonToken        Reason = "token"         // the ID token failed a check
	ReasonNonce        Reason = "nonce"
	ReasonUserInfo     Reason = "user_info"
	ReasonStale        Reason = "stale"     // a fresh authentication was asked for and not given
	ReasonAssurance    Reason = "assurance" // CIS2 levels too low, missing or in disagreement
	ReasonSelectedRole Reason = "selected_role"
	ReasonDirectory    Reason = "directory" // Entra tid is not the registered one
	ReasonOverage      Reason = "group_overage"

	ReasonNoRule              Reason = "no_rule"
	ReasonNotTheirs           Reason = "not_theirs" // the provider may not speak for that tenant
	ReasonNoOrganisation      Reason = "no_organisation"
	ReasonUnknownOrganisation Reason = "unknown_organisation"
	ReasonClosedOrganisation  Reason = "closed_organisation"

	ReasonWaiting  Reason = "waiting"
	ReasonDeclined Reason = "declined" // a lead said no
	ReasonInvited  Reason = "invitation_needed"
	ReasonDisabled Reason = "disabled"
	ReasonLink     Reason = "link"    // a second account may not be linked to the first, or not now
	ReasonTester   Reason = "in_test" // the provider is being set up and this is not the person doing so
)

// Page is what the person is shown.
type Page string

// The pages. Everything wrong with a token shares one, so that nobody learns which check they met.
const (
	PageAgain    Page = "again"     // it took too long, or was answered twice: start again
	PageGeneric  Page = "generic"   // signing in did not work; how to get help
	PageNoAccess Page = "no_access" // who you are, which organisation was tried, whom to ask
	PageOverage  Page = "overage"   // your organisation's directory lists too many groups; what its administrator can do
	PageWaiting  Page = "waiting"   // a lead has to say yes
	PageLink     Page = "link"      // the two accounts were not linked; start again from the first
	PageSessions Page = "sessions"  // two sessions are open already: which is to end
)

// Refusal is why somebody is not let in. Handlers return it; the server renders its page.
type Refusal struct {
	Reason   Reason
	Page     Page
	Provider string // its name, for "you signed in at …"
	Person   string // name the provider gave: only on PageNoAccess and PageWaiting
	Tried    string // the organisation's code that was tried, when the claims named one
	Waiting  []string
	Open     []OpenSession // on PageSessions

	detail string // for the log; never tokens, codes or claims
	said   *fault.Error
}

// Error gives the reason, for logs.
func (r *Refusal) Error() string {
	if r.detail == "" {
		return "sign-in refused: " + string(r.Reason)
	}
	return "sign-in refused: " + string(r.Reason) + ": " + r.detail
}

// Unwrap gives the kind of fault, and so the status.
func (r *Refusal) Unwrap() error { return r.said }

var pageOf = map[Reason]Page{
	ReasonState: PageAgain, ReasonOverage: PageOverage, ReasonWaiting: PageWaiting,
	ReasonNoRule: PageNoAccess, ReasonNotTheirs: PageNoAccess, ReasonNoOrganisation: PageNoAccess,
	ReasonUnknownOrganisation: PageNoAccess, ReasonClosedOrganisation: PageNoAccess, ReasonDeclined: PageNoAccess,
	ReasonInvited: PageNoAccess, ReasonDisabled: PageNoAccess, ReasonLink: PageLink,
}

func refuse(reason Reason, detail string) *Refusal {
	page, found := pageOf[reason]
	if !found {
		page = PageGeneric
	}
	kind, words := fault.Forbidden, "You could not be signed in."
	if page == PageAgain {
		kind, words = fault.Unacceptable, "Signing in took too long or was answered twice. Please start again."
	}
	if page == PageLink {
		words = "The two accounts were not linked."
	}
	return &Refusal{Reason: reason, Page: page, detail: clean(detail), said: fault.New(kind, string("sign_in_"+page), words)}
}

// clean makes words of others fit for a log line: short, printable ASCII only.
func clean(words string) string {
	kept := make([]byte, 0, min(len(words), 200))
	for i := 0; i < len(words) && len(kept) < 200; i++ {
		if c := words[i]; c >= ' ' && c < 0x7f {
			kept = append(kept, c)
		}
	}
	return string(kept)
}
