package tenants_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// attempts are statements of every kind, each of which the guard must refuse in the given way.
var attempts = map[string]struct {
	want error
	do   func(tx *gorm.DB) error
}{
	"unmarked model":         {tenants.ErrUnguarded, func(tx *gorm.DB) error { return tx.Find(&[]stray{}).Error }},
	"unmarked model, create": {tenants.ErrUnguarded, func(tx *gorm.DB) error { return tx.Create(&stray{Surname: "x"}).Error }},
	"soft deletion before":   {tenants.ErrUnguarded, func(tx *gorm.DB) error { return tx.Delete(&softLate{ID: 1}).Error }},
	"update of everything":   {tenants.ErrUnbounded, func(tx *gorm.DB) error { return tx.Model(&row{}).Update("surname", "x").Error }},
	"update, allowed globally": {tenants.ErrUnbounded, func(tx *gorm.DB) error {
		return tx.Session(&gorm.Session{AllowGlobalUpdate: true}).Model(&row{}).Update("surname", "x").Error
	}},
	"update by tenant alone": {tenants.ErrUnbounded, func(tx *gorm.DB) error { return tx.Model(&row{TenantID: tenantOf(tx)}).Update("surname", "x").Error }},
	"update, statement reused": {tenants.ErrUnbounded, func(tx *gorm.DB) error {
		q := tx.Model(&row{})
		q.Find(&[]row{})
		return q.Update("surname", "x").Error
	}},
	"delete of everything":    {tenants.ErrUnbounded, func(tx *gorm.DB) error { return tx.Delete(&row{}).Error }},
	"delete by tenant alone":  {tenants.ErrUnbounded, func(tx *gorm.DB) error { return tx.Delete(&row{TenantID: tenantOf(tx)}).Error }},
	"delete, one without key": {tenants.ErrUnbounded, func(tx *gorm.DB) error { return tx.Delete(&[]row{{ID: 1}, {}}).Error }},
	"create for another":      {tenants.ErrOtherTenant, func(tx *gorm.DB) error { return tx.Create(&row{TenantID: another}).Error }},
	"create several":          {tenants.ErrOtherTenant, func(tx *gorm.DB) error { return tx.Create(&[]*row{{}, {TenantID: another}}).Error }},
	"create from a map": {tenants.ErrOtherTenant, func(tx *gorm.DB) error {
		return tx.Model(&row{}).Create(map[string]any{"tenant_id": string(another)}).Error
	}},
	"create from a map, field": {tenants.ErrOtherTenant, func(tx *gorm.DB) error { return tx.Model(&row{}).Create(&map[string]any{"TenantID": another}).Error }},
	"create from maps": {tenants.ErrOtherTenant, func(tx *gorm.DB) error {
		return tx.Model(&row{}).Create([]map[string]any{{"surname": "x"}, {"tenant_id": another}}).Error
	}},
	"create, by expression": {tenants.ErrOtherTenant, func(tx *gorm.DB) error {
		return tx.Model(&row{}).Create(map[string]any{"tenant_id": gorm.Expr("gen_random_uuid()")}).Error
	}},
	"give away": {tenants.ErrOtherTenant, func(tx *gorm.DB) error { return tx.Model(&row{ID: 1}).Update("tenant_id", another).Error }},
	"give away by field": {tenants.ErrOtherTenant, func(tx *gorm.DB) error {
		return tx.Model(&row{ID: 1}).Updates(map[string]any{"TenantID": another}).Error
	}},
	"give away by struct":  {tenants.ErrOtherTenant, func(tx *gorm.DB) error { return tx.Model(&row{ID: 1}).Updates(row{TenantID: another}).Error }},
	"give away, hooks off": {tenants.ErrOtherTenant, func(tx *gorm.DB) error { return tx.Model(&row{ID: 1}).UpdateColumn("tenant_id", another).Error }},
	"give away by clause": {tenants.ErrOtherTenant, func(tx *gorm.DB) error {
		return tx.Model(&row{ID: 1}).Clauses(clause.Set{{Column: clause.Column{Name: "tenant_id"}, Value: another}}).Updates(map[string]any{}).Error
	}},
	"give away by upsert": {tenants.ErrOtherTenant, func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.Assignments(map[string]any{"tenant_id": another})}).Create(&row{}).Error
	}},
	"save another's":   {tenants.ErrOtherTenant, func(tx *gorm.DB) error { return tx.Save(&row{TenantID: another, ID: 1}).Error }},
	"unreadable where": {tenants.ErrUnreadable, func(tx *gorm.DB) error { return tx.Model(&row{}).Clauses(oddWhere{}).Update("surname", "x").Error }},
	"another's context": {tenants.ErrOtherTenant, func(tx *gorm.DB) error {
		return tx.WithContext(tenants.Into(context.Background(), tenants.Tenant{ID: another})).Find(&[]row{}).Error
	}},
	"context dropped":      {tenants.ErrNoTenant, func(tx *gorm.DB) error { return tx.WithContext(context.Background()).Find(&[]row{}).Error }},
	"raw, context dropped": {tenants.ErrNoTenant, func(tx *gorm.DB) error { return tx.WithContext(context.Background()).Exec("select 1").Error }},
}

