package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

const transfersIntro = "A child’s record moves whole when the other centre agrees. Until then it stays with the centre that has it. A transfer that nobody answers expires after 28 days."

// listTransfers is every transfer of the trust or board: what waits, on either side, and what has been.
func (s *Server) listTransfers(c *gin.Context) error {
	ctx, at := c.Request.Context(), pageNumber(c)
	waiting, err := s.Records.WaitingTransfers(ctx)
	if err != nil {
		return err
	}
	past, total, err := s.Records.PastTransfers(ctx, at, historySize)
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Transfers")
	if err != nil {
		return err
	}
	frame.Wide = true
	view := page.Transfers{Trust: organisationOf(c).ParentName, Intro: transfersIntro, ListHref: listPath(c), Closure: closureHref(c), As: s.seal(ctx)}
	for _, t := range waiting {
		view.Waiting = append(view.Waiting, s.transferRow(c, t))
	}
	for _, t := range past {
		view.Past = append(view.Past, s.transferRow(c, t))
	}
	view.Paging = paging(int(total), at, historySize, func(n int) string { return "/" + c.Param("org") + "/transfers?page=" + strconv.Itoa(n) })
	view.Paging.Label = "Transfers"
	return render(c, http.StatusOK, page.TransfersPage(frame, view))
}

// closureHref is where the national audit team moves the children of a trust that has closed.
func closureHref(c *gin.Context) string {
	person, _ := tenants.PersonFrom(c.Request.Context())
	tenant, _ := tenants.From(c.Request.Context())
	if tenant.Participating || !person.Role.May(tenants.ManageReference) {
		return ""
	}
	return "/" + c.Param("org") + "/transfers/closure"
}

// waitingBlock is what waits for the person's answer, above the list of children.
func (s *Server) waitingBlock(c *gin.Context, waiting []record.Transfer) page.TransfersBlock {
	block := page.TransfersBlock{AllHref: "/" + c.Param("org") + "/transfers"}
	for _, t := range waiting {
		if row := s.transferRow(c, t); row.AcceptHref != "" {
			block.Rows = append(block.Rows, row)
		}
	}
	block.Title = strconv.Itoa(len(block.Rows)) + " transfers wait for your answer"
	if len(block.Rows) == 1 {
		block.Title = "1 transfer waits for your answer"
	}
	return block
}

const nationalTransfers = "/national/transfers"

// listNationalTransfers is what waits for an answer at any trust, for the national audit team.
func (s *Server) listNationalTransfers(c *gin.Context) error {
	all, err := s.Records.NationalTransfers(c.Request.Context())
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Transfers")
	if err != nil {
		return err
	}
	frame.Wide = true
	view := page.Transfers{
		Trust: "All trusts and health boards", National: true, As: s.seal(c.Request.Context()),
		Intro: "Every transfer that waits for an answer, the oldest first. It expires after 28 days. Opening a record makes its present trust the one you work at.",
	}
	today := ask.DateOf(s.Records.Now())
	for _, t := range all {
		view.Waiting = append(view.Waiting, s.nationalTransferRow(c, t, today))
	}
	return render(c, http.StatusOK, page.TransfersPage(frame, view))
}

func (s *Server) nationalTransferRow(c *gin.Context, t record.NationalTransfer, today ask.Date) page.TransferRow {
	number, asked := numberOf(t.CaseID), ask.DateOf(t.RequestedAt)
	row := page.TransferRow{
		Who: "Open record " + number, Number: number, Tenant: string(t.OriginTenantID), Open: nationalCases + "/open",
		When: asked.Words() + ", " + countOf(asked.DaysUntil(today), "day") + " ago", State: transferTags[record.TransferRequested], Note: "by " + t.RequestedByName,
	}
	from, to := s.wholeCentre(c, t.FromOrganisationID), s.wholeCentre(c, &t.ToOrganisationID)
	row.Words = from + ", offers to " + to
	if t.Kind == record.KindAsk {
		row.Words = to + ", asks " + from
	}
	return row
}
