package outlier

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// The groups of candidates for which records are opened.
const (
	GroupNegative = "negative"
	GroupPositive = "positive"
	GroupAbsent   = "not_participating"
)

// Groups are all of them.
var Groups = []string{GroupNegative, GroupPositive, GroupAbsent}

// Group is the one to which a candidate belongs.
func (c Candidate) Group() string {
	switch {
	case c.Measure == nil:
		return GroupAbsent
	case c.Negative:
		return GroupNegative
	}
	return GroupPositive
}

// Look finds the candidates of a cohort as it was last counted, for the national audit team. A cohort that is not over, or was never
// counted, is fault.Closed.
func (s *Store) Look(ctx context.Context, cohort int) (Detection, error) {
	if err := s.ended(ctx, cohort); err != nil {
		return Detection{}, err
	}
	set, err := s.Counts.ReadSet(ctx, cohort)
	if err != nil {
		return Detection{}, err
	}
	if !set.Ever() {
		return Detection{}, fault.New(fault.Closed, "never_counted", "This cohort has not been counted yet.")
	}
	return s.Policy.Detect(set, s.Counts.InForce()), nil
}

func (s *Store) ended(ctx context.Context, cohort int) error {
	var deadline string
	err := s.DB.Statement.ConnPool.QueryRowContext(ctx, "select deadline::text from audit_periods where cohort = $1", cohort).Scan(&deadline)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "no_cohort", "There is no such cohort.")
	}
	if err != nil {
		return fmt.Errorf("read the deadline: %w", err)
	}
	if last, err := ask.ParseDate(deadline); err != nil || !s.today().After(last) {
		return fault.New(fault.Closed, "cohort_not_over", "Outliers are looked for once the deadline of the cohort has passed.")
	}
	return nil
}

// Open makes records of the candidates in some groups, all at once, with the figures as they are. counted is when the figures that the
// person saw were counted: after another count they are asked again. Records that are there stay as they are. It gives how many were made.
func (s *Store) Open(ctx context.Context, cohort int, counted time.Time, groups []string) (made int, err error) {
	if person, ok := tenants.PersonFrom(ctx); !ok || !person.Role.May(tenants.ManageOutliers) {
		return 0, fault.New(fault.Forbidden, "no_permission", "Records of outliers are opened by the national audit team.")
	}
	if len(groups) == 0 || slices.ContainsFunc(groups, func(g string) bool { return !slices.Contains(Groups, g) }) {
		return 0, fault.InvalidField("value", "needed", "Choose for whom records are opened.")
	}
	d, err := s.Look(ctx, cohort)
	if err != nil {
		return 0, err
	}
	if !d.At.Equal(counted) {
		return 0, fault.New(fault.Conflict, "counted_meanwhile", "The cohort was counted again since this page was drawn. Look at it again; nothing was opened.")
	}
	holders, err := s.holders(ctx, cohort)
	if err != nil {
		return 0, err
	}
	err = tenants.Review(ctx, s.DB, tenants.Look{Purpose: "open outliers", Filters: "cohort=" + strconv.Itoa(cohort)}, func(db tenants.Reviewer) error {
		for _, c := range d.Candidates {
			if !slices.Contains(groups, c.Group()) {
				continue
			}
			fresh, err := s.open(ctx, db, cohort, c, holders[string(c.Level)+" "+c.Unit.Code])
			if err != nil {
				return err
			}
			if fresh {
				made++
			}
		}
		return nil
	})
	return made, err
}

// open makes one record with its first event; false where it is there already.
func (s *Store) open(ctx context.Context, db tenants.Reviewer, cohort int, c Candidate, holder tenants.ID) (bool, error) {
	if holder == "" {
		return false, fmt.Errorf("open outliers: nobody holds the records of %s %s", c.Level, c.Unit.Code)
	}
	tenant, err := s.Tenants.Tenant(ctx, holder)
	if err != nil {
		return false, fmt.Errorf("open outliers: %w", err)
	}
	figures, err := json.Marshal(c.Figures)
	if err != nil {
		return false, fmt.Errorf("open outliers: %w", err)
	}
	id, err := readNumber(ctx, db, `insert into outliers (tenant_id, cohort, level, code, name, measure, found, negative, figures)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (cohort, level, code, measure) do nothing returning id`,
		string(holder), cohort, string(c.Level), c.Unit.Code, c.Name, c.code(), string(c.Found), c.Negative, string(figures))
	if err != nil || id == 0 {
		return false, err
	}
	r := Record{ID: int64(id), TenantID: holder}
	_, err = r.write(ctx, db, entry{version: 1, state: Potential, key: uuid.NewString(), due: s.Policy.Due(Potential, tenant.CountryCode, s.today())})
	return err == nil, err
}

// holders are the tenants that hold the records of each centre, also of one that was taken over since.
func (s *Store) holders(ctx context.Context, cohort int) (map[string]tenants.ID, error) {
	all := map[string]tenants.ID{}
	boards, err := s.Tenants.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range boards {
		if t.Kind == tenants.HealthBoard {
			all[string(compare.HealthBoard)+" "+t.ODSCode] = t.ID
		}
	}
	look := tenants.Look{Purpose: "who holds each centre's records", Filters: "cohort=" + strconv.Itoa(cohort)}
	err = tenants.AcrossCounts(ctx, s.DB, look, func(db tenants.Reader) error {
		rows, err := db.QueryContext(ctx, "select level || ' ' || code, tenant_id::text from centre_counts where cohort = $1 and dimension = 'all'", cohort)
		if err != nil {
			return fmt.Errorf("read who holds centres: %w", err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var unit string
			var holder tenants.ID
			if err := rows.Scan(&unit, &holder); err != nil {
				return fmt.Errorf("read who holds centres: %w", err)
			}
			all[unit] = holder
		}
		return rows.Err()
	})
	return all, err
}
