package login

import (
	"context"
	"net/http"
	"time"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Visit is a request by somebody signed in.
type Visit struct {
	Person   tenants.Person // with the role held in the active tenant, or nationally when none is active
	Tenant   tenants.Tenant // zero when none is active
	Active   bool           // whether a tenant is active
	Seats    []Seat         // every tenant the person may switch to
	National tenants.Role   // the national role, if any
	Provider string         // id of the provider signed in at

	Started       time.Time
	Authenticated time.Time // for step-up
	Previous      time.Time // the sign-in before; zero at the first
	Ends          time.Time // when the session ends unless something is done
	Session       string    // hash of the session id, for logs and keys
}

type visitKey struct{}

type visitState struct {
	visit Visit
	err   error
}

var errNobody = fault.New(fault.SignedOut, "not_signed_in", "You are not signed in.")

// Visitor gives who is asking, put there by Middleware. The error says why nobody is: fault.SignedOut when there is no
// session or it ended, fault.Conflict when a session must be chosen to end first, fault.Unavailable when it cannot be told.
func Visitor(ctx context.Context) (Visit, error) {
	state, found := ctx.Value(visitKey{}).(visitState)
	if !found {
		return Visit{}, errNobody
	}
	return state.visit, state.err
}

// Recheck asks again who is behind a request that lasts, as a stream of events does: their session may have ended since, or
// their rights. It never counts as input.
func (s *Service) Recheck(r *http.Request) (Visit, error) { return s.visit(r, false) }

// Who are the facts that a page's script needs to warn in time and to tell whether it is still drawn for the same person.
type Who struct {
	Seal        string `json:"seal"`         // compare with the page's own: another one means another person or trust
	SecondsLeft int    `json:"seconds_left"` // until the session ends unless something is done
	WarnSeconds int    `json:"warn_seconds"` // when that many are left, warn
}

// Who gives the session's facts. Ask it in a request marked as background, or asking is itself input.
func (s *Service) Who(ctx context.Context) (Who, error) {
	visit, err := Visitor(ctx)
	if err != nil {
		return Who{}, err
	}
	left := max(0, int(visit.Ends.Sub(s.Now())/time.Second))
	return Who{Seal: s.Seal(visit.Person.ID, string(visit.Tenant.ID)), SecondsLeft: left, WarnSeconds: 120}, nil
}

// CheckSeal refuses a form that was drawn for another person or another tenant.
func (s *Service) CheckSeal(ctx context.Context, seal string) error {
	visit, err := Visitor(ctx)
	if err != nil {
		return err
	}
	if !s.SealOf(seal, visit.Person.ID, string(visit.Tenant.ID)) {
		return fault.New(fault.Conflict, "drawn_for_another",
			"This page was drawn for another person or trust. Nothing was saved. Please open the page again.")
	}
	return nil
}
