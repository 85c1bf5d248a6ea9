package reference_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants/reference"
)

func read(t *testing.T) *reference.Data {
	t.Helper()
	d, err := reference.Read()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDataObeyTheRules(t *testing.T) {
	d := read(t)
	for _, fault := range d.Check() {
		t.Error(fault)
	}
	english, welsh, jersey := 0, map[string]int{}, 0
	for _, o := range d.Organisations {
		switch o["country_code"] {
		case "ENG":
			english++
		case "WLS":
			welsh[o["parent_ods_code"]]++
		default:
			jersey++
		}
	}
	if english != 310 || jersey != 1 || len(welsh) != 7 || welsh["7A1"] != 6 || welsh["7A2"] != 5 || welsh["7A3"] != 6 || welsh["7A7"] != 1 {
		t.Errorf("%d English, %v Welsh, %d of Jersey", english, welsh, jersey)
	}
}

// TestRulesBite breaks the data once for each rule and looks for that rule's number.
func TestRulesBite(t *testing.T) {
	for _, c := range []struct {
		rule  int
		name  string
		spoil func(d *reference.Data)
	}{
		{1, "a code twice", func(d *reference.Data) { d.Organisations[1]["ods_code"] = d.Organisations[0]["ods_code"] }},
		{1, "a trust with a board's code", func(d *reference.Data) { of(d.Tenants, "R0A")["ods_code"] = "7A1" }},
		{2, "no such parent", func(d *reference.Data) { of(d.Organisations, "R0A03")["parent_ods_code"] = "XXX" }},
		{2, "a Welsh hospital under a trust", func(d *reference.Data) { of(d.Organisations, "7A1A1")["parent_ods_code"] = "R0A" }},
		{2, "a Welsh hospital in an English region", func(d *reference.Data) { of(d.Organisations, "7A1A1")["nhs_region_code"] = "Y62" }},
		{2, "a successor that is not there", func(d *reference.Data) { d.TenantSuccessions[0]["successor_ods_code"] = "XXX" }},
		{3, "no care board", func(d *reference.Data) { of(d.Organisations, "R0A03")["icb_ods_code"] = "" }},
		{3, "another board's region", func(d *reference.Data) { of(d.Organisations, "R0A03")["nhs_region_code"] = "Y56" }},
		{4, "another network", func(d *reference.Data) { of(d.Organisations, "R0A03")["network_code"] = "EPEN" }},
		{4, "taking part without a network", func(d *reference.Data) { of(d.Tenants, "R0A")["network_code"] = "" }},
		{5, "a borough in Manchester", func(d *reference.Data) { of(d.Organisations, "R0A03")["borough_code"] = "E09000003" }},
		{6, "a postcode", func(d *reference.Data) { of(d.Organisations, "R0A03")["postcode"] = "M13" }},
		{6, "in the sea", func(d *reference.Data) { of(d.Organisations, "R0A03")["longitude"] = "12.5" }},
		{7, "an outline too few", func(d *reference.Data) { d.Boundaries = d.Boundaries[1:] }},
		{8, "a unit without a tile", func(d *reference.Data) { d.Tiles = d.Tiles[1:] }},
		{8, "two tiles of one unit", func(d *reference.Data) { d.Tiles[0]["code"] = d.Tiles[1]["code"] }},
		{8, "a tile of an unknown unit", func(d *reference.Data) { d.Tiles[0]["code"] = "XXX" }},
		{8, "two tiles in one place", func(d *reference.Data) {
			d.Tiles[0]["column"], d.Tiles[0]["row"] = d.Tiles[1]["column"], d.Tiles[1]["row"]
		}},
		{8, "a tile far away", func(d *reference.Data) { d.Tiles[0]["column"] = "90" }},
		{8, "a tile nowhere", func(d *reference.Data) { d.Tiles[0]["row"] = "" }},
		{7, "an outline too many", func(d *reference.Data) { d.Boundaries = append(d.Boundaries, d.Boundaries[0]) }},
	} {
		d := read(t)
		c.spoil(d)
		var all []string
		for _, fault := range d.Check() {
			all = append(all, fault.Error())
		}
		if !strings.Contains(strings.Join(all, "\n"), "rule "+strconv.Itoa(c.rule)+",") {
			t.Errorf("%s: rule %d did not notice: %v", c.name, c.rule, all)
		}
	}
}

func of(rows []reference.Row, code string) reference.Row {
	for _, row := range rows {
		if row["ods_code"] == code {
			return row
		}
	}
	panic("no row " + code)
}

// TestTimelines reads the dated memberships of hospitals that changed hands.
func TestTimelines(t *testing.T) {
	d := read(t)
	for code, want := range map[string]string{
		"7A3B7": "7A3///SWEP",
		"R0A03": "R0A/QOP/Y62/NWEIG",
		"RVY02": "RVY/QYG/Y62/EPIC | 2023-07-01 RBN/QYG/Y62/EPIC",
		// A merger and, later, a redrawn board.
		"RAPNM": "RAP/QMJ/Y56/NTPEN | 2025-01-01 RAL/QMJ/Y56/NTPEN | 2026-04-01 RAL/Z9B2Z/Y56/NTPEN",
		"RGT1W": "RGT1W///",
	} {
		line, err := d.Timeline(of(d.Organisations, code))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, m := range line {
			words := m.Parent + "/" + m.Board + "/" + m.Region + "/" + m.Net
			if !m.From.IsZero() {
				words = m.From.Format(time.DateOnly) + " " + words
			}
			if i > 0 && !line[i-1].Until.Equal(m.From) {
				t.Errorf("%s: a gap or an overlap before %s", code, words)
			}
			got = append(got, words)
		}
		if strings.Join(got, " | ") != want {
			t.Errorf("%s: %s, want %s", code, strings.Join(got, " | "), want)
		}
	}
	changed, unsettled := 0, 0
	for _, o := range d.Organisations {
		line, err := d.Timeline(o)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range line {
			if m.From.Format(time.DateOnly) == "2026-04-01" && m.BoardBasis != line[0].BoardBasis {
				changed++
				if m.BoardBasis == "to be set" {
					unsettled++
				}
			}
		}
	}
	if changed != 84 {
		t.Errorf("%d organisations are affected by the care boards of 2026, want 84 (%d to be set)", changed, unsettled)
	}
}

// TestLoadTwice loads, changes what people may change, loads again, and finds everything as it was.
func TestLoadTwice(t *testing.T) {
	d := testdb.New(t)
	owner, err := d.Owner.DB()
	if err != nil {
		t.Fatal(err)
	}
	today := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	load := func() {
		t.Helper()
		begun := time.Now()
		if err := reference.Load(t.Context(), owner, today); err != nil {
			t.Fatal(err)
		}
		t.Logf("loaded in %v", time.Since(begun))
	}
	load()
	d.Exec(t, `update tenants set brand_name = 'Ours', brand_version = '7' where ods_code = 'R0A'`)
	d.Exec(t, `update organisation_memberships set icb_ods_code = 'T6Y0W' where id = (select max(id) from organisation_memberships)`)
	before := dump(t, d)
	load()
	if after := dump(t, d); after != before {
		t.Error("the second load changed something")
	}
	for question, want := range map[string]int{
		`select count(*) from tenants`:                                                                            249,
		`select count(*) from tenants where participating and closed_on is null`:                                  145,
		`select count(*) from organisations`:                                                                      339,
		`select count(*) from organisations o join tenants t on t.id = o.tenant_id where t.ods_code = 'RBN'`:      3,
		`select count(*) from organisations o join tenants t on t.id = o.tenant_id where t.closed_on is not null`: 0,
		`select count(*) from organisations where country_code = 'WLS'`:                                           28,
		`select count(*) from organisations where country_code = 'JEY'`:                                           1,
		`select count(*) from countries where in_national_total`:                                                  2,
		`select count(*) from integrated_care_boards`:                                                             48,
		`select count(*) from integrated_care_boards where closed_on is not null`:                                 12,
		`select count(*) from tenant_successions`:                                                                 40,
		`select count(*) from icb_successions`:                                                                    16,
		`select count(distinct organisation_id) from organisation_memberships`:                                    339,
		`select count(*) from organisation_memberships m where exists (select from organisation_memberships n where n.organisation_id = m.organisation_id and n.id <> m.id and daterange(n.held_from, n.held_until) && daterange(m.held_from, m.held_until))`: 0,
		`select cardinality(address) from organisations where ods_code = '7A1A1'`: 3,
	} {
		var got int
		if err := d.Super.QueryRow(question).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %d, %v; want %d", question, got, err, want)
		}
	}
}

func dump(t *testing.T, d *testdb.DB) (all string) {
	t.Helper()
	for _, table := range []string{"countries", "nhs_regions", "integrated_care_boards", "icb_successions", "networks", "london_boroughs",
		"tenants", "tenant_names", "tenant_successions", "organisations", "organisation_memberships"} {
		var sum string
		if err := d.Super.QueryRow(`select md5(string_agg(r::text, '' order by r::text)) from ` + table + ` r`).Scan(&sum); err != nil {
			t.Fatal(err)
		}
		all += table + " " + sum + "\n"
	}
	return all
}
