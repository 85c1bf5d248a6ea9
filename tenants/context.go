package tenants

import "context"

type (
	tenantKey  struct{}
	personKey  struct{}
	requestKey struct{}
)

// Into puts the active tenant into the context. Only middleware and jobs do; no store takes a tenant as an argument.
func Into(ctx context.Context, t Tenant) context.Context {
	return context.WithValue(ctx, tenantKey{}, t)
}

// From gives the active tenant. A tenant whose id is not a uuid counts as none.
func From(ctx context.Context) (Tenant, bool) {
	if ctx == nil {
		return Tenant{}, false
	}
	t, ok := ctx.Value(tenantKey{}).(Tenant)
	if !ok {
		return Tenant{}, false
	}
	id, err := ParseID(string(t.ID))
	if err != nil {
		return Tenant{}, false
	}
	t.ID = id
	return t, true
}

// IntoPerson puts the acting person into the context.
func IntoPerson(ctx context.Context, p Person) context.Context {
	return context.WithValue(ctx, personKey{}, p)
}

// PersonFrom gives the acting person.
func PersonFrom(ctx context.Context) (Person, bool) {
	p, ok := ctx.Value(personKey{}).(Person)
	return p, ok
}

// RequestInto puts the request's id into the context, for the change log and the logs.
func RequestInto(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestFrom gives the request's id; empty outside a request.
func RequestFrom(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}
