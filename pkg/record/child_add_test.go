package record_test

import (
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// details are the form of a boy, with what differs.
func details(differ map[string]string) record.Details {
	values := map[string]string{"first_name": "Idris", "surname": "Quillfeather", "date_of_birth": "7/8/2016", "sex": "1", "ethnicity": "G",
		"nhs_number": "999 000 0034", "postcode": "ZZ99 3WZ"}
	maps.Copy(values, differ)
	sent := map[string][]string{}
	for key, value := range values {
		sent[key] = []string{value}
	}
	return record.Details{Sent: sent, Key: uuid.NewString()}
}

var ada = tenants.Person{ID: "00000000-0000-4000-8000-000000000004", Name: "Ada Cole", Role: tenants.Administrator}

// wrong are the problems of an error, as question and code.
func wrong(t *testing.T, err error) (string, *record.Holder) {
	t.Helper()
	var refused *record.RefusedError
	if !errors.As(err, &refused) {
		t.Fatalf("not refused: %v", err)
	}
	var all []string
	for _, p := range refused.Problems {
		all = append(all, p.Question+" "+p.Code)
	}
	return strings.Join(all, ", "), refused.Holder
}

// An administrator adds a child: it is stored as tidied, led by the organisation it was added at, and one key is one child.
func TestAddingAChild(t *testing.T) {
	w := newWorld(t)
	d := details(nil)
	id, err := w.store.AddChild(w.as(ada), hospitalA, d)
	w.must(err)
	again, err := w.store.AddChild(w.as(ada), hospitalA, d)
	w.must(err)
	if id != again || w.count("select count(*) from cases") != 2 {
		t.Errorf("one key added %d and %d", id, again)
	}
	r, err := w.store.Peek(w.as(ada), id)
	w.must(err)
	k := r.Child.Case()
	if *k.NHSNumber != "9990000034" || *k.Postcode != "ZZ993WZ" || *k.DateOfBirth != born || *r.Child.Registration().LeadOrganisationID != hospitalA {
		t.Errorf("stored %+v", k)
	}
	if r.Child.IsRegistered() {
		t.Error("adding registered the child")
	}
	other := details(map[string]string{"first_name": "Another"})
	other.Key = d.Key
	if _, err := w.store.AddChild(w.as(ada), hospitalA, other); !fault.Is(err, fault.Invalid) {
		t.Errorf("another child under the same key: %v", err)
	}
	for _, p := range []tenants.Person{vera, {ID: ada.ID, Role: tenants.NationalAnalyst}, {}} {
		if _, err := w.store.AddChild(w.as(p), hospitalA, details(map[string]string{"nhs_number": "9990000042"})); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s adds a child: %v", p.Role, err)
		}
	}
	if _, err := w.store.AddChild(w.as(ada), hospitalB, details(map[string]string{"nhs_number": "9990000042"})); err == nil {
		t.Error("led by another trust's hospital")
	}
}

// Everything that is wrong comes at once, the taken number among it, in the order of the form.
func TestAllThatIsWrongWithAChild(t *testing.T) {
	w := newWorld(t)
	_, err := w.store.AddChild(w.as(ada), hospitalA, details(nil))
	w.must(err)
	_, err = w.store.AddChild(w.as(ada), hospitalA, details(map[string]string{"first_name": "", "date_of_birth": "1/1/2030", "postcode": "x"}))
	if got, _ := wrong(t, err); got != "first_name required, date_of_birth date_in_future, nhs_number nhs_number_taken, postcode postcode_invalid" {
		t.Error(got)
	}
	if n := w.count("select count(*) from cases"); n != 2 {
		t.Errorf("%d cases", n)
	}
}

// A number is taken in the whole audit. The same trust is told the record; another learns the centre, and each look is written
// down without the number.
func TestANumberIsInTheAuditOnce(t *testing.T) {
	w := newWorld(t)
	id, err := w.store.AddChild(w.as(ada), hospitalA, details(nil))
	w.must(err)
	w.db.Exec(t, `update organisations set name = 'Children’s Hospital' where id = $1`, hospitalA)
	_, err = w.store.AddChild(w.as(amina), hospitalA, details(map[string]string{"first_name": "Other"}))
	if got, holder := wrong(t, err); got != "nhs_number nhs_number_taken" || holder == nil || !holder.Own || holder.CaseID != id {
		t.Errorf("in the same trust: %s, %+v", got, holder)
	}
	_, err = w.store.AddChild(w.at(bryn, trustB), hospitalB, details(nil))
	got, holder := wrong(t, err)
	if got != "nhs_number nhs_number_taken" || holder == nil || *holder != (record.Holder{ODSCode: "RAA01", Centre: "Children’s Hospital", Trust: "RAA"}) {
		t.Errorf("in another trust: %s, %+v", got, holder)
	}
	if n := w.count("select count(*) from number_searches where outcome = 'elsewhere' and person_id = $1 and tenant_id = $2", bryn.ID, trustB); n != 1 {
		t.Errorf("%d looks are written down", n)
	}
	if n := w.count("select count(*) from number_searches t where t::text like '%9990000034%'"); n != 0 {
		t.Error("the number is written down")
	}
	if _, err := w.store.AddChild(w.at(bryn, trustB), hospitalB, details(map[string]string{"nhs_number": "9990000042"})); err != nil {
		t.Errorf("another number: %v", err)
	}
}

