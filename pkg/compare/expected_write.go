package compare

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

var errExpectedMeanwhile = fault.New(fault.Conflict, "expected_changed", "Somebody has changed these numbers meanwhile. Look at what would change now.")

// SaveExpected enters numbers of children to expect, with a line of log for each that changes: all of them, or, where somebody has
// changed one since it was read, none. The same again changes nothing. It gives the number of changes.
func (s *Store) SaveExpected(ctx context.Context, cohort int, lines []ExpectedLine) (int, error) {
	if err := may(ctx, tenants.ManageAudit); err != nil {
		return 0, err
	}
	sent, said, err := s.givenExpected(lines)
	if err != nil {
		return 0, err
	}
	person, _ := tenants.PersonFrom(ctx)
	var changes *int
	_, err = s.number(ctx, &changes, `select counts.expect($1::integer, $2::jsonb, $3, $4::date, $5::uuid, $6, $7)`,
		cohort, sent, said.Source, said.Of, person.ID, person.Name, tenants.RequestFrom(ctx))
	if err != nil {
		return 0, fmt.Errorf("save expected children: %w", err)
	}
	if changes == nil {
		return 0, errExpectedMeanwhile
	}
	return *changes, nil
}

// givenExpected are the lines as the database takes them, and who says so.
func (s *Store) givenExpected(lines []ExpectedLine) (string, Expected, error) {
	type given struct {
		Level    Level  `json:"level"`
		Code     string `json:"code"`
		Was      *int   `json:"was"`
		Expected *int   `json:"expected"`
	}
	var all []given
	said := Expected{Source: "Taken out", Of: s.today()} // where all of them are
	for _, l := range lines {
		g := given{Level: l.Unit.Level, Code: l.Unit.Code}
		if l.Was != nil {
			g.Was = &l.Was.Children
		}
		if l.Now != nil {
			g.Expected, said = &l.Now.Children, *l.Now
		}
		all = append(all, g)
	}
	sent, err := json.Marshal(all)
	if err != nil {
		return "", said, fmt.Errorf("save expected children: %w", err)
	}
	return string(sent), said, nil
}
