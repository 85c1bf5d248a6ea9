package transport_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/transport"
	"github.com/pinktick/pinktick/tenants"
)

// One record → what becomes of it, and what is told of it. Tried first, which stores nothing and says the same.
func TestWhatBecomesOfARecord(t *testing.T) {
	w := newWorld(t)
	_, err := w.Records.Create(w.Leeds.As(t.Context(), tenants.Editor), leedsBoy(w))
	w.must(err)
	good := girl("a", "9990000018", "", "")
	for name, c := range map[string]struct{ raw, told string }{
		"a whole record":         {good, "created"},
		"no object":              {`[1]`, "refused  wrong_type id required"},
		"no id":                  {strings.Replace(good, `"id": "a", `, "", 1), "refused id required"},
		"an id that is a number": {strings.Replace(good, `"a"`, "7", 1), "refused id wrong_type"},
		"an empty id":            {strings.Replace(good, `"a"`, `""`, 1), "refused id required"},
		"an id that is too long": {strings.Replace(good, `"a"`, `"`+strings.Repeat("x", 201)+`"`, 1), "refused id too_long"},
		"an id with a line end":  {strings.Replace(good, `"a"`, `"a\n"`, 1), "refused id text_invalid"},
		"an unknown field":       {girl("a", "9990000018", `"management": {"has_an_aed_been_givn": true}`, ""), "refused answers.management.has_an_aed_been_givn unknown_key"},
		"an unknown form":        {girl("a", "9990000018", `"treatments": {}`, ""), "refused answers.treatments unknown_key"},
		"an unknown list":        {girl("a", "9990000018", "", `"medicine": []`), "refused records.medicine unknown_key"},
		"an unknown medicine": {girl("a", "9990000018", `"management": {"has_an_aed_been_given": true}`, `"medicines": [{"medicine_name": "Snake oil", "is_rescue_medicine": false}]`),
			"refused records.medicines[0].medicine_name unknown_choice"},
		"a name twice":                  {strings.Replace(good, `"sex": 2`, `"sex": 2, "sex": 1`, 1), "refused answers.case.sex key_twice"},
		"no lead":                       {strings.Replace(good, `"sites": [{`, `"sites": [], "episodes": [{`, 1), "refused records.episodes[0].organisation unknown_key records.episodes[0].site_is_actively_involved_in_epilepsy_care unknown_key records.episodes[0].site_is_primary_centre_of_epilepsy_care unknown_key"},
		"a lead elsewhere":              {strings.Replace(good, "R0A03", "RR813", 1), "refused records.sites[0].organisation unknown_choice"},
		"a lead nobody knows":           {strings.Replace(good, "R0A03", "XYZ99", 1), "refused records.sites[0].organisation unknown_choice"},
		"two leads":                     {strings.Replace(good, `"sites": [`, `"sites": [{"organisation": "R0A07", "site_is_primary_centre_of_epilepsy_care": true, "site_is_actively_involved_in_epilepsy_care": true}, `, 1), "refused records.sites[1] two_leads"},
		"no active lead":                {strings.Replace(good, `"site_is_actively_involved_in_epilepsy_care": true`, `"site_is_actively_involved_in_epilepsy_care": false`, 1), "refused records.sites required"},
		"a name twice, and one unknown": {strings.Replace(good, `"nhs_number"`, `"surname": null, "x"`, 1), "refused answers.case.surname key_twice answers.case.x unknown_key"},
		"an empty number":               {girl("a", "", "", ""), "refused answers.case.nhs_number required"},
		"a wrong number":                {girl("a", "9990000017", "", ""), "refused answers.case.nhs_number nhs_number_invalid"},
		"both kinds of number":          {strings.Replace(good, `"sex": 2`, `"sex": 2, "unique_reference_number": "J1"`, 1), "refused answers.case.nhs_number required"},
		"a child of Leeds":              {girl("a", "9990000042", "", ""), "refused answers.case.nhs_number nhs_number_unique"},
		"before the first cohort":       {strings.Replace(good, "2025-06-01", "2020-11-30", 1), "refused answers.registration.first_paediatric_assessment_date before_first_cohort"},
		"one medicine twice": {girl("a", "9990000018", `"management": {"has_an_aed_been_given": true}`, `"medicines": [{"medicine_name": "Clobazam", "is_rescue_medicine": false}, {"medicine_name": "Clobazam", "is_rescue_medicine": false}]`),
			"refused records.medicines[0].medicine_name already_recorded records.medicines[1].medicine_name already_recorded"},
		"two sides of one onset": {girl("a", "9990000018", "", `"episodes": [{"epilepsy_or_nonepilepsy_status": "E", "epileptic_seizure_onset_type": "FO", "focal_onset_left": true, "focal_onset_right": true}]`),
			"refused records.episodes[0].focal_onset_left unknown_choice"},
		"text where a date belongs": {girl("a", "9990000018", `"investigations": {"eeg_indicated": true, "eeg_request_date": "soon"}`, ""), "refused answers.investigations.eeg_request_date date_invalid"},

		"a date before birth":          {girl("a", "9990000018", `"investigations": {"eeg_indicated": true, "eeg_request_date": "2012-01-01"}`, ""), "created answers.investigations.eeg_request_date date_before_birth"},
		"a date to come":               {girl("a", "9990000018", `"management": {"individualised_care_plan_in_place": true, "individualised_care_plan_date": "2027-01-01"}`, ""), "created answers.management.individualised_care_plan_date date_in_future"},
		"details missing":              {strings.Replace(good, `"ethnicity": "A"`, `"ethnicity": null`, 1), "created answers.case.ethnicity required"},
		"an answer that is not asked":  {girl("a", "9990000018", `"investigations": {"eeg_indicated": false, "eeg_request_date": "2025-06-02"}`, ""), "created answers.investigations.eeg_request_date not_asked"},
		"a cohort that differs":        {strings.Replace(good, `"eligibility_criteria_met": true`, `"eligibility_criteria_met": true, "cohort": 7`, 1), "created answers.registration.cohort derived_differs"},
		"a former lead":                {strings.Replace(good, `"sites": [`, `"sites": [{"organisation": "RR813", "site_is_primary_centre_of_epilepsy_care": true}, `, 1), "created"},
		"a neurologist elsewhere":      {strings.Replace(girl("a", "9990000018", `"assessment": {"paediatric_neurologist_referral_made": true}`, ""), `"sites": [`, `"sites": [{"organisation": "RR813", "site_is_paediatric_neurology_centre": true, "site_is_actively_involved_in_epilepsy_care": true}, `, 1), "created"},
		"an entry of an earlier round": {girl("a", "9990000018", `"multiaxial_diagnosis": {"epilepsy_cause_known": true, "epilepsy_cause": "TbS"}`, ""), "created"},
		"an entry not offered today":   {girl("a", "9990000018", `"multiaxial_diagnosis": {"relevant_impairments_behavioural_educational": true}`, `"comorbidities": [{"comorbidity_name": "Other"}]`), "created"},
		"declined":                     {girl("a", "9990000018", `"investigations": {"eeg_indicated": true, "eeg_performed_date": "1915-04-15"}`, ""), "created"},
		"a reference number":           {strings.Replace(good, `"nhs_number": "9990000018"`, `"unique_reference_number": "J1"`, 1), "created"},
		"not registered yet":           {strings.Replace(good, `"first_paediatric_assessment_date": "2025-06-01"`, `"first_paediatric_assessment_date": null`, 1), "created"},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			before := w.everything()
			tried, _ := w.take(w.Manchester, tenants.Lead, false, oneLine(c.raw))
			if after := w.everything(); after != before {
				t.Errorf("a trial changed something:\n%s\n%s", before, after)
			}
			taken, counted := w.take(w.Manchester, tenants.Lead, true, oneLine(c.raw))
			if tried[0].String() != c.told || taken[0].String() != c.told {
				t.Errorf("tried %q, then %q; want %q", tried[0], taken[0], c.told)
			}
			if created := strings.HasPrefix(c.told, "created"); (taken[0].AuditNumber > 0) != created || tried[0].AuditNumber != 0 || counted.Taken() != created {
				t.Errorf("audit numbers %d, %d; %v", tried[0].AuditNumber, taken[0].AuditNumber, counted)
			}
			w.Exec(t, `delete from change_log where tenant_id = $1`, string(w.Manchester.ID))
			w.Exec(t, `delete from cases where tenant_id = $1`, string(w.Manchester.ID))
		})
	}
}

