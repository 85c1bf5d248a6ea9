//go:build bench

package bench

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"os"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// script is a save as files for pgbench, one for each trust, and how many round trips it takes.
type script struct {
	files []string
	trips int
}

func saved() *ask.Question {
	q, _ := dataset.TestsSection.Question(question)
	return q
}

// captureSave writes the statements of a save for pgbench: the same text in the same round trips, about a child that is
// drawn each time, with a new key each time.
func (w *world) captureSave() script {
	seen := w.watchSave()
	s := script{trips: len(seen.trips)}
	for _, t := range w.trusts {
		file := filepath.Join(w.TempDir(), t.ODSCode+".sql")
		w.must(os.WriteFile(file, []byte(seen.scriptFor(t)), 0o600))
		s.files = append(s.files, file)
	}
	return s
}

func (s watched) scriptFor(t *trust) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\\set case random(%d, %d)\n\\set key random(1, 4611686018427387903)\n\\set revision random(2, 1000)\n",
		t.cases[0], t.cases[len(t.cases)-1])
	for _, trip := range s.trips {
		statements := strings.Split(trip.sql, ";")
		if len(trip.args) > 0 {
			statements = []string{s.filled(trip)}
		}
		if len(statements) > 1 {
			b.WriteString("\\startpipeline\n")
		}
		for _, statement := range statements {
			b.WriteString(strings.ReplaceAll(statement, "id="+strconv.FormatInt(s.caseID, 10)+" ", "id=:case ") + ";\n")
		}
		if len(statements) > 1 {
			b.WriteString("\\endpipeline\n")
		}
	}
	return strings.ReplaceAll(b.String(), string(s.trust.ID), string(t.ID))
}

var placeholder = regexp.MustCompile(`\$\d+`)

// filled puts the parameters into a statement: those that change from save to save as variables, the others as they were.
func (s watched) filled(trip sent) string {
	id := strconv.FormatInt(s.caseID, 10)
	variables := map[string]string{
		"'" + id + "'":    ":case",
		"'{" + id + "}'":  "('{' || :case || '}')",
		"'" + s.key + "'": "(lpad(to_hex(:key::bigint), 32, '0')::uuid)",
		"'" + strconv.FormatInt(s.before+1, 10) + "'": ":revision",
	}
	sql := placeholder.ReplaceAllStringFunc(trip.sql, func(mark string) string {
		n, _ := strconv.Atoi(mark[1:])
		if variable, varies := variables[trip.args[n-1]]; varies {
			return variable
		}
		return trip.args[n-1]
	})
	return strings.Join(strings.Fields(sql), " ")
}
