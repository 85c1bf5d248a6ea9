package jobs

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// transaction lets river write on the connection of a transaction that tenants.Tx opened, and will end.
type transaction struct{ conn *pgx.Conn }

var _ pgx.Tx = transaction{}

var errNotOurs = errors.New("jobs: the transaction is ended by whoever opened it")

// Begin implements pgx.Tx, whose other methods follow.
func (t transaction) Begin(context.Context) (pgx.Tx, error) { return nil, errNotOurs }
func (t transaction) Commit(context.Context) error          { return errNotOurs }
func (t transaction) Rollback(context.Context) error        { return errNotOurs }
func (t transaction) LargeObjects() pgx.LargeObjects        { return pgx.LargeObjects{} }
func (t transaction) Conn() *pgx.Conn                       { return t.conn }

func (t transaction) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return t.conn.Exec(ctx, sql, args...)
}

func (t transaction) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return t.conn.Query(ctx, sql, args...)
}

func (t transaction) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return t.conn.QueryRow(ctx, sql, args...)
}

func (t transaction) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error) {
	return t.conn.CopyFrom(ctx, table, columns, rows)
}

func (t transaction) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return t.conn.SendBatch(ctx, b)
}

func (t transaction) Prepare(ctx context.Context, name, sql string) (*pgconn.StatementDescription, error) {
	return t.conn.Prepare(ctx, name, sql)
}
