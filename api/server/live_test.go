package server

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/live"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

// heard is one event of a stream.
type heard struct{ event, data string }

// revision is what an event of that kind says.
func (h heard) revision(t *testing.T) (n int64, changed, own bool) {
	t.Helper()
	var said struct {
		Revision     int64
		Changed, Own bool
	}
	if err := json.Unmarshal([]byte(h.data), &said); err != nil {
		t.Fatalf("%s: %v", h.data, err)
	}
	return said.Revision, said.Changed, said.Own
}

// listener is somebody's open page.
type listener struct {
	t      *testing.T
	header http.Header
	events chan heard // closed when the stream ends
	close  func()
}

// listen opens the stream of an address.
func (v *visitor) listen(t *testing.T, path string) *listener {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, v.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := *v.browser
	browser.Timeout = 0
	response, err := browser.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	l := &listener{t, response.Header, make(chan heard, 100), cancel}
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(l.header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("%s: %d %s", path, response.StatusCode, l.header.Get("Content-Type"))
	}
	go func() {
		defer close(l.events)
		defer func() { _ = response.Body.Close() }()
		var event heard
		for lines := bufio.NewScanner(response.Body); lines.Scan(); {
			switch line := lines.Text(); {
			case line == "" && event.event != "":
				l.events <- event
				event = heard{}
			case strings.HasPrefix(line, "event: "):
				event.event = line[len("event: "):]
			case strings.HasPrefix(line, "data: "):
				event.data = line[len("data: "):]
			}
		}
	}()
	return l
}

// hears waits for an event of which a test is true.
func (l *listener) hears(what string, is func(heard) bool) heard {
	l.t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case event, open := <-l.events:
			if !open {
				l.t.Fatalf("the stream ended before: %s", what)
			}
			if is(event) {
				return event
			}
		case <-late:
			l.t.Fatalf("never heard: %s", what)
		}
	}
}

// ends waits for the end of the stream, and gives the last event.
func (l *listener) ends(what string) (last heard) {
	l.t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case event, open := <-l.events:
			if !open {
				return last
			}
			last = event
		case <-late:
			l.t.Fatalf("the stream goes on: %s", what)
		}
	}
}

func kind(name string) func(heard) bool { return func(h heard) bool { return h.event == name } }

// changed is the event of a change, not of the stream's own beginning.
func changed(h heard) bool {
	return h.event == "revision" && strings.Contains(h.data, `"changed":true`)
}

// begun waits until the stream is subscribed: from then on nothing is missed.
func (l *listener) begun(w *world) *listener {
	l.t.Helper()
	l.hears("the first revision", kind("revision"))
	for range 500 {
		if w.subscribed() {
			return l
		}
		time.Sleep(10 * time.Millisecond)
	}
	l.t.Fatal("nothing is subscribed")
	return nil
}

func (w *world) subscribed() bool {
	return len(w.stack.Service.Redis.PubSubChannels(w.t.Context(), "*:live:*").Val()) > 0
}

