package logintest

import (
	"net"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

// RedisServer is a real redis-server that a test may stop and start again on the same port, with its data gone.
type RedisServer struct {
	Addr string

	t       testing.TB
	command *exec.Cmd
}

// StartRedis starts one; without the program the test is skipped.
func StartRedis(t testing.TB) *RedisServer {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("redis-server is not installed")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &RedisServer{Addr: listener.Addr().String(), t: t}
	_ = listener.Close()
	r.Start()
	t.Cleanup(r.Stop)
	return r
}

// Start starts it, and waits until it answers.
func (r *RedisServer) Start() {
	r.t.Helper()
	host, port, _ := net.SplitHostPort(r.Addr)
	r.command = exec.Command("redis-server", "--bind", host, "--port", port, "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", r.t.TempDir())
	if err := r.command.Start(); err != nil {
		r.t.Fatal(err)
	}
	for range 200 {
		connection, err := net.DialTimeout("tcp", r.Addr, 100*time.Millisecond)
		if err == nil {
			_ = connection.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	r.t.Fatal("redis-server did not start on port " + strconv.Quote(port))
}

// Stop ends it.
func (r *RedisServer) Stop() {
	if r.command == nil {
		return
	}
	_ = r.command.Process.Kill()
	_ = r.command.Wait()
	r.command = nil
}
