package server

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/tenants"
)

// door says who may come in by a route. The zero door is no policy: a route with it stops the program at start.
type door int

const (
	undeclared door = iota
	anyone          // no sign-in needed, and no tenant's data behind it
	signedIn        // anybody signed in, whatever the role
	ofTenant        // signed in at a tenant, with the right to the route's action
	ofNation        // a national role, with the right to the route's action
)

// route is one address and what it takes to use it. Everything the server answers is in this table.
type route struct {
	method string
	path   string
	door   door
	action tenants.Action
	handle func(*gin.Context) error
}

const (
	get  = http.MethodGet
	post = http.MethodPost
	put  = http.MethodPut
	del  = http.MethodDelete
)

// The addresses of one child's record. A place is a section, or a list; an item is a question, or a row of the list.
const (
	atCases       = "/:org/cases"
	atCase        = atCases + "/:case"
	atPerformance = atCase + "/" + performance
	atPlace       = atCase + "/:place"
	atItem        = atPlace + "/:item"
	atQuestion    = atItem + "/:question"
	atDeleted     = "/:org/deleted"
)

// The addresses of moving children between centres.
const (
	atTransfers = "/:org/transfers"
	atTransfer  = atCase + "/transfer"
)

// The addresses of what a trust's centres were granted beyond a deadline.
const (
	atExtensions = "/:org/extensions"
	atExtension  = atExtensions + "/:extension"
)

// The addresses of an organisation's first page, and of its indicators.
const (
	atSummary = "/:org/summary"
	atWidget  = atSummary + "/:widget"
	atKpis    = "/:org/kpis"
	atMeasure = atKpis + "/:measure"
)

func (s *Server) routes() []route {
	return slices.Concat(s.openRoutes(), s.sessionRoutes(), s.childRoutes(), s.recordRoutes(), s.extensionRoutes(), s.summaryRoutes(), s.transferRoutes(), s.measureRoutes(), s.exportRoutes(),
		s.resultRoutes(), s.publicationRoutes(), s.outlierRoutes(), s.apartRoutes())
}

func (s *Server) openRoutes() []route {
	return []route{
		{get, "/", anyone, "", s.showWelcome},
		{get, "/about", anyone, "", s.showAbout},
		{get, "/accessibility", anyone, "", s.showAccessibility},
		{get, "/privacy", anyone, "", s.showPrivacy},
		{get, "/licences", anyone, "", s.showLicences},
		{get, "/t/:ods", anyone, "", s.showTrust},
		{get, "/t/:ods/brand.css", anyone, "", s.showBrand},
		{get, "/t/:ods/logo", anyone, "", s.showLogo},
		{get, "/auth/:provider/start", anyone, "", s.startSignIn},
		{get, "/auth/:provider/callback", anyone, "", s.finishSignIn},
		{post, "/auth/backchannel", anyone, "", s.backchannelSignOut},
		{get, "/signed-out", anyone, "", s.showSignedOut},
		{get, "/session/who", anyone, "", s.showWho},
		{post, "/session/end", anyone, "", s.endSession},
		{get, "/healthz", anyone, "", s.showAlive},
		{get, "/readyz", anyone, "", s.showReady},
	}
}

func (s *Server) sessionRoutes() []route {
	return []route{
		{get, "/home", signedIn, "", s.showHome},
		{post, "/sign-out", signedIn, "", s.signOut},
		{post, "/session/stay", signedIn, "", s.stay},
		{get, "/session/idle", signedIn, "", s.showIdle},
		{get, "/session/back", signedIn, "", s.showBack},
		{get, "/session/tenant", signedIn, "", s.chooseTenant},
		{post, "/session/tenant", signedIn, "", s.switchTenant},
		{post, "/session/link", signedIn, "", s.beginLink},
		{get, atNational, ofNation, tenants.SeeNationalCounts, s.showNational},
		{post, atNational + "/organisation", ofNation, tenants.ListNationally, s.selectOrganisation},
		{get, nationalCases, ofNation, tenants.ListNationally, s.listCases},
		{get, nationalCases + "/statistics", ofNation, tenants.ListNationally, s.showStatistics},
		{post, nationalCases + "/open", ofNation, tenants.ListNationally, s.openElsewhere},
	}
}

