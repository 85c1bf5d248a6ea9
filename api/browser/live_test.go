//go:build browser

package browser

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/tenants"
)

// listens waits until the page hears of changes: it is on the list of those who are on the record.
func (b *tab) listens(w *world, r sheet, n int64) {
	b.t.Helper()
	b.waits("the page to listen", func() bool {
		for _, key := range w.redis.Keys(w.t.Context(), "*:here:*").Val() {
			if strings.HasSuffix(key, ":here:"+r.path[strings.LastIndexByte(r.path, '/')+1:]) && w.redis.SCard(w.t.Context(), key).Val() >= n {
				return len(w.redis.PubSubChannels(w.t.Context(), "*:live:*").Val()) > 0
			}
		}
		return false
	})
}

// hearsNothing keeps the pages opened from now on from hearing of changes, as without Redis.
func (b *tab) hearsNothing() {
	b.t.Helper()
	onNewPages(b, `window.EventSource = class { addEventListener() {} close() {} }`)
}

// pressed waits until an answer given by button is shown.
func (b *tab) pressed(question, value string) {
	b.t.Helper()
	b.until(`document.querySelector(` + quoted(question+` [aria-pressed="true"]`) + `)?.value === ` + quoted(value))
}

// marks a page, to see whether it was loaded again.
func (b *tab) marks() { b.t.Helper(); eval[bool](b, `window.marked = true`) }

// Two people at two servers have one child open. What one saves arrives at the other, with what comes and goes because of it
// and the progress; each sees that the other is there, and somebody of another trust sees nothing of it.
func TestAnAnswerArrivesOnTheOtherServer(t *testing.T) {
	w := newWorld(t)
	child, theirs := w.add(w.Leeds, registered(w.Leeds)), w.add(w.Manchester, second(registered(w.Manchester)))
	one, two, stranger := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead), w.signedIn(w.Manchester, tenants.Lead)
	two.base = w.replica()
	for b, path := range map[*tab]string{one: child.path, two: child.path, stranger: theirs.path} {
		b.opens(path + "/tests")
		b.marks()
	}
	one.says("#here", "Also here: "+w.person(w.Leeds, tenants.Lead).Name+" (lead clinician)")
	two.says("#here", "Also here: "+w.person(w.Leeds, tenants.Editor).Name+" (clinician)")
	two.is(`!document.querySelector("#here").textContent.includes(` + quoted(w.person(w.Leeds, tenants.Lead).Name) + `)`)

	eeg, asked, ct := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on"), question("tests", "ct_head_performed")
	one.presses("Yes", eeg)
	two.pressed(eeg, "yes")
	two.shown(asked)
	two.says("#wheel-tests", "1 of")
	two.says(eeg+" .pt-changed", "Changed by a colleague just now.")
	two.gone(asked + " .pt-changed") // it came because of the answer: nobody changed it
	two.until(`document.querySelector("#live").textContent === "Changed by a colleague just now: “First EEG requested”"`)
	two.typesIn(asked+"-input", "27/3/2025"+kb.Enter)
	one.holds(asked+"-input", "27/03/2025")
	one.presses("No", eeg)
	one.presses("Save and remove", eeg)
	two.shown(asked + " .pt-changed--held") // one is in it still
	two.presses("Yes", ct)
	two.gone(asked)
	one.pressed(ct, "yes")
	one.gone(eeg + " .pt-changed")
	w.logged(child, "eeg_indicated", "yes", "no")
	w.logged(child, "ct_head_performed", "yes")
	for _, b := range []*tab{one, two, stranger} {
		b.is(`window.marked`)
	}
	stranger.is(`document.querySelector("#here").textContent === "" && !document.querySelector(".pt-changed, [aria-pressed=true]")`)

	two.opens("/" + w.Leeds.Hospitals[0].ODSCode + "/cases")
	one.gone("#here:not(.pt-here--nobody)")
	one.accessible("a page that was changed")
}

// An answer in another section moves the step menu; registering opens the steps for whoever looks on.
func TestProgressElsewhereArrives(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	one, two := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Viewer)
	one.opens(child.path + "/tests")
	two.opens(child.path + "/treatment")
	two.listens(w, child, 2)
	before := eval[string](two, `document.querySelector("#steps").textContent`)
	one.presses("Yes", question("tests", "ct_head_performed"))
	two.until(`document.querySelector("#steps").textContent !== ` + quoted(before))
	two.gone(".pt-changed")
	two.is(`!document.querySelector("#live").textContent.includes("Changed")`)
}

