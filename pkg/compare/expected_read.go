package compare

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// ExpectedChange is somebody entering, changing or taking out how many children to expect.
type ExpectedChange struct {
	Unit     Unit
	Was, Now *Expected // nil: none
	At       time.Time
	By       string
}

// ExpectedChanges are the latest changes of a cohort, newest first, for national roles.
func (s *Store) ExpectedChanges(ctx context.Context, cohort, limit int) (all []ExpectedChange, err error) {
	if err := may(ctx, tenants.SeeNationalCounts); err != nil {
		return nil, err
	}
	rows, err := s.DB.Statement.ConnPool.QueryContext(ctx, `
select level, code, was_expected, coalesce(was_source, ''), coalesce(was_of_date::text, ''), expected, source, of_date::text, at, person_name
  from expected_changes where cohort = $1 order by id desc limit $2`, cohort, limit)
	if err != nil {
		return nil, fmt.Errorf("read changes of expected children: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var c ExpectedChange
		var was, now *int
		var before, after Expected
		if err := rows.Scan(&c.Unit.Level, &c.Unit.Code, &was, &before.Source, &before.Of, &now, &after.Source, &after.Of, &c.At, &c.By); err != nil {
			return nil, fmt.Errorf("read changes of expected children: %w", err)
		}
		if was != nil {
			before.Children, c.Was = *was, &before
		}
		if now != nil {
			after.Children, c.Now = *now, &after
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

func may(ctx context.Context, action tenants.Action) error {
	person, ok := tenants.PersonFrom(ctx)
	if !ok || !person.Role.May(action) {
		return fault.New(fault.Forbidden, "no_permission", "Your role does not allow this.")
	}
	return nil
}

// ExpectedSent is what somebody sends: numbers as CSV, of which cohort and levels, and who says so.
type ExpectedSent struct {
	Cohort int
	Levels []Level // whose codes may stand in it
	CSV    string  // a code and a number a line; “none” takes a number out
	Source string
	Of     string // the date of the source, as it was typed
}

// ExpectedLine is one line of what was sent, beside what is stored.
type ExpectedLine struct {
	Unit     Unit
	Was, Now *Expected // nil: none
}

// Changes tells whether anything would be changed.
func (l ExpectedLine) Changes() bool {
	if l.Was == nil || l.Now == nil {
		return l.Was != l.Now
	}
	return *l.Was != *l.Now
}

// mostLines is far more than there are units of a level.
const mostLines = 2000

// ReadExpected reads what was sent against the units of a cohort. All that is wrong is named at once, by field: csv, source, of.
func ReadExpected(sent ExpectedSent, units []Figures, today ask.Date) ([]ExpectedLine, error) {
	wrong := map[string][]string{}
	source := strings.Join(strings.Fields(sent.Source), " ")
	if n := len([]rune(source)); n == 0 || n > 200 {
		wrong["source"] = append(wrong["source"], "Say where the numbers are from, in at most 200 letters.")
	}
	of, err := ask.ParseDate(strings.TrimSpace(sent.Of))
	if err != nil || of.After(today) {
		wrong["of"] = append(wrong["of"], "Give the date of the source, such as 2026-03-31. It may not lie ahead.")
	}
	lines, faults := readExpectedLines(sent, units, Expected{Source: source, Of: of.String()})
	if len(faults) > 0 {
		wrong["csv"] = faults
	}
	if len(wrong) == 0 {
		return lines, nil
	}
	fields := map[string]fault.Field{}
	for name, all := range wrong {
		fields[name] = fault.Field{Message: strings.Join(all, "\n")}
	}
	return nil, &fault.Error{Kind: fault.Invalid, Code: "expected_invalid", Message: "The numbers were not taken.", Fields: fields}
}

func readExpectedLines(sent ExpectedSent, units []Figures, said Expected) (lines []ExpectedLine, faults []string) {
	known := map[string]Figures{}
	for _, u := range units {
		if slices.Contains(sent.Levels, u.Level) {
			known[u.Code] = u
		}
	}
	seen := map[string]int{}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(sent.CSV, "\ufeff")))
	reader.FieldsPerRecord, reader.TrimLeadingSpace = -1, true
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, append(faults, "The text is no CSV: "+err.Error()+".")
		}
		number, _ := reader.FieldPos(0)
		line, wrong := readExpectedLine(record, number, known, seen, said)
		switch {
		case wrong != "":
			faults = append(faults, fmt.Sprintf("Line %d: %s.", number, wrong))
		case line != nil:
			lines = append(lines, *line)
		}
		if len(lines)+len(faults) > mostLines {
			return nil, append(faults, "That are more lines than there are units.")
		}
	}
	if len(lines) == 0 && len(faults) == 0 {
		faults = append(faults, "There is no line with a code and a number.")
	}
	return lines, faults
}

// readExpectedLine reads a code and a number. The head, if there is one, is no line.
func readExpectedLine(record []string, number int, known map[string]Figures, seen map[string]int, said Expected) (*ExpectedLine, string) {
	for i := range record {
		record[i] = strings.TrimSpace(record[i])
	}
	if number == 1 && strings.EqualFold(record[0], "code") {
		return nil, ""
	}
	if len(record) < 2 || strings.Join(record[2:], "") != "" {
		return nil, "want a code and a number, with a comma between them"
	}
	code := strings.ToUpper(record[0])
	u, ok := known[code]
	n, err := strconv.Atoi(record[1])
	switch before := seen[code]; {
	case !ok:
		return nil, fmt.Sprintf("there is no unit %q in this cohort at the chosen level", record[0])
	case before != 0:
		return nil, fmt.Sprintf("%s stands in line %d already", code, before)
	case !strings.EqualFold(record[1], "none") && (err != nil || n < 1 || n > 100_000):
		return nil, fmt.Sprintf("%q is no number of children from 1 on; “none” takes a number out", record[1])
	}
	seen[code] = number
	line := &ExpectedLine{Unit: u.Unit, Was: u.Expected}
	if err == nil {
		said.Children = n
		line.Now = &said
	}
	return line, ""
}

// Digest names exactly what would be changed, so that a person saves what was shown and nothing else.
func Digest(lines []ExpectedLine) string {
	var all []string
	for _, l := range lines {
		if l.Changes() {
			all = append(all, fmt.Sprint(l.Unit.named(), " ", *cmp.Or(l.Was, &Expected{}), " ", *cmp.Or(l.Now, &Expected{})))
		}
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(all, "\n"))))
}
