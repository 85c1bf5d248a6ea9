package ask

import (
	"slices"
	"strings"
)

// Option is one entry of a list: a code that is stored and a label that is shown.
type Option struct {
	Code  string
	Label string
	Hint  string            // a synonym, or the parent of an organisation
	Group string            // heading under which it is listed
	Alias []string          // other codes and names by which it is known in exchange
	Tags  map[string]string // further attributes of the entry, such as is_rescue

	Retired bool // not offered any more, or not yet; stays where it is recorded, and is accepted in exchange
}

// List is a named code list.
type List struct {
	Name    string
	Options []Option
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

func find(options []Option, code string) (Option, bool) {
	i := slices.IndexFunc(options, func(o Option) bool { return o.Code == code })
	if i < 0 {
		return Option{}, false
	}
	return options[i], true
}
