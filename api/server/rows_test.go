package server

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// The life of a row: added, filled in, closed, opened, deleted; each a partial of its own and an event.
func TestALifeOfARow(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	list := v.casePath("/antiseizure-medicines")

	added := v.post(list, v.answer())
	own, around := items(t, added.body)
	if added.status != http.StatusOK || len(own) != 1 || len(around) != 0 || added.header.Get("HX-Trigger") != "answered-treatment" {
		t.Fatalf("adding: %d, %v, %v, %q", added.status, own, around, added.header.Get("HX-Trigger"))
	}
	htmltest.Parse(t, added.body).Rules()
	id := strings.TrimPrefix(own[0], "row-antiseizure-medicines-")
	row, head := list+"/"+id, own[0]+"-head" // the head follows the row's answers
	question := "q-antiseizure-medicines-" + id + "-"

	saved := v.post(row+"/medicine", v.answer("sodium_valproate"))
	own, around = items(t, saved.body)
	valproate := []string{question + "annual_risk_form_done", question + "pregnancy_prevention_in_place", head}
	if saved.status != http.StatusOK || !slices.Equal(own, []string{question + "medicine"}) || !slices.Equal(around, valproate) {
		t.Errorf("a girl's valproate: %d, %v, %v", saved.status, own, around)
	}
	if got := v.post(row+"/started_on", v.answer("1/1/2013")); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `value="1/1/2013"`) {
		t.Errorf("a date before birth: %d", got.status)
	}
	closed := v.send(http.MethodPost, row+"/close", v.answer(), "HX-Request", "true")
	doc := htmltest.Parse(t, closed.body)
	if closed.status != http.StatusOK || closed.header.Get("HX-Trigger") != "answered-treatment" || len(doc.All("form.pt-form input")) > 4 {
		t.Errorf("closing: %d, %q", closed.status, closed.header.Get("HX-Trigger"))
	}
	doc.Says("#row-antiseizure-medicines-"+id+"-title", "Sodium valproate")
	if opened := v.get(row, "HX-Request", "true"); opened.status != http.StatusOK || len(htmltest.Parse(t, opened.body).All("#"+question+"medicine")) != 1 {
		t.Errorf("opening: %d", opened.status)
	}
	if facts := v.get(row+"?closed=1", "HX-Request", "true"); facts.status != http.StatusOK || len(htmltest.Parse(t, facts.body).All("#"+question+"medicine")) != 0 {
		t.Errorf("closed again: %d", facts.status)
	}

	asked := v.send(http.MethodDelete, row, nil, "HX-Request", "true", "Pinktick-As", v.answer().Get("as"), "Pinktick-Key", uuid.NewString())
	clears := clearsIn.FindStringSubmatch(asked.body)
	if asked.status != http.StatusConflict || clears == nil || asked.header.Get("HX-Retarget") != "#row-antiseizure-medicines-"+id+"-clearing" || w.rows() != 1 {
		t.Fatalf("deleting asks first: %d, into %q, %d rows\n%s", asked.status, asked.header.Get("HX-Retarget"), w.rows(), asked.body)
	}
	htmltest.Parse(t, asked.body).Says(".pt-clearing__lost", "MedicineSodium valproate")
	form := v.answer()
	form.Set("clears", clears[1])
	for range 2 { // the queue may send it twice
		gone := v.post(row+"/delete", form)
		if gone.status != http.StatusOK || gone.body != "" || gone.header.Get("HX-Trigger") != "answered-treatment" {
			t.Errorf("deleting: %d %q", gone.status, gone.body)
		}
	}
	if n := w.rows(); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	if got := v.get(row, "HX-Request", "true"); got.status != http.StatusNotFound {
		t.Errorf("what was deleted: %d", got.status)
	}
}

