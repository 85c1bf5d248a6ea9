package outlier

import (
	"context"
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/gabriel-vasile/mimetype"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// MostBytes is the most a file may hold.
const MostBytes = 5 << 20

// File is a file that came with an event. Content is there only where it was asked for.
type File struct {
	ID      int64
	Name    string
	Kind    string // its media type, one of a few
	Size    int
	Content []byte
}

// Upload is a file as it was sent.
type Upload struct {
	Name    string
	Content []byte
}

// kinds are the endings that are taken, each with what a file must turn out to be, and as what it is kept.
var kinds = map[string]struct {
	is   []string
	kept string
}{
	".pdf":  {[]string{"application/pdf"}, "application/pdf"},
	".docx": {[]string{docx}, docx},
	".xlsx": {[]string{xlsx}, xlsx},
	".csv":  {[]string{"text/csv", "text/plain"}, "text/csv"},
	".txt":  {[]string{"text/plain", "text/csv", "text/tab-separated-values"}, "text/plain"},
	".png":  {[]string{"image/png"}, "image/png"},
	".jpg":  {[]string{"image/jpeg"}, "image/jpeg"},
	".jpeg": {[]string{"image/jpeg"}, "image/jpeg"},
}

const (
	docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// KindsWords are the kinds of file that are taken, in words.
const KindsWords = "PDF, Word (.docx), Excel (.xlsx), CSV, plain text, PNG or JPEG, up to 5 MB"

// take checks a file by its ending, its content and its size, and gives it a name that is safe to hand out.
func (u *Upload) take() (*File, error) {
	if u == nil {
		return nil, nil
	}
	wrong := func(code, words string) error { return fault.InvalidField("file", code, words) }
	if len(u.Content) == 0 {
		return nil, wrong("file_empty", "The file is empty.")
	}
	if len(u.Content) > MostBytes {
		return nil, wrong("file_too_large", "The file is larger than 5 MB.")
	}
	name := fileName(u.Name)
	kind, known := kinds[strings.ToLower(path.Ext(name))]
	if !known {
		return nil, wrong("file_kind", "The file must be "+KindsWords+".")
	}
	is := mimetype.Detect(u.Content)
	for _, want := range kind.is {
		if is.Is(want) {
			return &File{Name: name, Kind: kind.kept, Size: len(u.Content), Content: u.Content}, nil
		}
	}
	return nil, wrong("file_other_kind", "The file is not what its name says. It must be "+KindsWords+".")
}

// fileName keeps the last part of a name, without what no name has, and short.
func fileName(sent string) string {
	name := path.Base(strings.ReplaceAll(sent, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`"/:;*?<>|%`, r) {
			return -1
		}
		return r
	}, name)
	if over := []rune(name); len(over) > 100 {
		ext := path.Ext(name)
		name = string(over[:80]) + ext[:min(len(ext), 10)]
	}
	return strings.TrimLeft(name, ". ")
}

const fileColumns = "select id, name, kind, length(content), content from outlier_files where outlier_id = $1 and id = $2"

// File reads a file of any centre's record, for the national audit team.
func (s *Store) File(ctx context.Context, outlier, id int64) (File, error) {
	var f File
	look := tenants.Look{Purpose: "file of an outlier", Filters: "outlier=" + strconv.FormatInt(outlier, 10) + " file=" + strconv.FormatInt(id, 10)}
	err := tenants.ReviewRead(ctx, s.DB, look, func(db tenants.Reader) (err error) {
		f, err = readFile(ctx, db, outlier, id)
		return err
	})
	return f, err
}

// OwnFile reads a file of the tenant's own record that is for the centre.
func (s *Store) OwnFile(ctx context.Context, outlier, id int64) (File, error) {
	var f File
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) (err error) {
		f, err = readFile(ctx, tx.Statement.ConnPool, outlier, id)
		return err
	})
	return f, err
}

func readFile(ctx context.Context, db tenants.Reader, outlier, id int64) (File, error) {
	rows, err := db.QueryContext(ctx, fileColumns, outlier, id)
	if err != nil {
		return File{}, fmt.Errorf("read a file of an outlier: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var f File
	for rows.Next() {
		if err := rows.Scan(&f.ID, &f.Name, &f.Kind, &f.Size, &f.Content); err != nil {
			return File{}, fmt.Errorf("read a file of an outlier: %w", err)
		}
	}
	if err := rows.Err(); err != nil || f.ID == 0 {
		return File{}, or(err, errNone)
	}
	return f, nil
}
