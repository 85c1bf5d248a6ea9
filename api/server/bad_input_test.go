package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// A wrong answer comes back with its message beside the field and with what was typed, as a partial and, without script, as
// the whole page. What is stored stays as it is, and the log holds one line without what was typed.
func TestWrongAnswers(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	v.post(v.casePath("/tests/eeg_indicated"), v.answer("yes"))
	v.post(v.casePath("/tests/eeg_requested_on"), v.answer("1/7/2025"))
	const date = "/tests/eeg_requested_on"
	for _, c := range []struct{ name, path, value, says string }{
		{"not a date", date, "next Tuesday", "Enter a real date"},
		{"a day that is none", date, "31/2/2025", "Enter a real date"},
		{"a date of another country", date, "12/31/2025", "Enter a real date"},
		{"before birth", date, "3/3/2013", "cannot be earlier than the date of birth (4 March 2013)"},
		{"in the future", date, "1/1/2031", "cannot be later than today"},
		{"after the EEG was done", "/tests/eeg_performed_on", "30/6/2025", "cannot be earlier than"},
		{"a year of two digits", date, "01/07/25", "Enter a real date"},
		{"a year of five digits", date, "1/7/20255", "Enter a real date"},
		{"a negative number", date, "-1", "Enter a real date"},
		{"a huge number", date, strings.Repeat("9", 400), "Enter a real date"},
		{"a NUL", date, "1/7/2025\x00", "Enter a real date"},
		{"control characters", date, "1/7\x1b[31m/2025", "Enter a real date"},
		{"invalid UTF-8", date, "1/7/\xff\xfe2025", "Enter a real date"},
		{"markup", date, `"><script>alert(1)</script>`, "Enter a real date"},
		{"a long text", date, strings.Repeat("long ", 8000), "Enter a real date"},
		{"declined where it cannot be", date, "declined", "Enter a real date"},
		{"a code that is not in the list", "/first-assessment/setting", "99zz99", "Choose one of the listed options"},
		{"a code of another list", "/first-assessment/setting", "sodium_valproate", "Choose one of the listed options"},
		{"nothing where there must be one", "/first-assessment/setting", "", "Choose one of the listed options"},
		{"neither yes nor no", "/tests/ct_head_performed", "perhaps", "Choose Yes or No"},
		{"another spelling of yes", "/tests/ct_head_performed", "YES", "Choose Yes or No"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := w.written()
			w.log.take()
			partial := v.post(v.casePath(c.path), v.answer(c.value))
			if n := w.refusals(); n != 1 {
				t.Errorf("%d lines in the log, want 1", n)
			}
			whole := v.send(http.MethodPost, v.casePath(c.path), v.answer(c.value))
			section, question, _ := strings.Cut(strings.TrimPrefix(c.path, "/"), "/")
			for name, got := range map[string]reply{"partial": partial, "page": whole} {
				wrongAnswerIsBack(t, name, got, "q-"+section+"-"+question, c.value, c.says)
			}
			if w.written() != before {
				t.Error("something was stored")
			}
		})
	}
}

func wrongAnswerIsBack(t *testing.T, as string, got reply, id, typed, says string) {
	t.Helper()
	doc := htmltest.Parse(t, got.body)
	doc.Rules()
	if got.status != http.StatusUnprocessableEntity || got.header.Get("HX-Trigger") != "" {
		t.Errorf("as a %s: status %d, event %q", as, got.status, got.header.Get("HX-Trigger"))
	}
	if whole := strings.Contains(got.body, "<html"); whole != (as == "page") {
		t.Errorf("as a %s: it is a whole page: %t", as, whole)
	}
	doc.Says("#"+id+" .nhsuk-error-message", says)
	fields := doc.All("#" + id + " .pt-typed")
	if len(fields) == 0 || strings.ContainsAny(typed, "\x00\x1b\xff") {
		return // buttons hold no text; what no page can hold is not held against it
	}
	if value, _ := htmltest.Attr(fields[0], "value"); value != typed {
		t.Errorf("as a %s: the field holds %.50q, typed was %.50q", as, value, typed)
	}
}

// badRequest is a request that no page of ours sends.
type badRequest struct {
	name   string
	method string // POST where empty
	path   string // below the case; the CT question where empty
	change func(url.Values)
	body   string // instead of the form
	header []string
	status int
	says   string
}

