package tenants_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

func TestCommitAndRollback(t *testing.T) {
	w := tenantstest.New(t)
	ctx := w.Leeds.As(t.Context(), tenants.Editor)
	add := func(tx *gorm.DB, surname string) error {
		return tx.Create(&row{Surname: surname}).Error
	}
	boom := errors.New("boom")
	if err := tenants.Tx(ctx, w.App, func(tx *gorm.DB) error { return add(tx, "kept") }); err != nil {
		t.Error(err)
	}
	if err := tenants.Tx(ctx, w.App, func(tx *gorm.DB) error { return errors.Join(add(tx, "undone"), boom) }); !errors.Is(err, boom) {
		t.Error(err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = tenants.Tx(ctx, w.App, func(tx *gorm.DB) error { _ = add(tx, "panicked"); panic("boom") })
	}()
	gone, cancel := context.WithCancel(ctx)
	err := tenants.Tx(gone, w.App, func(tx *gorm.DB) error { defer cancel(); return add(tx, "given up") })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	// A failed statement whose error is overlooked: COMMIT succeeds in rolling back, and must not pass for a save.
	err = tenants.Tx(ctx, w.App, func(tx *gorm.DB) error {
		_ = add(tx, "overlooked")
		tx.Exec("select 1/0")
		return nil
	})
	if err == nil {
		t.Error("a transaction that PostgreSQL rolled back was reported as committed")
	}
	if err := tenants.Tx(ctx, w.App, func(tx *gorm.DB) error { return tx.Commit().Error }); err == nil {
		t.Error("a commit by hand was allowed")
	}
	if got := surnames(t, w); got != "kept" {
		t.Errorf("in the database: %s", got)
	}
	pool, _ := w.App.DB()
	if n := pool.Stats().InUse; n != 0 {
		t.Errorf("%d connections were not given back", n)
	}
}

// TestSavepoints: an inner transaction that fails leaves no row, and the outer goes on.
func TestSavepoints(t *testing.T) {
	w := tenantstest.New(t)
	ctx := w.Leeds.As(t.Context(), tenants.Editor)
	boom := errors.New("boom")
	add := func(tx *gorm.DB, surname string) error {
		return tx.Create(&row{Surname: surname}).Error
	}
	err := tenants.Tx(ctx, w.App, func(tx *gorm.DB) error {
		if err := add(tx, "outer"); err != nil {
			return err
		}
		if err := tx.Transaction(func(tx *gorm.DB) error { return errors.Join(add(tx, "inner by gorm"), boom) }); !errors.Is(err, boom) {
			t.Error(err)
		}
		if err := tenants.Tx(ctx, tx, func(tx *gorm.DB) error { return errors.Join(add(tx, "inner by us"), boom) }); !errors.Is(err, boom) {
			t.Error(err)
		}
		if err := tenants.Tx(w.Manchester.As(ctx, tenants.Editor), tx, nil); !errors.Is(err, tenants.ErrOtherTenant) {
			t.Errorf("another tenant inside: %v", err)
		}
		return tenants.TxLocking(ctx, tx, 999, func(*gorm.DB) error { return boom })
	})
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("locking what is not there: %v", err)
	}
	err = tenants.Tx(ctx, w.App, func(tx *gorm.DB) error {
		_ = tx.Transaction(func(tx *gorm.DB) error { tx.Exec("select 1/0"); return boom })
		return add(tx, "after a failed inner")
	})
	if err != nil {
		t.Error(err)
	}
	if got := surnames(t, w); got != "after a failed inner" {
		t.Errorf("in the database: %s", got)
	}
}

