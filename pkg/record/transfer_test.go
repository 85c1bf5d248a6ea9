package record_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// A child moves whole: nothing that hangs from the case stays behind, nothing is another, the number is the same; the origin has
// no such record from that moment, and both centres know what happened.
func TestAChildMovesWhole(t *testing.T) {
	w := movingWorld(t)
	id := w.lived()
	before := w.held(id)
	w.offer(id)
	if _, err := w.store.Peek(w.at(owen, trustB), id); !fault.Is(err, fault.NotFound) {
		t.Errorf("the target reads before it accepts: %v", err)
	}
	if _, err := w.store.Peek(w.as(amina), id); err != nil {
		t.Errorf("the origin does not read while it waits: %v", err)
	}
	revision := w.count("select revision from cases where id = $1", id)
	done := w.accept(trustB, id)
	if done.Record == nil || done.Record.Revision != revision+1 || done.Origin != trustA {
		t.Errorf("done %+v", done)
	}
	if got := w.holders(id); len(got) != 1 || got[0] != trustB {
		t.Errorf("it hangs from %v", got)
	}
	for table, was := range before {
		now := w.held(id)[table]
		switch table {
		case "change_log", "answer_keys", "former_leads": // they grew by the transfer itself
			if !strings.HasPrefix(now, was) && !containsLines(now, was) {
				t.Errorf("%s lost something:\n%s\n%s", table, was, now)
			}
		case "imported_cases":
			if now != "" {
				t.Errorf("the origin's own id for the child went along: %s", now)
			}
		default:
			if was != now {
				t.Errorf("%s changed:\n%s\n%s", table, was, now)
			}
		}
	}
	if _, err := w.store.Peek(w.as(amina), id); !fault.Is(err, fault.NotFound) {
		t.Errorf("the origin still reads: %v", err)
	}
	r, err := w.store.Peek(w.at(owen, trustB), id)
	w.must(err)
	if *r.Child.Registration().LeadOrganisationID != hospitalB || !r.Completion().Complete() || *r.Child.Case().NHSNumber != "9990000034" {
		t.Error("the record is not as it was")
	}
	leads, err := w.store.LeadsOf(w.at(owen, trustB), id)
	w.must(err)
	if len(leads.Former) != 1 || leads.Former[0].OrganisationID != hospitalA || leads.Pending != nil {
		t.Errorf("leads %+v", leads)
	}
	if got := w.states(id); got != "offer origin accepted, offer target accepted" {
		t.Errorf("the sides say %s", got)
	}
	w.countedRight()
	page, err := w.store.History(w.at(owen, trustB), id, 1, 1)
	w.must(err)
	if line := page.Lines[0]; line.Question != "Lead centre" || !strings.Contains(line.Old, "General Hospital") || line.Person != owen.Name {
		t.Errorf("the log ends with %+v", line)
	}
	if _, err := w.store.Save(w.at(bryn, trustB), record.Answer{CaseID: id, Section: dataset.TestsSection, Question: question(t, "ct_head_performed"),
		Sent: []string{"no"}, Key: uuid.NewString(), Version: r.Revision}); err != nil {
		t.Errorf("the target cannot answer: %v", err)
	}
	if n := w.count("select count(*) from cases where id = $1 and cohort = 8 and closes_on = '2027-01-12' and recount_on is distinct from '0001-01-01'", id); n != 1 {
		t.Error("the counts are not those of the new lead")
	}
}

func containsLines(all, wanted string) bool {
	for line := range strings.SplitSeq(wanted, "\n") {
		if !strings.Contains(all, line) {
			return false
		}
	}
	return true
}

// Whatever hangs from a case follows it, in every table to come too, and nothing it holds can stand in the way: a key that begins
// with the tenant goes on with the case, or with a number that is nowhere else.
func TestEverythingFollowsACase(t *testing.T) {
	w := newWorld(t)
	for _, link := range w.texts(`select conrelid::regclass || ' ' || conname from pg_constraint where contype = 'f' and confrelid = 'cases'::regclass and confupdtype <> 'c'`) {
		t.Errorf("%s does not follow: say ON UPDATE CASCADE, or no child of whom it holds a row can move", link)
	}
	for _, table := range w.texts(`select conrelid::regclass::text from pg_constraint c where contype = 'f' and confrelid = 'cases'::regclass and (not convalidated
		or not exists (select from pg_index x where x.indrelid = c.conrelid and x.indpred is null and x.indkey[0] = c.conkey[1] and x.indkey[1] = c.conkey[2]))`) {
		t.Errorf("%s has no index that begins with its case: each transfer would read all of it", table)
	}
	known := map[string]string{
		"answer_keys_pkey": "made at random for each form", "imported_cases_pkey": "the row stays behind", "transfers_one_pending": "no link",
	}
	for _, index := range w.texts(`select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid
		where x.indisunique and x.indrelid in (select conrelid from pg_constraint where contype = 'f' and confrelid = 'cases'::regclass)
		and not exists (select from pg_attribute a where a.attrelid = x.indrelid and a.attnum = any (x.indkey) and (a.attname = 'case_id' or a.attidentity <> ''))`) {
		if known[index] == "" {
			t.Errorf("%s could hold the same at two tenants: then neither's child can go to the other", index)
		}
	}
}

