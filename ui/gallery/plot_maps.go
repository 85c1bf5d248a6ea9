package gallery

import (
	"fmt"
	"math"

	"github.com/pinktick/pinktick/ui/plot"
)

func shares() []plot.Figure {
	of := func(categories ...plot.Category) plot.Shares {
		return plot.Shares{Of: "children", Categories: categories}
	}
	one := func(name string, children int) plot.Category {
		return plot.Category{Name: name, Children: plot.Of(children)}
	}
	hidden := func(name string) plot.Category { return plot.Category{Name: name, Children: plot.Hidden()} }
	return []plot.Figure{
		{ID: "shares-sex", Title: "Sex", Drawing: of(one("Male", 170), one("Female", 139), one("Not known", 2), one("Not specified", 0))},
		{ID: "shares-age", Title: "Age today", Drawing: of(one("Under 1", 12), one("1 to 4", 80), one("5 to 10", 120), one("11 to 17", 95), one("18 and over", 4))},
		{ID: "shares-quintile", Title: "Deprivation quintile", Drawing: of(one("1, most deprived", 90), one("2", 61), one("3", 55), one("4", 50), one("5, least deprived", 40), one("Not known", 15))},
		{ID: "shares-ethnicity", Title: "Ethnicity", Drawing: of(one("White: English, Welsh, Scottish, Northern Irish or British", 150), one("White: Irish", 2), one("White: Gypsy or Irish Traveller", 1), one("Any other white background", 20),
			one("White and Black Caribbean", 6), one("White and Asian", 5), one("Indian", 22), one("Pakistani", 31), one("Bangladeshi", 14), one("Chinese", 3), one("African", 19), one("Caribbean", 8), one("Not stated", 30))},
		{ID: "shares-one", Title: "All of one kind", Drawing: of(one("Male", 12), one("Female", 0))},
		{ID: "shares-hidden", Title: "A number is hidden", Drawing: of(one("Male", 40), hidden("Female"), hidden("Not known"))},
		{ID: "shares-none", Title: "No children", Drawing: of(one("Male", 0), one("Female", 0))},
	}
}

func moment(name string, met, eligible int, mean float64) plot.Moment {
	half := 3 * math.Sqrt(mean*(1-mean)/float64(eligible))
	u := counted(name, met, eligible, "")
	u.Interval = &plot.Range{Lower: max(0, mean-half), Upper: min(1, mean+half)}
	return plot.Moment{Unit: u}
}

func runCharts() []plot.Figure {
	limits := "Limits: three standard deviations around the mean"
	cohorts := plot.RunChart{Middle: "Mean", Limits: limits, Stretches: []plot.Stretch{{Middle: 0.645}}}
	for i, r := range []int{20, 23, 19, 25, 29, 30, 34} {
		cohorts.Stretches[0].Moments = append(cohorts.Stretches[0].Moments, moment(fmt.Sprintf("Cohort %d", i+1), r, []int{38, 42, 35, 40, 44, 39, 41}[i], 0.645))
	}
	quarters := plot.RunChart{Middle: "Mean", Limits: limits, Stretches: []plot.Stretch{{Middle: 0.6}, {Change: "MRI counted from request to report", Middle: 0.78}}}
	for i := range 24 {
		m := moment(fmt.Sprintf("%d Q%d", 2020+i/4, i%4+1), 12+i%7, 26, 0.6)
		switch {
		case i == 5:
			m.Unit = plot.Unit{Name: m.Name, State: plot.Suppressed}
		case i == 9:
			m.Unit = plot.Unit{Name: m.Name, Met: plot.Of(0), Eligible: plot.Of(0)}
		case i == 13:
			m.Met, m.Signal = plot.Of(3), "outside the limits"
		case i >= 16:
			m = moment(m.Name, 19+i%4, 26, 0.78)
		}
		s := &quarters.Stretches[i/16]
		s.Moments = append(s.Moments, m)
	}
	return []plot.Figure{
		{ID: "run-cohorts", Title: "Measure 1 by cohort", Drawing: cohorts},
		{ID: "run-quarters", Title: "Measure 5 by quarter of first assessment", Drawing: quarters},
		{ID: "run-one", Title: "One cohort only", Drawing: plot.RunChart{Middle: "Mean", Stretches: []plot.Stretch{{Middle: 0.5, Moments: []plot.Moment{moment("Cohort 6", 9, 18, 0.5)}}}}},
		{ID: "run-none", Title: "No cohort yet", Drawing: plot.RunChart{Middle: "Mean"}},
	}
}