// lively is a world on a real Redis with streams in a hurry.
func lively(t *testing.T, pace livePace) (*world, *logintest.RedisServer) {
	redis := logintest.StartRedis(t)
	client, err := login.OpenRedis("redis://" + redis.Addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	w := newWorld(t, func(o *login.Options) { o.Redis = client })
	w.server.pace = pace
	return w, redis
}

var hurry = livePace{look: 100 * time.Millisecond, beat: 200 * time.Millisecond, write: 10 * time.Second, life: time.Hour}

// An answer saved on one server arrives on the other, as a revision: no answer, no name of a child, no question is in it. The
// page it was given on does not hear itself; the person's other window hears that it was they.
func TestAnAnswerIsHeardOnTheOtherServer(t *testing.T) {
	w, _ := lively(t, hurry)
	writer, reader := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Viewer)
	other := reader.at(w.replica())
	path := writer.casePath("/live")
	far, near := other.listen(t, path).begun(w), reader.listen(t, path).begun(w)
	same, window := writer.listen(t, path+"?tab=00112233445566aa").begun(w), writer.listen(t, path+"?tab=ffffffffffffffff").begun(w)
	if got := far.header; got.Get("Cache-Control") != "no-store" || got.Get("X-Accel-Buffering") != "no" {
		t.Errorf("headers %v", got)
	}
	guarded(t, path, reply{http.StatusOK, far.header, ""})
	if got := writer.post(writer.casePath("/tests/ct_head_performed"), writer.answer("yes"), "Pinktick-Tab", "00112233445566aa"); got.status != http.StatusOK {
		t.Fatal(got.status, got.body)
	}
	for name, l := range map[string]*listener{"the other server": far, "this one": near, "their own other window": window} {
		event := l.hears("the change at "+name, changed)
		if n, _, own := event.revision(t); n != 1 || own != (l == window) {
			t.Errorf("%s hears %s", name, event.data)
		}
	}
	if got := reader.post(reader.casePath("/tests/ct_head_performed"), reader.answer("no")); got.status != http.StatusForbidden {
		t.Fatal(got.status)
	}
	writer.post(writer.casePath("/tests/mri_obtained"), writer.answer("yes"), "Pinktick-Tab", "words")
	for l, want := range map[*listener]int64{far: 2, same: 2} { // the page that answered did not hear its own, or a refused answer
		if n, _, _ := l.hears("the second change", changed).revision(t); n != want {
			t.Errorf("revision %d, want %d", n, want)
		}
	}
}

// Everything that changes a record is told: an answer, a row added, closed empty, deleted.
func TestEveryKindOfChangeIsHeard(t *testing.T) {
	w, _ := lively(t, hurry)
	v := w.signIn(w.Manchester, tenants.Editor)
	l := v.listen(t, v.casePath("/live")).begun(w)
	last := int64(0)
	for _, step := range []struct {
		name string
		do   func() reply
	}{
		{"an answer", func() reply { return v.post(v.casePath("/tests/ct_head_performed"), v.answer("yes")) }},
		{"a row", func() reply { return v.post(v.casePath("/antiseizure-medicines"), v.answer()) }},
		{"a row closed empty", func() reply {
			return v.post(v.casePath("/antiseizure-medicines/"+w.lastRow()+"/close"), v.answer())
		}},
		{"another row", func() reply { return v.post(v.casePath("/antiseizure-medicines"), v.answer()) }},
		{"a row deleted", func() reply {
			form := v.answer()
			return v.send(http.MethodDelete, v.casePath("/antiseizure-medicines/"+w.lastRow()), nil, "HX-Request", "true", "Pinktick-As", form.Get("as"), "Pinktick-Key", form.Get("key"))
		}},
	} {
		if got := step.do(); got.status != http.StatusOK {
			t.Fatalf("%s: %d %s", step.name, got.status, got.body)
		}
		n, _, _ := l.hears(step.name, changed).revision(t)
		if n <= last {
			t.Errorf("%s is revision %d after %d", step.name, n, last)
		}
		last = n
	}
}

func medicines() string {
	list, _ := dataset.ListByKey("antiseizure-medicines")
	return list.Section.Table
}

func (w *world) lastRow() string {
	var id string
	if err := w.Super.QueryRow("select max(id)::text from " + medicines()).Scan(&id); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// Another trust's record has no stream, and nobody who is not signed in has one; who is refused is told before anything begins.
func TestAStreamThatIsNotThere(t *testing.T) {
	w := newWorld(t)
	ours, theirs := w.signIn(w.Manchester, tenants.Lead), w.signIn(w.Leeds, tenants.Lead)
	for name, c := range map[string]struct {
		v    *visitor
		path string
		want int
	}{
		"another trust's child":        {ours, strings.Replace(theirs.casePath("/live"), w.Leeds.Hospitals[0].ODSCode, w.Manchester.Hospitals[0].ODSCode, 1), http.StatusNotFound},
		"another trust's address":      {ours, theirs.casePath("/live"), http.StatusNotFound},
		"no child":                     {ours, "/" + ours.place.Hospitals[0].ODSCode + "/cases/999999/live", http.StatusNotFound},
		"nobody":                       {w.stranger(), ours.casePath("/live"), http.StatusSeeOther},
		"national people":              {w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAnalyst), ours.casePath("/live"), http.StatusNotFound},
		"another trust's changes":      {ours, theirs.casePath("/tests/changes"), http.StatusNotFound},
		"changes of no section":        {ours, ours.casePath("/nothing/changes"), http.StatusNotFound},
		"changes opened as an address": {ours, ours.casePath("/tests/changes"), http.StatusSeeOther},
	} {
		if got := c.v.get(c.path); got.status != c.want || strings.Contains(got.body, "Probemann") {
			t.Errorf("%s: %d, want %d", name, got.status, c.want)
		}
	}
	if n := w.server.streams.count(); n != 0 {
		t.Errorf("%d streams are open", n)
	}
}