// A control that somebody is in is not changed under their hands: a note says that it was, and a press shows it. What is typed
// and not saved stays, and whoever saves it sees both. Leaving it brings it up to date.
func TestAControlInUseIsNotOverwritten(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	one, two := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	ct, eeg, mri, asked := question("tests", "ct_head_performed"), question("tests", "eeg_indicated"), question("tests", "mri_obtained"), question("tests", "eeg_requested_on")
	one.opens(child.path + "/tests")
	one.presses("Yes", eeg)
	one.shown(asked)
	two.opens(child.path + "/tests")
	two.listens(w, child, 2)

	two.isAt(ct)
	one.presses("Yes", ct)
	two.says(ct+" .pt-changed--held", "Changed by a colleague just now.")
	two.is(`!document.querySelector("` + ct + ` [aria-pressed=true]") && document.activeElement.closest("` + ct + `")`)
	two.accessible("a question that was held back")
	two.presses("Show", ct)
	two.pressed(ct, "yes")
	two.gone(ct + " .pt-changed--held")
	two.until(`document.activeElement.closest("` + ct + `")`) // the focus is where it was

	one.presses("No", ct)
	two.shown(ct + " .pt-changed--held")
	two.isAt(mri) // leaving it shows it
	two.pressed(ct, "no")
	two.gone(ct + " .pt-changed--held")

	two.typesIn(asked+"-input", "4/7/2025")
	one.typesIn(asked+"-input", "3/7/2025"+kb.Enter)
	one.ticked(asked)
	two.says(asked+" .pt-changed--held", "When you save yours, you will see both answers.")
	two.gone(asked + " [data-show-changed]")
	two.isAt(mri)
	one.presses("Yes", mri)
	one.pressed(mri, "yes")
	two.shown(mri + " .pt-changed--held") // held back too; what came before has been placed by now
	two.holds(asked+"-input", "4/7/2025")
	two.clicks(asked + "-input")
	two.types(kb.Enter)
	two.says(asked+" .pt-conflict dl", "Theirs 3 July 2025")
	two.presses("Use mine", asked+" .pt-conflict")
	two.gone(asked + " .pt-conflict")
	one.isAt(ct)
	one.holds(asked+"-input", "04/07/2025")
	w.logged(child, "eeg_requested_on", "2025-07-03", "2025-07-04")
}

// A refused answer stays with what was typed, whatever a colleague does to it or beside it.
func TestARefusedAnswerStaysBesideAColleaguesChanges(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	one, two := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	eeg, asked, ct := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on"), question("tests", "ct_head_performed")
	one.opens(child.path + "/tests")
	one.presses("Yes", eeg)
	one.shown(asked)
	two.opens(child.path + "/tests")
	two.listens(w, child, 2)
	two.typesIn(asked+"-input", "31/2/2025"+kb.Enter)
	two.shown(asked + ".pt-question--error")
	two.isAt(question("tests", "mri_obtained"))
	one.presses("Yes", ct)
	two.pressed(ct, "yes")
	two.holds(asked+"-input", "31/2/2025")
	two.gone(asked + " .pt-changed")
	one.typesIn(asked+"-input", "3/7/2025"+kb.Enter)
	two.shown(asked + " .pt-changed--held")
	two.holds(asked+"-input", "31/2/2025")
}

// What somebody points at stays under the pointer, whatever comes above it: nobody presses what was not there a moment ago.
func TestNothingMovesUnderThePointer(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	one, two := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	two.opens(child.path + "/tests")
	mri := question("tests", "mri_obtained")
	place := `Math.round(document.querySelector("` + mri + ` [value=yes]").getBoundingClientRect().top)`
	two.do(chromedp.EmulateViewport(1280, 600))
	two.listens(w, child, 1)
	eval[chromedp.Void](two, `document.querySelector("`+mri+`").scrollIntoView({block: "center", behavior: "instant"})`)
	before := eval[int](two, place)
	xy := eval[[]float64](two, `(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector("`+mri+` [value=yes]").getBoundingClientRect())`)
	two.do(chromedp.MouseEvent("mouseMoved", xy[0], xy[1]))
	one.opens(child.path + "/tests")
	two.shown("#here:not(.pt-here--nobody)")
	if now := eval[int](two, place); now != before {
		t.Errorf("somebody came, and the button went from %d to %d", before, now)
	}
	one.presses("Yes", question("tests", "eeg_indicated")) // which asks two more questions above
	two.shown(question("tests", "eeg_requested_on"))
	two.until(place + ` === ` + strconv.Itoa(before))
	two.do(chromedp.MouseClickXY(xy[0], xy[1]))
	two.pressed(mri, "yes")
}

