package record_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
)

// The national audit team moves a closed trust's children in one act, past their deadline too; nobody else can, and no open trust's go.
func TestClearingAClosedTrust(t *testing.T) {
	w := movingWorld(t)
	w.child = w.lived()
	submitted, optedOut := w.addIdrisAs("9990000042"), w.addIdrisAs("9990000050")
	w.db.Exec(t, "update cases set locked_at = now(), locked_by = gen_random_uuid(), closes_on = '2024-01-09' where id = $1", submitted)
	w.must(w.store.OptOut(w.as(amina), record.OptOut{CaseID: optedOut, Typed: "Quillfeather", Key: uuid.NewString()}))
	w.offer(w.child)
	if _, err := w.store.ClearTrust(w.as(lena), "", hospitalB); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a lead clinician: %v", err)
	}
	if _, err := w.store.ClearTrust(w.as(chris), "", hospitalB); !fault.Is(err, fault.Conflict) {
		t.Errorf("a trust that is open: %v", err)
	}
	w.db.Exec(t, "update tenants set closed_on = '2026-10-01' where id = $1", trustA)
	left, err := w.store.ChildrenLeft(w.as(chris))
	w.must(err)
	if len(left) != 1 || left[0].Children != 3 || left[0].Waiting != 1 || *left[0].OrganisationID != hospitalA {
		t.Errorf("left %+v", left)
	}
	if n, err := w.store.ClearTrust(w.as(chris), hospitalA2, hospitalB); n != 0 || err != nil {
		t.Errorf("of a hospital that leads nobody: %d, %v", n, err)
	}
	for _, want := range []int64{3, 0} {
		n, err := w.store.ClearTrust(w.as(chris), "", hospitalB)
		w.must(err)
		if n != want {
			t.Errorf("%d moved, want %d", n, want)
		}
	}
	for _, id := range []int64{w.child, submitted} {
		if got := w.holders(id); !slices.Equal(got, []string{trustB}) {
			t.Errorf("%d hangs from %v", id, got)
		}
	}
	if got := w.holders(optedOut); !slices.Equal(got, []string{trustA}) {
		t.Errorf("who opted out is at %v", got)
	}
	if got := w.states(w.child); got != "offer origin cancelled, offer target cancelled, closure origin accepted, closure target accepted" {
		t.Errorf("the sides say %s", got)
	}
	page, err := w.store.History(w.at(owen, trustB), w.child, 1, 1)
	w.must(err)
	if line := page.Lines[0]; line.Question != "Lead centre" || line.Person != chris.Name {
		t.Errorf("the log ends with %+v", line)
	}
	w.countedRight()
}

// addIdrisAs adds the boy under another number.
func (w *world) addIdrisAs(number string) int64 {
	w.Helper()
	id, err := w.store.AddChild(w.as(amina), hospitalA, details(map[string]string{"nhs_number": number}))
	w.must(err)
	return id
}
