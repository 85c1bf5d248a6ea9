package compare

import (
	"errors"
	"fmt"

	"github.com/pinktick/pinktick/pkg/measure"
)

// landscape is every area of a cohort, and how the numbers of areas add up: what somebody could reckon with who is not to learn
// small numbers of other centres.
type landscape struct {
	counting Counting
	areas    []Figures
	places   []Unit // the same
	at       map[unitKey]int
	members  Members
	sums     []measure.Sum
}

const areasAllSQL = `
with unit as (
  select level, code, name, region_code, registered, year_over, counted, withdrawn, answered, asked, passed, failed, not_applicable, false as own, null::text[] as within
    from area_counts where cohort = $1 and dimension = 'all' and level <> 'pooled')
select ` + figureColumns + `
  from counted_cohorts k
  left join unit u on true
  left join area_counts v on false
  left join expected_children e on false
 where k.cohort = $1
 order by array_position(array['local_health_board', 'integrated_care_board', 'nhs_region', 'network', 'country', 'national'], u.level), u.code`

// ofOneCount reads once more, twice at the most, where a cohort was counted between two statements.
func ofOneCount[T any](read func() (T, error)) (T, error) {
	for range 2 {
		if all, err := read(); !errors.Is(err, errCountedMeanwhile) {
			return all, err
		}
	}
	return read()
}

// landscape reads the areas of a cohort as they were counted at the time of figures that were read before. What was read last is kept.
func (s *Store) landscape(from asker, of Counting) (*landscape, error) {
	s.mu.Lock()
	l := s.lands[of.Cohort]
	s.mu.Unlock()
	if l != nil && l.counting.At.Equal(of.At) {
		return l, nil
	}
	l = &landscape{at: map[unitKey]int{}, members: Members{}}
	rows, err := from(areasAllSQL, of.Cohort)
	if err != nil {
		return nil, fmt.Errorf("read areas: %w", err)
	}
	if err := readRows(rows, of.Cohort, l.take); err != nil {
		return nil, err
	}
	if !l.counting.At.Equal(of.At) {
		return nil, errCountedMeanwhile
	}
	members, err := from(membersSQL, of.Cohort)
	if err != nil {
		return nil, fmt.Errorf("read members: %w", err)
	}
	if err := l.members.read(members, of); err != nil {
		return nil, err
	}
	l.sums = Sums(l.places, l.members, CareBoard)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lands == nil {
		s.lands = map[int]*landscape{}
	}
	s.lands[of.Cohort] = l
	return l, nil
}

func (l *landscape) take(r row) {
	l.counting = r.counting
	if r.there {
		l.at[r.figures.key()] = len(l.areas)
		l.areas, l.places = append(l.areas, r.figures), append(l.places, r.figures.Unit)
	}
}
