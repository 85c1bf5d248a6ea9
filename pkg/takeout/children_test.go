package takeout_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
)

// The children list has what the page of the list has of each child, in either format, and what the record's own page says is
// missing.
func TestTheChildrenList(t *testing.T) {
	w := newWorld(t)
	w.fill("R0A", 230) // more than are read at a time
	w.fill("RR8", 3)
	lead := w.as("R0A", tenants.Lead)
	name, raw := w.take(lead, w.store.OfTenant(), takeout.Ask{Kind: takeout.Children, Format: takeout.XLSX})
	_, sheets := w.book(raw)
	rows := sheets["Children"]
	if name != "children-R0A-2027-01-20.xlsx" || len(rows)-1 != w.number("select count(*) from cases c join tenants t on t.id = c.tenant_id where t.ods_code = 'R0A' and stage < 5 and deleted_at is null") {
		t.Errorf("%s has %d rows", name, len(rows))
	}
	_, raw = w.take(lead, w.store.OfTenant(), takeout.Ask{Kind: takeout.Children, Format: takeout.CSV})
	if lines := w.csv(raw); fmt.Sprint(lines) != fmt.Sprint(rows) { // no made-up child's name is a formula
		t.Error("CSV says something else than the spreadsheet")
	}
	column := func(row []string, name string) string { return row[slices.Index(rows[0], name)] }
	today := ask.DateOf(w.now)
	for _, row := range rows[1:] {
		id, _ := strconv.ParseInt(row[0], 10, 64)
		listed, err := w.store.Records.FindCases(lead, []int64{id})
		w.must(err)
		r, err := w.store.Records.Peek(lead, id)
		w.must(err)
		l := listed[0]
		slots := 0
		for _, s := range dataset.Sections {
			for _, gap := range r.Missing(s) {
				slots += gap.Slots
			}
		}
		if column(row, "Answers given") != strconv.Itoa(l.Done.Completed) || column(row, "Questions missing") != strconv.Itoa(slots) || slots != l.Done.Expected-l.Done.Completed ||
			!strings.EqualFold(column(row, "State"), string(l.State(today))) || (slots > 0) != (column(row, "Missing") != "") || column(row, "Surname") != *l.Surname ||
			!strings.HasPrefix(column(row, "Record"), "https://audit.example/") {
			t.Errorf("%q\nlisted %+v", row, l)
		}
	}
	_, raw = w.take(lead, w.store.OfTenant(), takeout.Ask{Kind: takeout.Children, Format: takeout.CSV, Cohort: 8, Organisation: "R0A07"})
	if n := len(w.csv(raw)) - 1; n == 0 || n != w.number("select count(*) from cases c join organisations o on o.id = c.lead_organisation_id where o.ods_code = 'R0A07' and cohort = 8 and stage < 5") {
		t.Errorf("%d children of one hospital in one cohort", n)
	}
}

// The audit team is not told who the children are, unless it says why; that is written down.
func TestTheAuditTeamSeesNoNames(t *testing.T) {
	w := newWorld(t)
	w.fill("R0A", 40)
	admin := w.as("R0A", tenants.NationalAdmin)
	for _, kind := range []takeout.Kind{takeout.Children, takeout.Quality} {
		name, raw := w.take(admin, w.store.OfTenant(), takeout.Ask{Kind: kind, Format: takeout.CSV, Reason: "said in vain"})
		text := string(raw)
		for _, word := range w.identifying("R0A") {
			if strings.Contains(text, word) {
				t.Errorf("%s holds %s", name, word)
			}
		}
		if !strings.Contains(name, "without-names") || len(w.csv(raw)) < 20 {
			t.Errorf("%s: %d rows", name, len(w.csv(raw)))
		}
	}
	for ask, field := range map[takeout.Ask]string{
		{Kind: takeout.Children, Format: takeout.CSV, Names: true}:              "reason",
		{Kind: takeout.Children, Format: takeout.CSV, Names: true, Reason: " "}: "reason",
		{Kind: takeout.OwnData, Format: takeout.CSV}:                            "names",
	} {
		if f, ok := fault.As(w.store.OfTenant().Ask(admin, ask)); !ok || f.Fields[field].Message == "" {
			t.Errorf("%+v: %v", ask, f)
		}
	}
	_, raw := w.take(admin, w.store.OfTenant(), takeout.Ask{Kind: takeout.Children, Format: takeout.CSV, Names: true, Reason: "A duplicate is looked for"})
	if !strings.Contains(string(raw), "Surname") {
		t.Error("there are no names")
	}
	if n := w.number(`select count(*) from exports where reason = 'A duplicate is looked for' and role = 'national_admin' and row_count >= 40 and person_name = 'National audit team'
		and filters = '{"names": true}' and request_id = 'request' and state = 'ready'`); n != 1 {
		t.Errorf("%d exports with that reason are written down", n)
	}
	if n := w.number(`select count(*) from exports where reason = 'said in vain'`); n != 0 {
		t.Error("a reason for nothing is kept")
	}
}

