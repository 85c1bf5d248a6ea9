package kpi

import (
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

func ptr[T any](v T) *T { return &v }

// episodeColumn are episodes that are, or nearly are, myoclonic.
var episodeColumn = column{
	[]string{"none", "MyC", "focal myoclonic", "MAb", "MTC", "myoclonic, not epileptic", "split over two", "unanswered"},
	func(c *dataset.Child, value string) {
		add := func(e dataset.Episode) { c.AddRow(dataset.EpisodeSection, &e) }
		epileptic := ptr("E")
		switch value {
		case "MyC", "MAb", "MTC":
			add(dataset.Episode{Status: epileptic, GeneralisedType: ptr(value)})
		case "focal myoclonic":
			add(dataset.Episode{Status: epileptic, FocalMyoclonic: ptr(true)})
		case "myoclonic, not epileptic":
			add(dataset.Episode{Status: ptr("NE"), GeneralisedType: ptr("MyC"), FocalMyoclonic: ptr(true)})
		case "split over two":
			add(dataset.Episode{Status: epileptic})
			add(dataset.Episode{Status: ptr("U"), FocalMyoclonic: ptr(true)})
		case "unanswered":
			add(dataset.Episode{})
		}
	},
}

// medicinesColumn are maintenance medicines by when they were started.
var medicinesColumn = column{
	[]string{"none", "two", "three", "three, one stopped", "three, one without date", "three, one rescue", "three, one on ANN", "three, but given no"},
	func(c *dataset.Child, value string) {
		started := []*ask.Date{ptr(seenFirst), ptr(seenFirst.AddDays(20)), ptr(ann.AddDays(-1))}
		rescue := []bool{false, false, false}
		given := true
		var stopped *ask.Date
		switch value {
		case "none":
			return
		case "two":
			started = started[:2]
		case "three, one stopped":
			stopped = ptr(seenFirst.AddDays(40))
		case "three, one without date":
			started[1] = nil
		case "three, one rescue":
			rescue[1] = true
		case "three, one on ANN":
			started[2] = ptr(ann)
		case "three, but given no":
			given = false
		}
		c.Management().AntiseizureMedicineGiven = &given
		for i, on := range started {
			c.AddRow(dataset.MedicineSection, &dataset.Medicine{IsRescue: &rescue[i], StartedOn: on, StoppedOn: stopped})
		}
	},
}

// syndromeColumn are syndromes with and without need of imaging.
var syndromeColumn = column{
	[]string{"none", "centrotemporal", "JME", "JAE", "CAE", "GTCS alone", "another", "no name yet"},
	func(c *dataset.Child, value string) {
		labels := map[string]string{
			"centrotemporal": "Self-limited epilepsy with centrotemporal spikes", "JME": "Juvenile myoclonic epilepsy",
			"JAE": "Juvenile absence epilepsy", "CAE": "Childhood absence epilepsy",
			"GTCS alone": "Epilepsy with generalized tonic–clonic seizures alone", "another": "Epilepsy with myoclonic absences", //nolint:misspell // its name in the list
		}
		if value == "none" {
			return
		}
		row := &dataset.Syndrome{}
		for _, o := range dataset.Syndromes.Options {
			if o.Label == labels[value] {
				row.Syndrome = &o.Code
			}
		}
		if (row.Syndrome == nil) != (value == "no name yet") {
			panic("no syndrome " + value)
		}
		c.AddRow(dataset.SyndromeSection, row)
	},
}

// valproateColumn are rows of sodium valproate.
var valproateColumn = column{
	[]string{
		"no row", "another medicine", "as rescue", "programme T, form T", "programme T, form F", "programme F, form T", "programme F, form F",
		"programme –, form T", "programme T, form –", "programme –, form –", "no, then unanswered", "undated T, then none", "stopped T",
	},
	func(c *dataset.Child, value string) {
		add := func(m dataset.Medicine) { c.AddRow(dataset.MedicineSection, &m) }
		name, no, yes := ptr("sodium_valproate"), ptr(false), ptr(true)
		answers := map[byte]*bool{'T': yes, 'F': no}
		switch value {
		case "no row":
		case "another medicine":
			add(dataset.Medicine{Medicine: ptr("levetiracetam"), IsRescue: no, PregnancyPreventionOn: yes, AnnualRiskFormDone: yes})
		case "as rescue":
			add(dataset.Medicine{Medicine: name, IsRescue: yes, PregnancyPreventionOn: yes, AnnualRiskFormDone: yes})
		case "no, then unanswered": // the row started last decides, wherever it stands
			add(dataset.Medicine{Medicine: name, IsRescue: no, StartedOn: ptr(seenFirst.AddDays(9))})
			add(dataset.Medicine{Medicine: name, IsRescue: no, StartedOn: &seenFirst, PregnancyPreventionOn: no, AnnualRiskFormDone: no})
		case "undated T, then none": // rows without a date come first
			add(dataset.Medicine{Medicine: name, IsRescue: no, StartedOn: &seenFirst, PregnancyPreventionOn: yes, AnnualRiskFormDone: no})
			add(dataset.Medicine{Medicine: name, IsRescue: no})
		case "stopped T":
			add(dataset.Medicine{Medicine: name, IsRescue: no, StoppedOn: &seenFirst, PregnancyPreventionOn: yes, AnnualRiskFormDone: no})
		default:
			add(dataset.Medicine{Medicine: name, IsRescue: no, StartedOn: &seenFirst,
				PregnancyPreventionOn: answers[value[len("programme ")]], AnnualRiskFormDone: answers[value[len(value)-1]]})
		}
	},
}

// fiveColumn are the five core elements of a care plan beside prolonged seizures.
var fiveColumn = column{
	[]string{"none answered", "one missing", "one missing, one no", "one no", "all"},
	func(c *dataset.Child, value string) {
		m := c.Management()
		five := []**bool{&m.CarePlanCoversFirstAid, &m.CarePlanCoversWaterSafety, &m.CarePlanHasServiceContact, &m.CarePlanCoversParticipation, &m.CarePlanCoversSUDEP}
		if value == "none answered" {
			return
		}
		for _, field := range five {
			*field = ptr(true)
		}
		switch value {
		case "one missing":
			*five[3] = nil
		case "one missing, one no":
			*five[1], *five[4] = nil, ptr(false)
		case "one no":
			*five[2] = ptr(false)
		}
	},
}
