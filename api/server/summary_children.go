package server

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// readMakeup is who the children are: by sex, age, deprivation and ethnicity.
func (s *Server) readMakeup(c *gin.Context, d dashboard, w *page.Widget) error {
	makeup, err := s.Records.Makeup(c.Request.Context(), d.whose())
	if err != nil {
		return err
	}
	w.Intro = d.whoseWords()
	if makeup.Children == 0 {
		w.Empty = "There is no such child."
		return nil
	}
	shares := func(id, title string, groups []record.Group, emptyToo bool, notes ...string) plot.Figure {
		drawing := plot.Shares{Of: "children"}
		for _, g := range groups {
			if g.Children > 0 || emptyToo {
				drawing.Categories = append(drawing.Categories, plot.Category{Name: g.Label, Children: plot.Of(int(g.Children))})
			}
		}
		return plot.Figure{ID: "children-" + id, Title: title, Drawing: drawing, Notes: notes, Wide: id == "ethnicity"}
	}
	w.Figures = []plot.Figure{
		shares("sex", "Sex", makeup.Sex, true), shares("age", "Age today, in whole years", makeup.Age, true),
		shares("deprivation", "Deprivation, by quintile", makeup.Quintile, true, "England and Wales are ranked apart: a quintile is that of the child’s country."),
		shares("ethnicity", "Ethnicity", makeup.Ethnicity, false, "Ethnicities of no child are left out."),
	}
	return nil
}

const kilometresInMile = 1.609344

// readDistances is how far the children live.
func (s *Server) readDistances(c *gin.Context, d dashboard, w *page.Widget) error {
	far, err := s.Records.Distances(c.Request.Context(), d.whose())
	if err != nil {
		return err
	}
	w.Intro = d.whoseWords() + " From home to the organisation, in a straight line."
	if far.Known == 0 {
		w.Empty = "No child’s place is known yet."
		return nil
	}
	line := func(words string, km float64) page.Distance {
		return page.Distance{Words: words, Kilometres: fmt.Sprintf("%.1f", km), Miles: fmt.Sprintf("%.1f", km/kilometresInMile)}
	}
	w.Distances = []page.Distance{line("Greatest", far.Greatest), line("Mean", far.Mean), line("Median", far.Median), line("Spread (standard deviation)", far.SD)}
	w.Empty = fmt.Sprintf("Of %s; %s.", oneOrManyOf(far.Known, "child", "children"), withoutPlace(far.Unknown))
	return nil
}

// fewestHomes is how many known homes a map is drawn for: fewer would be pointed at, however coarse the squares.
const fewestHomes = 5

// readHomes is where the children live, in squares of kilometres.
func (s *Server) readHomes(c *gin.Context, d dashboard, w *page.Widget) error {
	homes, err := s.Records.Homes(c.Request.Context(), d.whose())
	if err != nil {
		return err
	}
	w.Intro = d.whoseWords()
	switch {
	case homes.Known == 0:
		w.Empty = "No child’s place is known yet."
		return nil
	case homes.Known < fewestHomes:
		w.Empty = fmt.Sprintf("The places of fewer than %d children are known. A map would point at their homes, so none is drawn.", fewestHomes)
		return nil
	}
	drawing := plot.Homes{Of: d.organisation.Name, Step: homes.Step, Edge: homes.Square}
	for _, n := range homes.Rings {
		drawing.Rings = append(drawing.Rings, int(n))
	}
	for _, q := range homes.Squares {
		drawing.Square = append(drawing.Square, plot.HomeSquare{East: q.East, North: q.North, Children: int(q.Children)})
	}
	w.Figures = []plot.Figure{{ID: "homes-figure", Title: "Homes around " + d.organisation.Name, Wide: true, Drawing: drawing, Notes: []string{upperFirst(withoutPlace(homes.Unknown)) + "."}}}
	return nil
}

func oneOrManyOf(n int64, one, many string) string {
	return thousands(n) + " " + oneOrMany(n, one, many)
}

func withoutPlace(n int64) string {
	if n == 0 {
		return "the place of every child is known"
	}
	return "the " + oneOrMany(n, "place", "places") + " of " + oneOrManyOf(n, "child is", "children are") + " not known"
}
