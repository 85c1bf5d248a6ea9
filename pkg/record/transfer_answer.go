package record

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// TransferAnswer is a yes or a no to the transfer of a case that waits for the tenant.
type TransferAnswer struct {
	CaseID  int64
	Accepts bool
	Reason  string // of a no: one of dataset.TransferReasons
	Words   string // which the reason “other” cannot do without
	Key     string
}

// Answered is what an answer did.
type Answered struct {
	Transfer Transfer   // as it was
	Origin   tenants.ID // whose the child was
	Record   *Record    // of a child who has come; nil otherwise
	Revision int64      // which the origin's pages have not seen
}

// AnswerTransfer accepts or declines what waits for the tenant: an offer made to it, or a request for its own child. By a yes
// the child moves, whole, in one transaction: the target has everything, and the origin no such record. A request that is
// agreed is an offer that was accepted before it was made: the child goes at once. The same key twice is one answer.
func (s *Store) AnswerTransfer(ctx context.Context, a TransferAnswer) (Answered, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return Answered{}, err
	}
	waiting, err := s.waitingFor(ctx, a.CaseID)
	if err != nil {
		return Answered{}, err
	}
	if !waiting.ToAnswer() {
		return s.answeredBefore(ctx, waiting, a)
	}
	if !a.Accepts {
		if err := a.check(); err != nil {
			return Answered{}, err
		}
	}
	done := Answered{Transfer: *waiting}
	switch {
	case a.Accepts && waiting.Side == sideOrigin:
		err = tenants.TxLocking(ctx, s.DB, a.CaseID, func(tx *gorm.DB) error { return done.handOver(ctx, tx, a, at) })
	case a.Accepts:
		err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error { return done.takeIn(ctx, tx, a, at) })
	default:
		err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error { return done.answer(ctx, tx, a, at) })
	}
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound) { // sent twice at once: the other did it
		if waiting, looked := s.waitingFor(ctx, a.CaseID); looked == nil {
			if again, looked := s.answeredBefore(ctx, waiting, a); looked == nil {
				return again, nil
			}
		}
	}
	return done, err
}

// WaitingTransfer is the transfer of a case that waits for the tenant's answer. One that has been answered is a conflict; a case
// of which the tenant knows no transfer is not there.
func (s *Store) WaitingTransfer(ctx context.Context, caseID int64) (Transfer, error) {
	found, err := s.waitingFor(ctx, caseID)
	switch {
	case err != nil:
		return Transfer{}, err
	case !found.ToAnswer():
		return Transfer{}, errAnswered
	}
	return *found, nil
}

func (s *Store) waitingFor(ctx context.Context, caseID int64) (*Transfer, error) {
	if person, _ := tenants.PersonFrom(ctx); !person.Role.May(tenants.TransferLead) {
		return nil, errNoPermission
	}
	var found *Transfer
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		var err error
		if found, err = transferOf(tx, caseID); err != nil || found != nil && (found.ToAnswer() || !found.Here) {
			return err
		}
		err = (&Record{ID: caseID, Child: dataset.NewChild()}).glance(tx)
		if err == nil && found == nil { // a child of one's own, of whom nobody wants anything
			err = errAnswered
		}
		return err
	})
	return found, err
}

// answeredBefore acknowledges an answer again that was sent before under the same key.
func (s *Store) answeredBefore(ctx context.Context, t *Transfer, a TransferAnswer) (Answered, error) {
	state := map[bool]TransferState{true: TransferAccepted, false: TransferDeclined}[a.Accepts]
	var n int64
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Raw("select count(*) from transfers where id = ?::uuid and answer_key = ?::uuid and state = ?", t.ID, a.Key, string(state)).Scan(&n).Error
	})
	switch {
	case err != nil:
		return Answered{}, fmt.Errorf("look for the answer: %w", err)
	case n == 0:
		return Answered{}, errAnswered
	}
	return Answered{Transfer: *t}, nil
}

