package server

import (
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// The page of the details says what was looked up for the postcode, and why there is nothing where there is none.
func TestTheDetailsSayTheQuintile(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	path := v.adds(t, map[string]string{"postcode": "M13 9WL", "postcode-reason": ""})
	id := path[strings.LastIndex(path, "/")+1:]
	found := `update case_places set state = 'found', looked_up_at = now(), country_code = 'ENG', lsoa = 'E01005062', `
	for _, c := range []struct{ looked, says string }{
		{"", "Pending"},
		{`update case_places set state = 'not_found', looked_up_at = now()`, "Not known: the postcode was not found"},
		{found + `edition = 2019, quintile = 1`, "1, most deprived (English index 2019)"},
		{found + `edition = 2025, quintile = 3`, "3 (English index 2025)"},
		{found + `edition = 2025, quintile = null`, "Not known"},
	} {
		if c.looked != "" {
			w.Exec(t, c.looked+` where case_id = $1`, id)
		}
		if got := v.saysOf(t, path, "Deprivation quintile"); got != c.says {
			t.Errorf("after %q the page says %q, want %q", c.looked, got, c.says)
		}
	}
	if got := v.saysOf(t, v.adds(t, map[string]string{"nhs_number": "9990000050"}), "Deprivation quintile"); got != "Not known: no postcode" {
		t.Errorf("of a child without a postcode the page says %q", got)
	}
}

// saysOf is what the page of a child's details says beside a label.
func (v *visitor) saysOf(t *testing.T, path, label string) string {
	t.Helper()
	page := htmltest.Parse(t, v.get(path+"/child").body)
	for _, row := range page.All(".nhsuk-summary-list__row") {
		if words := htmltest.Words(row); strings.HasPrefix(words, label) {
			return strings.TrimSpace(strings.TrimPrefix(words, label))
		}
	}
	t.Fatalf("%s says nothing of %q", path, label)
	return ""
}
