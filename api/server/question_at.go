package server

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
)

var errGone = fault.New(fault.NotFound, "", "This page does not exist, or it belongs to another trust.")

// questionAt is the question that an address names.
type questionAt struct {
	caseID   int64
	section  *ask.Section
	list     *ask.Records
	rowID    int64
	question *ask.Question
}

// questionAt reads /{place}/{question} or /{list}/{row}/{question}.
func (s *Server) questionAt(c *gin.Context) (questionAt, error) {
	if c.Param("question") == "" {
		at, err := sectionAt(c)
		if err != nil {
			return questionAt{}, err
		}
		return at.of(c.Param("item"))
	}
	at, err := rowAt(c)
	if err != nil {
		return questionAt{}, err
	}
	return at.of(c.Param("question"))
}

func (at questionAt) of(key string) (questionAt, error) {
	q, ok := at.asked().Question(key)
	if !ok || q.DrawnBy() != q { // what another question draws has no address of its own
		return questionAt{}, errGone
	}
	at.question = q
	return at, nil
}

// asked is the section whose questions are asked there: the list's own, in a row.
func (at questionAt) asked() *ask.Section {
	if at.list != nil {
		return at.list.Section
	}
	return at.section
}

// sectionAt reads /{case}/{section}.
func sectionAt(c *gin.Context) (questionAt, error) {
	id, err := caseNumber(c)
	if err != nil {
		return questionAt{}, err
	}
	section, ok := dataset.SectionByKey(c.Param("place"))
	if !ok {
		return questionAt{}, errGone
	}
	return questionAt{caseID: id, section: section}, nil
}

// listAt reads /{case}/{list}.
func listAt(c *gin.Context) (questionAt, error) {
	id, err := caseNumber(c)
	if err != nil {
		return questionAt{}, err
	}
	list, ok := dataset.ListByKey(c.Param("place"))
	if !ok {
		return questionAt{}, errGone
	}
	return questionAt{caseID: id, section: list.Parent, list: list}, nil
}

// rowAt reads /{case}/{list}/{row}.
func rowAt(c *gin.Context) (questionAt, error) {
	at, err := listAt(c)
	if err != nil {
		return questionAt{}, err
	}
	at.rowID, err = positive(c.Param("item"))
	return at, err
}

func caseNumber(c *gin.Context) (int64, error) { return positive(c.Param("case")) }

func positive(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, errGone
	}
	return n, nil
}

// place finds the row in a record.
func (at questionAt) place(r *record.Record) (place, bool) {
	if at.list == nil {
		return place{at.section, nil, r.In(at.section)}, true
	}
	in, ok := r.Row(at.list, at.rowID)
	return place{at.section, at.list, in}, ok
}

// pagePath is the page of the section, at the question, with its row open.
func (at questionAt) pagePath(c *gin.Context) string {
	switch {
	case at.list != nil && at.rowID != 0:
		return at.rowPath(c, true)
	case at.question != nil:
		return casePath(c) + "/" + at.section.Key + "#q-" + at.section.Key + "-" + at.question.Key
	}
	return casePath(c) + "/" + at.section.Key
}

// rowPath is the page of the section at a row of its list, with the row open or closed.
func (at questionAt) rowPath(c *gin.Context, open bool) string {
	id := strconv.FormatInt(at.rowID, 10)
	path := casePath(c) + "/" + at.section.Key
	if open {
		path += "?open=" + id
	}
	return path + "#row-" + at.list.Key + "-" + id
}
