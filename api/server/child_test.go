package server

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/tenantstest"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// childForm is the form of a boy drawn for the visitor just now, with what differs.
func (v *visitor) childForm(differ map[string]string) url.Values {
	values := map[string]string{"first_name": "Idris", "surname": "Quillfeather", "date_of_birth": "7/8/2016", "sex": "1", "ethnicity": "G",
		"nhs_number": "999 000 0042", "postcode": "", "postcode-reason": "ZZ993WZ", "as": v.seal(), "key": uuid.NewString(), "version": "0"}
	maps.Copy(values, differ)
	form := url.Values{}
	for name, value := range values {
		form.Set(name, value)
	}
	return form
}

func (v *visitor) listPath() string { return "/" + v.place.Hospitals[0].ODSCode + "/cases" }

// plain sends a form as a browser without script does.
func (v *visitor) plain(path string, form url.Values) reply {
	return v.send(http.MethodPost, path, form)
}

// adds stores the boy of the form and gives the address of his record.
func (v *visitor) adds(t *testing.T, differ map[string]string) string {
	t.Helper()
	got := v.plain(v.listPath()+"/new", v.childForm(differ))
	path, _, _ := strings.Cut(got.header.Get("Location"), "/child?done=added")
	if got.status != http.StatusSeeOther || path == got.header.Get("Location") {
		t.Fatalf("adding: %d to %s: %.500s", got.status, got.header.Get("Location"), got.body)
	}
	return path
}

// The empty form says beforehand who will lead, chooses nothing, and offers the pseudo-postcodes of its country.
func TestTheEmptyForm(t *testing.T) {
	w := sharedWorld(t)
	for place, offered := range map[*tenantstest.Place]string{&w.Manchester: "ZZ993CZ", &w.Swansea: "ZZ993GZ"} {
		v := w.signIn(*place, tenants.Administrator)
		got := v.get(v.listPath() + "/new")
		page := htmltest.Parse(t, got.body)
		page.Rules()
		if !strings.Contains(htmltest.Words(page.Root), place.Hospitals[0].Name+" will be the child’s lead centre.") {
			t.Errorf("%s is not said to lead", place.Hospitals[0].Name)
		}
		if n := len(page.All("form.pt-child-form [checked]")) + len(page.All("form.pt-child-form [selected]")); n > 0 {
			t.Errorf("%d answers are chosen beforehand", n)
		}
		var codes []string
		for _, radio := range page.All("input[type=radio][name=postcode-reason]") {
			codes = append(codes, attr(radio, "value"))
		}
		if want := []string{"", "ZZ993WZ", offered, "ZZ993VZ"}; fmt.Sprint(codes) != fmt.Sprint(want) {
			t.Errorf("%s is offered %q, want %q", place.ShortName, codes, want)
		}
		page.One("input[name=nhs_number]")
		page.None("input[name=unique_reference_number]")
	}
}

