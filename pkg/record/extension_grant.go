package record

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Grant is an extension as the form sends it, in the words that were typed.
type Grant struct {
	OrganisationID string
	Cohort         string
	Days           string
	Reason         string
	Words          string
	Key            string // idempotency key, a uuid
}

// GrantExtension grants a centre of the tenant days beyond the deadline of a cohort. Of several grants the longest holds, so
// one that reaches no further than what the centre has is refused. The same key twice is one grant.
func (s *Store) GrantExtension(ctx context.Context, g Grant) error {
	person, err := mayExtend(ctx)
	if err != nil {
		return err
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	organisations, err := s.Organisations(ctx)
	if err != nil {
		return err
	}
	e, err := g.read(calendar, ask.DateOf(s.Now()), organisations)
	if err != nil {
		return err
	}
	return tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		if again, err := e.usedBefore(tx, person, g.Key); err != nil || again {
			return err
		}
		if err := e.isLonger(tx, calendar); err != nil {
			return err
		}
		if err := e.insert(ctx, tx, person, g.Key); err != nil {
			return err
		}
		return reclose(tx, calendar, e.OrganisationID, e.Cohort)
	})
}

// mayExtend gives the person, who must be of the national audit team.
func mayExtend(ctx context.Context) (tenants.Person, error) {
	person, _ := tenants.PersonFrom(ctx)
	if !person.Role.May(tenants.ExtendDeadline) {
		return person, fault.New(fault.Forbidden, "no_permission", "Only the national audit team grants, ends and removes extensions.")
	}
	return person, nil
}

// read checks everything together and names each fault beside its field.
func (g Grant) read(calendar dataset.Calendar, today ask.Date, organisations []ask.Option) (Extension, error) {
	wrong := map[string]fault.Field{}
	e := Extension{OrganisationID: g.OrganisationID, Reason: g.Reason}
	if !offered(organisations, g.OrganisationID) {
		wrong["organisation"] = fault.Field{Code: ask.CodeUnknownChoice, Message: "Choose one of the centres of this trust or board."}
	}
	e.Cohort, _ = strconv.Atoi(strings.TrimSpace(g.Cohort))
	periods := grantable(calendar, today)
	at := slices.IndexFunc(periods, func(p dataset.Period) bool { return p.Cohort == e.Cohort })
	if at < 0 {
		wrong["cohort"] = fault.Field{Code: ask.CodeUnknownChoice, Message: "Choose one of the cohorts."}
	}
	var err error
	e.Days, err = strconv.Atoi(strings.TrimSpace(g.Days))
	switch {
	case err != nil || e.Days < 1 || e.Days > mostDays:
		wrong["days"] = fault.Field{Code: "days_invalid", Message: "Enter a number of days from 1 to " + strconv.Itoa(mostDays) + "."}
	case at >= 0 && periods[at].Deadline.AddDays(e.Days).Before(today):
		wrong["days"] = fault.Field{Code: "days_past", Message: "It would have ended on " + periods[at].Deadline.AddDays(e.Days).Words() +
			" already. To reach today it takes " + strconv.Itoa(periods[at].Deadline.DaysUntil(today)) + " days."}
	}
	if !offered(dataset.ExtensionReasons(), g.Reason) {
		wrong["reason"] = fault.Field{Code: ask.CodeUnknownChoice, Message: "Choose the reason."}
	}
	g.readWords(&e, wrong)
	if len(wrong) > 0 {
		return e, notGranted(wrong)
	}
	return e, nil
}

// readWords reads what was said beside the coded reason, which the reason “other” cannot do without.
func (g Grant) readWords(e *Extension, wrong map[string]fault.Field) {
	words := strings.TrimSpace(g.Words)
	switch {
	case len([]rune(words)) > 500:
		wrong["words"] = fault.Field{Code: ask.CodeTooLong, Message: "Use at most 500 characters."}
	case strings.ContainsRune(words, 0) || strings.ToValidUTF8(words, "") != words:
		wrong["words"] = fault.Field{Code: ask.CodeTextInvalid, Message: "Some characters cannot be stored."}
	case words == "" && g.Reason == dataset.ExtensionOther:
		wrong["words"] = fault.Field{Code: ask.CodeRequired, Message: "Say what the reason is."}
	case words != "":
		e.ReasonWords = &words
	}
}

func offered(options []ask.Option, code string) bool {
	return slices.ContainsFunc(options, func(o ask.Option) bool { return o.Code == code })
}

func notGranted(wrong map[string]fault.Field) error {
	f := fault.New(fault.Invalid, "extension_invalid", "The extension was not granted. Something needs another look.")
	f.Fields = wrong
	return f
}

// usedBefore tells whether the same grant was made under the key before. Another one's key is refused.
func (e Extension) usedBefore(tx *gorm.DB, person tenants.Person, key string) (bool, error) {
	var same []bool
	err := tx.Raw(`select granted_by = ?::uuid and organisation_id = ?::uuid and cohort = ? and days = ? and reason = ?
			and reason_words is not distinct from ? from deadline_extensions where key = ?::uuid`,
		person.ID, e.OrganisationID, e.Cohort, e.Days, e.Reason, e.ReasonWords, key).Scan(&same).Error
	switch {
	case err != nil:
		return false, fmt.Errorf("look for the key: %w", err)
	case len(same) > 0 && !same[0]:
		return false, errKeyReused
	}
	return len(same) > 0, nil
}

// isLonger refuses what would change nothing.
func (e Extension) isLonger(tx *gorm.DB, calendar dataset.Calendar) error {
	var rows []struct {
		Days    int
		EndedOn *ask.Date
	}
	err := tx.Raw("select days, ended_on from deadline_extensions where organisation_id = ?::uuid and cohort = ? and removed_at is null",
		e.OrganisationID, e.Cohort).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("read extensions: %w", err)
	}
	for _, row := range rows {
		calendar = extended(calendar, grant{e.Cohort, row.Days, row.EndedOn})
	}
	period, _ := calendar.Of(e.Cohort)
	if period.Extended() && !period.Deadline.AddDays(e.Days).After(period.ClosesOn()) {
		return notGranted(map[string]fault.Field{"days": {Code: "days_fewer", Message: "This centre has until " + period.ClosesOn().Words() +
			" already. Days count from the deadline, " + period.Deadline.Words() + "."}})
	}
	return nil
}

func (e Extension) insert(ctx context.Context, tx *gorm.DB, person tenants.Person, key string) error {
	tenant, _ := tenants.From(ctx)
	err := tx.Exec(`insert into deadline_extensions (tenant_id, organisation_id, cohort, days, reason, reason_words, key, granted_by, granted_by_name)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant_id, key) do nothing`, // sent twice at once: the other did it
		string(tenant.ID), e.OrganisationID, e.Cohort, e.Days, e.Reason, e.ReasonWords, key, person.ID, person.Name).Error
	if err != nil {
		return fmt.Errorf("grant extension: %w", err)
	}
	return nil
}
