package jobs

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pinktick/pinktick/tenants"
)

// connections are those of one replica's queue.
const connections = 4

// OpenPool makes the pool for Options.Pool; mode is how statements are sent, as for tenants.Open. It does not connect yet.
func OpenPool(ctx context.Context, address, mode string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, errors.New("the database's address cannot be read") // the cause may hold the password
	}
	if config.ConnConfig.DefaultQueryExecMode, err = tenants.ExecMode(mode); err != nil {
		return nil, err
	}
	config.MaxConns = connections
	return pgxpool.NewWithConfig(ctx, config)
}