// All that is wrong comes at once: 422, a summary with a link to each field, the words beside it, and what was typed.
func TestAllThatIsWrongWithTheForm(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	before := w.written()
	got := v.plain(v.listPath()+"/new", v.childForm(map[string]string{"first_name": "R2D2", "surname": "", "date_of_birth": "31/2/2016", "sex": "",
		"nhs_number": "999 000 0043", "postcode": "nowhere", "postcode-reason": ""}))
	if got.status != http.StatusUnprocessableEntity || w.written() != before {
		t.Fatalf("status %d", got.status)
	}
	page := htmltest.Parse(t, got.body)
	page.Rules()
	for i, want := range []struct{ field, value, words string }{
		{"first_name", "R2D2", "Use letters"}, {"surname", "", "This field is needed."}, {"date_of_birth", "31/2/2016", "Enter a real date"},
		{"sex", "", "This field is needed."}, {"nhs_number", "999 000 0043", "This is not a valid NHS number."}, {"postcode", "nowhere", "This postcode was not recognised."},
	} {
		link := page.All(".nhsuk-error-summary a")[i]
		id := "q-child-" + want.field + "-input"
		if attr(link, "href") != "#"+id {
			t.Errorf("line %d leads to %s, want %s", i, attr(link, "href"), id)
		}
		page.Says("#q-child-"+want.field+"-error", want.words)
		if field := page.One("#" + id); attr(field, "aria-invalid") != "true" || field.Data == "input" && attr(field, "value") != want.value {
			t.Errorf("%s holds %q", want.field, attr(field, "value"))
		}
	}
	if n := len(page.All(".nhsuk-error-summary a")); n != 6 {
		t.Errorf("%d lines", n)
	}
	page.One("select[name=ethnicity] option[value=G][selected]")
	if !strings.Contains(got.body, "<title>Error: Add a child") {
		t.Error("the title does not say that something is wrong")
	}
	if part := v.post(v.listPath()+"/new", v.childForm(map[string]string{"surname": ""})); part.status != 422 || strings.Contains(part.body, "<html") || !strings.Contains(part.body, "child-form") {
		t.Errorf("as a part of the page: %d", part.status)
	}
}

// Added, the child is there with the lead of the address; the same form twice is one child.
func TestAddingThroughTheForm(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Manchester, tenants.Administrator)
	form := v.childForm(nil)
	first, second := v.plain(v.listPath()+"/new", form), v.plain(v.listPath()+"/new", form)
	if first.status != http.StatusSeeOther || first.header.Get("Location") != second.header.Get("Location") {
		t.Fatalf("%d to %s, then %d to %s", first.status, first.header.Get("Location"), second.status, second.header.Get("Location"))
	}
	page := htmltest.Parse(t, v.get(first.header.Get("Location")).body)
	page.Rules()
	for _, words := range []string{"The child has been added.", "Idris Quillfeather", "999 000 0042", "Address unknown", "7 August 2016", "Male", w.Manchester.Hospitals[0].Name} {
		if !strings.Contains(htmltest.Words(page.Root), words) {
			t.Errorf("the page does not say %s", words)
		}
	}
	if strings.Contains(page.Text, "Go on to registration") {
		t.Error("an administrator is led to registration")
	}
	part := v.post(v.listPath()+"/new", v.childForm(map[string]string{"nhs_number": "9990000050"}))
	if to := part.header.Get("HX-Redirect"); part.status != http.StatusOK || !strings.Contains(to, "/child?done=added") {
		t.Errorf("as the page's script: %d to %q", part.status, to)
	}
}

