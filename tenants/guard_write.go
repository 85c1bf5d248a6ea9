package tenants

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// guardCreate stamps new rows with the tenant and refuses those that name another.
func guardCreate(db *gorm.DB) {
	field, tenant := admit(db)
	if field == nil || db.Error != nil {
		return
	}
	if err := stamp(db.Statement, field, tenant); err != nil {
		_ = db.AddError(err)
		return
	}
	holdConflict(db, field, tenant)
}

// stamp writes the tenant into what is being created: structs, slices of them, maps, slices of maps.
func stamp(stmt *gorm.Statement, field *schema.Field, tenant ID) error {
	switch dest := stmt.Dest.(type) {
	case map[string]any:
		return stampMap(stmt.Schema, dest, field, tenant)
	case *map[string]any:
		return stampMap(stmt.Schema, *dest, field, tenant)
	case []map[string]any:
		return stampMaps(stmt.Schema, dest, field, tenant)
	case *[]map[string]any:
		return stampMaps(stmt.Schema, *dest, field, tenant)
	}
	switch rv := stmt.ReflectValue; rv.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range rv.Len() {
			if err := stampStruct(stmt, reflect.Indirect(rv.Index(i)), field, tenant); err != nil {
				return err
			}
		}
		return nil
	default:
		return stampStruct(stmt, rv, field, tenant)
	}
}

func stampStruct(stmt *gorm.Statement, rv reflect.Value, field *schema.Field, tenant ID) error {
	if !rv.IsValid() || rv.Type() != stmt.Schema.ModelType {
		return gorm.ErrInvalidValue
	}
	value, zero := field.ValueOf(stmt.Context, rv)
	if !zero {
		return sameTenant(value, tenant)
	}
	if !rv.CanAddr() {
		return gorm.ErrInvalidValue
	}
	return field.Set(stmt.Context, rv, tenant)
}

func stampMaps(s *schema.Schema, rows []map[string]any, field *schema.Field, tenant ID) error {
	for _, row := range rows {
		if err := stampMap(s, row, field, tenant); err != nil {
			return err
		}
	}
	return nil
}

func stampMap(s *schema.Schema, row map[string]any, field *schema.Field, tenant ID) error {
	named := false
	for key, value := range row {
		if s.LookUpField(key) == field {
			if err := sameTenant(value, tenant); err != nil {
				return err
			}
			named = true
		}
	}
	if !named {
		row[field.DBName] = tenant
	}
	return nil
}

// sameTenant compares a value somebody gave with the tenant. Expressions count as another: they are not known yet.
func sameTenant(value any, tenant ID) error {
	if p, ok := value.(*ID); ok && p != nil {
		value = *p
	}
	switch value.(type) {
	case ID, string:
		if id, err := ParseID(fmt.Sprint(value)); err == nil && id == tenant {
			return nil
		}
	}
	return ErrOtherTenant
}

// holdConflict holds the update half of an upsert to the tenant's own rows: a key that is unique across tenants would
// otherwise lead to somebody else's.
func holdConflict(db *gorm.DB, field *schema.Field, tenant ID) {
	c, ok := db.Statement.Clauses["ON CONFLICT"]
	if !ok {
		return
	}
	conflict, ok := c.Expression.(clause.OnConflict)
	if !ok {
		_ = db.AddError(fmt.Errorf("%w: ON CONFLICT", ErrUnreadable))
		return
	}
	if movesTenant(conflict.DoUpdates, field, tenant) {
		_ = db.AddError(ErrOtherTenant)
		return
	}
	if !conflict.UpdateAll && len(conflict.DoUpdates) == 0 {
		return
	}
	if len(conflict.Where.Exprs) > 0 {
		conflict.Where.Exprs = []clause.Expression{enclosed(slices.Clone(conflict.Where.Exprs))}
	}
	conflict.Where.Exprs = append(conflict.Where.Exprs, isTenant{field.DBName, tenant})
	c.Expression = conflict
	db.Statement.Clauses["ON CONFLICT"] = c
}

// movesTenant tells whether assignments would give rows to another tenant.
func movesTenant(set clause.Set, field *schema.Field, tenant ID) bool {
	for _, a := range set {
		name := strings.ToLower(a.Column.Name)
		if name != field.DBName && a.Column.Name != field.Name {
			continue
		}
		if from, ok := a.Value.(clause.Column); ok && from.Table == "excluded" && from.Name == field.DBName {
			continue // what was to be inserted, and that is stamped
		}
		if sameTenant(a.Value, tenant) != nil {
			return true
		}
	}
	return false
}
