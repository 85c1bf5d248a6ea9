package record

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// Listed is one line of the list of children.
type Listed struct {
	TenantID       tenants.ID `gorm:"primaryKey"`
	ID             int64      `gorm:"primaryKey"`
	Revision       int64
	FirstName      *string
	Surname        *string
	Sex            *string
	NHSNumber      *string `gorm:"column:nhs_number"`
	LockedAt       *time.Time
	UnregisteredAt *time.Time
	OptedOutAt     *time.Time
	DeletedAt      gorm.DeletedAt // GORM leaves out those that have one, before row security does

	EligibilityConfirmed *bool
	LeadOrganisationID   *string
	FirstAssessmentOn    *ask.Date
	OrganisationName     *string
}

// TableName is the table the list reads.
func (Listed) TableName() string { return "cases" }

// registered tells whether the child's registration is complete.
func (l Listed) registered() bool {
	return l.EligibilityConfirmed != nil && *l.EligibilityConfirmed && l.LeadOrganisationID != nil && l.FirstAssessmentOn != nil
}

// Query is what the address of a list of children says.
type Query struct {
	Search string
	Sort   string // one of SortKeys
	Down   bool
	Page   int // from 1
	Size   int
}

// sorts are the columns a list can be sorted by. Cohort, deadline and days left all follow the first assessment date.
var sorts = map[string]string{
	"name":     "lower(cases.surname)",
	"number":   "cases.id",
	"sex":      "cases.sex",
	"nhs":      "cases.nhs_number",
	"deadline": "r.first_assessment_on",
	"cohort":   "r.first_assessment_on",
	"days":     "r.first_assessment_on",
}

// List is one page of the tenant's children.
type List struct {
	Rows       []Listed
	Today      ask.Date // the day the list is of
	Found      int64    // children that match
	Total      int64    // children of the tenant
	Registered int64    // of those, the registered

	calendar dataset.Calendar
	own      map[string]dataset.Calendar // of the organisations that were granted longer
}

// Period is the audit period of a row's cohort, with whatever its lead organisation was granted; there is none before the
// first assessment date is set.
func (l List) Period(row Listed) (dataset.Period, bool) {
	calendar := l.calendar
	if row.LeadOrganisationID != nil && l.own[*row.LeadOrganisationID] != nil {
		calendar = l.own[*row.LeadOrganisationID]
	}
	if row.FirstAssessmentOn == nil {
		return dataset.Period{}, false
	}
	return calendar.On(*row.FirstAssessmentOn)
}

// State is where a row's record stands, given its progress.
func (l List) State(row Listed, done dataset.Completion) State {
	period, found := l.Period(row)
	return Facts{
		OptedOut:     row.OptedOutAt != nil,
		Unregistered: row.UnregisteredAt != nil, Registered: row.registered(), Submitted: row.LockedAt != nil,
		Closed: !found || !period.Open || period.Over(l.Today), Complete: done.Complete(),
	}.State()
}

// ListCases reads one page of the tenant's children.
func (s *Store) ListCases(ctx context.Context, q Query) (List, error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return List{}, err
	}
	list := List{Today: ask.DateOf(s.Now()), calendar: calendar}
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		if err := countCases(tx, &list); err != nil {
			return err
		}
		if err := list.readExtensions(tx); err != nil {
			return err
		}
		matching := search(tx.Model(&Listed{}), q.Search)
		list.Found = list.Total
		if q.Search != "" {
			if err := matching.Session(&gorm.Session{}).Count(&list.Found).Error; err != nil {
				return fmt.Errorf("count the found: %w", err)
			}
		}
		err := matching.
			Select("cases.*", "r.eligibility_confirmed", "r.lead_organisation_id", "r.first_assessment_on", "o.name as organisation_name").
			Joins("left join registrations r on r.tenant_id = cases.tenant_id and r.case_id = cases.id").
			Joins("left join organisations o on o.id = r.lead_organisation_id").
			Clauses(order(q)).
			Limit(q.Size).Offset((q.Page - 1) * q.Size).
			Find(&list.Rows).Error
		if err != nil {
			return fmt.Errorf("list cases: %w", err)
		}
		return nil
	})
	return list, err
}

func countCases(tx *gorm.DB, list *List) error {
	err := tx.Raw(`select (select count(*) from cases), 
		(select count(*) from registrations r join cases c on c.tenant_id = r.tenant_id and c.id = r.case_id
			where r.first_assessment_on is not null and c.unregistered_at is null)`).
		Row().Scan(&list.Total, &list.Registered)
	if err != nil {
		return fmt.Errorf("count cases: %w", err)
	}
	return nil
}

// search narrows to children whose name, NHS number or audit number holds every word typed, in any case.
func search(tx *gorm.DB, typed string) *gorm.DB {
	if digits := strings.ReplaceAll(typed, " ", ""); digits != "" && strings.Trim(digits, "0123456789") == "" {
		number, _ := strconv.ParseInt(digits, 10, 64)
		return tx.Where("cases.nhs_number like ? or cases.id = ?", "%"+digits+"%", number)
	}
	for _, word := range strings.Fields(typed) {
		tx = tx.Where("cases.first_name ilike ? or cases.surname ilike ?", contains(word), contains(word))
	}
	return tx
}

func contains(word string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(word) + "%"
}

func order(q Query) clause.OrderBy {
	column, ok := sorts[q.Sort]
	if !ok {
		column = sorts["name"]
	}
	direction := ""
	if q.Down {
		direction = " desc"
	}
	return clause.OrderBy{Expression: clause.Expr{SQL: column + direction + " nulls last, lower(cases.first_name), cases.id", WithoutParentheses: true}}
}

// Counted is the progress of a record at a revision.
type Counted struct {
	dataset.Completion
	Revision int64
}

// Completions counts the progress of many records in one read, for those a cache does not know.
func (s *Store) Completions(ctx context.Context, cases []int64) (map[int64]Counted, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return nil, err
	}
	counted := map[int64]Counted{}
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		records, err := loadRecords(tx, cases, at)
		for id, r := range records {
			counted[id] = Counted{r.Completion(), r.Revision}
		}
		return err
	})
	return counted, err
}
