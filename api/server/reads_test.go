package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
)

// A GET writes nothing, whoever asks for whatever, as a page or as a part of one: but for the note of who read the record.
func TestReadingWritesNothing(t *testing.T) {
	w := sharedWorld(t)
	row := w.addRow(w.Manchester)
	newcomer, err := w.store.Create(w.Manchester.As(t.Context(), tenants.Editor), registeredGirl(w.Manchester.Hospitals[0].ID, "9990000042"))
	if err != nil {
		t.Fatal(err)
	}
	w.Exec(t, "delete from registrations where case_id = $1", newcomer) // opening what is not registered makes no registration
	before, seen := w.everything(w.Manchester), 0
	for _, role := range []tenants.Role{tenants.Viewer, tenants.Editor, tenants.Lead} {
		v := w.signIn(w.Manchester, role)
		for _, r := range w.server.routes() {
			if r.door != ofTenant || r.method != http.MethodGet || strings.HasSuffix(r.path, "/live") { // a stream, which its own tests read
				continue
			}
			for _, child := range []int64{w.child["R0A"], newcomer} {
				for _, path := range append(address(r, v.place.Hospitals[0].ODSCode, child, row), v.casePath("/registration")) {
					for _, fragment := range []string{"", "true"} {
						v.get(path, "HX-Request", fragment)
						seen++
					}
					if after := w.everything(w.Manchester); after != before {
						t.Fatalf("%s GET %s wrote:\n%s", role, path, difference(before, after))
					}
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d pages were opened", seen)
	}
}