func leedsBoy(w *world) *dataset.Child {
	decoded, _ := export.Decode([]byte(strings.Replace(girl("x", "9990000042", "", ""), "R0A03", w.Leeds.Hospitals[0].ID, 1)), export.DecodeOptions{})
	decoded.Child.Registration().LeadOrganisationID = &w.Leeds.Hospitals[0].ID
	return decoded.Child
}

// Trials take no audit number, so those given have no gap.
func TestATrialTakesNoNumber(t *testing.T) {
	w := newWorld(t)
	first, _ := w.take(w.Manchester, tenants.Lead, true, oneLine(girl("a", "9990000018", "", "")))
	w.take(w.Manchester, tenants.Lead, false, oneLine(girl("b", "9990000026", "", "")), oneLine(girl("c", "9990000034", "", "")))
	second, _ := w.take(w.Manchester, tenants.Lead, true, oneLine(girl("d", "9990000042", "", "")))
	if second[0].AuditNumber != first[0].AuditNumber+1 {
		t.Errorf("%d, then %d", first[0].AuditNumber, second[0].AuditNumber)
	}
}

// The second, third … time a record is sent → what becomes of it, and what stands then.
func TestSendingAgain(t *testing.T) {
	w := newWorld(t)
	plain := oneLine(girl("a", "9990000018", `"management": {"has_an_aed_been_given": true}`, `"medicines": [{"medicine_name": "Clobazam", "is_rescue_medicine": false}]`))
	reordered := strings.Replace(plain, `"sex": 2, "ethnicity": "A"`, `"ethnicity": "WBritish",   "sex": "F"`, 1)
	more := strings.Replace(plain, `{"medicine_name": "Clobazam"`, `{"medicine_name": "ACTH", "is_rescue_medicine": false}, {"medicine_name": "Clobazam"`, 1)
	more = strings.Replace(more, `"Girl"`, `"Woman"`, 1)
	leftover := strings.Replace(more, `"management": {`, `"investigations": {"eeg_indicated": false, "eeg_request_date": "2025-06-02"}, "management": {`, 1)
	taken := oneLine(girl("b", "9990000026", "", ""))
	var number int64
	for i, step := range []struct{ send, told string }{
		{plain, "created"},
		{plain, "unchanged"},
		{reordered, "unchanged"},
		{more, "updated"},
		{more, "unchanged"},
		{leftover, "updated answers.investigations.eeg_request_date not_asked"},
		{leftover, "unchanged answers.investigations.eeg_request_date not_asked"},
		{strings.Replace(leftover, `"2025-06-02"`, `"2025-06-03"`, 1), "unchanged answers.investigations.eeg_request_date not_asked"}, // what stands is the same
		{taken, "created"},
		{strings.Replace(more, "9990000018", "9990000026", 1), "refused answers.case.nhs_number nhs_number_unique"},
		{strings.Replace(more, "R0A03", "R0A07", 1), "refused records.sites question_closed"},
		{strings.Replace(more, "2025-06-01", "2025-06-02", 1), "refused answers.registration.first_paediatric_assessment_date question_closed"},
		{more, "updated"},
		{strings.Replace(more, "9990000018", "9990000034", 1), "updated"},
	} {
		tried, _ := w.take(w.Manchester, tenants.Lead, false, step.send)
		told, _ := w.take(w.Manchester, tenants.Lead, true, step.send)
		if told[0].String() != step.told || tried[0].String() != step.told {
			t.Errorf("step %d: tried %q, then %q; want %q", i, tried[0], told[0], step.told)
		}
		if i == 0 {
			number = told[0].AuditNumber
		} else if step.send != taken && told[0].AuditNumber != number {
			t.Errorf("step %d: audit number %d, want %d", i, told[0].AuditNumber, number)
		}
	}
	r, err := w.Records.Peek(w.Manchester.As(t.Context(), tenants.Lead), number)
	w.must(err)
	if m := r.Child.Medicines(); len(m) != 2 || *m[0].Medicine != "acth" || *r.Child.Case().Surname != "Woman" || *r.Child.Case().NHSNumber != "9990000034" || r.Revision != 4 {
		t.Errorf("revision %d, %d medicines", r.Revision, len(m))
	}
	for line, want := range map[string]int64{
		"section = 'child' and question = 'surname' and old_value = 'Girl' and new_value = 'Woman'":                             1,
		"question = '*' and old_value = 'entry' and section = 'antiseizure-medicines'":                                          1,
		"question = '*' and new_value = 'entry' and section = 'antiseizure-medicines'":                                          2,
		"question = 'medicine' and new_value = 'acth' and row_id = (select id from medicines where medicine = 'acth')":          1,
		"section = 'child' and question = '*' and new_value = 'entry' and revision = 0":                                         1,
		"person_name <> 'Lead clinician of Manchester University'":                                                              0,
		"request_id !~ '^import-[0-9]+$' or substring(request_id from 8)::bigint not in (select id from imports)":               0,
		"question = 'nhs_number' and old_value = '9990000018' and new_value = '9990000034' and revision = 4 and id is not null": 1,
	} {
		if n := w.count("select count(*) from change_log where case_id = $1 and ("+line+")", number); n != want {
			t.Errorf("%d lines with %s, want %d", n, line, want)
		}
	}
}

