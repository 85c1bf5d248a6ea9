package logintest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"
)

// install fetches the locked packages once, whoever asks first; it runs none of their scripts.
var install = sync.OnceValues(func() (string, error) {
	_, file, _, _ := runtime.Caller(0)
	dir := filepath.Join(filepath.Dir(filepath.Dir(file)), "login", "testdata", "oidc-provider")
	lock, err := os.OpenFile(filepath.Join(os.TempDir(), "pinktick-npm.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	defer func() { _ = lock.Close() }()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json")); err == nil {
		return dir, nil
	}
	command := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	command.Dir = dir
	if out, err := command.CombinedOutput(); err != nil {
		return "", &exec.Error{Name: "npm ci: " + string(out), Err: err}
	}
	return dir, nil
})

// StartCertified starts the certified oidc-provider with the same people file, for a second opinion on the same tests. It
// tells the provider where to send logout tokens. Without Node.js the test is skipped, unless CI is set.
func StartCertified(t testing.TB, peopleFile, publicURL string) string {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil && os.Getenv("CI") == "" {
		t.Skip("node is not installed: the certified provider is not tried")
	}
	dir, err := install()
	if err != nil {
		t.Fatal(err)
	}
	addLogout(t, peopleFile, publicURL)
	for range 4 { // on a busy machine Node.js has been seen to hang at its start, and to come up at once the next time
		if address, ready := startNode(t, dir, peopleFile); ready {
			return address
		}
		t.Log("oidc-provider did not come up: starting it again")
	}
	t.Fatal("oidc-provider was not ready in time")
	return ""
}

// startNode starts the provider's process, and ends it again unless it is ready in time.
func startNode(t testing.TB, dir, peopleFile string) (address string, ready bool) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "node", "server.mjs", peopleFile)
	command.Dir = dir
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if address, ready = readyAddress(output, 25*time.Second); !ready {
		_ = command.Process.Kill()
		_ = command.Wait()
		return "", false
	}
	t.Cleanup(func() { _ = input.Close(); _ = command.Wait() })
	return address, true
}

func addLogout(t testing.TB, peopleFile, publicURL string) {
	t.Helper()
	text, err := os.ReadFile(peopleFile)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Issuers []map[string]any `json:"issuers"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, issuer := range file.Issuers {
		if client, isMap := issuer["client"].(map[string]any); isMap {
			client["logouts"] = []string{publicURL + "/"}
			client["backchannel"] = publicURL + "/auth/backchannel"
		}
	}
	if text, err = json.Marshal(file); err == nil {
		err = os.WriteFile(peopleFile, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
