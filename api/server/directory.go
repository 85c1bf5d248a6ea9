package server

import (
	"context"

	"github.com/pinktick/pinktick/tenants"
)

// Directory finds tenants and their organisations. What does not exist is fault.NotFound.
type Directory interface {
	Tenant(ctx context.Context, ods string) (tenants.Tenant, error)
	Search(ctx context.Context, words string) ([]tenants.Tenant, error)
	Organisation(ctx context.Context, tenant tenants.ID, ods string) (tenants.Organisation, error)
	Organisations(ctx context.Context, tenant tenants.ID) ([]tenants.Organisation, error)
	Logo(ctx context.Context, ods string) (kind string, bytes []byte, err error)
}