// What people have answered here is never written over: not a child that was imported, not one that was entered here.
func TestAnswersOfPeopleAreLeftAlone(t *testing.T) {
	w := newWorld(t)
	ctx := w.Manchester.As(t.Context(), tenants.Editor)
	mine := oneLine(girl("a", "9990000018", "", ""))
	told, _ := w.take(w.Manchester, tenants.Lead, true, mine)
	q, _ := dataset.TestsSection.Question("eeg_indicated")
	_, err := w.Records.Save(ctx, record.Answer{CaseID: told[0].AuditNumber, Section: dataset.TestsSection, Question: q, Sent: []string{"yes"}, Key: uuid.NewString()})
	w.must(err)
	decoded, _ := export.Decode([]byte(mine), export.DecodeOptions{})
	entered := decoded.Child
	number := "9990000026"
	entered.Case().NHSNumber, entered.Registration().LeadOrganisationID = &number, &w.Manchester.Hospitals[0].ID
	id, err := w.Records.Create(ctx, entered)
	w.must(err)
	here := oneLine(girl(fmt.Sprint(id), "9990000026", "", ""))
	before := w.everything()
	for name, c := range map[string]struct {
		send string
		told string
	}{
		"the same as before":                            {mine, "unchanged"},
		"another, after somebody answered":              {strings.Replace(mine, `"Girl"`, `"Woman"`, 1), "conflict  answered_since"},
		"entered here, as it stands":                    {here, "unchanged"},
		"entered here, changed":                         {strings.Replace(here, `"Girl"`, `"Woman"`, 1), "conflict  entered_here"},
		"entered here, under an id of the sender's own": {strings.Replace(here, `"`+fmt.Sprint(id)+`"`, `"b"`, 1), "refused answers.case.nhs_number nhs_number_unique"},
	} {
		for _, write := range []bool{false, true} {
			told, counted := w.take(w.Manchester, tenants.Lead, write, c.send)
			if told[0].String() != c.told || counted.Taken() != strings.HasPrefix(c.told, "unchanged") {
				t.Errorf("%s: %s, want %s", name, told[0], c.told)
			}
		}
	}
	w.Exec(t, `delete from imports where id > 1`)
	if after := w.everything(); after != before {
		t.Errorf("something was changed:\n%s\n%s", before, after)
	}
	// A sender's number that happens to be somebody else's audit number is an id like any other; the other goes out under another.
	chance, _ := w.take(w.Manchester, tenants.Lead, true, oneLine(girl(fmt.Sprint(id), "9990000034", "", "")))
	if chance[0].String() != "created" {
		t.Errorf("%s", chance[0])
	}
	out := w.export(w.Manchester)
	for _, want := range []string{`{"id":"a",`, fmt.Sprintf(`{"id":"audit-%d",`, id), fmt.Sprintf(`{"id":"%d",`, id)} {
		if strings.Count(out, want) != 1 {
			t.Errorf("%s is not there once", want)
		}
	}
}

