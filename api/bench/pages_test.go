//go:build bench

package bench

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// timed is a page over HTTP beside the statements behind it, sent by pgbench: both by one client, one after the other.
type timed struct {
	what       string
	page, bare latencies
}

const (
	drawnOften = 40              // each page
	bareFor    = 1 * time.Second // its statements
)

// listed is a page of the list as an address and as the query that the address stands for.
type listed struct {
	what, address string
	query         record.Query
}

// lists are every order and every filter, and searches for what many, some and none are called.
func lists() []listed {
	all := []listed{{"default", "", record.Query{}}}
	for _, key := range record.SortKeys() {
		all = append(all, listed{"by " + key, "sort=" + key, record.Query{Sort: key}}, listed{"by " + key + ", down", "sort=" + key + "&dir=desc", record.Query{Sort: key, Down: true}})
	}
	for _, f := range []struct {
		address string
		filter  record.Filter
	}{
		{"cohort=8", record.Filter{Cohort: 8}}, {"state=not-registered", record.Filter{State: record.NotRegistered}}, {"state=incomplete", record.Filter{State: record.Open}},
		{"state=complete", record.Filter{State: record.Complete}}, {"state=due", record.Filter{State: record.Complete, Soon: true}},
		{"state=submitted", record.Filter{State: record.Submitted}}, {"state=passed", record.Filter{State: record.Closed}}, {"incomplete=yes", record.Filter{Incomplete: true}},
		{"days=60", record.Filter{DaysUnder: 60}}, {"transfer=yes", record.Filter{Transfer: true}}, {"lead=none", record.Filter{NoLead: true}}, {"warnings=yes", record.Filter{Warnings: true}},
	} {
		all = append(all, listed{f.address, f.address, record.Query{Filter: f.filter}})
	}
	for _, s := range dataset.Sections {
		all = append(all, listed{"form=" + s.Key, "form=" + s.Key, record.Query{Filter: record.Filter{Form: s.Key}}})
	}
	for _, typed := range []string{"a", "q", "zi", "qz", "will", "zielinski", "rhys vau", "80000123", "8000012345", "nobody"} {
		all = append(all, listed{"search " + typed, "q=" + strings.ReplaceAll(typed, " ", "+"), record.Query{Search: typed}})
	}
	return all
}

// measurePages draws the list of a trust with 20,000 children, the national one, and whole records.
func measurePages(w *world) []timed {
	lead, team := w.visitors[0], w.signInAs(w.trusts[0], w.nationalTeam())
	var all []timed
	for _, l := range lists() {
		l.query.Page, l.query.Size = 1, 50
		if l.query.Sort == "" {
			l.query.Sort = "name"
		}
		ours, nations := l.query, l.query
		ours.Scope, nations.Scope = record.Trust, record.Nation
		all = append(all,
			w.page("trust: "+l.what, lead, "/"+lead.org.ODSCode+"/cases?scope=trust&"+l.address, func(s *record.Store) error { _, err := s.ListCases(lead.as(), ours); return err }),
			w.page("nation: "+l.what, team, "/national/cases?"+l.address, func(s *record.Store) error { _, err := s.ListCases(nationally(lead.as()), nations); return err }))
	}
	child := w.fullest(lead.trust)
	for _, s := range dataset.Sections {
		all = append(all, w.page("a full child: "+s.Key, lead, lead.casePath(child.ID)+"/"+s.Key, func(st *record.Store) error { _, err := st.Open(lead.as(), child.ID); return err }))
	}
	return all
}

func (w *world) nationalTeam() login.DemoPerson {
	for _, p := range w.demo.People {
		if p.Provider == login.DemoNational && strings.Contains(p.Subject, "admin") {
			return p
		}
	}
	w.Fatal("the demo has nobody of the audit team")
	return login.DemoPerson{}
}

func nationally(ctx context.Context) context.Context {
	return tenants.IntoPerson(ctx, tenants.Person{ID: "00000000-0000-4000-8000-000000000000", Name: "Bench", Role: tenants.NationalAdmin})
}

// page draws a page often enough for a slowest one, and then lets pgbench send its statements.
func (w *world) page(what string, v visitor, path string, behind func(*record.Store) error) timed {
	return w.drawn(what, v, path, (*client).get, behind)
}

// fragment does the same with a part of a page.
func (w *world) fragment(what string, v visitor, path string, behind func(*record.Store) error) timed {
	return w.drawn(what, v, path, (*client).getPart, behind)
}

func (w *world) drawn(what string, v visitor, path string, get func(*client, string) []byte, behind func(*record.Store) error) timed {
	c := w.dial(v, w.listener)
	defer c.close()
	get(c, path)
	begun, each := time.Now(), make([]time.Duration, 0, drawnOften)
	for range drawnOften {
		at := time.Now()
		get(c, path)
		each = append(each, time.Since(at))
	}
	script := script{files: []string{w.scriptOf(behind)}}
	return timed{what, gathered([][]time.Duration{each}, time.Since(begun)), w.pgbench(script, "extended", 1, bareFor, 0)}
}

// scriptOf writes what is sent while something is done, for pgbench, word for word.
func (w *world) scriptOf(do func(*record.Store) error) string {
	db, err := tenants.Open(w.pg.DSNAs(migrations.App, database)+"&application_name=watched", tenants.Options{MaxConns: 1})
	w.must(err)
	pool, err := db.DB()
	w.must(err)
	defer func() { _ = pool.Close() }()
	w.watching(true)
	from := len(w.serverLog())
	w.must(do(&record.Store{DB: db, Now: time.Now, Organisations: w.organisations}))
	w.watching(false)
	var b strings.Builder
	for _, trip := range tripsIn(w.serverLog()[from:]) {
		sql := placeholder.ReplaceAllStringFunc(trip.sql, func(mark string) string {
			n, err := strconv.Atoi(mark[1:])
			w.must(err)
			return trip.args[n-1]
		})
		b.WriteString(strings.ReplaceAll(strings.Join(strings.Fields(sql), " "), ";", ";\n") + ";\n")
	}
	file := filepath.Join(w.TempDir(), "page.sql")
	w.must(os.WriteFile(file, []byte(b.String()), 0o600))
	return file
}

// watching makes PostgreSQL log what new connections of the application's role send, or no longer.
func (w *world) watching(on bool) {
	conn, err := pgx.Connect(context.Background(), w.pg.DSN(database))
	w.must(err)
	defer func() { _ = conn.Close(context.Background()) }()
	statement := "alter role " + migrations.App + " reset log_statement"
	if on {
		statement = "alter role " + migrations.App + " set log_statement = 'all'"
	}
	_, err = conn.Exec(context.Background(), statement)
	w.must(err)
}
