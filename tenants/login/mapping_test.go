package login_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

const a, b = cambridgeID, oxfordID

const (
	cambridgeID tenants.ID = "00000000-0000-4000-8000-000000000001"
	oxfordID    tenants.ID = "00000000-0000-4000-8000-000000000002"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestEvaluate(t *testing.T) {
	on := day("2026-11-22")
	equal := func(claim, want string, tenant tenants.ID, role tenants.Role) login.Rule {
		return login.Rule{Claim: claim, Test: login.Equals, Wanted: []string{want}, TenantID: tenant, Role: role}
	}
	both := []tenants.ID{a, b}
	places := login.Places{"RGT": {TenantID: a}, "RGT01": {Spans: []login.Span{{Parent: "RGT"}}}}
	for name, c := range map[string]struct {
		kind     login.Kind
		speak    []tenants.ID
		national bool
		rules    []login.Rule
		claims   string
		want     []login.Grant
		role     tenants.Role // national
		reason   login.Reason
	}{
		"no rules at all":           {"oidc", both, true, nil, `{"x":"y"}`, nil, "", login.ReasonNoRule},
		"equals":                    {"oidc", both, false, []login.Rule{equal("x", "y", a, tenants.Viewer)}, `{"x":"y"}`, []login.Grant{{TenantID: a, Role: tenants.Viewer, Rule: 1}}, "", ""},
		"equals, other case":        {"oidc", both, false, []login.Rule{equal("x", "y", a, tenants.Viewer)}, `{"x":"Y"}`, nil, "", login.ReasonNoRule},
		"equals is not for lists":   {"oidc", both, false, []login.Rule{equal("x", "y", a, tenants.Viewer)}, `{"x":["y"]}`, nil, "", login.ReasonNoRule},
		"equals is not for truth":   {"oidc", both, false, []login.Rule{equal("x", "true", a, tenants.Viewer)}, `{"x":true}`, nil, "", login.ReasonNoRule},
		"equals nothing":            {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Equals, TenantID: a, Role: tenants.Lead}}, `{"x":""}`, nil, "", login.ReasonNoRule},
		"one of":                    {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.OneOf, Wanted: []string{"p", "q"}, TenantID: a, Role: tenants.Lead}}, `{"x":"q"}`, []login.Grant{{TenantID: a, Role: tenants.Lead, Rule: 1}}, "", ""},
		"contains":                  {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Contains, Wanted: []string{"q"}, TenantID: a, Role: tenants.Lead}}, `{"x":["p","q"]}`, []login.Grant{{TenantID: a, Role: tenants.Lead, Rule: 1}}, "", ""},
		"contains is not part of":   {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Contains, Wanted: []string{"q"}, TenantID: a, Role: tenants.Lead}}, `{"x":"pq"}`, nil, "", login.ReasonNoRule},
		"contains, list of others":  {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Contains, Wanted: []string{"q"}, TenantID: a, Role: tenants.Lead}}, `{"x":["q",{}]}`, nil, "", login.ReasonNoRule},
		"present":                   {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Present, TenantID: a, Role: tenants.Viewer}}, `{"x":["p"]}`, []login.Grant{{TenantID: a, Role: tenants.Viewer, Rule: 1}}, "", ""},
		"present but empty":         {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Present, TenantID: a, Role: tenants.Viewer}}, `{"x":[]}`, nil, "", login.ReasonNoRule},
		"present but null":          {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Present, TenantID: a, Role: tenants.Viewer}}, `{"x":null}`, nil, "", login.ReasonNoRule},
		"unknown test":              {"oidc", both, false, []login.Rule{{Claim: "x", Test: "matches", Wanted: []string{"y"}, TenantID: a, Role: tenants.Viewer}}, `{"x":"y"}`, nil, "", login.ReasonNoRule},
		"unknown role":              {"oidc", both, true, []login.Rule{equal("x", "y", a, "superuser")}, `{"x":"y"}`, nil, "", login.ReasonNoRule},
		"path into a map":           {"oidc", both, false, []login.Rule{equal("x.z", "y", a, tenants.Viewer)}, `{"x":{"z":"y"}}`, []login.Grant{{TenantID: a, Role: tenants.Viewer, Rule: 1}}, "", ""},
		"name with dots":            {"oidc", both, false, []login.Rule{equal("https://x.example/role", "y", a, tenants.Viewer)}, `{"https://x.example/role":"y"}`, []login.Grant{{TenantID: a, Role: tenants.Viewer, Rule: 1}}, "", ""},
		"highest role of a tenant":  {"oidc", both, false, []login.Rule{equal("x", "y", a, tenants.Lead), equal("x", "y", a, tenants.Viewer)}, `{"x":"y"}`, []login.Grant{{TenantID: a, Role: tenants.Lead, Rule: 1}}, "", ""},
		"administrator > viewer":    {"oidc", both, false, []login.Rule{equal("x", "y", a, tenants.Viewer), equal("x", "y", a, tenants.Administrator)}, `{"x":"y"}`, []login.Grant{{TenantID: a, Role: tenants.Administrator, Rule: 2}}, "", ""},
		"clinician > administrator": {"oidc", both, false, []login.Rule{equal("x", "y", a, tenants.Editor), equal("x", "y", a, tenants.Administrator)}, `{"x":"y"}`, []login.Grant{{TenantID: a, Role: tenants.Editor, Rule: 1}}, "", ""},
		"union of tenants":          {"oidc", both, false, []login.Rule{equal("x", "y", b, tenants.Lead), equal("x", "y", a, tenants.Viewer)}, `{"x":"y"}`, []login.Grant{{TenantID: a, Role: tenants.Viewer, Rule: 2}, {TenantID: b, Role: tenants.Lead, Rule: 1}}, "", ""},
		"not on the list":           {"oidc", []tenants.ID{a}, false, []login.Rule{equal("x", "y", b, tenants.Viewer)}, `{"x":"y"}`, nil, "", login.ReasonNotTheirs},
		"no list":                   {"oidc", nil, true, []login.Rule{equal("x", "y", b, tenants.Viewer)}, `{"x":"y"}`, nil, "", login.ReasonNotTheirs},
		"rule ended":                {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Present, TenantID: a, Role: tenants.Viewer, Until: on}}, `{"x":"y"}`, nil, "", login.ReasonNoRule},
		"rule ends tomorrow":        {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Present, TenantID: a, Role: tenants.Viewer, Until: on.AddDate(0, 0, 1)}}, `{"x":"y"}`, []login.Grant{{TenantID: a, Role: tenants.Viewer, Rule: 1, Until: on.AddDate(0, 0, 1)}}, "", ""},
		"national":                  {"oidc", nil, true, []login.Rule{equal("x", "y", "", tenants.NationalAnalyst)}, `{"x":"y"}`, nil, tenants.NationalAnalyst, ""},
		"national, not allowed":     {"entra", both, false, []login.Rule{equal("x", "y", "", tenants.NationalAnalyst)}, `{"x":"y"}`, nil, "", login.ReasonNoRule},
		"national in a tenant":      {"oidc", both, true, []login.Rule{equal("x", "y", a, tenants.NationalAdmin)}, `{"x":"y"}`, nil, "", login.ReasonNoRule},
		"no national from a union":  {"oidc", both, true, []login.Rule{equal("x", "y", a, tenants.Lead), equal("x", "y", b, tenants.Lead)}, `{"x":"y"}`, []login.Grant{{TenantID: a, Role: tenants.Lead, Rule: 1}, {TenantID: b, Role: tenants.Lead, Rule: 2}}, "", ""},
		"ODS code":                  {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Present, TenantClaim: "x", Role: tenants.Editor}}, `{"x":"rgt01"}`, []login.Grant{{TenantID: a, Role: tenants.Editor, Rule: 1}}, "", ""},
		"ODS code missing":          {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Present, TenantClaim: "z", Role: tenants.Editor}}, `{"x":"rgt01"}`, nil, "", login.ReasonNoOrganisation},
		"ODS code a list":           {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Present, TenantClaim: "x", Role: tenants.Editor}}, `{"x":["RGT"]}`, nil, "", login.ReasonNoOrganisation},
		"ODS code unknown":          {"oidc", both, false, []login.Rule{{Claim: "x", Test: login.Present, TenantClaim: "x", Role: tenants.Editor}}, `{"x":"RGT99"}`, nil, "", login.ReasonUnknownOrganisation},
		"groups with overage":       {"entra", both, false, []login.Rule{{Claim: "groups", Test: login.Contains, Wanted: []string{"g"}, TenantID: a, Role: tenants.Lead}}, `{"groups":["g"],"hasgroups":true}`, nil, "", login.ReasonOverage},
		"overage nobody reads":      {"entra", both, false, []login.Rule{equal("x", "y", a, tenants.Viewer)}, `{"x":"y","hasgroups":true}`, []login.Grant{{TenantID: a, Role: tenants.Viewer, Rule: 1}}, "", ""},
		"CIS2 reads one role only": {"cis2", both, false, []login.Rule{{Claim: "nhsid_nrbac_roles", Test: login.Present, TenantID: b, Role: tenants.Lead}, {Claim: "selected_role.role_code", Test: login.Equals, Wanted: []string{"R"}, TenantClaim: "selected_role.org_code", Role: tenants.Editor}},
			`{"selected_roleid":"1","nhsid_nrbac_roles":[{"person_roleid":"1","org_code":"RGT01","role_code":"R"},{"person_roleid":"2","org_code":"RTH","role_code":"R"}]}`, []login.Grant{{TenantID: a, Role: tenants.Editor, Rule: 2}}, "", ""},
		"CIS2 cannot state the selected role itself": {"cis2", both, false, []login.Rule{{Claim: "selected_role.role_code", Test: login.Present, TenantID: a, Role: tenants.Lead}}, `{"selected_role":{"role_code":"R"}}`, nil, "", login.ReasonSelectedRole},
	} {
		t.Run(name, func(t *testing.T) {
			var claims map[string]any
			if err := json.Unmarshal([]byte(c.claims), &claims); err != nil {
				t.Fatal(err)
			}
			got := login.Evaluate(login.Case{Kind: c.kind, MaySpeakFor: c.speak, GrantsNational: c.national, Rules: c.rules, Claims: claims, Places: places, On: on})
			var national tenants.Role
			if got.National != nil {
				national = got.National.Role
			}
			if !slices.Equal(got.Grants, c.want) || national != c.role || got.Reason != c.reason {
				t.Errorf("got %+v %q %q, want %+v %q %q", got.Grants, national, got.Reason, c.want, c.role, c.reason)
			}
		})
	}
}

