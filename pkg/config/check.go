package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
)

// check looks at what each setting says. Those not given are checkNeeded's matter.
func (c *Config) check() []error {
	var faults []error
	add := func(name, words string) { faults = append(faults, fmt.Errorf("%s %s", name, words)) }
	if c.Environment != "production" && c.Environment != "development" {
		add("ENVIRONMENT", "must be production or development")
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		add("ADDR", "must be a host and a port, such as 127.0.0.1:8080")
	}
	if c.PublicURL != "" {
		if err := c.checkPublicURL(); err != nil {
			add("PUBLIC_URL", err.Error())
		}
	}
	for name, value := range map[string]string{"DATABASE_URL": c.DatabaseURL, "LOGIN_DATABASE_URL": c.LoginDatabaseURL, "MIGRATE_DATABASE_URL": c.MigrateDatabaseURL} {
		if value != "" && !hasScheme(value, "postgres", "postgresql") {
			add(name, "must be a PostgreSQL address, such as postgres://user:password@host:5432/name")
		}
	}
	if c.RedisURL != "" && !hasScheme(c.RedisURL, "redis", "rediss") {
		add("REDIS_URL", "must be a Redis address, such as redis://host:6379/0")
	}
	faults = append(append(append(faults, c.checkRoles()...), c.checkServices()...), c.checkPublishing()...)
	if !slices.Contains([]string{"cache_describe", "exec", "simple_protocol", "cache_statement", "describe_exec"}, c.DatabaseExecMode) {
		add("DATABASE_EXEC_MODE", "must be cache_describe, exec, simple_protocol, describe_exec or cache_statement")
	}
	for name, n := range map[string]int{"DATABASE_CONNS": c.DatabaseConns, "LOGIN_DATABASE_CONNS": c.LoginDatabaseConns} {
		if n < 1 || n > 1000 {
			add(name, "must be between 1 and 1000")
		}
	}
	if dir := c.ProviderSecretsDir; dir != "" {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			add("PROVIDER_SECRETS_DIR", "is not a directory that can be read")
		}
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return faults
}

func (c *Config) checkPublicURL() error {
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return errors.New("must be a scheme and a host, without path, query or user")
	}
	if u.Scheme == "https" {
		return nil
	}
	if u.Scheme == "http" && c.Development() && onLoopback(u) {
		return nil
	}
	return errors.New("must be https; http only on loopback and with ENVIRONMENT=development")
}

func onLoopback(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// checkServices: a postcode goes to a service over https, or to one on this machine.
func (c *Config) checkServices() []error {
	var faults []error
	for name, address := range map[string]string{"POSTCODE_SERVICE_URL": c.PostcodeServiceURL, "DEPRIVATION_SERVICE_URL": c.DeprivationServiceURL} {
		u, err := url.Parse(address)
		switch {
		case address == "":
		case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
			faults = append(faults, fmt.Errorf("%s must be a scheme, a host and perhaps a path, without user or query", name))
		case u.Scheme != "https" && (u.Scheme != "http" || !onLoopback(u)):
			faults = append(faults, fmt.Errorf("%s must be https; http only on loopback", name))
		}
	}
	return faults
}

// checkPublishing: single organisations are never published.
func (c *Config) checkPublishing() []error {
	if slices.Contains([]string{"trust", "integrated_care_board", "nhs_region", "country"}, c.LowestPublished) {
		return nil
	}
	return []error{errors.New("LOWEST_PUBLISHED must be trust, integrated_care_board, nhs_region or country")}
}

// checkRoles refuses one database user for two jobs: the walls between them would be paint.
func (c *Config) checkRoles() []error {
	var faults []error
	seen := map[string]string{}
	for _, one := range []struct{ name, address string }{
		{"DATABASE_URL", c.DatabaseURL}, {"LOGIN_DATABASE_URL", c.LoginDatabaseURL}, {"MIGRATE_DATABASE_URL", c.MigrateDatabaseURL},
	} {
		u, err := url.Parse(one.address)
		if one.address == "" || err != nil || u.User == nil || u.User.Username() == "" {
			continue
		}
		if other, taken := seen[u.User.Username()]; taken {
			faults = append(faults, fmt.Errorf("%s signs in as the same database user as %s: each needs its own role", one.name, other))
		}
		seen[u.User.Username()] = one.name
	}
	return faults
}

func hasScheme(address string, schemes ...string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.Contains(schemes, u.Scheme) && (u.Host != "" || u.Query().Get("host") != "")
}