func (s *Server) childRoutes() []route {
	return []route{
		{get, atCases + "/new", ofTenant, tenants.AddChild, s.showNewChild},
		{post, atCases + "/new", ofTenant, tenants.AddChild, s.addChild},
		{post, atCases + "/new/transfer", ofTenant, tenants.AddChild, s.askForTransfer},
		{get, atCase + "/child", ofTenant, tenants.OpenRecord, s.showDetails},
		{get, atCase + "/update", ofTenant, tenants.ChangeDemographics, s.showDetailsForm},
		{post, atCase + "/update", ofTenant, tenants.ChangeDemographics, s.saveDetails},
		{get, atCase + "/delete", ofTenant, tenants.DeleteChild, s.showDelete},
		{post, atCase + "/delete", ofTenant, tenants.DeleteChild, s.deleteChild},
		{get, atCase + "/opt-out", ofTenant, tenants.OptOut, s.showOptOut},
		{post, atCase + "/opt-out", ofTenant, tenants.OptOut, s.optOutChild},
		{get, atDeleted, ofTenant, tenants.RestoreChild, s.showDeleted},
		{post, atDeleted + "/:case", ofTenant, tenants.RestoreChild, s.restoreChild},
	}
}

func (s *Server) recordRoutes() []route {
	return []route{
		{get, atCases, ofTenant, tenants.ListChildren, s.listCases},
		{get, atCases + "/statistics", ofTenant, tenants.ListChildren, s.showStatistics},
		{post, atCases + "/scope", ofTenant, tenants.ListChildren, s.chooseScope},
		{post, atCases + "/organisation", ofTenant, tenants.ListChildren, s.chooseOrganisation},
		{post, atCases + "/submit", ofTenant, tenants.Submit, s.submitCases},
		{get, atCase, ofTenant, tenants.OpenRecord, s.openCase},
		{get, atCase + "/steps", ofTenant, tenants.OpenRecord, s.showSteps},
		{get, atCase + "/missing", ofTenant, tenants.OpenRecord, s.showAllMissing},
		{get, atPerformance, ofTenant, tenants.OpenRecord, s.showPerformance},
		{get, atPerformance + "/changes", ofTenant, tenants.OpenRecord, s.showPerformanceChanges},
		{get, atCase + "/live", ofTenant, tenants.OpenRecord, s.showLive},
		{get, atCase + "/history", ofTenant, tenants.ReadAuditTrail, s.showHistory},
		{post, atCase + "/submit", ofTenant, tenants.Submit, s.submitCase},
		{post, atCase + "/take-back", ofTenant, tenants.WithdrawSubmission, s.takeBackCase},
		{post, atCase + "/unregister", ofTenant, tenants.Unregister, s.unregisterCase},
		{post, atCase + "/reregister", ofTenant, tenants.Unregister, s.reregisterCase},
		{get, atPlace, ofTenant, tenants.OpenRecord, s.showPlace},
		{post, atPlace, ofTenant, tenants.Answer, s.addRow},
		{get, atPlace + "/ring", ofTenant, tenants.OpenRecord, s.showRing},
		{get, atPlace + "/missing", ofTenant, tenants.OpenRecord, s.showMissing},
		{get, atPlace + "/changes", ofTenant, tenants.OpenRecord, s.showChanges},
		{get, atItem, ofTenant, tenants.OpenRecord, s.showItem},
		{post, atItem, ofTenant, tenants.Answer, s.saveAnswer},
		{put, atItem, ofTenant, tenants.Answer, s.saveAnswer},
		{del, atItem, ofTenant, tenants.Answer, s.deleteRow},
		{post, atItem + "/close", ofTenant, tenants.Answer, s.closeRow},
		{post, atItem + "/delete", ofTenant, tenants.Answer, s.deleteRow},
		{get, atQuestion, ofTenant, tenants.OpenRecord, s.showQuestion},
		{post, atQuestion, ofTenant, tenants.Answer, s.saveAnswer},
		{put, atQuestion, ofTenant, tenants.Answer, s.saveAnswer},
	}
}

func (s *Server) transferRoutes() []route {
	return []route{
		{get, atTransfers, ofTenant, tenants.ListChildren, s.listTransfers},
		{post, atTransfers + "/:transfer/cancel", ofTenant, tenants.TransferLead, s.cancelTransfer},
		{get, atTransfers + "/closure", ofTenant, tenants.ManageReference, s.showClosure},
		{post, atTransfers + "/closure", ofTenant, tenants.ManageReference, s.clearTrust},
		{get, atTransfer, ofTenant, tenants.TransferLead, s.showOffer},
		{post, atTransfer, ofTenant, tenants.TransferLead, s.offerTransfer},
		{get, atTransfer + "/accept", ofTenant, tenants.TransferLead, s.showAccept},
		{post, atTransfer + "/accept", ofTenant, tenants.TransferLead, s.acceptTransfer},
		{get, atTransfer + "/decline", ofTenant, tenants.TransferLead, s.showDecline},
		{post, atTransfer + "/decline", ofTenant, tenants.TransferLead, s.declineTransfer},
		{get, nationalTransfers, ofNation, tenants.ListNationally, s.listNationalTransfers},
	}
}

