package compare

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/measure"
)

// Behind is what people who know the children of some organisations are shown of the areas of a set, on all pages together.
func Behind(set Set, own ...string) []Figures {
	land := &landscape{at: map[unitKey]int{}, members: set.Members}
	k := known{}
	for _, u := range set.Units {
		switch {
		case u.Level == Organisation && slices.Contains(own, u.Code):
			r := row{figures: u}
			for level, code := range set.Members[u.Code] {
				r.within = append(r.within, string(level)+" "+code)
			}
			k.add(r)
		case !u.Level.Centre():
			land.take(row{there: true, figures: u})
		}
	}
	land.sums = Sums(land.places, land.members, CareBoard)
	v := DefaultPolicy.veil(land, k)
	shown := Dashboard{Units: slices.Clone(land.areas)}
	for i := range shown.Units {
		shown.Units[i].Counts, shown.Units[i].Average = slices.Clone(shown.Units[i].Counts), make([]measure.Count, len(shown.Units[i].Counts))
	}
	shown.behind(v)
	return shown.Units
}
