package record

import (
	"context"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Statements are those behind a page of the list: of its rows, and of their number.
func Statements(ctx context.Context, q Query, today ask.Date) (page, count string, args []any) {
	l := newListing(ctx, q, today)
	return l.page(), l.count(), l.args
}

// SearchStatements are those behind a search across tenants: among the first of the order, and by the index of words.
func SearchStatements(ctx context.Context, q Query, today ask.Date) (first, words string, args []any) {
	l := newListing(ctx, q, today)
	return l.amongFirst(), l.byWords(), l.args
}

// Force is the choice between them.
var Force = force

// What the doors of transfers may say, and what it means.
var (
	RefusedAs        = refusedAs
	TransferRefusals = transferRefusals
	NotAsked         = notAsked
)
