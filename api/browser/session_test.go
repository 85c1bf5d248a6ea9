//go:build browser

package browser

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/pinktick/pinktick/tenants"
)

// expired is somebody whose session ended while answering: the answer waits, and a dialog offers to sign in.
func expired(w *world, child sheet) *tab {
	w.t.Helper()
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/tests")
	eeg, asked := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on")
	b.presses("Yes", eeg)
	b.shown(asked)
	b.typesIn(asked+"-input", "27/3/2025")
	b.rests()
	w.endSessions()
	b.presses("Set", asked)
	b.shown("#signed-out[open]")
	b.says(asked+"-state", "Not saved: sign in again to save")
	b.holds(asked+"-input", "27/3/2025")
	return b
}

// secondTab presses the dialog's Sign in and gives the tab that opens.
func (b *tab) secondTab() *tab {
	b.t.Helper()
	opened := chromedp.WaitNewTarget(b.ctx, matchAny)
	b.presses("Sign in in a new tab", "#signed-out")
	select {
	case id := <-opened:
		return b.another(chromedp.WithTargetID(id))
	case <-time.After(patience):
		b.t.Fatal("no tab opened")
		return nil
	}
}

// The same person signs in again in a second tab: the answer is sent, once.
func TestSessionEndsWhileTypingSamePerson(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := expired(w, child)
	b.is(leavingAsks)
	again := b.secondTab()
	again.presses(w.person(w.Leeds, tenants.Editor).Name)
	again.sees("You are signed in again")
	b.gone("#signed-out")
	asked := question("tests", "eeg_requested_on")
	b.ticked(asked)
	b.quiet(asked + "-state")
	w.logged(child, "eeg_requested_on", "2025-03-27")
	b.presses("Yes", question("tests", "ct_head_performed")) // and the page goes on
	b.ticked(question("tests", "ct_head_performed"))
}

// Another person signs in: none of it is sent, the page says so, and the database is as it was. When the first comes back,
// it is sent after all.
func TestSessionEndsWhileTypingAnotherPerson(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := expired(w, child)
	before := len(w.wire.saves("eeg_requested_on"))
	other := b.secondTab()
	other.presses(w.person(w.Leeds, tenants.Lead).Name)
	other.sees("You are signed in again")
	b.says("#signed-out", "You are now signed in as another person")
	b.says("#signed-out", "EEG requested on")
	asked := question("tests", "eeg_requested_on")
	b.says(asked+"-state", "Not saved: you are signed in as another person")
	b.holds(asked+"-input", "27/3/2025")
	other.opens(child.path + "/tests") // whatever else the other one does
	other.presses("Yes", question("tests", "mri_obtained"))
	other.ticked(question("tests", "mri_obtained"))
	b.presses("I have signed in", "#signed-out")
	w.logged(child, "eeg_requested_on")
	if sent := len(w.wire.saves("eeg_requested_on")); sent != before {
		t.Errorf("%d saves were sent for another person", sent-before)
	}
	w.endSessions()
	same := b.secondTab()
	same.presses(w.person(w.Leeds, tenants.Editor).Name)
	same.sees("You are signed in again")
	b.gone("#signed-out")
	b.ticked(asked)
	w.logged(child, "eeg_requested_on", "2025-03-27")
}

// Two minutes before an idle session ends the page warns, and one press stays.
func TestIdleWarningAndOnePressStays(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	w.Exec(t, `insert into session_settings (tenant_id, idle_minutes) values ($1, 5) on conflict (tenant_id) do update set idle_minutes = 5`, string(w.Leeds.ID))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.skipsTime()
	b.opens(child.path + "/tests")
	b.is(`document.body.dataset.idle > 290 && document.body.dataset.idle <= 300`)
	w.passes(b, 3*time.Minute+30*time.Second)
	b.shown("#idle[open]")
	b.until(`document.querySelector("#live").textContent.includes("You will be signed out in")`)
	b.until(`document.activeElement.matches("[data-stay]")`)
	before := w.sessions()
	b.presses("Stay signed in", "#idle")
	b.gone("#idle")
	b.waits("the server to hear of it", func() bool { return w.sessions() != before })
	w.passes(b, 3*time.Minute) // more than was left: the press counted at the server
	b.presses("Yes", question("tests", "ct_head_performed"))
	b.ticked(question("tests", "ct_head_performed"))
	w.passes(b, 6*time.Minute)
	b.shown("#signed-out.pt-dialog--veil[open]") // others may be looking
	w.logged(child, "ct_head_performed", "yes")
}

// sessions are what Redis holds of them: another text once one of them was used.
func (w *world) sessions() string {
	w.t.Helper()
	var all string
	for _, key := range w.redis.Keys(w.t.Context(), "login:session:*").Val() {
		all += w.redis.Get(w.t.Context(), key).Val()
	}
	return all
}

// skipsTime lets the test move the clock of the pages opened from now on.
func (b *tab) skipsTime() {
	b.t.Helper()
	onNewPages(b, `{ const now = Date.now; window.skipped = 0; Date.now = () => now() + window.skipped; }`)
}

// passes lets time pass, for the page and for the server.
func (w *world) passes(b *tab, d time.Duration) {
	w.t.Helper()
	w.ahead.Add(int64(d))
	eval[int64](b, `window.skipped += `+quotedMillis(d))
}

// After signing out, Back shows no page of the record, and nothing is kept in the browser.
func TestSignedOutLeavesNothingBehind(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/tests")
	b.presses("Yes", question("tests", "ct_head_performed"))
	b.ticked(question("tests", "ct_head_performed"))
	b.is(`localStorage.length === 0`)
	b.is(`!JSON.stringify(Object.entries(sessionStorage)).includes("Probe")`)
	b.clicks("#user-menu summary")
	b.presses("Sign out", "#user-menu")
	b.sees("You are signed out")
	b.is(`localStorage.length === 0 && sessionStorage.length === 0`)
	b.is(`caches.keys().then(all => all.length === 0)`)
	b.is(`indexedDB.databases().then(all => all.length === 0)`)
	b.do(chromedp.NavigateBack())
	b.until(`location.search.startsWith("?return=") && document.querySelector("#trust")`)
	b.is(`!document.documentElement.outerHTML.includes("Testina")`)
	b.opens(child.path + "/tests")
	b.sees("Sign in at your trust or health board")
}
