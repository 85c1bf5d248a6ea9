package takeout

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Offers are the kinds that the context's person may ask for here.
func (s Shelf) Offers(ctx context.Context) []Offer {
	person, _ := tenants.PersonFrom(ctx)
	return slices.DeleteFunc(slices.Clone(offers), func(o Offer) bool { return o.national != s.national || !person.Role.May(o.action) })
}

// mostUnderWay is how many exports one person may have under way.
const mostUnderWay = 5

// Ask has an export made. The same asked again while it is under way is one.
func (s Shelf) Ask(ctx context.Context, ask Ask) error {
	person, _ := tenants.PersonFrom(ctx)
	if err := s.check(ctx, person, &ask); err != nil {
		return err
	}
	filters, err := json.Marshal(ask)
	if err != nil {
		return fmt.Errorf("ask for an export: %w", err)
	}
	return s.in(ctx, func(on Conn) error {
		var id int64
		var others int
		err := on.QueryRow(ctx, s.sql(`select count(*) from exports where person_id = $1 and state in ('waiting', 'making') and not (kind = $2 and format = $3 and filters = $4::jsonb)`),
			person.ID, string(ask.Kind), string(ask.Format), string(filters)).Scan(&others)
		if err != nil {
			return fmt.Errorf("ask for an export: %w", err)
		}
		if others >= mostUnderWay {
			return fault.New(fault.TooMany, "exports_under_way", "Some of your exports are still being made. Wait for them first.")
		}
		err = on.QueryRow(ctx, s.sql(`insert into exports (kind, format, filters, reason, person_id, person_name, role, request_id, state)
			values ($1, $2, $3::jsonb, nullif($4, ''), $5, $6, $7, $8, 'waiting') on conflict do nothing returning id`),
			string(ask.Kind), string(ask.Format), string(filters), ask.Reason, person.ID, person.Name, string(person.Role), tenants.RequestFrom(ctx)).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil // it is under way
		}
		if err != nil {
			return fmt.Errorf("ask for an export: %w", err)
		}
		return s.Queue.MakeExport(ctx, on, s.tenant(ctx), id)
	})
}

// check tells what is wrong with what was asked for, and settles what follows from who asks: a centre's people know their children,
// the audit team is told who they are only for a reason, which is kept.
func (s Shelf) check(ctx context.Context, person tenants.Person, ask *Ask) error {
	offer, known := offerOf(ask.Kind)
	if !known || offer.national != s.national {
		return fault.InvalidField("kind", "unknown_choice", "Choose what to export.")
	}
	if !person.Role.May(offer.action) {
		return fault.New(fault.Forbidden, "no_permission", "Your role does not allow this export.")
	}
	if !slices.Contains(offer.Formats, ask.Format) {
		return fault.InvalidField("format", "unknown_choice", "Choose one of the formats of this export.")
	}
	if ask.Kind == Workbook && ask.Publication == 0 && ask.Cohort == 0 {
		return fault.InvalidField("cohort", "needed", "Choose a cohort.")
	}
	ask.Reason = strings.TrimSpace(ask.Reason)
	switch {
	case s.national:
		ask.Names, ask.Reason, ask.Organisation = false, "", ""
	case !person.Role.National():
		ask.Names, ask.Reason = true, ""
	case !ask.Names && offer.names:
		return fault.InvalidField("names", "needed", "This export tells who the children are. Ask for it with names, and say why.")
	case !ask.Names:
		ask.Reason = ""
	case ask.Reason == "" || utf8.RuneCountInString(ask.Reason) > 500:
		return fault.InvalidField("reason", "needed", "Say in up to 500 letters why the children’s names are needed. No child’s details.")
	}
	return s.checkPlace(ctx, ask)
}

// checkPlace holds an organisation to the tenant.
func (s Shelf) checkPlace(ctx context.Context, ask *Ask) error {
	if ask.Organisation == "" {
		return nil
	}
	organisation, err := s.Directory.OrganisationByODS(ctx, ask.Organisation)
	if err != nil {
		return err
	}
	if organisation.TenantID != s.tenant(ctx) {
		return fault.New(fault.NotFound, "", "There is no such organisation.")
	}
	ask.Organisation = organisation.ODSCode
	return nil
}
