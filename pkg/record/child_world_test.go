package record_test

import (
	"context"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
)

var born = ask.NewDate(2016, 8, 7)

// noting keeps the cases whose place is asked for.
type noting []int64

func (told *noting) FindPlaces(_ context.Context, _ *gorm.DB, cases ...int64) {
	*told = append(*told, cases...)
}

// seen counts as the application does for a person at a tenant.
func (w *world) seen(ctx context.Context, sql string, args ...any) int64 {
	w.Helper()
	var n int64
	w.must(tenants.Tx(ctx, w.db.App, func(tx *gorm.DB) error { return tx.Raw(sql, args...).Scan(&n).Error }))
	return n
}