func (s *Server) outlierRoutes() []route {
	return []route{
		{get, nationalOutliers, ofNation, tenants.SeeOutliers, s.listOutliers},
		{get, findOutliers, ofNation, tenants.SeeOutliers, s.showFind},
		{post, findOutliers, ofNation, tenants.ManageOutliers, s.openOutliers},
		{get, nationalOutlier, ofNation, tenants.SeeOutliers, s.showOutlier},
		{post, nationalOutlier, ofNation, tenants.ManageOutliers, s.stepOutlier},
		{post, nationalOutlier + "/note", ofNation, tenants.ManageOutliers, s.noteOutlier},
		{get, nationalOutlier + "/files/:file", ofNation, tenants.SeeOutliers, s.downloadOutlierFile},
		{get, ownOutliers, ofTenant, tenants.SeeDashboard, s.listOwnOutliers},
		{get, ownOutlier, ofTenant, tenants.SeeDashboard, s.showOwnOutlier},
		{post, ownOutlier, ofTenant, tenants.AnswerOutlier, s.answerOutlier},
		{get, ownOutlier + "/files/:file", ofTenant, tenants.SeeDashboard, s.downloadOwnFile},
		{get, ownOutlier + "/children.csv", ofTenant, tenants.OpenRecord, s.downloadOutlierChildren},
	}
}

func (s *Server) extensionRoutes() []route {
	return []route{
		{get, atExtensions, ofTenant, tenants.SeeExtensions, s.listExtensions},
		{post, atExtensions, ofTenant, tenants.ExtendDeadline, s.grantExtension},
		{post, atExtension + "/end", ofTenant, tenants.ExtendDeadline, s.endExtension},
		{post, atExtension + "/remove", ofTenant, tenants.ExtendDeadline, s.removeExtension},
	}
}

func (s *Server) summaryRoutes() []route {
	return []route{
		{get, atSummary, ofTenant, tenants.SeeDashboard, s.showSummary},
		{post, "/:org/organisation", ofTenant, tenants.SeeDashboard, s.selectOrganisation},
		{get, atWidget, ofTenant, tenants.SeeDashboard, s.showWidget},
		{get, atKpis, ofTenant, tenants.SeeDashboard, s.showKpis},
		{post, atKpis, ofTenant, tenants.SeeDashboard, s.refreshKpis},
	}
}

func (s *Server) measureRoutes() []route {
	return []route{
		{get, atMeasure, ofTenant, tenants.SeeDashboard, s.showMeasure},
		{get, atMeasure + "/figure.svg", ofTenant, tenants.SeeDashboard, s.downloadFigure},
		{get, atMeasure + "/figure.csv", ofTenant, tenants.SeeDashboard, s.downloadFigure},
		{get, atMeasure + "/children", ofTenant, tenants.OpenRecord, s.listBehind},
		{get, nationalKpis + "/:measure", ofNation, tenants.SeeNationalCounts, s.showNationalMeasure},
		{get, nationalKpis + "/:measure/figure.svg", ofNation, tenants.SeeNationalCounts, s.downloadNationalFigure},
		{get, nationalKpis + "/:measure/figure.csv", ofNation, tenants.SeeNationalCounts, s.downloadNationalFigure},
		{get, nationalKpis + "/:measure/centre", ofNation, tenants.SeeNationalCounts, s.showCentre},
		{post, nationalKpis + "/:measure/centre", ofNation, tenants.ListNationally, s.openCentre},
	}
}

// apartRoutes are a measure by groups of children and over time, and the children to expect.
func (s *Server) apartRoutes() []route {
	all := []route{
		{get, nationalExpected, ofNation, tenants.SeeNationalCounts, s.showExpected},
		{post, nationalExpected, ofNation, tenants.ManageAudit, s.saveExpected},
	}
	for below, handle := range map[string][2]func(*gin.Context) error{equityPage: {s.showEquity, s.downloadEquity}, timePage: {s.showTrend, s.downloadTrend}} {
		for i, path := range []string{"", "/figure.svg", "/figure.csv"} {
			all = append(all, route{get, atMeasure + below + path, ofTenant, tenants.SeeDashboard, handle[min(i, 1)]},
				route{get, nationalKpis + "/:measure" + below + path, ofNation, tenants.SeeNationalCounts, handle[min(i, 1)]})
		}
	}
	return all
}

// showPlace is the page of a section, or the region of a list.
func (s *Server) showPlace(c *gin.Context) error {
	if _, err := listAt(c); err == nil {
		return s.showList(c)
	}
	return s.showSection(c)
}

// showItem is a question of a section, or a row of a list.
func (s *Server) showItem(c *gin.Context) error {
	if _, err := listAt(c); err == nil {
		return s.showRow(c)
	}
	return s.showQuestion(c)
}
