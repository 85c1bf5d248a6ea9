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

// Average finds the smallest country or nation in which all organisations of England and Wales lie that have a unit of a level: what
// its units are compared with is the rate of all its eligible children. Some of its organisations may have no unit of the level, as
// hospitals whose care board is not known; a sum of the units alone would then tell those apart.
func (m Members) Average(units []Unit, level Level) (int, bool) {
	for _, larger := range []Level{Country, National} {
		if i := slices.IndexFunc(units, func(u Unit) bool { return u.Level == larger && m.holds(u, level) }); i >= 0 {
			return i, true
		}
	}
	return 0, false
}

// holds tells whether all organisations of England and Wales that have a unit of a level, and some do, lie in a unit.
func (m Members) holds(whole Unit, level Level) bool {
	some := false
	for _, of := range m {
		if of[National] == "" || of[level] == "" {
			continue
		}
		if of[whole.Level] != whole.Code {
			return false
		}
		some = true
	}
	return some
}
