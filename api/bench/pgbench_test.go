//go:build bench

package bench

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/localpg"
)

// pgbench sends the script from n clients for a while, as fast as it can or, with a rate, that many times a second.
func (w *world) pgbench(s script, mode string, n int, span time.Duration, rate int) latencies {
	logs := filepath.Join(w.TempDir(), "log")
	args := []string{"--no-vacuum", "--protocol", mode, "--client", strconv.Itoa(n), "--jobs", strconv.Itoa(min(n, 2)),
		"--time", strconv.Itoa(int(span / time.Second)), "--log", "--log-prefix", logs}
	if rate > 0 {
		args = append(args, "--rate", strconv.Itoa(rate))
	}
	for _, file := range s.files {
		args = append(args, "--file", file)
	}
	command := exec.Command(pgbenchProgram(), append(args, w.pg.DSNAs(migrations.App, database))...)
	if out, err := command.CombinedOutput(); err != nil {
		w.Fatalf("pgbench: %v\n%s", err, out)
	}
	return gathered([][]time.Duration{w.readLogs(logs)}, span)
}

// pgbenchProgram is the one beside the server's programs, or the one in PATH.
func pgbenchProgram() string {
	if dir, err := localpg.Binaries(); err == nil {
		if beside := filepath.Join(dir, "pgbench"); exists(beside) {
			return beside
		}
	}
	return "pgbench"
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// readLogs takes the time of each transaction, in microseconds, from the third word of its line.
func (w *world) readLogs(prefix string) []time.Duration {
	files, err := filepath.Glob(prefix + ".*")
	w.must(err)
	var each []time.Duration
	for _, file := range files {
		f, err := os.Open(file)
		w.must(err)
		for lines := bufio.NewScanner(f); lines.Scan(); {
			words := strings.Fields(lines.Text())
			if len(words) < 3 {
				continue
			}
			took, err := strconv.Atoi(words[2])
			w.must(err)
			each = append(each, time.Duration(took)*time.Microsecond)
		}
		w.must(f.Close())
	}
	if len(each) == 0 {
		w.must(fmt.Errorf("pgbench sent nothing"))
	}
	return each
}
