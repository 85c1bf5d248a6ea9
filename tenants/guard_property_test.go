package tenants_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"pgregory.net/rapid"

	"github.com/pinktick/pinktick/tenants"
)

// links are what a chain of conditions is made of, the awkward ones included.
var links = map[string]func(*gorm.DB) *gorm.DB{
	"where":        func(q *gorm.DB) *gorm.DB { return q.Where("surname = ?", "x") },
	"where or":     func(q *gorm.DB) *gorm.DB { return q.Where("surname = ? OR first_name = ?", "x", "y") },
	"where tab or": func(q *gorm.DB) *gorm.DB { return q.Where("surname = 'x'\tor\n1=1") },
	"where struct": func(q *gorm.DB) *gorm.DB { return q.Where(&row{Surname: "x", TenantID: another}) },
	"where map":    func(q *gorm.DB) *gorm.DB { return q.Where(map[string]any{"tenant_id": another}) },
	"where group":  func(q *gorm.DB) *gorm.DB { return q.Where(fresh(q).Where("a = 1").Or("b = 2")) },
	"where clause": func(q *gorm.DB) *gorm.DB {
		return q.Clauses(clause.Where{Exprs: []clause.Expression{clause.Or(clause.Eq{Column: "a", Value: 1})}})
	},
	"where subtree": func(q *gorm.DB) *gorm.DB {
		return q.Where("id in (?)", fresh(q).Model(&row{}).Select("id").Or("c = 3"))
	},
	"or":           func(q *gorm.DB) *gorm.DB { return q.Or("1 = 1") },
	"or struct":    func(q *gorm.DB) *gorm.DB { return q.Or(&row{ID: 7}) },
	"or group":     func(q *gorm.DB) *gorm.DB { return q.Or(fresh(q).Where("a = 1").Or("b = 2")) },
	"not":          func(q *gorm.DB) *gorm.DB { return q.Not("surname = ?", "x") },
	"not or":       func(q *gorm.DB) *gorm.DB { return q.Not(fresh(q).Where("a = 1").Or("b = 2")) },
	"unscoped":     func(q *gorm.DB) *gorm.DB { return q.Unscoped() },
	"select":       func(q *gorm.DB) *gorm.DB { return q.Select("surname") },
	"omit":         func(q *gorm.DB) *gorm.DB { return q.Omit("TenantID") },
	"order":        func(q *gorm.DB) *gorm.DB { return q.Order("surname desc") },
	"limit":        func(q *gorm.DB) *gorm.DB { return q.Limit(3) },
	"session":      func(q *gorm.DB) *gorm.DB { return q.Session(&gorm.Session{}) },
	"debug scopes": func(q *gorm.DB) *gorm.DB { return q.Scopes(func(q *gorm.DB) *gorm.DB { return q.Or("2 = 2") }) },
}

// ends are what is done with it.
var ends = map[string]func(*gorm.DB) *gorm.DB{
	"find":   func(q *gorm.DB) *gorm.DB { return q.Find(&[]row{}) },
	"first":  func(q *gorm.DB) *gorm.DB { return q.First(&row{}) },
	"key":    func(q *gorm.DB) *gorm.DB { return q.Find(&row{ID: 3}) },
	"count":  func(q *gorm.DB) *gorm.DB { var n int64; return q.Count(&n) },
	"pluck":  func(q *gorm.DB) *gorm.DB { return q.Pluck("surname", &[]string{}) },
	"update": func(q *gorm.DB) *gorm.DB { return q.Where("id > 0").Updates(map[string]any{"surname": "z"}) },
	"column": func(q *gorm.DB) *gorm.DB { return q.Where("id > 0").UpdateColumn("surname", "z") },
	"delete": func(q *gorm.DB) *gorm.DB { return q.Where("id > 0").Delete(&row{}) },
}

func fresh(q *gorm.DB) *gorm.DB { return q.Session(&gorm.Session{NewDB: true}) }

// TestHeldWhateverTheChain: in every statement that any chain of conditions makes, the outermost WHERE is a conjunction with
// the tenant's predicate in it.
func TestHeldWhateverTheChain(t *testing.T) {
	db, err := tenants.Open("postgres://nobody@127.0.0.1:1/none", tenants.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx := tenants.Into(t.Context(), tenants.Tenant{ID: own})
	rapid.Check(t, func(t *rapid.T) {
		q := db.Session(&gorm.Session{DryRun: true, NewDB: true, Context: ctx}).Model(&row{})
		var chain []string
		for range rapid.IntRange(0, 6).Draw(t, "length") {
			name := rapid.SampledFrom(keysOf(links)).Draw(t, "link")
			chain = append(chain, name)
			q = links[name](q)
		}
		name := rapid.SampledFrom(keysOf(ends)).Draw(t, "end")
		done := ends[name](q)
		if done.Error != nil {
			t.Fatalf("%v %s: %v", chain, name, done.Error)
		}
		if fault := unheld(done.Statement.SQL.String(), done.Statement.Vars); fault != "" {
			t.Fatalf("%v %s: %s\n%s", chain, name, fault, done.Statement.SQL.String())
		}
	})
}

const own = tenants.ID("99999999-8888-4777-8666-555555555555")

var predicate = regexp.MustCompile(`"tenant_id" = \$(\d+)`)

// unheld reads the outermost WHERE: everything between brackets and quotes is cut away first.
func unheld(sql string, vars []any) string {
	top := outermost(sql)
	_, where, ok := strings.Cut(top, " WHERE ")
	if !ok {
		return "no WHERE"
	}
	if regexp.MustCompile(`(?i)\bor\b`).MatchString(where) {
		return "an outermost OR: " + where
	}
	for _, m := range predicate.FindAllStringSubmatch(where, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil && fmt.Sprint(vars[n-1]) == string(own) {
			return ""
		}
	}
	return "no predicate: " + where
}

func outermost(sql string) string {
	var out strings.Builder
	depth := 0
	for _, c := range sql {
		if c == '(' {
			depth++
		}
		if depth == 0 {
			out.WriteRune(c)
		}
		if c == ')' {
			depth--
		}
	}
	return out.String()
}

func keysOf[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m)) // in order, so that a failure found by seed is found again
}
