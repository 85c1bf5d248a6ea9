package server

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// upload sends a form with a file, as a browser without script does.
func (v *visitor) upload(path string, fields url.Values, name string, content []byte) reply {
	v.w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, values := range fields {
		for _, value := range values {
			_ = form.WriteField(field, value)
		}
	}
	if name != "" {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			v.w.t.Fatal(err)
		}
		_, _ = part.Write(content)
	}
	_ = form.Close()
	return v.sendRaw(http.MethodPost, path, body.String(), "Content-Type", form.FormDataContentType())
}

var hiddenIn = regexp.MustCompile(`name="(version|counted)" value="([^"]*)"`)

// step is the form of a record's page as it was just drawn.
func (v *visitor) outlierForm(path string, more ...string) url.Values {
	v.w.t.Helper()
	form := url.Values{"as": {v.seal()}, "key": {uuid.NewString()}}
	for _, found := range hiddenIn.FindAllStringSubmatch(v.get(path).body, -1) {
		form.Set(found[1], strings.ReplaceAll(found[2], "&#43;", "+"))
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

// expect fails unless the answer has the status; a way on is given back.
func (r reply) expect(t *testing.T, what string, status int) string {
	t.Helper()
	if r.status != status {
		t.Fatalf("%s: %d, want %d: %.3000s", what, r.status, status, htmltest.Parse(t, r.body).Text)
	}
	return r.header.Get("Location")
}

// A record over HTTP, without script, from the counts to the centre's answer: who sees what on the way.
func TestARecordOfAnOutlier(t *testing.T) {
	w := newWorld(t)
	w.countCohort7(t)
	team, analyst := w.signInAt(login.DemoNational, w.Leeds, tenants.NationalAdmin), w.signInAt(login.DemoNational, w.Leeds, tenants.NationalAnalyst)
	lead, reader, other := w.signIn(w.Leeds, tenants.Lead), w.signIn(w.Leeds, tenants.Viewer), w.signIn(w.Manchester, tenants.Lead)

	found := team.get(findOutliers)
	page := htmltest.Parse(t, found.body)
	page.Rules()
	for _, words := range []string{"Negative outliers: 1", "Positive outliers: 1", "Not participating: 0", "27 of 60 (45 %, 33 to 58). Lower than expected by chance: alarm.", "All measures", "1 (0.08)"} {
		if !strings.Contains(page.Text, words) {
			t.Errorf("the candidates do not say %q: %.2000s", words, page.Text)
		}
	}
	open := team.outlierForm(findOutliers, "cohort", "7")
	if got := team.send(http.MethodPost, findOutliers, open); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Choose for whom") {
		t.Errorf("nobody chosen: %d", got.status)
	}
	open["value"] = []string{outlier.GroupNegative, outlier.GroupPositive}
	if got := analyst.send(http.MethodPost, findOutliers, open); got.status != http.StatusConflict { // another's form
		t.Errorf("an analyst sends the team's form: %d", got.status)
	}
	if got := analyst.send(http.MethodPost, findOutliers, analyst.outlierForm(findOutliers, "cohort", "7", "value", outlier.GroupNegative)); got.status != http.StatusForbidden {
		t.Errorf("an analyst opens: %d", got.status)
	}
	for range 2 { // once and for all
		team.send(http.MethodPost, findOutliers, open).expect(t, "open", http.StatusSeeOther)
	}
	list := htmltest.Parse(t, analyst.get(nationalOutliers+"?cohort=7&state=potential").body)
	list.Rules()
	links := regexp.MustCompile(`href="(/national/outliers/\d+)"`).FindAllStringSubmatch(team.get(nationalOutliers).body, -1)
	if len(links) != 2 || !strings.Contains(list.Text, "Leeds Teaching Hospitals NHS Trust") {
		t.Fatalf("the list has %v: %s", links, list.Text)
	}
	at := links[0][1]
	if !strings.Contains(team.get(at).body, "<h1 class=\"nhsuk-heading-l\">Leeds") {
		at = links[1][1]
	}
	own := "/RR813/outliers" + strings.TrimPrefix(at, nationalOutliers)

	// Before the centre is told there is nothing, for anybody there.
	team.upload(at, team.outlierForm(at, "to", "data_under_check", "words", "Working note one"), "", nil).expect(t, "check", http.StatusSeeOther)
	lead.get(own).expect(t, "before it is told", http.StatusNotFound)
	if got := lead.get("/RR813/outliers"); strings.Contains(got.body, "Alarm") || !strings.Contains(got.body, "no outlier record") {
		t.Error("the centre's list shows it too early")
	}

	// What is wrong is said beside the field, and what was typed stays.
	got := team.upload(at, team.outlierForm(at, "to", "with_centre", "note", "Working note two"), "tool.exe", []byte("MZ"))
	got.expect(t, "a form that is wrong", http.StatusUnprocessableEntity)
	if page := htmltest.Parse(t, got.body); !strings.Contains(got.body, "Working note two") || !strings.Contains(page.Text, "Write to the lead clinician") || !strings.Contains(page.Text, "The file must be PDF") {
		t.Errorf("the form that was wrong: %s", page.Text)
	}
	late := team.outlierForm(at, "to", "cleared", "words", "Cleared late")
	told := team.outlierForm(at, "to", "with_centre", "words", "Your figure is low. Please check.", "note", "Working note two")
	for range 2 {
		team.upload(at, told, "figures.pdf", []byte("%PDF-1.7\n")).expect(t, "tell the centre", http.StatusSeeOther)
	}
	got = team.upload(at, late, "", nil)
	if got.expect(t, "a second person", http.StatusConflict); !strings.Contains(got.body, "has brought this record to “With the centre”") {
		t.Errorf("the second person is told: %.600s", htmltest.Parse(t, got.body).Text)
	}

	w.stranger().upload(at, told, "large.pdf", make([]byte, 1<<20)).expect(t, "somebody signed out", http.StatusUnauthorized)

	// The centre reads what is for it, and leads to its children; nobody else does.
	page = htmltest.Parse(t, lead.get(own).body)
	page.Rules()
	for _, words := range []string{"27 of 60 (45 %, 33 to 58)", "158 of 221", "Your figure is low. Please check.", "figures.pdf", "The children who did not meet the measure"} {
		if !strings.Contains(page.Text, words) {
			t.Errorf("the lead does not read %q", words)
		}
	}
	if strings.Contains(page.Text, "Working note") || strings.Contains(page.Text, "Data under check") {
		t.Error("the lead reads the audit team's own notes")
	}
	if page := reader.get(own); page.status != http.StatusOK || strings.Contains(page.body, "Send the answer") {
		t.Errorf("a viewer: %d", page.status)
	}
	other.get("/R0A03/outliers"+strings.TrimPrefix(at, nationalOutliers)).expect(t, "another trust", http.StatusNotFound)
	if national := team.get(at).body; strings.Contains(national, "children.csv") || strings.Contains(national, "/children?") {
		t.Error("the audit team is led to the children")
	}

	for who, want := range map[*visitor]string{lead: "1 outlier record waits for your answer by 29 December 2026", reader: "", other: ""} {
		if words := w.notice(who); words != want {
			t.Errorf("the %s's dashboard says %q, want %q", who.role, words, want)
		}
	}
	w.answersOutlier(t, team, lead, reader, other, at, own)
}

// notice is the line of the dashboard for somebody.
func (w *world) notice(v *visitor) string {
	w.t.Helper()
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequestWithContext(v.place.As(w.t.Context(), v.role), http.MethodGet, "/", nil)
	words, _, err := w.server.outlierNotice(c)
	if err != nil {
		w.t.Fatal(err)
	}
	return words
}

// answersOutlier goes on where the record is with the centre.
func (w *world) answersOutlier(t *testing.T, team, lead, reader, other *visitor, at, own string) {
	t.Helper()
	answer := lead.outlierForm(own, "answer", "error_in_data", "words", "Three records were wrong.")
	reader.upload(own, reader.outlierForm(own, "answer", "data_correct", "words", "x"), "", nil).expect(t, "a viewer answers", http.StatusForbidden)
	otherOwn := strings.Replace(own, "RR813", "R0A03", 1)
	other.upload(otherOwn, other.outlierForm(own, "answer", "data_correct", "words", "x", "version", "3"), "", nil).expect(t, "another trust answers", http.StatusNotFound)
	got := lead.upload(own, lead.outlierForm(own, "words", "Typed before"), "", nil)
	if got.expect(t, "no choice", http.StatusUnprocessableEntity); !strings.Contains(got.body, "Typed before") {
		t.Error("what was typed is gone")
	}
	lead.upload(own, lead.outlierForm(own, "answer", "data_correct", "words", "x"), "large.pdf", append([]byte("%PDF-1.7\n"), make([]byte, outlier.MostBytes)...)).expect(t, "a file a little too large", http.StatusUnprocessableEntity)
	lead.upload(own, lead.outlierForm(own, "answer", "data_correct", "words", "x"), "huge.pdf", append([]byte("%PDF-1.7\n"), make([]byte, 2*maxUpload)...)).expect(t, "a file far too large", http.StatusRequestEntityTooLarge)
	for range 2 {
		lead.upload(own, answer, `re"view.pdf`, []byte("%PDF-1.7\nours")).expect(t, "answer", http.StatusSeeOther)
	}
	if got := lead.upload(own, lead.outlierForm(own, "answer", "data_correct", "words", "x", "version", "3"), "", nil); got.status != http.StatusConflict {
		t.Errorf("a second answer: %d", got.status)
	}
	page := team.get(at)
	if text := htmltest.Parse(t, page.body).Text; !strings.Contains(text, "Three records were wrong.") || !strings.Contains(text, "As it is counted now") {
		t.Errorf("the team reads: %s", text)
	}
	for _, href := range regexp.MustCompile(`/national/outliers/\d+/files/\d+`).FindAllString(page.body, -1) {
		file := team.get(href)
		if file.status != http.StatusOK || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment;") || file.header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" ||
			file.header.Get("X-Content-Type-Options") != "nosniff" || file.header.Get("Content-Type") != "application/pdf" || file.header.Get("Cache-Control") != "no-store" {
			t.Errorf("the file comes as %v", file.header)
		}
		ownFile := strings.Replace(href, nationalOutliers, "/RR813/outliers", 1)
		reader.get(ownFile).expect(t, "the centre's file", http.StatusOK)
		other.get(strings.Replace(ownFile, "RR813", "R0A03", 1)).expect(t, "another trust's file", http.StatusNotFound)
	}
	team.upload(at, team.outlierForm(at, "to", "re_analysed", "words", "Counted again."), "", nil).expect(t, "analyse again", http.StatusSeeOther)
	team.upload(at, team.outlierForm(at, "to", "confirmed", "words", "It stays."), "", nil).expect(t, "confirm", http.StatusSeeOther)
	got = team.upload(at, team.outlierForm(at, "to", "told", "words", "Letters.", "chief_executive", "2026-11-22", "medical_director", "2026-11-22"), "", nil)
	if got.expect(t, "told without the regulator", http.StatusUnprocessableEntity); !strings.Contains(got.body, `value="2026-11-22"`) {
		t.Error("the days are gone")
	}
	got = team.upload(at, team.outlierForm(at, "to", "told", "words", "Letters.", "chief_executive", "2026-11-22", "medical_director", "2026-11-22", "regulator", "2026-11-22"), "", nil)
	got.expect(t, "told", http.StatusSeeOther)
	team.upload(at, team.outlierForm(at, "to", "published", "words", "In the report."), "", nil).expect(t, "publish", http.StatusSeeOther)
	if text := htmltest.Parse(t, lead.get(own).body).Text; !strings.Contains(text, "Regulator told on 22 November 2026.") || !strings.Contains(text, "Published") {
		t.Errorf("in the end the lead reads: %s", text)
	}
}

// The file of the children behind a record is made for the centre's own people: no name is in it, and each record notes who read it.
func TestTheChildrenBehindARecord(t *testing.T) {
	w := newWorld(t)
	w.countCohort7(t)
	id := w.child["RR8"]
	w.Exec(t, `update cases set cohort = 7, first_assessment_on = '2024-06-01', forms_incomplete = 0, expected = 60, completed = 60, closes_on = '2026-01-13' where id = $1`, id)
	w.Exec(t, `insert into counted_members (cohort, organisation_code, level, code) values (7, 'RR813', 'trust', 'RR8')`)
	w.Exec(t, `insert into case_results (tenant_id, case_id, rules, first_year_ends, m_1) select tenant_id, id, 'R4', '2025-06-01', 'fail' from cases where id = $1
		on conflict (tenant_id, case_id) do update set m_1 = 'fail', first_year_ends = '2025-06-01'`, id)
	team, lead := w.signInAt(login.DemoNational, w.Leeds, tenants.NationalAdmin), w.signIn(w.Leeds, tenants.Lead)
	team.send(http.MethodPost, findOutliers, team.outlierForm(findOutliers, "cohort", "7", "value", outlier.GroupNegative)).expect(t, "open", http.StatusSeeOther)
	at := regexp.MustCompile(`/national/outliers/\d+`).FindString(team.get(nationalOutliers).body)
	own := "/RR813/outliers" + strings.TrimPrefix(at, nationalOutliers)
	lead.get(own+"/children.csv").expect(t, "before it is told", http.StatusNotFound)
	for _, to := range []string{"data_under_check", "with_centre"} {
		team.upload(at, team.outlierForm(at, "to", to, "words", "Words"), "", nil).expect(t, to, http.StatusSeeOther)
	}
	link := strings.ReplaceAll(regexp.MustCompile(`/RR813/kpis/[^"]+/children[^"]*`).FindString(lead.get(own).body), "&amp;", "&")
	if got := lead.get(link); got.status != http.StatusOK || !strings.Contains(got.body, "Probemann") {
		t.Errorf("the children behind it, %s: %d", link, got.status)
	}
	w.Exec(t, "delete from record_reads")
	got := lead.get(own + "/children.csv")
	got.expect(t, "the file", http.StatusOK)
	lines := strings.Split(strings.TrimSpace(got.body), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[1], numberOf(id)+",1. Paediatrician with expertise,") || strings.Contains(got.body, "Probemann") || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment;") {
		t.Errorf("the file is %q", got.body)
	}
	var reads int
	if err := w.Super.QueryRow("select count(*) from record_reads where case_id = $1", id).Scan(&reads); err != nil || reads != 1 {
		t.Errorf("%d readings are noted: %v", reads, err)
	}
	for _, role := range []tenants.Role{tenants.Viewer, tenants.Editor} {
		w.signIn(w.Leeds, role).get(own+"/children.csv").expect(t, string(role), http.StatusOK)
	}
	w.signIn(w.Manchester, tenants.Lead).get(strings.Replace(own, "RR813", "R0A03", 1)+"/children.csv").expect(t, "another trust", http.StatusNotFound)
}
