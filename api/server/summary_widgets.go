package server

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/ui/page"
)

// widget is a part of an organisation's page. Each reads its own, in one statement, and fails by itself.
type widget struct {
	name, title string
	withPage    bool // it comes with the page; the others fetch themselves
	read        func(*Server, *gin.Context, dashboard, *page.Widget) error
}

// kpisWidget is the place of the indicators, which have their own address.
const kpisWidget = "kpis"

// summaryWidgets are all parts in their order: what needs doing comes first.
var summaryWidgets = []widget{
	{"work", "To do", true, (*Server).readWork},
	{"cohorts", "Cohorts", true, (*Server).readCohorts},
	{"complete", "Complete records", true, (*Server).readComplete},
	{"about", "Address and areas", true, (*Server).readAbout},
	{kpisWidget, "", false, nil},
	{"children", "Who the children are", false, (*Server).readMakeup},
	{"distances", "Distances", false, (*Server).readDistances},
	{"homes", "Where they live", false, (*Server).readHomes},
	{"areas", "Complete first years by area", false, (*Server).readAreas},
}

// widgets are all parts of the page: those that come with it, and the places of the others.
func (s *Server) widgets(c *gin.Context, d dashboard) []page.Widget {
	var all []page.Widget
	for _, kind := range summaryWidgets {
		switch {
		case kind.name == kpisWidget:
			all = append(all, page.Widget{Name: kpisWidget})
		case kind.withPage || d.whole:
			all = append(all, s.widget(c, d, kind))
		default:
			all = append(all, page.Widget{Name: kind.name, Title: kind.title, Path: d.address(kind.name), Pending: true})
		}
	}
	return all
}

// widget reads one part. What cannot be read says so in its place, and the rest of the page stands.
func (s *Server) widget(c *gin.Context, d dashboard, kind widget) page.Widget {
	w := page.Widget{Name: kind.name, Title: kind.title, Path: d.address(kind.name)}
	if err := kind.read(s, c, d, &w); err != nil {
		s.log(c).Error("read a part of the summary", "part", kind.name, "error", err)
		return page.Widget{Name: kind.name, Title: kind.title, Path: w.Path, Failed: "This cannot be read just now."}
	}
	return w
}

// showWidget is one part of the page, for the page that has it; opened as a page it stands alone.
func (s *Server) showWidget(c *gin.Context) error {
	at := slices.IndexFunc(summaryWidgets, func(w widget) bool { return w.name == c.Param("widget") && w.read != nil })
	if at < 0 {
		return fault.New(fault.NotFound, "", "There is no such part of the page.")
	}
	d, err := s.dashboard(c)
	if err != nil {
		return err
	}
	w := s.widget(c, d, summaryWidgets[at])
	if isFragment(c) {
		return render(c, http.StatusOK, page.WidgetView(w))
	}
	frame, err := s.frame(c, w.Title+" – "+d.organisation.Name)
	if err != nil {
		return err
	}
	frame.Wide = true
	return render(c, http.StatusOK, page.WidgetPage(frame, page.Alone{
		Name: d.organisation.Name, Parent: d.organisation.ParentName, Widget: w, BackHref: d.address("")}))
}