// identifying is what tells who a tenant's children are.
func (w *world) identifying(code string) []string {
	w.Helper()
	var all []string
	rows, err := w.db.Super.Query(`select surname, nhs_number, substr(nhs_number, 1, 3) || ' ' || substr(nhs_number, 4, 3) || ' ' || substr(nhs_number, 7), date_of_birth::text,
		to_char(date_of_birth, 'FMDD FMMonth YYYY'), c.postcode from cases c join tenants t on t.id = c.tenant_id where t.ods_code = $1`, code)
	w.must(err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		values := make([]*string, 6)
		w.must(rows.Scan(&values[0], &values[1], &values[2], &values[3], &values[4], &values[5]))
		for _, v := range values {
			if v != nil && len(*v) > 4 {
				all = append(all, *v)
			}
		}
	}
	w.must(rows.Err())
	return all
}

// Each answer that is missing or does not pass its check is a line, which leads to it.
func TestDataQuality(t *testing.T) {
	w := newWorld(t)
	w.fill("R0A", 60)
	lead := w.as("R0A", tenants.Lead)
	id := int64(w.number(`select min(id) from cases where stage = 1`))
	w.db.Exec(t, `update cases set date_of_birth = '2026-12-01' where id = $1`, id) // after what is recorded of the child
	_, raw := w.take(lead, w.store.OfTenant(), takeout.Ask{Kind: takeout.Quality, Format: takeout.XLSX})
	_, sheets := w.book(raw)
	rows := sheets["Data quality"]
	want, doubts := 0, 0
	for r, err := range w.store.Records.Children(lead, record.Part{}) {
		w.must(err)
		if r.Record.UnregisteredAt == nil {
			for _, s := range dataset.Sections {
				want += len(r.Record.Missing(s))
			}
			found := r.Record.Child.Warnings(r.Record.At)
			want, doubts = want+found, doubts+found
		}
	}
	if len(rows)-1 != want || doubts == 0 {
		t.Errorf("%d lines, want %d, %d of them doubts", len(rows)-1, want, doubts)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	w.must(err)
	if linked, to, err := f.GetCellHyperLink("Data quality", "O2"); !linked || to != rows[1][14] || err != nil {
		t.Errorf("the first line leads to %q: %v", to, err)
	}
	seen := map[string]int{}
	for _, row := range rows[1:] {
		what, link := row[slices.Index(rows[0], "What")], row[slices.Index(rows[0], "Answer")]
		seen[what]++
		if !strings.HasPrefix(link, "https://audit.example/") || !strings.Contains(link, "/cases/"+row[0]+"/") || row[slices.Index(rows[0], "Question")] == "" {
			t.Errorf("%q", row)
		}
	}
	if seen["To check"] != doubts || seen["Missing"] != want-doubts {
		t.Errorf("%v", seen)
	}
}

// All answers: a file a section with all its rows and columns, each in the dictionary that comes along.
func TestOwnData(t *testing.T) {
	w := newWorld(t)
	w.fill("R0A", 210)
	w.fill("RR8", 2)
	_, raw := w.take(w.as("R0A", tenants.Editor), w.store.OfTenant(), takeout.Ask{Kind: takeout.OwnData, Format: takeout.CSV})
	names, files := w.archive(raw)
	described := map[string]bool{}
	head := files["dictionary"][0]
	for _, row := range files["dictionary"][1:] {
		for _, column := range strings.FieldsFunc(row[slices.Index(head, "columns")], func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
			described[column] = true
		}
	}
	total := 0
	for _, s := range dataset.Stored() {
		rows := files[s.Table]
		want := w.number(fmt.Sprintf(`select count(*) from %s s join tenants t on t.id = s.tenant_id where t.ods_code = 'R0A'`, s.Table))
		if len(rows)-1 != want || want == 0 {
			t.Errorf("%s: %d rows, want %d", s.Table, len(rows)-1, want)
		}
		total += want
		for _, column := range rows[0] {
			if column != "audit_number" && column != "row_number" && !described[column] {
				t.Errorf("%s.%s is not in the dictionary", s.Table, column)
			}
		}
	}
	if !slices.Contains(names, "code_lists") || w.number(`select row_count from exports`) != total {
		t.Errorf("the files are %q; %d rows are written down, want %d", names, w.number(`select row_count from exports`), total)
	}
	registrations := files["registrations"]
	for _, row := range registrations[1:] {
		if lead := row[slices.Index(registrations[0], "lead_organisation_id")]; lead != "" && w.number(`select count(*) from organisations where ods_code = $1`, lead) != 1 {
			t.Errorf("a lead is called %s", lead)
		}
	}
	if given := w.number(`select count(first_assessment_on) from registrations s join tenants t on t.id = s.tenant_id where t.ods_code = 'R0A'`); given != filled(files["registrations"], "first_assessment_on") {
		t.Errorf("%d dates of first assessment, want %d", filled(files["registrations"], "first_assessment_on"), given)
	}
}

func filled(rows [][]string, column string) (n int) {
	for _, row := range rows[1:] {
		if row[slices.Index(rows[0], column)] != "" {
			n++
		}
	}
	return n
}

// What somebody called a child never runs as a formula.
func TestNothingIsAFormula(t *testing.T) {
	w := newWorld(t)
	w.fill("R0A", 8)
	bad := []string{`=HYPERLINK("http://evil.example")`, "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"}
	w.db.Exec(t, `with numbered as (select id, row_number() over (order by id) as n from cases where stage < 5 limit 6)
		update cases set surname = ($1::text[])[n] from numbered where cases.id = numbered.id`, `{"=HYPERLINK(\"http://evil.example\")","+1+1","-2+3","@SUM(A1)","`+"\t"+`=1","`+"\r"+`=1"}`)
	lead := w.as("R0A", tenants.Lead)
	_, raw := w.take(lead, w.store.OfTenant(), takeout.Ask{Kind: takeout.Children, Format: takeout.XLSX})
	_, sheets := w.book(raw) // looks for formulas
	_, raw = w.take(lead, w.store.OfTenant(), takeout.Ask{Kind: takeout.Children, Format: takeout.CSV})
	rows := w.csv(raw)
	for i, name := range bad {
		if at := slices.Index(rows[0], "Surname"); strings.TrimSpace(sheets["Children"][i+1][at]) != strings.TrimSpace(name) || rows[i+1][at] != "'"+name {
			t.Errorf("%q is %q in a spreadsheet and %q in CSV", name, sheets["Children"][i+1][at], rows[i+1][at])
		}
	}
	if bytes.Contains(raw, []byte("\n=")) || bytes.Contains(raw, []byte(",=")) {
		t.Error("a cell begins with =")
	}
	_, raw = w.take(lead, w.store.OfTenant(), takeout.Ask{Kind: takeout.OwnData, Format: takeout.CSV})
	_, files := w.archive(raw)
	for name, rows := range files {
		for _, row := range rows {
			for _, cell := range row {
				if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") {
					t.Errorf("%s: %q", name, cell)
				}
			}
		}
	}
}
