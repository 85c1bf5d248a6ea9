package server

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/codes"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/live"
	"github.com/pinktick/pinktick/pkg/outline"
	"github.com/pinktick/pinktick/pkg/progress"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// world is the whole server on real PostgreSQL and a real sign-in provider, with two trusts, a board, and a child at each.
type world struct {
	*tenantstest.World
	t      testing.TB
	stack  *logintest.Stack
	server *Server
	log    *lockedBuffer
	child  map[string]int64 // by tenant code

	http     http.Handler
	store    *record.Store
	lists    *codes.Lists
	visitors map[string]*visitor
	queued   []int // cohorts to be counted
}

// today is after the deadline of cohort 7 and long before that of cohort 8.
var today = time.Date(2026, 11, 22, 12, 0, 0, 0, ask.London)

func newWorld(t testing.TB, change ...func(*login.Options)) *world {
	t.Helper()
	w := &world{World: tenantstest.New(t), t: t, log: &lockedBuffer{}, child: map[string]int64{}, visitors: map[string]*visitor{}}
	var list []tenants.Tenant
	for _, p := range w.All() {
		list = append(list, p.Tenant)
	}
	directory := tenants.NewDirectory(w.App, time.Minute)
	w.lists = w.readLists()
	w.store = &record.Store{DB: w.App, Now: func() time.Time { return today }, Organisations: optionsOf(directory), Lists: w.lists.Now,
		AllOrganisations: func(ctx context.Context) ([]ask.Option, error) { return asOptions(directory.AllOrganisations(ctx)) }}
	log := slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	mount := func(service *login.Service) http.Handler {
		w.server = w.newServer(service, directory, log)
		w.http = w.handler(w.server)
		return w.http
	}
	w.stack = logintest.Start(t, w.DB, list, mount, append([]func(*login.Options){func(o *login.Options) {
		o.OwnRoute, o.Log = OwnRoute, log
	}}, change...)...)
	for i, p := range w.All() {
		id, err := w.store.Create(p.As(t.Context(), tenants.Editor), registeredGirl(p.Hospitals[0].ID, nhsNumbers[i]))
		if err != nil {
			t.Fatal(err)
		}
		w.child[p.ODSCode] = id
	}
	for _, value := range append([]string{"Testina", "Probemann", string(logintest.Key)}, nhsNumbers...) {
		suite.secret("a child's detail or a key", value)
	}
	return w
}

// readLists are the code lists of the database, as one process holds them.
func (w *world) readLists() *codes.Lists {
	w.t.Helper()
	pool, err := w.App.DB()
	if err != nil {
		w.t.Fatal(err)
	}
	lists := codes.New(pool)
	if err := lists.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return lists
}

// Count notes which cohort is to be counted: there are no workers here.
func (w *world) Count(_ context.Context, _ *gorm.DB, cohort int) error {
	w.queued = append(w.queued, cohort)
	return nil
}

func (w *world) newServer(service *login.Service, directory *tenants.Directory, log *slog.Logger) *Server {
	hub := live.New(service.Redis, log)
	w.t.Cleanup(hub.Stop)
	counts := &compare.Store{DB: w.App, Now: w.store.Now, Queue: w}
	pool, err := w.App.DB()
	if err != nil {
		w.t.Fatal(err)
	}
	return &Server{
		Records: w.store, Counts: counts, Published: &publication.Store{DB: pool, Counts: counts}, Outlines: &outline.Store{DB: pool}, Live: hub, Login: service, Directory: directory, Log: log, Contact: "audit@example.org", PublicURL: "http://audit.example",
		Progress: &progress.Cache{Redis: service.Redis}, Ready: func(context.Context) error { return nil },
	}
}

func (w *world) handler(s *Server) http.Handler {
	w.t.Helper()
	handler, err := s.Handler()
	if err != nil {
		w.t.Fatal(err)
	}
	return handler
}

// replica is the address of a second server on the same database and the same Redis, which has seen nobody yet.
func (w *world) replica() string {
	w.t.Helper()
	other := httptest.NewServer(w.handler(w.newServer(w.stack.Replica(), tenants.NewDirectory(w.App, time.Minute), w.server.Log)))
	w.t.Cleanup(other.Close)
	return other.URL
}

// nhsNumbers are valid ones of the range kept for tests.
var nhsNumbers = []string{"9990000018", "9990000026", "9990000034"}

// registeredGirl is a girl of thirteen in cohort 8, with both medicine questions answered yes.
func registeredGirl(lead, nhsNumber string) *dataset.Child {
	c := dataset.NewChild()
	born, seen := ask.NewDate(2013, 3, 4), ask.NewDate(2025, 6, 1)
	first, last, female, yes := "Testina", "Probemann", "2", true
	c.Case().FirstName, c.Case().Surname, c.Case().Sex, c.Case().DateOfBirth, c.Case().NHSNumber = &first, &last, &female, &born, &nhsNumber
	c.Registration().EligibilityConfirmed, c.Registration().LeadOrganisationID, c.Registration().FirstAssessmentOn = &yes, &lead, &seen
	c.Management().AntiseizureMedicineGiven = &yes
	return c
}

// visitor is somebody signed in at a tenant, in a browser of their own.
type visitor struct {
	w       *world
	browser *http.Client
	place   tenantstest.Place
	role    tenants.Role
	base    string // the address of the server they ask
}

// signIn signs the tenant's person of the role in; the same browser each time.
func (w *world) signIn(p tenantstest.Place, role tenants.Role) *visitor {
	w.t.Helper()
	return w.signInAt(login.DemoProvider(p.Tenant), p, role)
}