// Who may import what: the role, the lock of a submitted record, the deadline.
func TestTheOneGuardHoldsForImports(t *testing.T) {
	w := newWorld(t)
	for _, role := range []tenants.Role{tenants.Viewer, tenants.NationalAnalyst, tenants.Operator, ""} {
		_, err := w.Import(w.Manchester.As(t.Context(), role), strings.NewReader("{}"), io.Discard, transport.ImportOptions{})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("%q may import: %v", role, err)
		}
	}
	closed := strings.Replace(oneLine(girl("a", "9990000018", "", "")), "2025-06-01", "2021-06-01", 1)
	for _, step := range []struct {
		role tenants.Role
		send string
		told string
	}{
		{tenants.Lead, closed, "refused  record_locked"},
		{tenants.NationalAdmin, closed, "created"},
		{tenants.Lead, strings.Replace(closed, "Girl", "Woman", 1), "refused  record_locked"},
		{tenants.NationalAdmin, strings.Replace(closed, "2021-06-01", "2025-06-01", 1), "updated"},
		{tenants.Lead, strings.Replace(closed, "2021-06-01", "2025-06-01", 1), "unchanged"},
	} {
		if told, _ := w.take(w.Manchester, step.role, true, step.send); told[0].String() != step.told {
			t.Errorf("%s: %s, want %s", step.role, told[0], step.told)
		}
	}
	w.Exec(t, `update cases set locked_at = now()`)
	if told, _ := w.take(w.Manchester, tenants.NationalAdmin, true, closed); told[0].String() != "refused  record_locked" {
		t.Errorf("a submitted record: %s", told[0])
	}
}

