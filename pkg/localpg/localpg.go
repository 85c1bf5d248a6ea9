// Package localpg runs a PostgreSQL server of its own on binaries found on the machine: for tests, the demo and the
// benchmark. A throw-away server lives in a temporary directory and dies with the program that started it, however that
// program ends. A server with a directory of its own keeps its data. Neither is for production.
package localpg

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// Options say what kind of server to start. The zero value is a throw-away server on a free port.
type Options struct {
	Dir      string            // keep the data here; empty means a temporary directory, removed in the end
	Durable  bool              // write to disk before a commit is acknowledged; always so when Dir is given
	Port     int               // 0 takes a free one
	Bin      string            // directory of the binaries; empty means look for them
	Copy     string            // begin a new directory as a copy of the data saved there by Save
	Settings map[string]string // further PostgreSQL settings, such as max_connections
}

// Server is a running PostgreSQL.
type Server struct {
	Dir  string // where the data is
	Port int

	process *process
	janitor *janitor
	lock    *os.File
	temp    bool
	once    sync.Once
	stopErr error
}

// Start makes the data directory when there is none, starts the server and waits until it takes connections.
func Start(ctx context.Context, o Options) (*Server, error) {
	bin, err := binaries(o.Bin)
	if err != nil {
		return nil, err
	}
	if o.Port != 0 { // before the slow part
		if err := portIsFree(ctx, o.Port); err != nil {
			return nil, err
		}
	}
	s := &Server{temp: o.Dir == "", Port: o.Port}
	if err := s.prepare(ctx, bin, o); err != nil {
		s.discard()
		return nil, err
	}
	if err := s.launch(ctx, bin, o); err != nil {
		s.discard()
		return nil, err
	}
	return s, nil
}

// prepare takes the directory for this program alone and fills it with an empty cluster when it has none.
func (s *Server) prepare(ctx context.Context, bin string, o Options) error {
	var err error
	if s.temp {
		removeStale()
		s.Dir, err = os.MkdirTemp("", tempPrefix)
	} else {
		s.Dir, err = Place(o.Dir)
	}
	if err != nil {
		return fmt.Errorf("directory for PostgreSQL: %w", err)
	}
	if s.lock, err = takeLock(s.Dir); err != nil {
		return err
	}
	if err := giveAway(s.Dir); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(s.data(), "PG_VERSION")); err == nil {
		return sameMajor(ctx, bin, s.data())
	}
	if o.Copy != "" {
		return copyData(o.Copy, s.data())
	}
	return initialise(ctx, bin, s.data(), s.temp)
}

func (s *Server) data() string { return filepath.Join(s.Dir, "data") }
func (s *Server) log() string  { return filepath.Join(s.Dir, "postgres.log") }

// launch starts the server process; when the port was ours to choose and got taken meanwhile, it chooses again.
func (s *Server) launch(ctx context.Context, bin string, o Options) error {
	for try := 0; ; try++ {
		if o.Port == 0 {
			port, err := freePort(ctx)
			if err != nil {
				return err
			}
			s.Port = port
		} else if err := portIsFree(ctx, o.Port); err != nil {
			return err
		}
		err := s.launchOnce(ctx, bin, o)
		if err == nil || o.Port != 0 || try == 4 || ctx.Err() != nil {
			return err
		}
	}
}

func (s *Server) launchOnce(ctx context.Context, bin string, o Options) error {
	p, err := startProcess(filepath.Join(bin, "postgres"), s.arguments(o), s.data(), s.log())
	if err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	s.process = p
	if err := s.await(ctx); err != nil {
		_ = p.stop()
		return fmt.Errorf("%w\n%s", err, tail(s.log()))
	}
	if s.temp {
		s.janitor = startJanitor(p.pid(), s.Dir)
	}
	return nil
}

// Stop ends the server and, when it was a throw-away one, removes its directory. It may be called more than once.
func (s *Server) Stop() error {
	s.once.Do(func() {
		s.stopErr = s.process.stop()
		s.discard()
	})
	return s.stopErr
}

// discard lets go of the directory, and removes it when it is temporary.
func (s *Server) discard() {
	if s.temp && s.Dir != "" {
		_ = os.RemoveAll(s.Dir)
	}
	s.janitor.dismiss()
	if s.lock != nil {
		_ = s.lock.Close()
	}
}

// DSN is the address of a database for the cluster's superuser.
func (s *Server) DSN(database string) string { return s.DSNAs("postgres", database) }

// DSNAs is the address of a database for another role. The server trusts whoever reaches its loopback port.
func (s *Server) DSNAs(role, database string) string {
	return "postgres://" + role + "@127.0.0.1:" + strconv.Itoa(s.Port) + "/" + database + "?sslmode=disable"
}

// ErrPortTaken is returned when the port asked for is in use.
var ErrPortTaken = errors.New("the port is taken")

func portIsFree(ctx context.Context, port int) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("PostgreSQL cannot listen on 127.0.0.1:%d: %w", port, ErrPortTaken)
	}
	if err != nil {
		return fmt.Errorf("listen on 127.0.0.1:%d: %w", port, err)
	}
	return l.Close()
}

func freePort(ctx context.Context) (int, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// startTimeout bounds how long a server may take to come up; recovery after a crash is the slow case.
const startTimeout = 60 * time.Second
