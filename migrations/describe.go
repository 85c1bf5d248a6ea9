package migrations

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// describe writes the declarations' words to the tables and columns they are about, where they are not there already.
func describe(ctx context.Context, db *sql.DB) error {
	if err := describeIn(ctx, db); err != nil {
		return fmt.Errorf("write the comments on tables and columns: %w", err)
	}
	return nil
}

func describeIn(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	// One replica at a time: two that comment on one column at once get in each other's way.
	if _, err := tx.ExecContext(ctx, `set local lock_timeout = '30s'; select pg_advisory_xact_lock(`+fmt.Sprint(int64(lockKey)+1)+`)`); err != nil {
		return err
	}
	written, err := readComments(ctx, tx)
	if err != nil {
		return err
	}
	for _, c := range dataset.Comments() {
		if written[dataset.Comment{Table: c.Table, Column: c.Column}] == c.Text {
			continue
		}
		if _, err := tx.ExecContext(ctx, commentOn(c)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// commentOn is the statement for one comment; it takes no parameters. Doubled quotes are all that a literal needs.
func commentOn(c dataset.Comment) string {
	name := pgx.Identifier{c.Table}.Sanitize()
	if c.Column == "" {
		return "comment on table " + name + " is " + literal(c.Text)
	}
	return "comment on column " + name + "." + pgx.Identifier{c.Column}.Sanitize() + " is " + literal(c.Text)
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// readComments gives the text of every comment there is, keyed by its table and column.
func readComments(ctx context.Context, tx *sql.Tx) (map[dataset.Comment]string, error) {
	rows, err := tx.QueryContext(ctx, `
		select t.relname, coalesce(a.attname, ''), d.description from pg_description d
		  join pg_class t on t.oid = d.objoid and d.classoid = 'pg_class'::regclass and t.relnamespace = 'public'::regnamespace
		  left join pg_attribute a on a.attrelid = t.oid and a.attnum = d.objsubid and d.objsubid > 0`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	written := map[dataset.Comment]string{}
	for rows.Next() {
		var c dataset.Comment
		if err := rows.Scan(&c.Table, &c.Column, &c.Text); err != nil {
			return nil, err
		}
		written[dataset.Comment{Table: c.Table, Column: c.Column}] = c.Text
	}
	return written, rows.Err()
}
