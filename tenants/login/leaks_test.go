package login_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

// leaks gathers every secret that passes by in these tests, and every line that is logged. When all is done no line may
// hold any of the secrets.
var leaks = &leakBook{secrets: map[string]string{}}

type leakBook struct {
	mu      sync.Mutex
	secrets map[string]string // secret → what it is
	logged  bytes.Buffer
}

func (b *leakBook) Write(line []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.logged.Write(line)
}

func (b *leakBook) secret(what, value string) {
	if len(value) < 12 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.secrets[value] = what
}

func TestMain(m *testing.M) {
	log.SetOutput(leaks)
	slog.SetDefault(slog.New(slog.NewTextHandler(leaks, nil)))
	code := m.Run()
	for secret, what := range leaks.secrets {
		if bytes.Contains(leaks.logged.Bytes(), []byte(secret)) {
			fmt.Printf("FAIL: a %s is in the log\n", what)
			code = 1
		}
	}
	kinds := map[string]int{}
	for _, what := range leaks.secrets {
		kinds[what]++
	}
	if testing.Verbose() {
		fmt.Printf("log of %d bytes looked through for %v\n", leaks.logged.Len(), kinds)
	}
	os.Exit(code)
}

// logBook is one test's log, as records.
type logBook struct {
	mu    sync.Mutex
	lines []map[string]any
}

func (b *logBook) Write(line []byte) (int, error) {
	record := map[string]any{}
	_ = json.Unmarshal(line, &record)
	b.mu.Lock()
	b.lines = append(b.lines, record)
	b.mu.Unlock()
	return leaks.Write(line)
}

// take gives the records of a message since the last take.
func (b *logBook) take(message string) []map[string]any {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []map[string]any
	for _, line := range b.lines {
		if line["msg"] == message {
			found = append(found, line)
		}
	}
	b.lines = nil
	return found
}

// watched makes the service log to a book and its calls to providers pass by the leak book.
func watched(book *logBook) func(*login.Options) {
	return func(o *login.Options) {
		o.Log = slog.New(slog.NewJSONHandler(book, &slog.HandlerOptions{Level: slog.LevelDebug}))
		o.Transport = func(next http.RoundTripper) http.RoundTripper { return secretSpy{next} }
		leaks.secret("session key", string(logintest.Key))
	}
}

// browser makes a browser whose traffic passes by the leak book.
func browser(t testing.TB) *http.Client {
	client := logintest.NewBrowser(t)
	client.Transport = secretSpy{http.DefaultTransport}
	return client
}

type secretSpy struct{ next http.RoundTripper }

func (s secretSpy) RoundTrip(r *http.Request) (*http.Response, error) {
	noteQuery(r.URL.Query())
	leaks.secret("authorization header", strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	if _, secret, ok := r.BasicAuth(); ok {
		leaks.secret("client secret", secret)
	}
	if r.Body != nil && r.Header.Get("Content-Type") == "application/x-www-form-urlencoded" {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if form, err := url.ParseQuery(string(body)); err == nil {
			noteQuery(form)
		}
	}
	response, err := s.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	for _, cookie := range response.Cookies() {
		leaks.secret("cookie "+cookie.Name, cookie.Value)
	}
	if to, err := url.Parse(response.Header.Get("Location")); err == nil {
		noteQuery(to.Query())
	}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "application/json") {
		body, _ := io.ReadAll(response.Body)
		response.Body = io.NopCloser(bytes.NewReader(body))
		var said map[string]any
		if json.Unmarshal(body, &said) == nil {
			for _, name := range []string{"access_token", "id_token", "refresh_token"} {
				token, _ := said[name].(string)
				leaks.secret(name, token)
			}
		}
	}
	return response, nil
}

func noteQuery(values url.Values) {
	for _, name := range []string{"code", "state", "nonce", "code_verifier", "client_secret", "client_assertion", "logout_token"} {
		leaks.secret(name, values.Get(name))
	}
}
