package login

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/singleflight"

	"github.com/pinktick/pinktick/tenants"
)

// Seat is a tenant in which somebody may work, and as what.
type Seat struct {
	Tenant tenants.Tenant
	Role   tenants.Role
	Idle   time.Duration // after how long without input a session here ends
}

// rights are what PostgreSQL says about a session: who it is, what they may do now, and whether it is over.
type rights struct {
	Name, Email string
	Previous    time.Time // the sign-in before this one
	Disabled    bool
	Ended       bool
	Seats       []Seat
	Visiting    *Seat // the tenant that a national administrator made active
	National    tenants.Role
}

func (r rights) seat(tenant tenants.ID) (Seat, bool) {
	for _, seat := range r.Seats {
		if seat.Tenant.ID == tenant {
			return seat, true
		}
	}
	if r.Visiting != nil && r.Visiting.Tenant.ID == tenant {
		return *r.Visiting, true
	}
	return Seat{}, false
}

// rightsCache keeps what was read for three seconds: a right that is taken away stops working in every replica within five.
type rightsCache struct {
	mu     sync.Mutex
	known  map[string]knownRights
	flight singleflight.Group
}

type knownRights struct {
	rights rights
	read   time.Time // by the process's own clock
}

func newRightsCache() *rightsCache { return &rightsCache{known: map[string]knownRights{}} }

func (c *rightsCache) forget(session string) {
	c.mu.Lock()
	delete(c.known, session)
	c.mu.Unlock()
	c.flight.Forget(session)
}

// rightsOf gives the rights of a session, read from PostgreSQL unless that was done a moment ago.
func (s *Service) rightsOf(ctx context.Context, session record) (rights, error) {
	c := s.rights
	c.mu.Lock()
	known, found := c.known[session.Hash]
	c.mu.Unlock()
	if found && time.Since(known.read) < rightsAge {
		return known.rights, nil
	}
	value, err, _ := c.flight.Do(session.Hash, func() (any, error) {
		asked := time.Now() // counted from before the question: the answer may be as old as that
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rightsAge)
		defer cancel()
		read, err := readRights(ctx, s.Pool, session)
		if err != nil {
			return rights{}, err
		}
		c.keep(session.Hash, knownRights{rights: read, read: asked})
		return read, nil
	})
	if err != nil {
		return rights{}, unavailable("check rights", err)
	}
	read, _ := value.(rights)
	return read, nil
}

func (c *rightsCache) keep(session string, known knownRights) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= 10_000 {
		for key, entry := range c.known {
			if time.Since(entry.read) >= rightsAge {
				delete(c.known, key)
			}
		}
	}
	c.known[session] = known
}

// batcher is a pool or a transaction.
type batcher interface {
	SendBatch(ctx context.Context, batch *pgx.Batch) pgx.BatchResults
}

// readRights asks everything in one round trip. A session of an account that was since linked to another is over: the person
// is the other.
func readRights(ctx context.Context, db batcher, session record) (rights, error) {
	var read rights
	var previous *time.Time
	batch := &pgx.Batch{}
	batch.Queue(`select p.name, p.email, (select at from people o, unnest(array[o.last_sign_in_at, o.previous_sign_in_at]) at
				where (o.id = p.id or o.linked_to = p.id) and at is not null order by at desc offset 1 limit 1), p.disabled_at is not null,
			p.linked_to is not null
			or exists (select from session_ends where session_hash = $2)
			or exists (select from session_ends where person_id = $1 and ended_at >= $3)
			or exists (select from session_ends where provider_id = $4 and provider_session_hash = $5 and ended_at >= $3)
		from people p where p.id = $1`,
		session.Person, []byte(session.Hash), session.Started, session.Provider, []byte(session.ProviderSession)).
		QueryRow(func(row pgx.Row) error {
			return row.Scan(&read.Name, &read.Email, &previous, &read.Disabled, &read.Ended)
		})
	queueSeats(batch, session.Person, &read)
	queueNationalSeat(batch, session, &read)
	if err := db.SendBatch(ctx, batch).Close(); err != nil {
		return rights{}, fmt.Errorf("read rights: %w", err)
	}
	read.Previous = orZero(previous)
	return read, nil
}