func (a *TransferAnswer) check() error {
	a.Words = strings.TrimSpace(a.Words)
	wrong := map[string]fault.Field{}
	if !slices.ContainsFunc(dataset.TransferReasons(), func(o ask.Option) bool { return o.Code == a.Reason }) {
		wrong["reason"] = fault.Field{Code: ask.CodeUnknownChoice, Message: "Choose why the transfer is declined."}
	}
	switch {
	case len([]rune(a.Words)) > 500:
		wrong["words"] = fault.Field{Code: ask.CodeTooLong, Message: "Use at most 500 characters."}
	case strings.ContainsRune(a.Words, 0) || strings.ToValidUTF8(a.Words, "") != a.Words:
		wrong["words"] = fault.Field{Code: ask.CodeTextInvalid, Message: "Some characters cannot be stored."}
	case a.Words == "" && a.Reason == dataset.TransferOther:
		wrong["words"] = fault.Field{Code: ask.CodeRequired, Message: "Say what the reason is."}
	}
	if len(wrong) == 0 {
		return nil
	}
	f := fault.New(fault.Invalid, "decline_invalid", "The transfer was not declined. Something needs another look.")
	f.Fields = wrong
	return f
}

// answer goes through the one door by which a transfer is answered.
func (d *Answered) answer(ctx context.Context, tx *gorm.DB, a TransferAnswer, at dataset.Circumstances) error {
	person, _ := tenants.PersonFrom(ctx)
	var said struct {
		Outcome string
		Origin  *string
	}
	err := tx.Raw("select outcome, origin::text from moving.answer(?, ?, nullif(?, ''), nullif(?, ''), ?::uuid, ?, ?::uuid, ?::date)",
		a.CaseID, a.Accepts, a.Reason, a.Words, person.ID, person.Name, a.Key, at.Today.String()).Scan(&said).Error
	if err != nil {
		return fmt.Errorf("answer the transfer: %w", err)
	}
	if said.Outcome != "done" || said.Origin == nil {
		return refusedAs(transferRefusals, said.Outcome)
	}
	d.Origin = tenants.ID(*said.Origin)
	return nil
}

// takeIn accepts an offer. The record is this tenant's from here on; what follows from its new lead is counted at once.
func (d *Answered) takeIn(ctx context.Context, tx *gorm.DB, a TransferAnswer, at dataset.Circumstances) error {
	if err := d.answer(ctx, tx, a, at); err != nil {
		return err
	}
	r := &Record{ID: a.CaseID}
	if err := r.settleIn(tx, at); err != nil {
		return err
	}
	d.Record, d.Revision = r, r.Revision
	return d.logMove(ctx, tx, r)
}

// handOver agrees to a request: the log goes along, so its line is written first.
func (d *Answered) handOver(ctx context.Context, tx *gorm.DB, a TransferAnswer, at dataset.Circumstances) error {
	person, _ := tenants.PersonFrom(ctx)
	r, err := loadRecord(tx, a.CaseID, at)
	if err != nil {
		return err
	}
	if err := r.mayGo(person); err != nil {
		return err
	}
	r.Revision++
	d.Revision = r.Revision
	if err := d.logMove(ctx, tx, r); err != nil {
		return err
	}
	return d.answer(ctx, tx, a, at)
}

func (d *Answered) logMove(ctx context.Context, tx *gorm.DB, r *Record) error {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	from, err := centreWords(tx, d.Transfer.FromOrganisationID)
	if err != nil {
		return err
	}
	to, err := centreWords(tx, &d.Transfer.ToOrganisationID)
	if err != nil {
		return err
	}
	w := write{record: r}
	statement := w.log([]entry{{section: recordItself, question: transferredLine, old: from, new: to}}, tenant, person, tenants.RequestFrom(ctx))
	if err := tx.Exec(statement, w.args...).Error; err != nil {
		return fmt.Errorf("log the transfer: %w", err)
	}
	return nil
}
