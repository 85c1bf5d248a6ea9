package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// A child's postcode is looked up by the server that saved it; when an operator loads an index, the fifth that was missing is
// filled in, without anybody opening the record.
func TestLookUpsFromSaveToQuintile(t *testing.T) {
	w := tenantstest.New(t)
	service := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(out, `{"result":{"country":"England","longitude":-1.9,"latitude":52.5,"eastings":400100,"northings":300100,"codes":{"lsoa21":"E01800001"}}}`)
	}))
	defer service.Close()
	a, err := newApp(t.Context(), &config.Config{
		Environment: "development", PublicURL: "http://127.0.0.1:1", DatabaseURL: w.AppDSN, LoginDatabaseURL: w.LoginDSN, DatabaseConns: 4,
		LoginDatabaseConns: 2, RedisURL: "redis://" + miniredis.RunT(t).Addr(), SessionKeys: [][]byte{make([]byte, 32)},
		ProviderSecretsDir: t.TempDir(), PostcodeServiceURL: service.URL,
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	if err := a.jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	postcode, child := "QQ11AA", dataset.NewChild()
	child.Case().Postcode = &postcode
	ctx := w.Leeds.As(t.Context(), tenants.Editor)
	id, err := a.records.Create(ctx, child)
	if err != nil {
		t.Fatal(err)
	}
	await := func(what string) {
		t.Helper()
		for n := 0; n != 1; time.Sleep(10 * time.Millisecond) { // the test's own deadline ends the wait
			if err := w.Super.QueryRowContext(ctx, `select count(*) from case_places where case_id = $1 and state = 'found' and `+what, id).Scan(&n); err != nil {
				t.Fatal(err)
			}
		}
	}
	await("quintile is null and edition = 2025")
	file := filepath.Join(t.TempDir(), "File_7.csv")
	if err := os.WriteFile(file, []byte("LSOA code (2021),Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)\nE01800002,1\nE01800001,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MIGRATE_DATABASE_URL", w.OwnerDSN)
	if err := (lookupsLoadCmd{England: file, Edition: 2019}).Run(); err == nil {
		t.Error("the file of one edition was loaded as another")
	}
	if err := (lookupsLoadCmd{}).Run(); err == nil {
		t.Error("nothing was loaded, and nobody was told")
	}
	if err := (lookupsLoadCmd{England: file}).Run(); err != nil {
		t.Fatal(err)
	}
	await("quintile = 5 and lsoa = 'E01800001'")
}