// TestLocking: of many at once, each sees what the one before wrote; another tenant's case cannot be locked or told from none.
func TestLocking(t *testing.T) {
	w := tenantstest.New(t)
	ctx := w.Leeds.As(t.Context(), tenants.Editor)
	id := w.AddCase(t, w.Leeds, "Locked")
	var group sync.WaitGroup
	for range 40 {
		group.Go(func() {
			err := tenants.TxLocking(ctx, w.App, id, func(tx *gorm.DB) error {
				var revision int64
				if err := tx.Raw("select revision from cases where id = ?", id).Scan(&revision).Error; err != nil {
					return err
				}
				return tx.Exec("update cases set revision = ? where id = ?", revision+1, id).Error
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	var revision int
	if err := w.Super.QueryRow(`select revision from cases where id = $1`, id).Scan(&revision); err != nil || revision != 40 {
		t.Errorf("revision %d, %v", revision, err)
	}
	for name, ctx := range map[string]context.Context{"another's": w.Manchester.As(t.Context(), tenants.Lead), "absent": ctx} {
		n := id
		if name == "absent" {
			n = id + 1
		}
		err := tenants.TxLocking(ctx, w.App, n, func(*gorm.DB) error { t.Error("ran"); return nil })
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNothingOutlives: the tenant of one transaction is not there for the next on the same connection.
func TestNothingOutlives(t *testing.T) {
	w := tenantstest.New(t)
	w.AddCase(t, w.Leeds, "Ours")
	pool, err := w.App.DB()
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	ctx := w.Leeds.As(t.Context(), tenants.Editor)
	for range 2 {
		var n int
		if err := tenants.Tx(ctx, w.App, func(tx *gorm.DB) error { return tx.Raw("select count(*) from cases").Scan(&n).Error }); err != nil || n != 1 {
			t.Errorf("inside: %d, %v", n, err)
		}
		if err := pool.QueryRowContext(ctx, "select count(*) from cases").Scan(&n); err != nil || n != 0 {
			t.Errorf("afterwards: %d, %v", n, err)
		}
	}
}

// TestDatabaseAway: connections that died while idle are replaced unseen; a database that is gone is told as such, in time.
func TestDatabaseAway(t *testing.T) {
	w := tenantstest.New(t)
	ctx := w.Leeds.As(t.Context(), tenants.Editor)
	one := func() error {
		return tenants.Tx(ctx, w.App, func(tx *gorm.DB) error { return tx.Exec("select 1").Error })
	}
	if err := one(); err != nil {
		t.Fatal(err)
	}
	w.Exec(t, `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'pinktick_app' and datname = current_database()`)
	time.Sleep(20 * time.Millisecond)
	if err := one(); err != nil {
		t.Errorf("after the connection was ended: %v", err)
	}
	err := tenants.Tx(ctx, w.App, func(tx *gorm.DB) error {
		w.Exec(t, `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'pinktick_app' and datname = current_database()`)
		time.Sleep(20 * time.Millisecond)
		return nil
	})
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("lost before its commit: %v", err)
	}
	nowhere, err := tenants.Open("postgres://pinktick_app@127.0.0.1:1/none?connect_timeout=1", tenants.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var ran atomic.Bool
	err = tenants.Tx(ctx, nowhere, func(*gorm.DB) error { ran.Store(true); return nil })
	if !fault.Is(err, fault.Unavailable) || ran.Load() {
		t.Errorf("without a database: %v, ran %v", err, ran.Load())
	}
}

func surnames(t *testing.T, w *tenantstest.World) string {
	t.Helper()
	var got string
	if err := w.Super.QueryRow(`select coalesce(string_agg(surname, ', ' order by id), '') from cases`).Scan(&got); err != nil {
		t.Fatal(err)
	}
	return got
}

func BenchmarkTx(b *testing.B) {
	w := tenantstest.New(b)
	id := w.AddCase(b, w.Leeds, "Ours")
	ctx := w.Leeds.As(b.Context(), tenants.Editor)
	b.Run("empty", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = tenants.Tx(ctx, w.App, func(*gorm.DB) error { return nil })
		}
	})
	b.Run("locking", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = tenants.TxLocking(ctx, w.App, id, func(*gorm.DB) error { return nil })
		}
	})
	b.Run("locking, one raw update", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = tenants.TxLocking(ctx, w.App, id, func(tx *gorm.DB) error {
				return tx.Exec("update cases set revision = revision + 1 where tenant_id = ? and id = ?", w.Leeds.ID, id).Error
			})
		}
	})
	b.Run("one guarded update", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = tenants.Tx(ctx, w.App, func(tx *gorm.DB) error { return tx.Model(&row{ID: id}).Update("surname", "New").Error })
		}
	})
}
