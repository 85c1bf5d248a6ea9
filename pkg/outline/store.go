package outline

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// Drawn are the outlines of a level, and whose they are.
type Drawn struct {
	Areas   []Area // none: none were loaded
	Source  string // the file's name
	Edition int    // the year of the boundaries; 0 where the file did not say
}

// Store gives outlines to pages. They seldom change and are long: they are kept in memory for a while.
type Store struct {
	DB *sql.DB

	mu   sync.Mutex
	kept map[Level]kept
}

type kept struct {
	drawn Drawn
	until time.Time
}

// keepFor is how long a load of outlines may take to reach the pages of every replica.
const keepFor = time.Minute

// Of are the outlines of a level.
func (s *Store) Of(ctx context.Context, level Level) (Drawn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k, ok := s.kept[level]; ok && time.Now().Before(k.until) {
		return k.drawn, nil
	}
	drawn, err := s.read(ctx, level)
	if err != nil {
		return Drawn{}, err
	}
	if s.kept == nil {
		s.kept = map[Level]kept{}
	}
	s.kept[level] = kept{drawn, time.Now().Add(keepFor)}
	return drawn, nil
}

func (s *Store) read(ctx context.Context, level Level) (Drawn, error) {
	areas, err := Areas(ctx, s.DB, level)
	if err != nil || len(areas) == 0 {
		return Drawn{}, err
	}
	all, err := Overview(ctx, s.DB)
	if err != nil {
		return Drawn{}, err
	}
	drawn := Drawn{Areas: areas}
	for _, stored := range all {
		if stored.Level == level {
			drawn.Source, drawn.Edition = stored.Source, stored.Edition
		}
	}
	return drawn, nil
}
