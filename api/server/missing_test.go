package server

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/sample"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// The panel of each form counts what its wheel does not, and every link of it leads to a question that the page shows, or to
// the list that wants an entry.
func TestEveryMissingAnswerIsCountedAndLeadsToItsQuestion(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	seen := map[string]bool{}
	for child := range sample.Children(5, 24, ask.DateOf(today), []string{w.Manchester.Hospitals[0].ID}) {
		if !child.IsRegistered() {
			continue
		}
		child.Case().NHSNumber = nil
		id, err := w.store.Create(w.Manchester.As(t.Context(), tenants.Editor), child)
		if err != nil {
			t.Fatal(err)
		}
		r, err := w.store.Peek(w.Manchester.As(t.Context(), tenants.Editor), id)
		if err != nil {
			t.Fatal(err)
		}
		base := "/" + v.place.Hospitals[0].ODSCode + "/cases/" + strconv.FormatInt(id, 10)
		all := htmltest.Parse(t, v.get(base+"/missing").body)
		for i, s := range dataset.Sections {
			score := r.Completion().Forms[i]
			left := score.Expected - score.Completed
			panel := htmltest.Parse(t, v.get(base+"/"+s.Key+"/missing", "HX-Request", "true").body)
			words := strconv.Itoa(left) + " answers are missing"
			switch left {
			case 0:
				words = "Nothing is missing"
			case 1:
				words = "1 answer is missing"
			}
			panel.Says("summary", words)
			all.Says("#missing-"+s.Key+" h3", words)
			if slots := slotsIn(panel); slots != left {
				t.Errorf("%s: the panel lists %d of %d", s.Key, slots, left)
			}
			for _, link := range panel.All("li a") {
				href, _ := htmltest.Attr(link, "href")
				v.leads(href, seen)
			}
		}
	}
	for _, kind := range []string{"#q-tests-", "#q-episodes-", "#q-antiseizure-medicines-", "#list-episodes"} {
		found := false
		for href := range seen {
			found = found || strings.Contains(href, kind)
		}
		if !found {
			t.Errorf("no child misses anything of the kind %s: this shows less than it should", kind)
		}
	}
}

var andMore = regexp.MustCompile(`\((\d+) answers\)`)

// slotsIn adds up the items of a panel: each stands for one answer, or for as many as it says.
func slotsIn(panel *htmltest.Document) int {
	sum := 0
	for _, item := range panel.All("li") {
		n := 1
		if more := andMore.FindStringSubmatch(htmltest.Words(item)); more != nil {
			n, _ = strconv.Atoi(more[1])
		}
		sum += n
	}
	return sum
}

// leads opens the page of a link and wants what its address names, shown.
func (v *visitor) leads(href string, seen map[string]bool) {
	v.w.t.Helper()
	seen[href] = true
	path, anchor, _ := strings.Cut(href, "#")
	page := v.get(path)
	if page.status != http.StatusOK {
		v.w.t.Fatalf("%s: %d", href, page.status)
	}
	found := htmltest.Parse(v.w.t, page.body).One("#" + anchor)
	if _, hidden := htmltest.Attr(found, "hidden"); hidden {
		v.w.t.Errorf("%s leads to what is not shown", href)
	}
}

// Before registration the other forms are counted, and lead nowhere: they are closed.
func TestMissingBeforeRegistration(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	id, err := w.store.Create(w.Manchester.As(t.Context(), tenants.Editor), dataset.NewChild())
	if err != nil {
		t.Fatal(err)
	}
	doc := htmltest.Parse(t, v.get("/"+v.place.Hospitals[0].ODSCode+"/cases/"+strconv.FormatInt(id, 10)+"/missing").body)
	doc.Rules()
	doc.Says("#missing .pt-missing__total", "43 answers are missing")
	doc.Says("#missing-tests", "Register the child first.")
	doc.None("#missing-tests a")
	if n := len(doc.All("#missing-registration li a")); n != 3 {
		t.Errorf("%d of registration, want 3", n)
	}
}

// The fragment without script leads to the page; the page is noted as a reading, the fragment is not.
func TestMissingAsPageAndAsFragment(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Viewer)
	if got := v.get(v.casePath("/tests/missing")); got.status != http.StatusSeeOther || got.header.Get("Location") != v.casePath("/tests#missing-tests") {
		t.Errorf("%d to %q", got.status, got.header.Get("Location"))
	}
	if got := v.get(v.casePath("/antiseizure-medicines/missing"), "HX-Request", "true"); got.status != http.StatusNotFound {
		t.Errorf("of a list: %d", got.status)
	}
	reads := func() (n int) {
		if err := w.Super.QueryRow("select count(*) from record_reads where case_id = $1", w.child["R0A"]).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := reads()
	v.get(v.casePath("/missing"), "HX-Request", "true")
	v.get(v.casePath("/tests/missing"), "HX-Request", "true")
	if n := reads(); n != before {
		t.Errorf("the fragments are noted as %d readings", n-before)
	}
	if v.get(v.casePath("/missing")); reads() != before+1 {
		t.Error("the page is not noted as a reading")
	}
}
