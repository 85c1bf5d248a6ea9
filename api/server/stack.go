package server

import (
	"fmt"
	"runtime"
	"strings"
)

// stack names the functions and lines that led to a panic. debug.Stack would print arguments too.
func stack() string {
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers)])
	var lines strings.Builder
	for {
		frame, more := frames.Next()
		fmt.Fprintf(&lines, "%s:%d ", frame.Function, frame.Line)
		if !more {
			return lines.String()
		}
	}
}
