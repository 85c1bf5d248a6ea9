package migrations

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// The database's roles. Each does one thing, so that no single password opens everything.
const (
	Owner  = "pinktick_owner"  // owns everything; used by migrations and the reference data only
	App    = "pinktick_app"    // the server's clinical connections: owns nothing, cannot pass row security
	Login  = "pinktick_login"  // sign-in: people, providers, memberships; no clinical table
	Counts = "pinktick_counts" // nobody signs in as this: owns the views that count across tenants
	Finder = "pinktick_finder" // nor as this: owns the functions that tell which centre holds a child's number
	Keeper = "pinktick_keeper" // nor as this: owns the functions that erase
	Mover  = "pinktick_mover"  // nor as this: owns the functions that move a child from one tenant to another

	// Reviewer keeps the records of outliers and owns the function by which a centre answers. Nobody signs in as this: the server
	// enters it for one transaction of the audit team's at a time, through tenants.Review and tenants.ReviewRead.
	Reviewer = "pinktick_reviewer"

	// National reads the list of every tenant. Nobody signs in as this: the server enters it for one read-only transaction at
	// a time, through tenants.Across.
	National = "pinktick_national"
)

// Passwords sets the password of roles by name; those not named keep theirs, or have none and can only come in where the
// server trusts them.
type Passwords map[string]string

// makeRoles is safe to run again. The owner does not inherit: being a member of the roles that nobody signs in as lets it hand
// views and functions over, and must not open those roles' policies to it; nor does the server's role, which may enter the
// national one and the reviewing one and has none of their rights before it does.
const makeRoles = `
DO $$
DECLARE r text;
BEGIN
    FOREACH r IN ARRAY ARRAY['pinktick_owner', 'pinktick_app', 'pinktick_login', 'pinktick_counts', 'pinktick_finder', 'pinktick_keeper', 'pinktick_mover', 'pinktick_reviewer', 'pinktick_national'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
            EXECUTE format('CREATE ROLE %I', r);
        END IF;
        EXECUTE format('ALTER ROLE %I NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT %s', r,
            CASE WHEN r IN ('pinktick_counts', 'pinktick_finder', 'pinktick_keeper', 'pinktick_mover', 'pinktick_reviewer', 'pinktick_national') THEN 'NOLOGIN' ELSE 'LOGIN' END);
    END LOOP;
    FOREACH r IN ARRAY ARRAY['pinktick_counts', 'pinktick_finder', 'pinktick_keeper', 'pinktick_mover', 'pinktick_reviewer'] LOOP
        IF NOT pg_has_role('pinktick_owner', r, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO pinktick_owner', r);
        END IF;
    END LOOP;
    -- The data is in memory or on a disk without a head. At the default price of a page out of turn PostgreSQL would rather read
    -- the newest of all trusts' children in turn until it has met fifty of one's.
    ALTER ROLE pinktick_app SET random_page_cost = 1.1;
    ALTER ROLE pinktick_app SET jit = off; -- compiling takes longer than any statement of ours
    FOREACH r IN ARRAY ARRAY['pinktick_national', 'pinktick_reviewer'] LOOP
        IF NOT pg_has_role('pinktick_app', r, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO pinktick_app', r);
        END IF;
    END LOOP;
END $$`

// Roles makes the roles, which belong to the whole cluster, with a superuser's address. It may run again, and many at once.
func Roles(ctx context.Context, superuserDSN string, passwords ...Passwords) error {
	return asSuperuser(ctx, superuserDSN, func(conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, makeRoles); err != nil {
			return fmt.Errorf("make the database roles: %w", err)
		}
		for _, set := range passwords {
			for role, password := range set {
				if err := setPassword(ctx, conn, role, password); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Database makes an empty database that belongs to the owner and admits our roles only; one that exists is kept.
func Database(ctx context.Context, superuserDSN, name string) error {
	return asSuperuser(ctx, superuserDSN, func(conn *pgx.Conn) error {
		var exists bool
		if err := conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, name).Scan(&exists); err != nil {
			return fmt.Errorf("look for database %s: %w", name, err)
		}
		quoted := pgx.Identifier{name}.Sanitize()
		if !exists {
			if _, err := conn.Exec(ctx, `CREATE DATABASE `+quoted+` OWNER `+Owner); err != nil {
				return fmt.Errorf("make database %s: %w", name, err)
			}
		}
		_, err := conn.Exec(ctx, `REVOKE ALL ON DATABASE `+quoted+` FROM PUBLIC; GRANT CONNECT ON DATABASE `+quoted+` TO `+App+`, `+Login)
		if err != nil {
			return fmt.Errorf("admit our roles to database %s: %w", name, err)
		}
		return giveSchema(ctx, conn.Config(), name)
	})
}

// giveSchema makes the owner the owner of the schema as well: PostgreSQL gives it to whoever inherits the database's
// ownership, and our owner inherits nothing.
func giveSchema(ctx context.Context, config *pgx.ConnConfig, name string) error {
	config = config.Copy()
	config.Database = name
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("connect to database %s: %w", name, err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, `ALTER SCHEMA public OWNER TO `+Owner); err != nil {
		return fmt.Errorf("give the schema of %s to its owner: %w", name, err)
	}
	return nil
}

// asSuperuser connects and holds our lock meanwhile: two sessions making one role at once would both fail. The lock's
// number differs from the migrations', for advisory locks belong to one database and this may be the same one.
func asSuperuser(ctx context.Context, dsn string, work func(*pgx.Conn) error) error {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return fmt.Errorf("the superuser's address cannot be read")
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("connect as superuser: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // ends the session, and the lock with it
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1)`, int64(lockKey+1)); err != nil {
		return fmt.Errorf("take the roles' lock: %w", err)
	}
	return work(conn)
}

func setPassword(ctx context.Context, conn *pgx.Conn, role, password string) error {
	switch role {
	case Owner, App, Login:
	default:
		return fmt.Errorf("set a password: there is no role %q that signs in", role)
	}
	if strings.ContainsRune(password, 0) {
		return fmt.Errorf("set the password of %s: it holds a zero byte", role)
	}
	// ALTER ROLE takes no parameters, so the server itself does the quoting.
	var statement string
	if err := conn.QueryRow(ctx, `select format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text)`, role, password).Scan(&statement); err != nil {
		return fmt.Errorf("set the password of %s: %w", role, err)
	}
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("set the password of %s failed", role) // the cause quotes the statement
	}
	return nil
}