// What may not move, and what says so. The national audit team moves it no more than others do.
func TestWhatMayNotMove(t *testing.T) {
	for name, c := range map[string]struct {
		set  string
		want fault.Kind
	}{
		"submitted":           {"update cases set locked_at = now(), locked_by = gen_random_uuid() where id = CASE", fault.Closed},
		"unregistered":        {"update cases set unregistered_at = now(), unregistered_by = gen_random_uuid(), unregistered_reason = 'duplicate' where id = CASE", fault.Closed},
		"past its deadline":   {"update registrations set first_assessment_on = '2023-06-01' where case_id = CASE; update cases set closes_on = '2025-01-14' where id = CASE", fault.Closed},
		"opted out":           {"update cases set first_name = null, surname = null, date_of_birth = null, sex = null, ethnicity = null, postcode = null, locked_at = now(), opted_out_at = now(), opted_out_by = gen_random_uuid() where id = CASE", fault.Gone},
		"deleted":             {"update cases set deleted_at = now(), deleted_by = gen_random_uuid(), deleted_reason = 'duplicate' where id = CASE", fault.NotFound},
		"a hospital closed":   {"update organisations set active = false where id = '" + hospitalB + "'", fault.Conflict},
		"a trust closed":      {"update tenants set closed_on = '2026-01-01' where id = '" + trustB + "'", fault.Conflict},
		"without lead":        {"update registrations set lead_organisation_id = null where case_id = CASE", fault.Conflict},
		"offered already":     {"", fault.Conflict},
		"to the present lead": {"", fault.Invalid},
		"to nowhere":          {"", fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			w := movingWorld(t)
			set := strings.ReplaceAll(c.set, "CASE", fmt.Sprint(w.child))
			to := map[string]string{"to the present lead": hospitalA, "to nowhere": trustA}[name]
			if to == "" {
				to = hospitalB
			}
			if name == "offered already" {
				w.offer(w.child)
			} else if set != "" {
				w.db.Exec(t, set)
			}
			for _, p := range []tenants.Person{lena, chris} {
				if _, _, err := w.store.OfferTransfer(w.as(p), w.child, to, uuid.NewString()); !fault.Is(err, c.want) {
					t.Errorf("%s offers: %v", p.Role, err)
				}
			}
			if c.set == "" || name == "without lead" {
				return
			}
			// The same, when it becomes so while the offer waits.
			w = movingWorld(t)
			w.offer(w.child)
			w.db.Exec(t, strings.ReplaceAll(c.set, "CASE", fmt.Sprint(w.child)))
			for _, p := range []tenants.Person{owen, chris} {
				if _, err := w.store.AnswerTransfer(w.at(p, trustB), yes(w.child)); err == nil {
					t.Errorf("%s accepts", p.Role)
				}
			}
			if got := w.holders(w.child); len(got) != 1 || got[0] != trustA {
				t.Errorf("it hangs from %v", got)
			}
		})
	}
}

// Who may: lead clinicians and the national audit team, nobody else.
func TestWhoMovesChildren(t *testing.T) {
	w := movingWorld(t)
	for _, role := range tenants.Roles() {
		if role.May(tenants.TransferLead) {
			continue
		}
		p := tenants.Person{ID: amina.ID, Name: "Anybody", Role: role}
		_, _, err := w.store.OfferTransfer(w.as(p), w.child, hospitalB, uuid.NewString())
		_, answer := w.store.AnswerTransfer(w.as(p), yes(w.child))
		_, cancel := w.store.CancelTransfer(w.as(p), uuid.NewString(), uuid.NewString())
		_, preview := w.store.PreviewTransfer(w.as(p), w.child)
		for _, err := range []error{err, answer, cancel, preview} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", role, err)
			}
		}
	}
}