const another = tenants.ID("11111111-2222-4333-8444-555555555555")

func tenantOf(tx *gorm.DB) tenants.ID {
	t, _ := tenants.From(tx.Statement.Context)
	return t.ID
}

type oddWhere struct{}

func (oddWhere) Name() string                   { return "WHERE" }
func (oddWhere) Build(b clause.Builder)         { _, _ = b.WriteString("true") }
func (w oddWhere) MergeClause(c *clause.Clause) { c.Expression = w }

func TestRefused(t *testing.T) {
	w := tenantstest.New(t)
	id := w.AddCase(t, w.Leeds, "Kept")
	for name, attempt := range attempts {
		err := tenants.Tx(w.Leeds.As(t.Context(), tenants.Editor), w.App, attempt.do)
		if !errors.Is(err, attempt.want) {
			t.Errorf("%s: %v, want %v", name, err, attempt.want)
		}
	}
	var surname string
	var n int
	if err := w.Super.QueryRow(`select max(surname), count(*) from cases where id = $1`, id).Scan(&surname, &n); err != nil || surname != "Kept" || n != 1 {
		t.Errorf("afterwards: %q, %d rows, %v", surname, n, err)
	}
}

// outside are statements of every kind; the guard refuses each without a tenant, and each outside Tx.
var outside = map[string]func(db *gorm.DB) error{
	"find":        func(db *gorm.DB) error { return db.Find(&[]row{}).Error },
	"first":       func(db *gorm.DB) error { return db.First(&row{}).Error },
	"count":       func(db *gorm.DB) error { var n int64; return db.Model(&row{}).Count(&n).Error },
	"pluck":       func(db *gorm.DB) error { return db.Model(&row{}).Pluck("surname", &[]string{}).Error },
	"scan":        func(db *gorm.DB) error { return db.Model(&row{}).Scan(&[]row{}).Error },
	"row":         func(db *gorm.DB) error { _, err := db.Model(&row{}).Rows(); return err },
	"preload":     func(db *gorm.DB) error { return db.Preload("Reads").Find(&[]row{}).Error },
	"joins":       func(db *gorm.DB) error { return db.Joins("Case").Find(&[]read{}).Error },
	"create":      func(db *gorm.DB) error { return db.Create(&row{}).Error },
	"create maps": func(db *gorm.DB) error { return db.Model(&row{}).Create(map[string]any{"surname": "x"}).Error },
	"batches":     func(db *gorm.DB) error { return db.CreateInBatches(&[]row{{}, {}}, 1).Error },
	"save":        func(db *gorm.DB) error { return db.Save(&row{ID: 1}).Error },
	"update":      func(db *gorm.DB) error { return db.Model(&row{ID: 1}).Update("surname", "x").Error },
	"delete":      func(db *gorm.DB) error { return db.Delete(&row{ID: 1}).Error },
	"unscoped":    func(db *gorm.DB) error { return db.Unscoped().Delete(&row{ID: 1}).Error },
	"raw":         func(db *gorm.DB) error { return db.Raw("select * from cases").Scan(&[]row{}).Error },
	"raw rows":    func(db *gorm.DB) error { _, err := db.Raw("select 1").Rows(); return err },
	"raw find":    func(db *gorm.DB) error { return db.Raw("select 1").Find(&[]row{}).Error },
	"exec":        func(db *gorm.DB) error { return db.Exec("update cases set surname = 'x'").Error },
	"table":       func(db *gorm.DB) error { return db.Table("cases").Find(&[]map[string]any{}).Error },
	"table model": func(db *gorm.DB) error { return db.Model(&country{}).Table("cases").Find(&[]country{}).Error },
	"from": func(db *gorm.DB) error {
		return db.Model(&country{}).Clauses(clause.From{Tables: []clause.Table{{Name: "cases"}}}).Find(&[]country{}).Error
	},
	"raw join": func(db *gorm.DB) error { return db.Joins("join cases on true").Find(&[]country{}).Error },
	"migrator": func(db *gorm.DB) error { return db.Migrator().DropTable("cases") },
	"transaction": func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error { return tx.Exec("select 1").Error })
	},
	"connection": func(db *gorm.DB) error {
		return db.Connection(func(tx *gorm.DB) error { return tx.Exec("select 1").Error })
	},
	"prepared": func(db *gorm.DB) error { return db.Session(&gorm.Session{PrepareStmt: true}).Exec("select 1").Error },
}

