package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const people = `{"issuers":[{"key":"one","title":"One <b>","client":{"id":"c","secret":"s","redirects":["http://127.0.0.1:1/cb"]},
	"people":[{"sub":"a\"><script>","name":"Ann & Co","words":"editor"}]}]}`

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "people.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRefusesToStart(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	good := file(t, people)
	for name, args := range map[string][]string{
		"every address":        {"-people", good, "-listen", "0.0.0.0:0"},
		"no address":           {"-people", good, "-listen", ":0"},
		"another address":      {"-people", good, "-listen", "192.168.0.1:0"},
		"a name":               {"-people", good, "-listen", "localhost:0"},
		"no people":            {},
		"people not there":     {"-people", "/nowhere"},
		"not JSON":             {"-people", file(t, "{")},
		"no issuer":            {"-people", file(t, "{}")},
		"unknown field":        {"-people", file(t, `{"issuers":[],"x":1}`)},
		"key with a slash":     {"-people", file(t, strings.Replace(people, `"one"`, `"o/e"`, 1))},
		"client has no secret": {"-people", file(t, strings.Replace(people, `"secret":"s"`, `"secret":""`, 1))},
	} {
		if err := run(ctx, args, io.Discard); err == nil || ctx.Err() != nil {
			t.Errorf("%s: started (%v)", name, err)
		}
	}
	t.Setenv("ENVIRONMENT", "production")
	if err := run(ctx, []string{"-people", good}, io.Discard); err == nil {
		t.Error("started in production")
	}
}

func TestSaysWhenReadyAndStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out, ended := &bytes.Buffer{}, make(chan error, 1)
	reader, writer := io.Pipe()
	go func() { ended <- run(ctx, []string{"-people", file(t, people)}, io.MultiWriter(out, writer)) }()
	line := make([]byte, 100)
	n, _ := reader.Read(line)
	address := strings.TrimSpace(strings.TrimPrefix(string(line[:n]), "ready "))
	response, err := http.Get(address + "/healthz")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%q: %v", address, err)
	}
	_ = response.Body.Close()
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/healthz", nil)
	request.Host = "rebound.example"
	if response, err = http.DefaultClient.Do(request); err != nil || response.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("a foreign host: %v", err)
	} else {
		_ = response.Body.Close()
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestPageIsEscapedAndAsksNoSecondTime(t *testing.T) {
	directory, err := loadDirectory(file(t, people))
	if err != nil {
		t.Fatal(err)
	}
	handler, err := newHandler("http://127.0.0.1:1", directory)
	if err != nil {
		t.Fatal(err)
	}
	get := func(query string) *httptest.ResponseRecorder {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/one/authorize?"+query, nil))
		return recorder
	}
	query := "client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcb&response_type=code&scope=openid&state=0123456789&nonce=0123456789" +
		"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
	page := get(query).Body.String()
	for _, want := range []string{"Ann &amp; Co", "One &lt;b&gt;", "a&#34;&gt;&lt;script&gt;", `method="post"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in the page", want)
		}
	}
	for name, other := range map[string]string{
		"another redirect": strings.Replace(query, "%2Fcb", "%2Fevil", 1), "unknown client": strings.Replace(query, "client_id=c", "client_id=x", 1),
		"implicit flow": strings.Replace(query, "response_type=code", "response_type=token", 1), "weak state": strings.Replace(query, "state=0123456789", "state=1", 1),
	} {
		if got := get(other); strings.Contains(got.Body.String(), "<button") {
			t.Errorf("%s: the people are listed", name)
		}
	}
}
