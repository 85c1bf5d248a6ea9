package jobs

import (
	"sync"
	"testing"

	"github.com/pinktick/pinktick/pkg/record"
)

// Several replicas share the work: each job is run once, and one of them leads.
func TestReplicas(t *testing.T) {
	w := newWorld(t)
	const children = 60
	for range children {
		w.child(w.Leeds, "QQ11AA")
	}
	for range 3 {
		w.run()
	}
	w.await(children, lookups+` and state = 'completed'`)
	w.await(1, `select count(*) from jobs.river_leader`)
	if n := w.source.questions(); n != children {
		t.Errorf("%d look-ups of %d children", n, children)
	}
}

// What is under way when a replica stops, is finished; nothing new is begun.
func TestStopping(t *testing.T) {
	w := newWorld(t)
	id := w.child(w.Leeds, "QQ11AA")
	looking, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	w.source.set(func(s *source) {
		s.hold = func(string) {
			once.Do(func() { close(looking) })
			<-release
		}
	})
	runner := w.run()
	<-looking
	stopped := make(chan error)
	go func() { stopped <- runner.Stop(t.Context()) }()
	later := w.child(w.Leeds, "QQ21AA")
	close(release)
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	if p := w.place(w.Leeds, id); p.State != record.PlaceFound {
		t.Errorf("what was under way: %+v", p)
	}
	w.run()
	w.awaitPlace(w.Leeds, later, record.PlaceFound)
}

// A job that panics is a job that failed, and says nothing of what it held.
func TestAPanic(t *testing.T) {
	w := newWorld(t)
	id := w.child(w.Leeds, "QQ11AA")
	var once sync.Once
	w.source.set(func(s *source) { s.hold = func(string) { once.Do(func() { panic("a made-up fault") }) } })
	w.run()
	w.awaitPlace(w.Leeds, id, record.PlaceFound)
	w.await(1, lookups+` and state = 'completed' and attempt = 2`)
}