// A stream ends when its session does, however it ends, and when the right is gone. Nothing that happens after is told.
func TestAStreamEndsWithTheSession(t *testing.T) {
	for name, end := range map[string]func(w *world, v *visitor){
		"signed out": func(_ *world, v *visitor) { v.send(http.MethodPost, "/sign-out", v.answer()) },
		"membership taken away": func(w *world, v *visitor) {
			w.exec(`update memberships set ended_at = now() where tenant_id = $1 and role = 'viewer'`, string(v.place.ID))
		},
		"account disabled": func(w *world, v *visitor) {
			w.exec(`update people set disabled_at = now() where name = $1`, w.stack.Demo.Person(login.DemoProvider(v.place.Tenant), v.role).Name)
		},
		"forgotten by Redis": func(w *world, _ *visitor) {
			keys := w.stack.Service.Redis.Keys(w.t.Context(), "login:session:*").Val()
			w.stack.Service.Redis.Del(w.t.Context(), keys...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := lively(t, hurry)
			writer, v := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Viewer)
			l := v.listen(t, v.casePath("/live")).begun(w)
			end(w, v)
			if last := l.ends(name); last.event != "end" {
				t.Errorf("the last event is %+v", last)
			}
			w.empties(t)
			_ = writer
		})
	}
}

func (w *world) exec(statement string, values ...any) {
	w.t.Helper()
	result, err := w.Super.Exec(statement, values...)
	if err != nil {
		w.t.Fatal(err)
	}
	if n, _ := result.RowsAffected(); n == 0 {
		w.t.Fatalf("nothing was changed by %s", statement)
	}
}

// empties waits until no stream is open and nobody is on a record.
func (w *world) empties(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		keys := w.stack.Service.Redis.Keys(w.t.Context(), "*:here:*").Val()
		if w.server.streams.count() == 0 && len(keys) == 0 && !w.subscribed() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d streams, %v, subscribed %t", w.server.streams.count(), keys, w.subscribed())
		}
	}
}

