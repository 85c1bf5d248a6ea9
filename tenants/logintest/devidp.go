// Package logintest lets tests sign in for real: it starts the development provider as a process of its own and drives a
// browser's part of the flow with a cookie jar.
package logintest

import (
	"bufio"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// build compiles the provider once for each run of a package's tests, into one place in the user's cache; the Go build
// cache makes the next run quick. The file is moved there whole, so that packages running side by side do not meet half of it.
var build = sync.OnceValues(func() (string, error) {
	_, file, _, _ := runtime.Caller(0)
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "pinktick", "devidp")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	source := filepath.Join(filepath.Dir(filepath.Dir(file)), "devidp")
	binary := filepath.Join(dir, fmt.Sprintf("devidp-%x", sha256.Sum256([]byte(source)))[:23]) // each checkout has its own
	half := fmt.Sprintf("%s.%d", binary, os.Getpid())
	command := exec.Command("go", "build", "-o", half, ".")
	command.Dir = source
	command.Env = append(os.Environ(), "GOWORK=off")
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build devidp: %w\n%s", err, out)
	}
	return binary, os.Rename(half, binary)
})

// StartDevIDP starts the provider with a people file on a free port, and gives its base address. It ends with the test.
func StartDevIDP(t testing.TB, peopleFile string) string {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, binary, "-tied", "-people", peopleFile)
	input, err := command.StdinPipe() // closed when this process ends, however it ends
	if err != nil {
		t.Fatal(err)
	}
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = input.Close(); cancel(); _ = command.Wait() })
	address, ready := readyAddress(output, 2*time.Minute)
	if !ready {
		t.Fatal("devidp was not ready in time")
	}
	return address
}

// readyAddress waits for the line "ready <address>", and says whether it came in time.
func readyAddress(output io.Reader, patience time.Duration) (string, bool) {
	line := make(chan string, 1)
	go func() {
		scanner := bufio.NewScanner(output)
		for scanner.Scan() {
			if address, found := strings.CutPrefix(scanner.Text(), "ready "); found {
				line <- address
				break
			}
		}
		_, _ = io.Copy(io.Discard, output)
		close(line)
	}()
	select {
	case address := <-line:
		return address, address != ""
	case <-time.After(patience):
		return "", false
	}
}
