package server

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// sheet is what a page of a section shows, as its script tells the server: marks by element, rows, open rows.
type sheet struct {
	v       *visitor
	section string
	marks   map[string]string
	rows    map[string]bool // whether it is open
}

// looksAt opens the page of a section.
func (v *visitor) looksAt(t *testing.T, section string) *sheet {
	t.Helper()
	s := &sheet{v, section, map[string]string{}, map[string]bool{}}
	got := v.get(v.casePath("/" + section))
	if got.status != http.StatusOK {
		t.Fatalf("%s: %d", section, got.status)
	}
	s.takes(t, got.body)
	return s
}

// takes puts what was drawn into the page.
func (s *sheet) takes(t *testing.T, body string) {
	t.Helper()
	d := htmltest.Parse(t, body)
	for _, list := range d.All(".pt-list") { // a list that is drawn has these rows and no others
		key, _ := htmltest.Attr(list, "id")
		for row := range s.rows {
			if strings.HasPrefix(row, "row-"+strings.TrimPrefix(key, "list-")) {
				delete(s.rows, row)
			}
		}
		maps.DeleteFunc(s.marks, func(id, _ string) bool { return strings.Contains(id, "-"+strings.TrimPrefix(key, "list-")+"-") })
	}
	for _, row := range d.All(".pt-row") {
		id, _ := htmltest.Attr(row, "id")
		class, _ := htmltest.Attr(row, "class")
		s.rows[id] = strings.Contains(class, "pt-row--open")
	}
	for _, region := range d.All("[data-drawn]") {
		id, _ := htmltest.Attr(region, "id")
		s.marks[id], _ = htmltest.Attr(region, "data-drawn")
	}
}

// asks gives the elements that are shown differently by now, and takes them.
func (s *sheet) asks(t *testing.T) []string {
	t.Helper()
	var open []string
	for row, is := range s.rows {
		if is {
			open = append(open, row)
		}
	}
	got := s.v.get(s.v.casePath("/"+s.section+"/changes"), "HX-Request", "true", "Pinktick-Drawn", strings.Join(slices.Collect(maps.Values(s.marks)), " "),
		"Pinktick-Rows", strings.Join(slices.Collect(maps.Keys(s.rows)), " "), "Pinktick-Open", strings.Join(open, " "))
	if got.status == http.StatusNoContent && got.body == "" {
		return nil
	}
	if got.status != http.StatusOK || got.header.Get("Pinktick-Revision") != s.v.w.revision(s.v.place) {
		t.Fatalf("changes of %s: %d, revision %s", s.section, got.status, got.header.Get("Pinktick-Revision"))
	}
	s.takes(t, got.body)
	var ids []string
	for n := htmltest.Parse(t, got.body).Root.FirstChild; n != nil; n = n.NextSibling {
		if n.Type == html.ElementNode {
			id, _ := htmltest.Attr(n, "id")
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (s *sheet) expect(t *testing.T, what string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := s.asks(t); !slices.Equal(got, want) {
		t.Errorf("%s: the page gets %q, want %q", what, got, want)
	}
	if got := s.asks(t); len(got) > 0 {
		t.Errorf("%s: and then again %q", what, got)
	}
}

// Every part of a record's page that has a mark is among what the page may fetch, and the other way about: whatever is added to
// the page with a mark has to be added to its changes.
func TestEveryMarkedPartCanBeFetched(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	w.addRow(w.Manchester)
	for _, section := range dataset.Sections {
		s := v.looksAt(t, section.Key)
		if len(s.marks) < 8 {
			t.Errorf("%s has only %d marks", section.Key, len(s.marks))
		}
		s.expect(t, section.Key+" just drawn")
		all := v.get(v.casePath("/"+section.Key+"/changes"), "HX-Request", "true")
		fetched := &sheet{v, section.Key, map[string]string{}, map[string]bool{}}
		fetched.takes(t, all.body)
		if !maps.Equal(fetched.marks, s.marks) {
			for id, mark := range s.marks {
				if fetched.marks[id] != mark {
					t.Errorf("%s: %s is %q on the page and %q among the changes", section.Key, id, mark, fetched.marks[id])
				}
			}
			for id := range fetched.marks {
				if _, there := s.marks[id]; !there {
					t.Errorf("%s: %s is among the changes and not on the page", section.Key, id)
				}
			}
		}
	}
}

// A colleague's answer brings exactly what it changed: the question, those that come, go or follow, the progress.
func TestWhatAColleaguesAnswerBrings(t *testing.T) {
	w := sharedWorld(t)
	writer, reader := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Viewer)
	tests, treatment := reader.looksAt(t, "tests"), writer.looksAt(t, "treatment")
	save := func(path, value string) {
		if got := writer.confirmed(writer.casePath(path), writer.answer(value)); got.status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, got.status, got.body)
		}
	}
	save("/tests/ct_head_performed", "yes")
	tests.expect(t, "an answer", "missing-tests", "q-tests-ct_head_performed", "steps", "wheel-tests")
	treatment.expect(t, "an answer elsewhere", "steps")
	save("/tests/ct_head_performed", "no")
	tests.expect(t, "another answer to the same", "q-tests-ct_head_performed")
	save("/tests/eeg_indicated", "yes")
	tests.expect(t, "an answer that asks for more", "missing-tests", "q-tests-eeg_indicated", "q-tests-eeg_performed_on", "q-tests-eeg_requested_on", "steps", "wheel-tests")
	save("/tests/ct_head_performed", "yes")
	save("/tests/ct_head_performed", "no")
	tests.expect(t, "there and back again") // the marks say what is shown, not what was done
}

