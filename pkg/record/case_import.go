package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Result is what became of an arrival.
type Result string

// The results.
const (
	Created   Result = "created"
	Updated   Result = "updated"
	Unchanged Result = "unchanged" // what was sent is what was sent before
	Refused   Result = "refused"   // nothing was stored: the problems say why
	Conflict  Result = "conflict"  // answered here since it was imported, so left as it is
)

// Results are all there are.
func Results() []Result { return []Result{Created, Updated, Unchanged, Refused, Conflict} }

// Received is what became of one arrival.
type Received struct {
	Result   Result
	CaseID   int64 // 0 where there is none, or would be
	Problems []Problem
}

// Problem is why an arrival was not taken. Section and Question are empty where it is about the whole record.
type Problem struct {
	Section       *ask.Section
	Question      string
	Code, Message string
}

// Import is one run in which whole records arrive. One that is a trial stores nothing and says what a real one would do.
type Import struct {
	store  *Store
	trial  bool
	number int64 // of the run; 0 in a trial
	counts map[Result]int
}

// BeginImport begins a run in the name of the context's person, for a reason that is kept with it.
func (s *Store) BeginImport(ctx context.Context, reason string, trial bool) (*Import, error) {
	person, _ := tenants.PersonFrom(ctx)
	for _, needs := range []tenants.Action{tenants.AddChild, tenants.ChangeDemographics, tenants.Register, tenants.SetAssessmentDate, tenants.Answer} {
		if !person.Role.May(needs) {
			return nil, fault.New(fault.Forbidden, "no_permission", "The role of this person does not allow an import.")
		}
	}
	run := &Import{store: s, trial: trial, counts: map[Result]int{}}
	if trial {
		return run, nil
	}
	tenant, _ := tenants.From(ctx)
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Raw("insert into imports (tenant_id, person_id, person_name, reason) values (?, ?, ?, ?) returning id",
			string(tenant.ID), person.ID, person.Name, reason).Scan(&run.number).Error
	})
	if err != nil {
		return nil, fmt.Errorf("begin the import: %w", err)
	}
	return run, nil
}

// End notes what the run did.
func (run *Import) End(ctx context.Context) error {
	if run.trial {
		return nil
	}
	n := run.counts
	err := tenants.Tx(ctx, run.store.DB, func(tx *gorm.DB) error {
		return tx.Exec("update imports set created = ?, updated = ?, unchanged = ?, refused = ?, conflicts = ?, ended_at = now() where id = ?",
			n[Created], n[Updated], n[Unchanged], n[Refused], n[Conflict], run.number).Error
	})
	if err != nil {
		return fmt.Errorf("end the import: %w", err)
	}
	return nil
}

// Refuse counts an arrival that was refused before it came this far.
func (run *Import) Refuse() { run.counts[Refused]++ }

// Count is how many arrivals had a result.
func (run *Import) Count(r Result) int { return run.counts[r] }

// Take stores some arrivals, each in a transaction of its own, all or nothing, and tells of each what became of it. An error ends
// the run: those told of before it are stored.
func (run *Import) Take(ctx context.Context, arrivals []Arrival) ([]Received, error) {
	at, err := run.store.circumstances(ctx)
	if err != nil {
		return nil, err
	}
	if run.number > 0 {
		ctx = tenants.RequestInto(ctx, "import-"+strconv.FormatInt(run.number, 10))
	}
	known, err := run.known(ctx, arrivals)
	if err != nil {
		return nil, err
	}
	var all []Received
	for _, a := range arrivals {
		if a.Digest == nil {
			a.Digest = Digest(a.Child)
		}
		one, err := run.take(ctx, a, known[a.Sender], at)
		if err != nil {
			return all, err
		}
		run.counts[one.Result]++
		all = append(all, one)
	}
	return all, nil
}

// known is the case of a sender's id.
type known struct {
	SenderID string
	CaseID   int64
	Digest   []byte // nil: the child was entered here, and the id is its audit number
	Revision int64  // at which it was imported
	Gone     bool   // deleted or opted out since
}

// known finds the cases of the senders' ids. An export gives a child that was entered here its audit number for an id. What is
// deleted is not seen, but its sender's id is, until it is erased; an opt-out leaves the audit number alone.
func (run *Import) known(ctx context.Context, arrivals []Arrival) (map[string]known, error) {
	var senders []string
	var numbers []int64
	for _, a := range arrivals {
		senders = append(senders, a.Sender)
		if n, err := strconv.ParseInt(a.Sender, 10, 64); err == nil && strconv.FormatInt(n, 10) == a.Sender {
			numbers = append(numbers, n)
		}
	}
	var rows []known
	err := tenants.Tx(ctx, run.store.DB, func(tx *gorm.DB) error {
		return tx.Raw(`select i.sender_id, i.case_id, i.digest, i.revision, c.id is null as gone
			from imported_cases i left join cases c on c.tenant_id = i.tenant_id and c.id = i.case_id where i.sender_id = any(?::text[])
			union all
			select c.id::text, c.id, null, c.revision, c.opted_out_at is not null from cases c
			where c.id = any(?::bigint[]) and not exists (select from imported_cases i where i.tenant_id = c.tenant_id and i.case_id = c.id)`,
			texts(senders), bigints(numbers)).Scan(&rows).Error
	})
	if err != nil {
		return nil, fmt.Errorf("look for what was imported: %w", err)
	}
	found := map[string]known{}
	for _, k := range rows {
		if earlier, there := found[k.SenderID]; !there || earlier.Digest == nil { // a sender's id goes before an audit number
			found[k.SenderID] = k
		}
	}
	return found, nil
}

