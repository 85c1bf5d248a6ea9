// Package tenants says whose data it is and keeps it apart. A tenant is a hospital trust or health board. Two walls hold,
// each on its own and both failing closed: the Guard, which adds the tenant to every GORM statement and refuses where
// there is none, and PostgreSQL's row-level security, armed for one transaction at a time by Tx.
package tenants

import "errors"

// The kinds of tenant.
const (
	Trust       = "trust"
	HealthBoard = "health_board"
)

// Tenant is a hospital trust or health board: the wall between data.
type Tenant struct {
	ID            ID
	ODSCode       string
	Name          string
	ShortName     string
	NameWelsh     string
	Kind          string // Trust or HealthBoard
	CountryCode   string
	Participating bool // takes part in the audit and has not closed: people may choose it
	Branding      Branding
}

// Branding is a tenant's look, as data.
type Branding struct {
	Name               string // shown in the header; the tenant's short name when empty
	Colour, ColourText string // #rrggbb: the header's ground and its letters
	LogoPath           string // where the logo is served; empty when there is none
	Version            string // changes with every change, for addresses that are cached
}

// Organisation is a hospital or unit inside a tenant.
type Organisation struct {
	ID         string
	ODSCode    string
	Name       string
	ParentName string
	TenantID   ID
	Active     bool
}

// Person is who is acting. Role is the one held in the active tenant.
type Person struct {
	ID, Name, Email string
	Role            Role
}

// The refusals of the Guard and of Tx. They mean a fault in the program, not in what a person did, so none is ever shown.
var (
	ErrNoTenant    = errors.New("tenants: no tenant in the context")
	ErrOtherTenant = errors.New("tenants: the statement names another tenant")
	ErrOutsideTx   = errors.New("tenants: only inside tenants.Tx")
	ErrUnguarded   = errors.New("tenants: the model is neither tenant-owned nor marked global")
	ErrUnbounded   = errors.New("tenants: an update or delete needs a condition of its own")
	ErrUnreadable  = errors.New("tenants: a clause the guard cannot read")
)
