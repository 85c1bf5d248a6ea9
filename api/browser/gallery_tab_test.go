//go:build browser

package browser

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/pinktick/pinktick/ui/gallery"
)

// galleryTab is a browser tab on a gallery of its own.
type galleryTab struct {
	t    *testing.T
	ctx  context.Context
	base string
}

// openGallery starts a gallery and a profile of the browser; both end with the test.
func openGallery(t *testing.T) galleryTab {
	t.Helper()
	t.Parallel()
	server := httptest.NewServer(gallery.Handler())
	t.Cleanup(server.Close)
	parent, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	limit, cancel := context.WithTimeout(parent, 4*time.Minute)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewContext(limit, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	return galleryTab{t, ctx, server.URL}
}

// open goes to a page and waits until its modules have started.
func (g galleryTab) open(path string) {
	g.t.Helper()
	if err := chromedp.Do(g.ctx, chromedp.EmulateViewport(1280, 1000), chromedp.Navigate(g.base+path)); err != nil {
		g.t.Fatalf("open %s: %v", path, err)
	}
	g.until(`document.readyState === "complete" && document.querySelector("[data-htmx-powered], h1") !== null`)
}

// until waits until an expression is true.
func (g galleryTab) until(expression string) {
	g.t.Helper()
	deadline := time.Now().Add(12 * time.Second)
	for time.Now().Before(deadline) {
		if ok, err := chromedp.Run(g.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")")); err == nil && ok {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	body, _ := chromedp.Run(g.ctx, chromedp.Evaluate[string](`document.activeElement.outerHTML.slice(0, 300) + "\n" + document.querySelector("#messages").innerHTML`))
	g.t.Fatalf("never true: %s\nactive: %s\nsaves:\n%s", expression, body, g.saves())
}

// says fails the test unless an expression is true now.
func (g galleryTab) says(expression string) {
	g.t.Helper()
	ok, err := chromedp.Run(g.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
	if err != nil || !ok {
		g.t.Fatalf("not true: %s (%v)", expression, err)
	}
}

func (g galleryTab) click(selector string) {
	g.t.Helper()
	if err := chromedp.Do(g.ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		g.t.Fatalf("click %s: %v", selector, err)
	}
}

func (g galleryTab) typeInto(selector, text string) {
	g.t.Helper()
	if err := chromedp.Do(g.ctx, chromedp.SendKeys(chromedp.CSS(selector), text)); err != nil {
		g.t.Fatalf("type into %s: %v", selector, err)
	}
}

func (g galleryTab) key(keys string) {
	g.t.Helper()
	if err := chromedp.Do(g.ctx, chromedp.KeyEvent(keys)); err != nil {
		g.t.Fatalf("key %q: %v", keys, err)
	}
}

// run evaluates script for its effect.
func (g galleryTab) run(script string) {
	g.t.Helper()
	if _, err := chromedp.Run(g.ctx, chromedp.Evaluate[chromedp.Void](script, chromedp.EvalAwaitPromise)); err != nil {
		g.t.Fatalf("run %s: %v", script, err)
	}
}

// arm says what the next saves shall meet.
func (g galleryTab) arm(pairs ...string) {
	g.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	response, err := http.PostForm(g.base+"/gallery/arm", form)
	if err != nil {
		g.t.Fatal(err)
	}
	_ = response.Body.Close()
}

// saves is what the gallery has accepted, a line each.
func (g galleryTab) saves() string {
	response, err := http.Get(g.base + "/gallery/saves")
	if err != nil {
		return err.Error()
	}
	defer func() { _ = response.Body.Close() }()
	body, _ := io.ReadAll(response.Body)
	return string(body)
}

func (g galleryTab) savesOf(id string) []string {
	var found []string
	for _, line := range strings.Split(g.saves(), "\n") {
		if strings.HasPrefix(line, id+"=") {
			found = append(found, line)
		}
	}
	return found
}

// faults gathers what the browser complains of: script errors and what the content security policy refused.
func (g galleryTab) faults() func() []string {
	if _, err := chromedp.Run(g.ctx, chromedp.Evaluate[int]("1")); err != nil {
		g.t.Fatal(err)
	}
	thrown := chromedp.Events(g.ctx, runtime.ExceptionThrown)
	logged := chromedp.Events(g.ctx, log.EntryAdded)
	found := make(chan string, 100)
	go func() {
		for e, err := range thrown {
			if err != nil {
				return
			}
			found <- e.ExceptionDetails.Text
		}
	}()
	go func() {
		for e, err := range logged {
			if err != nil {
				return
			}
			if !strings.HasPrefix(e.Entry.Text, "Failed to load resource") { // a 4xx answer is not a fault of the page
				found <- e.Entry.Text
			}
		}
	}()
	return func() []string {
		time.Sleep(200 * time.Millisecond)
		var all []string
		for len(found) > 0 {
			all = append(all, <-found)
		}
		return all
	}
}