// careTiles are made-up areas in the shape of a country.
func careTiles(counts bool) plot.TileMap {
	m := plot.TileMap{What: "care board", Counts: counts}
	for row, first := range []int{3, 2, 2, 1, 2, 0, 1, 0} {
		for i := range []int{1, 3, 3, 5, 6, 7, 7, 7}[row] {
			n := len(m.Tiles)
			u := counted(fmt.Sprintf("NHS Area %02d Integrated Care Board", n+1), n*17%41, 40, "")
			u.Children = plot.Of(n * 29 % 113)
			switch n {
			case 11:
				u.Own = true
			case 17, 18:
				u = plot.Unit{Code: u.Code, Name: u.Name, State: plot.Suppressed}
			case 30:
				u = plot.Unit{Code: u.Code, Name: u.Name, Met: plot.Of(0), Eligible: plot.Of(0), Children: plot.Of(0)}
			}
			u.Href = base + "/page/plot-tiles"
			m.Tiles = append(m.Tiles, plot.Tile{Unit: u, Column: first + i, Row: row, Short: []string{"NENC", "BNS", "Devon", "C&P", "Staffs"}[n%5]})
		}
	}
	return m
}

func tileMaps() []plot.Figure {
	boards := plot.TileMap{What: "health board", Tiles: []plot.Tile{
		{Unit: counted("Bwrdd Iechyd Prifysgol Betsi Cadwaladr", 20, 30, ""), Column: 1, Row: 0, Short: "BCU"}, {Unit: counted("Bwrdd Iechyd Prifysgol Hywel Dda", 4, 30, ""), Column: 0, Row: 1, Short: "HDda"},
		{Unit: own(counted("Bwrdd Iechyd Addysgu Powys", 28, 30, "")), Column: 1, Row: 1, Short: "Powys"}, {Unit: plot.Unit{Code: "7A3", Name: "Bwrdd Iechyd Prifysgol Bae Abertawe", State: plot.NotParticipating}, Column: 1, Row: 2, Short: "SBay"},
	}}
	return []plot.Figure{
		{ID: "tiles-rates", Title: "Measure 1 by care board", Drawing: careTiles(false)},
		{ID: "tiles-counts", Title: "Children with a complete first year by care board", Drawing: careTiles(true)},
		{ID: "tiles-few", Title: "Measure 1 by health board", Drawing: boards},
		{ID: "tiles-none", Title: "No boards", Drawing: plot.TileMap{What: "health board"}},
	}
}

func outlineMaps() []plot.Figure {
	square := func(u plot.Unit, x, y float64) plot.Outline {
		return plot.Outline{Unit: u, Path: fmt.Sprintf("M%g %gL%g %gL%g %gL%g %gZ", x, y, x+95, y-8, x+110, y+90, x-6, y+100), Left: x - 6, Top: y - 8, Right: x + 110, Base: y + 100}
	}
	areas := []plot.Outline{square(counted("North", 20, 30, ""), 100, 50), square(own(counted("Middle", 9, 30, "")), 96, 150), square(plot.Unit{Code: "W", Name: "West", State: plot.Suppressed}, -14, 150), square(counted("South", 30, 30, ""), 92, 252)}
	return []plot.Figure{
		{ID: "outlines-made-up", Title: "Measure 1 by made-up area", Drawing: plot.OutlineMap{What: "area", Areas: areas, Source: "made up for this page"}},
		{ID: "outlines-none", Title: "No outlines", Drawing: plot.OutlineMap{What: "area"}},
	}
}
