package tenants

import (
	"context"
	"database/sql"

	"gorm.io/gorm"
)

// Reviewer asks and writes.
type Reviewer interface {
	Reader
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

const reviewRefusal = "Records of outliers are for the national audit team."

// Review runs fn on a transaction in which the national audit team works on the records of outliers of every centre, and on nothing
// else: a role that may not even see that there are children. Who works on what is written down before. fn's writes are committed
// when it returns nil.
func Review(ctx context.Context, db *gorm.DB, look Look, fn func(Reviewer) error) error {
	return nationally(ctx, db, gate{ManageOutliers, reviewRefusal, "set local role pinktick_reviewer"}, look, func(n nation) error { return fn(n) })
}

// ReviewRead is Review that cannot write, for whoever may see outliers.
func ReviewRead(ctx context.Context, db *gorm.DB, look Look, fn func(Reader) error) error {
	return nationally(ctx, db, gate{SeeOutliers, reviewRefusal, "set local role pinktick_reviewer;set transaction read only"}, look, func(n nation) error { return fn(n) })
}
