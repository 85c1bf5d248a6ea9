package tenants_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/reference"
)

// What is publicly known of hospitals in England, London, Wales and Jersey; where there is no care board none is said.
func TestCards(t *testing.T) {
	d := testdb.New(t)
	owner, _ := d.Owner.DB()
	if err := reference.Load(t.Context(), owner, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	directory := tenants.NewDirectory(d.App, time.Minute)
	for code, want := range map[string]string{
		"RGT01": "[Hills Road Cambridge Cambridgeshire] CB2 0QQ trust Cambridge University Hospitals NHS Foundation Trust; East of England; Eastern Paediatric Epilepsy Network; England; ",
		"7A1A1": "[Glan Clwyd Hospital Rhuddlan Road Bodelwyddan Rhyl Clwyd] LL18 5UJ health_board Betsi Cadwaladr University Health Board; ; ; Wales; ",
	} {
		o, err := directory.OrganisationByODS(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		c, err := directory.Card(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		network := c.Network
		if code == "7A1A1" { // its name is long, and there
			if network == "" || c.CareBoard != "" {
				t.Errorf("%s: network %q, care board %q", code, network, c.CareBoard)
			}
			network = ""
		}
		if got := fmt.Sprintf("%v %s %s %s; %s; %s; %s; %s", c.Address, c.Postcode, c.ParentKind, c.Parent, c.Region, network, c.Country, c.LondonBorough); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	boroughs := 0
	all, err := directory.AllOrganisations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range all {
		c, err := directory.Card(t.Context(), o)
		if err != nil || c.Parent == "" || c.Country == "" {
			t.Errorf("%s: %+v, %v", o.ODSCode, c, err)
		}
		if c.LondonBorough != "" {
			boroughs++
		}
	}
	if boroughs < 10 {
		t.Errorf("only %d hospitals are in a borough of London", boroughs)
	}
	if _, err := directory.Card(t.Context(), tenants.Organisation{ID: "00000000-0000-4000-8000-000000000000"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("no hospital: %v", err)
	}
}
