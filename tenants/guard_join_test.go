package tenants_test

import (
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// TestAssociations: joins and preloads stay inside, and do not panic for want of a context of their own.
func TestAssociations(t *testing.T) {
	w := tenantstest.New(t)
	id := w.AddCase(t, w.Leeds, "Ours")
	w.Exec(t, `insert into record_reads (tenant_id, case_id, person_id, request_id) values ($1, $2, $3, 'r')`, string(w.Leeds.ID), id, w.Leeds.Hospitals[0].ID)
	err := tenants.Tx(w.Leeds.As(t.Context(), tenants.Viewer), w.App, func(tx *gorm.DB) error {
		var reads []read
		q := tx.Joins("Case").Find(&reads)
		if q.Error != nil || len(reads) != 1 || reads[0].Case == nil || reads[0].Case.Surname != "Ours" {
			t.Errorf("join: %v, %+v", q.Error, reads)
		}
		sql := tx.Session(&gorm.Session{DryRun: true}).Joins("Case").Find(&[]read{}).Statement.SQL.String()
		if strings.Count(sql, `"tenant_id" = $`) != 2 {
			t.Errorf("the join is not held on both sides: %s", sql)
		}
		var rows []row
		if err := tx.Preload("Reads").Find(&rows).Error; err != nil || len(rows) != 1 || len(rows[0].Reads) != 1 {
			t.Errorf("preload: %v, %+v", err, rows)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestSoftDeleteAfterTenant(t *testing.T) {
	w := tenantstest.New(t)
	_ = tenants.Tx(w.Leeds.As(t.Context(), tenants.Viewer), w.App, func(tx *gorm.DB) error {
		sql := tx.Session(&gorm.Session{DryRun: true}).Delete(&soft{ID: 5}).Statement.SQL.String()
		if !strings.Contains(sql, `"tenant_id" = $`) {
			t.Errorf("soft deletion is not held to the tenant: %s", sql)
		}
		return nil
	})
}

func TestUnguardedModels(t *testing.T) {
	w := tenantstest.New(t)
	if got := tenants.UnguardedModels(w.App, &row{}, &read{}, &key{}, &country{}); len(got) != 0 {
		t.Error(got)
	}
	if got := tenants.UnguardedModels(w.App, &stray{}, &softLate{}); len(got) != 2 {
		t.Error(got)
	}
}
