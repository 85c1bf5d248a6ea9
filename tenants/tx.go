package tenants

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/fault"
)

// Tx runs fn in one transaction that PostgreSQL holds to the context's tenant. The transaction is committed when fn
// returns nil and the commit is confirmed; otherwise it is rolled back, on panic too. Inside another Tx it is a savepoint.
// Beginning costs one round trip, so does committing. Safe behind a transaction-mode pooler: nothing outlives the
// transaction.
func Tx(ctx context.Context, db *gorm.DB, fn func(tx *gorm.DB) error) error {
	tenant, ok := From(ctx)
	if !ok {
		return ErrNoTenant
	}
	if conn, ok := db.Statement.ConnPool.(*armedConn); ok {
		if conn.tenant != tenant.ID {
			return ErrOtherTenant
		}
		return db.Session(&gorm.Session{NewDB: true, Context: ctx}).Transaction(fn)
	}
	return run(ctx, db, tenant.ID, opening(tenant.ID), nil, fn)
}

// TxLocking is Tx that also locks the case, in the same first round trip: whoever else would change it waits. A case that
// is absent, or another tenant's, is fault.NotFound. What fn reads is as of after the lock was had.
func TxLocking(ctx context.Context, db *gorm.DB, caseID int64, fn func(tx *gorm.DB) error) error {
	tenant, ok := From(ctx)
	if !ok {
		return ErrNoTenant
	}
	if _, ok := db.Statement.ConnPool.(*armedConn); ok {
		return Tx(ctx, db, func(tx *gorm.DB) error {
			var rows []int64
			if err := tx.Raw(locking(tenant.ID, caseID)).Scan(&rows).Error; err != nil {
				return fmt.Errorf("lock the case: %w", err)
			}
			if len(rows) == 0 {
				return noCase()
			}
			return fn(tx)
		})
	}
	check := func(results []*pgconn.Result) error {
		if len(results) != 3 || len(results[2].Rows) == 0 {
			return noCase()
		}
		return nil
	}
	return run(ctx, db, tenant.ID, opening(tenant.ID)+";"+locking(tenant.ID, caseID), check, fn)
}

func noCase() error { return fault.New(fault.NotFound, "", "There is no such record.") }

// opening and locking write values into the statement, since several statements in one message take no parameters. An ID
// has been checked to be a uuid; the other is a number.
func opening(tenant ID) string {
	return "begin;select set_config('app.tenant','" + string(tenant) + "',true)"
}

// FOR NO KEY UPDATE keeps other writers out and lets foreign keys to the case be checked meanwhile.
func locking(tenant ID, caseID int64) string {
	return "select id from cases where tenant_id='" + string(tenant) + "' and id=" + strconv.FormatInt(caseID, 10) + " for no key update"
}

func run(ctx context.Context, db *gorm.DB, tenant ID, begin string, check func([]*pgconn.Result) error, fn func(*gorm.DB) error) error {
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	conn, results, err := begun(ctx, pool, begin)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	committed := false
	defer func() {
		if !committed { // an error, a panic, or a test that stopped its goroutine
			rollback(ctx, conn)
		}
	}()
	if check != nil {
		if err := check(results); err != nil {
			return err
		}
	}
	tx := db.Session(&gorm.Session{NewDB: true, Context: ctx})
	tx.Statement.ConnPool = &armedConn{conn: conn, tenant: tenant}
	if err := fn(tx); err != nil {
		return lost(err)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	committed = true // or lost: there is nothing left to roll back
	return commit(ctx, conn)
}

// begun opens the transaction. A connection that died while idle is replaced and the opening, which changes nothing, sent again.
func begun(ctx context.Context, pool *sql.DB, begin string) (*sql.Conn, []*pgconn.Result, error) {
	for try := 0; ; try++ {
		conn, err := pool.Conn(ctx)
		if err != nil {
			return nil, nil, unavailable("begin", err)
		}
		results, err := send(ctx, conn, begin)
		if err == nil {
			return conn, results, nil
		}
		rollback(ctx, conn)
		_ = conn.Close()
		var refused *pgconn.PgError
		if try == 2 || ctx.Err() != nil || errors.As(err, &refused) && refused.Code < "57P" {
			return nil, nil, unavailable("begin", err)
		}
	}
}

// patience bounds ends of transactions, which go on when whoever asked has gone.
const patience = 10 * time.Second

func commit(ctx context.Context, conn *sql.Conn) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	results, err := send(ctx, conn, "commit")
	if err != nil {
		return unavailable("commit", err)
	}
	// A transaction in which a statement failed answers COMMIT with ROLLBACK, and no error.
	if tag := results[0].CommandTag.String(); tag != "COMMIT" {
		return fmt.Errorf("commit: the database answered %s: a statement in the transaction had failed", tag)
	}
	return nil
}

func rollback(ctx context.Context, conn *sql.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	_, _ = send(ctx, conn, "rollback") // when it fails, the pool finds the connection unusable and drops it
}

// send sends statements without parameters in one message and reads all the answers.
func send(ctx context.Context, conn *sql.Conn, statements string) (results []*pgconn.Result, err error) {
	err = conn.Raw(func(driverConn any) error {
		results, err = driverConn.(*stdlib.Conn).Conn().PgConn().Exec(ctx, statements).ReadAll()
		return err
	})
	return results, err
}

// lost says so where the connection broke off, or the database shut down, in the middle of a transaction.
func lost(err error) error {
	var refused *pgconn.PgError
	var network net.Error
	switch {
	case fault.Is(err, fault.Unavailable):
		return err
	case errors.As(err, &refused) && refused.Code >= "57P" && refused.Code < "58",
		errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, driver.ErrBadConn),
		errors.Is(err, sql.ErrConnDone):
		return unavailable("in the transaction", err)
	}
	return err
}

// unavailable tells a lost database, which people are asked to wait for, from a fault in what was sent.
func unavailable(doing string, err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code < "53" {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fault.Wrap(fault.Unavailable, "database", "The database cannot be reached just now. Please try again.", fmt.Errorf("%s: %w", doing, err))
}
