package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// ErrNoBinaries is wrapped by the error that says what to install.
var ErrNoBinaries = errors.New("no PostgreSQL server programs were found")

// oldest is the oldest PostgreSQL the product runs on.
const oldest = 14

// Binaries finds the directory that holds initdb and postgres: PGBIN, pg_config, PATH, Debian's versioned folders,
// Homebrew, Postgres.app; the newest version first in each.
func Binaries() (string, error) { return binaries("") }

func binaries(given string) (string, error) {
	if given == "" {
		given = os.Getenv("PGBIN")
	}
	if given != "" {
		if !holdsServer(given) {
			return "", fmt.Errorf("PGBIN: %s has no initdb and postgres: %w", given, ErrNoBinaries)
		}
		return filepath.Abs(given)
	}
	for _, dir := range candidates() {
		if holdsServer(dir) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("%w: %s, or set PGBIN to the directory that holds initdb and postgres", ErrNoBinaries, howToInstall())
}

// candidates are the directories to look in, best first.
func candidates() []string {
	var dirs []string
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		// A link in PATH may point to where the other programs are.
		if real, err := filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(real))
		}
		dirs = append(dirs, filepath.Dir(path))
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/usr/libexec/postgresql*",
		"/opt/homebrew/opt/postgresql@*/bin",
		"/usr/local/opt/postgresql@*/bin",
		"/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
		"/opt/homebrew/opt/postgresql/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
	} {
		dirs = append(dirs, newestFirst(pattern)...)
	}
	return dirs
}

// newestFirst expands a pattern and sorts by the number in it; versions too old to run the product are left out.
func newestFirst(pattern string) []string {
	found, _ := filepath.Glob(pattern)
	found = slices.DeleteFunc(found, func(dir string) bool { v := versionIn(dir); return v > 0 && v < oldest })
	slices.SortStableFunc(found, func(a, b string) int { return versionIn(b) - versionIn(a) })
	return found
}

// versionIn reads the major version out of a path such as /usr/lib/postgresql/15/bin; 0 when there is none.
func versionIn(dir string) int {
	part := filepath.Base(dir)
	if part == "bin" {
		part = filepath.Base(filepath.Dir(dir))
	}
	part = strings.TrimLeft(part, "abcdefghijklmnopqrstuvwxyz-@")
	version, _ := strconv.Atoi(part)
	return version
}

func holdsServer(dir string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.IsDir() {
			return false
		}
	}
	return true
}

func howToInstall() string {
	if runtime.GOOS == "darwin" {
		return "install them with: brew install postgresql@17"
	}
	return "install them with: apt-get install -y postgresql (Debian, Ubuntu), dnf install -y postgresql-server (Fedora) or apk add postgresql (Alpine)"
}

// majorVersion asks the programs for their major version, such as 15.
func majorVersion(ctx context.Context, bin string) (string, error) {
	out, err := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "--version").Output()
	if err != nil {
		return "", fmt.Errorf("ask PostgreSQL for its version: %w", err)
	}
	words := strings.Fields(string(out)) // postgres (PostgreSQL) 15.18 (Debian …)
	if len(words) < 3 {
		return "", fmt.Errorf("ask PostgreSQL for its version: unexpected answer %q", out)
	}
	major, _, _ := strings.Cut(words[2], ".")
	return major, nil
}
