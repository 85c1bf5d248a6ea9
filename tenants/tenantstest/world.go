// Package tenantstest is a small world for tests: two trusts and a Welsh board, with a hospital or
// two and people of each role in each.
package tenantstest

import (
	"context"
	"testing"

	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
)

// World is the tenants and their people, in a database of the test's own.
type World struct {
	*testdb.DB
	Manchester, Leeds, Swansea Place
}

// Place is a tenant with its hospitals.
type Place struct {
	tenants.Tenant
	Hospitals []tenants.Organisation
}

// New makes the world.
func New(t testing.TB) *World {
	t.Helper()
	w := &World{DB: testdb.New(t)}
	w.Exec(t, areas)
	w.Manchester = w.place(t, "R0A", "Manchester University NHS Foundation Trust", "Manchester University", tenants.Trust, "ENG",
		hospital{"R0A03", "Royal Manchester Children's Hospital"}, hospital{"R0A07", "Wythenshawe Hospital"})
	w.Leeds = w.place(t, "RR8", "Leeds Teaching Hospitals NHS Trust", "Leeds Teaching Hospitals", tenants.Trust, "ENG",
		hospital{"RR813", "Leeds General Infirmary"})
	w.Swansea = w.place(t, "7A3", "Swansea Bay University Health Board", "Swansea Bay", tenants.HealthBoard, "WLS",
		hospital{"7A3C7", "Morriston Hospital"}, hospital{"7A3C4", "Singleton Hospital"})
	return w
}

// All are the tenants of the world.
func (w *World) All() []Place { return []Place{w.Manchester, w.Leeds, w.Swansea} }

// HospitalID is the id of the world's hospital of that code.
func HospitalID(code string) string { return uuidOf("organisation " + code) }

// As is a context in which the tenant's person of the role acts.
func (p Place) As(ctx context.Context, role tenants.Role) context.Context {
	ctx = tenants.Into(ctx, p.Tenant)
	ctx = tenants.IntoPerson(ctx, p.Person(role))
	return tenants.RequestInto(ctx, "test-request")
}

// Person is the tenant's one person of the role; the same each time.
func (p Place) Person(role tenants.Role) tenants.Person {
	return tenants.Person{ID: uuidOf("person " + p.ODSCode + " " + string(role)), Name: role.Name() + " of " + p.ShortName,
		Email: string(role) + "@" + p.ODSCode + ".example", Role: role}
}

type hospital struct{ code, name string }

const areas = `
insert into countries (code, gss_code, iso_code, name, participating, in_national_total, patient_identifier) values
  ('ENG', 'E92000001', 'GB-ENG', 'England', true, true, 'NHS number'), ('WLS', 'W92000004', 'GB-WLS', 'Wales', true, true, 'NHS number');
insert into networks (code, name, lead_country_code, spans_country_codes) values ('TEST', 'A network', 'ENG', '{ENG,WLS}')`

func (w *World) place(t testing.TB, code, name, short, kind, country string, hospitals ...hospital) Place {
	t.Helper()
	p := Place{Tenant: tenants.Tenant{ID: tenants.ID(uuidOf("tenant " + code)), ODSCode: code, Name: name, ShortName: short,
		Kind: kind, CountryCode: country, Participating: true}}
	w.Exec(t, `insert into tenants (id, ods_code, kind, name, short_name, country_code, network_code, participating)
		values ($1, $2, $3, $4, $5, $6, 'TEST', true)`, string(p.ID), code, kind, name, short, country)
	for _, h := range hospitals {
		o := tenants.Organisation{ID: uuidOf("organisation " + h.code), ODSCode: h.code, Name: h.name, ParentName: name, TenantID: p.ID, Active: true}
		w.Exec(t, `insert into organisations (id, tenant_id, ods_code, name, country_code, site_kind, active)
			values ($1, $2, $3, $4, $5, 'hospital', true)`, o.ID, string(p.ID), o.ODSCode, o.Name, country)
		w.Exec(t, `insert into organisation_memberships (organisation_id, ods_code, name, tenant_id, network_code)
			values ($1, $2, $3, $4, 'TEST')`, o.ID, o.ODSCode, o.Name, string(p.ID))
		p.Hospitals = append(p.Hospitals, o)
	}
	return p
}

// AddCase puts a child into the tenant's first hospital and gives the case's id.
func (w *World) AddCase(t testing.TB, p Place, surname string) int64 {
	t.Helper()
	var id int64
	err := w.Super.QueryRowContext(t.Context(), `insert into cases (tenant_id, first_name, surname, date_of_birth)
		values ($1, 'Test', $2, '2015-06-01') returning id`, string(p.ID), surname).Scan(&id)
	if err != nil {
		t.Fatalf("add a case: %v", err)
	}
	return id
}
