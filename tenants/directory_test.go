package tenants_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/reference"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// TestDirectory looks for real trusts the way people do.
func TestDirectory(t *testing.T) {
	d := testdb.New(t)
	owner, _ := d.Owner.DB()
	if err := reference.Load(t.Context(), owner, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	directory := tenants.NewDirectory(d.Login, time.Minute)
	for words, want := range map[string]string{
		"r0a":                         "R0A", // by code
		"7A3":                         "7A3",
		"bae abertawe":                "7A3", // in Welsh
		"kings lynn":                  "RCX", // without its apostrophe
		"Royal Manchester Children's": "R0A", // by a hospital
		"southport":                   "RBN", // absorbed: who holds its hospital now
		"mersey and west lancashire":  "RBN", // by the name it took
		"jersey":                      "RGT1W",
		"'; drop table tenants --":    "",
		"%":                           "7A1 7A2",
		"welsh ambulance":             "", // does not take part
		"solent":                      "RW1",
	} {
		found, err := directory.Search(t.Context(), words, 2)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, f := range found {
			codes = append(codes, f.ODSCode)
		}
		if got := strings.Join(codes, " "); words != "%" && got != want && !strings.HasPrefix(got, want+" ") {
			t.Errorf("%q finds %q, want %q", words, got, want)
		}
	}
	if all, err := directory.Search(t.Context(), "", 0); err != nil || len(all) != 145 {
		t.Errorf("all: %d, %v", len(all), err)
	}
	for code, want := range map[string]string{"RVY02": "RBN", "r0a03": "R0A", "7A3C7": "7A3", "R0A": "R0A", "RVY": "", "RYT": "", "XXX": "", "": ""} {
		got, err := directory.Fold(t.Context(), code)
		if got.ODSCode != want || want == "" && !fault.Is(err, fault.NotFound) {
			t.Errorf("%q folds to %q, %v; want %q", code, got.ODSCode, err, want)
		}
	}
	o, err := directory.OrganisationByODS(t.Context(), "7A1A1")
	if err != nil || o.ParentName != "Betsi Cadwaladr University Health Board" {
		t.Errorf("%+v, %v", o, err)
	}
	if all, err := directory.AllOrganisations(t.Context()); err != nil || len(all) < 330 {
		t.Errorf("%d organisations, %v", len(all), err)
	}
}

func TestBranding(t *testing.T) {
	w := tenantstest.New(t)
	directory := tenants.NewDirectory(w.App, time.Hour)
	ctx := w.Leeds.As(t.Context(), tenants.NationalAdmin)
	before, err := directory.Tenant(ctx, w.Leeds.ID)
	if err != nil {
		t.Fatal(err)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	logo := append(picture.Bytes(), "<script>alert(1)</script>"...)
	good := tenants.Branding{Name: "Leeds Children's", Colour: "#005EB8", ColourText: "#ffffff"}
	if err := tenants.SetBranding(ctx, w.App, good, logo); err != nil {
		t.Fatal(err)
	}
	if held, _ := directory.Tenant(ctx, w.Leeds.ID); held != before {
		t.Error("the directory read again before it was told to")
	}
	directory.Forget()
	after, err := directory.Tenant(ctx, w.Leeds.ID)
	if err != nil || after.Branding.Colour != "#005eb8" || after.Branding.LogoPath != "/t/RR8/logo" || after.Branding.Version == before.Branding.Version {
		t.Errorf("%+v, %v", after, err)
	}
	content, kind, err := tenants.Logo(ctx, w.Login, w.Leeds.ID)
	if err != nil || kind != "image/png" || bytes.Contains(content, []byte("script")) {
		t.Errorf("logo: %d bytes of %s, %v", len(content), kind, err)
	}
	if other, _ := directory.Tenant(ctx, w.Swansea.ID); other.Branding.Colour != "" || other.Branding.LogoPath != "" {
		t.Errorf("another tenant was branded: %+v", other)
	}
	for name, bad := range map[string]struct {
		tenants.Branding
		logo []byte
	}{
		"contrast":    {tenants.Branding{Colour: "#ffff00", ColourText: "#ffffff"}, nil},
		"just short":  {tenants.Branding{Colour: "#777777", ColourText: "#ffffff"}, nil}, // 4.48 to 1
		"one colour":  {tenants.Branding{Colour: "#005eb8"}, nil},
		"not colours": {tenants.Branding{Colour: "red;}", ColourText: "#ffffff"}, nil},
		"long name":   {tenants.Branding{Name: strings.Repeat("x", 101)}, nil},
		"two lines":   {tenants.Branding{Name: "a\nb"}, nil},
		"svg":         {good, []byte("<svg onload=alert(1)>")},
		"huge":        {good, make([]byte, tenants.MostLogoBytes+1)},
		"cut off":     {good, picture.Bytes()[:picture.Len()/2]},
	} {
		if err := tenants.SetBranding(ctx, w.App, bad.Branding, bad.logo); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := tenants.SetBranding(ctx, w.App, good, []byte{}); err != nil {
		t.Error(err)
	}
	if _, _, err := tenants.Logo(ctx, w.App, w.Leeds.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("after taking the logo away: %v", err)
	}
	if got := tenants.Contrast("#000000", "#ffffff"); got != 21 {
		t.Errorf("black on white: %v", got)
	}
}

func TestNational(t *testing.T) {
	w := tenantstest.New(t)
	w.AddCase(t, w.Leeds, "A")
	w.AddCase(t, w.Leeds, "B")
	w.AddCase(t, w.Swansea, "C")
	counts, err := tenants.National(w.Leeds.As(t.Context(), tenants.NationalAnalyst), w.App)
	if err != nil || len(counts) != 3 {
		t.Fatalf("%v, %v", counts, err)
	}
	for _, c := range counts {
		if want := map[string]int64{"R0A": 0, "RR8": 2, "7A3": 1}[c.ODSCode]; c.Children != want {
			t.Errorf("%s: %d, want %d", c.ODSCode, c.Children, want)
		}
	}
	for _, role := range []tenants.Role{tenants.Viewer, tenants.Administrator, tenants.Editor, tenants.Lead, tenants.Operator, "odd"} {
		if _, err := tenants.National(w.Leeds.As(t.Context(), role), w.App); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", role, err)
		}
	}
	// The role behind the view counts and does nothing else.
	for _, statement := range []string{`select surname from cases`, `update cases set revision = 1`, `select * from change_log`} {
		if _, err := w.Super.Exec(`set role pinktick_counts; ` + statement); err == nil {
			t.Errorf("the counting role may: %s", statement)
		}
		_, _ = w.Super.Exec(`reset role`)
	}
}

func TestRoles(t *testing.T) {
	for role, want := range map[tenants.Role]map[tenants.Action]bool{
		tenants.Viewer: {tenants.OpenRecord: true, tenants.Answer: false, tenants.AddChild: false},
		tenants.Administrator: {tenants.ListChildren: true, tenants.OpenRecord: true, tenants.AddChild: true, tenants.ChangeDemographics: true,
			tenants.Answer: false, tenants.Register: false, tenants.AllocateLead: false, tenants.SetAssessmentDate: false, tenants.Submit: false,
			tenants.DeleteChild: false, tenants.OptOut: false, tenants.RestoreChild: false, tenants.DownloadOwn: false, tenants.ReadAuditTrail: false},
		tenants.Editor:          {tenants.DeleteChild: true, tenants.OptOut: true, tenants.RestoreChild: false, tenants.Answer: true, tenants.Register: true, tenants.TransferLead: false, tenants.ChangeAssessmentDate: false},
		tenants.Lead:            {tenants.TransferLead: true, tenants.ReadAuditTrail: true, tenants.ChangeAssessmentDate: false},
		tenants.NationalAnalyst: {tenants.SeeNationalCounts: true, tenants.OpenRecord: false, tenants.ListChildren: false},
		tenants.NationalAdmin:   {tenants.ChangeAssessmentDate: true, tenants.Publish: true, tenants.OperatePlatform: false},
		tenants.Operator:        {tenants.OperatePlatform: true, tenants.OpenRecord: false, tenants.ListChildren: false},
		"":                      {tenants.SeeDashboard: false, "": false},
	} {
		for action, may := range want {
			if role.May(action) != may {
				t.Errorf("%s may %s: %v", role, action, !may)
			}
		}
	}
	for _, action := range tenants.Actions() { // in a tenant, a higher role may do whatever a lower one may
		may := false
		for _, role := range tenants.Local() {
			if may && !role.May(action) {
				t.Errorf("%s may not %s, though a lower role may", role, action)
			}
			may = role.May(action)
		}
	}
}
