package tenants_test

import (
	"errors"
	"testing"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// rowsOf gives rows one by one, and an error in the end where there is one.
func rowsOf(end error, rows ...[]any) func() ([]any, error) {
	return func() ([]any, error) {
		if len(rows) == 0 {
			return nil, end
		}
		row := rows[0]
		rows = rows[1:]
		return row, nil
	}
}

func TestCopyReachesTemporaryTablesOnly(t *testing.T) {
	w := tenantstest.New(t)
	ctx := w.Leeds.As(t.Context(), tenants.Editor)
	const temporary = `create temporary table incoming (surname text, id bigint) on commit drop`
	err := tenants.Tx(ctx, w.Owner, func(tx *gorm.DB) error {
		if err := tx.Exec(temporary).Error; err != nil {
			return err
		}
		return errors.Join(tenants.Copy(ctx, tx, "incoming", []string{"id", "surname"}, rowsOf(nil, []any{int64(1), "Young"}, []any{int64(2), nil})),
			tx.Exec(`insert into cases (tenant_id, surname) select ?::uuid, surname from incoming order by id`, string(w.Leeds.ID)).Error)
	})
	var n int
	if scanned := w.Super.QueryRow(`select count(*) from cases where surname = 'Young' and tenant_id = $1`, string(w.Leeds.ID)).Scan(&n); err != nil || scanned != nil || n != 1 {
		t.Errorf("%d rows, %v %v", n, err, scanned)
	}
	stopped := errors.New("no more")
	for what, do := range map[string]func(tx *gorm.DB) error{
		"a table under row security": func(tx *gorm.DB) error {
			return tenants.Copy(ctx, tx, "cases", []string{"tenant_id", "surname"}, rowsOf(nil, []any{string(w.Leeds.ID), "Young"}))
		},
		"a source that fails": func(tx *gorm.DB) error {
			return errors.Join(tx.Exec(temporary).Error, tenants.Copy(ctx, tx, "incoming", []string{"id"}, rowsOf(stopped, []any{int64(1)})))
		},
		"another tenant's name": func(tx *gorm.DB) error {
			return tx.Exec(`insert into cases (tenant_id, surname) select ?::uuid, 'Young'`, string(w.Swansea.ID)).Error
		},
	} {
		if err := tenants.Tx(ctx, w.Owner, do); err == nil {
			t.Errorf("%s: taken", what)
		}
	}
	if err := tenants.Copy(ctx, w.Owner, "incoming", nil, rowsOf(nil)); !errors.Is(err, tenants.ErrOutsideTx) {
		t.Errorf("outside a transaction: %v", err)
	}
	if err := w.Super.QueryRow(`select count(*) from cases`).Scan(&n); err != nil || n != 2 {
		t.Errorf("%d rows in all, want the 2 that were copied first; %v", n, err)
	}
}
