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
	seen := map[tenants.ID]bool{}
	for _, o := range all {
		if seen[o.TenantID] || len(w.trusts) == trustCount {
			continue
		}
		tenant, err := w.directory.Tenant(ctx, o.TenantID)
		w.must(err)
		seen[o.TenantID], w.trusts = true, append(w.trusts, &trust{Tenant: tenant, org: o})
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

// addChildren gives every trust the same number of children whose forms may be answered today. The numbers of a trust's
// cases follow each other, so that a script can draw one.
func (w *world) addChildren() {
	store := &record.Store{DB: w.openApp("", "&synchronous_commit=off"), Now: time.Now, Organisations: w.organisations}
	children := w.children()
	for _, t := range w.trusts {
		if len(children[t.org.ID]) < childrenOfOne {
			w.Fatal("too few children could be made")
		}
		for _, child := range children[t.org.ID][:childrenOfOne] {
			id, err := store.Create(t.as(), child)
			w.must(err)
			t.cases = append(t.cases, id)
		}
	}
}

// children makes more than enough, by lead organisation, in one call, which keeps their NHS numbers apart.
func (w *world) children() map[string][]*dataset.Child {
	today, leads, children := ask.DateOf(time.Now()), []string{}, map[string][]*dataset.Child{}
	for _, t := range w.trusts {
		leads = append(leads, t.org.ID)
	}
	for child := range sample.Children(1, trustCount*childrenOfOne*2, today, leads) {
		if period, _ := child.Period(dataset.RuleCalendar()); child.IsRegistered() && !period.Over(today) {
			lead := *child.Registration().LeadOrganisationID
			children[lead] = append(children[lead], child)
		}
	}
	return children
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
	c := w.dial(v, w.listener)
	defer c.close()
	found := sealIn.FindSubmatch(c.get("/session/tenant"))
	if found == nil {
		w.Fatal("no seal on the page")
	}
	v.seal = string(found[1])
	return v
}
