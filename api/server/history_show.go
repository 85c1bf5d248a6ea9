package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

const historySize = 50

func (v viewer) mayReadHistory() bool { return v.person.Role.May(tenants.ReadAuditTrail) }

// showHistory is the record's history: who changed what, when.
func (s *Server) showHistory(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	at := pageNumber(c)
	found, err := s.Records.History(c.Request.Context(), id, at, historySize)
	if err != nil {
		return err
	}
	r, err := s.Records.Peek(c.Request.Context(), id)
	if err != nil {
		return err
	}
	child := s.childView(c, r)
	frame, err := s.frame(c, "History")
	if err != nil {
		return err
	}
	frame.Wide = true
	view := page.History{Child: child, Tabs: s.viewer(c, r).tabs("history")}
	for _, line := range found.Lines {
		view.Changes = append(view.Changes, page.Change{
			When: line.At.In(ask.London).Format("2 Jan 2006, 15:04:05"), Who: line.Person,
			Section: line.Section, Question: line.Question, Old: line.Old, New: line.New,
		})
	}
	view.Paging = paging(int(found.Total), at, historySize, func(n int) string { return casePath(c) + "/history?page=" + strconv.Itoa(n) })
	return render(c, http.StatusOK, page.HistoryPage(frame, view))
}

// pageNumber is the page the address asks for, from 1.
func pageNumber(c *gin.Context) int {
	n, err := strconv.Atoi(c.Query("page"))
	if err != nil || n < 1 || n > 1_000_000 {
		return 1
	}
	return n
}
