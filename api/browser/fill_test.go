//go:build browser

package browser

import (
	"strings"

	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// someDay is after the first assessment of the children here, and before today.
const someDay = "10/6/2025"

// fills answers what the open form's panel names, from its links, until nothing is missing. What it must have answered is
// therefore what the page says, not a list kept here.
func (b *tab) fills(form *ask.Section) {
	b.t.Helper()
	panel := "#missing-" + form.Key
	b.clicks(panel + " summary")
	for range 200 {
		b.until(`!document.querySelector(".htmx-request")`)
		next := eval[string](b, `(all => (all.find(a => !a.hash.startsWith("#list-")) ?? all[0])?.hash ?? "")([...document.querySelectorAll(`+quoted(panel+" a[data-jump]")+`)])`)
		switch {
		case next == "":
			b.says(panel, "Nothing is missing")
			b.says("#wheel-"+form.Key, "Complete")
			b.gone("main .pt-mark--open")
			return
		case strings.HasPrefix(next, "#list-"):
			b.presses("+ Add", next)
			b.until(`[...document.querySelectorAll(` + quoted(panel+" a[data-jump]") + `)].some(a => !a.hash.startsWith("#list-"))`)
		default:
			b.clicks(panel + ` a[href$="` + next + `"]`)
			b.until(`document.activeElement.closest(` + quoted(next) + `)`)
			b.fillsIn(next)
			b.until(`![...document.querySelectorAll(` + quoted(panel+" a") + `)].some(a => a.hash === ` + quoted(next) + `)`)
		}
	}
	b.t.Fatalf("%s is never complete\n%s", form.Key, b.state())
}

// fillsIn gives a question its first answer, in the way of its kind. The question has the focus.
func (b *tab) fillsIn(question string) {
	b.t.Helper()
	switch kind := kindOf(question); kind {
	case ask.KindYesNo:
		b.clicks(question + ` button[value="yes"]`)
	case ask.KindChoice:
		b.clicks(question + " .pt-press")
	case ask.KindTiles:
		b.clicks(question + " .pt-tile")
	case ask.KindChoices:
		b.clicks(question + " .nhsuk-checkboxes__label")
	case ask.KindSelect:
		b.types(kb.ArrowDown)
	case ask.KindSearch, ask.KindOrganisation:
		b.clicks(question + " .pt-combo input")
		b.clicks(question + " [role=option]")
		if kind == ask.KindOrganisation {
			b.presses("Set", question)
		}
	case ask.KindDay, ask.KindDayOrDeclined, ask.KindDayIfKnown:
		b.typesIn(question+"-input", someDay+kb.Enter)
	default:
		b.t.Fatalf("%s: nobody here knows how to answer such a question", question)
	}
	b.ticked(question)
}

// kindOf finds the declared question of a region.
func kindOf(region string) ask.Kind {
	for _, form := range dataset.Sections {
		for _, q := range form.Questions {
			if region == question(form.Key, q.Key) {
				return q.Kind
			}
		}
		for _, list := range form.Lists {
			rest, found := strings.CutPrefix(region, "#q-"+list.Key+"-")
			for _, q := range list.Section.Questions {
				if _, key, _ := strings.Cut(rest, "-"); found && key == q.Key {
					return q.Kind
				}
			}
		}
	}
	return ""
}