// A child who is in the audit already: in one's own trust the way to the record, elsewhere the centre's name and a way to ask.
func TestADuplicateThroughTheForm(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Manchester, tenants.Administrator)
	path := v.adds(t, nil)
	got := v.plain(v.listPath()+"/new", v.childForm(map[string]string{"first_name": "Another", "surname": "Child"}))
	page := htmltest.Parse(t, got.body)
	if got.status != 422 || strings.Contains(page.Text, "Quillfeather") {
		t.Errorf("%d, names the child: %t", got.status, strings.Contains(page.Text, "Quillfeather"))
	}
	page.Says("#q-child-nhs_number-error", "A child with this NHS number is already in the audit.")
	page.One(`#duplicate a[href="` + path + `/child"]`)

	other := w.signIn(w.Leeds, tenants.Administrator)
	got = other.plain(other.listPath()+"/new", other.childForm(map[string]string{"first_name": "Another", "surname": "Child"}))
	page = htmltest.Parse(t, got.body)
	page.Rules()
	page.Says("#duplicate", "This child is in the audit already, at Royal Manchester Children's Hospital (Manchester University NHS Foundation Trust).")
	if strings.Contains(got.body, "Quillfeather") || strings.Contains(got.body, path) {
		t.Error("another trust learns more than the centre")
	}
	if len(page.All("form.pt-child-form button[type=submit]")) != 1 {
		t.Error("Enter in a field could press something other than Save")
	}
	ask := url.Values{"as": {other.seal()}, "nhs_number": {"999 000 0042"}}
	confirm := other.plain(other.listPath()+"/new/transfer", ask)
	if confirm.status != http.StatusOK || !strings.Contains(confirm.body, "Leeds General Infirmary") || strings.Contains(confirm.body, "Quillfeather") {
		t.Errorf("confirming: %d", confirm.status)
	}
	if n := w.count(t, "select count(*) from transfers"); n != 0 {
		t.Error("asked before it was confirmed")
	}
	ask.Set("confirmed", "yes")
	for range 2 {
		if done := other.plain(other.listPath()+"/new/transfer", ask); done.header.Get("Location") != other.listPath()+"?done=asked" {
			t.Errorf("asking: %d to %s", done.status, done.header.Get("Location"))
		}
	}
	if n := w.count(t, "select count(*) from transfers where tenant_id = $1 and other_tenant_id = $2 and state = 'requested'", string(w.Manchester.ID), string(w.Leeds.ID)); n != 1 {
		t.Errorf("%d requests", n)
	}
	if page := other.get(other.listPath() + "?done=asked"); !strings.Contains(page.body, "The other centre has been asked") {
		t.Error("nothing says that it was asked")
	}
}

