package codes

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// stored is an entry as the table has it.
type stored struct {
	dataset.CodeEntry
	Position int       `json:"position"`
	Named    bool      `json:"named"`
	Released *released `json:"released"` // nil for an entry that no release had
}

// released is an entry as the latest release has it.
type released struct {
	dataset.CodeEntry
	Position int `json:"position"`
}

// asked is a connection or a transaction.
type asked interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// readSQL reads all lists at one moment: one statement, a row a list.
const readSQL = `
select v.version, coalesce(l.name, ''), coalesce(l.title, ''), coalesce(l.source, ''), coalesce(l.fixed, false), coalesce((select json_agg(json_build_object(
    'code', e.code, 'label', e.label, 'group', e.heading, 'synonyms', nullif(e.synonyms, '{}'), 'aliases', nullif(e.aliases, '{}'),
    'snomed_ct_id', e.snomed_ct_id, 'tags', nullif(e.tags, '{}'), 'withheld', not e.selectable, 'valid_from', e.valid_from,
    'valid_until', e.valid_until, 'position', e.position, 'named', e.named, 'released', e.released) order by e.position, e.code)
  from code_entries e where e.list = l.name), '[]')
  from code_version v left join code_lists l on true order by l.name`

// tables is what the tables hold at a version.
type tables struct {
	version int64
	lists   map[string]dataset.CodeList // without entries
	entries map[string][]stored
}

func readTables(ctx context.Context, db asked) (tables, error) {
	t := tables{lists: map[string]dataset.CodeList{}, entries: map[string][]stored{}}
	rows, err := db.QueryContext(ctx, readSQL)
	if err != nil {
		return t, fmt.Errorf("read the code lists: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var l dataset.CodeList
		var raw []byte
		if err := rows.Scan(&t.version, &l.Name, &l.Title, &l.Source, &l.Fixed, &raw); err != nil {
			return t, fmt.Errorf("read the code lists: %w", err)
		}
		if l.Name == "" { // none is loaded yet
			continue
		}
		var entries []stored
		if err := json.Unmarshal(raw, &entries); err != nil {
			return t, fmt.Errorf("read the code list %s: %w", l.Name, err)
		}
		t.lists[l.Name], t.entries[l.Name] = l, entries
	}
	return t, rows.Err()
}

// readLists gives the lists as questions use them.
func readLists(ctx context.Context, db asked) (int64, ask.Lists, error) {
	t, err := readTables(ctx, db)
	if err != nil {
		return 0, nil, err
	}
	lists := ask.Lists{}
	for name, entries := range t.entries {
		lists[name] = dataset.CodeList{Name: name, Entries: plain(entries)}.List()
	}
	return t.version, lists, nil
}

// plain are the entries without what only the table knows of them.
func plain(entries []stored) []dataset.CodeEntry {
	all := make([]dataset.CodeEntry, len(entries))
	for i, e := range entries {
		all[i] = e.CodeEntry
	}
	return all
}
