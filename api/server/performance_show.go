package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/ui/page"
)

// performance is the key of the last step, which sums up.
const performance = "performance"

// showPerformance is what the measures say of the child: a page, or its region for a page that is there.
func (s *Server) showPerformance(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	read := s.Records.Open
	if isFragment(c) {
		read = s.Records.Peek
	}
	r, err := read(c.Request.Context(), id)
	if err != nil {
		return err
	}
	v := s.viewer(c, r)
	if isFragment(c) {
		return render(c, http.StatusOK, page.MeasureSummaryView(v.measures()))
	}
	s.keepProgress(c, r)
	frame, err := s.frame(c, "Performance summary")
	if err != nil {
		return err
	}
	frame.Wide = true
	return render(c, http.StatusOK, page.PerformancePage(frame, v.performance(s.childView(c, r))))
}

// showPerformanceChanges gives those parts of the page that show something else by now.
func (s *Server) showPerformanceChanges(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	r, err := s.Records.Peek(c.Request.Context(), id)
	if err != nil {
		return err
	}
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, casePath(c)+"/"+performance)
		return nil
	}
	v, shown := s.viewer(c, r), shownAt(c)
	summary := v.measures()
	regions := append(v.around(s.childView(c, r), performance, shown), region{summary.Drawn(), page.MeasureSummaryView(summary)})
	return renderChanged(c, r, shown, regions)
}

// performance is the whole page.
func (v viewer) performance(child page.Child) page.Performance {
	previous, _ := v.ways(performance)
	return page.Performance{Child: child, Watch: v.watch(performance), Tabs: v.tabs("record"), Steps: v.steps(performance), Summary: v.measures(), Previous: previous}
}
