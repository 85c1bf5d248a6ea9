package login_test

import (
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

func TestEverybodySignsInWhereTheyWork(t *testing.T) {
	s := start(t)
	for _, c := range []struct {
		provider string
		role     tenants.Role
		want     seen
	}{
		{"rgt", tenants.Viewer, seen{Role: "viewer", Tenant: "RGT", Seats: 1}},
		{"rgt", tenants.Editor, seen{Role: "editor", Tenant: "RGT", Seats: 2}},
		{"rth", tenants.Lead, seen{Role: "lead", Tenant: "RTH", Seats: 1}},
		{"7a4", tenants.Lead, seen{Role: "lead", Tenant: "7A4", Seats: 1}},
		{login.DemoCIS2, tenants.Editor, seen{Role: "editor", Tenant: "RGT", Seats: 1}},
		{login.DemoNational, tenants.NationalAnalyst, seen{Role: "national_analyst"}},
		{login.DemoNational, tenants.Operator, seen{Role: "operator"}},
	} {
		t.Run(c.provider+" "+string(c.role), func(t *testing.T) {
			_, response := s.SignIn(c.provider, c.role, "/RGT01/cases?q=a")
			got := read(t, response)
			if got.Status != 200 || got.Role != c.want.Role || got.Tenant != c.want.Tenant || got.Seats != c.want.Seats || got.Path != "/RGT01/cases?q=a" {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			if want := s.Demo.Person(c.provider, c.role).Name; got.Person != want {
				t.Errorf("signed in as %q, want %q", got.Person, want)
			}
		})
	}
}