// Before it accepts, a target knows age, audit number and centre, and how much there is; no third tenant knows anything.
func TestWhatATargetSees(t *testing.T) {
	w := movingWorld(t)
	id := w.lived()
	w.offer(id)
	waiting, err := w.store.WaitingTransfers(w.at(owen, trustB))
	w.must(err)
	if len(waiting) != 1 || *waiting[0].AuditNumber != id || waiting[0].Age == nil || *waiting[0].FromOrganisationID != hospitalA || waiting[0].Surname != nil || waiting[0].Here || !waiting[0].ToAnswer() {
		t.Errorf("waiting %+v", waiting)
	}
	preview, err := w.store.PreviewTransfer(w.at(owen, trustB), id)
	w.must(err)
	if preview == nil || preview.Answered != preview.Asked || preview.Asked < 43 || *preview.Cohort != 8 {
		t.Errorf("preview %+v", preview)
	}
	for _, table := range append(w.linked(), "cases") {
		if n := w.seen(w.at(owen, trustB), "select count(*) from "+table); n != 0 {
			t.Errorf("the target sees %d rows of %s", n, table)
		}
	}
	third := "00000000-0000-4000-8000-00000000000c"
	w.db.Exec(t, `insert into tenants (id, ods_code, kind, name, short_name, country_code, participating) values ($1, 'RCC', 'trust', 'C', 'C', 'ENG', true)`, third)
	waiting, err = w.store.WaitingTransfers(w.at(owen, third))
	preview, failed := w.store.PreviewTransfer(w.at(owen, third), id)
	_, answer := w.store.AnswerTransfer(w.at(owen, third), yes(id))
	transfer := w.texts("select id::text from transfers limit 1")[0]
	_, cancel := w.store.CancelTransfer(w.at(owen, third), transfer, uuid.NewString())
	if len(waiting) != 0 || preview != nil || err != nil || failed != nil || !fault.Is(answer, fault.NotFound) || !fault.Is(cancel, fault.NotFound) {
		t.Errorf("a third: %v %v %v %v", waiting, preview, answer, cancel)
	}
	if _, err := w.store.AnswerTransfer(w.as(lena), yes(id)); !fault.Is(err, fault.Conflict) {
		t.Errorf("the origin answers its own offer: %v", err)
	}
	if _, err := w.store.CancelTransfer(w.at(owen, trustB), transfer, uuid.NewString()); !fault.Is(err, fault.Conflict) {
		t.Errorf("the target withdraws the origin's offer: %v", err)
	}
}

// The program's own role writes no transfer and moves no case but through the doors.
func TestTheServerMovesNothingByItself(t *testing.T) {
	w := movingWorld(t)
	for _, sql := range []string{
		"insert into transfers (tenant_id, id, side, kind) values (null, null, 'target', ?)", "update transfers set state = 'accepted' where audit_number = ?",
		"delete from transfers where audit_number = ?", "select moving.carry(null, ?, null, null, null, null)", "update cases set tenant_id = '" + trustB + "' where id = ?",
	} {
		err := tenants.Tx(w.as(lena), w.db.App, func(tx *gorm.DB) error { return tx.Exec(sql, w.child).Error })
		if err == nil {
			t.Errorf("%s went through", sql)
		}
	}
}

// Declining needs a reason, and leaves everything as it was; so do withdrawing, and 28 days without an answer.
func TestWhatDoesNotMove(t *testing.T) {
	w := movingWorld(t)
	id := w.child
	w.offer(id)
	for name, a := range map[string]record.TransferAnswer{"reason": {}, "words": {Reason: "other", Words: " "}} {
		a.CaseID, a.Key = id, uuid.NewString()
		_, err := w.store.AnswerTransfer(w.at(owen, trustB), a)
		f, _ := fault.As(err)
		if f == nil || f.Kind != fault.Invalid || f.Fields[name].Message == "" {
			t.Errorf("without %s: %v", name, err)
		}
	}
	declined := no(id)
	for range 2 {
		_, err := w.store.AnswerTransfer(w.at(owen, trustB), declined)
		w.must(err)
	}
	w.offer(id)
	transfer, key := w.texts("select id::text from transfers where state = 'requested' limit 1")[0], uuid.NewString()
	for range 2 {
		_, err := w.store.CancelTransfer(w.as(lena), transfer, key)
		w.must(err)
	}
	w.offer(id)
	w.db.Exec(t, "update transfers set requested_at = now() - interval '27 days 23 hours' where state = 'requested'")
	early, err := w.store.ExpireTransfers(w.as(lena))
	w.must(err)
	w.db.Exec(t, "update transfers set requested_at = now() - interval '28 days 1 minute' where state = 'requested'")
	theirs, err := w.store.ExpireTransfers(w.at(owen, trustB))
	w.must(err)
	late, err := w.store.ExpireTransfers(w.as(lena))
	w.must(err)
	if early != 0 || theirs != 0 || late != 1 {
		t.Errorf("expired %d early, %d by the target, %d late", early, theirs, late)
	}
	if _, err := w.store.AnswerTransfer(w.at(owen, trustB), yes(id)); !fault.Is(err, fault.Conflict) {
		t.Errorf("accepting what expired: %v", err)
	}
	for state, want := range map[string]int64{"declined": 2, "cancelled": 2, "expired": 2} {
		if n := w.count("select count(*) from transfers where state = $1", state); n != want {
			t.Errorf("%d sides %s", n, state)
		}
	}
	if n := w.count("select count(*) from cases where id = $1 and tenant_id = $2 and not transfer_pending and lead_organisation_id = $3", id, trustA, hospitalA); n != 1 {
		t.Error("the child is not where it was")
	}
}

