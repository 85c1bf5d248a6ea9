// Package static holds the style sheets, scripts and icons, and serves them under an address that changes with their
// content, so browsers may keep them for good.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
)

//go:embed files
var embedded embed.FS

// file is one asset, plain and compressed.
type file struct {
	kind  string
	plain []byte
	gzip  []byte
}

var (
	files = load()
	hash  = fingerprint(files)
)

// Prefix is the path everything is served under, with its content hash.
func Prefix() string { return "/static/" + hash + "/" }

// Path is the address of one file. It panics for a name that does not exist: a wrong name is a fault of the build.
func Path(name string) string {
	if _, ok := files[name]; !ok {
		panic("static: no file " + name)
	}
	return Prefix() + name
}

// Serve answers a request for one file of one hash; an old hash is answered with today's content, but not kept.
func Serve(w http.ResponseWriter, r *http.Request, wanted, name string) {
	f, ok := files[strings.TrimPrefix(name, "/")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	if wanted == hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	body := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && len(f.gzip) < len(f.plain) {
		h.Set("Content-Encoding", "gzip")
		body = f.gzip
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader is gone: nothing to do about it
	}
}

// Handler serves every file below "/static/{hash}/{file}".
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wanted, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/static/"), "/")
		Serve(w, r, wanted, name)
	})
}

func load() map[string]file {
	found := map[string]file{}
	err := fs.WalkDir(embedded, "files", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := embedded.ReadFile(name)
		if err != nil {
			return err
		}
		found[strings.TrimPrefix(name, "files/")] = file{kindOf(name), body, compress(body)}
		return nil
	})
	if err != nil {
		panic("static: " + err.Error())
	}
	return found
}

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	default:
		return mime.TypeByExtension(path.Ext(name))
	}
}

func compress(body []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic("static: " + err.Error())
	}
	return out.Bytes()
}

// fingerprint is one hash over all files: modules import each other by relative name, so they change address together.
func fingerprint(files map[string]file) string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	sum := sha256.New()
	for _, name := range names {
		sum.Write([]byte(name))
		sum.Write([]byte{0})
		sum.Write(files[name].plain)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}
