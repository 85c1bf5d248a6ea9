package publication

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// State is how far a publication has come.
type State string

// The states. Only a published or superseded one is seen by the public.
const (
	Draft      State = "draft"
	Ready      State = "ready" // checked
	Published  State = "published"
	Superseded State = "superseded" // by a later version
	Discarded  State = "discarded"  // before it was published
)

// MarkedFinal is no state but stands among the events: it was said of what is published that no further version follows.
const MarkedFinal State = "final"

// next are the states that each may come to.
var next = map[State][]State{Draft: {Ready, Discarded}, Ready: {Published, Draft, Discarded}}

// May tells whether a publication may be brought from one state to another. One is superseded by publishing another.
func (s State) May(to State) bool { return slices.Contains(next[s], to) }

// Publication is a document and what became of it.
type Publication struct {
	ID              int64
	Cohort, Version int
	State           State
	Final           bool
	Note            string
	Digest          string
	Events          []Event // oldest first
}

// Event is somebody bringing a publication to a state.
type Event struct {
	State State
	At    time.Time
	By    string
}

// When is the time at which it came to a state last; zero where it never did.
func (p Publication) When(state State) time.Time {
	for _, e := range slices.Backward(p.Events) {
		if e.State == state {
			return e.At
		}
	}
	return time.Time{}
}

// Store keeps the publications, which belong to no tenant.
type Store struct {
	DB     *sql.DB
	Counts *compare.Store
	Lowest compare.Level // the smallest level that the settings allow; none: trusts and health boards

	mu    sync.Mutex
	seen  map[string]Document // by digest: a document never changes
	open  []Publication       // as they were asked for last
	until time.Time           // until when that will do
}

// openFor is how long what the public may see is taken from memory: so long a replica may not know of another's publishing.
const openFor = 2 * time.Second

const columns = "p.id, p.cohort, p.version, p.state, p.final, p.note, p.digest"

// List gives all publications, newest cohort and version first, for the national audit team.
func (s *Store) List(ctx context.Context) ([]Publication, error) {
	if err := may(ctx, tenants.SeeUnpublished); err != nil {
		return nil, err
	}
	return s.list(ctx, "true")
}

// Find gives a publication in whatever state, for the national audit team.
func (s *Store) Find(ctx context.Context, id int64) (Publication, error) {
	if err := may(ctx, tenants.SeeUnpublished); err != nil {
		return Publication{}, err
	}
	all, err := s.list(ctx, "p.id = $1", id)
	if err == nil && len(all) == 0 {
		err = errNone
	}
	if err != nil {
		return Publication{}, err
	}
	return all[0], nil
}

// Open lists what the public may see, newest cohort and version first: the published, and the superseded as they were.
func (s *Store) Open(ctx context.Context) ([]Publication, error) {
	s.mu.Lock()
	open, fresh := s.open, time.Now().Before(s.until)
	s.mu.Unlock()
	if fresh {
		return open, nil
	}
	asked := time.Now()
	open, err := s.list(ctx, "p.state in ('published', 'superseded')")
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open, s.until = open, asked.Add(openFor)
	return open, nil
}

// forget has the next reader ask anew what the public may see.
func (s *Store) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.until = time.Time{}
}

var errNone = fault.New(fault.NotFound, "", "There is no such publication.")

func (s *Store) list(ctx context.Context, where string, args ...any) ([]Publication, error) {
	rows, err := s.DB.QueryContext(ctx, "select "+columns+`, e.state, e.at, e.person_name from publications p join publication_events e on e.publication_id = p.id
		where `+where+" order by p.cohort desc, p.version desc, p.id desc, e.id", args...)
	if err != nil {
		return nil, fmt.Errorf("list publications: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var all []Publication
	for rows.Next() {
		var p Publication
		var e Event
		if err := rows.Scan(&p.ID, &p.Cohort, &p.Version, &p.State, &p.Final, &p.Note, &p.Digest, &e.State, &e.At, &e.By); err != nil {
			return nil, fmt.Errorf("list publications: %w", err)
		}
		if len(all) == 0 || all[len(all)-1].ID != p.ID {
			all = append(all, p)
		}
		last := &all[len(all)-1]
		last.Events = append(last.Events, e)
	}
	return all, rows.Err()
}

// Document reads the document of a publication, once a process.
func (s *Store) Document(ctx context.Context, p Publication) (Document, error) {
	s.mu.Lock()
	d, found := s.seen[p.Digest]
	s.mu.Unlock()
	if found {
		return d, nil
	}
	raw, err := s.Bytes(ctx, p)
	if err != nil {
		return Document{}, err
	}
	if d, err = Decode(raw); err != nil {
		return Document{}, fmt.Errorf("read publication %d: %w", p.ID, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen = map[string]Document{}
	}
	s.seen[p.Digest] = d
	return d, nil
}

// Bytes are the document as it was published.
func (s *Store) Bytes(ctx context.Context, p Publication) ([]byte, error) {
	var raw []byte
	err := s.DB.QueryRowContext(ctx, "select document from publications where id = $1", p.ID).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNone
	}
	if err != nil {
		return nil, fmt.Errorf("read publication: %w", err)
	}
	if Digest(raw) != p.Digest {
		return nil, fmt.Errorf("publication %d is not what was published", p.ID)
	}
	return raw, nil
}

func may(ctx context.Context, action tenants.Action) error {
	if person, ok := tenants.PersonFrom(ctx); !ok || !person.Role.May(action) {
		return fault.New(fault.Forbidden, "no_permission", "Publications are made by the national audit team.")
	}
	return nil
}
