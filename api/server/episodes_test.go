package server

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// An episode from the first click on: what appears, what is recognised, what is taken off, and what the list still needs.
func TestALifeOfAnEpisode(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	page := htmltest.Parse(t, v.get(v.casePath("/multiaxial-diagnosis")).body)
	page.Says("#list-episodes-warning", "At least one epileptic episode is required.")

	added := v.post(v.casePath("/episodes"), v.answer())
	own, around := items(t, added.body)
	if added.status != http.StatusOK || len(own) != 1 || !slices.Equal(around, []string{"list-episodes-warning"}) {
		t.Fatalf("adding: %d, %v, %v", added.status, own, around)
	}
	id := strings.TrimPrefix(own[0], "row-episodes-")
	row, question := v.casePath("/episodes/"+id), "q-episodes-"+id+"-"
	htmltest.Parse(t, added.body).Says("#"+question+"onset_on h5", "When")
	always := []string{"row-episodes-" + id + "-head", "list-episodes-warning"}
	answer := func(key, value string, changed ...string) reply {
		t.Helper()
		got := v.post(row+"/"+key, v.answer(value))
		own, around := items(t, got.body)
		want := slices.Clone(always)
		for _, key := range changed {
			want = append(want, question+key)
		}
		slices.Sort(want)
		if got.status != http.StatusOK || !slices.Equal(own, []string{question + key}) || !slices.Equal(around, want) {
			t.Errorf("%s %s: %d, %v, %v, want %v", key, value, got.status, own, around, want)
		}
		return got
	}
	answer("description_obtained", "yes", "description") // its keywords stand in the same control
	described := answer("description", "Fear, then left arm jerking")
	if words := keywordsIn(t, described.body); words != "fear left" {
		t.Errorf("recognised %q", words)
	}
	form := v.answer()
	form.Del("value")
	form.Set("remove", "68")
	removed := v.post(row+"/description", form)
	if own, _ := items(t, removed.body); removed.status != http.StatusOK || !slices.Equal(own, []string{question + "description"}) {
		t.Errorf("taking one off: %d, %v", removed.status, own)
	}
	if words := keywordsIn(t, removed.body); words != "fear" {
		t.Errorf("left are %q", words)
	}
	if words := keywordsIn(t, answer("description", "Fear, then left arm jerking, again").body); words != "fear" {
		t.Errorf("after more was typed %q", words)
	}
	epileptic := answer("status", "E", "onset_type")
	if strings.Contains(epileptic.body, "At least one epileptic") {
		t.Error("the list still misses an epileptic episode")
	}
	answer("onset_type", "FO", "side_affected", "motor_features", "non_motor_features", "localisation_of_onset")
	unknown := answer("onset_type", "UO", "side_affected", "motor_features", "non_motor_features", "localisation_of_onset")
	if !strings.Contains(unknown.body, "Not enough is known about the onset") {
		t.Error("unknown onset is not explained")
	}
}

func keywordsIn(t *testing.T, body string) string {
	t.Helper()
	var words []string
	for _, label := range htmltest.Parse(t, body).All(".pt-keyword") {
		words = append(words, strings.Fields(htmltest.Words(label))[0])
	}
	return strings.Join(words, " ")
}

// What a person cannot have been shown is refused, and nothing panics on it.
func TestRemovingWhatIsNoKeyword(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	own, _ := items(t, v.post(v.casePath("/episodes"), v.answer()).body)
	row := v.casePath("/episodes/" + strings.TrimPrefix(own[0], "row-episodes-"))
	v.post(row+"/description_obtained", v.answer("yes"))
	for path, status := range map[string]int{row + "/description": 422, row + "/status": 404, v.casePath("/tests/eeg_indicated"): 404} {
		form := v.answer()
		form.Set("remove", "nonsense")
		if got := v.post(path, form); got.status != status {
			t.Errorf("%s: %d, want %d", path, got.status, status)
		}
	}
	if got := v.post(row+"/description_keywords", v.answer("19")); got.status != http.StatusNotFound {
		t.Errorf("keywords at an address of their own: %d", got.status)
	}
}

// A wait beside a date follows the other date; roles are picked out of all organisations.
func TestMilestonesPage(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	milestones := v.casePath("/milestones")
	page := v.get(milestones)
	if !strings.Contains(page.body, "Hypothalamic hamartoma") || page.status != http.StatusOK {
		t.Errorf("criteria are not on the page: %d", page.status)
	}
	v.post(milestones+"/nurse_referred", v.answer("yes"))
	v.post(milestones+"/nurse_seen_on", v.answer("18/7/2025"))
	got := v.post(milestones+"/nurse_referred_on", v.answer("1/7/2025"))
	if _, around := items(t, got.body); !slices.Contains(around, "q-milestones-nurse_seen_on") || !strings.Contains(got.body, "Wait: 2 weeks, 3 days") {
		t.Errorf("%d, around %v", got.status, around)
	}
	v.post(milestones+"/neurologist_referred", v.answer("yes"))
	elsewhere := w.Swansea.Hospitals[0]
	if got := v.post(milestones+"/neurology_organisation_id", v.answer(elsewhere.ID)); got.status != http.StatusOK || !strings.Contains(got.body, elsewhere.Name) {
		t.Errorf("a hospital elsewhere: %d", got.status)
	}
	lead := v.answer(elsewhere.ID)
	lead.Set("confirmed", "yes")
	if got := v.post(v.casePath("/registration/lead_organisation_id"), lead); got.status == http.StatusOK {
		t.Error("a hospital elsewhere leads")
	}
}
