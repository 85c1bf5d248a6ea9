package testdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/localpg"
)

// start runs the package's server on a copy of the prepared cluster.
func start() (*localpg.Server, error) {
	ctx := context.Background()
	prepared, err := prepare(ctx)
	if err != nil {
		return nil, err
	}
	return localpg.Start(ctx, localpg.Options{Copy: prepared})
}

// prepare gives the directory of a cluster with our roles and the migrated template, and makes it when this state of the
// schema, on these PostgreSQL programs, has none. Packages started at once wait for the first.
func prepare(ctx context.Context) (string, error) {
	root, err := cacheRoot()
	if err != nil {
		return "", err
	}
	bin, err := localpg.Binaries()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, fingerprint(bin))
	if ready(dir) {
		return dir, nil
	}
	lock, err := os.OpenFile(filepath.Join(root, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	defer func() { _ = lock.Close() }()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", fmt.Errorf("wait for the prepared database: %w", err)
	}
	if ready(dir) {
		return dir, nil
	}
	forget(root)
	if err := build(ctx, dir); err != nil {
		return "", fmt.Errorf("prepare the test database: %w", err)
	}
	return dir, nil
}

// build makes the cluster beside its place and moves it there when complete.
func build(ctx context.Context, dir string) error {
	s, err := localpg.Start(ctx, localpg.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = s.Stop() }()
	if err := migrations.Roles(ctx, s.DSN("postgres")); err != nil {
		return err
	}
	if err := migrations.Database(ctx, s.DSN("postgres"), template); err != nil {
		return err
	}
	if err := migrations.Up(ctx, s.DSNAs(migrations.Owner, template)); err != nil {
		return err
	}
	half := dir + ".half"
	if err := os.RemoveAll(half); err != nil {
		return err
	}
	if err := s.Save(half); err != nil {
		return err
	}
	return os.Rename(half, dir)
}

// fingerprint names the cluster by all that shapes it.
func fingerprint(bin string) string {
	sum := sha256.New()
	_, _ = fmt.Fprintln(sum, 1, migrations.Digest(), bin)
	if info, err := os.Stat(filepath.Join(bin, "postgres")); err == nil {
		_, _ = fmt.Fprintln(sum, info.Size(), info.ModTime())
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

// ready tells whether a complete cluster is there, and marks it as in use.
func ready(dir string) bool {
	if _, err := os.Stat(filepath.Join(dir, "PG_VERSION")); err != nil {
		return false
	}
	now := time.Now()
	_ = os.Chtimes(dir, now, now)
	return true
}

// cacheRoot is a directory of ours alone: what lies in it is run.
func cacheRoot() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil { // no home directory
		base = filepath.Join(os.TempDir(), fmt.Sprintf("pinktick-cache-%d", os.Geteuid()))
	}
	root := filepath.Join(base, "pinktick", "testdb")
	if err := os.MkdirAll(root, 0o700); err != nil {
		return "", err
	}
	info, err := os.Stat(root)
	if err != nil {
		return "", err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() {
		return "", fmt.Errorf("%s belongs to somebody else", root)
	}
	return root, nil
}

// forget removes clusters of older schemas that nobody has used for days.
func forget(root string) {
	entries, _ := os.ReadDir(root)
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && entry.IsDir() && time.Since(info.ModTime()) > 3*24*time.Hour {
			_ = os.RemoveAll(filepath.Join(root, entry.Name()))
		}
	}
}