func (w *world) signInAt(provider string, p tenantstest.Place, role tenants.Role) *visitor {
	w.t.Helper()
	key := provider + " " + string(role)
	if known := w.visitors[key]; known != nil {
		return known
	}
	v := &visitor{w, logintest.NewBrowser(w.t), p, role, w.stack.PublicURL}
	v.browser.Transport = spy{}
	to := "/home"
	if !role.National() && role != tenants.Operator {
		to = "/" + p.Hospitals[0].ODSCode + "/cases" // somebody with two trusts starts at this one
	}
	page := logintest.SignInAs(w.t, v.browser, w.stack.PublicURL, provider, w.stack.Demo.Person(provider, role).Subject, to)
	_ = page.Body.Close()
	if page.StatusCode != http.StatusOK && role != tenants.Operator {
		w.t.Fatalf("sign in at %s as %s: %d", p.ODSCode, role, page.StatusCode)
	}
	w.visitors[key] = v
	return v
}

// stranger is somebody who has not signed in.
func (w *world) stranger() *visitor {
	browser := logintest.NewBrowser(w.t)
	browser.Transport = spy{}
	return &visitor{w, browser, w.Manchester, "", w.stack.PublicURL}
}

// reply is an answer of the server.
type reply struct {
	status int
	header http.Header
	body   string
}

// casePath is the address of the visitor's own child.
func (v *visitor) casePath(rest string) string {
	return "/" + v.place.Hospitals[0].ODSCode + "/cases/" + strconv.FormatInt(v.w.child[v.place.ODSCode], 10) + rest
}

func (v *visitor) get(path string, header ...string) reply {
	return v.send(http.MethodGet, path, nil, header...)
}

// post sends a form as the page's script does, with the seal of the visitor's own page.
func (v *visitor) post(path string, form url.Values, header ...string) reply {
	return v.send(http.MethodPost, path, form, append([]string{"HX-Request", "true"}, header...)...)
}

var clearsIn = regexp.MustCompile(`name="clears" value="([^"]+)"`)

// confirmed sends a form and says yes when it is asked what that removes.
func (v *visitor) confirmed(path string, form url.Values, header ...string) reply {
	v.w.t.Helper()
	got := v.post(path, form, header...)
	if asked := clearsIn.FindStringSubmatch(got.body); got.status == http.StatusConflict && asked != nil {
		form.Set("clears", asked[1])
		return v.post(path, form, header...)
	}
	return got
}

func (v *visitor) send(method, path string, form url.Values, header ...string) reply {
	v.w.t.Helper()
	if form != nil {
		header = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, header...)
	}
	return v.sendRaw(method, path, form.Encode(), header...)
}

// sendRaw sends a body as it is.
func (v *visitor) sendRaw(method, path, body string, header ...string) reply {
	v.w.t.Helper()
	request, err := http.NewRequestWithContext(v.w.t.Context(), method, v.base+path, strings.NewReader(body))
	if err != nil {
		v.w.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	return v.do(request)
}

func (v *visitor) do(request *http.Request) reply {
	v.w.t.Helper()
	browser := *v.browser
	browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := browser.Do(request)
	if err != nil {
		v.w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.w.t.Fatal(err)
	}
	return reply{response.StatusCode, response.Header, string(body)}
}

var sealIn = regexp.MustCompile(`name="as" value="([^"]+)"`)

// seal is the seal of a page drawn just now.
func (v *visitor) seal() string {
	v.w.t.Helper()
	found := sealIn.FindStringSubmatch(v.get("/session/tenant").body)
	if found == nil {
		v.w.t.Fatal("no seal on the page")
	}
	return found[1]
}

// answer is the form of an answer drawn just now, with a fresh key.
func (v *visitor) answer(values ...string) url.Values {
	v.w.t.Helper()
	return url.Values{"as": {v.seal()}, "key": {uuid.NewString()}, "version": {v.w.revision(v.place)}, "value": values}
}

func (w *world) revision(p tenantstest.Place) string {
	w.t.Helper()
	var n int64
	if err := w.Super.QueryRow("select revision from cases where id = $1", w.child[p.ODSCode]).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return strconv.FormatInt(n, 10)
}

// written is a fingerprint of everything that could be changed; two equal ones mean that nothing was.
func (w *world) written() string {
	w.t.Helper()
	var all strings.Builder
	tables := []string{"change_log", "answer_keys"}
	for _, s := range dataset.Stored() {
		tables = append(tables, s.Table)
	}
	for _, table := range tables {
		var rows string
		if err := w.Super.QueryRow(`select coalesce(string_agg(t::text, ';' order by t::text), '') from ` + table + ` t`).Scan(&rows); err != nil {
			w.t.Fatal(err)
		}
		all.WriteString(table + ": " + rows + "\n")
	}
	return all.String()
}

// lockedBuffer is a log that many may write.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, _ = suite.Write(p)
	return b.buf.Write(p)
}

func (b *lockedBuffer) take() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.buf.Reset()
	return b.buf.String()
}

// keyless matches what differs each time a form is drawn.
var keyless = regexp.MustCompile(`name="key" value="[^"]+"|Pinktick-Key&#34;:&#34;[^&]+&#34;`)

// refusals are the lines of the log, since the last look, that say that something was refused.
func (w *world) refusals() int { return strings.Count(w.log.take(), `"msg":"refused"`) }
