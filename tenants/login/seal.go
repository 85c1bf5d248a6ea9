package login

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// sealer makes tags with keys derived from one secret, a different one for each purpose.
type sealer struct{ form, remember []byte }

func newSealer(secret []byte) (sealer, error) {
	if len(secret) < 32 {
		return sealer{}, errors.New("login: a session key needs 32 bytes or more")
	}
	form, err := hkdf.Key(sha256.New, secret, nil, "pinktick form seal", 32)
	if err != nil {
		return sealer{}, fmt.Errorf("derive seal key: %w", err)
	}
	remember, err := hkdf.Key(sha256.New, secret, nil, "pinktick remembered provider", 32)
	if err != nil {
		return sealer{}, fmt.Errorf("derive cookie key: %w", err)
	}
	return sealer{form: form, remember: remember}, nil
}

// tag joins the parts with a byte that none of them holds, so that two different lists never make the same tag.
func tag(key []byte, parts ...string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(strings.Join(parts, "\x00")))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:24])
}

// Seal is the tag that forms carry: for whom and for which tenant they were drawn. An empty tenant is the national view.
func (s *Service) Seal(person, tenant string) string {
	return tag(s.seals[0].form, person, tenant)
}

// SealOf tells whether a form's seal was made for this person and tenant, by any key still in use.
func (s *Service) SealOf(seal, person, tenant string) bool {
	good := false
	for _, key := range s.seals {
		if hmac.Equal([]byte(seal), []byte(tag(key.form, person, tenant))) {
			good = true
		}
	}
	return good
}
