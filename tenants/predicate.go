package tenants

import (
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// ownRows adds "tenant_id = the context's tenant" to a statement's WHERE, or to the ON of a joined association. GORM calls
// it through ID's clauses; Unscoped does not lift it.
type ownRows struct{ field *schema.Field }

// Name implements clause.Interface; the work is done by ModifyStatement.
func (ownRows) Name() string { return "" }

// Build implements clause.Interface.
func (ownRows) Build(clause.Builder) {}

// MergeClause implements clause.Interface.
func (ownRows) MergeClause(*clause.Clause) {}

// ModifyStatement implements gorm.StatementModifier.
func (o ownRows) ModifyStatement(stmt *gorm.Statement) {
	if stmt.SQL.Len() > 0 {
		return // hand-written: the guard decides about it, row security holds it
	}
	// For a join GORM makes a bare statement without a context of its own: the outer one has it.
	tenant, ok := From(stmt.Statement.Context)
	if !ok {
		_ = stmt.DB.AddError(ErrNoTenant)
		stmt.AddClause(clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "false"}}})
		return
	}
	enclose(stmt)
	stmt.AddClause(clause.Where{Exprs: []clause.Expression{isTenant{o.field.DBName, tenant.ID}}})
}

// enclose puts brackets around the conditions so far: a OR b AND tenant would let all of a through. It does so always,
// since an OR may hide in a string of SQL.
func enclose(stmt *gorm.Statement) {
	c, ok := stmt.Clauses["WHERE"]
	if !ok {
		return
	}
	if where, ok := c.Expression.(clause.Where); ok && len(where.Exprs) > 0 {
		c.Expression = clause.Where{Exprs: []clause.Expression{enclosed(slices.Clone(where.Exprs))}}
		stmt.Clauses["WHERE"] = c
	}
}

// enclosed is conditions between brackets.
type enclosed []clause.Expression

// Build implements clause.Expression.
func (e enclosed) Build(b clause.Builder) {
	_ = b.WriteByte('(')
	clause.Where{Exprs: slices.Clone(e)}.Build(b)
	_ = b.WriteByte(')')
}

// isTenant is the predicate itself, a type of its own so that it is never taken for a condition somebody wrote.
type isTenant struct {
	column string
	id     ID
}

// Build implements clause.Expression.
func (t isTenant) Build(b clause.Builder) {
	clause.Eq{Column: clause.Column{Table: clause.CurrentTable, Name: t.column}, Value: t.id}.Build(b)
}

// conditioned tells whether any condition was written by somebody else.
func conditioned(exprs []clause.Expression) bool {
	return slices.ContainsFunc(exprs, func(e clause.Expression) bool {
		switch e := e.(type) {
		case isTenant:
			return false
		case enclosed:
			return conditioned(e)
		default:
			return true
		}
	})
}
