package tenants_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// TestBehindPooler runs two tenants at once through a real transaction-mode pooler with fewer connections than callers:
// each sees its own rows only, and nothing is left on a connection for the next.
func TestBehindPooler(t *testing.T) {
	program := pgbouncer(t)
	w := tenantstest.New(t)
	ids := map[tenants.ID]int64{w.Leeds.ID: w.AddCase(t, w.Leeds, "Leeds"), w.Swansea.ID: w.AddCase(t, w.Swansea, "Swansea")}
	db := open(t, startPooler(t, program, w.Name, testdb.Server(t).Port))
	var group sync.WaitGroup
	for n := range 20 {
		place := []tenantstest.Place{w.Leeds, w.Swansea}[n%2]
		group.Go(func() {
			for range 25 {
				ctx := place.As(t.Context(), tenants.Editor)
				err := tenants.TxLocking(ctx, db, ids[place.ID], func(tx *gorm.DB) error {
					var rows []row
					if err := tx.Where("surname = ?", place.ShortName).Or("true").Find(&rows).Error; err != nil {
						return err
					}
					if len(rows) != 1 || rows[0].TenantID != place.ID {
						return fmt.Errorf("%s saw %d rows", place.ShortName, len(rows))
					}
					return tx.Exec(`update cases set revision = revision + 1 where id = ?`, ids[place.ID]).Error
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for place, id := range ids {
		var revision int
		if err := w.Super.QueryRow(`select revision from cases where id = $1`, id).Scan(&revision); err != nil || revision != 250 {
			t.Errorf("%s: revision %d, %v", place, revision, err)
		}
	}
	pool, _ := db.DB()
	var left int
	if err := pool.QueryRow(`select count(*) from cases`).Scan(&left); err != nil || left != 0 {
		t.Errorf("without a tenant, on connections that had one: %d rows, %v", left, err)
	}
}

// pgbouncer finds the program. Where the checks run for real it must be there; elsewhere its absence is said aloud.
func pgbouncer(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"pgbouncer", "/usr/sbin/pgbouncer", "/opt/homebrew/bin/pgbouncer", "/usr/local/bin/pgbouncer"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "NOT TESTED: the behaviour behind a pooler. Install pgbouncer (apt-get install -y pgbouncer)."
	if os.Getenv("CI") != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// startPooler runs pgbouncer in a directory of its own, as nobody when we are root, and ends it with the test.
func startPooler(t *testing.T, program, database string, port int) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pooler-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	listen, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	own := listen.Addr().(*net.TCPAddr).Port
	_ = listen.Close()
	config := fmt.Sprintf(`[databases]
* = host=127.0.0.1 port=%d
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %d
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 100
`, port, own)
	config = strings.Replace(config, fmt.Sprintf("port=%d", port), fmt.Sprintf("port=%d user=pinktick_app", port), 1)
	path := filepath.Join(dir, "pgbouncer.ini")
	if err := errors.Join(os.WriteFile(path, []byte(config), 0o644), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, path)
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	if os.Geteuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: 65534, Gid: 65534}
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	dsn := fmt.Sprintf("postgres://pinktick_app@127.0.0.1:%d/%s?sslmode=disable", own, database)
	await(t, dsn)
	return dsn
}

func await(t *testing.T, dsn string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		conn, err := pgx.Connect(t.Context(), dsn)
		if err == nil {
			_ = conn.Close(t.Context())
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the pooler does not answer: %v", err)
		}
	}
}
