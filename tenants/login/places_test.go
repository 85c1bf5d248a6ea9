package login_test

import (
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// Threat 14: merged, closed and site codes, by date.
func TestPlacesFoldByDate(t *testing.T) {
	places := login.Places{
		"RAA":   {TenantID: "a"},
		"RBB":   {TenantID: "b", Closed: day("2025-04-01"), Successor: "RAA", SuccessorFrom: day("2025-04-01")},
		"RCC":   {TenantID: "c", Successor: "RBB", SuccessorFrom: day("2020-01-01")},
		"RDD":   {TenantID: "d", Closed: day("2024-01-01")},
		"RAA01": {Spans: []login.Span{{Parent: "RAA"}}},
		"RBB01": {Spans: []login.Span{{Parent: "RBB"}}},
		"RMV01": {Spans: []login.Span{{Parent: "RDD", Until: day("2023-01-01")}, {Parent: "RAA", From: day("2023-01-01")}}},
		"RNW01": {Spans: []login.Span{{Parent: "RAA", From: day("2026-01-01")}}},
		"RCL01": {Spans: []login.Span{{Parent: "RAA", Until: day("2026-01-01")}}},
		"RXX":   {Successor: "RYY"},
		"RYY":   {Successor: "RXX"},
		"RZZ01": {Spans: []login.Span{{Parent: "RZZ"}}},
	}
	for _, c := range []struct {
		code, on string
		want     tenants.ID
		reason   login.Reason
	}{
		{"RAA", "2026-11-22", "a", ""},
		{" raa ", "2026-11-22", "a", ""},
		{"RAA01", "2026-11-22", "a", ""},
		{"RBB", "2025-03-31", "b", ""},
		{"RBB", "2025-04-01", "a", ""}, // the day of the merger
		{"RBB01", "2025-03-31", "b", ""},
		{"RBB01", "2026-11-22", "a", ""},
		{"RCC", "2019-12-31", "c", ""},
		{"RCC", "2024-01-01", "b", ""}, // successor of a day when that one stood by itself
		{"RCC", "2026-11-22", "a", ""}, // successor's successor
		{"RDD", "2023-12-31", "d", ""},
		{"RDD", "2024-01-01", "", login.ReasonClosedOrganisation},
		{"RMV01", "2022-12-31", "d", ""},
		{"RMV01", "2023-01-01", "a", ""},
		{"RNW01", "2025-12-31", "", login.ReasonClosedOrganisation},
		{"RNW01", "2026-01-01", "a", ""},
		{"RCL01", "2026-01-01", "", login.ReasonClosedOrganisation},
		{"RAA99", "2026-11-22", "", login.ReasonUnknownOrganisation}, // a site code is not cut to its first three characters
		{"RZZ01", "2026-11-22", "", login.ReasonUnknownOrganisation},
		{"RXX", "2026-11-22", "", login.ReasonUnknownOrganisation}, // a circle
		{"", "2026-11-22", "", login.ReasonNoOrganisation},
		{"RAA' OR 1=1", "2026-11-22", "", login.ReasonUnknownOrganisation},
	} {
		if got, reason := places.Tenant(c.code, day(c.on)); got != c.want || reason != c.reason {
			t.Errorf("%q on %s: %q %q, want %q %q", c.code, c.on, got, reason, c.want, c.reason)
		}
	}
}

// The same, out of the tables: a merger, a split and a site that moved.
func TestPlacesAreLoaded(t *testing.T) {
	s := start(t)
	exec(t, s.DB, `update tenants set closed_on = '2025-04-01' where ods_code = 'RTH'`)
	exec(t, s.DB, `insert into tenant_successions (predecessor_id, successor_id, effective_on, kind) values ($1, $2, '2025-04-01', 'absorbed')`, string(oxford.ID), string(cambridge.ID))
	dry := func(code string) login.Outcome {
		t.Helper()
		outcome, err := s.Service.DryRun(t.Context(), login.DemoCIS2, []byte(`{"selected_roleid":"1","nhsid_nrbac_roles":[{"person_roleid":"1","role_code":"S8000:G8000:R8000","org_code":"`+code+`"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		return outcome
	}
	for _, code := range []string{"RTH", "RTH01", "RGT", "RGT01"} {
		if got := dry(code); len(got.Grants) != 1 || got.Grants[0].TenantID != cambridge.ID || got.Tried != code {
			t.Errorf("%s: %+v", code, got)
		}
	}
	exec(t, s.DB, `insert into tenant_successions (predecessor_id, successor_id, effective_on, kind) values ($1, $2, '2025-04-01', 'split')`, string(oxford.ID), string(cardiff.ID))
	for _, code := range []string{"RTH", "RTH01"} {
		if got := dry(code); got.Reason != login.ReasonClosedOrganisation {
			t.Errorf("%s after a split: %+v", code, got)
		}
	}
	exec(t, s.DB, `update organisations set active = false where ods_code = 'RGT01'`)
	if got := dry("RGT01"); got.Reason != login.ReasonUnknownOrganisation {
		t.Errorf("inactive site: %+v", got)
	}
}
