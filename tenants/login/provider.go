package login

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

var (
	providerID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,40}$`)
	secretName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,80}$`)
)

// Provider is one way in, as its row says.
type Provider struct {
	ID, Name       string
	Kind           Kind
	Issuer         string
	ClientID       string
	ClientAuth     string
	SecretName     string
	EntraTID       string
	Scopes         []string
	ACRValues      string
	AsksFresh      bool
	UserInfo       bool
	FirstSignIn    string // auto, approve, invite
	GrantsNational bool
	State          string // draft, test, live
	TesterSubject  string
	Tenants        []tenants.ID // those it may speak for
}

// providerTable keeps the rows for a few seconds and what was fetched from each provider for longer.
type providerTable struct {
	service *Service
	mu      sync.Mutex
	loaded  time.Time
	rows    map[string]Provider
	issuers map[string]*issuer
}

func newProviderTable(s *Service) *providerTable {
	return &providerTable{service: s, issuers: map[string]*issuer{}}
}

// Providers lists the ways in that are live, for the page that offers them: a trust's own before those it shares.
func (s *Service) Providers(ctx context.Context) ([]Provider, error) {
	rows, err := s.providers.all(ctx)
	if err != nil {
		return nil, err
	}
	var live []Provider
	for _, p := range rows {
		if p.State == "live" {
			live = append(live, p)
		}
	}
	slices.SortFunc(live, func(a, b Provider) int {
		return cmp.Or(cmp.Compare(len(a.Tenants), len(b.Tenants)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return live, nil
}

// ProvidersFor lists the live ways in to one tenant.
func (s *Service) ProvidersFor(ctx context.Context, tenant tenants.ID) ([]Provider, error) {
	live, err := s.Providers(ctx)
	return slices.DeleteFunc(live, func(p Provider) bool { return !slices.Contains(p.Tenants, tenant) }), err
}

// Provider gives one provider that may be used, live or in test. An unknown id and a draft are the same: not found.
func (s *Service) Provider(ctx context.Context, id string) (Provider, error) {
	rows, err := s.providers.all(ctx)
	if err != nil {
		return Provider{}, err
	}
	p, found := rows[id]
	if !found || p.State == "draft" {
		return Provider{}, fault.New(fault.NotFound, "provider_unknown", "There is no such way to sign in.")
	}
	return p, nil
}

func (t *providerTable) all(ctx context.Context) (map[string]Provider, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.service.Now()
	if t.rows != nil && now.Sub(t.loaded) < providersAge {
		return t.rows, nil
	}
	rows, err := t.load(ctx)
	if err != nil {
		return nil, unavailable("load providers", err)
	}
	t.rows, t.loaded = rows, now
	return rows, nil
}

func (t *providerTable) load(ctx context.Context) (map[string]Provider, error) {
	rows, err := t.service.Pool.Query(ctx, `
		select p.id, p.name, p.kind, p.issuer, p.client_id, p.client_auth, p.secret_name, coalesce(p.entra_tid, '') as entra_tid,
			p.scopes, p.acr_values, p.asks_fresh, p.user_info, p.first_sign_in, p.grants_national, p.state,
			coalesce(p.tester_subject, '') as tester_subject,
			coalesce((select array_agg(t.tenant_id::text order by t.tenant_id) from provider_tenants t where t.provider_id = p.id), '{}') as tenants
		from providers p`)
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Provider])
	if err != nil {
		return nil, err
	}
	table := map[string]Provider{}
	for _, p := range found {
		table[p.ID] = p
	}
	return table, nil
}

// secret reads the provider's secret anew each time, so that it can be exchanged while the server runs.
func (s *Service) secret(p Provider) (string, error) {
	if !secretName.MatchString(p.SecretName) {
		return "", errors.New("the provider's secret has no proper name")
	}
	text, err := os.ReadFile(filepath.Join(s.SecretsDir, p.SecretName))
	if err != nil {
		return "", fmt.Errorf("read the provider's secret: %w", err)
	}
	secret := strings.TrimSpace(string(text))
	if secret == "" {
		return "", errors.New("the provider's secret is empty")
	}
	return secret, nil
}

func unavailable(doing string, cause error) error {
	return fault.Wrap(fault.Unavailable, "sign_in_unavailable",
		"Signing in is not working at the moment. Please try again in a few minutes.", fmt.Errorf("%s: %w", doing, cause))
}