// Within a trust nobody is asked: the lead changes at once, and the one before is kept.
func TestWithinATrust(t *testing.T) {
	w := movingWorld(t)
	key := uuid.NewString()
	for range 2 {
		r, within, err := w.store.OfferTransfer(w.as(lena), w.child, hospitalA2, key)
		w.must(err)
		if !within || *r.Child.Registration().LeadOrganisationID != hospitalA2 {
			t.Errorf("within %t", within)
		}
	}
	leads, err := w.store.LeadsOf(w.as(lena), w.child)
	w.must(err)
	if len(leads.Former) != 1 || leads.Former[0].OrganisationID != hospitalA || w.states(w.child) != "within origin accepted" {
		t.Errorf("%+v, %s", leads, w.states(w.child))
	}
	if n := w.count("select count(*) from cases where id = $1 and lead_organisation_id = $2 and not transfer_pending", w.child, hospitalA2); n != 1 {
		t.Error("the list has another lead")
	}
	w.countedRight()
}

// A centre that met the child asks; the holder agrees, which hands the child over at once, or declines.
func TestAskingAndAnswering(t *testing.T) {
	w := movingWorld(t)
	id, err := w.store.AddChild(w.as(amina), hospitalA, details(nil))
	w.must(err)
	sent := map[string][]string{"nhs_number": {"9990000034"}}
	asks := func() error {
		_, err := w.store.AskForTransfer(w.at(bryn, trustB), hospitalB, sent)
		return err
	}
	w.must(asks())
	if n := w.count("select count(*) from transfers where side = 'target' and audit_number is null and age is null"); n != 1 {
		t.Error("the asker learns more than the centre")
	}
	if waiting, _ := w.store.WaitingTransfers(w.as(lena)); len(waiting) != 1 || !waiting[0].ToAnswer() || *waiting[0].Surname != "Quillfeather" {
		t.Errorf("the holder sees %+v", waiting)
	}
	_, err = w.store.AnswerTransfer(w.as(lena), no(id))
	w.must(err)
	w.must(asks())
	transfer := w.texts("select id::text from transfers where state = 'requested' limit 1")[0]
	_, err = w.store.CancelTransfer(w.at(owen, trustB), transfer, uuid.NewString())
	w.must(err)
	w.must(asks())
	agreed := yes(id)
	for range 2 {
		done, err := w.store.AnswerTransfer(w.as(lena), agreed)
		w.must(err)
		if done.Record != nil {
			t.Error("the holder is given what is no longer theirs")
		}
	}
	r, err := w.store.Peek(w.at(owen, trustB), id)
	w.must(err)
	if *r.Child.Registration().LeadOrganisationID != hospitalB || *r.Child.Case().Surname != "Quillfeather" {
		t.Error("the child did not come whole")
	}
	n, err := w.store.RecountDue(w.at(owen, trustB))
	w.must(err)
	if n != 1 {
		t.Errorf("%d records were due to be counted at their new lead", n)
	}
	if waiting, _ := w.store.WaitingTransfers(w.at(owen, trustB)); len(waiting) != 0 {
		t.Errorf("still waiting: %+v", waiting)
	}
	w.countedRight()
}

