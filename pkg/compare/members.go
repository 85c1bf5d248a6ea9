package compare

import (
	"database/sql"
	"fmt"
	"slices"
)

// Members are the units of each level to which organisations belonged on the last day of a cohort, by the organisation's ODS code.
type Members map[string]map[Level]string

// read takes in where organisations belonged at the time of a counting.
func (m Members) read(rows *sql.Rows, of Counting) error {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var organisation, level, code string
		var c Counting
		if err := rows.Scan(&organisation, &level, &code, &c.At); err != nil {
			return fmt.Errorf("read members: %w", err)
		}
		if !c.At.Equal(of.At) {
			return errCountedMeanwhile
		}
		if m[organisation] == nil {
			m[organisation] = map[Level]string{}
		}
		m[organisation][Level(level)] = code
	}
	return rows.Err()
}

// sameChildren tells whether the organisations of England and Wales that have a unit of the level are exactly a unit's own.
func (m Members) sameChildren(level Level, whole Unit) bool {
	found := false
	for _, of := range m {
		if of[National] == "" {
			continue
		}
		if (of[level] != "") != (of[whole.Level] == whole.Code) {
			return false
		}
		found = true
	}
	return found
}

// Average finds the country or nation whose children are those of a level's units together, of which its count is the average. Jersey
// stands beside, in none. False where no unit has exactly these children.
func (m Members) Average(units []Unit, level Level) (int, bool) {
	for _, larger := range []Level{Country, National} {
		if i := slices.IndexFunc(units, func(u Unit) bool { return u.Level == larger && m.sameChildren(level, u) }); i >= 0 {
			return i, true
		}
	}
	return 0, false
}
