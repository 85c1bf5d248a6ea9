package server

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
	"github.com/pinktick/pinktick/ui/plot"
)

// drawMeasure is one measure across the units of a level.
func (s *Server) drawMeasure(c *gin.Context, set resultSet) (drawnResults, error) {
	figures, m, level, err := s.measureFigures(c, set)
	if err != nil {
		return drawnResults{}, err
	}
	view := page.Results{Title: m.Title, Note: levelsWords[level.Key], Intro: []string{m.Says, set.cohortWords() + ". " + set.comparedWith(level)}, Figures: figures,
		Facts: []part.Pair{{Key: "Achieved (numerator)", Value: m.Numerator}, {Key: "Of whom (denominator)", Value: m.Denominator}}}
	return drawnResults{view: set.around(c, view)}, nil
}

// comparedWith names the children whose average is the benchmark of a level.
func (r resultSet) comparedWith(level publication.Level) string {
	for _, key := range []compare.Level{compare.Country, compare.National} {
		l, _ := r.doc.Level(key)
		if u, found := l.Unit(level.AverageOf); found {
			return "The average is that of all eligible children of " + u.Name + "."
		}
	}
	return ""
}

// drawMeasureFile is one of its drawings, or the drawing's numbers, as a file.
func (s *Server) drawMeasureFile(c *gin.Context, set resultSet) (drawnResults, error) {
	figures, m, level, err := s.measureFigures(c, set)
	if err != nil {
		return drawnResults{}, err
	}
	kind, extension, _ := strings.Cut(c.Param("file"), ".")
	i := slices.IndexFunc(figures, func(f plot.Figure) bool { return f.ID == kind })
	if i < 0 {
		return drawnResults{}, errNotPublished
	}
	var b bytes.Buffer
	drawn := drawnResults{name: set.fileName("-"+m.Address()+"-"+strings.ReplaceAll(string(level.Key), "_", "-")+"-"+kind) + "." + extension}
	switch extension {
	case "svg":
		drawn.kind, err = "image/svg+xml", plot.WriteSVG(&b, figures[i])
	case "csv":
		drawn.kind, err = "text/csv; charset=utf-8", plot.WriteCSV(&b, figures[i])
	default:
		err = errNotPublished
	}
	drawn.file = b.Bytes()
	return drawn, err
}

// measureFigures are the drawings of the measure and level that the address names.
func (s *Server) measureFigures(c *gin.Context, set resultSet) ([]plot.Figure, publication.Definition, publication.Level, error) {
	place, m, found := set.doc.Measure(c.Param("measure"))
	if !found {
		return nil, m, publication.Level{}, errNotPublished
	}
	level, err := set.level(c.Query("level"))
	if err != nil {
		return nil, m, level, err
	}
	drawing := set.compared(place, level)
	if of, has := outlineLevels[level.Key]; has {
		if drawing.Outlines, err = s.Outlines.Of(c.Request.Context(), of); err != nil {
			return nil, m, level, err
		}
	}
	return drawing.figures(), m, level, nil
}

// compared makes a measure over a level of the document ready to be drawn.
func (r resultSet) compared(place int, level publication.Level) compared {
	m := r.doc.Measures[place]
	drawing := publishedLevel(r.doc, level, place, r.policy())
	drawing.Title, drawing.Level, drawing.Cohort, drawing.Source = m.Title, level.Key, r.Cohort, r.sourceWords()
	drawing.MapOn, _ = ask.ParseDate(r.doc.UnitsOf) // documents have it in this form
	for i, u := range drawing.Units {
		drawing.Units[i].Href = r.href(unitPath(level.Key, u.Code))
	}
	href := func(extension string) func(string) string {
		return func(kind string) string {
			return r.href(measurePath(m)+"/"+kind+extension, "level", string(level.Key))
		}
	}
	drawing.SVGHref, drawing.CSVHref = href(".svg"), href(".csv")
	return drawing
}
