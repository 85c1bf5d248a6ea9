package ask

import "slices"

// Option is one entry of a list: a code that is stored and a label that is shown.
type Option struct {
	Code  string
	Label string
	Hint  string            // a synonym, or the parent of an organisation
	Group string            // heading under which it is listed
	Alias []string          // other codes and names by which it is known in exchange
	Tags  map[string]string // further attributes of the entry, such as is_rescue
}

// List is a named code list.
type List struct {
	Name    string
	Options []Option
}

// Find gives the option with that code.
func (l *List) Find(code string) (Option, bool) { return find(l.Options, code) }

// Recognise gives the option known by that code, label or alias.
func (l *List) Recognise(name string) (Option, bool) {
	for _, o := range l.Options {
		if o.Code == name || o.Label == name || slices.Contains(o.Alias, name) {
			return o, true
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
