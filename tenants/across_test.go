package tenants_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

var looking = tenants.Look{Purpose: "test", Filters: "cohort=8"}

// everybody is whom a reader finds, by surname.
func everybody(ctx context.Context, q tenants.Reader) ([]string, error) {
	rows, err := q.QueryContext(ctx, `select surname from cases order by surname`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// The national audit team sees every tenant's children, whichever tenant is active or none, and each look leaves a line.
func TestAcrossSeesEveryTenantAndIsLogged(t *testing.T) {
	w := tenantstest.New(t)
	w.AddCase(t, w.Leeds, "Leeds")
	w.AddCase(t, w.Swansea, "Swansea")
	admin := w.Leeds.Person(tenants.NationalAdmin)
	for name, ctx := range map[string]context.Context{
		"at a tenant": w.Leeds.As(t.Context(), tenants.NationalAdmin),
		"at none":     tenants.RequestInto(tenants.IntoPerson(t.Context(), admin), "test-request"),
	} {
		var found []string
		err := tenants.Across(ctx, w.App, looking, func(q tenants.Reader) (err error) {
			found, err = everybody(ctx, q)
			return err
		})
		if err != nil || !slices.Equal(found, []string{"Leeds", "Swansea"}) {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
	lines := list(t, w.Super, `select person_id || ' ' || request_id || ' ' || purpose || ' ' || filters from national_reads order by id`)
	want := admin.ID + " test-request test cohort=8"
	if !slices.Equal(lines, []string{want, want}) {
		t.Errorf("the log holds %q", lines)
	}
}

// Nobody else looks across: not a lead, not an analyst, who reads without names, not an operator, not a job without a person.
func TestAcrossIsForTheAuditTeamOnly(t *testing.T) {
	w := tenantstest.New(t)
	for _, role := range tenants.Roles() {
		ctx := w.Leeds.As(t.Context(), role)
		err := tenants.Across(ctx, w.App, looking, func(tenants.Reader) error { return nil })
		if allowed := err == nil; allowed != (role == tenants.NationalAdmin) || !allowed && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", role, err)
		}
	}
	if err := tenants.Across(t.Context(), w.App, looking, func(tenants.Reader) error { return nil }); !fault.Is(err, fault.Forbidden) {
		t.Errorf("nobody: %v", err)
	}
	if n := len(list(t, w.Super, `select id::text from national_reads`)); n != 1 {
		t.Errorf("%d lines in the log, want the one of the audit team", n)
	}
}

// The transaction can read the list and no more: no answer, no birthday, no log of its own; it can write nothing; and it
// cannot make itself anything else.
func TestAcrossReadsTheListAndNothingElse(t *testing.T) {
	w := tenantstest.New(t)
	id := w.AddCase(t, w.Leeds, "Leeds")
	ctx := w.Leeds.As(t.Context(), tenants.NationalAdmin)
	for _, statement := range []string{
		`select date_of_birth::text from cases`, `select postcode from cases`, `select id::text from investigations`, `select filters from national_reads`,
		`update cases set surname = 'x' returning surname`, `delete from cases returning surname`, `delete from case_counts returning 'x'`,
		`insert into national_reads (person_id, request_id, purpose, filters) values (gen_random_uuid(), '', 'x', '') returning purpose`,
		`select set_config('transaction_read_only', 'off', true)`, `set transaction read write`,
		`select surname from cases for update`, `set local role pinktick_owner`,
	} {
		err := tenants.Across(ctx, w.App, looking, func(q tenants.Reader) error {
			rows, err := q.QueryContext(ctx, statement)
			if err != nil {
				return err
			}
			defer func() { _ = rows.Close() }()
			for rows.Next() {
			}
			return rows.Err()
		})
		if err == nil {
			t.Errorf("%s: was done", statement)
		}
	}
	var n int
	if err := w.Super.QueryRow(`select count(*) from cases where id = $1 and surname = 'Leeds'`, id).Scan(&n); err != nil || n != 1 {
		t.Errorf("the child is another: %v", err)
	}
}

// Back among tenants nothing of it is left: the same connection sees its tenant's rows, or none; and where it cannot be
// written down, nobody looks.
func TestAcrossLeavesNothingBehind(t *testing.T) {
	w := tenantstest.New(t)
	w.AddCase(t, w.Leeds, "Leeds")
	w.AddCase(t, w.Swansea, "Swansea")
	pool, err := w.App.DB()
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	ctx := w.Leeds.As(t.Context(), tenants.NationalAdmin)
	for _, end := range []error{nil, errors.New("a fault")} {
		if err := tenants.Across(ctx, w.App, looking, func(tenants.Reader) error { return end }); !errors.Is(err, end) {
			t.Fatal(err)
		}
		var who string
		var seen int
		if err := pool.QueryRow(`select current_user, (select count(*) from cases)`).Scan(&who, &seen); err != nil || who != "pinktick_app" || seen != 0 {
			t.Errorf("afterwards it is %s and sees %d: %v", who, seen, err)
		}
		err = tenants.Tx(ctx, w.App, func(tx *gorm.DB) error { return tx.Raw(`select count(*) from cases`).Scan(&seen).Error })
		if err != nil || seen != 1 {
			t.Errorf("a tenant sees %d: %v", seen, err)
		}
	}
	looked := false
	err = tenants.Across(ctx, w.App, tenants.Look{}, func(tenants.Reader) error { looked = true; return nil })
	if err == nil || looked {
		t.Errorf("without a purpose: %v, looked %t", err, looked)
	}
	err = tenants.Tx(ctx, w.App, func(tx *gorm.DB) error {
		return tenants.Across(ctx, tx, looking, func(tenants.Reader) error { return nil })
	})
	if err == nil || !strings.Contains(err.Error(), "inside a transaction of one") {
		t.Errorf("inside a tenant's transaction: %v", err)
	}
}
