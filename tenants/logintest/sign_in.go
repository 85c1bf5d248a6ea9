package logintest

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"testing"
	"time"
)

// NewBrowser makes a client with its own cookies: somebody at a computer.
func NewBrowser(t testing.TB) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: 20 * time.Second}
}

var formAction = regexp.MustCompile(`<form[^>]* action="([^"]*)"`)

// SignInAs goes through the whole flow at the development provider as the person with that subject, and gives the page that
// it ends on. The caller closes its body.
func SignInAs(t testing.TB, browser *http.Client, publicURL, provider, subject, returnTo string) *http.Response {
	t.Helper()
	start := publicURL + "/auth/" + provider + "/start?return=" + url.QueryEscape(returnTo)
	return PressPerson(t, browser, OpenPage(t, browser, start), subject)
}

// OpenPage follows a link; the response's body may be read once.
func OpenPage(t testing.TB, browser *http.Client, address string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := browser.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// PressPerson presses somebody's button on the provider's sign-in page.
func PressPerson(t testing.TB, browser *http.Client, page *http.Response, subject string) *http.Response {
	t.Helper()
	body, err := io.ReadAll(page.Body)
	_ = page.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	found := formAction.FindSubmatch(body)
	if page.StatusCode != http.StatusOK || found == nil {
		t.Fatalf("no sign-in page: status %d at %s", page.StatusCode, page.Request.URL.Path)
	}
	action, err := page.Request.URL.Parse(html.UnescapeString(string(found[1])))
	if err != nil {
		t.Fatal(err)
	}
	response, err := browser.PostForm(action.String(), url.Values{"person": {subject}})
	if err != nil {
		t.Fatal(err)
	}
	return response
}
