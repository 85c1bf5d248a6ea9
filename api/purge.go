package main

import (
	"context"
	"log/slog"
	"time"
)

// purgeEvery is often enough that nothing outlives its time by much; every replica may run it.
const purgeEvery = time.Hour

// purge removes what sign-in need not keep any longer, at start and then every hour, until the server stops.
func (a *app) purge(ctx context.Context, log *slog.Logger) {
	ticks := time.NewTicker(purgeEvery)
	defer ticks.Stop()
	for {
		if err := a.signIn.Purge(ctx); err != nil && ctx.Err() == nil {
			log.Error("purge", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}
