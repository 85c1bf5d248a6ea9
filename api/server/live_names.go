package server

import (
	"slices"
	"strings"

	"github.com/pinktick/pinktick/pkg/live"
)

// hereNames are people in words, each once, whether they are there now or were a moment ago. The national audit team is
// named as a team.
func hereNames(now, before []live.Person) []string {
	var names []string
	for _, p := range slices.Concat(now, before) {
		name := p.Name + " (" + strings.ToLower(p.Role.Name()) + ")"
		if p.Role.National() {
			name = "National audit team"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
