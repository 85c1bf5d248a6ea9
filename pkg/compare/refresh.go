package compare

import (
	"context"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// Queue has a cohort counted in the background.
type Queue interface {
	Count(ctx context.Context, tx *gorm.DB, cohort int) error
}

// Refresh asks for a cohort to be counted soon: nobody waits for it, and nobody's page counts.
func (s *Store) Refresh(ctx context.Context, cohort int) error {
	return tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error { return s.Queue.Count(ctx, tx, cohort) })
}
