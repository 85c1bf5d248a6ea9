package gallery

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/plot"
)

// plots are all drawings of the gallery, by the name of their page.
func plots() map[string][]plot.Figure {
	all := map[string][]plot.Figure{
		"plot-funnel": funnels(), "plot-caterpillar": caterpillars(), "plot-bars": bars(), "plot-rings": rings(), "plot-shares": shares(),
		"plot-run-chart": runCharts(), "plot-groups": groupFigures(), "plot-tiles": tileMaps(), "plot-outlines": outlineMaps(), "plot-homes": homes(),
	}
	for _, figures := range all {
		for i := range figures {
			figures[i].SVGHref, figures[i].CSVHref = base+"/plot/"+figures[i].ID+".svg", base+"/plot/"+figures[i].ID+".csv"
		}
	}
	return all
}

func plotPages() map[string]templ.Component {
	titles := map[string]string{"plot-funnel": "Funnel plots", "plot-caterpillar": "Caterpillar plots", "plot-bars": "Bars by level", "plot-rings": "Rings",
		"plot-shares": "Children by category", "plot-run-chart": "Run charts", "plot-groups": "Groups of children", "plot-tiles": "Tile maps", "plot-outlines": "Maps with outlines", "plot-homes": "Homes around a place"}
	pages := map[string]templ.Component{}
	for name, figures := range plots() {
		pages[name] = plotPage(titles[name], figures)
	}
	return pages
}

// plotFiles serves every drawing as a picture and as numbers, each as a file that nothing may be run from.
func plotFiles(mux *http.ServeMux) {
	for _, figures := range plots() {
		for _, f := range figures {
			mux.HandleFunc("GET "+f.SVGHref, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "image/svg+xml")
				w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
				_ = plot.WriteSVG(w, f) // the reader is gone: nothing to do about it
			})
			mux.HandleFunc("GET "+f.CSVHref, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/csv; charset=utf-8")
				_ = plot.WriteCSV(w, f) // the reader is gone: nothing to do about it
			})
		}
	}
}

const benchmarkWords = "All centres, cohort 6, counted on 12 November 2026"

var sampleBenchmark = plot.Benchmark{Rate: 158.0 / 221, Words: benchmarkWords, Met: plot.Of(158), Eligible: plot.Of(221)}

// counted is a unit with its numbers.
func counted(name string, met, eligible int, state plot.State) plot.Unit {
	return plot.Unit{Code: name, Name: name, State: state, Met: plot.Of(met), Eligible: plot.Of(eligible), Interval: sampleInterval(met, eligible),
		Missing: plot.Of(eligible / 12), NotApplicable: plot.Of(eligible / 9), Complete: &nearlyAll, Registered: plot.Of(eligible * 6 / 5), Expected: plot.Of(eligible * 4 / 3)}
}

func own(u plot.Unit) plot.Unit {
	u.Own = true
	return u
}

func grouped(group string, units ...plot.Unit) []plot.Unit {
	for i := range units {
		units[i].Group = group
	}
	return units
}

func linked(units []plot.Unit) []plot.Unit {
	for i := range units {
		units[i].Href = base + "/page/plot-funnel"
	}
	return units
}

// silent are units of which nothing may be told, each for its reason.
func silent() []plot.Unit {
	return []plot.Unit{
		{Code: "S1", Name: "Isle of Wight NHS Trust", State: plot.Suppressed},
		{Code: "S2", Name: "Bwrdd Iechyd Addysgu Powys", State: plot.NotParticipating},
		{Code: "S3", Name: "Shrewsbury and Telford Hospital NHS Trust", State: plot.InsufficientData, Met: plot.Of(9), Eligible: plot.Of(21), Interval: sampleInterval(9, 21), Missing: plot.Of(30), Registered: plot.Of(51), Expected: plot.Of(140)},
		{Code: "S4", Name: "Wye Valley NHS Trust", State: plot.TooFew, Met: plot.Of(4), Eligible: plot.Of(4), Interval: sampleInterval(4, 4)},
		{Code: "S5", Name: "Royal Berkshire NHS Foundation Trust", State: plot.TooFew, Met: plot.Of(0), Eligible: plot.Of(0), NotApplicable: plot.Of(3), Missing: plot.Of(2)},
	}
}

// nearlyAll is the share of required answers that are there.
var nearlyAll = 0.96