func TestOutside(t *testing.T) {
	w := tenantstest.New(t)
	for name, do := range outside {
		if err := do(w.App.WithContext(t.Context())); !errors.Is(err, tenants.ErrNoTenant) {
			t.Errorf("%s without a tenant: %v", name, err)
		}
		if err := do(w.App.WithContext(w.Leeds.As(t.Context(), tenants.Editor))); !errors.Is(err, tenants.ErrOutsideTx) {
			t.Errorf("%s outside Tx: %v", name, err)
		}
	}
	if err := w.App.Find(&[]country{}).Error; err != nil {
		t.Errorf("a global model needs no tenant: %v", err)
	}
	if err := tenants.Tx(t.Context(), w.App, nil); !errors.Is(err, tenants.ErrNoTenant) {
		t.Errorf("Tx without a tenant: %v", err)
	}
	if err := tenants.Tx(tenants.Into(t.Context(), tenants.Tenant{ID: "x' or true --"}), w.App, nil); !errors.Is(err, tenants.ErrNoTenant) {
		t.Errorf("Tx with what is no id: %v", err)
	}
}

// TestAllowed is the other half: what a store does works, and touches the tenant's rows only.
func TestAllowed(t *testing.T) {
	w := tenantstest.New(t)
	theirs := w.AddCase(t, w.Manchester, "Theirs")
	ours := w.AddCase(t, w.Leeds, "Ours")
	hospital := w.Leeds.Hospitals[0].ID
	// For the upsert and the deletions: the product itself never changes a key, and marks a case.
	w.Exec(t, `grant update on answer_keys to pinktick_app; grant delete on cases to pinktick_app`)
	steps := []struct {
		name string
		do   func(tx *gorm.DB) (int64, error)
		want int64
	}{
		{"or cannot widen", func(tx *gorm.DB) (n int64, err error) {
			err = tx.Model(&row{}).Where("id = ?", ours).Or("id = ?", theirs).Or("1 = 1").Count(&n).Error
			return
		}, 1},
		{"or hidden in text", func(tx *gorm.DB) (n int64, err error) {
			err = tx.Model(&row{}).Where("id = ?\nor\t1 = 1", ours).Count(&n).Error
			return
		}, 1},
		{"or comes first", func(tx *gorm.DB) (n int64, err error) { err = tx.Model(&row{}).Or("true").Count(&n).Error; return }, 1},
		{"or added to a used statement", func(tx *gorm.DB) (n int64, err error) {
			q := tx.Model(&row{}).Where("id = ?", ours)
			q.Count(&n)
			err = q.Or("true").Count(&n).Error
			return
		}, 1},
		{"not", func(tx *gorm.DB) (n int64, err error) {
			err = tx.Model(&row{}).Not("id = ?", ours).Count(&n).Error
			return
		}, 0},
		{"unscoped", func(tx *gorm.DB) (n int64, err error) { err = tx.Unscoped().Model(&row{}).Count(&n).Error; return }, 1},
		{"another's by key", func(tx *gorm.DB) (int64, error) { return found(tx.First(&row{}, theirs)) }, 0},
		{"subquery", func(tx *gorm.DB) (n int64, err error) {
			err = tx.Model(&row{}).Where("id in (?)", tx.Model(&row{}).Select("id")).Count(&n).Error
			return
		}, 1},
		{"row", func(tx *gorm.DB) (n int64, err error) {
			err = tx.Model(&row{}).Select("count(*)").Row().Scan(&n)
			return
		}, 1},
		{"raw sees own rows only", func(tx *gorm.DB) (n int64, err error) {
			err = tx.Raw("select count(*) from cases").Scan(&n).Error
			return
		}, 1},
		{"table sees own rows only", func(tx *gorm.DB) (n int64, err error) { err = tx.Table("cases").Count(&n).Error; return }, 1},
		{"raw join sees own rows only", func(tx *gorm.DB) (n int64, err error) {
			err = tx.Model(&row{}).Joins("join cases c on true").Count(&n).Error
			return
		}, 1},
		{"update by condition", changed(func(tx *gorm.DB) *gorm.DB { return tx.Model(&row{}).Where("true").Update("surname", "New") }), 1},
		{"update another's", changed(func(tx *gorm.DB) *gorm.DB { return tx.Model(&row{ID: theirs}).Update("surname", "New") }), 0},
		{"update by key", changed(func(tx *gorm.DB) *gorm.DB { return tx.Model(&row{ID: ours}).Update("surname", "New") }), 1},
		{"update, naming own tenant", changed(func(tx *gorm.DB) *gorm.DB {
			return tx.Model(&row{ID: ours}).Updates(map[string]any{"tenant_id": tenantOf(tx), "surname": "New"})
		}), 1},
		{"delete another's", changed(func(tx *gorm.DB) *gorm.DB { return tx.Delete(&row{ID: theirs}) }), 0},
		{"delete by condition", changed(func(tx *gorm.DB) *gorm.DB { return tx.Where("1 = 1 or true").Delete(&row{}) }), 1},
		{"delete by key", changed(func(tx *gorm.DB) *gorm.DB { return tx.Delete(&row{ID: ours}) }), 1},
		{"delete several", changed(func(tx *gorm.DB) *gorm.DB { return tx.Delete(&[]row{{ID: ours}, {ID: theirs}}) }), 1},
		{"create stamps", func(tx *gorm.DB) (int64, error) {
			r := row{Surname: "A"}
			err := tx.Create(&r).Error
			if r.TenantID != w.Leeds.ID || r.ID == 0 {
				err = errors.Join(err, errors.New("not stamped"))
			}
			return 1, err
		}, 1},
		{"create several", changed(func(tx *gorm.DB) *gorm.DB {
			return tx.Create(&[]*row{{}, {TenantID: w.Leeds.ID}})
		}), 2},
		{"create from maps", changed(func(tx *gorm.DB) *gorm.DB {
			return tx.Model(&key{}).Create([]map[string]any{
				{"person_id": hospital, "key": hospital, "case_id": ours, "fingerprint": []byte{1}, "revision": 1},
				{"person_id": string(w.Leeds.ID), "key": hospital, "case_id": ours, "fingerprint": []byte{1}, "revision": 1, "TenantID": w.Leeds.ID}})
		}), 2},
		{"batches", changed(func(tx *gorm.DB) *gorm.DB {
			return tx.CreateInBatches(&[]row{{}, {}, {}}, 2)
		}), 3},
		{"save", changed(func(tx *gorm.DB) *gorm.DB {
			return tx.Save(&row{TenantID: w.Leeds.ID, ID: ours, Surname: "Saved"})
		}), 1},
		{"upsert", changed(func(tx *gorm.DB) *gorm.DB {
			k := key{PersonID: hospital, Key: hospital, CaseID: ours, Fingerprint: []byte{1}}
			tx.Create(&k)
			k.Revision = 7
			return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&k)
		}), 1},
		{"first or create", changed(func(tx *gorm.DB) *gorm.DB {
			return tx.Where(row{Surname: "Made"}).Attrs(row{}).FirstOrCreate(&row{})
		}), 1},
	}
	for _, step := range steps {
		err := tenants.Tx(w.Leeds.As(t.Context(), tenants.Editor), w.App, func(tx *gorm.DB) error {
			got, err := step.do(tx)
			if err == nil && got != step.want {
				t.Errorf("%s: %d rows, want %d", step.name, got, step.want)
			}
			return errors.Join(err, errUndo)
		})
		if strings.TrimSpace(strings.Replace(err.Error(), errUndo.Error(), "", 1)) != "" {
			t.Errorf("%s: %v", step.name, err)
		}
	}
}

var errUndo = errors.New("undo")

func found(tx *gorm.DB) (int64, error) {
	if errors.Is(tx.Error, gorm.ErrRecordNotFound) {
		return 0, nil
	}
	return tx.RowsAffected, tx.Error
}

func changed(do func(tx *gorm.DB) *gorm.DB) func(tx *gorm.DB) (int64, error) {
	return func(tx *gorm.DB) (int64, error) { r := do(tx); return r.RowsAffected, r.Error }
}
