package gallery

import (
	"bytes"
	"context"
	"flag"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/ui/htmltest"
	"github.com/pinktick/pinktick/ui/static"
)

var update = flag.Bool("update", false, "write the snapshots anew")

// TestSnapshots holds every page of the gallery to its golden file, so that each change of markup shows in review.
// A tag stands on a line of its own; the hash of the static files is left out.
func TestSnapshots(t *testing.T) {
	wanted := map[string]bool{}
	for name, c := range Pages() {
		file := filepath.Join("testdata", strings.ReplaceAll(strings.TrimPrefix(name, "/"), "/", "_")+".html")
		wanted[file] = true
		var out bytes.Buffer
		if err := c.Render(context.Background(), &out); err != nil {
			t.Fatal(err)
		}
		got := strings.ReplaceAll(strings.ReplaceAll(out.String(), static.Prefix(), "/static/HASH/"), "><", ">\n<") + "\n"
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil || string(want) != got {
			t.Errorf("%s has changed (%v): look at it, then run go test ./ui/gallery -update", name, err)
		}
	}
	kept, _ := filepath.Glob("testdata/*.html")
	for _, file := range kept {
		if !wanted[file] {
			t.Errorf("%s belongs to no page any more", file)
		}
	}
}

// Every page keeps the rules: no inline code, no outside host, each saving control with its queue, labels that point somewhere.
func TestEveryPageKeepsTheRules(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(Pages())) {
		t.Run(name, func(t *testing.T) {
			d := htmltest.Render(t, Pages()[name])
			d.Rules()
			d.One("main")
			d.One("h1")
			d.One("html[lang]")
		})
	}
}

// Every drawing of the gallery can be taken away, as a picture from which nothing is run and as numbers.
func TestDrawingsCanBeTakenAway(t *testing.T) {
	h := Handler()
	for _, figures := range plots() {
		for _, f := range figures {
			for href, kind := range map[string]string{f.SVGHref: "image/svg+xml", f.CSVHref: "text/csv; charset=utf-8"} {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, href, nil))
				if w.Code != http.StatusOK || w.Header().Get("Content-Type") != kind || w.Body.Len() == 0 {
					t.Errorf("%s: %d %s", href, w.Code, w.Header().Get("Content-Type"))
				}
				if kind == "image/svg+xml" && w.Header().Get("Content-Security-Policy") != "default-src 'none'; sandbox" {
					t.Errorf("%s: something may be run from the picture", href)
				}
			}
		}
	}
}

// Without script a post is answered with 303 to where the answer is seen; a fragment gets the question again.
func TestAnswersWithAndWithoutScript(t *testing.T) {
	h := Handler()
	post := func(path, body string, htmx bool) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if htmx {
			r.Header.Set("HX-Request", "true")
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	plain := post("/gallery/answer/yes-no-unanswered", "value=yes", false)
	if plain.Code != http.StatusSeeOther || !strings.HasSuffix(plain.Header().Get("Location"), "#q-yes-no-unanswered") {
		t.Errorf("without script: %d to %s", plain.Code, plain.Header().Get("Location"))
	}
	part := post("/gallery/answer/yes-no-unanswered", "value=yes", true)
	if part.Code != http.StatusOK || part.Header().Get("HX-Trigger") != "answered-gallery" {
		t.Errorf("with script: %d %v", part.Code, part.Header())
	}
	d := htmltest.Parse(t, part.Body.String())
	d.One("#q-yes-no-unanswered button[aria-pressed=true]")
	d.One("#q-more[hx-swap-oob]")
	wrong := post("/gallery/answer/day-unanswered", url.Values{"value": {"31/2/2025"}}.Encode(), true)
	if wrong.Code != http.StatusUnprocessableEntity {
		t.Errorf("a wrong day: %d", wrong.Code)
	}
	htmltest.Parse(t, wrong.Body.String()).One("input[value=31/2/2025][aria-invalid=true]")
}
