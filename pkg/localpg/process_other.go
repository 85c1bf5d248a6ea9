//go:build !linux

package localpg

import "syscall"

// endWithParent does nothing here: only Linux has the signal. The janitor ends the server instead.
func endWithParent(*syscall.SysProcAttr) {}
