package login_test

import (
	"net/http"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

// atBoth runs a test at each provider: the development one and the certified one.
func atBoth(t *testing.T, test func(t *testing.T, s *logintest.Stack)) {
	t.Helper()
	for name, provider := range map[string]logintest.Provider{"fosite": logintest.Fosite, "oidc-provider": logintest.StartCertified} {
		t.Run(name, func(t *testing.T) {
			test(t, logintest.StartAt(t, provider, newDB(t), []tenants.Tenant{cambridge, oxford, cardiff}, app, watched(&logBook{})))
		})
	}
}

// signIn signs somebody of the demo in, in a browser whose traffic is watched for secrets.
func signIn(t testing.TB, s *logintest.Stack, provider string, role tenants.Role, returnTo string) (*http.Client, seen) {
	t.Helper()
	client := browser(t)
	return client, read(t, logintest.SignInAs(t, client, s.PublicURL, provider, s.Demo.Person(provider, role).Subject, returnTo))
}

func TestEverybodySignsInWhereTheyWork(t *testing.T) {
	atBoth(t, func(t *testing.T, s *logintest.Stack) {
		for _, c := range []struct {
			provider string
			role     tenants.Role
			want     seen
		}{
			{"rgt", tenants.Viewer, seen{Role: "viewer", Tenant: "RGT", Seats: 1}},
			{"rgt", tenants.Editor, seen{Role: "editor", Tenant: "RGT", Seats: 2}},
			{"rgt", tenants.Lead, seen{Role: "lead", Tenant: "RGT", Seats: 1}},
			{"rth", tenants.Viewer, seen{Role: "viewer", Tenant: "RTH", Seats: 1}},
			{"rth", tenants.Lead, seen{Role: "lead", Tenant: "RTH", Seats: 1}},
			{"7a4", tenants.Editor, seen{Role: "editor", Tenant: "7A4", Seats: 1}},
			{login.DemoCIS2, tenants.Editor, seen{Role: "editor", Tenant: "RGT", Seats: 1}},
			{login.DemoNational, tenants.NationalAnalyst, seen{Role: "national_analyst"}},
			{login.DemoNational, tenants.NationalAdmin, seen{Role: "national_admin"}},
			{login.DemoNational, tenants.Operator, seen{Role: "operator"}},
		} {
			t.Run(c.provider+" "+string(c.role), func(t *testing.T) {
				_, got := signIn(t, s, c.provider, c.role, "/RGT01/cases?q=a")
				if got.Status != 200 || got.Role != c.want.Role || got.Tenant != c.want.Tenant || got.Seats != c.want.Seats || got.Path != "/RGT01/cases?q=a" {
					t.Errorf("got %+v, want %+v", got, c.want)
				}
				if want := s.Demo.Person(c.provider, c.role).Name; got.Person != want {
					t.Errorf("signed in as %q, want %q", got.Person, want)
				}
			})
		}
	})
}

// One issuer's people are nobody at another, and its codes and tokens are worth nothing there.
func TestIssuersDoNotMix(t *testing.T) {
	atBoth(t, func(t *testing.T, s *logintest.Stack) {
		client := browser(t)
		page := logintest.OpenPage(t, client, s.PublicURL+"/auth/rgt/start")
		if got := read(t, logintest.PressPerson(t, client, page, "rth-lead")); got.Status != 403 {
			t.Errorf("another trust's lead: %+v", got)
		}
		// The row of one provider with the issuer of another: its client is not known there under this address.
		var moved login.Provider
		for _, p := range must(s.Service.Providers(t.Context())) {
			if p.ID == "rth" {
				moved = p
			}
		}
		moved.Issuer = s.IssuerBase + "/rgt"
		save(t, s, moved, login.Rule{Claim: "sub", Test: login.Present, TenantID: oxford.ID, Role: tenants.Lead})
		to := location(t, client, s.PublicURL+"/auth/rth/start")
		if got := get(t, client, to.String()); got.Status == 200 && got.Tenant != "" {
			t.Errorf("got in: %+v", got)
		}
	})
}

// A second time, in a browser that the provider may still know.
func TestSigningInAgain(t *testing.T) {
	atBoth(t, func(t *testing.T, s *logintest.Stack) {
		client, first := signIn(t, s, login.DemoCIS2, tenants.Editor, "/")
		if got := post(t, client, s.PublicURL+"/sign-out"); got.Status != 200 {
			t.Fatalf("%+v", got)
		}
		// The shared provider is asked for a fresh sign-in, so it shows its page again.
		second := read(t, logintest.SignInAs(t, client, s.PublicURL, login.DemoCIS2, s.Demo.Person(login.DemoCIS2, tenants.Editor).Subject, "/"))
		if second.Status != 200 || second.ID != first.ID {
			t.Errorf("%+v, then %+v", first, second)
		}
	})
}