func (w *world) count(t *testing.T, sql string, args ...any) int {
	t.Helper()
	var n int
	if err := w.Super.QueryRow(sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Two people on one form: what both changed is shown with theirs and mine, 409, and neither is chosen beforehand.
func TestTwoOnOneForm(t *testing.T) {
	w := newWorld(t)
	one, two := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Administrator)
	path := one.adds(t, nil)
	if got := one.plain(path+"/update", one.childForm(map[string]string{"surname": "Noor", "sex": "2"})); got.status != http.StatusSeeOther {
		t.Fatalf("the first: %d", got.status)
	}
	got := two.plain(path+"/update", two.childForm(map[string]string{"surname": "Cole", "first_name": "Idriss"}))
	page := htmltest.Parse(t, got.body)
	page.Rules()
	if got.status != http.StatusConflict {
		t.Fatalf("the second: %d", got.status)
	}
	page.Says("#q-child-surname", "Theirs: Noor")
	page.Says("#q-child-surname", "Yours: Cole")
	page.None("input[name=surname][checked]")
	page.One("input[name=first_name][value=Idriss]")
	page.One("select[name=sex] option[value=\"2\"][selected]") // theirs: the second had left it as it was drawn
	version := attr(page.One("form.pt-child-form input[name=version]"), "value")
	if version != "1" {
		t.Errorf("version %s", version)
	}
	if got := two.plain(path+"/update", two.childForm(map[string]string{"surname": "", "first_name": "Idriss", "sex": "2", "version": version})); got.status != 422 {
		t.Errorf("neither chosen: %d", got.status)
	}
	if got := two.plain(path+"/update", two.childForm(map[string]string{"surname": "Cole", "first_name": "Idriss", "sex": "2", "version": version})); got.status != http.StatusSeeOther {
		t.Errorf("mine chosen: %d", got.status)
	}
	if page := two.get(path + "/child").body; !strings.Contains(page, "Idriss Cole") || !strings.Contains(page, "Female") {
		t.Error("not merged")
	}
}

// Dates that do not go with a corrected date of birth are listed, each with a link to its question.
func TestClashesAreListed(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	w.Exec(t, `insert into investigations (tenant_id, case_id, updated_by, eeg_indicated, eeg_requested_on) values ($1, $2, gen_random_uuid(), true, '2025-03-01')`, string(w.Manchester.ID), w.child["R0A"])
	form := v.childForm(map[string]string{"nhs_number": "9990000018", "date_of_birth": "1/6/2025", "version": w.revision(w.Manchester)})
	if got := v.plain(v.casePath("/update"), form); got.status != http.StatusSeeOther {
		t.Fatalf("saving: %d: %.300s", got.status, got.body)
	}
	page := htmltest.Parse(t, v.get(v.casePath("/child?done=saved")).body)
	page.Says("#clashes", "1 March 2025")
	page.Says("#clashes", "The date cannot be earlier than the date of birth (1 June 2025).")
	href := attr(page.One("#clashes a"), "href")
	path, id, _ := strings.Cut(href, "#")
	htmltest.Parse(t, v.get(path).body).One("#" + id)
	if strings.Contains(page.Text, "More than 18 years ago") {
		t.Error("a birth this decade is doubted")
	}
	form = v.childForm(map[string]string{"nhs_number": "9990000018", "date_of_birth": "1/6/2003", "version": w.revision(w.Manchester)})
	if got := v.plain(v.casePath("/update"), form); got.status != http.StatusSeeOther {
		t.Fatalf("born 2003: %d", got.status)
	}
	if page := v.get(v.casePath("/child")).body; !strings.Contains(page, "More than 18 years ago") {
		t.Error("a birth long ago is not doubted")
	}
}

// Who may add, change, delete and opt out: on the pages as at the doors.
func TestWhoMayDoWhatWithAChild(t *testing.T) {
	w := sharedWorld(t)
	for role, may := range map[tenants.Role]struct{ add, end bool }{
		tenants.Viewer: {false, false}, tenants.Administrator: {true, false}, tenants.Editor: {true, true}, tenants.Lead: {true, true},
	} {
		v := w.signIn(w.Manchester, role)
		for path, want := range map[string]bool{v.listPath() + "/new": may.add, v.casePath("/update"): may.add, v.casePath("/child"): true,
			v.casePath("/delete"): may.end, v.casePath("/opt-out"): may.end, "/R0A03/deleted": false} {
			status := http.StatusForbidden
			if want {
				status = http.StatusOK
			}
			if got := v.get(path); got.status != status {
				t.Errorf("%s opens %s: %d, want %d", role, path, got.status, status)
			}
		}
		if offered := strings.Contains(v.get(v.listPath()).body, v.listPath()+"/new"); offered != may.add {
			t.Errorf("%s is offered to add a child: %t", role, offered)
		}
		page := v.get(v.casePath("/child")).body
		if edit := strings.Contains(page, v.casePath("/update")); edit != may.add {
			t.Errorf("%s is offered to edit: %t", role, edit)
		}
		if end := strings.Contains(page, v.casePath("/delete")) && strings.Contains(page, v.casePath("/opt-out")); end != may.end {
			t.Errorf("%s is offered to delete and opt out: %t", role, end)
		}
		if role == tenants.Administrator {
			if got := v.post(v.casePath("/tests/ct_head_performed"), v.answer("yes")); got.status != http.StatusForbidden {
				t.Errorf("an administrator answers: %d", got.status)
			}
		}
	}
}

// A submitted record's details are read-only, with the reason.
func TestClosedDetails(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	w.Exec(t, `update cases set locked_at = now() where id = $1`, w.child["R0A"])
	if got := v.get(v.casePath("/update")); got.status != http.StatusSeeOther || got.header.Get("Location") != v.casePath("/child") {
		t.Errorf("the form: %d", got.status)
	}
	page := htmltest.Parse(t, v.get(v.casePath("/child")).body)
	if !strings.Contains(page.Text, "This record has been submitted") || strings.Contains(page.Text, "Edit details") || strings.Contains(page.Text, "Delete this record") {
		t.Error("it does not say why, or offers a change")
	}
	page.One("a[href=" + v.casePath("/opt-out") + "]")
	for _, path := range []string{"/update", "/delete"} {
		form := v.childForm(nil)
		form.Set("reason", "duplicate")
		form.Set("typed", "Probemann")
		if got := v.plain(v.casePath(path), form); got.status != http.StatusLocked {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := v.get(v.casePath("/delete")); got.status != http.StatusLocked {
		t.Errorf("the page that asks: %d", got.status)
	}
}

// A form sent after the session ended comes back with everything that was typed.
func TestAFormOfAChildSurvivesTheSession(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	form := v.childForm(nil)
	if got := v.send(http.MethodPost, "/sign-out", url.Values{"as": {form.Get("as")}}); got.status != http.StatusSeeOther {
		t.Fatalf("signing out: %d", got.status)
	}
	got := v.plain(v.listPath()+"/new", form)
	page := htmltest.Parse(t, got.body)
	if got.status != http.StatusUnauthorized {
		t.Fatalf("status %d", got.status)
	}
	for name := range form {
		if value := form.Get(name); attr(page.One(`input[type=hidden][name="`+name+`"]`), "value") != value {
			t.Errorf("%s is lost", name)
		}
	}
}

var cases = regexp.MustCompile(`/cases/[0-9]+`)

// eachRoute calls do with every route that names a case, filled in with one.
func (w *world) eachRoute(v *visitor, id int64, do func(r route, path string)) {
	for _, r := range w.server.routes() {
		if r.door != ofTenant || !strings.Contains(r.path, ":case") || strings.HasPrefix(r.path, atDeleted) {
			continue
		}
		for _, path := range address(r, v.place.Hospitals[0].ODSCode, id, 1) {
			do(r, path)
		}
	}
}

// asked sends what the route takes.
func (v *visitor) asked(r route, path string) reply {
	form := v.childForm(nil)
	form.Set("value", "yes")
	form.Set("confirmed", "yes")
	form.Set("at", "tests")
	if r.method == http.MethodGet {
		return v.get(path + "?at=tests")
	}
	return v.send(r.method, path, form, "HX-Request", "true", "Pinktick-As", form.Get("as"), "Pinktick-Key", uuid.NewString())
}

// A deleted record is on no address and in no list, until the national team restores it.
func TestADeletedRecordIsOnNoAddress(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	path := v.adds(t, nil)
	id, _ := strconv.ParseInt(path[strings.LastIndex(path, "/")+1:], 10, 64)
	form := v.childForm(map[string]string{"reason": "", "typed": "Someone"})
	got := v.plain(path+"/delete", form)
	page := htmltest.Parse(t, got.body)
	page.Rules()
	if got.status != 422 || len(page.All(".nhsuk-error-summary a")) != 2 {
		t.Fatalf("without a reason and with another name: %d", got.status)
	}
	for _, link := range page.All(".nhsuk-error-summary a") {
		page.One(attr(link, "href"))
	}
	page.One("input[name=typed][value=Someone]")
	form.Set("reason", "entered_in_error")
	form.Set("typed", "quillfeather")
	for range 2 {
		if got := v.plain(path+"/delete", form); got.header.Get("Location") != v.listPath()+"?done=deleted" {
			t.Fatalf("deleting: %d to %s", got.status, got.header.Get("Location"))
		}
	}
	list := v.get(v.listPath() + "?done=deleted").body
	if strings.Contains(list, "Quillfeather") || !strings.Contains(list, "The record has been deleted.") {
		t.Error("the list shows the child, or does not say what was done")
	}
	before := w.written()
	w.eachRoute(v, id, func(r route, path string) {
		got := v.asked(r, path)
		if got.status == http.StatusSeeOther && r.method == http.MethodGet { // a part opened as a page leads to its page
			got = v.get(strings.SplitN(got.header.Get("Location"), "#", 2)[0])
		}
		if got.status != http.StatusNotFound || strings.Contains(got.body, "Quillfeather") {
			t.Errorf("%s %s: %d", r.method, path, got.status)
		}
	})
	if w.written() != before {
		t.Error("something was written")
	}
	w.restores(t, v, id)
}

func (w *world) restores(t *testing.T, v *visitor, id int64) {
	t.Helper()
	team := w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAdmin)
	if got := team.send(http.MethodPost, "/session/tenant", url.Values{"as": {team.seal()}, "tenant": {string(w.Manchester.ID)}}); got.status != http.StatusSeeOther {
		t.Fatalf("the national team at the trust: %d", got.status)
	}
	page := htmltest.Parse(t, team.get("/R0A03/deleted").body)
	page.Rules()
	for _, words := range []string{"Quillfeather", "Entered by mistake", "days", w.stack.Demo.Person("r0a", tenants.Lead).Name} {
		if !strings.Contains(page.Text, words) {
			t.Errorf("the page of the deleted does not say %s", words)
		}
	}
	restore := url.Values{"as": {team.seal()}, "key": {uuid.NewString()}}
	at := "/R0A03/deleted/" + strconv.FormatInt(id, 10)
	if got := v.plain(at, url.Values{"as": {v.seal()}, "key": {uuid.NewString()}}); got.status != http.StatusForbidden {
		t.Errorf("a lead restores: %d", got.status)
	}
	for range 2 {
		if got := team.plain(at, restore); !strings.HasSuffix(got.header.Get("Location"), "/child?done=restored") {
			t.Errorf("restoring: %d to %s", got.status, got.header.Get("Location"))
		}
	}
	if got := v.get(fmt.Sprintf("/R0A03/cases/%d/child", id)); got.status != http.StatusOK || !strings.Contains(got.body, "Quillfeather") {
		t.Errorf("restored: %d", got.status)
	}
}

// noSuch are no addresses of any child: rows are added to lists alone, answers are given to questions, only rows are deleted.
var noSuch = map[string]bool{
	"POST/tests": true, "POST/antiseizure-medicines/1": true, "PUT/antiseizure-medicines/1": true, "DELETE/tests/ct_head_performed": true,
	"POST/tests/ct_head_performed/close": true, "POST/tests/ct_head_performed/delete": true,
}

// Every address of a child who was opted out says 410, whoever asks; the list keeps the number and masks the rest.
func TestAnOptedOutChildIsGone(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	path := v.adds(t, nil)
	id, _ := strconv.ParseInt(path[strings.LastIndex(path, "/")+1:], 10, 64)
	page := htmltest.Parse(t, v.get(path+"/opt-out").body)
	page.Rules()
	if !strings.Contains(page.Text, "This cannot be undone, by anybody.") {
		t.Error("it does not say that it cannot be undone")
	}
	form := v.childForm(map[string]string{"typed": "Quillfeather"})
	for range 2 {
		if got := v.plain(path+"/opt-out", form); got.header.Get("Location") != v.listPath()+"?done=opted-out" {
			t.Fatalf("opting out: %d to %s", got.status, got.header.Get("Location"))
		}
	}
	list := htmltest.Parse(t, v.get(v.listPath()).body)
	list.Says("#case-table tbody", "##########")
	list.None("#case-" + strconv.FormatInt(id, 10))
	before := w.written()
	w.eachRoute(v, id, func(r route, path string) {
		got := v.asked(r, path)
		if got.status == http.StatusSeeOther && r.method == http.MethodGet {
			got = v.get(strings.SplitN(got.header.Get("Location"), "#", 2)[0])
		}
		want := http.StatusGone
		if noSuch[r.method+strings.TrimPrefix(path, fmt.Sprintf("/R0A03/cases/%d", id))] {
			want = http.StatusNotFound
		}
		if got.status != want {
			t.Errorf("%s %s: %d, want %d", r.method, path, got.status, want)
		}
	})
	if w.written() != before {
		t.Error("something was written")
	}
	if again := v.adds(t, nil); cases.FindString(again) == cases.FindString(path) {
		t.Error("the number was given again")
	}
}
