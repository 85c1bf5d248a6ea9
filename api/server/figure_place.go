package server

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/outline"
	"github.com/pinktick/pinktick/tenants/reference"
	"github.com/pinktick/pinktick/ui/plot"
)

// regionGroup is the units of one region, within which they may stand by value.
type regionGroup struct {
	key, name string
	units     []plot.Unit
}

// regionsOf are the regions that have more than one unit, by name.
func regionsOf(units []plot.Unit) []regionGroup {
	var all []regionGroup
	for _, u := range units {
		if u.Group == "" || u.Group == severalRegions {
			continue
		}
		i := slices.IndexFunc(all, func(r regionGroup) bool { return r.name == u.Group })
		if i < 0 {
			i, all = len(all), append(all, regionGroup{name: u.Group, key: strings.ToLower(strings.ReplaceAll(u.Group, " ", "-"))})
		}
		all[i].units = append(all[i].units, u)
	}
	slices.SortFunc(all, func(a, b regionGroup) int { return cmp.Compare(a.name, b.name) })
	return slices.DeleteFunc(all, func(r regionGroup) bool { return len(r.units) < 2 })
}

const severalRegions = "More than one region"

// groupOf names the region of a centre or board; empty where units of the level do not stand by region.
func groupOf(u compare.Unit) string {
	switch name := regionNames()[u.Region]; {
	case u.Level == compare.HealthBoard:
		return "Wales"
	case u.Level != compare.Organisation && u.Level != compare.Trust && u.Level != compare.CareBoard:
		return ""
	case name != "":
		return name
	case u.Level == compare.Organisation:
		return "Wales and Jersey" // whose hospitals are in no region of NHS England
	}
	return severalRegions
}

// places is the public reference data that drawings need: read once, from the program itself.
var places = sync.OnceValue(func() *reference.Data {
	d, err := reference.Read()
	if err != nil {
		panic(err) // it is part of the program, and tests read it
	}
	return d
})

var regionNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, r := range places().Regions {
		names[r["code"]] = r["name"]
	}
	return names
})

// tiles are the units with a place on the tile map that held on the day, where the level has one.
func (c compared) tiles(units []plot.Unit) []plot.Tile {
	name := map[compare.Level]string{compare.CareBoard: reference.CareMap(time.Date(c.MapOn.Year, c.MapOn.Month, c.MapOn.Day, 0, 0, 0, 0, time.UTC)), compare.HealthBoard: reference.HealthBoardMap,
		compare.Region: reference.RegionMap, compare.Network: reference.NetworkMap}[c.Level]
	if name == "" {
		return nil
	}
	layout, err := places().TileMap(name)
	if err != nil {
		panic(err) // as above
	}
	var all []plot.Tile
	for _, u := range units {
		if i := slices.IndexFunc(layout, func(t reference.Tile) bool { return t.Code == u.Code }); i >= 0 {
			all = append(all, plot.Tile{Unit: u, Column: layout[i].Column, Row: layout[i].Row, Short: layout[i].Label})
		}
	}
	return all
}

// areas are the units with an outline.
func (c compared) areas(units []plot.Unit) []plot.Outline {
	var all []plot.Outline
	for _, u := range units {
		if i := slices.IndexFunc(c.Outlines.Areas, func(a outline.Area) bool { return a.Code == u.Code }); i >= 0 {
			a := c.Outlines.Areas[i]
			all = append(all, plot.Outline{Unit: u, Path: a.Path, Left: a.Left, Top: a.Top, Right: a.Right, Base: a.Bottom})
		}
	}
	return all
}

// outlineSource names the outlines that were loaded for a level.
func outlineSource(d outline.Drawn) string {
	if d.Edition == 0 {
		return d.Source
	}
	return d.Source + ", " + strconv.Itoa(d.Edition)
}

var outlineLevels = map[compare.Level]outline.Level{compare.CareBoard: outline.CareBoard, compare.HealthBoard: outline.HealthBoard,
	compare.Region: outline.Region, compare.Country: outline.Country}
