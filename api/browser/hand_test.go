//go:build browser

package browser

import (
	"net/url"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// found is script that finds the one thing a person would press: of a selector, called so, visible and not covered.
const found = `((selector, words) => {
	if (document.readyState !== "complete") return "the page is still loading";
	const texts = n => n.nodeType === Node.TEXT_NODE ? n.data : [...n.childNodes].map(texts).join(" ");
	const said = e => (e.ariaLabel || texts(e)).replace(/\s+/g, " ").trim(); // the style puts a space before what is hidden
	const all = [...document.querySelectorAll(selector)].filter(e => e.checkVisibility({visibilityProperty: true}) && (!words || said(e) === words || said(e).startsWith(words)));
	const e = all.find(e => said(e) === words) ?? all[0];
	if (!e) return "nothing like it is to be seen";
	e.scrollIntoView({block: "center", behavior: "instant"});
	const box = [...e.getClientRects()].find(r => r.width > 0 && r.height > 0);
	if (!box) return "it has no size";
	const x = box.x + box.width / 2, y = box.y + box.height / 2;
	const top = document.elementFromPoint(x, y);
	if (!(e.contains(top) || top?.contains(e))) return "it is covered by " + (top?.outerHTML ?? "nothing").slice(0, 120);
	return JSON.stringify([x, y]);
})`

const pressable = `a[href], button, summary, [role=option], label, input, select, textarea`

// clicks presses the mouse on what a selector finds.
func (b *tab) clicks(selector string) { b.t.Helper(); b.mouse(selector, "") }

// presses presses the mouse on what is called so, within a part of the page.
func (b *tab) presses(words string, within ...string) {
	b.t.Helper()
	selector := pressable
	if len(within) > 0 {
		selector = within[0] + " :is(" + pressable + ")"
	}
	b.mouse(selector, words)
}

func (b *tab) mouse(selector, words string) {
	b.t.Helper()
	deadline := time.Now().Add(patience)
	why, before := "", ""
	for time.Now().Before(deadline) {
		at, err := value[string](b, found+"("+quoted(selector)+","+quoted(words)+")")
		if err == nil && strings.HasPrefix(at, "[") && at != before { // a page that still moves would be pressed elsewhere
			before = at
			time.Sleep(40 * time.Millisecond)
			continue
		}
		if err == nil && strings.HasPrefix(at, "[") {
			xy := eval[[]float64](b, at)
			b.do(chromedp.MouseClickXY(xy[0], xy[1]))
			return
		}
		if why = at; err != nil {
			why = err.Error()
		}
		if strings.Contains(why, "pt-help__") { // the mouse rests on a tip's question mark
			b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 1, 1))
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Fatalf("cannot press %q %q: %s\n%s", selector, words, why, b.state())
}

// types types into the field that has the focus.
func (b *tab) types(keys string) { b.t.Helper(); b.do(chromedp.KeyEvent(keys)) }

// isAt goes to a question's first control with the keyboard, and does nothing there.
func (b *tab) isAt(question string) {
	b.t.Helper()
	first := `document.querySelector(` + quoted(question+" .pt-question__body :is(button, input:not([type=hidden]), textarea, select)") + `)`
	eval[chromedp.Void](b, first+".focus()")
	b.until(`document.activeElement === ` + first)
}

// typesIn goes to a field with the mouse and types at the end of what is there.
func (b *tab) typesIn(selector, keys string) {
	b.t.Helper()
	b.clicks(selector)
	b.until(`document.activeElement === document.querySelector(` + quoted(selector) + `)`)
	b.types(kb.End + keys)
}

// replaces goes to a field and types over what is there.
func (b *tab) replaces(selector, keys string) {
	b.t.Helper()
	b.clicks(selector)
	b.until(`document.activeElement === document.querySelector(` + quoted(selector) + `)`)
	eval[chromedp.Void](b, `document.querySelector(`+quoted(selector)+`).select()`)
	b.types(keys)
}

// confirms answers the page's own "are you sure".
func (b *tab) confirms() { b.t.Helper(); b.clicks(`#confirm[open] [data-confirm="yes"]`) }

// chooses filters a long list and takes the first that is left.
func (b *tab) chooses(question, typed, label string) {
	b.t.Helper()
	b.replaces(question+" .pt-combo input", typed)
	b.presses(label, question+" [role=listbox]")
}

// question is the region of a question.
func question(place, column string) string { return "#q-" + place + "-" + column }

// ticked waits for the pink tick of a question.
func (b *tab) ticked(question string) {
	b.t.Helper()
	b.until(`document.querySelector(` + quoted(question+" .pt-mark--done") + `) && !document.querySelector(` + quoted(question+" .htmx-request") + `)`)
}

// unticked waits for the pale dot of a question.
func (b *tab) unticked(question string) {
	b.t.Helper()
	b.until(`document.querySelector(` + quoted(question+" .pt-mark--open") + `)`)
}

// says waits for words in a part of the page.
func (b *tab) says(selector, words string) {
	b.t.Helper()
	b.until(`document.querySelector(` + quoted(selector) + `)?.innerText.replace(/\s+/g, " ").includes(` + quoted(words) + `)`)
}

// quiet waits until a part of the page says nothing.
func (b *tab) quiet(selector string) {
	b.t.Helper()
	b.until(`document.querySelector(` + quoted(selector) + `)?.textContent.trim() === ""`)
}

// rests waits until nothing of the page is on its way: what follows a save (wheels, what is missing) is asked for before the answer is shown.
func (b *tab) rests() { b.t.Helper(); b.until(`!document.querySelector(".htmx-request")`) }

// gone waits until there is no such thing to be seen.
func (b *tab) gone(selector string) {
	b.t.Helper()
	b.until(`![...document.querySelectorAll(` + quoted(selector) + `)].some(e => e.checkVisibility({visibilityProperty: true}))`)
}

// shown waits until there is such a thing to be seen.
func (b *tab) shown(selector string) {
	b.t.Helper()
	b.until(`[...document.querySelectorAll(` + quoted(selector) + `)].some(e => e.checkVisibility({visibilityProperty: true}))`)
}

// focused waits until the focus is on such a thing.
func (b *tab) focused(selector string) {
	b.t.Helper()
	b.until(`document.activeElement?.matches(` + quoted(selector) + `)`)
}

// holds waits until a field holds a value.
func (b *tab) holds(selector, value string) {
	b.t.Helper()
	b.until(`document.querySelector(` + quoted(selector) + `)?.value === ` + quoted(value))
}

// visitor is somebody who just sat down, not signed in.
func (w *world) visitor() *tab { w.t.Helper(); return newTab(w.t, w.stack.PublicURL) }

// signedIn is somebody who sat down and signed in at a tenant, and is on its list.
func (w *world) signedIn(p tenantstest.Place, role tenants.Role) *tab {
	w.t.Helper()
	b := w.visitor()
	w.signsIn(b, p, role, "/"+p.Hospitals[0].ODSCode+"/cases")
	return b
}

// signsIn goes through the provider's pages in a tab.
func (w *world) signsIn(b *tab, p tenantstest.Place, role tenants.Role, returnTo string) {
	w.t.Helper()
	person := w.person(p, role)
	b.opens("/auth/" + person.Provider + "/start?return=" + url.QueryEscape(returnTo))
	b.clicks(`button[value="` + person.Subject + `"]`)
	b.lands(returnTo)
}
