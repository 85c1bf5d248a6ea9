//go:build browser

package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Each kind of control is answered as a person would, and keeps the focus where the person was.
func TestEveryKindSavesAndKeepsFocus(t *testing.T) {
	g := openGallery(t)
	faults := g.faults()
	g.open("/gallery/working")
	done := func(id string) string { return `document.querySelector("#` + id + ` .pt-mark--done")` }

	g.click("#q-yes-no-unanswered button[value=yes]")
	g.until(done("q-yes-no-unanswered"))
	g.says(`document.activeElement.value === "yes"`)
	g.until(`!document.querySelector("#q-more").hidden`) // out of band: what the answer asks for

	g.click("#q-choice-unanswered button[value=month]")
	g.until(done("q-choice-unanswered"))
	g.click("#q-choices-unanswered-mood + label")
	g.until(done("q-choices-unanswered"))
	g.says(`document.activeElement.id === "q-choices-unanswered-mood"`)
	g.click("#q-tiles-unanswered button[value=frontal]")
	g.until(done("q-tiles-unanswered"))
	g.click("#q-ticks-unanswered-clonic + label")
	g.until(done("q-ticks-unanswered"))

	g.typeInto("#q-day-unanswered-input", "31/2/2025"+kb.Enter)
	g.until(`document.querySelector("#q-day-unanswered-input[aria-invalid=true]")`)
	g.says(`document.querySelector("#q-day-unanswered-input").value === "31/2/2025" && document.activeElement.id === "q-day-unanswered-input"`)
	g.run(`document.querySelector("#q-day-unanswered-input").select()`)
	g.key("27/3/2025" + kb.Enter)
	g.until(done("q-day-unanswered"))
	g.says(`document.activeElement.id === "q-day-unanswered-input"`)

	g.typeInto("#q-day-confirmed-unanswered-input", "15/1/2025"+kb.Enter)
	g.until(`document.querySelector("#confirm[open]")`)
	g.click(`#confirm [data-confirm=yes]`)
	g.until(done("q-day-confirmed-unanswered"))

	g.click("#q-day-or-declined-unanswered-form-other button")
	g.until(`document.querySelector("#q-day-or-declined-unanswered .nhsuk-tag")`)
	g.until(`document.activeElement.closest("#q-day-or-declined-unanswered")`)
	g.click("#q-day-or-declined-unanswered-form-back button")
	g.until(`document.querySelector("#q-day-or-declined-unanswered-input")`)

	g.click("#q-confirm-unanswered button.nhsuk-button")
	g.until(`document.querySelector("#confirm[open]")`)
	g.key(kb.Escape)
	g.until(`!document.querySelector("#confirm[open]")`)
	g.says(`document.querySelector("#q-confirm-unanswered .pt-mark--open")`)
	g.click("#q-confirm-unanswered button.nhsuk-button")
	g.until(`document.querySelector("#confirm[open]")`)
	g.click(`#confirm [data-confirm=yes]`)
	g.until(done("q-confirm-unanswered"))

	g.typeInto("#q-search-unanswered-combo-field", "menkes")
	g.until(`document.querySelectorAll("#q-search-unanswered-combo [role=option]").length === 1`)
	g.key(kb.Enter)
	g.until(done("q-search-unanswered"))
	g.says(`document.activeElement.id === "q-search-unanswered-combo-field" && document.activeElement.value === "Ménkes disease"`)

	g.run(`(() => { const s = document.querySelector("#q-select-unanswered-input"); s.focus(); s.value = "indian"; s.dispatchEvent(new Event("change", {bubbles: true})); })()`)
	g.until(done("q-select-unanswered"))
	g.until(`document.querySelector("#wheel-gallery").textContent.includes("10 of 16")`)
	if all := faults(); len(all) > 0 {
		t.Errorf("the browser complains: %s", strings.Join(all, "\n"))
	}
}