// Whatever the claims and rules, nothing outside the provider's list is granted and nothing national by a tenant's provider.
func TestEvaluateNeverReachesOut(t *testing.T) {
	codes := []string{"RGT", "RGT01", "RTH", "XXX", ""}
	places := login.Places{"RGT": {TenantID: a}, "RGT01": {Spans: []login.Span{{Parent: "RGT"}}}, "RTH": {TenantID: b}}
	rapid.Check(t, func(t *rapid.T) {
		rule := rapid.Custom(func(t *rapid.T) login.Rule {
			return login.Rule{
				Claim:    rapid.SampledFrom([]string{"p", "q", "groups", "selected_role.org_code"}).Draw(t, "claim"),
				Test:     rapid.SampledFrom([]login.Test{login.Equals, login.OneOf, login.Contains, login.Present, "odd"}).Draw(t, "test"),
				Wanted:   rapid.SliceOfN(rapid.SampledFrom(codes), 0, 2).Draw(t, "wanted"),
				TenantID: rapid.SampledFrom([]tenants.ID{a, b, ""}).Draw(t, "tenant"), TenantClaim: rapid.SampledFrom([]string{"", "p", "q"}).Draw(t, "path"),
				Role: rapid.SampledFrom(append(tenants.Roles(), "odd", "")).Draw(t, "role"),
			}
		})
		value := rapid.Custom(func(t *rapid.T) any {
			return rapid.SampledFrom([]any{"RGT", "RTH", "RGT01", []any{"RGT", "RTH"}, nil, true, map[string]any{"x": 1}, 3.0}).Draw(t, "value")
		})
		claims := map[string]any{"p": value.Draw(t, "p"), "q": value.Draw(t, "q"), "groups": value.Draw(t, "groups")}
		got := login.Evaluate(login.Case{Kind: login.OIDC, MaySpeakFor: []tenants.ID{a}, Rules: rapid.SliceOf(rule).Draw(t, "rules"), Claims: claims, Places: places, On: day("2026-11-22")})
		if got.National != nil {
			t.Fatalf("a national role: %+v", got)
		}
		for _, grant := range got.Grants {
			if grant.TenantID != a || !slices.Contains(tenants.Local(), grant.Role) {
				t.Fatalf("granted %+v", grant)
			}
		}
		if (len(got.Grants) == 0) != (got.Reason != "") {
			t.Fatalf("grants and reason disagree: %+v", got)
		}
	})
}
