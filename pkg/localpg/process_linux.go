package localpg

import "syscall"

// endWithParent asks the system to send the server SIGINT (fast shutdown) when we end, even by kill -9.
func endWithParent(attributes *syscall.SysProcAttr) { attributes.Pdeathsig = syscall.SIGINT }