// Typing saves after a pause, without losing the caret, a letter or the last value.
func TestTypingSavesTheLastValue(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/working")
	g.arm("slow", "900")
	for _, piece := range []string{"ab", "cd", "ef"} {
		g.typeInto("#q-text-unanswered-input", piece)
		time.Sleep(800 * time.Millisecond)
	}
	g.arm("slow", "0")
	g.until(`document.querySelector("#q-text-unanswered-input").defaultValue === "abcdef"`)
	g.says(`document.activeElement.id === "q-text-unanswered-input" && document.activeElement.selectionStart === 6`)
	saves := g.savesOf("text-unanswered")
	if last := saves[len(saves)-1]; !strings.HasPrefix(last, "text-unanswered=abcdef ") {
		t.Errorf("the last save is %q", last)
	}
	count := len(saves)
	g.key(kb.Tab) // left as it is stored: nothing to send
	g.typeInto("#q-long-text-unanswered-input", "Staring, then confusion")
	g.key(kb.Tab) // left while typing: saved at once
	g.until(`document.querySelectorAll("#q-long-text-unanswered .pt-keyword").length === 2`)
	if again := len(g.savesOf("text-unanswered")); again != count {
		t.Errorf("%d saves after leaving the field, want %d", again, count)
	}
	g.click("#q-long-text-unanswered .pt-keyword")
	g.until(`document.querySelectorAll("#q-long-text-unanswered .pt-keyword").length === 1`)
}

// A double click sends once; yes, no, yes sends three.
func TestDoubleClickSendsOnce(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/working")
	if err := chromedp.Do(g.ctx, chromedp.DoubleClick(chromedp.CSS("#q-choice-unanswered button[value=year]"))); err != nil {
		t.Fatal(err)
	}
	g.until(`document.querySelector("#q-choice-unanswered .pt-mark--done")`)
	time.Sleep(200 * time.Millisecond)
	if n := len(g.savesOf("choice-unanswered")); n != 1 {
		t.Errorf("%d saves after a double click", n)
	}
	g.arm("slow", "150")
	g.run(`for (const v of ["yes", "no", "yes"]) document.querySelector("#q-yes-no-unanswered button[value=" + v + "]").click()`)
	g.until(`document.querySelector("#q-yes-no-unanswered button[value=yes][aria-pressed=true]")`)
	time.Sleep(500 * time.Millisecond)
	saves := g.savesOf("yes-no-unanswered")
	if last := saves[len(saves)-1]; !strings.HasPrefix(last, "yes-no-unanswered=yes ") {
		t.Errorf("the last save is %q of %v", last, saves)
	}
}

// While the server is away the answer says so beside itself, is tried again with the same key, and arrives.
func TestFailedSavesAreTriedAgain(t *testing.T) {
	for _, status := range []string{"429", "502", "503", "504"} {
		t.Run(status, func(t *testing.T) {
			g := openGallery(t)
			g.open("/gallery/working")
			g.arm("status", status, "times", "2")
			g.run(`window.keys = new Set(); const real = window.fetch; window.fetch = (a, r) => { if (r?.body?.get?.("key")) window.keys.add(r.body.get("key")); return real(a, r); }; 0`)
			g.click("#q-yes-no-unanswered button[value=no]")
			g.until(`document.querySelector("#q-yes-no-unanswered-state").textContent.includes("trying again")`)
			g.until(`document.querySelector("#live").textContent.includes("Not saved")`)
			g.click("#q-choice-unanswered button[value=exact]") // waits behind it
			g.until(`document.querySelector("#q-choice-unanswered .pt-mark--done")`)
			g.says(`document.querySelector("#q-yes-no-unanswered-state").textContent === ""`)
			g.says(`window.keys.size === 2`) // one for each answer, however often it was sent
			if saves := strings.Fields(g.saves()); !strings.HasPrefix(saves[0], "yes-no") {
				t.Errorf("out of order: %v", saves)
			}
		})
	}
}

// A page with nothing unsaved may be left; one with something unsaved asks first.
func TestLeavingIsGuardedOnlyWhileSomethingIsUnsaved(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/working")
	const asks = `!window.dispatchEvent(new Event("beforeunload", {cancelable: true}))`
	g.says("!(" + asks + ")")
	g.typeInto("#q-day-unanswered-input", "1/")
	g.says(asks)
	g.key(kb.Backspace + kb.Backspace)
	g.says("!(" + asks + ")")
	g.arm("status", "503", "times", "2")
	g.click("#q-yes-no-unanswered button[value=no]")
	g.until(asks)
	g.until("!(" + asks + ")")
}

