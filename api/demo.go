package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/alicebob/miniredis/v2"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/localpg"
)

// demoCmd runs the whole thing on this machine: its own PostgreSQL, Redis and sign-in providers, the real reference data and
// made-up children. The data stays between runs; demo-reset wipes it.
type demoCmd struct {
	Dir          string `help:"Where the demo keeps its data." default:".demo" env:"DEMO_DIR"`
	Provider     string `help:"The sign-in provider's program." default:"bin/devidp" type:"existingfile"`
	Addr         string `help:"Address of the site." default:"127.0.0.1:8080" env:"ADDR"`
	ProviderAddr string `help:"Address of the sign-in providers." default:"127.0.0.1:8081" env:"PROVIDER_ADDR"`
	Children     int    `help:"Made-up children at each trust that people may sign in at." default:"60"`
	Nation       int    `help:"Made-up children at all other trusts and boards together, to compare with." default:"12000"`
}

// demoResetCmd wipes the demo's data.
type demoResetCmd struct {
	Dir string `help:"Where the demo keeps its data." default:".demo" env:"DEMO_DIR"`
}

// Run wipes the data, unless a demo is running on it.
func (d demoResetCmd) Run() error {
	if err := localpg.Wipe(filepath.Join(d.Dir, "postgresql")); err != nil {
		return err
	}
	if err := os.RemoveAll(d.Dir); err != nil {
		return fmt.Errorf("wipe the demo: %w", err)
	}
	fmt.Println("The demo's data is wiped.")
	return nil
}

// Run starts everything, says where it is, and stops everything when it is told to.
func (d demoCmd) Run() (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	var started stack
	defer func() { err = errors.Join(err, started.stop()) }()
	err = d.run(ctx, &started)
	if ctx.Err() != nil { // told to stop, perhaps while starting
		fmt.Println("\nStopping.")
		return nil
	}
	return err
}

// takePlaces takes the server's address, and sees that the provider's is free: it takes it in a moment.
func (d demoCmd) takePlaces(ctx context.Context) (net.Listener, error) {
	listener, err := listen(ctx, d.Addr, "ADDR")
	if err != nil {
		return nil, err
	}
	theirs, err := listen(ctx, d.ProviderAddr, "PROVIDER_ADDR")
	if err != nil {
		_ = listener.Close()
		return nil, err
	}
	_ = theirs.Close()
	return listener, nil
}

func (d demoCmd) run(ctx context.Context, started *stack) error {
	listener, err := d.takePlaces(ctx)
	if err != nil {
		return err
	}
	started.push(func() error { _ = listener.Close(); return nil })
	fmt.Println("Starting PostgreSQL, Redis and the sign-in providers …")
	pg, err := localpg.Start(ctx, localpg.Options{Dir: filepath.Join(d.Dir, "postgresql")})
	if err != nil {
		return err
	}
	started.push(pg.Stop)
	cache, err := miniredis.Run()
	if err != nil {
		return fmt.Errorf("start Redis: %w", err)
	}
	started.push(func() error { cache.Close(); return nil })
	w, err := d.prepare(ctx, pg)
	if err != nil {
		return err
	}
	provider, err := startProvider(ctx, d.Provider, d.ProviderAddr, w.people)
	if err != nil {
		return err
	}
	started.push(provider.stop)
	if err := w.seedPeople(ctx, "http://"+d.ProviderAddr); err != nil {
		return err
	}
	a, err := newApp(ctx, d.settings(pg, cache.Addr(), w), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	started.push(func() error { a.close(); return nil })
	if err := w.addChildren(ctx, d.Children, d.Nation); err != nil {
		return err
	}
	w.introduce(os.Stdout)
	return a.run(ctx, listener)
}

func (d demoCmd) url() string { return "http://" + d.Addr }

func (d demoCmd) settings(pg *localpg.Server, redis string, w *demoWorld) *config.Config {
	return &config.Config{
		Environment: "development", Addr: d.Addr, PublicURL: d.url(),
		DatabaseURL: pg.DSNAs("pinktick_app", demoDatabase), LoginDatabaseURL: pg.DSNAs("pinktick_login", demoDatabase),
		DatabaseConns: 10, LoginDatabaseConns: 5, RedisURL: "redis://" + redis,
		SessionKeys: [][]byte{w.key}, ProviderSecretsDir: w.secrets, Contact: "audit@example.org",
	}
}

// stack stops what was started, last first, whatever fails on the way.
type stack []func() error

func (s *stack) push(stop func() error) { *s = append(*s, stop) }

func (s *stack) stop() error {
	var all error
	for i := len(*s) - 1; i >= 0; i-- {
		all = errors.Join(all, (*s)[i]())
	}
	return all
}
