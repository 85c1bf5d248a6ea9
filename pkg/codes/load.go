package codes

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// Load brings the tables up to this program's own files, as the owner. It may run again, and many at once: what is there already
// stays as it is, and so does whatever was changed there since.
func Load(ctx context.Context, db *sql.DB) error {
	return writing(ctx, db, func(tx *sql.Tx) error {
		t, err := readTables(ctx, tx)
		if err != nil {
			return err
		}
		for _, list := range dataset.CodeLists() {
			if err := saveList(ctx, tx, t, list); err != nil {
				return err
			}
			before := t.entries[list.Name]
			if err := write(ctx, tx, list.Name, before, merge(before, list), "release", "as the program's own list has it"); err != nil {
				return err
			}
		}
		return nil
	})
}

// Plan is what a file would change in a list, at the version at which somebody looked.
type Plan struct {
	List    dataset.CodeList
	Changes []Change

	version       int64
	before, after []stored
}

// String says what changes, a line each.
func (p Plan) String() string { return lines(p.Changes) }

var errMeanwhile = errors.New("the code lists were changed by somebody else meanwhile: look at the changes again")

// Preview says what a file would change, and why it may not.
func Preview(ctx context.Context, db *sql.DB, name string, file dataset.ListFile) (Plan, error) {
	t, err := readTables(ctx, db)
	if err != nil {
		return Plan{}, err
	}
	list, err := t.find(name)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{List: list, version: t.version, before: t.entries[name]}
	if p.after, err = edit(list, p.before, file); err != nil {
		return p, fmt.Errorf("the list %s stays as it is:\n%w", name, err)
	}
	p.Changes = changesOf(p.before, p.after)
	return p, nil
}

// find gives a list with what the release says of it.
func (t tables) find(name string) (dataset.CodeList, error) {
	for _, list := range dataset.CodeLists() {
		if _, loaded := t.lists[name]; loaded && list.Name == name {
			return list, nil
		}
	}
	return dataset.CodeList{}, fmt.Errorf("there is no code list %q", name)
}

// Apply makes the changes of a plan, as the owner, unless somebody else changed a list since. Who decided and why is kept.
func Apply(ctx context.Context, db *sql.DB, p Plan, by, reason string) error {
	return writing(ctx, db, func(tx *sql.Tx) error {
		var version int64
		if err := tx.QueryRowContext(ctx, `select version from code_version`).Scan(&version); err != nil {
			return fmt.Errorf("read the version of the code lists: %w", err)
		}
		if version != p.version {
			return errMeanwhile
		}
		return write(ctx, tx, p.List.Name, p.before, p.after, by, reason)
	})
}

// Overview is one list in a few words.
type Overview struct {
	dataset.CodeList
	Total, Retired, Local int // Local: added here, or changed here since the release
}

// Overviews are all lists.
func Overviews(ctx context.Context, db *sql.DB) ([]Overview, error) {
	t, err := readTables(ctx, db)
	if err != nil {
		return nil, err
	}
	var all []Overview
	for _, list := range dataset.CodeLists() {
		o := Overview{CodeList: list}
		for _, e := range t.entries[list.Name] {
			o.Total++
			if e.Retired() {
				o.Retired++
			}
			if e.Released == nil || len(differences(e.Released.CodeEntry, e.CodeEntry)) > 0 {
				o.Local++
			}
		}
		all = append(all, o)
	}
	return all, nil
}

// WriteCSV writes a list as a file that Preview takes again.
func WriteCSV(ctx context.Context, db *sql.DB, name string, out io.Writer) error {
	t, err := readTables(ctx, db)
	if err != nil {
		return err
	}
	if _, err := t.find(name); err != nil {
		return err
	}
	return dataset.WriteListFile(out, plain(t.entries[name]))
}
