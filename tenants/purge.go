package tenants

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// Purge erases what has been deleted for 30 days, with all that hangs from it, and the idempotency keys that nobody can send
// again. It is no tenant's: what is old enough is the database's own to say. It gives the number of records erased.
func Purge(ctx context.Context, db *gorm.DB) (int64, error) {
	var purged int64
	if err := db.Statement.ConnPool.QueryRowContext(ctx, `select keeping.purge()`).Scan(&purged); err != nil {
		return 0, fmt.Errorf("purge: %w", err)
	}
	return purged, nil
}