func badRequests(w *world) []badRequest {
	set := func(name, value string) func(url.Values) { return func(f url.Values) { f.Set(name, value) } }
	add := func(name, value string) func(url.Values) { return func(f url.Values) { f.Add(name, value) } }
	without := func(name string) func(url.Values) { return func(f url.Values) { f.Del(name) } }
	const incomplete, unreadable, missing = "form is incomplete", "form could not be read", "does not exist, or it belongs to another trust"
	theirs := w.Leeds.Hospitals[0].ODSCode
	return []badRequest{
		{name: "no key", change: without("key"), status: 400, says: incomplete},
		{name: "a key that is none", change: set("key", "1234"), status: 400, says: incomplete},
		{name: "a key in braces", change: set("key", "{"+uuid.NewString()+"}"), status: 400, says: incomplete},
		{name: "two keys", change: add("key", uuid.NewString()), status: 400, says: unreadable},
		{name: "no version", change: without("version"), status: 400, says: incomplete},
		{name: "a negative version", change: set("version", "-1"), status: 400, says: incomplete},
		{name: "a huge version", change: set("version", "99999999999999999999"), status: 400, says: incomplete},
		{name: "a version to come", change: set("version", "4000"), status: 400, says: incomplete},
		{name: "a version in words", change: set("version", "one"), status: 400, says: incomplete},
		{name: "two versions", change: add("version", "0"), status: 400, says: unreadable},
		{name: "no answer", change: without("value"), status: 400, says: "holds no answer"},
		{name: "very many answers", change: func(f url.Values) { f["value"] = make([]string, 500) }, status: 400, says: "holds no answer"},
		{name: "two seals", change: add("as", "x"), status: 400, says: unreadable},
		{name: "no seal", change: without("as"), status: 409, says: "drawn for another person or trust"},
		{name: "a malformed body", body: "value=%zz&key=%", status: 400, says: unreadable},
		{name: "a semicolon", body: "value=yes;key=1", status: 400, says: unreadable},
		{name: "a malformed query", path: "/tests/ct_head_performed?a=%zz", status: 400, says: unreadable},
		{name: "JSON", body: `{"value":"yes"}`, header: []string{"Content-Type", "application/json"}, status: 400, says: unreadable},
		{name: "a multipart form", body: "--x\r\nContent-Disposition: form-data; name=\"value\"\r\n\r\nyes\r\n--x--\r\n",
			header: []string{"Content-Type", "multipart/form-data; boundary=x"}, status: 400, says: unreadable},
		{name: "a content type that is none", body: "value=yes", header: []string{"Content-Type", "///"}, status: 400, says: unreadable},
		{name: "a text of a megabyte", change: set("value", strings.Repeat("x", 1<<20)), status: 413, says: "more than can be saved"},
		{name: "very many fields", body: strings.Repeat("a=1&", 1<<15), status: 413, says: "more than can be saved"},
		{name: "a field the section has not", path: "/tests/locked_at", status: 404, says: missing},
		{name: "a field of another section", path: "/tests/care_plan_on", status: 404, says: missing},
		{name: "a column that is no question", path: "/tests/updated_by", status: 404, says: missing},
		{name: "a section that is not there", path: "/secrets/ct_head_performed", status: 404, says: missing},
		{name: "a section to come", path: "/milestones/anything", status: 404, says: missing},
		{name: "a NUL in the address", path: "/tests/ct_head_performed%00", status: 404, says: missing},
		{name: "invalid UTF-8 in the address", path: "/tests/%ff%fe", status: 404, says: missing},
		{name: "a long address", path: "/tests/" + strings.Repeat("a", 4000), status: 404, says: missing},
		{name: "a row of a section", path: "/tests/1/medicine", status: 404, says: missing},
		{name: "a row that is not there", path: "/antiseizure-medicines/999999/medicine", status: 404, says: "no longer there"},
		{name: "a row below zero", path: "/antiseizure-medicines/-1/medicine", status: 404, says: missing},
		{name: "a row of many digits", path: "/antiseizure-medicines/99999999999999999999/medicine", status: 404, says: missing},
		{name: "a case of many digits", path: "/../99999999999999999999/tests/ct_head_performed", status: 404, says: missing},
		{name: "a case in words", path: "/../one/tests/ct_head_performed", status: 404, says: missing},
		{name: "a case at another hospital", path: "/../../../" + theirs + "/cases/1/tests/ct_head_performed", status: 404, says: missing},
		{name: "a hospital that is not there", path: "/../../../ZZZ99/cases/1/tests/ct_head_performed", status: 404, says: "no such trust, health board or hospital"},
		{name: "a hospital with a NUL", path: "/../../../%00/cases/1/tests/ct_head_performed", status: 404, says: "no such trust"},
		{name: "a page of another site", header: []string{"Sec-Fetch-Site", "cross-site"}, status: 403, says: "page of another site"},
		{name: "a page of a sister site", header: []string{"Sec-Fetch-Site", "same-site"}, status: 403, says: "page of another site"},
		{name: "another origin", header: []string{"Origin", "https://evil.example"}, status: 403, says: "page of another site"},
		{name: "no origin at all", header: []string{"Origin", "null"}, status: 403, says: "page of another site"},
		{name: "another port", header: []string{"Origin", "http://127.0.0.1:1"}, status: 403, says: "page of another site"},
		{name: "a verb nobody knows", method: "PROPFIND", status: 405, says: "cannot be opened like that"},
		{name: "a patch", method: http.MethodPatch, status: 405, says: "cannot be opened like that"},
		{name: "deleting a question", method: http.MethodDelete, header: []string{"Pinktick-Key", uuid.NewString()}, status: 404, says: missing},
	}
}

