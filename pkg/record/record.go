// Package record loads a child's record, saves answers and keeps the change log. It never sees HTML or HTTP.
//
// Everything happens inside tenants.Tx, so both tenant walls hold for every statement. Two statements are written by hand
// for the sake of few round trips: the one that loads a whole record (load.go) and the one that stores an answer with
// its log (write.go); both are built from the sections' declarations, and row-level security narrows them to the tenant.
package record

import (
	"cmp"
	"context"
	"sync"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
)

// Store keeps the records of the tenant in the context.
type Store struct {
	DB  *gorm.DB
	Now func() time.Time
	// Organisations gives the options of an organisation picker: the tenant's own organisations.
	Organisations func(context.Context) ([]ask.Option, error)
	// AllOrganisations gives those of the whole country, for the roles that another trust may have in a child's care. It is
	// asked only when an answer needs it.
	AllOrganisations func(context.Context) ([]ask.Option, error)

	// Lists gives the code lists as they stand now, without a query; nil: as this release has them.
	Lists func() (ask.Lists, error)

	// Rules are what measures are scored by; none: R4.
	Rules kpi.Rules

	// Queue takes the cases whose place is to be found; nil: only a sweep finds them.
	Queue PlaceQueue

	periods periods
}

// Record is one child's record as it stands at a revision. Every save makes the next revision.
type Record struct {
	ID       int64
	Revision int64
	LockedAt *time.Time // when it was submitted
	LockedBy *string    // the name of who did

	UnregisteredAt     *time.Time // when it was taken out of all counts
	UnregisteredReason *string
	OptedOutAt         *time.Time

	Child *dataset.Child
	// At is what rules may look at besides the child, for the person and day of the request. Its calendar is the one of the
	// record's lead organisation, extensions included.
	At dataset.Circumstances

	found   bool // the case itself was read
	counted *counted
	scored  resultRow // the results as stored; nil: none, or not read
}

// counted is the progress of a record at a revision.
type counted struct {
	revision int64
	done     dataset.Completion
}

// In is the input for a form of the record.
func (r *Record) In(s *ask.Section) ask.Input { return r.Child.In(s, r.At) }

// Row finds a row of a list, with its input.
func (r *Record) Row(list *ask.Records, id int64) (ask.Input, bool) {
	in := r.In(list.Parent)
	for _, row := range list.Rows(in) {
		if ask.RowID(row) == id {
			return list.In(in, row), true
		}
	}
	return ask.Input{}, false
}

// Missing are the slots of a form that are expected and not answered.
func (r *Record) Missing(s *ask.Section) []ask.Gap { return r.Child.Missing(s, r.At) }

// Completion is the progress of every form and their sum. A save has counted it already for the list.
func (r *Record) Completion() dataset.Completion {
	if r.counted != nil && r.counted.revision == r.Revision {
		return r.counted.done
	}
	return r.Child.Completion(r.At)
}

// circumstances are today in London, and the person's reach and the tenant's organisations.
func (s *Store) circumstances(ctx context.Context) (dataset.Circumstances, error) {
	person, _ := tenants.PersonFrom(ctx)
	tenant, _ := tenants.From(ctx)
	organisations, err := s.Organisations(ctx)
	if err != nil {
		return dataset.Circumstances{}, err
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return dataset.Circumstances{}, err
	}
	lists, err := s.lists()
	if err != nil {
		return dataset.Circumstances{}, err
	}
	everywhere := sync.OnceValue(func() []ask.Option { return s.everywhere(ctx) })
	return dataset.Circumstances{
		Today:    ask.DateOf(s.Now()),
		Calendar: calendar,
		National: person.Role == tenants.NationalAdmin,
		Lists:    lists,
		Rules:    cmp.Or(s.Rules.Name, kpi.R4.Name),
		Country:  tenant.CountryCode,
		Options: func(list string) []ask.Option {
			switch list {
			case dataset.Organisations:
				return organisations
			case dataset.AllOrganisations:
				return everywhere()
			}
			return nil
		},
	}, nil
}

func (s *Store) lists() (ask.Lists, error) {
	if s.Lists == nil {
		return nil, nil
	}
	return s.Lists()
}

// everywhere are the organisations of the country. Where they cannot be had there are none to choose: the answer is refused.
func (s *Store) everywhere(ctx context.Context) []ask.Option {
	if s.AllOrganisations == nil {
		return nil
	}
	all, err := s.AllOrganisations(ctx)
	if err != nil {
		return nil
	}
	return all
}

// Models are the GORM models of this package, for the check that each is held to a tenant. The list, which reads most, is
// written by hand.
func Models() []any { return []any{&auditPeriod{}} }
