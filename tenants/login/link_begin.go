package login

import (
	"crypto/subtle"
	"net/http"
	"time"

	"github.com/pinktick/pinktick/pkg/fault"
)

var errNotFresh = fault.New(fault.Forbidden, "sign_in_again",
	"This needs a sign-in of the last five minutes. Please sign out, sign in again and come back. Nothing was changed.")

// fresh refuses a visit whose provider did not see the person prove who they are in the last five minutes, or did not say.
func (s *Service) fresh(visit Visit) error {
	age := s.Now().Sub(visit.Authenticated)
	if visit.Authenticated.IsZero() || age < -skew || age > freshness {
		return errNotFresh
	}
	return nil
}

// BeginLink starts to link a second account of the person signed in: they prove it at its provider in the same browser
// session. It gives the provider's address. Offer that as a link or by a refresh: the page's own policy forbids a form's
// answer to redirect to another site.
func (s *Service) BeginLink(w http.ResponseWriter, r *http.Request, provider string) (string, error) {
	visit, err := Visitor(r.Context())
	if err != nil {
		return "", err
	}
	if err := s.fresh(visit); err != nil {
		return "", err
	}
	if visit.National != "" {
		return "", fault.New(fault.Forbidden, "link_national", "An account with a national role cannot be linked to another.")
	}
	return s.begin(w, r, provider, attempt{Return: s.ReturnPath("/home"), Session: visit.Session})
}

// linking gives who began the link, as long as the very session in which they did is still theirs.
func (s *Service) linking(r *http.Request, a attempt) (Visit, error) {
	visit, err := Visitor(r.Context())
	if fault.Is(err, fault.Unavailable) {
		return Visit{}, err
	}
	if err != nil || subtle.ConstantTimeCompare([]byte(visit.Session), []byte(a.Session)) != 1 {
		return Visit{}, refuse(ReasonLink, "the session that began the link has changed or ended")
	}
	if visit.Authenticated.IsZero() || a.Began.Sub(visit.Authenticated) > freshness+time.Second {
		return Visit{}, refuse(ReasonLink, "the first sign-in was not fresh")
	}
	return visit, nil
}