// An id means nothing to another tenant, and one file may hold it once.
func TestIdsAreOfOneTenantAndOneRecord(t *testing.T) {
	w := newWorld(t)
	mine := oneLine(girl("a", "9990000018", "", ""))
	theirs := oneLine(strings.Replace(girl("a", "9990000026", "", ""), "R0A03", "RR813", 1))
	told, _ := w.take(w.Manchester, tenants.Lead, true, mine, mine, oneLine(girl("b", "9990000018", "", "")), `{"id": "b"}`, oneLine(girl("b", "9990000034", "", "")))
	if got := fmt.Sprint(told[0], "; ", told[1], "; ", told[2], "; ", told[4]); !strings.HasPrefix(got, "created; refused id id_twice answers.case.nhs_number nhs_number_unique; refused answers.case.nhs_number nhs_number_unique; ") {
		t.Error(got)
	}
	if other, _ := w.take(w.Leeds, tenants.Lead, true, theirs); other[0].String() != "created" {
		t.Errorf("the same id at another trust: %s", other[0])
	}
	if n := w.count("select count(*) from imported_cases where sender_id = 'a'"); n != 2 {
		t.Errorf("%d cases are called a", n)
	}
}

// What was told is stored, when the JSON breaks off and when somebody stops the work; and the import says whether it came to an end.
func TestBreakingOff(t *testing.T) {
	w := newWorld(t)
	var out bytes.Buffer
	ctx := w.Manchester.As(context.Background(), tenants.Lead)
	_, err := w.Import(ctx, strings.NewReader(oneLine(girl("a", "9990000018", "", ""))+"\n{\"id\": oops}"), &out, transport.ImportOptions{Write: true, Reason: "a test"})
	var malformed *export.Malformed
	if !errors.As(err, &malformed) || malformed.Line != 2 || malformed.Column != 8 || strings.Count(out.String(), "created") != 1 {
		t.Errorf("%v after %s", err, out.String())
	}
	ctx, stop := context.WithCancel(ctx)
	in, feed := io.Pipe()
	report, told := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		_, err := w.Import(ctx, in, told, transport.ImportOptions{Write: true, Reason: "a test"})
		_ = told.Close()
		ended <- err
	}()
	go func() {
		for range 100 { // a batch, of which one is new
			_, _ = io.WriteString(feed, oneLine(girl("b", "9990000026", "", ""))+"\n")
		}
	}()
	line := make([]byte, 20)
	if _, err := io.ReadFull(report, line); err != nil {
		t.Fatal(err)
	}
	stop() // while it waits for more
	go func() { _, _ = io.Copy(io.Discard, report) }()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if n := w.count("select count(*) from imported_cases"); n != 2 {
		t.Errorf("%d children are there, want 2", n)
	}
	if n := w.count("select count(*) from imports where reason = 'a test' and ended_at is not null and created = 1 and person_name = 'Lead clinician of Manchester University'"); n != 2 {
		t.Errorf("%d imports are noted, want 2", n)
	}
}
