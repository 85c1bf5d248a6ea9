package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// providerProcess is the sign-in provider, a program of its own.
type providerProcess struct {
	command *exec.Cmd
	leash   io.Closer // closing it ends the program
}

// startProvider starts the sign-in provider and waits until it answers. It is tied to this process by its standard input,
// so it ends with this one however that ends.
func startProvider(ctx context.Context, program, address, people string) (*providerProcess, error) {
	command := exec.CommandContext(context.WithoutCancel(ctx), program, "-listen", address, "-people", people, "-tied")
	command.Stderr = os.Stderr
	leash, err := command.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start the sign-in providers: %w", err)
	}
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start the sign-in providers: %w", err)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start the sign-in providers: %w", err)
	}
	p := &providerProcess{command, leash}
	line, _ := bufio.NewReader(output).ReadString('\n')
	if !strings.HasPrefix(line, "ready ") {
		_ = p.stop()
		return nil, fmt.Errorf("the sign-in providers did not start on %s", address)
	}
	return p, nil
}

func (p *providerProcess) stop() error {
	_ = p.leash.Close()
	ended := make(chan struct{})
	go func() { _ = p.command.Wait(); close(ended) }() // how it ends is of no matter
	select {
	case <-ended:
		return nil
	case <-time.After(5 * time.Second):
		return errors.Join(errors.New("the sign-in providers had to be killed"), p.command.Process.Kill())
	}
}
