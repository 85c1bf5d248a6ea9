package live_test

import (
	"bytes"
	"context"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/pinktick/pinktick/pkg/live"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

const (
	trustA = tenants.ID("00000000-0000-4000-8000-00000000000a")
	trustB = tenants.ID("00000000-0000-4000-8000-00000000000b")
)

// world is a real Redis with as many servers on it as a test wants.
type world struct {
	*testing.T
	server *logintest.RedisServer
	client *redis.Client
	log    *buffer
}

func newWorld(t *testing.T) *world {
	server := logintest.StartRedis(t)
	client, err := login.OpenRedis("redis://" + server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return &world{t, server, client, &buffer{}}
}

// process is a server of its own.
func (w *world) process() *live.Hub {
	w.Helper()
	hub := live.New(w.client, slog.New(slog.NewTextHandler(w.log, nil)))
	w.Cleanup(hub.Stop)
	return hub
}

func at(tenant tenants.ID) context.Context {
	return tenants.Into(context.Background(), tenants.Tenant{ID: tenant})
}

// follow follows a case, and waits until Redis tells of it.
func (w *world) follow(h *live.Hub, tenant tenants.ID, caseID int64, tab string) *live.Follower {
	w.Helper()
	f, err := h.Follow(at(tenant), caseID, tab)
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(f.Leave)
	for probe := int64(1); ; probe++ { // who follows hears a change made elsewhere
		h.Publish(at(tenant), live.Change{Case: caseID, Revision: -probe, Tab: "probe"})
		for end := time.After(100 * time.Millisecond); ; {
			select {
			case <-f.C():
				if f.Take().Any {
					return f
				}
				continue
			case <-end:
			}
			break
		}
		if probe > 100 {
			w.Fatal("Redis never told anything")
		}
	}
}

// hears waits for news of which a test is true.
func (w *world) hears(f *live.Follower, what string, is func(live.News) bool) live.News {
	w.Helper()
	late := time.After(15 * time.Second)
	for {
		select {
		case <-f.C():
			if news := f.Take(); is(news) {
				return news
			}
		case <-late:
			w.Fatal("never heard: " + what)
		}
	}
}

// honest are changes but those that follow makes.
func honest(n live.News) bool { return n.Any && n.Change.Tab != "probe" }

func revision(n int64) func(live.News) bool {
	return func(news live.News) bool { return news.Any && news.Change.Revision == n }
}

// A change made at one server is heard at the other, by those on the same case of the same tenant and by nobody else; not
// on the page it was made on.
func TestWhoHearsOfAChange(t *testing.T) {
	w := newWorld(t)
	one, two := w.process(), w.process()
	here := w.follow(one, trustA, 7, "tab1")
	there := w.follow(two, trustA, 7, "tab2")
	otherCase := w.follow(two, trustA, 8, "")
	otherTenant := w.follow(two, trustB, 7, "")
	one.Publish(at(trustA), live.Change{Case: 7, Revision: 3, Section: "tests", Who: live.Tag("anna"), Tab: "tab1"})
	news := w.hears(there, "the change", revision(3))
	if news.Change.Section != "tests" || news.Change.Who != live.Tag("anna") || news.Change.Case != 7 {
		t.Errorf("heard %+v", news)
	}
	for _, last := range []struct {
		f      *live.Follower
		tenant tenants.ID
		caseID int64
	}{{here, trustA, 7}, {otherCase, trustA, 8}, {otherTenant, trustB, 7}} { // Redis keeps the order: what comes first would come before this
		one.Publish(at(last.tenant), live.Change{Case: last.caseID, Revision: 99, Tab: "last"})
		if news := w.hears(last.f, "the last change", honest); news.Change.Revision != 99 || news.Change.Tab != "last" {
			t.Errorf("tenant %s case %d heard %+v first", last.tenant, last.caseID, news)
		}
	}
}

// Without a tenant nothing is followed, published or shown.
func TestNoTenant(t *testing.T) {
	w := newWorld(t)
	hub := w.process()
	if _, err := hub.Follow(context.Background(), 7, ""); err == nil {
		t.Error("a case of no tenant is followed")
	}
	if _, err := hub.Stay(context.Background(), 7, "page", tenants.Person{ID: "anna"}); err == nil {
		t.Error("somebody is on a record of no tenant")
	}
	hub.Publish(context.Background(), live.Change{Case: 7, Revision: 1})
	hub.Leave(context.Background(), 7, "page")
	if keys := w.client.Keys(t.Context(), "*").Val(); len(keys) != 0 {
		t.Errorf("Redis holds %v", keys)
	}
	var none *live.Hub
	none.Publish(at(trustA), live.Change{Case: 7}) // a server without Redis publishes to nobody
}

// A message that is not of its channel's tenant and case, or is no message, is dropped and logged; the next one is heard.
func TestForgedMessagesAreDropped(t *testing.T) {
	w := newWorld(t)
	hub := w.process()
	f := w.follow(hub, trustA, 7, "")
	channel := string(trustA) + ":live:7"
	for _, forged := range []string{
		`{"t":"` + string(trustB) + `","c":7,"v":50}`, `{"t":"` + string(trustA) + `","c":8,"v":50}`, `{"v":50}`, `words`, ``,
	} {
		w.client.Publish(t.Context(), channel, forged)
	}
	hub.Publish(at(trustA), live.Change{Case: 7, Revision: 51})
	if news := w.hears(f, "the honest change", honest); news.Change.Revision != 51 {
		t.Errorf("heard %+v", news)
	}
	if n := strings.Count(w.log.String(), "not its own"); n != 5 {
		t.Errorf("%d of 5 forged messages are logged:\n%s", n, w.log)
	}
}

// What travels are ids and versions: nothing more can be put into a message, and its channel starts with the tenant.
func TestWhatTravels(t *testing.T) {
	w := newWorld(t)
	hub := w.process()
	spy := w.client.PSubscribe(t.Context(), "*")
	t.Cleanup(func() { _ = spy.Close() })
	if _, err := spy.Receive(t.Context()); err != nil {
		t.Fatal(err)
	}
	hub.Publish(at(trustA), live.Change{Case: 7, Revision: 3, Section: "tests", Who: live.Tag("anna@trust.example"), Tab: "0123456789abcdef"})
	message, err := spy.ReceiveMessage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"t":"` + string(trustA) + `","c":7,"v":3,"s":"tests","w":"` + live.Tag("anna@trust.example") + `","b":"0123456789abcdef"}`
	if message.Channel != string(trustA)+":live:7" || message.Payload != want {
		t.Errorf("%s: %s", message.Channel, message.Payload)
	}
	if tag := live.Tag("anna@trust.example"); strings.Contains(tag, "anna") || len(tag) != 16 || tag == live.Tag("berta") {
		t.Errorf("the tag is %q", tag)
	}
}

// Somebody who takes no news holds one: the newest, of several people's changes nobody's in particular.
func TestASlowReaderHoldsOneNews(t *testing.T) {
	w := newWorld(t)
	hub := w.process()
	slow, quick := w.follow(hub, trustA, 7, ""), w.follow(hub, trustA, 7, "")
	for n := int64(1); n <= 500; n++ {
		hub.Publish(at(trustA), live.Change{Case: 7, Revision: n, Who: live.Tag([]string{"anna", "berta"}[n%2])})
	}
	w.hears(quick, "the last change", revision(500))
	w.until(func() bool { return len(slow.C()) == 1 })
	if news := slow.Take(); !news.Any || news.Change.Revision != 500 || news.Change.Who != "" {
		t.Errorf("the slow reader has %+v", news)
	}
	if news := slow.Take(); news != (live.News{}) {
		t.Errorf("and then %+v", news)
	}
}

// Redis goes and comes back, empty: nobody gets an error, publishing costs nobody time, one line is logged, and everybody is
// told that they may have missed something. Then changes are heard again.
func TestRedisGoesAndComesBack(t *testing.T) {
	w := newWorld(t)
	one, two := w.process(), w.process()
	f := w.follow(two, trustA, 7, "")
	w.server.Stop()
	for n := int64(1); n <= 50; n++ {
		one.Publish(at(trustA), live.Change{Case: 7, Revision: n})
	}
	if _, err := one.Stay(at(trustA), 7, "page", tenants.Person{ID: "anna"}); err == nil {
		t.Error("presence works without Redis")
	}
	w.until(func() bool { return strings.Count(w.log.String(), "live updates are away") == 2 })
	w.server.Start()
	w.hears(f, "that something may have been missed", func(n live.News) bool { return n.Missed })
	one.Publish(at(trustA), live.Change{Case: 7, Revision: 60}) // Redis may not be asked again yet: it is told when it is
	w.hears(f, "a change", revision(60))
	one.Publish(at(trustA), live.Change{Case: 7, Revision: 61})
	w.hears(f, "the next", revision(61))
	if n := strings.Count(w.log.String(), "live updates are away"); n != 2 {
		t.Errorf("%d lines of two servers say that Redis is away:\n%s", n, w.log)
	}
}

// until waits until something is so.
func (w *world) until(is func() bool) {
	w.Helper()
	for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			w.Fatalf("never so; the log:\n%s", w.log)
		}
	}
}

// Nothing is left of followers who left: no subscription in Redis, and after Stop no goroutine.
func TestNothingIsLeftBehind(t *testing.T) {
	w := newWorld(t)
	before := runtime.NumGoroutine()
	hub := live.New(w.client, slog.New(slog.NewTextHandler(w.log, nil)))
	var wait sync.WaitGroup
	for n := range 200 {
		wait.Go(func() {
			f, err := hub.Follow(at(trustA), int64(n%20), "")
			if err != nil {
				t.Error(err)
				return
			}
			hub.Publish(at(trustA), live.Change{Case: int64(n % 20), Revision: int64(n)})
			f.Leave()
		})
	}
	wait.Wait()
	last := w.follow(hub, trustA, 21, "")
	w.until(func() bool { return len(w.client.PubSubChannels(t.Context(), "*").Val()) == 1 })
	last.Leave()
	w.until(func() bool { return len(w.client.PubSubChannels(t.Context(), "*").Val()) == 0 })
	hub.Stop()
	hub.Stop()
	select {
	case <-hub.Done():
	default:
		t.Error("nobody is told that the process stops")
	}
	w.until(func() bool { return runtime.NumGoroutine() <= before+1 })
}

var (
	anna  = tenants.Person{ID: "anna", Name: "Dr Anna Abel", Role: tenants.Editor}
	berta = tenants.Person{ID: "berta", Name: "Dr Berta Bloom", Role: tenants.Viewer}
	nina  = tenants.Person{ID: "nina", Name: "Nina National", Role: tenants.NationalAdmin}
)

func (w *world) others(h *live.Hub, tenant tenants.ID, caseID int64, page string, who tenants.Person) []string {
	w.Helper()
	people, err := h.Stay(at(tenant), caseID, page, who)
	if err != nil {
		w.Fatal(err)
	}
	var names []string
	for _, p := range people {
		names = append(names, p.Name+"/"+string(p.Role))
	}
	return names
}

// Who is on a record sees the others on it, each once, through every server; nobody of another record or another tenant.
func TestWhoElseIsHere(t *testing.T) {
	w := newWorld(t)
	one, two := w.process(), w.process()
	f := w.follow(one, trustA, 7, "")
	if got := w.others(one, trustA, 7, "p1", anna); len(got) != 0 {
		t.Errorf("alone, with %v", got)
	}
	two.Come(at(trustA), 7, "p2", berta)
	w.hears(f, "that somebody came", func(n live.News) bool { return n.Here && !n.Any })
	two.Come(at(trustA), 7, "p3", berta) // in another window too
	two.Come(at(trustA), 7, "p4", anna)
	two.Come(at(trustA), 7, "p5", nina)
	two.Come(at(trustA), 8, "p6", tenants.Person{ID: "carl", Name: "Carl"})
	two.Come(at(trustB), 7, "p7", tenants.Person{ID: "dora", Name: "Dora"})
	if got := w.others(one, trustA, 7, "p1", anna); !slices.Equal(got, []string{"/national_admin", "Dr Berta Bloom/viewer"}) {
		t.Errorf("here are %q", got)
	}
	if got := w.others(two, trustB, 7, "p7", tenants.Person{ID: "dora", Name: "Dora"}); len(got) != 0 {
		t.Errorf("at the other tenant are %q", got)
	}
	two.Leave(at(trustA), 7, "p2")
	two.Leave(at(trustA), 7, "p5")
	if got := w.others(one, trustA, 7, "p1", anna); !slices.Equal(got, []string{"Dr Berta Bloom/viewer"}) {
		t.Errorf("with one window closed: %q", got)
	}
	two.Leave(at(trustA), 7, "p3")
	if got := w.others(one, trustA, 7, "p1", anna); len(got) != 0 {
		t.Errorf("when she left: %q", got)
	}
	for _, value := range w.values() {
		if strings.Contains(value, "Nina") {
			t.Errorf("Redis holds the name of a national person: %s", value)
		}
	}
}

// Whoever stops saying that they are there, because their server died, is forgotten by Redis itself.
func TestAServerDies(t *testing.T) {
	w := newWorld(t)
	hub := w.process()
	hub.Come(at(trustA), 7, "p1", berta)
	for _, key := range w.client.Keys(t.Context(), "*").Val() {
		if left := w.client.PTTL(t.Context(), key).Val(); left <= 0 || left > time.Minute {
			t.Errorf("%s stays for %s", key, left)
		}
	}
	w.client.Del(t.Context(), string(trustA)+":here:7:p1") // as after its time
	if got := w.others(hub, trustA, 7, "p2", anna); len(got) != 0 {
		t.Errorf("still here: %q", got)
	}
	if pages := w.client.SMembers(t.Context(), string(trustA)+":here:7").Val(); !slices.Equal(pages, []string{"p2"}) {
		t.Errorf("the list holds %q", pages)
	}
}

// A person written under another tenant's record is not shown there.
func TestForgedPresenceIsDropped(t *testing.T) {
	w := newWorld(t)
	hub := w.process()
	hub.Come(at(trustB), 7, "p1", tenants.Person{ID: "dora", Name: "Dora"})
	theirs := w.client.Get(t.Context(), string(trustB)+":here:7:p1").Val()
	for page, value := range map[string]string{"p2": theirs, "p3": "words", "p4": `{}`} {
		w.client.Set(t.Context(), string(trustA)+":here:7:"+page, value, time.Minute)
		w.client.SAdd(t.Context(), string(trustA)+":here:7", page)
	}
	if got := w.others(hub, trustA, 7, "p9", anna); len(got) != 0 {
		t.Errorf("here are %q", got)
	}
	if n := strings.Count(w.log.String(), "another record's"); n != 3 {
		t.Errorf("%d lines:\n%s", n, w.log)
	}
}

func (w *world) values() []string {
	var all []string
	for _, key := range w.client.Keys(w.Context(), "*:here:*:*").Val() {
		all = append(all, w.client.Get(w.Context(), key).Val())
	}
	return all
}

// buffer is a log that many may write.
type buffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
