package tenants

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// Guard is the first wall, a GORM plugin: it refuses what is not held to the tenant in the context. Open installs it.
type Guard struct{}

const guardName = "pinktick:tenants"

// Global marks a model whose rows belong to nobody: reference data that every tenant may read.
type Global interface{ TenantGlobal() }

// Name implements gorm.Plugin.
func (Guard) Name() string { return guardName }

// Initialize implements gorm.Plugin. Each check runs last before GORM builds its statement, after any hook.
func (Guard) Initialize(db *gorm.DB) error {
	cb := db.Callback()
	return errors.Join(
		cb.Query().Before("gorm:query").Register(guardName, guardRead),
		cb.Row().Before("gorm:row").Register(guardName, guardRead),
		cb.Create().Before("gorm:create").Register(guardName, guardCreate),
		cb.Update().Before("gorm:update").Register(guardName, guardUpdate),
		cb.Delete().Before("gorm:delete").Register(guardName, guardDelete),
		cb.Raw().Before("gorm:raw").Register(guardName, guardRaw),
	)
}

// guarded tells whether the plugin stands before all six kinds of statement.
func guarded(db *gorm.DB) bool {
	cb := db.Callback()
	return cb.Query().Get(guardName) != nil && cb.Row().Get(guardName) != nil && cb.Create().Get(guardName) != nil &&
		cb.Update().Get(guardName) != nil && cb.Delete().Get(guardName) != nil && cb.Raw().Get(guardName) != nil
}

// guardRead checks queries and rows; ID's clauses add the predicate.
func guardRead(db *gorm.DB) { _, _ = admit(db) }

// savepoint is what GORM sends for a nested transaction. Refused, it would go unnoticed and the inner rollback be lost.
var savepoint = regexp.MustCompile(`^(SAVEPOINT|ROLLBACK TO SAVEPOINT) \w+$`)

// guardRaw lets hand-written statements through inside Tx only.
func guardRaw(db *gorm.DB) {
	if db.Error == nil && !savepoint.MatchString(db.Statement.SQL.String()) {
		_ = db.AddError(armed(db.Statement))
	}
}

// admit decides about a statement on a model. It gives the tenant's column, or nil when there is nothing further to hold
// to the tenant: raw SQL inside Tx, or a global model.
func admit(db *gorm.DB) (*schema.Field, ID) {
	stmt := db.Statement
	if db.Error != nil {
		return nil, ""
	}
	if stmt.SQL.Len() > 0 || stmt.Schema == nil {
		_ = db.AddError(armed(stmt))
		return nil, ""
	}
	field, err := owner(stmt.Schema)
	if err == nil && handWritten(stmt) {
		err = armed(stmt)
	}
	if err == nil && field != nil && !db.DryRun {
		err = armed(stmt)
	}
	if err == nil {
		err = joinsGuarded(stmt)
	}
	if err != nil {
		_ = db.AddError(err)
		return nil, ""
	}
	if field == nil {
		return nil, ""
	}
	tenant, ok := From(stmt.Context)
	if !ok {
		_ = db.AddError(ErrNoTenant)
		return nil, ""
	}
	return field, tenant.ID
}

// armed says whether the statement runs inside Tx, for the tenant that the context still names. What is armed is the
// connection: a context can be handed anywhere.
func armed(stmt *gorm.Statement) error {
	tenant, ok := From(stmt.Context)
	if !ok {
		return ErrNoTenant
	}
	conn, ok := stmt.ConnPool.(*armedConn)
	if !ok {
		return ErrOutsideTx
	}
	if conn.tenant != tenant.ID {
		return ErrOtherTenant
	}
	return nil
}

var idType = reflect.TypeFor[ID]()

// owner gives the column that holds a model's tenant; nil for a global model.
func owner(s *schema.Schema) (*schema.Field, error) {
	if field := s.LookUpField("tenant_id"); field != nil && field.IndirectFieldType == idType {
		// Soft deletion builds its statement at once: a clause before ours would run without the predicate.
		for _, clauses := range [][]clause.Interface{s.QueryClauses, s.UpdateClauses, s.DeleteClauses} {
			if first, ok := clauses[0].(ownRows); !ok || first.field != field {
				return nil, fmt.Errorf("%w: %s must have its tenant before its other special columns", ErrUnguarded, s.Name)
			}
		}
		return field, nil
	}
	if _, ok := reflect.New(s.ModelType).Interface().(Global); ok {
		return nil, nil
	}
	return nil, fmt.Errorf("%w: %s", ErrUnguarded, s.Name)
}

// handWritten finds tables named by hand, which no predicate of ours reaches.
func handWritten(stmt *gorm.Statement) bool {
	if stmt.TableExpr != nil || stmt.Table != stmt.Schema.Table {
		return true
	}
	if from, ok := stmt.Clauses["FROM"].Expression.(clause.From); ok && (len(from.Tables) > 0 || len(from.Joins) > 0) {
		return true
	}
	for _, join := range stmt.Joins {
		if relation(stmt.Schema, join.Name) == nil || join.Expression != nil {
			return true
		}
	}
	return false
}

// joinsGuarded checks the models of joined associations as if each were queried itself.
func joinsGuarded(stmt *gorm.Statement) error {
	for _, join := range stmt.Joins {
		for s, names := stmt.Schema, strings.Split(join.Name, "."); len(names) > 0; names = names[1:] {
			rel := s.Relationships.Relations[names[0]]
			if rel == nil {
				break
			}
			s = rel.FieldSchema
			if _, err := owner(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// relation follows a dotted path of associations; nil when the name is not one.
func relation(s *schema.Schema, path string) *schema.Relationship {
	var rel *schema.Relationship
	for name := range strings.SplitSeq(path, ".") {
		if rel = s.Relationships.Relations[name]; rel == nil {
			return nil
		}
		s = rel.FieldSchema
	}
	return rel
}
