package main

import (
	_ "embed"
	"html/template"
	"net/http"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// renderPeople draws the sign-in page. It works without script; the form posts back to the same address and query, so the
// request is checked again in full when a button is pressed.
func (i *issuer) renderPeople(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	// No form-action: pressing a button redirects to the relying party, which is another origin.
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	_ = page.Execute(w, map[string]any{"Title": i.Title, "People": i.People, "Action": template.URL("authorize?" + r.URL.RawQuery)})
}
