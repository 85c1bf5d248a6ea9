// Package migrations holds the schema as plain SQL, forward only, and brings a database up to it. Only the owner's
// connection may; the server itself merely checks that the schema is the one it was built for.
package migrations

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/pinktick/pinktick/pkg/codes"
	"github.com/pinktick/pinktick/pkg/dataset"
)

//go:embed *.sql
var files embed.FS

// Up applies what is pending, fills the audit's calendar ahead and brings the code lists up to this program's. Any number of
// replicas may call it at once: one works, the others wait and find nothing to do. The address must be the owner's and direct: a lock held by a session does not survive a transaction-mode pooler.
func Up(ctx context.Context, ownerDSN string) error {
	db, err := open(ownerDSN)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := isOwner(ctx, db); err != nil {
		return err
	}
	provider, err := newProvider(db)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := upQueue(ctx, db, ownerDSN); err != nil {
		return err
	}
	// A schema that is newer than this program was filled and described by a newer one.
	if have, err := Version(ctx, db); err != nil || have > Latest() {
		return err
	}
	return errors.Join(FillPeriods(ctx, db, time.Now()), describe(ctx, db), codes.Load(ctx, db))
}

// Digest changes whenever the schema, the roles or the code lists would come out differently.
func Digest() string {
	sum := sha256.New()
	_, _ = io.WriteString(sum, makeRoles)
	names, _ := fs.Glob(files, "*.sql")
	for _, name := range names {
		content, _ := files.ReadFile(name)
		_, _ = fmt.Fprintf(sum, "\n%s %d\n%s", name, len(content), content)
	}
	digestQueue(sum)
	_, _ = fmt.Fprintf(sum, "%q %v %v", dataset.Comments(), dataset.RuleCalendar(), dataset.CodeLists())
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

// Latest is the version of the schema this program was built for.
func Latest() int64 {
	provider, err := newProvider(new(sql.DB)) // only the embedded files are read
	if err != nil {
		return 0
	}
	sources := provider.ListSources()
	return sources[len(sources)-1].Version
}

// Version is the version of the schema in the database; 0 when it has none. Any role of ours may ask.
func Version(ctx context.Context, db *sql.DB) (int64, error) {
	var exists bool
	if err := db.QueryRowContext(ctx, `select to_regclass('public.goose_db_version') is not null`).Scan(&exists); err != nil {
		return 0, fmt.Errorf("read the schema's version: %w", err)
	}
	if !exists {
		return 0, nil
	}
	var version int64
	err := db.QueryRowContext(ctx, `select coalesce(max(version_id), 0) from goose_db_version where is_applied`).Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("read the schema's version: %w", err)
	}
	return version, nil
}

// Check says whether the schema is the one this program was built for. A newer one is accepted: during an upgrade the old
// replicas run on for a while, and migrations only ever add what old code does not need.
func Check(ctx context.Context, db *sql.DB) error {
	have, err := Version(ctx, db)
	if err != nil {
		return err
	}
	if want := Latest(); have < want {
		return fmt.Errorf("the database's schema is at version %d and this program needs %d: run the migrate command with the owner's address", have, want)
	}
	return checkQueue(ctx, db)
}

func newProvider(db *sql.DB) (*goose.Provider, error) {
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(sessionLock{}))
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return provider, nil
}

// open connects without cached statements: they would name things a migration has just changed.
func open(dsn string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("the database's address cannot be read") // the cause may hold the password
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	return stdlib.OpenDB(*config), nil
}

// isOwner refuses to migrate as anyone else: what a migration makes belongs to whoever made it, and a superuser's tables
// would not be held by row security at all.
func isOwner(ctx context.Context, db *sql.DB) error {
	var user string
	if err := db.QueryRowContext(ctx, `select current_user`).Scan(&user); err != nil {
		return fmt.Errorf("connect to migrate: %w", err)
	}
	if user != Owner {
		return fmt.Errorf("migrate must run as %s, not as %s", Owner, user)
	}
	return nil
}
