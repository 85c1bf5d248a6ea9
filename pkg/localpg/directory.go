package localpg

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// tempPrefix begins the name of every throw-away directory, so that leftovers can be told from other people's files.
const tempPrefix = "pinktick-postgres-"

// ErrInUse is returned when another program has a server on the same directory.
var ErrInUse = errors.New("another program is using this PostgreSQL directory")

// takeLock marks the directory as ours until the file is closed or the program ends; the system clears it even after kill -9.
func takeLock(dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, "owner.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%s: %w", dir, ErrInUse)
	}
	return file, nil
}

// removeStale removes the throw-away directories whose program has ended without removing its own.
func removeStale() {
	dirs, _ := filepath.Glob(filepath.Join(os.TempDir(), tempPrefix+"*"))
	for _, dir := range dirs {
		// Only ever a directory that has our lock file, when nobody holds the lock; a young one may be about to be locked.
		if info, err := os.Stat(filepath.Join(dir, "owner.lock")); err != nil || time.Since(info.ModTime()) < time.Minute {
			continue
		}
		lock, err := takeLock(dir)
		if err != nil {
			continue
		}
		_ = os.RemoveAll(dir)
		_ = lock.Close()
	}
}

// Place says where data meant for dir is kept. It is dir itself, except when the program runs as root and dir lies where
// the unprivileged server cannot reach it (a clone below /root): then a directory of the same life in /var/tmp.
func Place(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if os.Geteuid() == 0 && !othersReach(filepath.Dir(dir)) {
		sum := sha256.Sum256([]byte(dir))
		dir = filepath.Join("/var/tmp", "pinktick-"+hex.EncodeToString(sum[:6]), filepath.Base(dir))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	return dir, nil
}

// Wipe removes the data kept for dir. It refuses while a server runs on it.
func Wipe(dir string) error {
	dir, err := Place(dir)
	if err != nil {
		return err
	}
	lock, err := takeLock(dir)
	if err != nil {
		return err
	}
	defer func() { _ = lock.Close() }()
	return os.RemoveAll(dir)
}

// othersReach tells whether an unrelated user may walk into the directory, as far as it exists.
func othersReach(dir string) bool {
	for ; ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err == nil && info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}
