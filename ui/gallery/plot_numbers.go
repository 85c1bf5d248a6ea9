package gallery

import (
	"fmt"
	"math"

	"github.com/pinktick/pinktick/ui/plot"
)

// sampleInterval and sampleLimits stand in for pkg/measure, which pages take their numbers from.
func sampleInterval(met, eligible int) *plot.Range {
	n := float64(eligible)
	p := float64(met) / max(n, 1)
	half := 1.96 * math.Sqrt(max(p*(1-p), 0.02)/max(n, 1))
	return &plot.Range{Lower: max(0, p-half), Upper: min(1, p+half)}
}

func sampleLimits(label string, tail, z float64) plot.Limits {
	return plot.Limits{Label: label, Tail: tail, At: func(n int) (lower, upper float64) {
		half := z * math.Sqrt(sampleBenchmark.Rate*(1-sampleBenchmark.Rate)/float64(n))
		return sampleBenchmark.Rate - half, sampleBenchmark.Rate + half
	}}
}

func sampleFunnel(units []plot.Unit) plot.Funnel {
	return plot.Funnel{What: "centre", Benchmark: sampleBenchmark, Inner: sampleLimits("95 % limit", 0.025, 1.96), Outer: sampleLimits("99.8 % limit", 0.001, 3.09), Units: units}
}

// manyCentres are a good many centres, with numbers that look like an audit’s.
func manyCentres() []plot.Unit {
	var all []plot.Unit
	for i := range 60 {
		eligible := 6 + (i*37)%90
		rate := sampleBenchmark.Rate + 0.5/math.Sqrt(float64(eligible))*math.Sin(float64(i)*2.399)*1.6
		met := min(max(int(math.Round(rate*float64(eligible))), 0), eligible)
		z := (float64(met)/float64(eligible) - sampleBenchmark.Rate) / math.Sqrt(sampleBenchmark.Rate*(1-sampleBenchmark.Rate)/float64(eligible))
		state := plot.AsExpected
		switch {
		case z < -3.09:
			state = plot.AlarmLow
		case z < -1.96:
			state = plot.AlertLow
		case z > 3.09:
			state = plot.AlarmHigh
		case z > 1.96:
			state = plot.AlertHigh
		}
		all = append(all, counted(fmt.Sprintf("Centre %03d NHS Foundation Trust", i+1), met, eligible, state))
	}
	all[30].Own = true
	return all
}

func fewCentres() []plot.Unit {
	return []plot.Unit{counted("A", 18, 30, plot.AsExpected), own(counted("Bwrdd Iechyd Prifysgol Betsi Cadwaladr", 41, 52, plot.AsExpected)), counted("C", 9, 9, plot.AsExpected),
		counted("D", 60, 64, plot.AlarmHigh), counted("E", 27, 60, plot.AlarmLow), counted("F", 3, 6, plot.AsExpected)}
}

func funnels() []plot.Figure {
	lead := "Measure 1, paediatrician with expertise, cohort 6."
	flaggedOwn := fewCentres()
	flaggedOwn[1].Own, flaggedOwn[4].Own = false, true
	return []plot.Figure{
		{ID: "funnel-many", Title: "All centres by number of children", Lead: lead, Drawing: sampleFunnel(append(manyCentres(), silent()...))},
		{ID: "funnel-few", Title: "Six centres, with links", Lead: lead, Drawing: sampleFunnel(linked(append(fewCentres(), silent()...)))},
		{ID: "funnel-own-flagged", Title: "The own centre is flagged", Lead: lead, Drawing: sampleFunnel(flaggedOwn)},
		{ID: "funnel-hidden", Title: "No centre may be shown", Lead: lead, Drawing: sampleFunnel(silent()[:2])},
		{ID: "funnel-none", Title: "No centre yet", Lead: lead, Drawing: sampleFunnel(nil)},
	}
}

