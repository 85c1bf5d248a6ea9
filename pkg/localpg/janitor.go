package localpg

import (
	"io"
	"os/exec"
	"strconv"
)

// janitor is a shell that waits for us to end, in whatever way, then sees the server off and removes the directory. It
// learns of our end by the pipe between us closing, which needs nothing of us and works on every Unix.
type janitor struct {
	cmd  *exec.Cmd
	pipe io.WriteCloser
}

const janitorScript = `read -r _
kill -INT "$1" 2>/dev/null
n=0
while kill -0 "$1" 2>/dev/null && [ $n -lt 200 ]; do n=$((n+1)); sleep 0.05; done
rm -rf -- "$2"`

// startJanitor never fails the start: without one, the next run removes what is left.
func startJanitor(pid int, dir string) *janitor {
	attributes, err := unprivileged()
	if err != nil {
		return nil
	}
	cmd := exec.Command("/bin/sh", "-c", janitorScript, "janitor", strconv.Itoa(pid), dir)
	cmd.Dir, cmd.SysProcAttr = "/", attributes
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil
	}
	if err := cmd.Start(); err != nil {
		return nil
	}
	return &janitor{cmd: cmd, pipe: pipe}
}

// dismiss ends the janitor once there is nothing left for it to do.
func (j *janitor) dismiss() {
	if j == nil {
		return
	}
	_ = j.cmd.Process.Kill() // before the pipe: the process number may already be somebody else's
	_ = j.pipe.Close()
	_ = j.cmd.Wait()
}