// One transfer a child: whoever else asks hears that there is one.
func TestOnePending(t *testing.T) {
	w := movingWorld(t)
	w.db.Exec(t, "update cases set nhs_number = '9990000034' where id = $1", w.child)
	w.offer(w.child)
	for trust, code := range map[string]string{trustB: "transfer_offered"} {
		_, err := w.store.AskForTransfer(w.at(bryn, trust), hospitalB, map[string][]string{"nhs_number": {"9990000034"}})
		if f, _ := fault.As(err); f == nil || f.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if n := w.count("select count(distinct id) from transfers"); n != 1 {
		t.Errorf("%d transfers", n)
	}
}

// A record that ends takes its offer along, and of an opted-out child no side keeps more than the number.
func TestAnEndEndsTheOffer(t *testing.T) {
	for name, end := range map[string]func(w *world, id int64) error{
		"deleted": func(w *world, id int64) error { return w.store.Delete(w.as(amina), deletion(id)) },
		"opted out": func(w *world, id int64) error {
			return w.store.OptOut(w.as(amina), record.OptOut{CaseID: id, Typed: "Quillfeather", Key: uuid.NewString()})
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := movingWorld(t)
			id := w.addIdris()
			w.offer(id)
			w.must(end(w, id))
			if got := w.states(id); got != "offer origin cancelled, offer target cancelled" {
				t.Errorf("the sides say %s", got)
			}
			if n := w.count("select count(*) from transfers where age is not null"); name == "opted out" && n != 0 {
				t.Errorf("%d sides still know the age", n)
			}
			if n := w.count("select count(*) from cases where id = $1 and transfer_pending", id); n != 0 {
				t.Error("the case still waits")
			}
			if _, err := w.store.AnswerTransfer(w.at(owen, trustB), yes(id)); !fault.Is(err, fault.Conflict) {
				t.Errorf("accepting: %v", err)
			}
		})
	}
}

// A child comes to a centre whose own deadline has passed only if that centre is given longer.
func TestTheDeadlineIsTheNewCentres(t *testing.T) {
	w := movingWorld(t)
	w.store.Now = func() time.Time { return time.Date(2027, 1, 15, 12, 0, 0, 0, time.UTC) }
	extend := func(tenant, hospital string, days int) {
		w.db.Exec(t, `insert into deadline_extensions (tenant_id, organisation_id, cohort, days, reason, key, granted_by, granted_by_name)
			values ($1, $2, 8, $3, 'capacity', gen_random_uuid(), gen_random_uuid(), 'Chris')`, tenant, hospital, days)
	}
	extend(trustA, hospitalA, 10)
	w.db.Exec(t, "update cases set closes_on = '2027-01-22' where id = $1", w.child)
	w.offer(w.child)
	if _, err := w.store.AnswerTransfer(w.at(owen, trustB), yes(w.child)); !fault.Is(err, fault.Closed) {
		t.Fatalf("it came to a centre at which it is closed: %v", err)
	}
	extend(trustB, hospitalB, 20)
	w.accept(trustB, w.child)
	if n := w.count("select count(*) from cases where id = $1 and closes_on = '2027-02-01'", w.child); n != 1 {
		t.Error("the deadline is not the new centre's")
	}
}

// The national audit team sees what waits anywhere, and each look is written down.
func TestNationalTransfers(t *testing.T) {
	w := movingWorld(t)
	w.offer(w.child)
	all, err := w.store.NationalTransfers(w.as(chris))
	w.must(err)
	if len(all) != 1 || all[0].OriginTenantID != trustA || all[0].TargetTenantID != trustB || all[0].CaseID != w.child {
		t.Errorf("%+v", all)
	}
	if n := w.count("select count(*) from national_reads where purpose = 'pending transfers'"); n != 1 {
		t.Errorf("%d looks", n)
	}
	if _, err := w.store.NationalTransfers(w.as(lena)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a lead clinician: %v", err)
	}
}

// A target is told the age that the audit reckons, also of a child born on 29 February.
func TestATargetIsToldTheAuditsAge(t *testing.T) {
	w := movingWorld(t)
	born := ask.NewDate(2020, time.February, 29)
	for _, today := range []ask.Date{born, ask.NewDate(2024, time.February, 28), ask.NewDate(2024, time.February, 29), ask.NewDate(2025, time.February, 27),
		ask.NewDate(2025, time.February, 28), ask.NewDate(2025, time.March, 1)} {
		if told := w.count("select moving.years($1::date, $2::date)", born.String(), today.String()); told != int64(born.AgeOn(today)) {
			t.Errorf("on %s a target is told %d years, not %d", today, told, born.AgeOn(today))
		}
	}
	if n := w.count("select count(*) from pg_proc where pronamespace = 'moving'::regnamespace and prosrc like '%age(%'"); n != 0 {
		t.Errorf("%d doors tell an age of their own", n)
	}
}

// What a door says and nobody knows changes nothing and is no success.
func TestAnUnknownAnswerOfADoorIsAFault(t *testing.T) {
	for _, known := range []map[string]error{record.TransferRefusals, record.NotAsked} {
		err := record.RefusedAs(known, "surprise")
		if _, said := fault.As(err); err == nil || said {
			t.Errorf("an unknown answer gives %v", err)
		}
	}
}
