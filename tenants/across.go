package tenants

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/fault"
)

// Look says what a reading across tenants is for. It is written down for good, so it holds no patient data: names of
// filters and their values, but never the words of a search.
type Look struct{ Purpose, Filters string }

// Reader asks questions. It is all that Across hands out: nothing that could write.
type Reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Across runs fn on a transaction that sees the list's columns of every tenant's cases, for the national audit team only. The
// database holds it: a role that may read those columns and nothing else, in a read-only transaction, where who looks and
// what for has been written before. Outside such a transaction that role's rights are nobody's.
func Across(ctx context.Context, db *gorm.DB, look Look, fn func(Reader) error) error {
	return nationally(ctx, db, gate{ListNationally, "The children of all trusts are for the national audit team.", readNation}, look, func(n nation) error { return fn(n) })
}

// AcrossCounts is Across for the stored counts of every centre, for whoever may see unpublished results of others. No child is
// read, and yet it is written down.
func AcrossCounts(ctx context.Context, db *gorm.DB, look Look, fn func(Reader) error) error {
	return nationally(ctx, db, gate{SeeUnpublished, "Other centres' figures are for the national audit team until they are published.", readNation}, look, func(n nation) error { return fn(n) })
}

// gate is who may pass into a transaction beyond the tenants' walls, what others hear, and which role the transaction then has.
type gate struct {
	action  Action
	refusal string
	enter   string
}

const readNation = "set local role pinktick_national;set transaction read only"

func nationally(ctx context.Context, db *gorm.DB, g gate, look Look, fn func(nation) error) error {
	person, ok := PersonFrom(ctx)
	if !ok || !person.Role.May(g.action) {
		return fault.New(fault.Forbidden, "no_permission", g.refusal)
	}
	if _, ok := db.Statement.ConnPool.(*armedConn); ok {
		return errInside
	}
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	conn, _, err := begun(ctx, pool, "begin")
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	committed := false
	defer func() {
		if !committed {
			rollback(ctx, conn)
		}
	}()
	if err := enterNation(ctx, conn, person, look, g.enter); err != nil {
		return lost(err)
	}
	if err := fn(nation{conn}); err != nil {
		return lost(err)
	}
	committed = true
	return commit(ctx, conn)
}

var errInside = errors.New("tenants: reading across tenants inside a transaction of one")

// enterNation writes down who looks, and only then changes to the role that sees.
func enterNation(ctx context.Context, conn *sql.Conn, person Person, look Look, enter string) error {
	_, err := conn.ExecContext(ctx, `insert into national_reads (person_id, request_id, purpose, filters) values ($1, $2, $3, $4)`,
		person.ID, RequestFrom(ctx), look.Purpose, look.Filters)
	if err != nil {
		return fmt.Errorf("note the reading across tenants: %w", err)
	}
	if _, err := send(ctx, conn, enter); err != nil {
		return fmt.Errorf("read across tenants: %w", err)
	}
	return nil
}

// nation is a connection inside such a transaction.
type nation struct{ conn *sql.Conn }

// QueryContext implements Reader.
func (n nation) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return n.conn.QueryContext(ctx, query, args...)
}

// ExecContext implements Reviewer.
func (n nation) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return n.conn.ExecContext(ctx, query, args...)
}
