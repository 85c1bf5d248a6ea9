package tenants

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Search finds trusts and health boards that take part and are open, by their name, Welsh name or ODS code by former
// names, or by their hospitals; every word must occur. The best match comes first. Without words it finds all.
func (d *Directory) Search(ctx context.Context, words string, limit int) ([]Tenant, error) {
	l, err := d.listing(ctx)
	if err != nil {
		return nil, err
	}
	sought := strings.Fields(plain(words))
	type match struct {
		tenant Tenant
		rank   int
	}
	var found []match
	for _, t := range l.tenants {
		if !t.Participating {
			continue
		}
		if rank := l.rank(t, sought); rank > 0 {
			found = append(found, match{t, rank})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return a.rank - b.rank })
	if limit > 0 && len(found) > limit {
		found = found[:limit]
	}
	out := make([]Tenant, len(found))
	for i, m := range found {
		out[i] = m.tenant
	}
	return out, nil
}

// rank says how well a tenant answers the words: 1 is its code, 2 a name that begins so, 3 its names, 4 a former
// name or one of its hospitals, 0 not at all.
func (l *listing) rank(t Tenant, sought []string) int {
	names := plain(t.ODSCode + " " + t.Name + " " + t.ShortName + " " + t.NameWelsh)
	switch {
	case len(sought) == 0:
		return 3
	case len(sought) == 1 && plain(t.ODSCode) == sought[0]:
		return 1
	case strings.HasPrefix(plain(t.Name), strings.Join(sought, " ")):
		return 2
	case containsAll(names, sought):
		return 3
	}
	if containsAll(names+" "+plain(l.former[t.ID]), sought) {
		return 4
	}
	for _, o := range l.organisations {
		if o.TenantID == t.ID && containsAll(names+" "+plain(o.ODSCode+" "+o.Name), sought) {
			return 4
		}
	}
	return 0
}

func containsAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// plain takes away case, accents and apostrophes: people type "kings" and "ysbyty'r" in every way.
func plain(text string) string {
	stripped, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	if err != nil {
		stripped = text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’':
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		default:
			return ' '
		}
	}, stripped)
}
