package server

import (
	"net/http"
	"testing"

	"github.com/pinktick/pinktick/tenants"
)

// Behind a proxy the server sees another host than people type. An older browser says only where a post comes from: our own
// public address is ours all the same, and nobody else's is.
func TestPostsFromThePublicAddressAreOurs(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Leeds, tenants.Editor)
	for origin, want := range map[string]int{w.server.PublicURL: http.StatusOK, "http://audit.example.evil.example": http.StatusForbidden} {
		got := v.post(v.casePath("/tests/ct_head_performed"), v.answer("yes"), "Origin", origin)
		if got.status != want {
			t.Errorf("a post from %s: %d, want %d", origin, got.status, want)
		}
	}
}
