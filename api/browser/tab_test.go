//go:build browser

package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience is how long a test waits for something that comes at once on an idle machine.
const patience = 15 * time.Second

// tab is a tab of a browser that somebody sits at.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu        sync.Mutex
	faults    []string // what the browser complained of
	forgiving bool     // failed requests are part of the test
	asked     int      // how often the browser asked before leaving
	leaving   bool     // what to answer then
}

// newTab sits somebody down at a browser that nobody used before.
func newTab(t *testing.T, base string) *tab {
	t.Helper()
	parent, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	return startTab(t, parent, base, chromedp.WithNewBrowserContext())
}

// another opens a second tab of the same browser.
func (b *tab) another(options ...chromedp.ContextOption) *tab {
	b.t.Helper()
	return startTab(b.t, b.ctx, b.base, options...)
}

func startTab(t *testing.T, parent context.Context, base string, options ...chromedp.ContextOption) *tab {
	t.Helper()
	b := &tab{t: t, base: base, leaving: true}
	ctx, cancel := chromedp.NewContext(parent, append(options, chromedp.WithListener(b.listen))...)
	b.ctx = ctx
	t.Cleanup(func() { b.complain(); cancel() })
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as this context
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(1280, 1000))
	onNewPages(b, watchPolicy)
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	call(b, log.Enable, cdp.Empty{})
	return b
}

// watchPolicy says in the console what the page's policy refused, also where the browser would say nothing.
const watchPolicy = `document.addEventListener("securitypolicyviolation", e => console.error("policy refused " + e.violatedDirective + " " + e.blockedURI))`

func (b *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		words := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			words += " " + e.ExceptionDetails.Exception.Description
		}
		b.fault(words)
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			b.fault(e.Entry.Text + " " + e.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			var words []string
			for _, a := range e.Args {
				words = append(words, string(a.Value)+a.Description)
			}
			b.fault("console: " + strings.Join(words, " "))
		}
	case *page.EventJavascriptDialogOpening:
		b.mu.Lock()
		b.asked++
		accept := b.leaving
		b.mu.Unlock()
		go func() {
			_, _ = chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: accept})
		}()
	}
}

func (b *tab) fault(words string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, words)
}

// complain fails the test for everything the browser complained of. An answer with a 4xx status is no fault of a page.
func (b *tab) complain() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, words := range b.faults {
		refused := strings.HasPrefix(words, "Failed to load resource: the server responded with a status of 4")
		failed := strings.HasPrefix(words, "Failed to load resource") && b.forgiving
		if !refused && !failed {
			b.t.Errorf("the browser complains: %s", words)
		}
	}
}

// forgives says that failing requests are what the test is about.
func (b *tab) forgives() { b.mu.Lock(); b.forgiving = true; b.mu.Unlock() }

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 2*patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 2*patience)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		b.t.Fatal(err)
	}
	return result
}

// opens goes to an address and waits for its modules.
func (b *tab) opens(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
	b.until(`document.readyState === "complete"`)
}

// value evaluates an expression.
func value[T any](b *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// eval evaluates an expression that must work.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := value[T](b, expression)
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits until an expression is true. A page that is just being replaced cannot be asked: it is asked again.
func (b *tab) until(expression string) {
	b.t.Helper()
	deadline := time.Now().Add(patience)
	var last error
	for time.Now().Before(deadline) {
		ok, err := value[bool](b, "Boolean("+expression+")")
		if err == nil && ok {
			return
		}
		last = err
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Fatalf("never true: %s (%v)\n%s", expression, last, b.state())
}

// is fails the test unless an expression is true now.
func (b *tab) is(expression string) {
	b.t.Helper()
	if !eval[bool](b, "Boolean("+expression+")") {
		b.t.Fatalf("not true: %s\n%s", expression, b.state())
	}
}

// state is what to know of a page on which something went wrong.
func (b *tab) state() string {
	words, err := value[string](b, `location.href + "\nfocus: " + (document.activeElement?.outerHTML ?? "").slice(0, 200) + "\n" +
		[...document.querySelectorAll("[role=alert], .nhsuk-error-message, dialog[open]")].map(e => e.textContent).join(" | ") + "\n" +
		document.querySelector("main, body").innerText.slice(0, 1500)`)
	if err != nil {
		return err.Error()
	}
	return words
}

// sees waits for words on the page.
func (b *tab) sees(words string) {
	b.t.Helper()
	b.until(`document.body.innerText.includes(` + quoted(words) + `)`)
}

// lands waits for an address, without its host.
func (b *tab) lands(path string) {
	b.t.Helper()
	b.until(`location.href === ` + quoted(b.base+path) + ` && document.readyState === "complete"`)
}

// offline cuts the browser off, or lets it back.
func (b *tab) offline(cut bool) {
	b.t.Helper()
	b.forgives()
	open := &network.Conditions{Offline: cut, DownloadThroughput: -1, UploadThroughput: -1}
	call(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{open}})
	call(b, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: cut, DownloadThroughput: -1, UploadThroughput: -1})
}

// onPhone makes the window a phone's.
func (b *tab) onPhone() { b.t.Helper(); b.do(chromedp.EmulateViewport(390, 844)) }

// onDesktop makes it a desktop's again.
func (b *tab) onDesktop() { b.t.Helper(); b.do(chromedp.EmulateViewport(1280, 1000)) }

func quoted(words string) string {
	text, err := json.Marshal(words)
	if err != nil {
		return fmt.Sprintf("%q", words)
	}
	return string(text)
}

// waits waits for something outside the page.
func (b *tab) waits(what string, done func() bool) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if done() {
			return
		}
	}
	b.t.Fatalf("waited in vain for %s\n%s", what, b.state())
}

// onNewPages runs script on every page that the tab opens from now on, before the page's own.
func onNewPages(b *tab, script string) {
	b.t.Helper()
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

func quotedMillis(d time.Duration) string { return fmt.Sprint(d.Milliseconds()) }

func matchAny(*target.Info) bool { return true }
