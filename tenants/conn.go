package tenants

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
)

// armedConn is one connection inside a transaction that is held to a tenant. Its type is what the Guard trusts: nobody
// outside this package can make one.
type armedConn struct {
	conn   *sql.Conn
	tenant ID
}

// PrepareContext implements gorm.ConnPool.
func (c *armedConn) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return c.conn.PrepareContext(ctx, query)
}

// ExecContext implements gorm.ConnPool.
func (c *armedConn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return c.conn.ExecContext(ctx, query, args...)
}

// QueryContext implements gorm.ConnPool.
func (c *armedConn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return c.conn.QueryContext(ctx, query, args...)
}

// QueryRowContext implements gorm.ConnPool.
func (c *armedConn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return c.conn.QueryRowContext(ctx, query, args...)
}

var errOwnEnd = errors.New("tenants: return from the function to end its transaction")

// Commit implements gorm.TxCommitter, by which GORM knows that it is inside a transaction. Only Tx ends it.
func (c *armedConn) Commit() error { return errOwnEnd }

// Rollback implements gorm.TxCommitter.
func (c *armedConn) Rollback() error { return errOwnEnd }

// OnConn lends the driver's connection of a transaction that Tx opened, for a library that must write in the same transaction
// and cannot through GORM. It is not to be kept, nor the transaction ended on it.
func OnConn(tx *gorm.DB, use func(*pgx.Conn) error) error {
	if err := armed(tx.Statement); err != nil {
		return err
	}
	return tx.Statement.ConnPool.(*armedConn).conn.Raw(func(driverConn any) error {
		return use(driverConn.(*stdlib.Conn).Conn())
	})
}
