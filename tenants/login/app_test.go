package login_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

// app is the smallest server around the service: every page says who is there, as JSON.
func app(s *login.Service) http.Handler {
	mux := http.NewServeMux()
	fail := func(w http.ResponseWriter, err error) {
		status, page := http.StatusInternalServerError, ""
		var refusal *login.Refusal
		if errors.As(err, &refusal) {
			page = string(refusal.Page)
		}
		if f, ok := fault.As(err); ok {
			status = map[fault.Kind]int{fault.SignedOut: 401, fault.Forbidden: 403, fault.NotFound: 404, fault.Unacceptable: 400,
				fault.Unavailable: 503, fault.TooMany: 429, fault.Conflict: 409, fault.Invalid: 422}[f.Kind]
		}
		if status >= 500 && testing.Verbose() {
			fmt.Println("app:", err)
		}
		w.WriteHeader(status)
		body := map[string]any{"error": page}
		if refusal != nil {
			body["open"] = refusal.Open
			body["person"], body["tried"] = refusal.Person, refusal.Tried
		}
		_ = json.NewEncoder(w).Encode(body)
	}
	handle := func(pattern string, do func(w http.ResponseWriter, r *http.Request) error) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := do(w, r); err != nil {
				fail(w, err)
			}
		})
	}
	handle("GET /auth/{provider}/start", func(w http.ResponseWriter, r *http.Request) error {
		return s.Begin(w, r, r.PathValue("provider"), r.URL.Query().Get("return"))
	})
	handle("GET /auth/{provider}/callback", func(w http.ResponseWriter, r *http.Request) error {
		return s.Callback(w, r, r.PathValue("provider"))
	})
	handle("POST /auth/backchannel", s.Backchannel)
	handle("POST /sign-out", func(w http.ResponseWriter, r *http.Request) error {
		out, err := s.SignOut(w, r)
		if err == nil {
			err = json.NewEncoder(w).Encode(out)
		}
		return err
	})
	handle("POST /session/tenant", func(w http.ResponseWriter, r *http.Request) error {
		return s.SwitchTenant(w, r, tenants.ID(r.FormValue("tenant")))
	})
	handle("POST /session/end", func(w http.ResponseWriter, r *http.Request) error {
		return s.EndOther(w, r, r.FormValue("handle"))
	})
	handle("GET /session/who", func(w http.ResponseWriter, r *http.Request) error {
		who, err := s.Who(r.Context())
		if err == nil {
			err = json.NewEncoder(w).Encode(who)
		}
		return err
	})
	handle("POST /decide", func(w http.ResponseWriter, r *http.Request) error {
		if _, err := s.WaitingPeople(r.Context()); err != nil {
			return err
		}
		return s.Decide(r.Context(), r.FormValue("person"), tenants.Role(r.FormValue("role")))
	})
	handle("POST /link", func(w http.ResponseWriter, r *http.Request) error {
		to, err := s.BeginLink(w, r, r.FormValue("provider"))
		if err == nil {
			http.Redirect(w, r, to, http.StatusSeeOther)
		}
		return err
	})
	handle("POST /unlink", func(_ http.ResponseWriter, r *http.Request) error {
		return s.Unlink(r.Context(), r.FormValue("account"))
	})
	handle("POST /rules", func(_ http.ResponseWriter, r *http.Request) error {
		visit, err := login.Visitor(r.Context())
		if err != nil {
			return err
		}
		var rules []login.Rule
		if err := json.Unmarshal([]byte(r.FormValue("rules")), &rules); err != nil {
			return err
		}
		return s.ChangeRules(r.Context(), visit, r.FormValue("provider"), rules, r.FormValue("reason"))
	})
	handle("/", func(w http.ResponseWriter, r *http.Request) error {
		visit, err := login.Visitor(r.Context())
		if err != nil {
			return err
		}
		return json.NewEncoder(w).Encode(seen{Path: r.URL.RequestURI(), Person: visit.Person.Name, ID: visit.Person.ID,
			Role: string(visit.Person.Role), Tenant: visit.Tenant.ODSCode, Seats: len(visit.Seats)})
	})
	return s.Middleware(mux)
}

// seen is what a page of the app says.
type seen struct {
	Path, Person, ID, Role, Tenant string
	Seats                          int
	Status                         int                 `json:"-"`
	Error                          string              `json:"error"`
	Open                           []login.OpenSession `json:"open"`
	Tried                          string              `json:"tried"`
}

func read(t testing.TB, response *http.Response) seen {
	t.Helper()
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var page seen
	_ = json.Unmarshal(body, &page)
	page.Status = response.StatusCode
	return page
}

func get(t testing.TB, browser *http.Client, address string) seen {
	t.Helper()
	return read(t, logintest.OpenPage(t, browser, address))
}

// post sends a form of names and values in turn.
func post(t testing.TB, browser *http.Client, address string, fields ...string) seen {
	t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	response, err := browser.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, response)
}

// The tenants of these tests: two English trusts and a Welsh board.
var (
	cambridge = tenants.Tenant{ID: "00000000-0000-4000-8000-000000000001", ODSCode: "RGT", Name: "Alder Trust", ShortName: "Alder", Kind: tenants.Trust}
	oxford    = tenants.Tenant{ID: "00000000-0000-4000-8000-000000000002", ODSCode: "RTH", Name: "Birch Trust", ShortName: "Birch", Kind: tenants.Trust}
	cardiff   = tenants.Tenant{ID: "00000000-0000-4000-8000-000000000003", ODSCode: "7A4", Name: "Cedar Board", ShortName: "Cedar", Kind: tenants.HealthBoard}
)

func newDB(t testing.TB) *testdb.DB {
	t.Helper()
	db := testdb.New(t)
	exec(t, db, `insert into countries (code, iso_code, name, participating, in_national_total, patient_identifier) values ('ENG', 'GB-ENG', 'England', true, true, 'nhs_number')`)
	for i, tenant := range []tenants.Tenant{cambridge, oxford, cardiff} {
		exec(t, db, `insert into tenants (id, ods_code, kind, name, short_name, country_code, participating) values ($1, $2, $3, $4, $5, 'ENG', true)`,
			string(tenant.ID), tenant.ODSCode, tenant.Kind, tenant.Name, tenant.ShortName)
		exec(t, db, `insert into organisations (id, tenant_id, ods_code, name, country_code, site_kind, active) values ($1, $2, $3, $4, 'ENG', 'hospital', true)`,
			fmt.Sprintf("00000000-0000-4000-9000-00000000000%d", i+1), string(tenant.ID), tenant.ODSCode+"01", tenant.ShortName+" Hospital")
	}
	return db
}

func exec(t testing.TB, db *testdb.DB, statement string, values ...any) {
	t.Helper()
	if _, err := db.Super.ExecContext(t.Context(), statement, values...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func one[T any](t testing.TB, db *testdb.DB, query string, values ...any) T {
	t.Helper()
	var value T
	if err := db.Super.QueryRowContext(t.Context(), query, values...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func start(t testing.TB, change ...func(*login.Options)) *logintest.Stack {
	t.Helper()
	return logintest.Start(t, newDB(t), []tenants.Tenant{cambridge, oxford, cardiff}, app, change...)
}
