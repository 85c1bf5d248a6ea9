package record

import (
	"context"
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/tenants"
)

// looked is among how many of the first children of an order a word is looked for one by one.
const looked = 2000

// searchNation reads a page of a search across tenants. PostgreSQL may not use what it knows of how often a word stands in
// names, since that could tell of rows that somebody may not see; so this looks first and then chooses. A common word fills
// the page from the first two thousand children of the order. A rare one does not, and the index of words has all of it.
func (l *List) searchNation(ctx context.Context, db tenants.Reader, s *listing) error {
	var found, among int64
	if err := l.readRows(ctx, db, s.amongFirst(), s.args, &found, &among); err != nil {
		return err
	}
	switch {
	case len(l.Rows) > 0 && among < looked: // those were all there are
		l.Found = found
	case len(l.Rows) == s.q.Size:
		if err := force(ctx, db, s.indexed && found*20 < looked); err != nil {
			return err
		}
		return l.countFound(ctx, db, s)
	case s.indexed:
		if err := force(ctx, db, true); err != nil {
			return err
		}
		if err := l.readRows(ctx, db, s.byWords(), s.args, &l.Found); err != nil {
			return err
		}
		if len(l.Rows) == 0 && s.offset() > 0 { // past the end
			return l.countFound(ctx, db, s)
		}
		l.capped(s.q)
	default: // a letter that stands in few names, if any
		return l.readPage(ctx, db, s)
	}
	return nil
}

// force keeps the planner, which does not know, to what is known here: the index of words for a rare word, reading on until
// there are enough for a common one. It ends with the transaction.
func force(ctx context.Context, db tenants.Reader, rare bool) error {
	never := [2]string{"enable_bitmapscan", "enable_tidscan"}
	if rare {
		never = [2]string{"enable_seqscan", "enable_indexscan"}
	}
	var off [2]string
	return one(ctx, db, "select set_config($1, 'off', true), set_config($2, 'off', true)", []any{never[0], never[1]}, &off[0], &off[1])
}

func (l *listing) offset() int64 { return int64(l.q.Page-1) * int64(l.q.Size) }

// amongFirst looks for the words among the first children of the order, which are read once, and says how many of how many hold them.
func (l *listing) amongFirst() string {
	return "with first as (" + l.rows(listColumns+", search", strings.Join(l.where, " and "), looked, 0) + ") select " + listNames +
		", count(*) over (), (select count(*) from first) from first where " + strings.Join(l.words, " and ") + l.window()
}

// byWords finds all that hold the words, and says how many they are.
func (l *listing) byWords() string {
	var keys []string
	for _, key := range l.q.order() {
		if l.q.Down {
			key += " desc nulls last"
		}
		keys = append(keys, key)
	}
	return "select " + listColumns + ", count(*) over () from cases where " + l.conditions() + " order by " + strings.Join(keys, ", ") + l.window()
}

func (l *listing) window() string {
	return " limit " + strconv.Itoa(l.q.Size) + " offset " + strconv.FormatInt(l.offset(), 10)
}
