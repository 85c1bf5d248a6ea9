package takeout

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Conn is a connection inside a transaction, lent for a moment.
type Conn = *pgx.Conn

// Shelf is where exports are: those of the context's tenant, or the national audit team's, which are no tenant's. The statements are
// the same; a tenant's tables take the tenant from the transaction.
type Shelf struct {
	*Store
	national bool
}

// OfTenant are the exports of the context's tenant.
func (s *Store) OfTenant() Shelf { return Shelf{s, false} }

// OfNation are those of the national audit team.
func (s *Store) OfNation() Shelf { return Shelf{s, true} }

var nationalTables = strings.NewReplacer("exports", "national_exports", "export_pieces", "national_export_pieces", "export_downloads", "national_export_downloads")

// sql is a statement on the shelf's tables.
func (s Shelf) sql(statement string) string {
	if s.national {
		return nationalTables.Replace(statement)
	}
	return statement
}

// in runs one transaction.
func (s Shelf) in(ctx context.Context, use func(Conn) error) error {
	if !s.national {
		return tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error { return tenants.OnConn(tx, use) })
	}
	pool, err := s.DB.DB()
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fault.Wrap(fault.Unavailable, "database", "The database cannot be reached just now. Please try again.", err)
	}
	defer func() { _ = conn.Close() }()
	return conn.Raw(func(driver any) error {
		on := driver.(*stdlib.Conn).Conn()
		return pgx.BeginFunc(ctx, on, func(pgx.Tx) error { return use(on) })
	})
}

// tenant is the one whose exports these are; empty for the nation's.
func (s Shelf) tenant(ctx context.Context) tenants.ID {
	if s.national {
		return ""
	}
	tenant, _ := tenants.From(ctx)
	return tenant.ID
}

func errNone() error {
	return fault.New(fault.NotFound, "", "There is no such export, or it is not yours.")
}
