package localpg

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Save stops the server and copies its data to a directory from which later servers can begin (Options.Copy): faster than
// making and filling a cluster again.
func (s *Server) Save(dir string) error {
	var err error
	s.once.Do(func() {
		if err = s.process.stop(); err == nil {
			err = copyTree(s.data(), dir, nil)
		}
		s.stopErr = err
		s.discard()
	})
	return err
}

// copyData makes a data directory as PostgreSQL wants it: owned by the user that runs the server, closed to others.
func copyData(from, to string) error {
	var own func(string) error
	if os.Geteuid() == 0 {
		uid, gid, err := nobody()
		if err != nil {
			return err
		}
		own = func(path string) error { return os.Lchown(path, int(uid), int(gid)) }
	}
	if err := copyTree(from, to, own); err != nil {
		return fmt.Errorf("copy the prepared data: %w", err)
	}
	return nil
}

func copyTree(from, to string, own func(string) error) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rest, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rest)
		switch {
		case entry.IsDir():
			err = os.Mkdir(target, 0o700)
		case entry.Type().IsRegular():
			err = copyFile(path, target)
		default:
			return fmt.Errorf("%s is neither a file nor a directory", path)
		}
		if err == nil && own != nil {
			err = own(target)
		}
		return err
	})
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}
