package localpg

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// initialise makes an empty cluster. Text sorts by code point everywhere, so that a list reads the same on every machine.
func initialise(ctx context.Context, bin, data string, temp bool) error {
	arguments := []string{"-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"}
	if temp {
		arguments = append(arguments, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), arguments...)
	cmd.Dir = filepath.Dir(data)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	attributes, err := unprivileged()
	if err != nil {
		return err
	}
	cmd.SysProcAttr = attributes
	if out, err := cmd.CombinedOutput(); err != nil {
		_ = os.RemoveAll(data)
		return fmt.Errorf("initdb: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

// unprivileged makes a child run as nobody when we are root: PostgreSQL refuses to run as root.
func unprivileged() (*syscall.SysProcAttr, error) {
	attributes := &syscall.SysProcAttr{Setpgid: true} // a Ctrl-C in the terminal is for us; we stop the server in order
	if os.Geteuid() != 0 {
		return attributes, nil
	}
	uid, gid, err := nobody()
	if err != nil {
		return nil, err
	}
	attributes.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	return attributes, nil
}

func nobody() (uid, gid uint32, err error) {
	account, err := user.Lookup("nobody")
	if err != nil {
		return 0, 0, fmt.Errorf("PostgreSQL refuses to run as root, and there is no user nobody to run it: %w", err)
	}
	u, err := strconv.ParseInt(account.Uid, 10, 64)
	if err != nil {
		return 0, 0, fmt.Errorf("number of user nobody: %w", err)
	}
	g, err := strconv.ParseInt(account.Gid, 10, 64)
	if err != nil {
		return 0, 0, fmt.Errorf("group of user nobody: %w", err)
	}
	return uint32(u), uint32(g), nil // macOS gives -2: the conversion yields the number the system means
}

// giveAway hands the directory itself (its content is made by the child) to the user that will run the server.
func giveAway(dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	uid, gid, err := nobody()
	if err != nil {
		return err
	}
	if err := os.Chown(dir, int(uid), int(gid)); err != nil {
		return fmt.Errorf("hand %s to user nobody: %w", dir, err)
	}
	return nil
}
