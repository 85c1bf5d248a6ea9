package ask

import (
	"slices"
	"strings"
)

// Option is one entry of a list: a code that is stored and a label that is shown.
type Option struct {
	Code    string
	Label   string
	Hint    string            // its synonyms, or the parent of an organisation
	Group   string            // heading under which it is listed
	Alias   []string          // other codes and names by which it is known in exchange
	Concept string            // its id in the terminology of the health service, SNOMED CT
	Tags    map[string]string // further attributes of the entry, such as is_rescue

	Retired     bool // never offered; stays where it is recorded, and is accepted in exchange
	From, Until Date // offered from the first day on, and no longer from the second on; no date: ever since, and for good
}

// IsOffered tells whether the entry may be chosen anew on a day. One that may not stays where it is recorded.
func (o *Option) IsOffered(on Date) bool {
	return !o.Retired && (o.From.IsZero() || !on.Before(o.From)) && (o.Until.IsZero() || on.Before(o.Until))
}

// List is a named code list.
type List struct {
	Name    string
	Options []Option
}

// Lists are code lists by name that stand in for the declared ones, such as those a database holds. They are never changed,
// only replaced, so that any number of rules may look at them at once. Of no Lists, every list is as declared.
type Lists map[string]*List

// Of gives the list of that name, or the declared one where there is none.
func (l Lists) Of(declared *List) *List {
	if found, ok := l[declared.Name]; ok {
		return found
	}
	return declared
}

// Find gives the option with that code.
func (l *List) Find(code string) (Option, bool) { return find(l.Options, code) }

// Recognise gives the option known by that code, label or alias; an exact code goes before a label, a label before an alias.
func (l *List) Recognise(name string) (Option, bool) { return recognise(l.Options, name) }

func recognise(options []Option, name string) (Option, bool) {
	tests := []func(Option) bool{
		func(o Option) bool { return o.Code == name },
		func(o Option) bool { return strings.EqualFold(o.Label, name) },
		func(o Option) bool { return slices.Contains(o.Alias, name) },
	}
	for _, test := range tests {
		if i := slices.IndexFunc(options, test); i >= 0 {
			return options[i], true
		}
	}
	return Option{}, false
}

// find looks at the entries where they are: they are too large to be handed about, and looked through often.
func find(options []Option, code string) (Option, bool) {
	for i := range options {
		if options[i].Code == code {
			return options[i], true
		}
	}
	return Option{}, false
}
