package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// providersCmd writes sign-in providers and their mapping rules from a file, whole or not at all. Rules get a new version.
type providersCmd struct {
	File   string `arg:"" help:"JSON file with a list of providers; the README shows one." type:"existingfile"`
	Reason string `required:"" help:"Why: kept with the new version of the rules."`
}

// providerFile is one provider as an operator writes it. Tenants are named by their ODS codes.
type providerFile struct {
	ID             string     `json:"id"`
	Kind           login.Kind `json:"kind"` // cis2, entra or oidc
	Name           string     `json:"name"`
	Issuer         string     `json:"issuer"` // compared as an exact string
	ClientID       string     `json:"client_id"`
	ClientAuth     string     `json:"client_auth"` // private_key_jwt, client_secret_basic or client_secret_post
	Secret         string     `json:"secret"`      // name of the file in PROVIDER_SECRETS_DIR, never the secret
	EntraTID       string     `json:"entra_tid"`
	Scopes         []string   `json:"scopes"`
	ACRValues      string     `json:"acr_values"`
	AsksFresh      bool       `json:"asks_fresh"`
	UserInfo       bool       `json:"user_info"`
	FirstSignIn    string     `json:"first_sign_in"` // auto, approve or invite
	GrantsNational bool       `json:"grants_national"`
	State          string     `json:"state"` // draft, test or live
	TesterSubject  string     `json:"tester_subject"`
	Tenants        []string   `json:"tenants"` // those it may speak for
	Rules          []ruleFile `json:"rules"`
}

// ruleFile is one mapping rule (sso.md, section 3).
type ruleFile struct {
	Claim       string       `json:"claim"`
	Test        login.Test   `json:"test"` // equals, one of, contains or present
	Wanted      []string     `json:"wanted"`
	Tenant      string       `json:"tenant"`       // an ODS code, or
	TenantClaim string       `json:"tenant_claim"` // the claim that holds one
	Role        tenants.Role `json:"role"`
	Until       time.Time    `json:"until"`
}

// Run writes the providers with the sign-in role.
func (cmd providersCmd) Run() error {
	c, err := config.Load(config.Providers)
	if err != nil {
		return err
	}
	files, err := readProviders(cmd.File)
	if err != nil {
		return err
	}
	ctx := context.Background()
	db, err := tenants.Open(c.LoginDatabaseURL, tenants.Options{MaxConns: 1})
	if err != nil {
		return err
	}
	defer closeDB(db)
	pool, err := login.OpenPool(ctx, c.LoginDatabaseURL, 1, c.DatabaseExecMode)
	if err != nil {
		return err
	}
	defer pool.Close()
	directory := tenants.NewDirectory(db, time.Minute)
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		for _, f := range files {
			if err := f.save(ctx, tx, directory, cmd.Reason); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		fmt.Println(len(files), "providers written")
	}
	return err
}

// readProviders refuses what it does not know, so that a misspelt setting is no silent default.
func readProviders(path string) ([]providerFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read providers: %w", err)
	}
	defer func() { _ = file.Close() }()
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	var files []providerFile
	if err := decoder.Decode(&files); err != nil {
		return nil, fmt.Errorf("read providers: %w", err)
	}
	if len(files) == 0 {
		return nil, errors.New("read providers: the file names none")
	}
	return files, nil
}

func (f providerFile) save(ctx context.Context, tx pgx.Tx, directory *tenants.Directory, reason string) error {
	p := login.Provider{
		ID: f.ID, Name: f.Name, Kind: f.Kind, Issuer: f.Issuer, ClientID: f.ClientID, ClientAuth: f.ClientAuth, SecretName: f.Secret,
		EntraTID: f.EntraTID, Scopes: f.Scopes, ACRValues: f.ACRValues, AsksFresh: f.AsksFresh, UserInfo: f.UserInfo,
		FirstSignIn: f.FirstSignIn, GrantsNational: f.GrantsNational, State: f.State, TesterSubject: f.TesterSubject,
	}
	for _, code := range f.Tenants {
		tenant, err := directory.TenantByODS(ctx, code)
		if err != nil {
			return fmt.Errorf("provider %s: tenant %s: %w", f.ID, code, err)
		}
		p.Tenants = append(p.Tenants, tenant.ID)
	}
	var rules []login.Rule
	for _, r := range f.Rules {
		rule := login.Rule{Claim: r.Claim, Test: r.Test, Wanted: r.Wanted, TenantClaim: r.TenantClaim, Role: r.Role, Until: r.Until}
		if r.Tenant != "" {
			tenant, err := directory.TenantByODS(ctx, r.Tenant)
			if err != nil {
				return fmt.Errorf("provider %s: tenant %s: %w", f.ID, r.Tenant, err)
			}
			rule.TenantID = tenant.ID
		}
		rules = append(rules, rule)
	}
	return login.SaveProvider(ctx, tx, p, rules, reason)
}

func closeDB(db *gorm.DB) {
	if pool, err := db.DB(); err == nil {
		_ = pool.Close()
	}
}