// Rows that a colleague adds, fills and deletes arrive; a row one has open stays open, with what one is typing.
func TestRowsArrive(t *testing.T) {
	w := newWorld(t)
	c := registered(w.Leeds)
	yes := true
	c.Management().AntiseizureMedicineGiven = &yes
	child := w.add(w.Leeds, c)
	one, two := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	list := "#list-antiseizure-medicines"
	one.opens(child.path + "/treatment")
	two.opens(child.path + "/treatment")
	two.listens(w, child, 2)
	one.presses("+ Add", list)
	one.shown(list + " .pt-row--open")
	two.until(`document.querySelectorAll("` + list + ` .pt-row").length === 1`)
	two.says(list+" > .pt-changed", "Changed by a colleague just now.")
	two.presses("Edit", list)
	two.shown(list + " .pt-row--open")
	started := list + " .pt-row--open [id$=started_on-input]"
	two.typesIn(started, "1/9/2025")
	time.Sleep(700 * time.Millisecond) // two presses in a moment are one
	one.presses("+ Add", list)
	one.until(`document.querySelectorAll("` + list + ` .pt-row").length === 2`)
	two.until(`document.querySelectorAll("` + list + ` .pt-row").length === 2`)
	two.holds(started, "1/9/2025")
	two.focused(started)
	two.types(kb.Enter)
	two.until(`document.querySelector(` + quoted(started) + `).defaultValue === "01/09/2025"`)
	one.holds(list+" .pt-row:first-child [id$=started_on-input]", "01/09/2025")

	one.presses("Delete", list+" .pt-row:first-child")
	one.presses("Delete and remove", list+" .pt-row:first-child")
	one.until(`document.querySelectorAll("` + list + ` .pt-row").length === 1`)
	two.shown(list + " > .pt-changed--held") // one is in it
	two.is(`document.querySelectorAll("` + list + ` .pt-row").length === 2`)
	two.presses("Show", list+" > .pt-changed--held")
	two.until(`document.querySelectorAll("` + list + ` .pt-row").length === 1`)
	two.gone(list + " .pt-changed--held")
	two.until(`document.activeElement !== document.body`)
}

// One's own other window hears that it was oneself; the page one answers on hears nothing of its own.
func TestOnesOwnOtherWindow(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	other := b.another(chromedp.WithNewWindow(true))
	b.opens(child.path + "/tests")
	other.opens(child.path + "/tests")
	other.listens(w, child, 2)
	ct, mri := question("tests", "ct_head_performed"), question("tests", "mri_obtained")
	b.presses("Yes", ct)
	other.pressed(ct, "yes")
	other.says(ct+" .pt-changed", "Changed by you in another window just now.")
	other.presses("Yes", mri)
	b.pressed(mri, "yes")
	b.gone(ct + " .pt-changed")
	b.is(`document.querySelector("#here").textContent === ""`) // one is not with oneself
}

// The connection is cut and comes back, as when a laptop sleeps: what was missed arrives. So it does when Redis breaks off, and
// when it does not answer for a while.
func TestWhatWasMissedArrives(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	one, two := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	ct, mri, eeg := question("tests", "ct_head_performed"), question("tests", "mri_obtained"), question("tests", "eeg_indicated")
	one.opens(child.path + "/tests")
	two.opens(child.path + "/tests")
	two.marks()
	two.listens(w, child, 2)
	two.offline(true)
	one.presses("Yes", ct)
	one.ticked(ct)
	one.gone("#here:not(.pt-here--nobody)") // it could not be fetched
	two.is(`!document.querySelector("` + ct + ` [aria-pressed=true]")`)
	two.offline(false)
	two.pressed(ct, "yes")
	two.says(ct+" .pt-changed", "Changed meanwhile.")

	two.listens(w, child, 2)
	if err := w.redis.Do(t.Context(), "CLIENT", "KILL", "TYPE", "pubsub").Err(); err != nil {
		t.Fatal(err)
	}
	one.presses("Yes", mri)
	two.pressed(mri, "yes")

	if err := w.redis.Do(t.Context(), "CLIENT", "PAUSE", "2000", "ALL").Err(); err != nil {
		t.Fatal(err)
	}
	one.presses("No", eeg)
	one.ticked(eeg) // saving does not wait for Redis
	two.pressed(eeg, "no")
	two.is(`window.marked`)
}

// A page that is not in view lets go, and catches up when it is looked at again.
func TestAPageOutOfViewLetsGo(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	one, two := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	onNewPages(two, `Object.defineProperty(document, "hidden", {get: () => Boolean(window.away)})`)
	one.opens(child.path + "/tests")
	two.opens(child.path + "/tests")
	one.shown("#here:not(.pt-here--nobody)")
	look := func(away string) {
		eval[bool](two, `(window.away = `+away+`, document.dispatchEvent(new Event("visibilitychange")))`)
	}
	look("true")
	one.gone("#here:not(.pt-here--nobody)")
	ct := question("tests", "ct_head_performed")
	one.presses("Yes", ct)
	one.ticked(ct)
	two.is(`!document.querySelector("` + ct + ` [aria-pressed=true]")`)
	look("false")
	two.pressed(ct, "yes")
	one.shown("#here:not(.pt-here--nobody)")
}

// The session ends elsewhere: the page stops listening, covers itself, and goes on when the same person is back.
func TestAPageWhoseSessionEnds(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/tests")
	b.listens(w, child, 1)
	w.endSessions()
	b.shown("#signed-out.pt-dialog--veil[open]")
	one := w.signedIn(w.Leeds, tenants.Lead)
	one.opens(child.path + "/tests")
	one.presses("Yes", question("tests", "ct_head_performed"))
	one.ticked(question("tests", "ct_head_performed"))
	one.is(`document.querySelector("#here").textContent === ""`)
	same := b.secondTab()
	same.presses(w.person(w.Leeds, tenants.Editor).Name)
	same.sees("You are signed in again")
	b.gone("#signed-out")
	b.pressed(question("tests", "ct_head_performed"), "yes")
	one.shown("#here:not(.pt-here--nobody)")
}
