package server

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// caseList is one request for the list: who asks, where, for what.
type caseList struct {
	c       *gin.Context
	base    string // the list's address without its filters
	query   record.Query
	centre  string // the ODS code of the trust or hospital that a national list is narrowed to
	role    tenants.Role
	own     []tenants.Organisation // of the tenant; none in the nation's list
	today   ask.Date
	seal    string
	bulk    bool // records may be submitted from here
	counted record.List
	waiting []record.Transfer // what waits for an answer, of the tenant
}

// listCases is the list of children, or, for the page's script, its table alone. The bare address is the person's own: it shows
// what they last chose.
func (s *Server) listCases(c *gin.Context) error {
	l, err := s.caseList(c)
	if err != nil {
		return err
	}
	switch chosen, err := s.rememberedScope(l); {
	case err != nil:
		return err
	case chosen != "":
		c.Redirect(http.StatusSeeOther, chosen)
		return nil
	}
	if l.counted, err = s.Records.ListCases(c.Request.Context(), l.query); err != nil {
		return err
	}
	if err := s.readWaiting(l); err != nil {
		return err
	}
	table, err := s.caseTable(l)
	switch {
	case err != nil:
		return err
	case isFragment(c):
		return render(c, http.StatusOK, page.ChildrenRegion(table))
	}
	return s.showCases(c, l, table)
}

func (s *Server) showCases(c *gin.Context, l *caseList, table page.ChildrenTable) error {
	return s.showChildren(c, l, table)
}

func (s *Server) showChildren(c *gin.Context, l *caseList, table page.ChildrenTable) error {
	frame, err := s.frame(c, "Children")
	if err != nil {
		return err
	}
	frame.Wide = true
	return render(c, http.StatusOK, page.ChildrenPage(frame, page.Children{
		Waiting: s.waitingBlock(c, l.waiting), AddHref: l.addHref(), Whose: l.whose(), Statistics: l.statistics(), Scopes: l.scopes(), Table: table,
		Search: part.SearchBox{ID: caseSearchID, Label: "Search by name, NHS number or audit number", Action: l.base, Value: l.query.Search, Target: "#case-table"},
	}))
}

// readWaiting reads what waits for an answer, where it is shown: above the list, and on the rows of children whom others want.
func (s *Server) readWaiting(l *caseList) error {
	moving := slices.ContainsFunc(l.counted.Rows, func(r record.Listed) bool { return r.TransferPending })
	if l.query.Scope == record.Nation || isFragment(l.c) && !moving {
		return nil
	}
	var err error
	l.waiting, err = s.Records.WaitingTransfers(l.c.Request.Context())
	return err
}

// addHref is the form for another child, for those who may add one, in the list of a trust.
func (l *caseList) addHref() string {
	if l.query.Scope == record.Nation || !l.role.May(tenants.AddChild) {
		return ""
	}
	return l.base + "/new"
}

const caseSearchID = "search"

// caseList reads the address. The national scope is refused to all but the audit team, whatever the page offered them.
func (s *Server) caseList(c *gin.Context) (*caseList, error) {
	visit, err := login.Visitor(c.Request.Context())
	if err != nil {
		return nil, err
	}
	l := &caseList{c: c, base: nationalCases, role: visit.Person.Role, today: ask.DateOf(s.Records.Now()), seal: s.seal(c.Request.Context())}
	l.query = caseQuery(c)
	if c.Param("org") == "" {
		l.query.Scope = record.Nation
	} else {
		organisation := organisationOf(c)
		l.base, l.query.OrganisationID = "/"+c.Param("org")+"/cases", organisation.ID
		if l.own, err = s.Directory.Organisations(c.Request.Context(), organisation.TenantID); err != nil {
			return nil, err
		}
	}
	l.bulk = l.query.Scope != record.Nation && l.role.May(tenants.Submit)
	if l.query.Scope != record.Nation {
		return l, nil
	}
	if !l.role.May(tenants.ListNationally) {
		return nil, fault.New(fault.Forbidden, "no_permission", "Your role does not allow this.")
	}
	l.query.OrganisationID = ""
	return l, s.narrowToCentre(l)
}

const nationalCases = "/national/cases"

// narrowToCentre reads whose children of the nation are wanted: a trust's or board's, or a hospital's.
func (s *Server) narrowToCentre(l *caseList) error {
	code := l.c.Query("centre")
	if code == "" {
		return nil
	}
	ctx := l.c.Request.Context()
	if tenant, err := s.Directory.TenantByODS(ctx, code); err == nil {
		l.query.TenantID, l.centre = tenant.ID, tenant.ODSCode
		return nil
	}
	organisation, err := s.Directory.OrganisationByODS(ctx, code)
	if err != nil {
		return err
	}
	l.query.TenantID, l.query.OrganisationID, l.centre = organisation.TenantID, organisation.ID, organisation.ODSCode
	return nil
}

func (l *caseList) whose() string {
	switch l.query.Scope {
	case record.Nation:
		return "All trusts and health boards"
	case record.Organisation:
		return organisationOf(l.c).Name
	}
	return organisationOf(l.c).ParentName
}

func (l *caseList) statistics() page.Statistics {
	return page.Statistics{
		Path: l.base + "/statistics?scope=" + string(l.query.Scope), Total: thousands(l.counted.Total), Registered: thousands(l.counted.Registered),
	}
}

// thousands writes a number with its thousands apart: 1,000,000.
func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
