package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// The addresses of exports: a tenant's, and the national audit team's.
const (
	atExports       = "/:org/exports"
	nationalExports = "/national/exports"
)

func (s *Server) exportRoutes() []route {
	return []route{
		{get, atExports, ofTenant, tenants.DownloadOwn, s.listExports},
		{post, atExports, ofTenant, tenants.DownloadOwn, s.askForExport},
		{get, atExports + "/:export/file", ofTenant, tenants.DownloadOwn, s.fetchExport},
		{get, nationalExports, ofNation, tenants.DownloadNational, s.listExports},
		{post, nationalExports, ofNation, tenants.DownloadNational, s.askForExport},
		{get, nationalExports + "/:export/file", ofNation, tenants.DownloadNational, s.fetchExport},
	}
}

// shelfOf is where the exports of the address are, and their address.
func (s *Server) shelfOf(c *gin.Context) (takeout.Shelf, string) {
	if c.Param("org") == "" {
		return s.Exports.OfNation(), nationalExports
	}
	return s.Exports.OfTenant(), "/" + c.Param("org") + "/exports"
}

// listExports is the page of exports, or what was asked for alone, for the page that looks again.
func (s *Server) listExports(c *gin.Context) error {
	if isFragment(c) {
		list, err := s.exportList(c)
		if err != nil {
			return err
		}
		return render(c, http.StatusOK, page.ExportListView(list))
	}
	return s.renderExports(c, http.StatusOK, refusedExport{})
}

const exportsIntro = "An export is made in the background and kept for a day. Only you can fetch what you asked for. " +
	"Who asked for what, and who fetched it, is written down. Keep a file that names children as safe as the records themselves."

const nationalExportsIntro = "Workbooks of the whole audit are made in the background and kept for a day. They hold numbers, and no child. " +
	"Live figures have not been published: small numbers in them are not hidden. Who asked for what, and who fetched it, is written down."

// renderExports draws the page, with what was asked for as it was refused, if it was.
func (s *Server) renderExports(c *gin.Context, status int, refused refusedExport) error {
	frame, err := s.frame(c, "Exports")
	if err != nil {
		return err
	}
	frame.Wide = true
	shelf, path := s.shelfOf(c)
	view := page.Exports{Whose: "All trusts and health boards", Intro: nationalExportsIntro, Action: path, As: s.seal(c.Request.Context())}
	if c.Param("org") != "" {
		view.Whose, view.Intro = organisationOf(c).ParentName, exportsIntro
	}
	if view.List, err = s.exportList(c); err != nil {
		return err
	}
	for _, offer := range shelf.Offers(c.Request.Context()) {
		drawn, err := s.exportOffer(c, offer, refused)
		if err != nil {
			return err
		}
		view.Offers = append(view.Offers, drawn)
	}
	view.Wrong = refused.wrong
	return render(c, status, page.ExportsPage(frame, view))
}

// mostLooks is how often a page looks again by itself: for half an hour.
const mostLooks = 600

// exportList is what was asked for. While some of it is being made the page looks again.
func (s *Server) exportList(c *gin.Context) (page.ExportList, error) {
	shelf, path := s.shelfOf(c)
	view := page.ExportList{Href: path, Action: path, As: s.seal(c.Request.Context())}
	all, err := shelf.List(c.Request.Context())
	if err != nil {
		return view, err
	}
	person, _ := tenants.PersonFrom(c.Request.Context())
	underWay := 0
	for _, e := range all {
		if e.Own(person) && e.UnderWay() {
			underWay++
		}
		view.Rows = append(view.Rows, s.exportRow(c, e, path, person))
	}
	tries, _ := strconv.Atoi(c.Query("try"))
	switch {
	case underWay > 0 && tries < mostLooks:
		view.Note = countOf(underWay, "export") + " of yours under way."
		view.WaitPath = path + "?background=1&try=" + strconv.Itoa(tries+1)
	case underWay == 0 && tries > 0:
		view.Note = "Your exports have been made."
	}
	return view, nil
}
