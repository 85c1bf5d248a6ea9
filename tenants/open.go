package tenants

import (
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Options tune a connection pool.
type Options struct {
	MaxConns      int    // 0: 20
	QueryExecMode string // as pgx names them; empty: cache_describe, which a transaction-mode pooler can serve
}

// Open gives a GORM handle with the Guard installed. Nothing is connected yet.
func Open(dsn string, o Options) (*gorm.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("the database's address cannot be read") // the cause may hold the password
	}
	if config.DefaultQueryExecMode, err = ExecMode(o.QueryExecMode); err != nil {
		return nil, err
	}
	pool := stdlib.OpenDB(*config)
	if o.MaxConns == 0 {
		o.MaxConns = 20
	}
	pool.SetMaxOpenConns(o.MaxConns)
	pool.SetMaxIdleConns(o.MaxConns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(time.Hour)
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), &gorm.Config{
		SkipDefaultTransaction: true, // Tx opens the one transaction there is
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard, // GORM's writes values, which are patients' data
	})
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := db.Use(Guard{}); err != nil {
		return nil, fmt.Errorf("install the guard: %w", err)
	}
	return db, nil
}

// ExecMode reads the name of a way to send statements; empty means cache_describe, which a transaction-mode pooler can serve.
func ExecMode(name string) (pgx.QueryExecMode, error) {
	if name == "" {
		return pgx.QueryExecModeCacheDescribe, nil
	}
	for _, mode := range []pgx.QueryExecMode{pgx.QueryExecModeCacheDescribe, pgx.QueryExecModeDescribeExec,
		pgx.QueryExecModeExec, pgx.QueryExecModeSimpleProtocol, pgx.QueryExecModeCacheStatement} {
		// pgx prints them with spaces; its connection strings write them with underscores.
		if mode.String() == name || underscored(mode.String()) == name {
			return mode, nil
		}
	}
	return 0, fmt.Errorf("the query mode %q is not one of cache_describe, describe_exec, exec, simple_protocol, cache_statement", name)
}

func underscored(words string) string {
	out := []byte(words)
	for i, c := range out {
		if c == ' ' {
			out[i] = '_'
		}
	}
	return string(out)
}
