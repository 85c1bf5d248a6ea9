package tenants

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// Duplicate tells whether a statement failed because it would have broken the unique constraint of that name.
func Duplicate(err error, constraint string) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && refused.Code == "23505" && refused.ConstraintName == constraint
}
