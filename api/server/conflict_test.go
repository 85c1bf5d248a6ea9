package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// Somebody else's newer answer: both are shown with who and when, nothing is stored, and one may keep theirs or use mine.
func TestANewerAnswerBySomebodyElse(t *testing.T) {
	w := sharedWorld(t)
	editor, lead := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Lead)
	path, id := editor.casePath("/tests/ct_head_performed"), "#q-tests-ct_head_performed"
	mine, theirs := editor.answer("yes"), lead.answer("no")
	if got := lead.post(path, theirs); got.status != http.StatusOK {
		t.Fatalf("theirs: %d", got.status)
	}
	stored := w.written()
	w.log.take()
	refused := editor.post(path, mine)
	doc := htmltest.Parse(t, refused.body)
	if refused.status != http.StatusConflict || w.written() != stored || refused.header.Get("HX-Trigger") != "" {
		t.Errorf("status %d, stored: %t, event %q", refused.status, w.written() != stored, refused.header.Get("HX-Trigger"))
	}
	if n := w.refusals(); n != 1 {
		t.Errorf("%d lines in the log, want 1", n)
	}
	name := w.stack.Demo.Person("r0a", tenants.Lead).Name
	doc.Says(id+"-conflict .pt-conflict__title", name+" answered this at ")
	doc.Says(id+"-conflict .pt-conflict__both", "TheirsNoYoursYes")

	keep := doc.One(id + "-conflict a[hx-get]")
	address, _ := htmltest.Attr(keep, "hx-get")
	kept := editor.get(address, "HX-Request", "true")
	if kept.status != http.StatusOK || strings.Contains(kept.body, "pt-conflict") || !strings.Contains(kept.body, `value="no" aria-pressed="true"`) {
		t.Errorf("keeping theirs: %d\n%s", kept.status, kept.body)
	}

	use, form := doc.One(id+"-form-mine"), url.Values{}
	for _, field := range doc.All(id + "-form-mine input") {
		name, _ := htmltest.Attr(field, "name")
		value, _ := htmltest.Attr(field, "value")
		form.Add(name, value)
	}
	address, _ = htmltest.Attr(use, "hx-put")
	used := editor.send(http.MethodPut, address, form, "HX-Request", "true")
	if used.status != http.StatusOK || !strings.Contains(used.body, `value="yes" aria-pressed="true"`) {
		t.Errorf("using mine: %d\n%s", used.status, used.body)
	}
	history := lead.get(lead.casePath("/history")).body
	if words := htmltest.Words(htmltest.Parse(t, history).All("#history tbody tr")[0]); !strings.Contains(words, "From No → to Yes") {
		t.Errorf("the history says %q", words)
	}
}

// Without script the conflict is on the whole page, and its forms work there too.
func TestAConflictWithoutScript(t *testing.T) {
	w := sharedWorld(t)
	editor, lead := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Lead)
	path := editor.casePath("/tests/ct_head_performed")
	mine := editor.answer("yes")
	lead.post(path, lead.answer("no"))
	got := editor.send(http.MethodPost, path, mine)
	doc := htmltest.Parse(t, got.body)
	if got.status != http.StatusConflict || len(doc.All("#q-tests-ct_head_performed-conflict")) != 1 || len(doc.All("#q-tests-mri_obtained")) != 1 {
		t.Errorf("status %d; the page holds both the conflict and the rest: no", got.status)
	}
	if action, _ := htmltest.Attr(doc.One("#q-tests-ct_head_performed-form-mine"), "action"); action != path {
		t.Errorf("without script mine goes to %q", action)
	}
}

// Another question that changed meanwhile, or the same answer by both, is no conflict.
func TestWhatIsNoConflict(t *testing.T) {
	w := sharedWorld(t)
	editor, lead := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Lead)
	old, same := editor.answer("yes"), editor.answer("no")
	lead.post(lead.casePath("/tests/mri_obtained"), lead.answer("no"))
	if got := editor.post(editor.casePath("/tests/ct_head_performed"), old); got.status != http.StatusOK {
		t.Errorf("another question: %d", got.status)
	}
	if got := editor.post(editor.casePath("/tests/mri_obtained"), same); got.status != http.StatusOK {
		t.Errorf("the same answer: %d", got.status)
	}
}

// A page drawn for another person, or at another trust, changes nothing for anybody.
func TestAPageDrawnForAnother(t *testing.T) {
	w := sharedWorld(t)
	editor, lead := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Lead)
	theirs := lead.answer("yes")
	before := w.written()
	for name, seal := range map[string]string{"somebody else's": theirs.Get("as"), "none": "", "made up": strings.Repeat("A", 32), "cut short": theirs.Get("as")[:10]} {
		t.Run(name, func(t *testing.T) {
			form := editor.answer("yes")
			form.Set("as", seal)
			w.log.take()
			got := editor.post(editor.casePath("/tests/ct_head_performed"), form)
			if got.status != http.StatusConflict || got.header.Get("Pinktick-Seal") != "refused" || w.written() != before {
				t.Errorf("status %d, Pinktick-Seal %q, stored: %t", got.status, got.header.Get("Pinktick-Seal"), w.written() != before)
			}
			htmltest.Parse(t, got.body).Says(".pt-problem", "drawn for another person or trust")
			if n := w.refusals(); n != 1 {
				t.Errorf("%d lines in the log, want 1", n)
			}
			if page := editor.send(http.MethodPost, editor.casePath("/tests/ct_head_performed"), form); page.status != http.StatusConflict || !strings.Contains(page.body, "<html") {
				t.Errorf("without script: %d", page.status)
			}
		})
	}
}
