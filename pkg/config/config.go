// Package config reads the environment into one checked struct, and names everything that is wrong with it at once.
package config

import (
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Config is every setting there is. Nothing else of the program reads the environment.
type Config struct {
	Environment string `env:"ENVIRONMENT" envDefault:"production" doc:"production or development. Development allows plain http on loopback, the gallery and made-up providers."`
	Addr        string `env:"ADDR" envDefault:"127.0.0.1:8080" doc:"address to listen on"`
	PublicURL   string `env:"PUBLIC_URL" need:"serve" doc:"address people type, such as https://audit.example.nhs.uk; the only source of links and redirects"`

	DatabaseURL        string `env:"DATABASE_URL" need:"serve import export dictionary recompute" secret:"true" doc:"PostgreSQL as pinktick_app, for clinical data"`
	LoginDatabaseURL   string `env:"LOGIN_DATABASE_URL" need:"serve providers import export" secret:"true" doc:"PostgreSQL as pinktick_login, for people, providers and rights"`
	MigrateDatabaseURL string `env:"MIGRATE_DATABASE_URL" need:"migrate" secret:"true" doc:"PostgreSQL as pinktick_owner, direct and not through a transaction pooler; for migrate, seed, codes and lookups only"`
	DatabaseConns      int    `env:"DATABASE_CONNS" envDefault:"16" doc:"most connections of one replica as pinktick_app; background jobs take 4 more"`
	LoginDatabaseConns int    `env:"LOGIN_DATABASE_CONNS" envDefault:"8" doc:"most connections of one replica as pinktick_login"`
	DatabaseExecMode   string `env:"DATABASE_EXEC_MODE" envDefault:"cache_describe" doc:"how statements are sent: cache_describe, exec or simple_protocol work behind a transaction pooler; cache_statement does not"`

	RedisURL string `env:"REDIS_URL" need:"serve" secret:"true" doc:"Redis, for sessions and progress, such as rediss://user:password@host:6379/0"`

	SessionKeyFiles    []string       `env:"SESSION_KEY_FILES" envSeparator:"," need:"serve" doc:"files with a key each, 32 random bytes or more as base64, separated by commas; the first signs, all are accepted"`
	ProviderSecretsDir string         `env:"PROVIDER_SECRETS_DIR" need:"serve" doc:"directory with the sign-in providers' secrets, one file each, read at each use"`
	TrustedProxies     []netip.Prefix `env:"TRUSTED_PROXIES" envSeparator:"," doc:"networks of our own proxies, whose X-Forwarded-For is believed, such as 10.0.0.0/8; empty for none"`

	PostcodeServiceURL    string `env:"POSTCODE_SERVICE_URL" doc:"a service as postcodes.io is, asked for postcodes that the loaded directory does not know; empty: postcodes leave this network for nobody"`
	DeprivationServiceURL string `env:"DEPRIVATION_SERVICE_URL" doc:"a service asked for the deprivation of areas that the loaded indices do not know, by GET {url}/{country}/{edition}/{lsoa}, such as eng/2025/E01000001, answering {\"rank\": …, \"areas\": …}; empty for none"`

	Contact string `env:"CONTACT" need:"serve" doc:"the audit office's e-mail address, shown on the open pages"`

	MeasureSwitches []string `env:"MEASURE_SWITCHES" envSeparator:"," doc:"decisions of the measures' rules that are turned round, by their numbers, such as Q-03,D-05; empty for none; the same for every server and command, and after a change recompute each cohort"`

	LowestPublished string `env:"LOWEST_PUBLISHED" envDefault:"trust" doc:"the smallest units that may be published: trust (with local health boards), integrated_care_board, nhs_region or country; single organisations never are"`

	OutlierLevel    string         `env:"OUTLIER_LEVEL" envDefault:"centre" doc:"what outliers are looked for among: centre, for trusts and health boards together, or organisation, for single hospitals"`
	OutlierLimits   string         `env:"OUTLIER_LIMITS" envDefault:"plain" doc:"which state names outliers, where both are shown: plain, by the exact tails, or adjusted for over-dispersion; fixed before results are seen"`
	OutlierMeasures []string       `env:"OUTLIER_MEASURES" envSeparator:"," doc:"measures in which outliers are looked for, by their codes, such as 1,2,3b; empty for the twelve headline ones"`
	OutlierDays     map[string]int `env:"OUTLIER_DAYS" envDefault:"start:5,check:10,answer:25,analyse:20,decide:10,tell:5,publish:0" doc:"working days that each step of an outlier's record may take; publish:0 gives publication no day"`
	BankHolidays    []string       `env:"BANK_HOLIDAYS" envSeparator:"," doc:"bank holidays of England and Wales beyond the usual, such as 2027-05-07; working days leave them out"`

	LogLevel slog.Level `env:"LOG_LEVEL" envDefault:"info" doc:"debug, info, warn or error"`

	// SessionKeys are what the files hold.
	SessionKeys [][]byte
}

// Purpose is a command of the program: each needs other settings.
type Purpose string

// The purposes.
const (
	Serve   Purpose = "serve"
	Migrate Purpose = "migrate" // and seed, codes and lookups
	// Dictionary writes the dictionary with the code lists of a database.
	Dictionary Purpose = "dictionary"
	// Providers writes sign-in providers.
	Providers Purpose = "providers"
	Import    Purpose = "import"
	Export    Purpose = "export"
	Recompute Purpose = "recompute"
)

// Development tells whether what production refuses is allowed.
func (c *Config) Development() bool { return c.Environment == "development" }

// Load reads the process's environment.
func Load(purpose Purpose) (*Config, error) { return LoadFrom(env.ToMap(os.Environ()), purpose) }

// LoadFrom reads settings from a map. The error lists every fault, one a line; no setting's value is in it.
func LoadFrom(settings map[string]string, purpose Purpose) (*Config, error) {
	given := map[string]string{}
	for name, value := range settings {
		given[name] = strings.TrimSpace(value)
	}
	faults := takeSecretFiles(given)
	var c Config
	if err := env.ParseWithOptions(&c, env.Options{Environment: given}); err != nil {
		faults = append(faults, nameParseFaults(err)...)
	}
	faults = append(faults, checkNeeded(given, purpose)...)
	faults = append(faults, c.check()...)
	if purpose == Serve {
		keys, bad := readKeys(c.SessionKeyFiles)
		c.SessionKeys, faults = keys, append(faults, bad...)
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("the settings need putting right:\n%w", errors.Join(faults...))
	}
	return &c, nil
}

// takeSecretFiles lets each secret setting be the content of a file, named by the setting's name with _FILE.
func takeSecretFiles(given map[string]string) []error {
	var faults []error
	for _, v := range Variables() {
		path := given[v.Name+"_FILE"]
		if !v.Secret || path == "" {
			continue
		}
		if given[v.Name] != "" {
			faults = append(faults, fmt.Errorf("%s and %s_FILE are both set: keep one", v.Name, v.Name))
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s_FILE: %w", v.Name, err))
			continue
		}
		given[v.Name] = strings.TrimSpace(string(text))
	}
	return faults
}

func checkNeeded(given map[string]string, purpose Purpose) []error {
	var faults []error
	for _, v := range Variables() {
		if v.NeededFor(purpose) && given[v.Name] == "" {
			also := ""
			if v.Secret {
				also = " (or " + v.Name + "_FILE)"
			}
			faults = append(faults, fmt.Errorf("%s%s is not set: %s", v.Name, also, v.Doc))
		}
	}
	return faults
}

// nameParseFaults keeps the names of settings that are of the wrong kind and leaves out what they held.
func nameParseFaults(err error) []error {
	var faults []error
	var all env.AggregateError
	if !errors.As(err, &all) {
		return []error{errors.New("the settings cannot be read")}
	}
	for _, one := range all.Errors {
		var parse env.ParseError
		name := "a setting"
		if errors.As(one, &parse) {
			name = variableOf(parse.Name)
		}
		faults = append(faults, fmt.Errorf("%s is not of the right kind", name))
	}
	return faults
}

func readKeys(files []string) ([][]byte, []error) {
	var keys [][]byte
	var faults []error
	for _, path := range files {
		text, err := os.ReadFile(strings.TrimSpace(path))
		if err != nil {
			faults = append(faults, fmt.Errorf("SESSION_KEY_FILES: %w", err))
			continue
		}
		key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
		if err != nil || len(key) < 32 {
			faults = append(faults, fmt.Errorf("SESSION_KEY_FILES: %s does not hold 32 bytes or more as base64", path))
			continue
		}
		keys = append(keys, key)
	}
	return keys, faults
}
