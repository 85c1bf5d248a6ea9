//go:build browser

package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/pinktick/pinktick/tenants/login"
)

// startRedis starts a real server on a socket of the test's own and ends it with the test. The shell between ends it too
// when this process is killed: its standard input closes then.
func startRedis(t *testing.T) *redis.Client {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Fatal("no redis-server was found: install redis")
	}
	dir, err := os.MkdirTemp("", "redis") // short: a socket's path has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	command := exec.Command("sh", "-c", `redis-server --port 0 --unixsocket "$0" --dir "$1" --save "" --appendonly no >/dev/null 2>&1 & read _; kill $!; wait`, socket, dir)
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = input.Close(); _ = command.Wait() })
	client, err := login.OpenRedis("unix://" + socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	for range 200 {
		if client.Ping(context.Background()).Err() == nil {
			return client
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("redis-server does not answer")
	return nil
}
