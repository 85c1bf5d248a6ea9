package main

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// startApp is the server's inside on the world's database, as it is put together from settings.
func startApp(t *testing.T, w *tenantstest.World) *app {
	t.Helper()
	a, err := newApp(t.Context(), &config.Config{
		Environment: "development", PublicURL: "http://127.0.0.1:1", DatabaseURL: w.AppDSN, LoginDatabaseURL: w.LoginDSN, DatabaseConns: 2,
		LoginDatabaseConns: 2, RedisURL: "redis://" + miniredis.RunT(t).Addr(), SessionKeys: [][]byte{make([]byte, 32)}, ProviderSecretsDir: t.TempDir(),
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.close)
	return a
}

// What sign-in need not keep, and what was deleted long ago, goes when the server starts, without anybody asking.
func TestTheServerPurges(t *testing.T) {
	w := tenantstest.New(t)
	w.Exec(t, `insert into session_ends (session_hash, reason, ended_at) values ('old'::bytea, 'signed out', now() - interval '3 days'), ('new'::bytea, 'signed out', now())`)
	w.AddCase(t, w.Leeds, "Stays")
	w.AddCase(t, w.Leeds, "Goes")
	w.Exec(t, `update cases set deleted_at = now() - interval '31 days', deleted_by = gen_random_uuid(), deleted_reason = 'duplicate' where surname = 'Goes'`)
	a := startApp(t, w)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { a.purge(ctx, slog.New(slog.DiscardHandler)); close(ended) }()
	defer func() { stop(); <-ended }()
	for left := 2; left != 1; time.Sleep(10 * time.Millisecond) {
		if err := w.Super.QueryRowContext(ctx, `select count(*) from session_ends`).Scan(&left); err != nil {
			t.Fatal(err) // the test's own deadline ends the wait
		}
	}
	for left := 2; left != 1; time.Sleep(10 * time.Millisecond) {
		if err := w.Super.QueryRowContext(ctx, `select count(*) from cases`).Scan(&left); err != nil {
			t.Fatal(err)
		}
	}
}
