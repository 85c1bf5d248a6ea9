package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/ui/plot"
)

// downloadFigure gives a drawing of an organisation's page as a file, to whoever may see the page and as the page shows it.
func (s *Server) downloadFigure(c *gin.Context) error {
	a, err := s.askedMeasure(c, "/"+c.Param("org")+"/kpis")
	if err != nil {
		return err
	}
	d, err := s.Counts.Dashboard(c.Request.Context(), organisationOf(c).ODSCode, a.cohorts.chosen)
	if err != nil {
		return err
	}
	if a.view == ringsFigure && d.Ever() {
		return writeFigure(c, a, a.rings(d))
	}
	a.chooseLevel(levelsOf(d.Units), s.usualLevel(c, a, d.Units))
	found, err := s.readAcross(c, a, d.Units)
	if err != nil {
		return err
	}
	return found.write(c, a)
}

// downloadNationalFigure gives a drawing of the national page as a file.
func (s *Server) downloadNationalFigure(c *gin.Context) error {
	a, err := s.askedMeasure(c, nationalKpis)
	if err != nil {
		return err
	}
	if a.level == "" {
		a.level = usualNational
	}
	found, err := s.readAcross(c, a, nil)
	if err != nil {
		return err
	}
	return found.write(c, a)
}

var errNoFigure = fault.New(fault.NotFound, "no_figure", "There is no such figure.")

func (f across) write(c *gin.Context, a measureAsked) error {
	figures := f.figures()
	if f.none != "" || len(figures) == 0 {
		return errNoFigure
	}
	return writeFigure(c, a, a.chosen(figures))
}

// writeFigure sends a figure's picture, or its numbers where the address ends so. No program runs in what is sent.
func writeFigure(c *gin.Context, a measureAsked, f plot.Figure) error {
	kind, content, write := "svg", "image/svg+xml", plot.WriteSVG
	if numbersAsked(c) {
		kind, content, write = "csv", "text/csv; charset=utf-8", plot.WriteCSV
	}
	name := a.fileName(f.ID) + "." + kind
	c.Header("Content-Type", content)
	c.Header("Content-Security-Policy", "default-src 'none'; sandbox")
	c.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	c.Status(http.StatusOK)
	return write(c.Writer, f)
}
