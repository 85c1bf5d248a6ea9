package record

import (
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// reclose brings the day on which a centre's records of a cohort close, which the list shows, into line with what the centre is
// granted now. It is part of the transaction that grants, ends or removes; the guard of writes works the day out by itself.
func reclose(tx *gorm.DB, calendar dataset.Calendar, organisationID string, cohort int) error {
	period, ok := calendar.Of(cohort)
	if !ok || !period.Open {
		return nil
	}
	deadline := period.Deadline.String()
	err := tx.Exec(`update cases c set closes_on = greatest(?::date, (select max(least(?::date + e.days, e.ended_on)) from deadline_extensions e
			where e.organisation_id = c.lead_organisation_id and e.cohort = c.cohort and e.removed_at is null))
		where c.lead_organisation_id = ?::uuid and c.cohort = ?`, deadline, deadline, organisationID, cohort).Error
	if err != nil {
		return fmt.Errorf("move the closing day: %w", err)
	}
	return nil
}

// recloseFor is reclose for the centre and cohort of an extension.
func recloseFor(tx *gorm.DB, calendar dataset.Calendar, id int64) error {
	var of Extension
	if err := tx.Raw("select organisation_id, cohort from deadline_extensions where id = ?", id).Row().Scan(&of.OrganisationID, &of.Cohort); err != nil {
		return fmt.Errorf("read the extension: %w", err)
	}
	return reclose(tx, calendar, of.OrganisationID, of.Cohort)
}
