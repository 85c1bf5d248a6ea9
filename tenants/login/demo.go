package login

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pinktick/pinktick/tenants"
)

// Demo is a made-up set of providers and people for the demo and the tests: at each tenant a provider of its own with a
// viewer, an editor, a lead and an administrator, one of whom also works at another tenant; a shared provider in the shape of NHS CIS2; and
// the national team's with an analyst, an administrator and an operator.
type Demo struct {
	PublicURL string
	Tenants   []tenants.Tenant
	Secret    string // of our client at every one of these providers
	People    []DemoPerson
}

// DemoPerson is somebody made up.
type DemoPerson struct {
	Provider, Subject, Name, Email string
	Role                           tenants.Role
	Tenants                        []tenants.Tenant // where they work; none for the national team
	Words                          string           // who this is, for the list that the demo prints
	ACR                            string
	Claims, UserInfo               map[string]any
}

// The demo's shared providers.
const (
	DemoCIS2     = "cis2"
	DemoNational = "national"
)

// DemoProvider is the id of a tenant's own provider in the demo.
func DemoProvider(t tenants.Tenant) string { return strings.ToLower(t.ODSCode) }

// demoDirectoryID is the made-up Entra directory of a trust.
func demoDirectoryID(t tenants.Tenant) string { return "dir-" + strings.ToLower(t.ODSCode) }

var demoNames = []string{"Amara Okafor", "Ben Whitfield", "Carys Morgan", "Daniel Reeve", "Elin Pritchard", "Farah Siddiqui",
	"Gareth Lewis", "Hannah Doyle", "Isaac Mensah", "Joanna Kowalska", "Kiran Patel", "Lowri Evans", "Megan Hughes", "Nadia Rahman",
	"Owen Clarke", "Priya Nair", "Rhys Bowen", "Sofia Marino", "Tomos Davies", "Yusuf Ali"}

// NewDemo makes the people. The same tenants give the same people, so a second start of the demo finds them again.
func NewDemo(publicURL string, list ...tenants.Tenant) Demo {
	d := Demo{PublicURL: publicURL, Tenants: list, Secret: rand.Text() + rand.Text()}
	for i, t := range list {
		for j, role := range []tenants.Role{tenants.Viewer, tenants.Editor, tenants.Lead} {
			d.People = append(d.People, demoLocal(t, role, demoNames[(i*3+j)%len(demoNames)]))
		}
		d.People = append(d.People, demoLocal(t, tenants.Administrator, demoNames[(i+12)%len(demoNames)]))
	}
	if len(list) > 1 { // the first tenant's editor holds an honorary contract at the second
		d.People[1].Tenants = append(d.People[1].Tenants, list[1])
		d.People[1].Words += "; also works at " + list[1].ShortName
	}
	for i, t := range list[:min(2, len(list))] {
		d.People = append(d.People, demoCIS2(t, demoNames[len(demoNames)-1-i]))
	}
	for _, one := range []struct {
		role tenants.Role
		name string
	}{{tenants.NationalAnalyst, "Alex Turner"}, {tenants.NationalAdmin, "Chris Walsh"}, {tenants.Operator, "Sam Reid"}} {
		d.People = append(d.People, DemoPerson{
			Provider: DemoNational, Subject: "national-" + strings.ReplaceAll(string(one.role), "_", "-"), Name: one.name,
			Email: email(one.name, "audit.example"), Role: one.role, Words: one.role.Name(),
			Claims: map[string]any{"audit_role": string(one.role), "email": email(one.name, "audit.example")},
		})
	}
	return d
}

func demoLocal(t tenants.Tenant, role tenants.Role, name string) DemoPerson {
	p := DemoPerson{
		Provider: DemoProvider(t), Subject: DemoProvider(t) + "-" + string(role), Name: name, Role: role,
		Email: email(name, DemoProvider(t)+".example"), Tenants: []tenants.Tenant{t}, Words: role.Name(),
	}
	p.Claims = map[string]any{"email": p.Email, "preferred_username": p.Email}
	if t.Kind == tenants.HealthBoard {
		p.Claims["audit_role"] = string(role)
		return p
	}
	p.Claims["tid"], p.Claims["oid"] = demoDirectoryID(t), "oid-"+p.Subject
	p.Claims["roles"] = []string{demoAppRole(role)}
	return p
}

func demoAppRole(role tenants.Role) string {
	return "Audit." + strings.ToUpper(string(role)[:1]) + string(role)[1:]
}

// demoCIS2RoleCode stands for a clinician's role in the national list.
const demoCIS2RoleCode = "S8000:G8000:R8000"

func demoCIS2(t tenants.Tenant, name string) DemoPerson {
	subject := "9" + fmt.Sprintf("%011d", 1000+len(name)) + DemoProvider(t)
	return DemoPerson{
		Provider: DemoCIS2, Subject: subject, Name: name, Email: email(name, "nhs.example"), Role: tenants.Editor,
		Tenants: []tenants.Tenant{t}, Words: tenants.Editor.Name() + " at " + t.ShortName, ACR: "AAL3",
		Claims: map[string]any{"id_assurance_level": "3", "authentication_assurance_level": "3"},
		UserInfo: map[string]any{
			"nhsid_useruid": subject, "uid": subject, "idassurancelevel": "3", "selected_roleid": "555" + subject,
			"nhsid_nrbac_roles": []map[string]any{{
				"person_roleid": "555" + subject, "org_code": t.ODSCode, "role_code": demoCIS2RoleCode, "role_name": "Clinical Practitioner",
			}},
			"nhsid_user_orgs": []map[string]any{{"org_code": t.ODSCode, "org_name": strings.ToUpper(t.Name)}},
		},
	}
}

func email(name, domain string) string {
	return strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@" + domain
}

// WriteFiles writes what the provider process reads, and our client's secrets for Options.SecretsDir, below a directory.
func (d Demo) WriteFiles(dir string) (peopleFile, secretsDir string, err error) {
	secretsDir = filepath.Join(dir, "secrets")
	if err := os.MkdirAll(secretsDir, 0o700); err != nil {
		return "", "", fmt.Errorf("make the secrets' directory: %w", err)
	}
	for _, row := range d.rows("") {
		if err := os.WriteFile(filepath.Join(secretsDir, row.SecretName), []byte(d.Secret), 0o600); err != nil {
			return "", "", fmt.Errorf("write a secret: %w", err)
		}
	}
	text, err := json.MarshalIndent(d.file(), "", " ")
	if err != nil {
		return "", "", fmt.Errorf("write people: %w", err)
	}
	peopleFile = filepath.Join(dir, "people.json")
	if err := os.WriteFile(peopleFile, text, 0o600); err != nil {
		return "", "", fmt.Errorf("write people: %w", err)
	}
	return peopleFile, secretsDir, nil
}

// file is the provider process's own format.
func (d Demo) file() map[string]any {
	var issuers []map[string]any
	for _, row := range d.rows("") {
		people := []map[string]any{}
		for _, p := range d.People {
			if p.Provider == row.ID {
				people = append(people, map[string]any{"sub": p.Subject, "name": p.Name, "words": p.Words, "acr": p.ACR, "claims": p.Claims, "userinfo": p.UserInfo})
			}
		}
		issuers = append(issuers, map[string]any{
			"key": row.ID, "title": row.Name, "people": people,
			"client": map[string]any{"id": row.ClientID, "secret": d.Secret, "redirects": []string{strings.TrimSuffix(d.PublicURL, "/") + "/auth/" + row.ID + "/callback"}},
		})
	}
	return map[string]any{"issuers": issuers}
}
