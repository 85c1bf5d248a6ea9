package server

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/htmltest"
)

var resultLink = regexp.MustCompile(`href="(/results[^"#]*)"`)

// everyResult is every answer that can be come to from the results' first page, and each level of a measure.
func (v *visitor) everyResult() map[string]reply {
	v.w.t.Helper()
	found := map[string]reply{}
	todo := []string{"/results"}
	for _, level := range []string{"local_health_board", "network", "country"} {
		todo = append(todo, "/results/8/measures/4?level="+level)
	}
	for ; len(todo) > 0; todo = todo[1:] {
		if _, seen := found[todo[0]]; seen {
			continue
		}
		got := v.get(todo[0])
		if got.status != http.StatusOK {
			v.w.t.Errorf("%s: %d", todo[0], got.status)
		}
		found[todo[0]] = got
		for _, link := range resultLink.FindAllStringSubmatch(got.body, -1) {
			todo = append(todo, html.UnescapeString(link[1]))
		}
	}
	return found
}

// publishedWith publishes the first version of a world in which two trusts have so many passed and failed children.
func publishedWith(t *testing.T, manchester, leeds [2]int) (*world, map[string]reply) {
	w := unpublished(t)
	w.counted(w.Manchester, manchester[0], manchester[1])
	w.counted(w.Leeds, leeds[0], leeds[1])
	w.Exec(t, "update counted_cohorts set counted_at = '2026-11-22 03:00:00+00'")
	w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAdmin).publishes("The results")
	return w, w.stranger().everyResult()
}

// A hidden number is in no byte that the public gets: two worlds that differ in nothing else give the same bytes everywhere. One that
// is shown makes a difference.
func TestHiddenNumbersAreInNoAnswer(t *testing.T) {
	w, first := publishedWith(t, [2]int{2, 30}, [2]int{3, 30})
	if len(first) < 80 || !strings.Contains(first["/results/8/trust/R0A"].body, tooFew) {
		t.Fatalf("only %d answers, or nothing is hidden", len(first))
	}
	for path, got := range first {
		if strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			htmltest.Parse(t, got.body).Rules()
		}
		if strings.Contains(got.body, w.Manchester.Hospitals[0].Name) {
			t.Errorf("%s names a single hospital", path)
		}
	}
	_, second := publishedWith(t, [2]int{3, 29}, [2]int{2, 31})
	same(t, first, second, true)
	_, third := publishedWith(t, [2]int{12, 20}, [2]int{13, 20})
	same(t, first, third, false)
}

func same(t *testing.T, first, second map[string]reply, want bool) {
	t.Helper()
	if len(first) != len(second) {
		t.Errorf("%d answers and %d", len(first), len(second))
	}
	for path, got := range first {
		if is := got.body == second[path].body && got.header.Get("ETag") == second[path].header.Get("ETag"); is != want && !strings.HasSuffix(path, "/definitions") && !strings.Contains(path, "local_health_board") {
			t.Errorf("%s: the same bytes %v, want %v", path, is, want)
		}
	}
}

// Published pages may be kept by anybody, are asked for again by name, and know nobody.
func TestPublicPagesAreForEverybody(t *testing.T) {
	w, _ := publishedWith(t, [2]int{30, 30}, [2]int{50, 20})
	nobody, lead := w.stranger(), w.signIn(w.Leeds, tenants.Lead)
	for _, path := range []string{"/results", "/results/8", "/results/8/trust/RR8", "/results/8/measures/4?level=network", "/results/8/measures/4/funnel.svg", "/results/8/measures/4/funnel.csv?level=trust", "/results/8.csv", "/results/8.json", "/results/8/definitions"} {
		got, theirs := nobody.get(path), lead.get(path)
		if got.status != http.StatusOK || got.body != theirs.body || theirs.header.Get("Set-Cookie") != "" || strings.Contains(theirs.header.Get("Vary"), "Cookie") {
			t.Errorf("%s: %d; is for somebody: %v", path, got.status, theirs.header)
		}
		tag := got.header.Get("ETag")
		if got.header.Get("Cache-Control") != "public, max-age=60, must-revalidate" || tag == "" {
			t.Errorf("%s: %v", path, got.header)
		}
		if again := nobody.get(path, "If-None-Match", tag); again.status != http.StatusNotModified || again.body != "" || again.header.Get("ETag") != tag {
			t.Errorf("%s again: %d", path, again.status)
		}
		if head := nobody.send(http.MethodHead, path, nil, "Accept-Encoding", "gzip"); head.status != http.StatusOK || head.body != "" || head.header.Get("ETag") != tag {
			t.Errorf("HEAD %s: %d", path, head.status)
		}
	}
	if got := nobody.post("/results/8", url.Values{}); got.status != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", got.status)
	}
}

// What is chosen has an address of its own; what is not there leads to the overview, and an address of it is not found.
func TestChoosingResults(t *testing.T) {
	w, _ := publishedWith(t, [2]int{30, 30}, [2]int{50, 20})
	nobody := w.stranger()
	for asked, want := range map[string]string{
		"cohort=8": "/results/8", "cohort=8&unit=trust/R0A": "/results/8/trust/R0A", "cohort=7&unit=trust/R0A": "/results/8/trust/R0A", "cohort=8&unit=trust/XXX": "/results/8",
		"cohort=8&measure=9b-i": "/results/8/measures/9b-i?level=trust", "cohort=8&measure=4&level=network": "/results/8/measures/4?level=network",
		"cohort=8&measure=99": "/results/8", "measure=4&level=organisation": "/results/8/measures/4",
	} {
		if got := nobody.get("/results?" + asked); got.status != http.StatusSeeOther || got.header.Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", asked, got.status, got.header.Get("Location"), want)
		}
	}
	for _, path := range []string{"/results/7", "/results/x", "/results/8.xlsx", "/results/8.json/definitions", "/results/8/trust/XXX", "/results/8/organisation/R0A03", "/results/8/measures/99", "/results/8/measures/4?level=organisation", "/results/8/measures/4/funnel.png", "/results/8?version=2", "/results/8?version=x"} {
		if got := nobody.get(path); got.status != http.StatusNotFound || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}
