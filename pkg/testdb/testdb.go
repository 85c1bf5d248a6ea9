// Package testdb gives a test a migrated, empty database of its own. One server runs for a package's tests and ends with
// them; packages run side by side. The migrated cluster is made once for each state of the schema and kept in the user's
// cache, so that a package waits for a copy rather than for initdb.
package testdb

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver of Super
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/localpg"
	"github.com/pinktick/pinktick/tenants"
)

// DB is a migrated, empty database, reached as each of the product's roles.
type DB struct {
	Name                                 string
	AppDSN, LoginDSN, OwnerDSN, SuperDSN string

	App   *gorm.DB // the clinical role, behind the Guard
	Login *gorm.DB // the sign-in role
	Owner *gorm.DB // the owner: migrations and reference data
	Super *sql.DB  // sees everything: for arranging and for looking at what was written, never for the code under test
}

// Template is the name of the migrated database that the others are copies of.
const template = "pinktick_template"

var (
	server = sync.OnceValues(start)
	serial atomic.Int64
	// making keeps copies one at a time: PostgreSQL refuses to copy a database that somebody is connected to.
	making sync.Mutex
)

// New makes a database and drops it when the test ends.
func New(t testing.TB) *DB {
	t.Helper()
	s, err := server()
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	name := fmt.Sprintf("test_%d", serial.Add(1))
	if err := onServer(s, `CREATE DATABASE `+name+` TEMPLATE `+template+` OWNER `+migrations.Owner); err != nil {
		t.Fatalf("test database: %v", err)
	}
	d := &DB{Name: name, AppDSN: s.DSNAs(migrations.App, name), LoginDSN: s.DSNAs(migrations.Login, name),
		OwnerDSN: s.DSNAs(migrations.Owner, name), SuperDSN: s.DSN(name)}
	t.Cleanup(func() { d.drop(t, s) })
	d.App, d.Login, d.Owner = open(t, d.AppDSN), open(t, d.LoginDSN), open(t, d.OwnerDSN)
	if d.Super, err = sql.Open("pgx", d.SuperDSN); err != nil {
		t.Fatalf("test database: %v", err)
	}
	return d
}

// Server is the server that the package's tests share, for tests that need it stopped, filled or pooled in their own way.
func Server(t testing.TB) *localpg.Server {
	t.Helper()
	s, err := server()
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	return s
}

// Exec runs statements as superuser; the test fails when they do.
func (d *DB) Exec(t testing.TB, statement string, args ...any) {
	t.Helper()
	if _, err := d.Super.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func open(t testing.TB, dsn string) *gorm.DB {
	t.Helper()
	db, err := tenants.Open(dsn, tenants.Options{MaxConns: 10})
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	return db
}

func (d *DB) drop(t testing.TB, s *localpg.Server) {
	for _, db := range []*gorm.DB{d.App, d.Login, d.Owner} {
		if db == nil {
			continue
		}
		if pool, err := db.DB(); err == nil {
			_ = pool.Close()
		}
	}
	if d.Super != nil {
		_ = d.Super.Close()
	}
	if err := onServer(s, `DROP DATABASE `+d.Name+` WITH (FORCE)`); err != nil {
		t.Errorf("drop the test database: %v", err)
	}
}

// admin is the one connection on which databases are made and dropped.
var admin *pgx.Conn

func onServer(s *localpg.Server, statement string) error {
	making.Lock()
	defer making.Unlock()
	ctx := context.Background() // a test's own context has ended when its database is dropped
	if admin == nil || admin.IsClosed() {
		conn, err := pgx.Connect(ctx, s.DSN("postgres"))
		if err != nil {
			return err
		}
		admin = conn
	}
	_, err := admin.Exec(ctx, statement)
	return err
}
