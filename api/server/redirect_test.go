package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/logintest"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// elsewhere are strings that lead, or might lead a browser, away from this site, or to a page that is no place to return to.
var elsewhere = []string{
	"", "//evil.example", "///evil.example", "////evil.example", `/\evil.example`, `\\evil.example`, `\/evil.example`, "/%2f%2fevil.example",
	"%2f%2fevil.example", "/%5cevil.example", "/%09/evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\nevil.example", "https:evil.example",
	"https:/evil.example", "https://evil.example", "HTTPS://evil.example", "http://evil.example/R0A03/cases", "ftp://evil.example", "javascript:alert(1)",
	"JaVaScRiPt:alert(1)", "data:text/html,evil", "vbscript:evil", "/javascript:evil", "//user@evil.example", "/@evil.example", ".evil.example",
	"/R0A03/cases\r\nSet-Cookie: evil=1", "/R0A03/cases%0d%0aSet-Cookie:%20evil=1", "/R0A03/cases\x00evil", "/R0A03/cases#//evil.example",
	"/R0A03/cases/../../evil", "/R0A03/./cases/evil", "/R0A03//evil.example", "/R0A03/cases/evil", " //evil.example", "/R0A03/cases?next=//evil.example",
	"/R0A03/cases?next=https://evil.example", "?//evil.example", "/?//evil.example", "/\u2044evil.example", "/\uff0fevil.example",
	"/R0A03/cases;//evil.example", "/sign-out", "/auth/r0a/start", "/session/tenant", "/static/evil", strings.Repeat("/evil", 400),
}

// The whole way through the provider and back, and every page that carries an address to return to: none of these is
// followed, and none is written into a page.
func TestOpenRedirects(t *testing.T) {
	if len(elsewhere) < 40 {
		t.Fatalf("only %d strings", len(elsewhere))
	}
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	seal := v.seal()
	subject := w.stack.Demo.Person("r0a", tenants.Viewer).Subject
	browser := w.signIn(w.Manchester, tenants.Viewer).browser
	for _, to := range elsewhere {
		w.forgetKeys("rate") // the limit on sign-ins is not what is tested
		landed := logintest.SignInAs(t, browser, w.stack.PublicURL, "r0a", subject, to)
		_ = landed.Body.Close()
		if got := landed.Request.URL.String(); got != w.stack.PublicURL+"/" {
			t.Errorf("signing in with %.40q lands on %s", to, got)
		}
		asked := "?return=" + url.QueryEscape(to)
		for _, got := range []reply{
			v.get("/?return=" + url.QueryEscape(to)), v.get("/t/R0A" + asked), v.get("/session/idle" + asked),
			v.send(http.MethodPost, "/session/stay", url.Values{"as": {seal}, "return": {to}}),
		} {
			if location := got.header.Get("Location"); location != "" && location != "/" {
				t.Errorf("%.40q leads to %q", to, location)
			}
			if got.status >= http.StatusBadRequest {
				t.Errorf("%.40q: %d", to, got.status)
			}
			noLinkTo(t, "evil", got)
		}
	}
}

// A page that was asked for before signing in is what signing in leads to, through the search for one's trust too.
func TestSigningInLeadsBackToThePage(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	wanted := v.casePath("/tests?open=1")
	nobody := w.stranger()
	first := nobody.get(wanted).header.Get("Location")
	found := htmltest.Parse(t, nobody.get(first+"&q=manchester").body)
	trust, _ := htmltest.Attr(found.One("#trusts a"), "href")
	page := htmltest.Parse(t, nobody.get(trust).body)
	var links []string
	for _, n := range page.All("a[href]") {
		if href, _ := htmltest.Attr(n, "href"); strings.HasPrefix(href, "/auth/r0a/start") {
			links = append(links, href)
		}
	}
	if len(links) != 1 {
		t.Fatalf("the trust's page offers %v", links)
	}
	landed := logintest.PressPerson(t, nobody.browser, logintest.OpenPage(t, nobody.browser, w.stack.PublicURL+links[0]), w.stack.Demo.Person("r0a", tenants.Viewer).Subject)
	_ = landed.Body.Close()
	if got := landed.Request.URL.RequestURI(); got != wanted || landed.StatusCode != http.StatusOK {
		t.Errorf("landed on %s: %d", got, landed.StatusCode)
	}
}

// noLinkTo fails where anything that a browser follows holds the words outside a query.
func noLinkTo(t *testing.T, words string, got reply) {
	t.Helper()
	doc := htmltest.Parse(t, got.body)
	for _, attribute := range []string{"href", "action", "src", "hx-get", "hx-post", "content"} {
		for _, n := range doc.All("[" + attribute + "]") {
			value, _ := htmltest.Attr(n, attribute)
			if before, _, _ := strings.Cut(value, "?"); strings.Contains(before, words) {
				t.Errorf("<%s %s=%q>", n.Data, attribute, value)
			}
		}
	}
}

// What a request says about its own address changes neither where a browser is sent nor any link in a page.
func TestRequestHeadersPoisonNothing(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	poison := []string{"X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https", "X-Forwarded-Prefix", "/evil", "Forwarded", "host=evil.example;proto=https",
		"X-Original-URL", "/evil", "X-Rewrite-URL", "/evil", "X-Host", "evil.example", "X-Forwarded-For", "198.51.100.7", "Referer", "https://evil.example/"}
	hospital := v.place.Hospitals[0].ODSCode
	for _, path := range []string{"/", "/t/R0A", "/home", "/" + hospital + "/cases", v.casePath(""), v.casePath("/tests"), v.casePath("/tests/ct_head_performed"),
		"/session/tenant", "/session/idle", "/signed-out", "/about", "/nowhere/at/all", "/auth/r0a/start", "/t/R0A/brand.css"} {
		clean, poisoned := v.hosted("", path), v.hosted("evil.example", path, poison...)
		if clean.status != poisoned.status || strings.Contains(poisoned.body, "evil") {
			t.Errorf("%s: %d, poisoned %d", path, clean.status, poisoned.status)
		}
		for name, values := range poisoned.header {
			if strings.Contains(strings.Join(values, " "), "evil") {
				t.Errorf("%s: %s says %q", path, name, values)
			}
		}
		a, b := clean.header.Get("Location"), poisoned.header.Get("Location")
		if strings.HasPrefix(path, "/auth/") {
			to, _ := url.Parse(b)
			if to.Query().Get("redirect_uri") != w.stack.PublicURL+"/auth/r0a/callback" {
				t.Errorf("redirect_uri is %q", to.Query().Get("redirect_uri"))
			}
		} else if a != b {
			t.Errorf("%s leads to %q, poisoned to %q", path, a, b)
		}
	}
}

// hosted asks under another host's name.
func (v *visitor) hosted(host, path string, header ...string) reply {
	v.w.t.Helper()
	request, err := http.NewRequestWithContext(v.w.t.Context(), http.MethodGet, v.base+path, nil)
	if err != nil {
		v.w.t.Fatal(err)
	}
	request.Host = host
	request.Header.Set("Cookie", "pinktick-dev-session="+v.session()) // the browser's cookies are for the true host
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	return v.do(request)
}
