package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// EndExtension closes an extension early: today is its last day, until the end of the day, so that nobody loses what they have
// in hand. Ending one that has ended changes nothing.
func (s *Store) EndExtension(ctx context.Context, id int64) error {
	return s.changeExtension(ctx, id, func(tx *gorm.DB, person tenants.Person) *gorm.DB {
		return tx.Exec(`update deadline_extensions set ended_on = ?, ended_at = now(), ended_by = ?, ended_by_name = ?
			where id = ? and ended_at is null and removed_at is null`, ask.DateOf(s.Now()), person.ID, person.Name, id)
	})
}

// RemoveExtension takes an extension away at once, as if it had not been granted. Removing one that is removed changes nothing.
func (s *Store) RemoveExtension(ctx context.Context, id int64) error {
	return s.changeExtension(ctx, id, func(tx *gorm.DB, person tenants.Person) *gorm.DB {
		return tx.Exec(`update deadline_extensions set removed_at = now(), removed_by = ?, removed_by_name = ? where id = ? and removed_at is null`,
			person.ID, person.Name, id)
	})
}

func (s *Store) changeExtension(ctx context.Context, id int64, change func(*gorm.DB, tenants.Person) *gorm.DB) error {
	person, err := mayExtend(ctx)
	if err != nil {
		return err
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	return tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		changed := change(tx, person)
		if changed.Error != nil {
			return fmt.Errorf("change extension: %w", changed.Error)
		}
		if changed.RowsAffected > 0 {
			return recloseFor(tx, calendar, id)
		}
		var there int64
		if err := tx.Raw("select count(*) from deadline_extensions where id = ?", id).Scan(&there).Error; err != nil {
			return fmt.Errorf("look for the extension: %w", err)
		}
		if there == 0 {
			return fault.New(fault.NotFound, "", "There is no such extension.")
		}
		return nil
	})
}
