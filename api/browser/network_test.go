//go:build browser

package browser

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/pinktick/pinktick/tenants"
)

// The network goes while somebody answers: every answer waits, says so, and arrives in order once the network is back, each
// exactly once, the last value of each question last.
func TestNetworkCutAndBack(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/tests")
	ecg, ct, mri := question("tests", "twelve_lead_ecg_performed"), question("tests", "ct_head_performed"), question("tests", "mri_obtained")
	b.offline(true)
	b.presses("Yes", ecg)
	b.says(ecg+"-state", "Not saved: trying again")
	b.presses("No", ct)
	b.presses("Yes", mri)
	b.presses("No", mri)
	b.presses("Yes", mri)
	b.says(mri+"-state", "Not saved: trying again")
	b.until(`document.querySelector("#live").textContent.includes("Not saved: trying again")`)
	b.is(leavingAsks)
	w.logged(child, "twelve_lead_ecg_performed")

	b.offline(false)
	for _, q := range []string{ecg, ct, mri} {
		b.ticked(q)
		b.quiet(q + "-state")
	}
	b.until(`!(` + leavingAsks + `)`)
	b.until(`document.querySelector("` + mri + ` [aria-pressed=true]")?.value === "yes"`)
	w.logged(child, "twelve_lead_ecg_performed", "yes")
	w.logged(child, "ct_head_performed", "no")
	last := w.changes(child, "mri_obtained")
	if len(last) == 0 || len(last) > 3 || last[len(last)-1] != "yes" {
		t.Errorf("MRI: %q", last)
	}
	w.inOrder(child, "twelve_lead_ecg_performed", "ct_head_performed", "mri_obtained")
}

const leavingAsks = `!window.dispatchEvent(new Event("beforeunload", {cancelable: true}))`

// inOrder fails the test unless the questions first changed in this order.
func (w *world) inOrder(r sheet, questions ...string) {
	w.t.Helper()
	last := int64(0)
	for _, q := range questions {
		var id int64
		if err := w.Super.QueryRowContext(w.t.Context(), `select coalesce(min(id), 0) from change_log where case_id = $1 and question = $2`, r.id, q).Scan(&id); err != nil {
			w.t.Fatal(err)
		}
		if id <= last {
			w.t.Errorf("%s was saved before the question answered earlier", q)
		}
		last = id
	}
}

// A proxy that cannot reach the server, or a server that asks for patience: the answer is tried again until it is saved, once.
func TestTroubleOnTheWayIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.forgives()
	b.opens(child.path + "/tests")
	ct := question("tests", "ct_head_performed")
	var want []string
	answers := []string{"No", "Yes"}
	for i, trouble := range []func(){
		func() { w.wire.answers(http.StatusBadGateway) }, func() { w.wire.answers(http.StatusServiceUnavailable) },
		func() { w.wire.answers(http.StatusGatewayTimeout) }, func() { w.wire.answers(http.StatusTooManyRequests) }, w.wire.drops,
	} {
		trouble()
		b.presses(answers[i%2], ct)
		b.says(ct+"-state", "Not saved: trying again")
		w.logged(child, "ct_head_performed", want...)
		w.wire.mend()
		value := []string{"no", "yes"}[i%2]
		want = append(want, value)
		b.quiet(ct + "-state")
		b.until(`document.querySelector("` + ct + ` [aria-pressed=true]")?.value === "` + value + `"`)
		w.logged(child, "ct_head_performed", want...)
	}
}