// An open page keeps no session alive: hearing of changes and fetching them is no input, with or without saying so. The idle
// session ends, and its stream with it.
func TestAStreamKeepsNoSessionAlive(t *testing.T) {
	ahead := make(chan time.Duration, 1)
	ahead <- 0
	redis := logintest.StartRedis(t)
	client, err := login.OpenRedis("redis://" + redis.Addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	w := newWorld(t, func(o *login.Options) {
		o.Redis = client
		o.Now = func() time.Time { by := <-ahead; ahead <- by; return time.Now().Add(by) }
	})
	w.server.pace = hurry
	v := w.signIn(w.Manchester, tenants.Editor)
	l := v.listen(t, v.casePath("/live")).begun(w)
	for _, minutes := range []time.Duration{5, 10, 14} {
		<-ahead
		ahead <- minutes * time.Minute
		v.listen(t, v.casePath("/live")).begun(w).close()
		if got := v.get(v.casePath("/tests/changes"), "HX-Request", "true"); got.status != http.StatusOK {
			t.Fatalf("after %d minutes: %d", minutes, got.status)
		}
	}
	<-ahead
	ahead <- 16 * time.Minute
	if last := l.ends("the session is idle"); last.event != "end" {
		t.Errorf("the last event is %+v", last)
	}
	if got := v.get(v.casePath("/tests/changes"), "HX-Request", "true"); got.status != http.StatusUnauthorized {
		t.Errorf("fetching changes: %d", got.status)
	}
}

// One session has only so many streams; when one is closed there is room again. Nothing is left of those that were closed.
func TestHowManyStreams(t *testing.T) {
	w, _ := lively(t, hurry)
	v := w.signIn(w.Manchester, tenants.Editor)
	v.seal()
	before := runtime.NumGoroutine()
	var open []*listener
	for range maxStreams {
		open = append(open, v.listen(t, v.casePath("/live")).begun(w))
	}
	if got := v.get(v.casePath("/live")); got.status != http.StatusTooManyRequests {
		t.Errorf("one too many: %d", got.status)
	}
	w.signIn(w.Manchester, tenants.Viewer).listen(t, v.casePath("/live")).begun(w).close()
	open[0].close()
	open[0].ends("the browser closed it")
	for range 500 {
		if w.server.streams.count() < maxStreams {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	open = append(open, v.listen(t, v.casePath("/live")).begun(w))
	for _, l := range open {
		l.close()
	}
	w.empties(t)
	for end := time.Now().Add(15 * time.Second); runtime.NumGoroutine() > before+8; time.Sleep(20 * time.Millisecond) { // idle connections keep two each
		v.browser.CloseIdleConnections()
		if time.Now().After(end) {
			t.Fatalf("%d goroutines, before %d", runtime.NumGoroutine(), before)
		}
	}
}

// A reader who takes nothing is let go after a while; nobody else waits for them.
func TestASlowReaderIsLetGo(t *testing.T) {
	pace := hurry
	pace.write = 300 * time.Millisecond
	w, _ := lively(t, pace)
	v := w.signIn(w.Manchester, tenants.Editor)
	pipes := make(chan net.Conn)
	slow := &http.Server{Handler: w.http, ReadHeaderTimeout: time.Second}
	go func() { _ = slow.Serve(pipeListener{pipes, t.Context().Done()}) }()
	t.Cleanup(func() { _ = slow.Close() })
	here, there := net.Pipe() // nothing is kept on the way: what is not read is not written
	pipes <- there
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, v.base+v.casePath("/live"), nil)
	for _, cookie := range v.browser.Jar.Cookies(request.URL) {
		request.AddCookie(cookie)
	}
	if err := request.Write(here); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReaderSize(here, 16), request)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatal(response, err)
	}
	if n := w.server.streams.count(); n != 1 {
		t.Fatalf("%d streams", n)
	}
	quick := v.listen(t, v.casePath("/live")).begun(w)
	if got := v.post(v.casePath("/tests/ct_head_performed"), v.answer("yes")); got.status != http.StatusOK {
		t.Fatal(got.status)
	}
	quick.hears("the change", changed)
	quick.close()
	w.empties(t)
	if _, err := io.Copy(io.Discard, here); err != nil {
		t.Errorf("the connection was not closed: %v", err)
	}
}

// pipeListener gives connections that are made by hand.
type pipeListener struct {
	pipes <-chan net.Conn
	done  <-chan struct{}
}

func (l pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.pipes:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}
func (pipeListener) Close() error   { return nil }
func (pipeListener) Addr() net.Addr { return &net.TCPAddr{} }

// The time limits of a server do not end a stream; its own life does, and says so. When the server stops, streams end at once.
func TestALongStreamAndAServerThatStops(t *testing.T) {
	w, _ := lively(t, hurry)
	v := w.signIn(w.Manchester, tenants.Editor)
	limited := httptest.NewUnstartedServer(w.http)
	limited.Config.ReadTimeout, limited.Config.WriteTimeout = 300*time.Millisecond, 300*time.Millisecond
	limited.Start()
	t.Cleanup(limited.Close)
	long := v.at(limited.URL).listen(t, v.casePath("/live")).begun(w)
	time.Sleep(time.Second) // three of its limits
	if got := v.post(v.casePath("/tests/ct_head_performed"), v.answer("yes")); got.status != http.StatusOK {
		t.Fatal(got.status)
	}
	long.hears("the change", changed)

	limited.Config.RegisterOnShutdown(w.server.Live.Stop)
	patience, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := limited.Config.Shutdown(patience); err != nil {
		t.Errorf("the server waits for open pages: %v", err)
	}
	long.ends("the server stopped")
}

