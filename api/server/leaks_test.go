package server

import (
	"bytes"
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

	"github.com/gin-gonic/gin"
)

// suite gathers everything that is logged in this package's tests, and everything that must not be: when all is done no
// line may hold a child's name or number, a token, a code, or what somebody typed.
var suite = &leakBook{secrets: map[string]string{}}

type leakBook struct {
	mu      sync.Mutex
	secrets map[string]string // secret → what it is
	logged  bytes.Buffer
	marked  int
}

// Write implements io.Writer.
func (b *leakBook) Write(line []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.logged.Write(line)
}

// mark and since look at what was logged from one moment to another.
func (b *leakBook) mark() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.marked = b.logged.Len()
}

func (b *leakBook) since(words string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return bytes.Contains(b.logged.Bytes()[b.marked:], []byte(words))
}

// secret notes something that no log may hold. What is too short to tell from chance is left out.
func (b *leakBook) secret(what, value string) {
	if len(value) < 6 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.secrets[value] = what
}

func TestMain(m *testing.M) {
	log.SetOutput(suite)
	slog.SetDefault(slog.New(slog.NewJSONHandler(suite, &slog.HandlerOptions{Level: slog.LevelDebug})))
	gin.DefaultWriter, gin.DefaultErrorWriter = suite, suite
	code := m.Run()
	cleanUp()
	for secret, what := range suite.secrets {
		if bytes.Contains(suite.logged.Bytes(), []byte(secret)) {
			fmt.Printf("FAIL: %s is in the log\n", what)
			code = 1
		}
	}
	if panics := bytes.Count(suite.logged.Bytes(), []byte("panic")); panics > 0 {
		fmt.Printf("FAIL: %d lines of the log tell of a panic\n", panics)
		code = 1
	}
	if testing.Verbose() {
		fmt.Printf("log of %d bytes looked through for %d secrets\n", suite.logged.Len(), len(suite.secrets))
	}
	os.Exit(code)
}

// spy notes what passes between a browser and the server that no log may hold.
type spy struct{}

// RoundTrip implements http.RoundTripper.
func (spy) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		form, _ := url.ParseQuery(string(body))
		for _, name := range []string{"as", "key"} {
			suite.secret("a form's "+name, form.Get(name))
		}
		for _, name := range []string{"value", "typed", "first_name", "surname", "nhs_number", "unique_reference_number", "postcode", "date_of_birth"} {
			for _, value := range form[name] {
				suite.secret("a typed value", value)
			}
		}
	}
	suite.secret("a search", r.URL.Query().Get("q"))
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	for _, cookie := range response.Cookies() {
		suite.secret("cookie "+cookie.Name, cookie.Value)
	}
	if to, err := url.Parse(response.Header.Get("Location")); err == nil {
		for _, name := range []string{"code", "state", "nonce"} {
			suite.secret(name, to.Query().Get(name))
		}
	}
	return response, nil
}
