package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/control"
)

// showList gives a list with its rows.
func (s *Server) showList(c *gin.Context) error {
	at, err := listAt(c)
	if err != nil {
		return err
	}
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, at.pagePath(c))
		return nil
	}
	r, err := s.Records.Peek(c.Request.Context(), at.caseID)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, control.ListView(s.viewer(c, r).list(at.section, at.list, 0)))
}

// addRow adds an empty row to a list and gives it back open.
func (s *Server) addRow(c *gin.Context) error {
	at, err := listAt(c)
	if err != nil {
		return err
	}
	key, err := readKey(sentKey(c))
	if err != nil {
		return err
	}
	r, id, err := s.Records.AddRow(c.Request.Context(), at.caseID, at.list, key)
	if err != nil {
		return err
	}
	s.changed(c, r, at.section.Key)
	at.rowID = id
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, at.pagePath(c))
		return nil
	}
	p, ok := at.place(r)
	if !ok {
		return errGone
	}
	c.Header("HX-Trigger", "answered-"+at.section.Key)
	return render(c, http.StatusOK, s.viewer(c, r).rowWith(at, p.in.Row, true))
}

// rowWith is a row together with what its list still needs.
func (v viewer) rowWith(at questionAt, row any, open bool) parts {
	return append(parts{control.RowView(v.row(at.section, at.list, row, open))}, v.warning(at)...)
}

// warning says, out of band, which row a list still needs; nothing for a list that never needs one.
func (v viewer) warning(at questionAt) parts {
	if !at.list.NeedsARow() {
		return nil
	}
	return parts{control.ListWarning("list-"+at.list.Key, at.list.Missing(v.record.In(at.section)), true)}
}

// peek reads the record and finds the row that the address names.
func (s *Server) peek(c *gin.Context, at questionAt) (*record.Record, place, error) {
	r, err := s.Records.Peek(c.Request.Context(), at.caseID)
	if err != nil {
		return nil, place{}, err
	}
	p, ok := at.place(r)
	if !ok {
		return nil, place{}, errGone
	}
	return r, p, nil
}

// showRow gives a row, open for editing or, with ?closed=1, as its facts.
func (s *Server) showRow(c *gin.Context) error {
	at, err := rowAt(c)
	if err != nil {
		return err
	}
	r, p, err := s.peek(c, at)
	if err != nil {
		return err
	}
	closed := c.Query("closed") != ""
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, at.rowPath(c, !closed))
		return nil
	}
	return render(c, http.StatusOK, control.RowView(s.viewer(c, r).row(at.section, at.list, p.in.Row, !closed)))
}

// closeRow ends the editing of a row; one in which nothing was entered is discarded.
func (s *Server) closeRow(c *gin.Context) error {
	at, err := rowAt(c)
	if err != nil {
		return err
	}
	r, kept, err := s.Records.CloseRow(c.Request.Context(), at.caseID, at.list, at.rowID)
	if err != nil {
		return err
	}
	s.changed(c, r, at.section.Key)
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, casePath(c)+"/"+at.section.Key+"#list-"+at.list.Key)
		return nil
	}
	c.Header("HX-Trigger", "answered-"+at.section.Key)
	if !kept {
		return render(c, http.StatusOK, s.viewer(c, r).warning(at))
	}
	p, _ := at.place(r)
	return render(c, http.StatusOK, s.viewer(c, r).rowWith(at, p.in.Row, false))
}

// deleteRow deletes a row of a list; one that holds answers once the person has seen which.
func (s *Server) deleteRow(c *gin.Context) error {
	at, err := rowAt(c)
	if err != nil {
		return err
	}
	key, err := readKey(sentKey(c))
	if err != nil {
		return err
	}
	r, err := s.Records.DeleteRow(c.Request.Context(), at.caseID, at.list, at.rowID, key, c.Request.PostForm.Get("clears"))
	if asked, ok := asksFirst(err); ok {
		return s.askToDelete(c, at, asked)
	}
	if err != nil {
		return err
	}
	s.changed(c, r, at.section.Key)
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, casePath(c)+"/"+at.section.Key+"#list-"+at.list.Key)
		return nil
	}
	c.Header("HX-Trigger", "answered-"+at.section.Key)
	return render(c, http.StatusOK, s.viewer(c, r).warning(at))
}

// showQuestion gives one question as it stands now, with the questions and lists that come or go because of it: whoever keeps
// somebody else's answer sees what that answer asks for. What is on the page already is left alone: somebody may type in it.
func (s *Server) showQuestion(c *gin.Context) error {
	at, err := s.questionAt(c)
	if err != nil {
		return err
	}
	r, p, err := s.peek(c, at)
	if err != nil {
		return err
	}
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, at.pagePath(c))
		return nil
	}
	v := s.viewer(c, r)
	partial := append(parts{control.View(v.question(p, at.question))}, v.conditional(p, at)...)
	c.Header("HX-Trigger", "answered-"+at.section.Key)
	return render(c, http.StatusOK, append(partial, followers(v, p, at)...))
}

// conditional are the questions and lists around one that come and go with answers, out of band: empty where they are not
// asked, and drawn only where they are not there yet.
func (v viewer) conditional(p place, at questionAt) parts {
	var partial parts
	for _, q := range at.asked().Questions {
		if q != at.question && q.IsConditional() && q.DrawnBy() == q {
			view := v.question(p, q)
			view.OOB, view.Appears = true, view.Shown
			partial = append(partial, control.View(view))
		}
	}
	for _, list := range at.asked().Lists {
		view := v.list(at.section, list, 0)
		view.OOB, view.Appears = true, view.Shown
		partial = append(partial, control.ListView(view))
	}
	return partial
}
