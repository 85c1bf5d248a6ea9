package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants/tenantstest"
)

const oneProvider = `{"id": "leeds", "kind": "oidc", "name": "Leeds", "state": "live", "first_sign_in": "approve", "issuer": "https://id.example",
	"client_id": "pinktick", "client_auth": "client_secret_basic", "secret": "leeds", "scopes": ["openid"], "tenants": ["TENANT"],
	"rules": [{"claim": "roles", "test": "contains", "wanted": ["lead"], "tenant": "TENANT", "role": "lead"}]}`

func TestProvidersAreWrittenWholeOrNotAtAll(t *testing.T) {
	w := tenantstest.New(t)
	t.Setenv("LOGIN_DATABASE_URL", w.LoginDSN)
	write := func(content string) error {
		path := filepath.Join(t.TempDir(), "providers.json")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return providersCmd{File: path, Reason: "a test"}.Run()
	}
	count := func() (providers, rules int) {
		if err := w.Super.QueryRow(`select (select count(*) from providers), (select count(*) from mapping_rules)`).Scan(&providers, &rules); err != nil {
			t.Fatal(err)
		}
		return providers, rules
	}
	good := strings.ReplaceAll(oneProvider, "TENANT", "RR8")
	for what, content := range map[string]string{
		"a tenant there is not":      "[" + good + "," + strings.ReplaceAll(strings.ReplaceAll(oneProvider, "TENANT", "XXX"), "leeds", "other") + "]",
		"a setting there is not":     "[" + strings.Replace(good, `"state"`, `"stat"`, 1) + "]",
		"a national role of a trust": "[" + strings.Replace(good, `"role": "lead"`, `"role": "national_admin"`, 1) + "]",
		"no provider":                "[]",
	} {
		if err := write(content); err == nil {
			t.Errorf("%s: no error", what)
		}
		if providers, rules := count(); providers+rules != 0 {
			t.Errorf("%s: %d providers and %d rules were written", what, providers, rules)
		}
	}
	for range 2 {
		if err := write("[" + good + "]"); err != nil {
			t.Fatal(err)
		}
	}
	if providers, rules := count(); providers != 1 || rules != 2 {
		t.Errorf("%d providers and %d rules, want one provider with two versions of its rule", providers, rules)
	}
}
