package localpg_test

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/localpg"
)

// TestMain lets the test program play a parent that is killed: see TestEndsWithItsParent.
func TestMain(m *testing.M) {
	if os.Getenv("LOCALPG_PARENT") != "" {
		s, err := localpg.Start(context.Background(), localpg.Options{})
		if err != nil {
			panic(err)
		}
		_, _ = os.Stdout.WriteString(s.Dir + "\n" + s.DSN("postgres") + "\n")
		select {}
	}
	os.Exit(m.Run())
}

func TestThrowAway(t *testing.T) {
	s, err := localpg.Start(t.Context(), localpg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := ask(t, s, "show fsync"); got != "off" {
		t.Errorf("fsync of a throw-away server is %s", got)
	}
	if got := ask(t, s, "show listen_addresses"); got != "127.0.0.1" {
		t.Errorf("it listens on %s", got)
	}
	if err := errors.Join(s.Stop(), s.Stop()); err != nil {
		t.Errorf("stop, twice: %v", err)
	}
	if _, err := os.Stat(s.Dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there: %v", s.Dir, err)
	}
}

func TestKeepsItsData(t *testing.T) {
	dir := filepath.Join(reachable(t), "kept")
	first, err := localpg.Start(t.Context(), localpg.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if got := ask(t, first, "show fsync"); got != "on" {
		t.Errorf("fsync of a kept server is %s", got)
	}
	ask(t, first, "create table kept(x int); insert into kept values (7); select 'done'")
	if _, err := localpg.Start(t.Context(), localpg.Options{Dir: dir}); !errors.Is(err, localpg.ErrInUse) {
		t.Errorf("a second server on the same data: %v", err)
	}
	if err := localpg.Wipe(dir); !errors.Is(err, localpg.ErrInUse) {
		t.Errorf("wiping under a running server: %v", err)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	second, err := localpg.Start(t.Context(), localpg.Options{Dir: dir, Port: first.Port})
	if err != nil {
		t.Fatal(err)
	}
	if got := ask(t, second, "select x::text from kept"); got != "7" {
		t.Errorf("kept %s", got)
	}
	if err := errors.Join(second.Stop(), localpg.Wipe(dir)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after wiping %s is still there: %v", dir, err)
	}
}

func TestPortTakenIsToldPlainly(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	_, err = localpg.Start(t.Context(), localpg.Options{Port: l.Addr().(*net.TCPAddr).Port})
	if !errors.Is(err, localpg.ErrPortTaken) {
		t.Errorf("got %v", err)
	}
}

func TestNoBinariesSaysWhatToInstall(t *testing.T) {
	t.Setenv("PGBIN", t.TempDir())
	if _, err := localpg.Binaries(); !errors.Is(err, localpg.ErrNoBinaries) {
		t.Errorf("with an empty PGBIN: %v", err)
	}
}

// TestEndsWithItsParent kills the parent outright: the server must go, and its directory with it.
func TestEndsWithItsParent(t *testing.T) {
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), "LOCALPG_PARENT=1")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 4096)
	n, err := out.Read(said)
	if err != nil {
		t.Fatal(err)
	}
	dir, dsn, _ := strings.Cut(strings.TrimSpace(string(said[:n])), "\n")
	if err := parent.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	gone := func() bool {
		if conn, err := pgx.Connect(t.Context(), dsn); err == nil {
			_ = conn.Close(t.Context())
			return false
		}
		_, err := os.Stat(dir)
		return errors.Is(err, os.ErrNotExist)
	}
	for deadline := time.Now().Add(10 * time.Second); !gone(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the server in %s outlived its parent", dir)
		}
	}
}

// reachable is a directory that the server's user can walk into; a test's own temporary one is closed to others.
func reachable(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "localpg-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func ask(t *testing.T, s *localpg.Server, question string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.DSN("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	results, err := conn.PgConn().Exec(t.Context(), question).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return string(results[len(results)-1].Rows[0][0])
}
