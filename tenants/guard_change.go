package tenants

import (
	"fmt"
	"reflect"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// guardUpdate refuses updates of every row and updates that would give a row to another tenant.
func guardUpdate(db *gorm.DB) {
	field, tenant := admit(db)
	if field == nil || db.Error != nil {
		return
	}
	if err := bounded(db.Statement, field); err != nil {
		_ = db.AddError(err)
		return
	}
	if given(db.Statement, field, tenant) {
		_ = db.AddError(ErrOtherTenant)
	}
}

// guardDelete refuses deletes of every row.
func guardDelete(db *gorm.DB) {
	field, tenant := admit(db)
	if field == nil || db.Error != nil {
		return
	}
	if err := bounded(db.Statement, field); err != nil {
		_ = db.AddError(err)
		return
	}
	// GORM deletes by the whole key: without its tenant a row given by id alone would never be found.
	complete(db.Statement, db.Statement.ReflectValue, field, tenant)
	if model := reflect.ValueOf(db.Statement.Model); model.Kind() == reflect.Pointer {
		complete(db.Statement, model.Elem(), field, tenant)
	}
}

// bounded repeats GORM's check for missing conditions, which our own predicate would satisfy: a forgotten WHERE must not
// rewrite a whole tenant. AllowGlobalUpdate does not lift it.
func bounded(stmt *gorm.Statement, field *schema.Field) error {
	if c, ok := stmt.Clauses["WHERE"]; ok {
		where, ok := c.Expression.(clause.Where)
		if !ok {
			return fmt.Errorf("%w: WHERE", ErrUnreadable)
		}
		if conditioned(where.Exprs) {
			return nil
		}
	}
	if keyed(stmt, stmt.ReflectValue, field) || keyed(stmt, reflect.ValueOf(stmt.Model), field) {
		return nil
	}
	return ErrUnbounded
}

// keyed tells whether a value names rows by more than their tenant, in which case GORM adds that key as a condition.
func keyed(stmt *gorm.Statement, rv reflect.Value, field *schema.Field) bool {
	rv = indirect(rv)
	switch {
	case !rv.IsValid():
		return false
	case rv.Kind() == reflect.Slice || rv.Kind() == reflect.Array:
		for i := range rv.Len() {
			if !keyed(stmt, rv.Index(i), field) {
				return false
			}
		}
		return rv.Len() > 0
	case rv.Type() != stmt.Schema.ModelType:
		return false
	}
	return slices.ContainsFunc(stmt.Schema.PrimaryFields, func(f *schema.Field) bool {
		_, zero := f.ValueOf(stmt.Context, rv)
		return f != field && !zero
	})
}

// complete adds the tenant to values that are to be deleted by their key.
func complete(stmt *gorm.Statement, rv reflect.Value, field *schema.Field, tenant ID) {
	rv = indirect(rv)
	switch {
	case !rv.IsValid():
	case rv.Kind() == reflect.Slice || rv.Kind() == reflect.Array:
		for i := range rv.Len() {
			complete(stmt, rv.Index(i), field, tenant)
		}
	case rv.Type() == stmt.Schema.ModelType && rv.CanAddr() && keyed(stmt, rv, field):
		if _, zero := field.ValueOf(stmt.Context, rv); zero {
			_ = stmt.DB.AddError(field.Set(stmt.Context, rv, tenant))
		}
	}
}

// given tells whether an update would set the tenant to another.
func given(stmt *gorm.Statement, field *schema.Field, tenant ID) bool {
	if set, ok := stmt.Clauses["SET"].Expression.(clause.Set); ok && movesTenant(set, field, tenant) {
		return true
	}
	dest := indirect(reflect.ValueOf(stmt.Dest))
	if !dest.IsValid() {
		return false
	}
	if row, ok := dest.Interface().(map[string]any); ok {
		for key, value := range row {
			if stmt.Schema.LookUpField(key) == field && sameTenant(value, tenant) != nil {
				return true
			}
		}
		return false
	}
	if dest.Kind() != reflect.Struct {
		return false
	}
	other := &gorm.Statement{DB: stmt.DB}
	if err := other.Parse(dest.Interface()); err != nil {
		return false // GORM cannot update from it either
	}
	f := other.Schema.LookUpField(field.DBName)
	if f == nil {
		return false
	}
	value, zero := f.ValueOf(stmt.Context, dest)
	return !zero && sameTenant(value, tenant) != nil
}

func indirect(rv reflect.Value) reflect.Value {
	for rv.IsValid() && (rv.Kind() == reflect.Pointer || rv.Kind() == reflect.Interface) {
		rv = rv.Elem()
	}
	return rv
}