// The server saves and the connection breaks before its answer arrives: sent again with the same key, it is one change.
func TestLostAnswerIsOneChange(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.forgives()
	b.opens(child.path + "/tests")
	ct := question("tests", "ct_head_performed")
	w.wire.losesAnswers()
	b.presses("Yes", ct)
	b.says(ct+"-state", "Not saved: trying again")
	w.logged(child, "ct_head_performed", "yes") // it was
	w.wire.mend()
	b.ticked(ct)
	b.quiet(ct + "-state")
	w.logged(child, "ct_head_performed", "yes")
	keys := map[string]bool{}
	for _, save := range w.wire.saves("ct_head_performed") {
		keys[save.form.Get("key")] = true
	}
	if len(keys) != 1 {
		t.Errorf("one answer was sent with %d keys", len(keys))
	}
	list := "#list-antiseizure-medicines"
	b.opens(child.path + "/treatment")
	b.presses("Yes", question("treatment", "antiseizure_medicine_given"))
	b.shown(list)
	w.wire.losesAnswers()
	b.presses("+ Add an antiseizure medicine", list)
	b.says(list+"-state", "Not saved: trying again")
	w.wire.mend()
	b.shown(list + " .pt-row")
	b.quiet(list + "-state")
	b.opens(child.path + "/treatment")
	if rows := eval[int](b, `document.querySelectorAll("`+list+` .pt-row").length`); rows != 1 {
		t.Errorf("%d medicines were added, want 1", rows)
	}
}

// Whoever leaves with something unsaved is asked first by the browser; nobody else is.
func TestLeavingIsGuarded(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.forgives()
	b.opens(child.path + "/tests")
	b.presses("Epilepsy context", "#steps")
	b.lands(child.path + "/epilepsy-context")
	b.opens(child.path + "/tests")
	ct := question("tests", "ct_head_performed")
	w.wire.answers(http.StatusServiceUnavailable)
	b.presses("Yes", ct)
	b.says(ct+"-state", "Not saved: trying again")
	b.stays(func() { b.presses("Epilepsy context", "#steps") })
	b.is(`location.pathname.endsWith("/tests")`)
	w.wire.mend()
	b.ticked(ct)
	b.presses("Epilepsy context", "#steps")
	b.lands(child.path + "/epilepsy-context")
	w.logged(child, "ct_head_performed", "yes")
}

// asks is how often the browser has asked before leaving.
func (b *tab) asks() int { b.mu.Lock(); defer b.mu.Unlock(); return b.asked }

// stays answers the browser's question with no, and waits until it was asked.
func (b *tab) stays(leave func()) {
	b.t.Helper()
	b.mu.Lock()
	before := b.asked
	b.leaving = false
	b.mu.Unlock()
	leave()
	b.waits("the browser to ask before leaving", func() bool { return b.asks() > before })
	b.mu.Lock()
	b.leaving = true
	b.mu.Unlock()
}

// A link pressed while a save is under way waits for the save; nobody is asked.
func TestLinkWaitsForTheSaveUnderWay(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/tests")
	release := w.wire.holds()
	b.presses("Yes", question("tests", "ct_head_performed"))
	b.waits("the save to be under way", func() bool { return len(w.wire.saves("ct_head_performed")) == 1 })
	b.presses("Epilepsy context", "#steps")
	release()
	b.lands(child.path + "/epilepsy-context")
	w.logged(child, "ct_head_performed", "yes")
	if b.asked > 0 {
		t.Error("the browser asked about a save of a moment")
	}
}

// Text in the gallery is typed while the network is away: every pause is a save, and the last value is the one that stays.
func TestTypingWhileOfflineSavesTheLastValue(t *testing.T) {
	w := newWorld(t)
	b := w.visitor()
	b.opens("/gallery/working")
	field := "#q-text-unanswered-input"
	b.offline(true)
	b.typesIn(field, "RX ")
	b.says("#q-text-unanswered-state", "Not saved: trying again")
	for i := range 3 {
		b.types(fmt.Sprint(i))
	}
	b.offline(false)
	b.quiet("#q-text-unanswered-state")
	b.until(`document.querySelector("` + field + `").defaultValue === "RX 012"`)
	b.focused(field)
	b.is(`document.activeElement.selectionStart === 6`)
	b.do(chromedp.Navigate(b.base + "/gallery/working"))
}
