package gallery

import (
	"fmt"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/ui/control"
)

var certainty = []control.Option{{Code: "exact", Label: "Exact"}, {Code: "month", Label: "To the month"}, {Code: "year", Label: "To the year"}, {Code: "unsure", Label: "Uncertain"}}

var problems = []control.Option{{Code: "anxiety", Label: "Anxiety"}, {Code: "mood", Label: "Mood disorder"}, {Code: "adhd", Label: "ADHD"}, {Code: "conduct", Label: "Conduct disorder"}}

var lobes = []control.Option{{Code: "frontal", Label: "Frontal lobe"}, {Code: "temporal", Label: "Temporal lobe"}, {Code: "parietal", Label: "Parietal lobe"}, {Code: "occipital", Label: "Occipital lobe"}}

var features = []control.Option{{Code: "automatisms", Label: "Automatisms"}, {Code: "clonic", Label: "Clonic"}, {Code: "tonic", Label: "Tonic"}, {Code: "staring", Label: "Behavioural arrest"}}

var ethnicities = []control.Option{{Code: "british", Label: "British"}, {Code: "irish", Label: "Irish"}, {Code: "indian", Label: "Indian"}, {Code: "pakistani", Label: "Pakistani"}, {Code: "caribbean", Label: "Caribbean"}, {Code: "not_stated", Label: "Not stated"}}

var centres = []control.Option{
	{Code: "RGT01", Label: "Addenbrooke’s Hospital", Group: "Cambridge University Hospitals NHS Foundation Trust"},
	{Code: "RGT02", Label: "Rosie Hospital", Group: "Cambridge University Hospitals NHS Foundation Trust"},
	{Code: "7A4C1", Label: "Noah’s Ark Children’s Hospital", Group: "Cardiff and Vale University Health Board"},
	{Code: "RP401", Label: "Great Ormond Street Hospital", Group: "Great Ormond Street Hospital NHS Foundation Trust"},
}

// causes is a long list, so that searching it means something.
var causes = func() []control.Option {
	list := []control.Option{
		{Code: "scn1a", Label: "SCN1A", Hint: "Dravet"}, {Code: "tsc", Label: "Tuberous sclerosis complex"}, {Code: "cdkl5", Label: "CDKL5 deficiency disorder"},
		{Code: "glut1", Label: "GLUT1 deficiency", Hint: "De Vivo disease"}, {Code: "fcd", Label: "Focal cortical dysplasia"}, {Code: "menkes", Label: "Ménkes disease"},
	}
	for i := 1; i <= 70; i++ {
		list = append(list, control.Option{Code: fmt.Sprintf("c%d", i), Label: fmt.Sprintf("%dq deletion syndrome", i)})
	}
	return list
}()

func optionsOf(kind ask.Kind) []control.Option {
	switch kind {
	case ask.KindChoice:
		return certainty
	case ask.KindChoices:
		return problems
	case ask.KindSelect:
		return ethnicities
	case ask.KindSearch:
		return causes
	case ask.KindTiles:
		return lobes
	case ask.KindTicks:
		return features
	case ask.KindOrganisation:
		return centres
	default:
		return nil
	}
}

// keywords picks a few words out of a text.
func keywords(text string) []control.Option {
	var found []control.Option
	for _, word := range []string{"staring", "confusion", "stiffening", "aura"} {
		if strings.Contains(strings.ToLower(text), word) {
			found = append(found, control.Option{Code: word, Label: word})
		}
	}
	return found
}
