package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/tenants"
)

// recountEvery is often enough that a birthday is counted in the hour after midnight; every replica may run it.
const recountEvery = time.Hour

// recount counts again, at start and then every hour, the records whose counts the calendar alone may have changed, and those
// that came in without being counted.
func (a *app) recount(ctx context.Context, log *slog.Logger) {
	ticks := time.NewTicker(recountEvery)
	defer ticks.Stop()
	for {
		n, err := a.recountEach(ctx, a.records.RecountDue)
		if err != nil && ctx.Err() == nil {
			log.Error("recount", "error", err)
		} else if n > 0 {
			log.Info("recounted", "records", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}

// recountEach recounts tenant by tenant. One whose turn fails does not keep the others from theirs.
func (a *app) recountEach(ctx context.Context, count func(context.Context) (int, error)) (int, error) {
	all, err := a.directory.Tenants(ctx)
	if err != nil {
		return 0, err
	}
	total := 0
	for _, t := range all {
		n, failed := count(tenants.Into(ctx, t))
		total += n
		if failed != nil {
			err = fmt.Errorf("%s: %w", t.ODSCode, failed)
		}
	}
	return total, err
}

// recountCmd counts every record again: after a restore, or when what is counted has changed. It may be run at any time.
type recountCmd struct{}

// Run recounts with the settings of the server.
func (recountCmd) Run() error {
	c, err := config.Load(config.Serve)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a, err := newApp(ctx, c, newLog(c.LogLevel))
	if err != nil {
		return err
	}
	defer a.close()
	n, err := a.recountEach(ctx, a.records.RecountAll)
	fmt.Println("Records counted:", n)
	return err
}
