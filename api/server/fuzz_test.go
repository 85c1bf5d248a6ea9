package server

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/tenants"
)

// counts tell in one question whether anything was stored, and how much.
func (w *world) counts() (revisions, lines, keys int) {
	w.t.Helper()
	if err := w.Super.QueryRow(`select (select sum(revision) from cases), (select count(*) from change_log), (select count(*) from answer_keys)`).
		Scan(&revisions, &lines, &keys); err != nil {
		w.t.Fatal(err)
	}
	return revisions, lines, keys
}

// serve hands a request straight to the server, however odd its bytes.
func (v *visitor) serve(method, path, query string, body []byte, header http.Header) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, v.base+path, bytes.NewReader(body))
	request.URL.RawQuery = query
	for name, values := range header {
		request.Header[name] = values
	}
	request.Header.Set("Cookie", "pinktick-dev-session="+v.session())
	answer := httptest.NewRecorder()
	v.w.http.ServeHTTP(answer, request)
	return answer
}

var fuzzPlaces = []string{"/tests/ct_head_performed", "/tests/eeg_requested_on", "/first-assessment/setting", "/antiseizure-medicines", "/treatment/antiseizure_medicine_given"}

// FuzzAnswerBody sends bodies of any bytes under any headers. Nothing of it is ever a fault of ours, and nothing is stored
// unless it is a form of this person's page with a fresh key, and then once.
func FuzzAnswerBody(f *testing.F) {
	w := sharedWorld(f)
	v := w.signIn(w.Manchester, tenants.Editor)
	seal := v.seal()
	const form, whole = "application/x-www-form-urlencoded", "as={as}&key={key}&version=0"
	for place := range fuzzPlaces {
		for _, body := range []string{
			whole + "&value=yes", whole + "&value=1%2F7%2F2025", whole + "&value=2", whole + "&value=", whole, "", "&&&", "=", "%", "value", "value=%zz",
			"as={as}&as={as}&key={key}&version=0&value=yes", "as={as}&key={key}&key={key}&version=0&value=yes", "as={as}&key={key}&version=-1&value=yes",
			"as={as}&key={key}&version=9223372036854775807&value=yes", "as={as}&key=00000000-0000-0000-0000-000000000000&version=0&value=no",
			whole + "&value=%00", whole + "&value=%ff%fe", whole + "&value=" + strings.Repeat("9", 5000), whole + "&value=yes&value=no", "as=&key={key}&version=0&value=yes",
			whole + "&value='%3Bdrop+table+cases%3B--", whole + "&value=%7B%22a%22%3A1%7D", `{"as":"{as}","value":"yes"}`, "\x00\x01\x02\xff", whole + ";value=yes",
		} {
			f.Add([]byte(body), form, "true", place)
		}
		f.Add([]byte(whole+"&value=no"), "multipart/form-data; boundary=x", "", place)
		f.Add([]byte(whole+"&value=no"), "", "", place)
		f.Add([]byte(whole+"&value=no"), form+"; charset=\xff", "maybe\r\nX: y", place)
	}
	f.Fuzz(func(t *testing.T, body []byte, kind, fragment string, place int) {
		w.t = t
		body = bytes.ReplaceAll(bytes.ReplaceAll(body, []byte("{as}"), []byte(seal)), []byte("{key}"), []byte(uuid.NewString()))
		revisions, lines, keys := w.counts()
		path := fuzzPlaces[((place%len(fuzzPlaces))+len(fuzzPlaces))%len(fuzzPlaces)]
		got := v.serve(http.MethodPost, v.casePath(path), "", body, http.Header{"Content-Type": {kind}, "Hx-Request": {fragment}})
		after, linesAfter, keysAfter := w.counts()
		if got.Code >= 500 {
			t.Fatalf("status %d: %s", got.Code, got.Body)
		}
		stored := after != revisions || linesAfter != lines || keysAfter != keys
		if stored && (got.Code >= 400 || after > revisions+1 || keysAfter > keys+1) {
			t.Fatalf("status %d, and stored: revisions %d to %d, keys %d to %d", got.Code, revisions, after, keys, keysAfter)
		}
		sent, err := url.ParseQuery(string(body))
		if _, keyErr := uuid.Parse(sent.Get("key")); stored && (err != nil || keyErr != nil || !slices.Equal(sent["as"], []string{seal})) {
			t.Fatalf("stored without being a form of this person's page")
		}
		if bytes.Contains([]byte(w.log.take()), []byte("panic")) {
			t.Fatal("panic")
		}
	})
}

// FuzzListQuery asks for the list of children, the first page and the history under any query: it is answered, and nothing
// changes.
func FuzzListQuery(f *testing.F) {
	w := sharedWorld(f)
	v := w.signIn(w.Manchester, tenants.Lead)
	for _, query := range []string{
		"", "q=", "q=test", "q=Probe+test", "q=999+000", "q=%25", "q=_%5C", "q=%00", "q=%ff%fe", "q='", "q=%22%3E%3Cscript%3E", "q=" + strings.Repeat("a", 9000),
		"q=" + strings.Repeat("9", 60), "q=" + strings.Repeat("%C3%A9", 80), "q=a&q=b", "sort=name&dir=desc", "sort=deadline", "sort=;drop", "sort=%00", "dir=up", "page=0",
		"page=-1", "page=99999999999999999999", "page=1000000&size=100", "size=7", "size=50", "size=-1", "page=x", "%zz", ";", "&&&", "=", "background=1", "at=%00",
		"open=-1", "return=%00", "ods=%00", "q=\x00\xff", "closed=1",
		"scope=organisation", "scope=trust&q=an&sort=nhs&dir=desc", "scope=everything", "cohort=8&state=incomplete&form=tests&days=7&incomplete=yes",
		"cohort=99999999999&state=%00&form=%00&days=-7&transfer=maybe", "state=opted-out&warnings=yes&lead=none&transfer=yes", "centre=%00&cohort=-1",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		w.t = t
		revisions, lines, keys := w.counts()
		w.forgetKeys("rate")
		for _, path := range []string{"/" + v.place.Hospitals[0].ODSCode + "/cases", "/", v.casePath("/history"), v.casePath("/tests")} {
			for _, fragment := range []string{"true", ""} {
				got := v.serve(http.MethodGet, path, query, nil, http.Header{"Hx-Request": {fragment}})
				if got.Code >= 500 || got.Code != http.StatusOK {
					t.Fatalf("%s: %d: %s", path, got.Code, got.Body)
				}
			}
		}
		after, linesAfter, keysAfter := w.counts()
		if after != revisions || linesAfter != lines || keysAfter != keys {
			t.Fatal("something was stored")
		}
	})
}
