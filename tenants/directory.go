package tenants

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/fault"
)

// Directory answers who is who among tenants and hospitals. These are public, few and rarely change, so it holds all of
// them and reads them anew when they are older than its age; when the database is away it goes on with what it has.
type Directory struct {
	db  *gorm.DB
	age time.Duration

	mu   sync.Mutex
	held *listing
}

// listing is one reading of the tables. It is never changed, only replaced.
type listing struct {
	at            time.Time
	tenants       []Tenant
	byID          map[ID]int
	byODS         map[string]int
	organisations []Organisation // as they stand today
	orgsOf        map[ID][]Organisation
	orgByODS      map[string]int // former codes too
	orgByID       map[string]int
	former        map[ID]string // names a tenant had, or took over
}

// NewDirectory makes a directory over a handle that may read the reference tables: the clinical role's or sign-in's.
func NewDirectory(db *gorm.DB, age time.Duration) *Directory { return &Directory{db: db, age: age} }

// Forget makes the next question read the tables anew; for after a change.
func (d *Directory) Forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.held != nil {
		stale := *d.held
		stale.at = time.Time{}
		d.held = &stale
	}
}

func (d *Directory) listing(ctx context.Context) (*listing, error) {
	d.mu.Lock() // also makes the others wait for the one that reads
	defer d.mu.Unlock()
	if d.held != nil && time.Since(d.held.at) < d.age {
		return d.held, nil
	}
	fresh, err := readListing(ctx, d.db)
	if err != nil {
		if d.held != nil {
			return d.held, nil
		}
		return nil, unavailable("read the directory", err)
	}
	d.held = fresh
	return fresh, nil
}

// Tenant finds a tenant by its id.
func (d *Directory) Tenant(ctx context.Context, id ID) (Tenant, error) {
	l, err := d.listing(ctx)
	if err != nil {
		return Tenant{}, err
	}
	return pick(l.tenants, l.byID, id)
}

// Tenants are all there are, those that no longer take part too: for jobs that go through every tenant's records.
func (d *Directory) Tenants(ctx context.Context) ([]Tenant, error) {
	l, err := d.listing(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(l.tenants), nil
}

// TenantByODS finds a tenant by its ODS code, in either case of letters.
func (d *Directory) TenantByODS(ctx context.Context, code string) (Tenant, error) {
	l, err := d.listing(ctx)
	if err != nil {
		return Tenant{}, err
	}
	return pick(l.tenants, l.byODS, strings.ToUpper(code))
}

// Organisation finds a hospital by its id.
func (d *Directory) Organisation(ctx context.Context, id string) (Organisation, error) {
	l, err := d.listing(ctx)
	if err != nil {
		return Organisation{}, err
	}
	return pick(l.organisations, l.orgByID, id)
}

// OrganisationByODS finds a hospital by its ODS code, or by one it had.
func (d *Directory) OrganisationByODS(ctx context.Context, code string) (Organisation, error) {
	l, err := d.listing(ctx)
	if err != nil {
		return Organisation{}, err
	}
	return pick(l.organisations, l.orgByODS, strings.ToUpper(code))
}

// Fold finds the tenant that a code stands for: its own, or that of one of its hospitals. The tenant must take part and be
// open. Sign-in uses it for the site codes that some providers give.
func (d *Directory) Fold(ctx context.Context, code string) (Tenant, error) {
	t, err := d.TenantByODS(ctx, code)
	if fault.Is(err, fault.NotFound) {
		var o Organisation
		if o, err = d.OrganisationByODS(ctx, code); err == nil {
			t, err = d.Tenant(ctx, o.TenantID)
		}
	}
	if err == nil && !t.Participating {
		return Tenant{}, unknown()
	}
	return t, err
}

// Organisations are the hospitals of a tenant, by name.
func (d *Directory) Organisations(ctx context.Context, id ID) ([]Organisation, error) {
	l, err := d.listing(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(l.orgsOf[id]), nil
}

// AllOrganisations are the active hospitals of the tenants that take part, by parent and name: for a picker.
func (d *Directory) AllOrganisations(ctx context.Context) ([]Organisation, error) {
	l, err := d.listing(ctx)
	if err != nil {
		return nil, err
	}
	var out []Organisation
	for _, o := range l.organisations {
		if n, ok := l.byID[o.TenantID]; ok && o.Active && l.tenants[n].Participating {
			out = append(out, o)
		}
	}
	return out, nil
}

func pick[T any, K comparable](all []T, index map[K]int, key K) (T, error) {
	if n, ok := index[key]; ok {
		return all[n], nil
	}
	var none T
	return none, unknown()
}

func unknown() error {
	return fault.New(fault.NotFound, "", "There is no such trust, health board or hospital.")
}