// Rows that colleagues add, open, answer, close and delete; an open row stays open for whoever has it open.
func TestWhatAColleaguesRowBrings(t *testing.T) {
	w := sharedWorld(t)
	writer, reader := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Lead)
	page := reader.looksAt(t, "treatment")
	list := "antiseizure-medicines"
	if got := writer.post(writer.casePath("/"+list), writer.answer()); got.status != http.StatusOK {
		t.Fatal(got.status, got.body)
	}
	row := "row-" + list + "-" + w.lastRow()
	page.expect(t, "a row", "list-"+list, "missing-treatment")
	if open, there := page.rows[row]; !there || open {
		t.Errorf("the row is there %t, open %t", there, open)
	}
	page.takes(t, reader.get(reader.casePath("/"+list+"/"+w.lastRow()), "HX-Request", "true").body)
	page.expect(t, "the row opened by oneself")
	if got := writer.post(writer.casePath("/"+list+"/"+w.lastRow()+"/started_on"), writer.answer("1/9/2025")); got.status != http.StatusOK {
		t.Fatal(got.status, got.body)
	}
	got := page.asks(t)
	if !slices.Contains(got, "q-"+list+"-"+w.lastRow()+"-started_on") || slices.Contains(got, "list-"+list) || !page.rows[row] {
		t.Errorf("an answer in the open row brings %q", got)
	}
	page.expect(t, "the open row")
	if got := writer.confirmed(writer.casePath("/"+list+"/"+w.lastRow()+"/delete"), writer.answer()); got.status != http.StatusOK {
		t.Fatal(got.status, got.body)
	}
	if got := page.asks(t); !slices.Contains(got, "list-"+list) || len(page.rows) != 0 {
		t.Errorf("the deleted row brings %q and leaves %v", got, page.rows)
	}
}

// What one's own save gives back carries the marks of the page as it stands then: nothing of it is fetched again as if somebody
// else had changed it. The wheel and the menu fetch themselves.
func TestOnesOwnSaveBringsItsMarks(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	for _, step := range []struct{ section, path, value string }{
		{"tests", "/tests/eeg_indicated", "yes"}, {"tests", "/tests/eeg_performed_on", "declined"}, {"tests", "/tests/eeg_indicated", "no"},
		{"treatment", "/treatment/antiseizure_medicine_given", "no"}, {"treatment", "/treatment/antiseizure_medicine_given", "yes"},
		{"treatment", "/antiseizure-medicines", ""}, {"treatment", "/antiseizure-medicines/ROW/started_on", "1/9/2025"}, {"treatment", "/antiseizure-medicines/ROW/close", ""},
		{"first-assessment", "/first-assessment/setting", "2"}, {"epilepsy-context", "/epilepsy-context/febrile_seizures", "U"},
	} {
		page := v.looksAt(t, step.section)
		path := step.path
		if strings.Contains(path, "ROW") {
			path = strings.Replace(path, "ROW", w.lastRow(), 1)
			page.takes(t, v.get(v.casePath("/antiseizure-medicines/"+w.lastRow()), "HX-Request", "true").body)
		}
		got := v.confirmed(v.casePath(path), v.answer(step.value))
		if got.status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, got.status, got.body)
		}
		page.takes(t, got.body)
		page.takes(t, v.get(v.casePath("/"+step.section+"/ring"), "HX-Request", "true").body)
		page.takes(t, v.get(v.casePath("/"+step.section+"/missing"), "HX-Request", "true").body)
		page.takes(t, v.get(v.casePath("/steps?at="+step.section), "HX-Request", "true").body)
		page.expect(t, step.path+"="+step.value)
	}
}

// A refused answer is on the page with what was typed, and still the page is told nothing: the record has not changed.
func TestARefusedAnswerIsNoChange(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	v.post(v.casePath("/tests/eeg_indicated"), v.answer("yes"))
	page := v.looksAt(t, "tests")
	got := v.post(v.casePath("/tests/eeg_requested_on"), v.answer("31/2/2025"))
	if got.status != http.StatusUnprocessableEntity {
		t.Fatal(got.status)
	}
	page.takes(t, got.body)
	page.expect(t, "a refused answer")
}

// Where the record stands arrives too: a colleague completes and submits it, and nothing on the page is open any more.
func TestWhatAColleaguesSubmittingBrings(t *testing.T) {
	w := sharedWorld(t)
	reader := w.signIn(w.Manchester, tenants.Editor)
	page := reader.looksAt(t, "tests")
	w.exec(`update cases set locked_at = now(), revision = revision + 1 where id = $1`, w.child["R0A"])
	got := page.asks(t)
	for _, want := range []string{"child-heading", "read-only", "q-tests-ct_head_performed"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not among %q", want, got)
		}
	}
	page.expect(t, "and nothing more")
}
