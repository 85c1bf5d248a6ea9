package login

import (
	"crypto/hmac"
	"net/http"
	"strings"
	"time"
)

const rememberFor = 180 * 24 * time.Hour

// remember keeps the provider's id, and nothing about the person, in a signed cookie.
func (s *Service) remember(w http.ResponseWriter, provider string) {
	s.setCookie(w, "provider", provider+"."+tag(s.seals[0].remember, provider), rememberFor)
}

// Remembered gives the provider that this browser last signed in at, if the cookie is ours.
func (s *Service) Remembered(r *http.Request) (string, bool) {
	cookie, err := r.Cookie(s.cookieName("provider"))
	if err != nil {
		return "", false
	}
	provider, sign, found := strings.Cut(cookie.Value, ".")
	if !found || !providerID.MatchString(provider) {
		return "", false
	}
	for _, key := range s.seals {
		if hmac.Equal([]byte(sign), []byte(tag(key.remember, provider))) {
			return provider, true
		}
	}
	return "", false
}

// cookieName gives a cookie its __Host- prefix. That prefix needs https, so plain http on loopback has another name.
func (s *Service) cookieName(name string) string {
	if s.secure {
		return "__Host-" + name
	}
	return "pinktick-dev-" + name
}

// setCookie writes a cookie of ours; a life of zero makes it last as long as the browser, a negative one removes it.
func (s *Service) setCookie(w http.ResponseWriter, name, value string, life time.Duration) {
	seconds := int(life / time.Second)
	if life < 0 {
		seconds = -1
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // not Secure on http alone, which checkOptions allows on loopback in development only
		Name: s.cookieName(name), Value: value, Path: "/", MaxAge: seconds,
		Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
