package tenants

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
)

// Copy sends rows by PostgreSQL's COPY, until next gives none, to a table of the transaction's own: a temporary one. A table
// under row security refuses COPY; rows reach it by INSERT … SELECT from the temporary one, and are checked on the way like any
// other. Only inside Tx.
func Copy(ctx context.Context, tx *gorm.DB, table string, columns []string, next func() (row []any, err error)) error {
	armed, ok := tx.Statement.ConnPool.(*armedConn)
	if !ok {
		return ErrOutsideTx
	}
	err := armed.conn.Raw(func(driver any) error {
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromFunc(next))
		return err
	})
	if err != nil {
		return fmt.Errorf("copy into %s: %w", table, err)
	}
	return nil
}

// Violated gives the name of the rule of the database that a statement would have broken: a check, a key or a link; empty where
// it failed for another cause.
func Violated(err error) string {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && len(refused.Code) == 5 && refused.Code[:2] == "23" {
		return refused.ConstraintName
	}
	return ""
}
