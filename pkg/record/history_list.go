package record

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// Line is one line of a record's history, in words.
type Line struct {
	At       time.Time
	Person   string
	Section  string
	Question string
	Old, New string // empty: not answered
	Request  string
}

// HistoryPage is one page of a record's history, newest first.
type HistoryPage struct {
	Lines []Line
	Total int64
}

type logRow struct {
	At         time.Time
	PersonName string
	Section    string
	RowID      *int64
	Question   string
	OldValue   *string
	NewValue   *string
	RequestID  string
}

// History reads one page of the change log of a case. It is itself noted as a reading.
func (s *Store) History(ctx context.Context, caseID int64, page, size int) (HistoryPage, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return HistoryPage{}, err
	}
	var found HistoryPage
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		if err := (&Record{ID: caseID, Child: dataset.NewChild(), At: at}).glance(tx); err != nil { // what is deleted keeps its log
			return err
		}
		var rows []logRow
		if err := tx.Raw("select count(*) from change_log where case_id = ?", caseID).Scan(&found.Total).Error; err != nil {
			return fmt.Errorf("count history: %w", err)
		}
		if err := tx.Raw(`select at, person_name, section, row_id, question, old_value, new_value, request_id from change_log
			where case_id = ? order by id desc limit ? offset ?`, caseID, size, (page-1)*size).Scan(&rows).Error; err != nil {
			return fmt.Errorf("read history: %w", err)
		}
		for _, row := range rows {
			found.Lines = append(found.Lines, row.line(at))
		}
		return noteRead(ctx, tx, caseID)
	})
	return found, err
}

// line puts a log row in the words of the declarations; what is no longer declared keeps its stored names.
func (l logRow) line(at dataset.Circumstances) Line {
	line := Line{At: l.At, Person: l.PersonName, Section: l.Section, Question: l.Question, Request: l.RequestID}
	section, list := sectionNamed(l.Section)
	switch {
	case l.Section == recordItself:
		return l.ofTheRecord(line)
	case section == nil:
		return line
	}
	line.Section = section.Title
	if list != nil {
		line.Section = list.Title
	}
	if l.Question == rowItself {
		line.Question, line.Old, line.New = "Entry", "none", "added"
		if l.NewValue == nil {
			line.Old, line.New = "there", "deleted"
		}
		return line
	}
	if q, ok := section.Question(l.Question); ok {
		in := ask.Input{Options: at.Options, Lists: at.Lists}
		line.Question, line.Old, line.New = q.Label, q.Say(in, split(l.OldValue)), q.Say(in, split(l.NewValue))
	}
	return line
}

// ofTheRecord puts in words that the record changed as a whole.
func (l logRow) ofTheRecord(line Line) Line {
	line.Section = "Record"
	switch l.Question {
	case submittedLine:
		line.Question, line.Old, line.New = "Submitted", "no", "yes"
		if l.NewValue == nil {
			line.Old, line.New = "yes", "taken back"
		}
	case offeredLine, transferredLine:
		line.Question = map[string]string{offeredLine: "Transfer offered to", transferredLine: "Lead centre"}[l.Question]
		line.Old, line.New = strings.Join(split(l.OldValue), ""), strings.Join(split(l.NewValue), "")
	case unregisteredLine:
		line.Question, line.Old, line.New = "Unregistered", "no", "registered again"
		if l.OldValue != nil {
			line.Old = reasonWords(*l.OldValue)
		}
		if l.NewValue != nil {
			line.New = reasonWords(*l.NewValue)
		}
	}
	return line
}

// sectionNamed finds the section whose questions a log line is about, and the list if it is one.
func sectionNamed(key string) (*ask.Section, *ask.Records) {
	if key == dataset.CaseSection.Key {
		return dataset.CaseSection, nil
	}
	if s, ok := dataset.SectionByKey(key); ok {
		return s, nil
	}
	if r, ok := dataset.ListByKey(key); ok {
		return r.Section, r
	}
	return nil, nil
}