// Requests that no page of ours sends: each is refused with its status, in words, as a part or as a page; nothing is stored,
// one line is logged.
func TestBadRequests(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	for _, c := range badRequests(w) {
		t.Run(c.name, func(t *testing.T) {
			before := w.written()
			for _, fragment := range []string{"true", ""} {
				w.log.take()
				got := v.sendBad(c, fragment)
				if n := w.refusals(); n != 1 {
					t.Errorf("%d lines in the log, want 1", n)
				}
				if got.status != c.status || !strings.Contains(got.body, c.says) {
					t.Errorf("status %d, want %d and %q:\n%.600s", got.status, c.status, c.says, got.body)
				}
				if whole := strings.Contains(got.body, "<html"); whole == (fragment == "true") {
					t.Errorf("HX-Request %q: it is a whole page: %t", fragment, whole)
				}
				if fragment == "true" && got.header.Get("Pinktick-Problem") == "" {
					t.Error("the page's script is not told that it is a problem")
				}
				htmltest.Parse(t, got.body).Rules()
			}
			if w.written() != before {
				t.Error("something was stored")
			}
		})
	}
}

func (v *visitor) sendBad(c badRequest, fragment string) reply {
	v.w.t.Helper()
	path, method := c.path, c.method
	if path == "" {
		path = "/tests/ct_head_performed"
	}
	address := v.casePath(path)
	if rest, up := strings.CutPrefix(path, "/../../../"); up {
		address = "/" + rest
	} else if rest, up := strings.CutPrefix(path, "/../"); up {
		address = strings.TrimSuffix(v.casePath("/x"), "/1/x") + "/" + rest
	}
	if method == "" {
		method = http.MethodPost
	}
	form := v.answer("yes")
	if c.change != nil {
		c.change(form)
	}
	header := append([]string{"HX-Request", fragment, "Content-Type", "application/x-www-form-urlencoded", "Pinktick-As", v.seal()}, c.header...)
	if c.name == "no seal" {
		header = header[:4]
	}
	if c.body != "" {
		return v.sendRaw(method, address, c.body, header...)
	}
	return v.sendRaw(method, address, form.Encode(), header...)
}

// An address that only takes posts is not opened by a link, and one that only shows takes no post: 405, unless the address
// also shows something. Nothing changes either way.
func TestAddressesAskedForInAnotherWay(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	row := w.addRow(w.Manchester)
	before := w.written()
	known := map[string]bool{}
	for _, r := range w.server.routes() {
		known[r.method+" "+r.path] = true
	}
	for _, r := range w.server.routes() {
		other := http.MethodGet
		if r.method == http.MethodGet {
			other = http.MethodPost
		}
		if known[other+" "+r.path] {
			continue
		}
		for _, path := range address(r, w.Manchester.Hospitals[0].ODSCode, w.child["R0A"], row) {
			got := v.sendRaw(other, path, v.answer("yes").Encode(), "Content-Type", "application/x-www-form-urlencoded")
			last := r.path[strings.LastIndex(r.path, "/")+1:]
			asCase := strings.Contains(path, "/cases/") && !strings.Contains(r.path, ":case")      // read as the number of a child
			asCase = asCase || known[other+" "+strings.Replace(r.path, "/national/", "/:org/", 1)] // or "national" as an organisation
			if asCase || strings.Contains(r.path, ":case/") && last[0] != ':' {
				if got.status != http.StatusNotFound && got.status != http.StatusMethodNotAllowed { // read as the name of a section or a question
					t.Errorf("%s %s: %d", other, path, got.status)
				}
				continue
			}
			if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") == "" {
				t.Errorf("%s %s: %d, Allow %q", other, path, got.status, got.header.Get("Allow"))
			}
		}
	}
	if page := v.get(v.casePath("/tests/ct_head_performed?value=no&key=" + uuid.NewString())); page.status != http.StatusSeeOther {
		t.Errorf("an answer in a link: %d", page.status)
	}
	if w.written() != before {
		t.Error("something was stored")
	}
}
