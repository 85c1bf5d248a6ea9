//go:build bench

package bench

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
)

// sent is one round trip as PostgreSQL saw it: a statement with its parameters, or several statements without.
type sent struct {
	sql  string
	args []string // as literals
}

// watched is a save whose statements were seen, and what it was about: by that a script tells its parameters apart.
type watched struct {
	trips  []sent
	trust  *trust
	caseID int64
	before int64 // the revision it was drawn from
	key    string
}

// watchSave makes PostgreSQL log what the application's role sends while it saves one answer, as the server would.
func (w *world) watchSave() watched {
	ctx, super := context.Background(), w.super()
	_, err := super.Exec(ctx, "alter role "+migrations.App+" set log_statement = 'all'")
	w.must(err)
	store := &record.Store{DB: w.openApp("", ""), Now: time.Now, Organisations: w.organisations}
	s := watched{trust: w.trusts[0], caseID: w.trusts[0].cases[childrenOfOne-1]}
	var from int
	var done record.Saved
	for _, answer := range slices.Repeat(answers, 2) { // by the last one connections and caches are warm
		if done.Record != nil {
			s.before = done.Record.Revision
		}
		from, s.key = len(w.serverLog()), uuid.NewString()
		done, err = store.Save(s.trust.as(), record.Answer{
			CaseID: s.caseID, Section: dataset.TestsSection, Question: saved(), Sent: []string{answer}, Key: s.key, Version: s.before,
		})
		w.must(err)
	}
	_, err = super.Exec(ctx, "alter role "+migrations.App+" reset log_statement")
	w.must(err)
	s.trips = tripsIn(w.serverLog()[from:])
	return s
}

func (w *world) serverLog() string {
	text, err := os.ReadFile(filepath.Join(w.pg.Dir, "postgres.log"))
	w.must(err)
	return string(text)
}

var (
	logEntry = regexp.MustCompile(`(?m)^\d{4}-\d\d-\d\d [^\[\n]*\[\d+\] (LOG|DETAIL):  (?:statement: |execute [^:]*: |parameters: )`)
	logArg   = regexp.MustCompile(`\$\d+ = ('(?:[^']|'')*'|NULL)`)
)

// tripsIn reads a log: each statement is an entry, its parameters follow in another.
func tripsIn(log string) []sent {
	var trips []sent
	marks := logEntry.FindAllStringSubmatchIndex(log, -1)
	for i, mark := range marks {
		end := len(log)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		text := strings.TrimSpace(log[mark[1]:end])
		if strings.HasPrefix(text, "-- ping") { // database/sql trying a connection that had been idle
			continue
		}
		if log[mark[2]:mark[3]] == "LOG" {
			trips = append(trips, sent{sql: text})
			continue
		}
		last := &trips[len(trips)-1]
		for _, arg := range logArg.FindAllStringSubmatch(text, -1) {
			last.args = append(last.args, arg[1])
		}
	}
	return trips
}
