// Package codes keeps the code lists that change without a release. It fills their tables from this program's own files, changes
// them as an operator's file says, and gives a running program what they hold, read anew when that changes. The tables are
// public knowledge and belong to no tenant; who may write them is the database's owner alone.
package codes

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
)

// Lists are the code lists of a database for a running program. Asking for them costs no query: Watch keeps them fresh.
type Lists struct {
	db *sql.DB

	reading sync.Mutex
	held    atomic.Pointer[held]
}

// held is one reading of the tables. It is never changed, only replaced.
type held struct {
	version int64
	lists   ask.Lists // the latest that rules can work with; nil: there was none yet
	broken  error     // what is wrong with what the tables hold at that version
}

// New gives the lists of a database. Nothing is read yet.
func New(db *sql.DB) *Lists { return &Lists{db: db} }

// Now gives the lists as they were last read; fault.Unavailable when there are none that rules can work with.
func (l *Lists) Now() (ask.Lists, error) {
	if held := l.held.Load(); held != nil && held.lists != nil {
		return held.lists, nil
	}
	return nil, fault.New(fault.Unavailable, "code_lists", "The lists of answers cannot be read just now. Please try again.")
}

// Check says what is wrong with the lists, for readiness: nothing was read yet, or what the tables hold is not what rules can
// work with. Whoever still asks is given the latest good ones.
func (l *Lists) Check() error {
	held := l.held.Load()
	if held == nil {
		return errors.New("the code lists have not been read yet")
	}
	return held.broken
}

// Refresh reads the lists when they have changed. When the database is away, or what it holds is broken, those read before
// stay, and the error says why.
func (l *Lists) Refresh(ctx context.Context) error {
	l.reading.Lock()
	defer l.reading.Unlock()
	before := l.held.Load()
	if before != nil {
		var version int64
		if err := l.db.QueryRowContext(ctx, `select version from code_version`).Scan(&version); err != nil {
			return fmt.Errorf("read the version of the code lists: %w", err)
		}
		if version == before.version {
			return before.broken
		}
	}
	version, lists, err := readLists(ctx, l.db)
	if err != nil {
		return err
	}
	fresh := &held{version: version, lists: lists, broken: broken(lists)}
	if fresh.broken != nil {
		fresh.lists = nil
		if before != nil {
			fresh.lists = before.lists
		}
	}
	l.held.Store(fresh)
	return fresh.broken
}

func broken(lists ask.Lists) error {
	if err := dataset.CheckLists(lists); err != nil {
		return fmt.Errorf("the code lists in the database are not those of this program; the migrate command brings what is missing:\n%w", err)
	}
	return nil
}

// Watch reads the lists now and then until the context ends. A fault is told once, not at each reading.
func (l *Lists) Watch(ctx context.Context, every time.Duration, log *slog.Logger) {
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	told := ""
	for {
		words := ""
		if err := l.Refresh(ctx); err != nil && ctx.Err() == nil {
			words = err.Error()
			if words != told {
				log.Error("code lists", "error", err)
			}
		}
		told = words
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}
