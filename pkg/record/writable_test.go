package record_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Until when a record may be written, by who it is, what the centre was granted and what the audit team has moved. The child
// is of cohort 8, whose deadline is 12 January 2027. Times are London's.
func TestWhenARecordMayBeWritten(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		who  tenants.Person
		when string
		set  string
		says string // "" may
	}{
		{amina, "2027-01-12 00:00:00", "", ""},
		{amina, "2027-01-12 23:59:59", "", ""},
		{amina, "2027-01-13 00:00:00", "", "open until the end of 12 January 2027. The national audit team can open it."},
		{lena, "2027-01-13 00:00:00", "", "open until the end of 12 January 2027."},
		{chris, "2027-01-13 00:00:00", "", ""},
		{chris, "2029-06-01 12:00:00", "", ""},
		{vera, "2027-01-12 12:00:00", "", "Your role does not allow this change."},

		{amina, "2027-01-26 23:59:59", granted(14), ""},
		{amina, "2027-01-27 00:00:00", granted(14), "open until the end of 26 January 2027, as extended."},
		// Summer time begins on Sunday 28 March 2027: the last second of that day is 22:59:59 in UTC.
		{amina, "2027-03-28 23:59:59", granted(75), ""},
		{amina, "2027-03-29 00:00:00", granted(75), "open until the end of 28 March 2027, as extended."},
		{amina, "2027-03-31 23:59:59", granted(78), ""},
		{amina, "2027-04-01 00:00:00", granted(78), "open until the end of 31 March 2027"},
		// It ends on Sunday 31 October 2027, which has 25 hours.
		{amina, "2027-10-30 23:59:59", granted(291), ""},
		{amina, "2027-10-31 00:00:00", granted(291), "open until the end of 30 October 2027"},
		{amina, "2027-10-31 23:59:59", granted(292), ""},
		{amina, "2027-11-01 00:00:00", granted(292), "open until the end of 31 October 2027"},

		{amina, "2027-01-26 12:00:00", granted(14) + "; update deadline_extensions set removed_at = now(), removed_by = granted_by, removed_by_name = 'x'", "open until the end of 12 January 2027."},
		{amina, "2027-01-30 23:59:59", "update audit_periods set deadline = '2027-01-30' where cohort = 8", ""},
		{amina, "2026-12-01 12:00:00", "update audit_periods set open = false where cohort = 8", "The audit team has closed Cohort 8. The national audit team can open it."},
		{chris, "2026-12-01 12:00:00", "update audit_periods set open = false where cohort = 8", ""},
		{amina, "2026-12-01 12:00:00", "delete from audit_periods where cohort = 8", "falls in no cohort of the audit"},
		{amina, "2026-12-01 12:00:00", "update cases set locked_at = now()", "has been submitted and is closed for editing. A clinician of your trust or board can take it back until the end of 12 January 2027. After that only"},
		{amina, "2027-02-01 12:00:00", "update cases set locked_at = now()", "has been submitted and is closed for editing. It was open until the end of 12 January 2027. The national audit team can open it."},
		{chris, "2026-12-01 12:00:00", "update cases set locked_at = now()", "Take it back first to change it."},
		{amina, "2026-12-01 12:00:00", unregisterSQL, "This child was unregistered on 22 November 2026: Not epilepsy. The answers are kept, and count nowhere. A lead clinician can register the child again until the end of 12 January 2027."},
		{amina, "2027-02-01 12:00:00", unregisterSQL, "Only the national audit team can register the child again."},
		{chris, "2026-12-01 12:00:00", unregisterSQL, "This child was unregistered"},
		{amina, "2026-12-01 12:00:00", "update registrations set first_assessment_on = null", "Register the child first."},
	} {
		t.Run(c.who.Name+" "+c.when+" "+c.set, func(t *testing.T) {
			w.put(c.set, func() {
				w.clock(c.when)
				a := w.answer(dataset.TestsSection, "ct_head_performed", "yes")
				before := w.revision()
				_, err := w.store.Save(w.as(c.who), a)
				f, refused := fault.As(err)
				switch {
				case c.says == "" && (err != nil || w.revision() != before+1):
					t.Errorf("refused: %v", err)
				case c.says != "" && (!refused || !strings.Contains(f.Message, c.says) || w.revision() != before):
					t.Errorf("got %v, want %q", err, c.says)
				case c.says != "" && c.who.Role != tenants.Viewer && f.Kind != fault.Closed:
					t.Errorf("kind %s", f.Kind)
				}
				if words := w.seenBy(c.who).ClosedWords(c.who, dataset.TestsSection); strings.Contains(words, c.says) != true || (c.says == "") != (words == "") {
					t.Errorf("the page says %q, want %q", words, c.says)
				}
			})
		})
	}
}

// granted makes an extension of the child's centre, for cohort 8 unless another is named.
func granted(days int, cohort ...int) string {
	of := 8
	if len(cohort) > 0 {
		of = cohort[0]
	}
	return "insert into deadline_extensions (tenant_id, organisation_id, cohort, days, reason, key, granted_by, granted_by_name) values ('" + trustA + "', '" + hospitalA +
		"', " + strconv.Itoa(of) + ", " + strconv.Itoa(days) + ", 'capacity', gen_random_uuid(), gen_random_uuid(), 'Chris Walsh')"
}

const unregisterSQL = "update cases set unregistered_at = '2026-11-22 12:00:00+00', unregistered_by = gen_random_uuid(), unregistered_reason = 'not_epilepsy'"

// What other centres, cohorts and trusts were granted is no extension of this record.
func TestOthersExtensionsAreNotOurs(t *testing.T) {
	w := newWorld(t)
	other := uuid.NewString()
	w.db.Exec(t, `insert into organisations (id, tenant_id, ods_code, name, country_code, site_kind, active) values ($1, $2, 'RAA02', 'Another Hospital', 'ENG', 'hospital', true)`, other, trustA)
	for _, g := range []struct {
		trust, hospital string
		cohort          int
	}{{trustA, other, 8}, {trustA, hospitalA, 9}, {trustB, hospitalB, 8}} {
		w.db.Exec(t, grantSQL, g.trust, g.hospital, g.cohort, 60)
	}
	w.clock("2027-01-13 00:00:00")
	if _, err := w.store.Save(w.as(amina), w.answer(dataset.TestsSection, "ct_head_performed", "yes")); !fault.Is(err, fault.Closed) {
		t.Errorf("%v, want closed", err)
	}
	short, err := w.store.Glance(w.as(amina), w.child)
	w.must(err)
	if p, _ := short.Period(); p.Extended() {
		t.Error("a glance sees somebody else's extension")
	}
}

const grantSQL = `insert into deadline_extensions (tenant_id, organisation_id, cohort, days, reason, key, granted_by, granted_by_name)
	values ($1, $2, $3, $4, 'capacity', gen_random_uuid(), gen_random_uuid(), 'Chris Walsh')`

// clock sets the store's clock, in London's time.
func (w *world) clock(text string) {
	w.Helper()
	now, err := time.ParseInLocation(time.DateTime, text, ask.London)
	w.must(err)
	w.store.Now = func() time.Time { return now }
}
