package record

import (
	"encoding/json"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

const extensionsTable = "deadline_extensions"

// grantedSQL are the grants of a registration's lead organisation.
const grantedSQL = `deadline_extensions e where e.tenant_id = r.tenant_id and e.organisation_id = r.lead_organisation_id and e.removed_at is null`

const grantSQL = `json_build_array(e.cohort, e.days, e.ended_on)`

// extensionsSQL reads what the lead organisations of cases were granted, a row a grant.
func extensionsSQL(condition string) string {
	return `(select '` + extensionsTable + `', r.case_id, ` + grantSQL + ` from registrations r, ` + grantedSQL + ` and r.case_id ` + condition + `)`
}

// grant is an extension as a record's reading has it.
type grant struct {
	cohort, days int
	ended        *ask.Date
}

// UnmarshalJSON reads what grantSQL makes.
func (g *grant) UnmarshalJSON(raw []byte) error {
	return json.Unmarshal(raw, &[]any{&g.cohort, &g.days, &g.ended})
}

// gatherGrants gives the record's calendar what its lead organisation was granted.
func (r *Record) gatherGrants(grants ...grant) {
	for _, g := range grants {
		r.At.Calendar = extended(r.At.Calendar, g)
	}
}

// extended is the calendar with a grant. One that was ended early lasts to the day on which it was, and never shortens the
// period itself.
func extended(calendar dataset.Calendar, g grant) dataset.Calendar {
	period, ok := calendar.Of(g.cohort)
	if !ok {
		return calendar
	}
	to := period.Deadline.AddDays(g.days)
	if g.ended != nil && g.ended.Before(to) {
		to = *g.ended
	}
	return calendar.Extended(g.cohort, to)
}
