package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// Syndrome is one epilepsy syndrome.
type Syndrome struct {
	ask.Row
	Syndrome    *string   `exchange:"syndrome_name"`
	DiagnosedOn *ask.Date `exchange:"syndrome_diagnosis_date"`
}

var syn Syndrome

// SyndromeSection repeats: one row a syndrome.
var SyndromeSection = ask.NewSection("syndrome", "Syndrome", &syn,
	ask.Search(&syn.Syndrome, "Syndrome", Syndromes).OncePerChild().
		Help("Epilepsy syndrome by the current ILAE nosology."),
	ask.Day(&syn.DiagnosedOn, "Syndrome diagnosed on").NotBefore(birth).
		Help("Day on which the syndrome was diagnosed."),
).StoredIn("syndromes").ExchangedAs("syndromes").OpenIf(registered).NewestFirst(&syn.DiagnosedOn)

// IsMRIExempt tells whether the syndrome calls for no imaging (NICE NG217): the list says so.
func (s *Syndrome) IsMRIExempt(lists ask.Lists) bool {
	if s.Syndrome == nil {
		return false
	}
	o, _ := lists.Of(Syndromes).Find(*s.Syndrome)
	return o.Tags[mriExemptTag] == "true"
}

// Syndromes are the child's syndromes.
func (c *Child) Syndromes() []*Syndrome { return rowsOf[Syndrome](c) }