func (run *Import) take(ctx context.Context, a Arrival, k known, at dataset.Circumstances) (Received, error) {
	switch {
	case k.Gone:
		return refused(0, Problem{Code: "deleted", Message: "This child was deleted or opted out here."}), nil
	case k.CaseID != 0 && k.Digest == nil:
		return run.meet(ctx, a, k, at)
	case k.CaseID == 0:
		return run.create(ctx, a, at)
	case bytes.Equal(k.Digest, a.Digest):
		return Received{Result: Unchanged, CaseID: k.CaseID}, nil
	}
	return run.update(ctx, a, k, at)
}

// meet compares an arrival with a child that was entered here under the audit number that it names. Another child's record may
// carry the same number by chance: then it is a new one.
func (run *Import) meet(ctx context.Context, a Arrival, k known, at dataset.Circumstances) (Received, error) {
	r, err := run.store.Peek(ctx, k.CaseID)
	if err != nil {
		return Received{}, err
	}
	leads, err := run.store.LeadsOf(ctx, k.CaseID)
	if err != nil {
		return Received{}, err
	}
	for _, f := range leads.Former {
		r.Child.FormerLeads = append(r.Child.FormerLeads, f.OrganisationID)
	}
	one, other := a.Child.Case(), r.Child.Case()
	switch {
	case !equal(one.NHSNumber, other.NHSNumber) || !equal(one.UniqueReferenceNumber, other.UniqueReferenceNumber):
		return run.create(ctx, a, at)
	case bytes.Equal(Digest(r.Child), a.Digest):
		return Received{Result: Unchanged, CaseID: k.CaseID}, nil
	}
	return Received{Conflict, k.CaseID, []Problem{{Code: "entered_here",
		Message: "This child was entered here and differs from what was sent. Nothing was changed."}}}, nil
}

func equal(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }

// errTrial takes back what a trial did.
var errTrial = errors.New("only a trial")

func (run *Import) create(ctx context.Context, a Arrival, at dataset.Circumstances) (Received, error) {
	person, _ := tenants.PersonFrom(ctx)
	arriving := &Record{Child: a.Child, At: at}
	if err := arriving.mayWrite(person, nil, tenants.AddChild); err != nil {
		return refusedBy(0, err)
	}
	var id int64
	err := tenants.Tx(ctx, run.store.DB, func(tx *gorm.DB) error {
		var err error
		id, err = create(ctx, tx, a.Child, at, &origin{a.Sender, a.Digest, run.trial})
		if err == nil && run.trial {
			err, id = errTrial, 0
		}
		return err
	})
	if err != nil && !errors.Is(err, errTrial) {
		return run.store.unstored(ctx, a, 0, err)
	}
	return Received{Result: Created, CaseID: id}, nil
}

// unstored says why the database did not take a child; what is no fault of the child's ends the run.
func (s *Store) unstored(ctx context.Context, a Arrival, caseID int64, err error) (Received, error) {
	for _, number := range []struct{ rule, question, column string }{
		{nhsNumberOnce, "nhs_number", "nhs_number"},
		{referenceOnce, "unique_reference_number", "unique_reference_number"},
	} {
		if !tenants.Duplicate(err, number.rule) {
			continue
		}
		q, _ := dataset.CaseSection.Question(number.question)
		value, _ := q.Columns[0].Get(a.Child.Case()).(string)
		var here bool
		err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
			return tx.Raw("select exists (select from cases where "+number.column+" = ?)", value).Scan(&here).Error
		})
		message := "A child with this number is in the audit at another trust or board: ask for a transfer."
		if here {
			message = "A child with this number is in the audit at this trust or board already."
		}
		return refused(caseID, Problem{dataset.CaseSection, number.question, number.question + "_unique", message}), err
	}
	if tenants.Duplicate(err, "imported_cases_pkey") {
		return refused(caseID, Problem{Code: "imported_at_once", Message: "This record is being imported by somebody else at this moment."}), nil
	}
	if rule := tenants.Violated(err); rule != "" {
		return refused(caseID, Problem{Code: "not_storable", Message: "The database does not hold such a record: " + rule + "."}), nil
	}
	return Received{}, err
}

func refused(caseID int64, problems ...Problem) Received { return Received{Refused, caseID, problems} }

// refusedBy turns a fault of the one guard into a refusal.
func refusedBy(caseID int64, err error) (Received, error) {
	if f, ok := fault.As(err); ok && slices.Contains([]fault.Kind{fault.Forbidden, fault.Closed, fault.NotFound, fault.Conflict}, f.Kind) {
		return refused(caseID, Problem{Code: f.Code, Message: f.Message}), nil
	}
	return Received{}, err
}
