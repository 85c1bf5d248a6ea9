// Package transport brings whole records into a tenant and out of it again: exchange records (package export) to and from the
// store (package record). It decides which records are taken; how one is read is export's matter, how it is stored record's.
package transport

import (
	"context"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// Transport works for the tenant and in the name of the person in the context.
type Transport struct {
	Records   *record.Store
	Directory *tenants.Directory
	Now       func() time.Time
	Lists     ask.Lists // the code lists as they stand; nil: as this release has them
}

// organisation finds an organisation by a code it has or had.
func (t *Transport) organisation(ctx context.Context, code string) (tenants.Organisation, bool) {
	o, err := t.Directory.OrganisationByODS(ctx, code)
	return o, err == nil
}
