package reference

import (
	"fmt"
	"regexp"
	"strconv"
)

// knownOutside lies in a London borough but is grouped with its Kent trust.
const knownOutside = "RN7QM"

// Check says where the data break the rules they must obey; each fault names its rule and row.
func (d *Data) Check() []error {
	c := checker{d: d, tenants: by(d.Tenants, "ods_code"), boards: by(d.Boards, "ods_code"), regions: by(d.Regions, "code")}
	c.unique()
	c.links()
	for _, o := range d.Organisations {
		c.parent(o)
		c.areas(o)
		c.network(o)
		c.borough(o)
		c.place(o)
	}
	c.members()
	c.outlines()
	c.tiles()
	return c.faults
}

type checker struct {
	d                        *Data
	tenants, boards, regions map[string]Row
	faults                   []error
}

func (c *checker) fault(rule int, row string, format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("rule %d, %s: "+format, append([]any{rule, row}, args...)...))
}

// unique is rule 1: codes are unique inside each file; trusts and boards share one file here, so they share none.
func (c *checker) unique() {
	for _, file := range []struct {
		name, column string
		rows         []Row
	}{
		{"countries", "code", c.d.Countries}, {"regions", "code", c.d.Regions}, {"boards", "ods_code", c.d.Boards},
		{"networks", "code", c.d.Networks}, {"boroughs", "gss_code", c.d.Boroughs},
		{"tenants", "ods_code", c.d.Tenants}, {"organisations", "ods_code", c.d.Organisations},
	} {
		seen := map[string]bool{}
		for _, row := range file.rows {
			code := row[file.column]
			if code == "" || seen[code] {
				c.fault(1, file.name, "code %q is empty or occurs twice", code)
			}
			seen[code] = true
		}
	}
}

// links checks that what one file names the other has: without it a load would fail half-way through.
func (c *checker) links() {
	countries, networks := by(c.d.Countries, "code"), by(c.d.Networks, "code")
	for _, t := range c.d.Tenants {
		if countries[t["country_code"]] == nil || t["network_code"] != "" && networks[t["network_code"]] == nil {
			c.fault(2, t["ods_code"], "its country or network is not in the files")
		}
	}
	for _, s := range c.d.TenantSuccessions {
		if c.tenants[s["predecessor_ods_code"]] == nil || c.tenants[s["successor_ods_code"]] == nil {
			c.fault(2, s["predecessor_ods_code"], "it or its successor %s is not in the files", s["successor_ods_code"])
		}
	}
	for _, s := range c.d.BoardSuccessions {
		if c.boards[s["predecessor_ods_code"]] == nil || c.boards[s["successor_ods_code"]] == nil {
			c.fault(2, s["predecessor_ods_code"], "it or its successor %s is not in the files", s["successor_ods_code"])
		}
	}
}

// parent is rule 2: the parent exists and is of the stated kind; English organisations have a trust, Welsh ones a board and
// no board of care, region or borough.
func (c *checker) parent(o Row) {
	parent := c.tenants[o["parent_ods_code"]]
	want := map[string]string{"ENG": "trust", "WLS": "health_board", "JEY": "health_board"}[o["country_code"]]
	switch {
	case parent == nil:
		c.fault(2, o["ods_code"], "its parent %q is not in the files", o["parent_ods_code"])
	case parent["kind"] != o["parent_kind"] || o["parent_kind"] != want:
		c.fault(2, o["ods_code"], "its parent is a %s, stated as %s, in %s", parent["kind"], o["parent_kind"], o["country_code"])
	}
	if o["country_code"] != "ENG" && o["icb_ods_code"]+o["nhs_region_code"]+o["borough_code"] != "" {
		c.fault(2, o["ods_code"], "it is outside England but has an English area")
	}
}

// areas is rule 3: an English organisation has a care board, and that board's region.
func (c *checker) areas(o Row) {
	if o["country_code"] != "ENG" {
		return
	}
	board := c.boards[o["icb_ods_code"]]
	if board == nil {
		c.fault(3, o["ods_code"], "its care board %q is not in the files", o["icb_ods_code"])
	} else if board["nhs_region_code"] != o["nhs_region_code"] || c.regions[o["nhs_region_code"]] == nil {
		c.fault(3, o["ods_code"], "its region %q is not that of its care board", o["nhs_region_code"])
	}
}

// network is rule 4 for organisations: the network is the parent's.
func (c *checker) network(o Row) {
	if parent := c.tenants[o["parent_ods_code"]]; parent != nil && parent["network_code"] != o["network_code"] {
		c.fault(4, o["ods_code"], "its network %q is not its parent's, %q", o["network_code"], parent["network_code"])
	}
}

// members is rule 4 for parents: those that take part have a network, Jersey apart.
func (c *checker) members() {
	for _, t := range c.d.Tenants {
		if t["participating"] == "Y" && t["network_code"] == "" && t["country_code"] != "JEY" {
			c.fault(4, t["ods_code"], "it takes part but has no network")
		}
	}
}

// borough is rule 5: a borough is given inside London only.
func (c *checker) borough(o Row) {
	if o["borough_code"] != "" && o["nhs_region_code"] != "Y56" && o["ods_code"] != knownOutside {
		c.fault(5, o["ods_code"], "it has a London borough but is not in London")
	}
}

var postcode = regexp.MustCompile(`^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$`)

// place is rule 6: the postcode has the usual form, the coordinates lie in England or Wales. Either may be unknown.
func (c *checker) place(o Row) {
	if p := o["postcode"]; p != "" && !postcode.MatchString(p) {
		c.fault(6, o["ods_code"], "postcode %q", p)
	}
	if o["latitude"] == "" && o["longitude"] == "" {
		return
	}
	latitude, err1 := strconv.ParseFloat(o["latitude"], 64)
	longitude, err2 := strconv.ParseFloat(o["longitude"], 64)
	if err1 != nil || err2 != nil || latitude < 49.8 || latitude > 55.9 || longitude < -6.5 || longitude > 1.8 {
		c.fault(6, o["ods_code"], "coordinates %s, %s", o["latitude"], o["longitude"])
	}
}

// outlines is rule 7: every area that maps show has one outline, and every outline an area. Boards of 2026 have none yet.
func (c *checker) outlines() {
	wanted := map[string]bool{}
	want := func(kind string, rows []Row, column string, takes func(Row) bool) {
		for _, row := range rows {
			if takes(row) {
				wanted[kind+" "+row[column]] = true
			}
		}
	}
	want("country", c.d.Countries, "code", func(r Row) bool { return r["in_national_total"] == "Y" })
	want("icb", c.d.Boards, "ods_code", func(r Row) bool { return r["gss_code"] != "" })
	want("health_board", c.d.Tenants, "ods_code", func(r Row) bool { return r["country_code"] == "WLS" && r["kind"] == "health_board" })
	want("borough", c.d.Boroughs, "gss_code", func(Row) bool { return true })
	want("region", c.d.Regions, "code", func(Row) bool { return true })
	for _, b := range c.d.Boundaries {
		if key := b["kind"] + " " + b["code"]; !wanted[key] {
			c.fault(7, key, "an outline without an area, or two")
		} else {
			delete(wanted, key)
		}
	}
	for key := range wanted {
		c.fault(7, key, "no outline")
	}
}
