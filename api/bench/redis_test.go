//go:build bench

package bench

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

// tied runs a program that ends when its own input is closed, however this process ends.
const tied = `"$@" >/dev/null & pid=$!; read -r _; kill $pid; wait $pid`

// startRedis runs the machine's Redis on a free port, keeping nothing on disk, and gives its address.
func startRedis(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	address := l.Addr().String()
	port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	_ = l.Close()
	command := exec.Command("sh", "-c", tied, "sh", "redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no",
		"--dir", tb.TempDir())
	leash, err := command.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := command.Start(); err != nil {
		tb.Fatalf("start Redis: %v", err)
	}
	tb.Cleanup(func() { _ = leash.Close(); _ = command.Wait() })
	if err := awaitPort(address); err != nil {
		tb.Fatalf("start Redis: %v", err)
	}
	return "redis://" + address
}

func awaitPort(address string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		if err == nil {
			return conn.Close()
		}
		if ctx.Err() != nil {
			return fmt.Errorf("nothing listens on %s: %w", address, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
