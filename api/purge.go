package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/pinktick/pinktick/tenants"
)

// purgeEvery is often enough that nothing outlives its time by much; every replica may run it.
const purgeEvery = time.Hour

// purge removes what sign-in need not keep any longer, deleted records that nobody restored, and used keys, at start and then
// every hour, until the server stops.
func (a *app) purge(ctx context.Context, log *slog.Logger) {
	ticks := time.NewTicker(purgeEvery)
	defer ticks.Stop()
	for {
		if err := a.signIn.Purge(ctx); err != nil && ctx.Err() == nil {
			log.Error("purge", "error", err)
		}
		a.purgeRecords(ctx, log)
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}

func (a *app) purgeRecords(ctx context.Context, log *slog.Logger) {
	purged, err := tenants.Purge(ctx, a.db)
	switch {
	case err != nil && ctx.Err() == nil:
		log.Error("purge records", "error", err)
	case purged > 0:
		log.Info("deleted records are erased for good", "records", purged)
	}
}
