package main

import (
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

const (
	carys = "00000000-0000-4000-8000-0000000000c1" // a lead at Manchester
	vera  = "00000000-0000-4000-8000-0000000000c2" // a viewer there
	nadia = "00000000-0000-4000-8000-0000000000c3" // of the national team
	gone  = "00000000-0000-4000-8000-0000000000c4" // a lead no longer
)

func withPeople(t *testing.T) (*tenantstest.World, []string) {
	w := tenantstest.New(t)
	w.Exec(t, `insert into providers (id, kind, name, issuer, client_id, secret_name) values ('p', 'oidc', 'P', 'x', 'x', 'x')`)
	for id, name := range map[string]string{carys: "Carys Morgan", vera: "Vera Lane", nadia: "Nadia Rahman", gone: "Gareth Lewis"} {
		w.Exec(t, `insert into people (id, issuer, subject, name) values ($1::uuid, 'x', $1, $2)`, id, name)
	}
	for id, role := range map[string]string{carys: "lead", vera: "viewer", gone: "lead"} {
		w.Exec(t, `insert into memberships (tenant_id, person_id, role, source, provider_id, ended_at) values ($1, $2, $3, 'mapped', 'p', case when $4 then now() end)`,
			string(w.Manchester.ID), id, role, id == gone)
	}
	w.Exec(t, `insert into national_memberships (person_id, role, source, provider_id) values ($1, 'national_admin', 'mapped', 'p')`, nadia)
	return w, []string{"DATABASE_URL=" + w.AppDSN, "LOGIN_DATABASE_URL=" + w.LoginDSN}
}

const imported = `{"id": "a", "answers": {"case": {"first_name": "Test", "surname": "Girl", "date_of_birth": "2013-03-04", "sex": 2, "ethnicity": "A", "postcode": "ZZ993WZ",
	"nhs_number": "9990000018"}}, "records": {"sites": [{"organisation": "R0A03", "site_is_primary_centre_of_epilepsy_care": true, "site_is_actively_involved_in_epilepsy_care": true}]}}`

// The commands as an operator types them, in the order in which one would.
func TestImportAndExportCommands(t *testing.T) {
	program := build(t)
	w, settings := withPeople(t)
	record := strings.ReplaceAll(imported, "\n", "")
	for i, c := range []struct {
		in, args  string
		out, errs string // are in what comes out
		status    int
	}{
		{record, "import", "", "missing flags: --tenant", 80},
		{record, "import --tenant R0A", "", "  --as " + carys + "   Carys Morgan, Lead clinician\n", 1},
		{record, "import --tenant R0A", "", "  --as " + nadia + "   Nadia Rahman, National audit team\n", 1},
		{record, "import --tenant XXX --as " + carys, "", "XXX: there is no such trust", 1},
		{record, "import --tenant R0A --as nobody", "", "There is no such person", 1},
		{record, "import --tenant R0A --as " + gone, "", "There is no such person, or they do not work in this trust or board", 1},
		{record, "import --tenant RR8 --as " + carys, "", "There is no such person, or they do not work in this trust or board", 1},
		{record, "import --tenant R0A --as " + vera, "", "does not allow an import", 1},
		{record, "import --tenant R0A --write --dry-run --as " + carys, "", "can't be used together", 80},
		{record, "import --tenant R0A --write --as " + carys, "", "--write needs --reason", 1},
		{record, "import --tenant r0a --as " + carys, `{"id":"a","result":"created","problems":[]}`, "1 records: 1 created, 0 updated, 0 unchanged, 0 refused, 0 in conflict\nThis was a trial", 0},
		{record, "import --tenant R0A --dry-run --as " + strings.ToUpper(carys), `"created"`, "This was a trial", 0},
		{"", "export --tenant R0A --as " + carys, "", "0 records", 0},
		{record, "import --tenant R0A --write --reason first --as " + carys, `{"id":"a","result":"created","audit_number":1,"problems":[]}`, "1 created", 0},
		{record, "import --tenant R0A --write --reason again --as " + nadia, `{"id":"a","result":"unchanged","audit_number":1,"problems":[]}`, "1 unchanged", 0},
		{record + "\n{\"id\": \"b\"}", "import --tenant R0A --write --reason more --as " + carys, `{"id":"b","result":"refused"`, "1 refused, 0 in conflict\npinktick: not all records were taken\n", 1},
		{record + "\n{\"id\" \"b\"}", "import --tenant R0A --write --reason more --as " + carys, `"unchanged"`, "pinktick: line 2, column 7: invalid character", 2},
		{"", "export --tenant R0A --as " + carys, `{"id":"a","answers":{"case":{"first_name":"Test"`, "1 records", 0},
		{"", "export --tenant R0A --cohort 7 --as " + carys, "", "0 records", 0},
		{"", "export --tenant RR8 --as " + nadia, "", "0 records", 0},
		{"", "export --tenant R0A --as " + vera, "", "does not allow an export", 1},
	} {
		out, errs, status := runWith(t, settings, program, c.in, strings.Fields(c.args)...)
		if status != c.status || !strings.Contains(errs, c.errs) || !strings.Contains(out, c.out) || c.out == "" && status < 80 && out != "" {
			t.Errorf("%d: %s: status %d\n%s%s", i, c.args, status, out, errs)
		}
	}
	w.Exec(t, `update cases set postcode = 'M13 9WL'`)
	w.Exec(t, `update case_places set state = 'found', looked_up_at = now(), country_code = 'ENG', lsoa = 'E01005062', edition = 2019, quintile = 2`)
	if out, _, _ := runWith(t, settings, program, "", "export", "--tenant", "R0A", "--as", carys); !strings.Contains(out, `"index_of_multiple_deprivation_quintile":2}`) {
		t.Errorf("the export has no quintile: %s", out)
	}
	if _, errs, status := run(t, program, record, "import", "--tenant", "R0A"); status != 1 || !strings.Contains(errs, "DATABASE_URL (or DATABASE_URL_FILE) is not set") {
		t.Errorf("without settings: %d %s", status, errs)
	}
	var noted string
	if err := w.Super.QueryRow(`select string_agg(reason || ' by ' || person_name, ', ' order by id) from imports`).Scan(&noted); err != nil ||
		noted != "first by Carys Morgan, again by Nadia Rahman, more by Carys Morgan, more by Carys Morgan" {
		t.Errorf("noted: %s, %v", noted, err)
	}
}

// Made-up children are for test systems; the same seed again adds none, a greater number adds the rest.
func TestSeedCommand(t *testing.T) {
	program := build(t)
	d := testdb.New(t)
	for i, c := range []struct {
		environment, args string
		children          int
		said              string
		status            int
	}{
		{"production", "seed --children 5", 0, "ENVIRONMENT is production", 1},
		{"production", "seed", 0, "", 0},
		{"development", "seed --children 300", 300, "300 children made", 0},
		{"development", "seed --children 300", 300, "; 300 were there already", 0},
		{"development", "seed --children 340", 340, "40 children made", 0},
		{"development", "seed --children 50 --seed 60 --tenant rgt --tenant 7A4", 390, "50 children made", 0},
		{"development", "seed --children 50 --tenant XXX", 390, "none of these trusts and boards", 1},
	} {
		out, errs, status := runWith(t, []string{"MIGRATE_DATABASE_URL=" + d.OwnerDSN, "ENVIRONMENT=" + c.environment}, program, "", strings.Fields(c.args)...)
		var children int
		if err := d.Super.QueryRow(`select count(*) from cases`).Scan(&children); err != nil {
			t.Fatal(err)
		}
		if status != c.status || children != c.children || !strings.Contains(out+errs, c.said) {
			t.Errorf("%d: %s: status %d, %d children\n%s%s", i, c.args, status, children, out, errs)
		}
	}
	for what, sql := range map[string]string{
		"trusts and boards with children":   `select count(distinct tenant_id) > 100 from cases`,
		"only there of the second seed":     `select count(distinct c.tenant_id) = 2 from imported_cases i join cases c on c.id = i.case_id where i.sender_id like 'sample-60-%'`,
		"open, closed and submitted":        `select bool_or(locked_at is not null) and bool_or(locked_at is null) from cases`,
		"cohorts, also those closed":        `select min(first_assessment_on) < now() - interval '3 years' and max(first_assessment_on) > now() - interval '1 year' from registrations`,
		"Jersey's have a reference number":  `select bool_and(unique_reference_number is not null and nhs_number is null) from cases c join tenants t on t.id = c.tenant_id where t.country_code = 'JEY'`,
		"the others have their NHS number":  `select bool_and(nhs_number is not null) from cases c join tenants t on t.id = c.tenant_id where t.country_code <> 'JEY'`,
		"all are under their trust's roof":  `select bool_and(o.tenant_id = r.tenant_id) from registrations r join organisations o on o.id = r.lead_organisation_id`,
		"each has the first line of a log":  `select count(*) = 390 from change_log where question = '*' and section = 'child'`,
		"most of them are English children": `select count(*) > 250 from cases c join tenants t on t.id = c.tenant_id where t.country_code = 'ENG'`,
	} {
		var yes bool
		if err := d.Super.QueryRow(sql).Scan(&yes); err != nil || !yes {
			t.Errorf("%s: %v %v", what, yes, err)
		}
	}
}
