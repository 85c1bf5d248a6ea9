package server

import (
	"context"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
)

func optionsOf(d *tenants.Directory) func(context.Context) ([]ask.Option, error) {
	return func(ctx context.Context) ([]ask.Option, error) {
		tenant, _ := tenants.From(ctx)
		return asOptions(d.Organisations(ctx, tenant.ID))
	}
}

func asOptions(all []tenants.Organisation, err error) ([]ask.Option, error) {
	var options []ask.Option
	for _, o := range all {
		options = append(options, ask.Option{Code: o.ID, Label: o.Name})
	}
	return options, err
}
