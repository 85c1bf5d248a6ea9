package publication

import "github.com/pinktick/pinktick/pkg/compare"

// Hiding is how much of a level a document does not show.
type Hiding struct {
	Level    compare.Level
	Units    int
	Children int // units whose numbers of children are hidden
	Figures  int // units times measures
	Hidden   int // of those figures
}

// Hiding counts what is hidden, level by level.
func (d Document) Hiding() []Hiding {
	var all []Hiding
	for _, l := range d.Levels {
		h := Hiding{Level: l.Key, Units: len(l.Units)}
		for _, u := range l.Units {
			if u.People == nil {
				h.Children++
			}
			h.Figures += len(u.Results)
			for _, r := range u.Results {
				if r.Numbers == nil {
					h.Hidden++
				}
			}
		}
		all = append(all, h)
	}
	return all
}
