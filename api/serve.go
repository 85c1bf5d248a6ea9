package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pinktick/pinktick/pkg/config"
)

// serveCmd runs the server with the settings of the environment.
type serveCmd struct{}

// Run serves until it is told to stop.
func (serveCmd) Run() error {
	c, err := config.Load(config.Serve)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := newLog(c.LogLevel)
	a, err := newApp(ctx, c, log)
	if err != nil {
		return err
	}
	defer a.close()
	listener, err := listen(ctx, c.Addr, "ADDR")
	if err != nil {
		return err
	}
	go a.purge(ctx, log)
	go a.recount(ctx, log)
	log.Info("serving", "address", listener.Addr().String(), "public", c.PublicURL)
	return a.run(ctx, listener)
}

// run works on jobs and answers, until the context ends.
func (a *app) run(ctx context.Context, listener net.Listener) error {
	if err := a.jobs.Start(ctx); err != nil {
		return err
	}
	return serve(ctx, listener, a.handler, a.live.Stop)
}

func newLog(level slog.Level) *slog.Logger {
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	slog.SetDefault(log)
	return log
}

// listen says plainly when an address is taken, and by which setting to choose another.
func listen(ctx context.Context, address, setting string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("the address %s is taken by another program: stop it, or choose another with %s", address, setting)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	return listener, nil
}

// serve answers until the context ends, then lets what is under way finish. What would never finish by itself, the streams of
// open pages, stop ends.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, stop func()) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	server.RegisterOnShutdown(stop)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}