func (w *world) rows() int {
	w.t.Helper()
	var n int
	if err := w.Super.QueryRow("select count(*) from medicines").Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func TestOneKeyAddsOneRow(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	form := v.answer()
	first, second := v.post(v.casePath("/antiseizure-medicines"), form), v.post(v.casePath("/antiseizure-medicines"), form)
	a, _ := items(t, first.body)
	b, _ := items(t, second.body)
	if first.status != http.StatusOK || second.status != http.StatusOK || !slices.Equal(a, b) || w.rows() != 1 {
		t.Errorf("%d, then %d; %v, then %v; %d rows", first.status, second.status, a, b, w.rows())
	}
	if got := v.post(v.casePath("/tests/ct_head_performed"), url.Values{"as": form["as"], "key": form["key"], "version": {"0"}, "value": {"yes"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("the key of a row on an answer: %d", got.status)
	}
	other := v.answer("yes")
	v.post(v.casePath("/tests/ct_head_performed"), other)
	if got := v.post(v.casePath("/antiseizure-medicines"), other); got.status != http.StatusUnprocessableEntity || w.rows() != 1 {
		t.Errorf("the key of an answer on a row: %d, %d rows", got.status, w.rows())
	}
}

func TestAnEmptyRowIsDiscardedWhenClosed(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	own, _ := items(t, v.post(v.casePath("/antiseizure-medicines"), v.answer()).body)
	row := v.casePath("/antiseizure-medicines/" + strings.TrimPrefix(own[0], "row-antiseizure-medicines-"))
	got := v.send(http.MethodPost, row+"/close", v.answer(), "HX-Request", "true")
	if got.status != http.StatusOK || got.body != "" || w.rows() != 0 {
		t.Errorf("%d %q, %d rows", got.status, got.body, w.rows())
	}
}

// Without script rows work by links and forms: each act leads back to the page.
func TestRowsWithoutScript(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	row := w.addRow(w.Manchester)
	id := strconv.FormatInt(row, 10)
	path, page := v.casePath("/antiseizure-medicines/"+id), v.casePath("/treatment")
	anchor := "#row-antiseizure-medicines-" + id
	for _, c := range []struct{ method, path, to string }{
		{http.MethodGet, path, page + "?open=" + id + anchor},
		{http.MethodGet, path + "?closed=1", page + anchor},
		{http.MethodGet, path + "/medicine", page + "?open=" + id + anchor},
		{http.MethodGet, v.casePath("/antiseizure-medicines"), page},
		{http.MethodPost, path + "/medicine", page + "?open=" + id + anchor},
		{http.MethodPost, path + "/close", page + "#list-antiseizure-medicines"},
	} {
		var form url.Values
		if c.method == http.MethodPost {
			form = v.answer("levetiracetam")
		}
		if got := v.send(c.method, c.path, form); got.status != http.StatusSeeOther || got.header.Get("Location") != c.to {
			t.Errorf("%s %s: %d to %q, want %q", c.method, c.path, got.status, got.header.Get("Location"), c.to)
		}
	}
	form := v.answer()
	got := v.send(http.MethodPost, path+"/delete", form)
	clears := clearsIn.FindStringSubmatch(got.body)
	if got.status != http.StatusConflict || w.rows() != 1 || clears == nil || !strings.Contains(got.body, "Delete this entry?") || !strings.Contains(got.body, "Levetiracetam") {
		t.Fatalf("deleting asks first: %d, %d rows\n%s", got.status, w.rows(), got.body)
	}
	form.Set("clears", clears[1])
	if got := v.send(http.MethodPost, path+"/delete", form); got.status != http.StatusSeeOther || w.rows() != 0 {
		t.Errorf("deleting: %d, %d rows", got.status, w.rows())
	}
	added := v.send(http.MethodPost, v.casePath("/antiseizure-medicines"), v.answer())
	if added.status != http.StatusSeeOther || !strings.HasPrefix(added.header.Get("Location"), page+"?open=") || w.rows() != 1 {
		t.Errorf("adding: %d to %q", added.status, added.header.Get("Location"))
	}
	if opened := v.get(strings.SplitN(added.header.Get("Location"), "#", 2)[0]); !strings.Contains(opened.body, "pt-row--open") {
		t.Error("the row that was added is not open")
	}
}

// The list is closed with its question: a row cannot be added to what is not asked for.
func TestAListThatIsNotAskedFor(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	before := w.written()
	if got := v.post(v.casePath("/rescue-medicines"), v.answer()); got.status != http.StatusConflict || w.written() != before {
		t.Errorf("%d, stored: %t", got.status, w.written() != before)
	}
}
