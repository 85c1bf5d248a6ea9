package login

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// OpenPool makes the pool for Options.Pool. mode is how statements are sent; the empty one is cache_describe, which works
// behind a transaction-mode pooler. It does not connect yet.
func OpenPool(ctx context.Context, address string, most int, mode string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, errors.New("the sign-in database's address is not understood") // its text may hold a password
	}
	modes := map[string]pgx.QueryExecMode{
		"": pgx.QueryExecModeCacheDescribe, "cache_describe": pgx.QueryExecModeCacheDescribe, "exec": pgx.QueryExecModeExec,
		"simple_protocol": pgx.QueryExecModeSimpleProtocol, "describe_exec": pgx.QueryExecModeDescribeExec, "cache_statement": pgx.QueryExecModeCacheStatement,
	}
	found, known := modes[mode]
	if !known {
		return nil, fmt.Errorf("there is no way to send statements called %q", mode)
	}
	config.ConnConfig.DefaultQueryExecMode = found
	config.ConnConfig.ConnectTimeout = 5 * time.Second
	config.ConnConfig.RuntimeParams["application_name"] = "pinktick sign-in"
	if most > 0 {
		config.MaxConns = int32(min(most, 1000))
	}
	return pgxpool.NewWithConfig(ctx, config)
}
