package config_test

import (
	"encoding/base64"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/config"
)

func good(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	key := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 32)))
	return map[string]string{
		"PUBLIC_URL": "https://audit.example", "REDIS_URL": "redis://localhost:6379/0", "CONTACT": "audit@example.org",
		"DATABASE_URL_FILE": write("app", "postgres://pinktick_app:s3cret@db/pinktick\n"), "LOGIN_DATABASE_URL": "postgres://pinktick_login:pw@db/pinktick",
		"SESSION_KEY_FILES": write("one", key) + "," + write("two", key+"\n"), "PROVIDER_SECRETS_DIR": dir, "TRUSTED_PROXIES": "10.0.0.0/8,192.168.0.0/16",
	}
}

func TestGoodSettings(t *testing.T) {
	c, err := config.LoadFrom(good(t), config.Serve)
	if err != nil {
		t.Fatal(err)
	}
	if c.DatabaseURL != "postgres://pinktick_app:s3cret@db/pinktick" || len(c.SessionKeys) != 2 || len(c.TrustedProxies) != 2 {
		t.Errorf("read %+v", c)
	}
	if c.Development() || c.Addr != "127.0.0.1:8080" || c.DatabaseExecMode != "cache_describe" {
		t.Errorf("defaults: %+v", c)
	}
}

func TestEveryFaultIsNamedAtOnce(t *testing.T) {
	_, err := config.LoadFrom(map[string]string{
		"ENVIRONMENT": "staging", "ADDR": "8080", "PUBLIC_URL": "http://audit.example/x", "DATABASE_URL": "mysql://a:hunter2@b/c",
		"REDIS_URL": "hunter2", "DATABASE_CONNS": "hunter2", "TRUSTED_PROXIES": "hunter2", "SESSION_KEY_FILES": "/nowhere/key",
		"PROVIDER_SECRETS_DIR": "/nowhere", "DATABASE_EXEC_MODE": "fast", "LOG_LEVEL": "loud", "LOWEST_PUBLISHED": "organisation",
	}, config.Serve)
	if err == nil {
		t.Fatal("accepted")
	}
	for _, name := range []string{"ENVIRONMENT", "ADDR", "PUBLIC_URL", "DATABASE_URL", "LOGIN_DATABASE_URL", "REDIS_URL", "DATABASE_CONNS",
		"TRUSTED_PROXIES", "SESSION_KEY_FILES", "PROVIDER_SECRETS_DIR", "DATABASE_EXEC_MODE", "LOG_LEVEL", "LOWEST_PUBLISHED"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named in:\n%v", name, err)
		}
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a value is told:\n%v", err)
	}
}

func TestEachCommandNeedsItsOwn(t *testing.T) {
	if _, err := config.LoadFrom(map[string]string{"MIGRATE_DATABASE_URL": "postgres://pinktick_owner@db/x"}, config.Migrate); err != nil {
		t.Errorf("migrate: %v", err)
	}
	if _, err := config.LoadFrom(map[string]string{}, config.Migrate); err == nil || strings.Contains(err.Error(), "REDIS_URL") {
		t.Errorf("migrate without settings: %v", err)
	}
}

func TestSingleFaults(t *testing.T) {
	for name, change := range map[string]map[string]string{
		"http in production":      {"PUBLIC_URL": "http://127.0.0.1:8080"},
		"http off loopback":       {"PUBLIC_URL": "http://audit.example", "ENVIRONMENT": "development"},
		"secret given twice":      {"DATABASE_URL": "postgres://pinktick_app@db/x"},
		"one user for two jobs":   {"LOGIN_DATABASE_URL": "postgres://pinktick_app@db/x"},
		"user in the public URL":  {"PUBLIC_URL": "https://me@audit.example"},
		"secret file not there":   {"REDIS_URL": "", "REDIS_URL_FILE": "/nowhere/redis"},
		"too many connections":    {"DATABASE_CONNS": "100000"},
		"session key is too weak": {"SESSION_KEY_FILES": os.DevNull},
		"postcodes in the clear":  {"POSTCODE_SERVICE_URL": "http://postcodes.example"},
		"areas in the clear":      {"DEPRIVATION_SERVICE_URL": "http://10.0.0.1"},
		"a service with a key":    {"POSTCODE_SERVICE_URL": "https://key@postcodes.example"},
		"a service with a query":  {"POSTCODE_SERVICE_URL": "https://postcodes.example?q="},
	} {
		settings := good(t)
		maps.Copy(settings, change)
		if _, err := config.LoadFrom(settings, config.Serve); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	settings := good(t)
	settings["PUBLIC_URL"], settings["ENVIRONMENT"] = "http://localhost:8080", "development"
	settings["POSTCODE_SERVICE_URL"], settings["DEPRIVATION_SERVICE_URL"] = "http://127.0.0.1:8000", "https://deprivation.example/api"
	if _, err := config.LoadFrom(settings, config.Serve); err != nil {
		t.Errorf("http on loopback in development: %v", err)
	}
}

func TestEveryVariableIsDescribed(t *testing.T) {
	for _, v := range config.Variables() {
		if v.Doc == "" || !strings.Contains(config.Markdown(), "`"+v.Name+"`") {
			t.Errorf("%s is not described", v.Name)
		}
	}
}
