package static

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
)

// No file may make a browser ask another host. The name of the SVG language is an address, but nobody asks for it.
func TestNoFileRefersToAnOutsideHost(t *testing.T) {
	address := regexp.MustCompile(`(?i)(https?:|["'(=]\s*)//[a-z0-9.-]+\.[a-z]{2,}[^\s"')]*`)
	for name, f := range files {
		for _, found := range address.FindAllString(string(f.plain), -1) {
			if !strings.Contains(found, "www.w3.org/2000/svg") {
				t.Errorf("%s refers to %s", name, found)
			}
		}
		for _, never := range []string{"@font-face", "@import", "localStorage", "sessionStorage", "indexedDB"} {
			if strings.Contains(string(f.plain), never) {
				t.Errorf("%s has %s", name, never)
			}
		}
	}
}

// Our own script needs no eval. htmx compiles code only for features we do not use, and the policy of the page refuses it.
func TestOurScriptNeedsNoEval(t *testing.T) {
	for name, f := range files {
		if !strings.HasSuffix(name, ".js") || strings.HasSuffix(name, ".min.js") {
			continue
		}
		for _, never := range []string{"eval(", "new Function", "document.write", ".style.", "setAttribute('style'"} {
			if strings.Contains(string(f.plain), never) {
				t.Errorf("%s has %s", name, never)
			}
		}
	}
}

func TestImportsExist(t *testing.T) {
	for name, f := range files {
		for _, found := range regexp.MustCompile(`(?:import|from) '\./([^']+)'`).FindAllStringSubmatch(string(f.plain), -1) {
			if _, ok := files[found[1]]; !ok {
				t.Errorf("%s imports %s, which is not there", name, found[1])
			}
		}
		for _, found := range regexp.MustCompile(`url\(([^)]+)\)`).FindAllStringSubmatch(string(f.plain), -1) {
			if _, ok := files[found[1]]; !ok {
				t.Errorf("%s shows %s, which is not there", name, found[1])
			}
		}
	}
}

// What was vendored is what VENDORED.md says.
func TestVendoredFilesAreUnchanged(t *testing.T) {
	list, err := os.ReadFile("VENDORED.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("`files/([^`]+)` \\| `([0-9a-f]{64})`").FindAllStringSubmatch(string(list), -1)
	if len(rows) < 3 {
		t.Fatalf("VENDORED.md lists %d files", len(rows))
	}
	for _, row := range rows {
		sum := sha256.Sum256(files[row[1]].plain)
		if got := hex.EncodeToString(sum[:]); got != row[2] {
			t.Errorf("%s is %s, VENDORED.md says %s", row[1], got, row[2])
		}
	}
}

func TestServedForGoodUnderItsHash(t *testing.T) {
	ask := func(path, encoding string) *http.Response {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", encoding)
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, r)
		return w.Result()
	}
	fresh := ask(Path("pinktick.css"), "gzip, br")
	if got := fresh.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("cache control %q", got)
	}
	unpacked, err := gzip.NewReader(fresh.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(unpacked); err != nil || string(body) != string(files["pinktick.css"].plain) {
		t.Errorf("the compressed file is another (%v)", err)
	}
	if got := ask(Path("app.js"), "").Header.Get("Content-Type"); got != "text/javascript; charset=utf-8" {
		t.Errorf("script is served as %q", got)
	}
	if got := ask("/static/old/pinktick.css", "").Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("an old address is kept: %q", got)
	}
	for _, path := range []string{"/static/x/nothing.css", "/static/", "/static/x/../static.go"} {
		if got := ask(path, "").StatusCode; got != http.StatusNotFound {
			t.Errorf("%s: status %d", path, got)
		}
	}
}