// The session ends while typing: what was typed stays; the same person's answers are sent, another's never.
func TestSessionExpiry(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/working")
	g.arm("signed_in", "")
	g.typeInto("#q-text-unanswered-input", "typed late")
	g.until(`document.querySelector("#signed-out[open]")`)
	g.says(`document.querySelector("#q-text-unanswered-input").value === "typed late"`)
	g.says(`document.querySelector("#signed-out a[target=_blank]")`)
	g.arm("signed_in", "somebody-else")
	g.click("[data-who-now]")
	g.until(`document.querySelector("#signed-out-words").textContent.includes("another person")`)
	if saves := g.saves(); saves != "" {
		t.Fatalf("another person's session got %q", saves)
	}
	g.says(`document.querySelector("#q-text-unanswered-input").value === "typed late"`)
	g.arm("signed_in", "gallery-seal")
	g.click("[data-who-now]")
	g.until(`!document.querySelector("#signed-out[open]") && document.querySelector("#q-text-unanswered .pt-mark--done")`)
	if saves := g.savesOf("text-unanswered"); len(saves) != 1 || !strings.HasPrefix(saves[0], "text-unanswered=typed late ") {
		t.Errorf("saves: %v", saves)
	}
	g.says(`localStorage.length === 0 && !JSON.stringify(Object.values(sessionStorage)).includes("typed")`)
}

// A problem is shown in its place; the question stays.
func TestProblemsAreShownInPlace(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/working")
	for _, status := range []string{"403", "423", "500"} {
		g.arm("status", status, "times", "1")
		g.click("#q-choice-unanswered button[value=unsure]")
		g.until(`document.querySelector("#q-choice-unanswered-problem [data-status='` + status + `']")`)
		g.says(`document.querySelectorAll("#q-choice-unanswered button").length === 5`)
	}
}

func TestConflictKeepsOrOverrules(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/control/choice")
	g.click("#q-choice-conflict-form-mine button")
	g.until(`!document.querySelector("#q-choice-conflict-conflict")`)
	g.says(`document.querySelector("#q-choice-conflict button[value=month][aria-pressed=true]")`)
	g.open("/gallery/control/select")
	g.click("#q-select-conflict .pt-conflict a")
	g.until(`!document.querySelector("#q-select-conflict-conflict")`)
	g.says(`document.querySelector("#q-select-conflict-input").value === "irish"`)
	g.until(`document.activeElement.closest("#q-select-conflict")`)
}

func TestListAddsEditsCloses(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/working")
	g.click("#list-medicines-add button")
	g.until(`document.activeElement.id === "row-medicines-3-title"`)
	g.typeInto("#q-medicines-3-started_on-input", "2/3/2025"+kb.Enter)
	g.until(`document.querySelector("#q-medicines-3-started_on .pt-mark--done")`)
	g.click("#row-medicines-3-close button")
	g.until(`document.querySelector("#row-medicines-3:not(.pt-row--open)")`)
	g.until(`document.activeElement.closest("#row-medicines-3")`)
	g.click("#row-medicines-1-delete button")
	g.until(`document.activeElement.matches("#row-medicines-1 .pt-clearing")`)
	g.click("#row-medicines-1-form-clear button")
	g.until(`!document.querySelector("#row-medicines-1")`)
	g.until(`document.activeElement.closest("#list-medicines")`)
	if saves := g.saves(); !strings.Contains(saves, "delete row-medicines-1") {
		t.Error(saves)
	}
}

func TestSearchWaitsAndKeepsItsAddress(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/children")
	g.typeInto("#child-search", "niamh")
	g.until(`document.querySelectorAll("#case-table tbody tr").length === 1 && location.search.includes("q=niamh")`)
	g.says(`document.activeElement.id === "child-search"`)
	g.typeInto("#child-search", "zz")
	g.until(`document.querySelector("#case-table").textContent.includes("No child matches")`)
}

// An idle session warns, is kept by one press, and covers the page when it ends.
func TestIdleSessionWarnsAndCanBeKept(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/page/idle-soon")
	g.until(`document.querySelector("#idle[open]") && document.querySelector("#live").textContent.includes("signed out in")`)
	g.click("#idle [data-stay]")
	g.until(`!document.querySelector("#idle[open]")`)
	g.until(`document.querySelector("#idle[open]")`)
	g.until(`document.querySelector("#signed-out.pt-dialog--veil[open]")`)
}