func caterpillars() []plot.Figure {
	long := counted("Cambridge University Hospitals NHS Foundation Trust, Addenbrooke’s Hospital and the Rosie Hospital together", 30, 44, plot.AsExpected)
	units := append(append(fewCentres(), long), silent()...)
	two := append(grouped("London", counted("Barts Health", 20, 40, plot.AsExpected), counted("Whittington", 9, 12, plot.AsExpected)), grouped("Wales", own(counted("Caerdydd a’r Fro", 20, 30, plot.AsExpected)))...)
	return []plot.Figure{
		{ID: "caterpillar-region", Title: "Centres of the East of England", Drawing: plot.Caterpillar{What: "centre", Benchmark: sampleBenchmark, Units: grouped("East of England", units...)}},
		{ID: "caterpillar-two", Title: "Centres of two regions: not by value", Drawing: plot.Caterpillar{What: "centre", Benchmark: sampleBenchmark, Units: two}},
		{ID: "caterpillar-hidden", Title: "None may be shown", Drawing: plot.Caterpillar{What: "centre", Benchmark: sampleBenchmark, Units: silent()[:2]}},
	}
}

func bars() []plot.Figure {
	average := sampleBenchmark
	average.Words = "Average of all eligible children of cohort 6"
	of := func(level plot.Level, what string, units ...plot.Unit) plot.Bars {
		return plot.Bars{Level: level, What: what, Average: average, Units: units}
	}
	boards := []plot.Unit{counted("NHS Bath and North East Somerset, Swindon and Wiltshire Integrated Care Board", 23, 60, ""), own(counted("NHS Devon Integrated Care Board", 30, 44, "")),
		counted("NHS Kent and Medway Integrated Care Board", 0, 12, ""), counted("NHS Surrey Heartlands Integrated Care Board", 12, 12, ""), {Code: "X", Name: "NHS Gloucestershire Integrated Care Board", State: plot.Suppressed},
		{Code: "Y", Name: "NHS Somerset Integrated Care Board", Met: plot.Of(0), Eligible: plot.Of(0), NotApplicable: plot.Of(7), Missing: plot.Of(1)}}
	return []plot.Figure{
		{ID: "bars-icb", Title: "Integrated care boards", Drawing: of(plot.CareBoard, "care board", linked(boards)...)},
		{ID: "bars-lhb", Title: "Local health boards", Drawing: of(plot.HealthBoard, "health board", own(counted("Bwrdd Iechyd Prifysgol Aneurin Bevan", 23, 31, "")), counted("Bwrdd Iechyd Prifysgol Hywel Dda", 9, 17, ""))},
		{ID: "bars-network", Title: "OPEN UK networks", Drawing: of(plot.Network, "network", counted("Birmingham Regional Paediatric Neurology Forum", 71, 90, ""), own(counted("Eastern Paediatric Epilepsy Network", 61, 90, "")))},
		{ID: "bars-region", Title: "NHS England regions", Drawing: of(plot.Region, "region", counted("East of England", 71, 90, ""), own(counted("London", 61, 120, "")), counted("North East and Yorkshire", 30, 110, ""))},
		{ID: "bars-country", Title: "Countries", Drawing: of(plot.Country, "country", counted("England", 140, 200, ""), counted("Wales", 18, 21, ""))},
		{ID: "bars-none", Title: "No figures yet", Drawing: of(plot.Region, "region")},
	}
}

func rings() []plot.Figure {
	level := func(group string, u plot.Unit) plot.Unit {
		u.Group = group
		return u
	}
	all := []plot.Unit{own(level("Organisation", counted("Addenbrooke’s Hospital", 0, 9, ""))), level("Trust", counted("Cambridge University Hospitals NHS Foundation Trust", 12, 12, "")),
		level("Integrated care board", plot.Unit{Name: "NHS Cambridgeshire and Peterborough", Met: plot.Of(0), Eligible: plot.Of(0), NotApplicable: plot.Of(3), Missing: plot.Of(2)}),
		level("Region", counted("East of England", 61, 90, "")), level("Network", plot.Unit{Name: "Eastern Paediatric Epilepsy Network", State: plot.Suppressed}), level("Country", counted("England", 140, 200, "")),
		level("National", counted("England and Wales", 158, 221, ""))}
	return []plot.Figure{{ID: "rings-levels", Title: "Measure 1 at every level", Drawing: plot.Rings{Units: linked(all)}}}
}
