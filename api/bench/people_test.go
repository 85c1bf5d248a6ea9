//go:build bench

package bench

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/sample"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

const (
	trustCount    = 8
	childrenOfOne = 250 // registered children at each trust, whose forms are open
)

// trust is a tenant with its people and children.
type trust struct {
	tenants.Tenant
	org    tenants.Organisation
	leads  []string
	people []login.DemoPerson
	cases  []int64
}

// visitor is somebody signed in: what their browser sends with every request.
type visitor struct {
	*trust
	cookie, seal string
}

// chooseTrusts takes the first trusts of the real list that have a hospital.
func (w *world) chooseTrusts() {
	ctx := context.Background()
	all, err := w.directory.AllOrganisations(ctx)
	w.must(err)
	seen := map[tenants.ID]*trust{}
	for _, o := range all {
		if t := seen[o.TenantID]; t != nil {
			t.leads = append(t.leads, o.ID)
		} else if len(seen) < trustCount {
			tenant, err := w.directory.Tenant(ctx, o.TenantID)
			w.must(err)
			t := &trust{Tenant: tenant, org: o, leads: []string{o.ID}}
			seen[o.TenantID], w.trusts = t, append(w.trusts, t)
		}
	}
}

func (w *world) openLogin() *pgxpool.Pool {
	pool, err := pgxpool.New(context.Background(), w.pg.DSNAs(migrations.Login, database))
	w.must(err)
	w.Cleanup(pool.Close)
	return pool
}

func (w *world) organisations(ctx context.Context) ([]ask.Option, error) {
	tenant, _ := tenants.From(ctx)
	all, err := w.directory.Organisations(ctx, tenant.ID)
	options := make([]ask.Option, 0, len(all))
	for _, o := range all {
		options = append(options, ask.Option{Code: o.ID, Label: o.Name, Hint: o.ODSCode, Group: o.ParentName})
	}
	return options, err
}

// as is a context in which somebody of the trust acts.
func (t *trust) as() context.Context {
	maker := tenants.Person{ID: "00000000-0000-4000-8000-000000000000", Name: "Bench", Role: tenants.Editor}
	return tenants.RequestInto(tenants.IntoPerson(tenants.Into(context.Background(), t.Tenant), maker), "bench")
}

// addChildren gives every trust the same number of children whose forms may be answered today.
func (w *world) addChildren() {
	today := ask.DateOf(time.Now())
	store := &record.Store{DB: w.openApp("&synchronous_commit=off"), Now: time.Now, Organisations: w.organisations}
	for i, t := range w.trusts {
		for child := range sample.Children(uint64(i*1000+1), childrenOfOne*3, today, t.leads) {
			if cohort := child.Cohort(); !child.IsRegistered() || today.After(dataset.DeadlineOf(cohort)) {
				continue
			}
			id, err := store.Create(t.as(), child)
			w.must(err)
			if t.cases = append(t.cases, id); len(t.cases) == childrenOfOne {
				break
			}
		}
	}
}

var sealIn = regexp.MustCompile(`name="as" value="([^"]+)"`)

// signIn signs two people of every trust in, each at their own trust's provider.
func (w *world) signIn() {
	for i := range 2 {
		for _, t := range w.trusts {
			w.visitors = append(w.visitors, w.signInAs(t, t.people[i]))
		}
	}
}

func (w *world) signInAs(t *trust, p login.DemoPerson) visitor {
	browser := logintest.NewBrowser(w)
	page := logintest.SignInAs(w, browser, w.login.PublicURL, p.Provider, p.Subject, "/home")
	_ = page.Body.Close()
	if page.StatusCode != http.StatusOK {
		w.Fatalf("sign in as %s: %d", p.Name, page.StatusCode)
	}
	v := visitor{trust: t}
	for _, c := range browser.Jar.Cookies(page.Request.URL) {
		v.cookie += c.Name + "=" + c.Value + "; "
	}
	c := w.dial(v)
	defer c.close()
	found := sealIn.FindSubmatch(c.get("/session/tenant"))
	if found == nil {
		w.Fatal("no seal on the page")
	}
	v.seal = string(found[1])
	return v
}
