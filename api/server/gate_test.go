package server

import (
	"bytes"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// gate stands between the server and PostgreSQL. Shut, every connection is broken and none can be made, as when the database
// has stopped; it can also lose the answer to a commit, which nobody can tell from a commit that never was.
type gate struct {
	t       *testing.T
	address string // its own
	behind  string // PostgreSQL's

	loseCommit atomic.Bool
	mu         sync.Mutex
	listener   net.Listener
	open       []net.Conn
}

// gated makes a world whose server reaches PostgreSQL through a gate.
func gated(t *testing.T) (*world, *gate) {
	t.Helper()
	g := &gate{t: t, address: "127.0.0.1:0"}
	w := newWorld(t, func(o *login.Options) {
		settings := o.Pool.Config()
		g.behind = net.JoinHostPort(settings.ConnConfig.Host, port(settings.ConnConfig.Port))
		g.raise()
		host, _ := net.ResolveTCPAddr("tcp", g.address)
		settings.ConnConfig.Port = uint16(host.Port)
		pool, err := pgxpool.NewWithConfig(t.Context(), settings)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(pool.Close)
		o.Pool = pool
	})
	dsn, err := url.Parse(w.AppDSN)
	if err != nil {
		t.Fatal(err)
	}
	dsn.Host = g.address
	if w.store.DB, err = tenants.Open(dsn.String(), tenants.Options{MaxConns: 4}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if pool, err := w.store.DB.DB(); err == nil {
			_ = pool.Close()
		}
		g.shut()
	})
	return w, g
}

func port(n uint16) string { return (&net.TCPAddr{Port: int(n)}).String()[1:] }

// raise lets connections through, at the same address as before.
func (g *gate) raise() {
	g.t.Helper()
	listener, err := net.Listen("tcp", g.address)
	if err != nil {
		g.t.Fatal(err)
	}
	g.mu.Lock()
	g.listener, g.address = listener, listener.Addr().String()
	g.mu.Unlock()
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("tcp", g.behind)
			if err != nil {
				_ = from.Close()
				continue
			}
			g.mu.Lock()
			g.open = append(g.open, from, to)
			g.mu.Unlock()
			go g.pass(to, from)
			go func() { _, _ = io.Copy(from, to); _ = from.Close() }()
		}
	}()
}

// pass carries what the server says to PostgreSQL.
func (g *gate) pass(to, from net.Conn) {
	defer func() { _ = to.Close() }()
	message := make([]byte, 64<<10)
	for {
		n, err := from.Read(message)
		if n > 0 && bytes.Contains(message[:n], []byte("commit\x00")) && g.loseCommit.CompareAndSwap(true, false) {
			_ = from.(*net.TCPConn).SetLinger(0)
			_ = from.Close() // before PostgreSQL hears of it, so that its answer has nowhere to go
			_, _ = to.Write(message[:n])
			time.Sleep(200 * time.Millisecond)
			return
		}
		if n > 0 {
			if _, err := to.Write(message[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// shut breaks what is open and refuses what is new.
func (g *gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	_ = g.listener.Close()
	for _, c := range g.open {
		_ = c.Close()
	}
	g.open = nil
}
