package login

import (
	"strings"
	"time"

	"github.com/pinktick/pinktick/tenants"
)

// Place is one ODS code: a trust or board, or a site that belongs to one.
type Place struct {
	TenantID      tenants.ID // set for a trust or board
	Spans         []Span     // for a site: where it belonged, and when
	Closed        time.Time  // closed from this day; zero means open
	Successor     string     // ODS code of the trust or board that took over
	SuccessorFrom time.Time
}

// Span is a time in which a site belonged to a trust or board. A zero time is open on that side; Until is the first day after.
type Span struct {
	Parent      string // ODS code
	From, Until time.Time
}

// Places are all ODS codes that the audit knows.
type Places map[string]Place

// Tenant folds an ODS code to the tenant that answers for it on a day: a site to its parent, a merged trust to its
// successor. Unknown and closed codes give a reason instead.
func (p Places) Tenant(code string, on time.Time) (tenants.ID, Reason) {
	code = strings.ToUpper(strings.TrimSpace(code))
	if code == "" {
		return "", ReasonNoOrganisation
	}
	for range 8 { // a chain longer than this is a circle
		place, known := p[code]
		switch {
		case !known:
			return "", ReasonUnknownOrganisation
		case place.Successor != "" && !on.Before(place.SuccessorFrom):
			code = place.Successor
		case !place.Closed.IsZero() && !on.Before(place.Closed):
			return "", ReasonClosedOrganisation
		case place.TenantID != "":
			return place.TenantID, ""
		default:
			parent, held := place.parent(on)
			if !held {
				return "", ReasonClosedOrganisation
			}
			code = parent
		}
	}
	return "", ReasonUnknownOrganisation
}

func (p Place) parent(on time.Time) (string, bool) {
	for _, span := range p.Spans {
		if !on.Before(span.From) && (span.Until.IsZero() || on.Before(span.Until)) {
			return span.Parent, true
		}
	}
	return "", false
}