func loadSeats(ctx context.Context, tx pgx.Tx, person string) (rights, error) {
	var read rights
	batch := &pgx.Batch{}
	queueSeats(batch, person, &read)
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return rights{}, fmt.Errorf("read rights: %w", err)
	}
	return read, nil
}

// tenantColumns are those that takeTenant reads.
const tenantColumns = `t.id::text, t.ods_code, t.name, t.short_name, coalesce(t.name_welsh, ''), t.kind, t.country_code,
	t.participating and t.closed_on is null, coalesce(t.brand_name, ''), coalesce(t.brand_colour, ''), coalesce(t.brand_colour_text, ''),
	t.brand_version, case when exists (select from tenant_logos l where l.tenant_id = t.id) then '/t/' || t.ods_code || '/logo' else '' end`

// queueSeats asks for the rights that hold now, the highest role first in each tenant; only that one is kept. A person has
// those of every account they linked, as long as each is in use. A national role is nobody's who linked any.
func queueSeats(batch *pgx.Batch, person string, read *rights) {
	batch.Queue(`select `+tenantColumns+`, m.role, coalesce(s.idle_minutes, $2)
		from memberships m join tenants t on t.id = m.tenant_id left join session_settings s on s.tenant_id = t.id
		where m.person_id in (select p.id from people p where (p.id = $1 or p.linked_to = $1)
				and p.disabled_at is null and coalesce(p.last_sign_in_at, p.created_at) >= now() - $3::interval)
			and m.ended_at is null and m.from_at <= now() and (m.until_at is null or m.until_at > now())
		order by t.name, t.id, case m.role when 'lead' then 1 when 'editor' then 2 when 'administrator' then 3 else 4 end`, person, int(defaultIdle/time.Minute), unusedFor).
		Query(func(rows pgx.Rows) error { return read.takeSeats(rows) })
	batch.Queue(`select role from national_memberships
		where person_id = $1 and ended_at is null and from_at <= now() and (until_at is null or until_at > now())
			and not exists (select from people where linked_to = $1)
		order by case role when 'national_admin' then 1 when 'national_analyst' then 2 else 3 end limit 1`, person).
		Query(func(rows pgx.Rows) error {
			_, err := pgx.ForEachRow(rows, []any{(*string)(&read.National)}, func() error { return nil })
			return err
		})
}

// queueNationalSeat asks for the tenant that the national audit team's administrator has made active. They may enter any,
// by an explicit and logged switch; nobody else may.
func queueNationalSeat(batch *pgx.Batch, session record, read *rights) {
	if session.Tenant == "" {
		return
	}
	batch.Queue(`select `+tenantColumns+`, 'national_admin', coalesce(s.idle_minutes, $3)
		from tenants t left join session_settings s on s.tenant_id = t.id
		where t.id = $2 and exists (select from national_memberships n where n.person_id = $1 and n.role = 'national_admin'
			and not exists (select from people where linked_to = $1)
			and n.ended_at is null and n.from_at <= now() and (n.until_at is null or n.until_at > now()))`,
		session.Person, string(session.Tenant), int(defaultIdle/time.Minute)).
		Query(func(rows pgx.Rows) error {
			var visiting rights
			err := visiting.takeSeats(rows)
			if len(visiting.Seats) == 1 {
				read.Visiting = &visiting.Seats[0]
			}
			return err
		})
}

func (r *rights) takeSeats(rows pgx.Rows) error {
	var seat Seat
	var id, role string
	var minutes int
	t := &seat.Tenant
	into := []any{&id, &t.ODSCode, &t.Name, &t.ShortName, &t.NameWelsh, &t.Kind, &t.CountryCode, &t.Participating, &t.Branding.Name,
		&t.Branding.Colour, &t.Branding.ColourText, &t.Branding.Version, &t.Branding.LogoPath, &role, &minutes}
	_, err := pgx.ForEachRow(rows, into, func() error {
		one := seat
		one.Tenant.ID, one.Role, one.Idle = tenants.ID(id), tenants.Role(role), min(time.Duration(minutes)*time.Minute, maxIdle)
		if _, already := r.seat(one.Tenant.ID); !already {
			r.Seats = append(r.Seats, one)
		}
		return nil
	})
	return err
}
