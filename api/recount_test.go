package main

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// Records that nothing has counted yet, at whatever tenant, are counted when the server starts, without anybody asking.
func TestTheServerRecounts(t *testing.T) {
	w := tenantstest.New(t)
	w.AddCase(t, w.Leeds, "One")
	w.AddCase(t, w.Swansea, "Two")
	a := startApp(t, w)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { a.recount(ctx, slog.New(slog.DiscardHandler)); close(ended) }()
	defer func() { stop(); <-ended }()
	for counted := 0; counted != 2; time.Sleep(10 * time.Millisecond) {
		if err := w.Super.QueryRowContext(ctx, `select count(*) from cases where expected > 0`).Scan(&counted); err != nil {
			t.Fatal(err) // the test's own deadline ends the wait
		}
	}
}
