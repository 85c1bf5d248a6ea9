package server

import (
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants/reference"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// areaMap is a map of areas of one kind, and the kinds that cover the same ground.
type areaMap struct {
	id, what string
	level    compare.Level   // whose areas are the map's own
	levels   []compare.Level // all on it
	tiles    func(dataset.Period) string
}

// areaMaps are those of the organisation's page: of the levels to which it belongs.
var areaMaps = []areaMap{
	{"care_board", "care or health board", compare.CareBoard, []compare.Level{compare.CareBoard, compare.HealthBoard}, func(p dataset.Period) string {
		return reference.CareMap(time.Date(p.Deadline.Year, p.Deadline.Month, p.Deadline.Day, 0, 0, 0, 0, time.UTC))
	}},
	{"health_board", "health board", compare.HealthBoard, []compare.Level{compare.HealthBoard}, func(dataset.Period) string { return reference.HealthBoardMap }},
	{"region", "region", compare.Region, []compare.Level{compare.Region, compare.Country}, func(dataset.Period) string { return reference.RegionMap }},
	{"country", "country", compare.Country, []compare.Level{compare.Country}, func(dataset.Period) string { return "" }},
}

// countryTiles stand where the countries lie.
var countryTiles = []reference.Tile{{Code: "ENG", Label: "England", Column: 1, Row: 0}, {Code: "WLS", Label: "Wales", Column: 0, Row: 0}, {Code: "JEY", Label: "Jersey", Column: 0, Row: 2}}

// readAreas is how many children have a complete first year of care in each area, from the stored counts.
func (s *Server) readAreas(c *gin.Context, d dashboard, w *page.Widget) error {
	areas, err := s.Counts.Areas(c.Request.Context(), d.organisation.ODSCode, d.cohorts.chosen)
	if err != nil {
		return err
	}
	cohort := strconv.Itoa(d.cohorts.chosen)
	w.Intro = "Children of cohort " + cohort + " whose first year of care is over and whose record is complete. Small numbers of other centres are hidden."
	switch {
	case !areas.Ever():
		w.Empty = "Not counted yet. New figures are counted within minutes."
		return nil
	case !slices.ContainsFunc(areas.Units, func(a compare.Area) bool { return a.Counted != 0 }):
		w.Empty = "No data: no child of cohort " + cohort + " has a complete first year yet."
		return nil
	}
	for _, m := range areaMaps {
		if !slices.ContainsFunc(areas.Of(m.level), func(a compare.Area) bool { return a.Own }) {
			continue
		}
		figure, err := m.figure(areas, d.cohorts.period())
		if err != nil {
			return err
		}
		w.Figures = append(w.Figures, figure)
		w.Links = append(w.Links, page.Button{Label: "Measures by " + m.what, Href: kpiPath(d.base, "1", d.cohorts.chosen) + "&level=" + string(m.level)})
	}
	return nil
}

func (m areaMap) figure(areas compare.Areas, period dataset.Period) (plot.Figure, error) {
	tiles, err := m.layout(period)
	drawing := plot.TileMap{What: m.what, Counts: true}
	for _, level := range m.levels {
		for _, a := range areas.Of(level) {
			at := slices.IndexFunc(tiles, func(t reference.Tile) bool { return t.Code == a.Code })
			if at < 0 {
				continue
			}
			unit := plot.Unit{Code: a.Code, Name: a.Name, Own: a.Own, Children: plot.Of(a.Counted)}
			if a.Counted == compare.Gone {
				unit.Children = plot.Hidden()
			}
			drawing.Tiles = append(drawing.Tiles, plot.Tile{Unit: unit, Column: tiles[at].Column, Row: tiles[at].Row, Short: tiles[at].Label})
		}
	}
	return plot.Figure{ID: "areas-" + m.id, Title: "By " + m.what, Wide: m.level == compare.CareBoard, Drawing: drawing}, err
}

func (m areaMap) layout(period dataset.Period) ([]reference.Tile, error) {
	name := m.tiles(period)
	if name == "" {
		return countryTiles, nil
	}
	data, err := referenceData()
	if err != nil {
		return nil, err
	}
	return data.TileMap(name)
}

// referenceData is read once: it is part of the program.
var referenceData = sync.OnceValues(reference.Read)
