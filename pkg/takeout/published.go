package takeout

import (
	"context"
	"time"

	"github.com/pinktick/pinktick/pkg/publication"
)

// Publication is one whose figures a workbook may hold.
type Publication struct {
	ID              int64
	Cohort, Version int
	At              time.Time
}

// Published are the publications that the public has seen, newest cohort and version first.
func (s *Store) Published(ctx context.Context) ([]Publication, error) {
	open, err := s.Publications.Open(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Publication, len(open))
	for i, p := range open {
		all[i] = Publication{p.ID, p.Cohort, p.Version, p.When(publication.Published)}
	}
	return all, nil
}