// A stream ends by itself in time and asks to be opened again.
func TestAStreamHasALife(t *testing.T) {
	pace := hurry
	pace.life = 500 * time.Millisecond
	w, _ := lively(t, pace)
	v := w.signIn(w.Manchester, tenants.Editor)
	if last := v.listen(t, v.casePath("/live")).begun(w).ends("its life is over"); last.event != "again" {
		t.Errorf("the last event is %+v", last)
	}
	w.empties(t)
}

// Who else is on the record: colleagues by name and role, the national audit team as a team, oneself never, nobody of another
// trust; and they go when they go.
func TestWhoElseIsOnTheRecord(t *testing.T) {
	w, _ := lively(t, hurry)
	editor, viewer, theirs := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Viewer), w.signIn(w.Leeds, tenants.Lead)
	name := func(v *visitor) string { return w.stack.Demo.Person(login.DemoProvider(v.place.Tenant), v.role).Name }
	elsewhere := theirs.listen(t, theirs.casePath("/live")).begun(w)
	one := editor.listen(t, editor.casePath("/live")).begun(w)
	two := viewer.at(w.replica()).listen(t, viewer.casePath("/live")).begun(w)
	one.hears("the viewer", func(h heard) bool { return h.event == "here" && strings.Contains(h.data, name(viewer)+" (viewer)") })
	two.hears("the clinician", func(h heard) bool {
		return h.event == "here" && strings.Contains(h.data, name(editor)+" (clinician)") && !strings.Contains(h.data, name(viewer))
	})
	boss := tenants.Person{ID: "00000000-0000-4000-8000-0000000000aa", Name: "Nobody Names", Role: tenants.NationalAdmin}
	ctx := tenants.Into(t.Context(), w.Manchester.Tenant)
	w.server.Live.Come(ctx, w.child["R0A"], "p", boss)
	one.hears("the national team", func(h heard) bool {
		return h.event == "here" && strings.Contains(h.data, "National audit team") && !strings.Contains(h.data, "Nobody")
	})
	w.server.Live.Leave(ctx, w.child["R0A"], "p")
	two.close()
	one.hears("that they went", func(h heard) bool { return h.event == "here" && strings.Contains(h.data, "pt-here--nobody") })
	elsewhere.close()
	for event := range elsewhere.events {
		if event.event == "here" {
			t.Errorf("the other trust hears %s", event.data)
		}
	}
	one.close()
	w.empties(t)
}

// Redis goes: the stream stays, saving works, and when Redis is back changes are heard again without the page doing anything.
func TestAStreamOutlivesRedis(t *testing.T) {
	w, redis := lively(t, hurry)
	v := w.signIn(w.Manchester, tenants.Editor)
	form := v.answer("yes")
	l := v.listen(t, v.casePath("/live")).begun(w)
	redis.Stop()
	if got := v.post(v.casePath("/tests/ct_head_performed"), form); got.status != http.StatusOK {
		t.Errorf("saving: %d", got.status)
	}
	redis.Start() // empty: the session is in this server's memory no longer than Redis takes to say so
	if last := l.ends("its session is gone with Redis"); last.event != "end" {
		t.Errorf("the last event is %+v", last)
	}
	w.visitors = map[string]*visitor{}
	again := w.signIn(w.Manchester, tenants.Editor)
	back := again.listen(t, v.casePath("/live"))
	for end := time.Now().Add(20 * time.Second); !w.subscribed() && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	if got := again.post(v.casePath("/tests/ct_head_performed"), again.answer("no")); got.status != http.StatusOK {
		t.Errorf("saving when it is back: %d %s", got.status, got.body)
	}
	if n, _, _ := back.hears("the change", changed).revision(t); n != 2 {
		t.Errorf("revision %d", n)
	}
}

// A server that was not given the means tells nobody anything: pages work.
func TestWithoutLive(t *testing.T) {
	w := newWorld(t)
	w.server.Live = (*live.Hub)(nil)
	v := w.signIn(w.Manchester, tenants.Editor)
	if got := v.get(v.casePath("/live")); got.status != http.StatusNoContent {
		t.Errorf("the stream: %d", got.status)
	}
	if got := v.post(v.casePath("/tests/ct_head_performed"), v.answer("yes")); got.status != http.StatusOK {
		t.Errorf("saving: %d", got.status)
	}
}
