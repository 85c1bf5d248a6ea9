package lookup

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// File is a published file, by the name that says which edition it is.
type File struct {
	Name    string
	Content io.Reader
}

// Load is what to load; each may be left out.
type Load struct {
	Postcodes *File // the ONS Postcode Directory
	England   *File // the English indices of deprivation, file 7: ranks and deciles
	Wales     *File // the Welsh index: ranks, perhaps with deciles or quintiles
	Edition   int   // that England's must have; 0: whichever it has
}

// Loaded is what was loaded.
type Loaded struct {
	Postcodes int64
	Indices   []string // in words
}

// Into loads as the owner, in one transaction: readers see what there was until all is in, and a file with a fault in it, which
// the error names with its line, changes nothing. then runs in the same transaction.
func (l Load) Into(ctx context.Context, owner *pgx.Conn, then func(pgx.Tx) error) (Loaded, error) {
	var done Loaded
	err := pgx.BeginFunc(ctx, owner, func(tx pgx.Tx) error {
		// One load at a time; reading goes on.
		if _, err := tx.Exec(ctx, `lock table postcode_directories, deprivation_indices in share row exclusive mode`); err != nil {
			return fmt.Errorf("wait for another load: %w", err)
		}
		for country, file := range map[string]*File{dataset.England: l.England, dataset.Wales: l.Wales} {
			if file == nil {
				continue
			}
			words, err := l.loadIndex(ctx, tx, country, file)
			if err != nil {
				return err
			}
			done.Indices = append(done.Indices, words)
		}
		var err error
		if l.Postcodes != nil {
			if done.Postcodes, err = loadPostcodes(ctx, tx, l.Postcodes); err != nil {
				return err
			}
		}
		return then(tx)
	})
	if err == nil && l.Postcodes != nil {
		_, err = owner.Exec(ctx, `analyze postcodes`)
	}
	return done, err
}

func (l Load) loadIndex(ctx context.Context, tx pgx.Tx, country string, file *File) (string, error) {
	x, err := readIndex(country, filepath.Base(file.Name), file.Content)
	if err != nil {
		return "", err
	}
	if country == dataset.England && l.Edition != 0 && l.Edition != x.edition {
		return "", fmt.Errorf("%s is the edition of %d, not of %d", x.file, x.edition, l.Edition)
	}
	if _, err := tx.Exec(ctx, `delete from deprivation_indices where country_code = $1 and edition = $2`, country, x.edition); err != nil {
		return "", fmt.Errorf("make room for the index: %w", err)
	}
	_, err = tx.Exec(ctx, `insert into deprivation_indices (country_code, edition, areas, file_name) values ($1, $2, $3, $4)`,
		country, x.edition, len(x.ranks), x.file)
	if err != nil {
		return "", fmt.Errorf("name the index: %w", err)
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"deprivation_ranks"}, []string{"country_code", "edition", "lsoa", "rank", "quintile"},
		pgx.CopyFromSlice(len(x.ranks), func(i int) ([]any, error) {
			return []any{country, x.edition, x.ranks[i].lsoa, x.ranks[i].rank, x.ranks[i].quintile}, nil
		}))
	if err != nil {
		return "", fmt.Errorf("load %s: %w", x.file, err)
	}
	return fmt.Sprintf("%s, %d areas", dataset.IndexName(country, x.edition), len(x.ranks)), nil
}

func loadPostcodes(ctx context.Context, tx pgx.Tx, file *File) (int64, error) {
	f, err := newPostcodeFile(filepath.Base(file.Name), file.Content)
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec(ctx, `delete from postcodes`); err != nil {
		return 0, fmt.Errorf("make room for the postcodes: %w", err)
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"postcodes"}, postcodeTable, f); err != nil {
		if f.err != nil {
			return 0, f.err // which names the line; the database only says that the copy was given up
		}
		return 0, fmt.Errorf("load %s: %w", f.file, err)
	}
	if f.n == 0 {
		return 0, fmt.Errorf("%s has no postcodes", f.file)
	}
	_, err = tx.Exec(ctx, `insert into postcode_directories (file_name, postcodes) values ($1, $2)
		on conflict (only_one) do update set file_name = excluded.file_name, postcodes = excluded.postcodes, loaded_at = clock_timestamp()`, f.file, f.n)
	if err != nil {
		return 0, fmt.Errorf("name the directory: %w", err)
	}
	return f.n, nil
}