// Two trusts, or two people, who enter one child at the same moment: one does, the others are told.
func TestTwoEnterOneChildAtOnce(t *testing.T) {
	w := newWorld(t)
	var wait sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		wait.Go(func() {
			ctx, lead := w.as(amina), hospitalA
			if i%2 == 1 {
				ctx, lead = w.at(bryn, trustB), hospitalB
			}
			_, errs[i] = w.store.AddChild(ctx, lead, details(nil))
		})
	}
	wait.Wait()
	added := 0
	for _, err := range errs {
		if err == nil {
			added++
			continue
		}
		if got, holder := wrong(t, err); got != "nhs_number nhs_number_taken" || holder == nil {
			t.Errorf("%s, %v", got, holder)
		}
	}
	if n := w.count("select count(*) from cases where nhs_number = '9990000034'"); added != 1 || n != 1 {
		t.Errorf("%d added, %d stored", added, n)
	}
}

// A double click is one child, also where both clicks arrive together.
func TestADoubleClickAddsOneChild(t *testing.T) {
	w := newWorld(t)
	d := details(nil)
	var wait sync.WaitGroup
	ids, errs := make([]int64, 4), make([]error, 4)
	for i := range ids {
		wait.Go(func() { ids[i], errs[i] = w.store.AddChild(w.as(amina), hospitalA, d) })
	}
	wait.Wait()
	for i := range ids {
		if errs[i] != nil || ids[i] != ids[0] {
			t.Errorf("%d: %d, %v", i, ids[i], errs[i])
		}
	}
}

// In Jersey a reference number stands in the number's place, and is in the audit once as well.
func TestJerseysChildrenHaveAReference(t *testing.T) {
	w := newWorld(t)
	ctx := tenants.IntoPerson(tenants.Into(t.Context(), tenants.Tenant{ID: trustB, ODSCode: "RBB", CountryCode: "JEY"}), bryn)
	form := map[string]string{"nhs_number": "", "unique_reference_number": "J-0042", "postcode": "JE1 3QS"}
	id, err := w.store.AddChild(ctx, hospitalB, details(form))
	w.must(err)
	r, err := w.store.Peek(ctx, id)
	w.must(err)
	if k := r.Child.Case(); k.NHSNumber != nil || *k.UniqueReferenceNumber != "J-0042" {
		t.Errorf("stored %+v", k)
	}
	_, err = w.store.AddChild(ctx, hospitalB, details(form))
	if got, holder := wrong(t, err); got != "unique_reference_number reference_invalid" || !holder.Own || holder.CaseID != id {
		t.Errorf("%s %+v", got, holder)
	}
}

// Looking up many numbers is probing.
func TestProbingForNumbersEnds(t *testing.T) {
	w := newWorld(t)
	w.db.Exec(t, `insert into number_searches (tenant_id, person_id, request_id, outcome) select $1, $2, 'r', 'free' from generate_series(1, 120)`, trustA, ada.ID)
	if _, err := w.store.AddChild(w.as(ada), hospitalA, details(nil)); !fault.Is(err, fault.TooMany) {
		t.Errorf("the look after the hundred and twentieth: %v", err)
	}
	if _, err := w.store.AddChild(w.as(amina), hospitalA, details(nil)); err != nil {
		t.Errorf("somebody else: %v", err)
	}
}

// A centre that met the child first asks the one that holds the record. The holder can read who asks; the asker learns the
// centre, never the child.
func TestAskingForATransfer(t *testing.T) {
	w := newWorld(t)
	id, err := w.store.AddChild(w.as(amina), hospitalA, details(nil))
	w.must(err)
	sent := map[string][]string{"nhs_number": {"9990000034"}}
	if _, err := w.store.AskForTransfer(w.at(bryn, trustB), hospitalA, sent); err == nil {
		t.Error("asked in the name of another trust's hospital")
	}
	asked, err := w.store.AskForTransfer(w.at(bryn, trustB), hospitalB, sent)
	w.must(err)
	again, err := w.store.AskForTransfer(w.at(bryn, trustB), hospitalB, sent)
	w.must(err)
	if asked.Centre != "General Hospital" || asked.CaseID != 0 || !asked.At.Equal(again.At) {
		t.Errorf("asked %+v, again %+v", asked, again)
	}
	if n := w.seen(w.as(amina), "select count(*) from transfers where audit_number = ? and to_organisation_id = ? and requested_by_name = ?", id, hospitalB, bryn.Name); n != 1 {
		t.Errorf("the holder sees %d requests", n)
	}
	if n := w.seen(w.at(bryn, trustB), "select count(*) from transfers where audit_number is not null or age is not null"); n != 0 {
		t.Errorf("the asker sees %d requests, and the case's number with each", n)
	}
	if _, err := w.store.AskForTransfer(w.as(amina), hospitalA, sent); !fault.Is(err, fault.Conflict) {
		t.Errorf("asking oneself: %v", err)
	}
	if _, err := w.store.AskForTransfer(w.at(bryn, trustB), hospitalB, map[string][]string{"nhs_number": {"9990000042"}}); !fault.Is(err, fault.Conflict) {
		t.Errorf("nobody has it: %v", err)
	}
	if _, err := w.store.AskForTransfer(w.at(vera, trustB), hospitalB, sent); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a viewer asks: %v", err)
	}
}

// A look-up is asked for in the transaction that stores a real postcode, and only then.
func TestAPostcodeIsTold(t *testing.T) {
	w := newWorld(t)
	var told noting
	w.store.Queue = &told
	id, err := w.store.AddChild(w.as(ada), hospitalA, details(nil))
	w.must(err)
	for _, postcode := range []string{"ZZ993WZ", "SW1A 1AA"} {
		d := details(map[string]string{"postcode": postcode})
		d.CaseID = id
		_, err := w.store.SaveDetails(w.as(ada), d)
		w.must(err)
	}
	if len(told) != 1 || told[0] != id { // the others are no place
		t.Errorf("told %v", told)
	}
}
