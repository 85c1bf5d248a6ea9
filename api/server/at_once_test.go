package server

import (
	"net/http"
	"strconv"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/tenants"
)

// atOnce sends n requests at the same time and gives their answers.
func atOnce(n int, send func(i int) reply) []reply {
	answers := make([]reply, n)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { answers[i] = send(i) })
	}
	group.Wait()
	return answers
}

// A browser may send one answer several times at once, through two replicas even: it is one change, acknowledged each time.
func TestTheSameKeyAtOnce(t *testing.T) {
	w := sharedWorld(t)
	one := w.signIn(w.Manchester, tenants.Editor)
	replicas := []*visitor{one, one.at(w.replica())}
	answer, row := one.answer("yes"), one.answer()
	for i, got := range atOnce(12, func(i int) reply { return replicas[i%2].post(one.casePath("/tests/eeg_indicated"), answer) }) {
		_, around := items(t, got.body)
		if got.status != http.StatusOK || len(around) != 2 {
			t.Errorf("answer %d: %d with %v", i, got.status, around)
		}
	}
	if w.revision(w.Manchester) != "1" {
		t.Errorf("revision %s", w.revision(w.Manchester))
	}
	for i, got := range atOnce(8, func(i int) reply { return replicas[i%2].post(one.casePath("/antiseizure-medicines"), row) }) {
		if got.status != http.StatusOK {
			t.Errorf("row %d: %d", i, got.status)
		}
	}
	if w.rows() != 1 || w.revision(w.Manchester) != "2" {
		t.Errorf("%d rows, revision %s", w.rows(), w.revision(w.Manchester))
	}
}

// Different values under one key at once: one of them is stored, the others are refused as key_reused.
func TestOneKeyForTwoValuesAtOnce(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	forms := []map[string][]string{v.answer("yes"), v.answer("no")}
	forms[1]["key"] = forms[0]["key"]
	stored := 0
	for _, got := range atOnce(2, func(i int) reply { return v.post(v.casePath("/tests/ct_head_performed"), forms[i]) }) {
		if got.status == http.StatusOK {
			stored++
		} else if got.status != http.StatusUnprocessableEntity {
			t.Errorf("status %d", got.status)
		}
	}
	if stored != 1 || w.revision(w.Manchester) != "1" {
		t.Errorf("%d were acknowledged, revision %s", stored, w.revision(w.Manchester))
	}
}

// The same key under two children at once: never more than one change, and no fault of ours.
func TestOneKeyForTwoChildrenAtOnce(t *testing.T) {
	w := sharedWorld(t)
	second, err := w.store.Create(w.Manchester.As(t.Context(), tenants.Editor), registeredGirl(w.Manchester.Hospitals[0].ID, "9990000042"))
	if err != nil {
		t.Fatal(err)
	}
	v := w.signIn(w.Manchester, tenants.Editor)
	base := "/" + w.Manchester.Hospitals[0].ODSCode + "/cases/"
	for range 5 {
		form := v.answer("yes")
		form.Set("key", uuid.NewString())
		form.Set("version", "0")
		acknowledged := 0
		for _, got := range atOnce(2, func(i int) reply {
			return v.post(base+strconv.FormatInt([]int64{w.child["R0A"], second}[i], 10)+"/tests/ct_head_performed", form)
		}) {
			switch got.status {
			case http.StatusOK:
				acknowledged++
			case http.StatusUnprocessableEntity:
			default:
				t.Errorf("status %d: %s", got.status, got.body)
			}
		}
		if acknowledged != 1 {
			t.Errorf("%d were acknowledged", acknowledged)
		}
	}
}
