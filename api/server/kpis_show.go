package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/ui/page"
)

// showKpis is the indicators alone, for the page that has them. Opened as a page it is the summary.
func (s *Server) showKpis(c *gin.Context) error {
	cohorts, err := s.reportedCohorts(c)
	if err != nil {
		return err
	}
	view := s.kpis(c, cohorts)
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, view.SummaryPath)
		return nil
	}
	s.keepWaiting(c, &view)
	return render(c, http.StatusOK, page.KpisRegion(view))
}

// refreshKpis has the cohort counted again, soon and in the background. The page goes on with what there is.
func (s *Server) refreshKpis(c *gin.Context) error {
	cohorts, err := s.reportedCohorts(c)
	if err != nil {
		return err
	}
	if err := s.Counts.Refresh(c.Request.Context(), cohorts.chosen); err != nil {
		return err
	}
	view := s.kpis(c, cohorts)
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, view.SummaryPath+"&done="+doneCounting+"#kpis")
		return nil
	}
	view.Note, view.WaitPath = countingNote, waitPath(view, 1)
	return render(c, http.StatusOK, page.KpisRegion(view))
}

const (
	countingNote = "The figures are being counted again."
	mostWaits    = 20
)

// keepWaiting looks again after a moment while what the page had is still what there is.
func (s *Server) keepWaiting(c *gin.Context, view *page.Kpis) {
	tries, err := strconv.Atoi(c.Query("try"))
	switch {
	case err != nil || view.Failed != "":
	case c.Query("since") != view.AsOf:
		view.Note = "The figures have been counted again."
	case tries < mostWaits:
		view.Note, view.WaitPath = countingNote, waitPath(*view, tries+1)
	default:
		view.Note = "The count waits for its turn. Look again in a few minutes."
	}
}

// kpis reads the indicators of the chosen cohort. When they cannot be read the region says so, and the rest of the page stands.
func (s *Server) kpis(c *gin.Context, cohorts reported) page.Kpis {
	view := s.placeOfKpis(c, cohorts)
	view.Published, view.PublishedHref = s.publishedWords(c, cohorts.chosen)
	dashboard, err := s.Counts.Dashboard(c.Request.Context(), organisationOf(c).ODSCode, cohorts.chosen)
	if err != nil {
		s.log(c).Error("read the indicators", "error", err)
		view.Failed = "The indicators cannot be read just now."
		return view
	}
	if dashboard.Ever() {
		view.AsOf = "As of " + dashboard.At.In(ask.London).Format("15:04:05 on 2 January 2006") + ", by rules " + dashboard.Rules
	}
	fillKpis(&view, dashboard, "/"+c.Param("org"))
	return view
}

// placeOfKpis is the region without its content.
func (s *Server) placeOfKpis(c *gin.Context, cohorts reported) page.Kpis {
	cohort, base := strconv.Itoa(cohorts.chosen), "/"+c.Param("org")
	return page.Kpis{
		Cohort: cohort, Path: base + "/kpis?cohort=" + cohort, SummaryPath: base + "/summary?cohort=" + cohort, RefreshPath: base + "/kpis",
		As: s.seal(c.Request.Context()),
	}
}

// pendingKpis are the indicators as they stand on the page at first: on their way, unless the whole is asked for.
func (s *Server) pendingKpis(c *gin.Context, d dashboard) page.Kpis {
	if d.whole {
		return s.kpis(c, d.cohorts)
	}
	view := s.placeOfKpis(c, d.cohorts)
	view.Pending = true
	return view
}

func fillKpis(view *page.Kpis, d compare.Dashboard, base string) {
	if d.OtherRules > 0 {
		view.Note = strconv.Itoa(d.OtherRules) + " of the children are still counted by results of earlier rules, which are being made anew."
	}
	view.Units, view.Basis, view.Groups = kpiUnits(d.Units), basisLines(d.Units), measureGroups(d.Units, base, d.Cohort)
}
