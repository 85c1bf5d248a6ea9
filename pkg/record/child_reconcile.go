package record

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// detailChange is one change of the details after the form was drawn.
type detailChange struct {
	Question   string
	OldValue   *string
	PersonID   string
	PersonName string
	At         time.Time
}

// changesSince are the changes of the details after the form was drawn, the oldest first.
func changesSince(tx *gorm.DB, d Details) ([]detailChange, error) {
	var since []detailChange
	err := tx.Raw(`select question, old_value, person_id::text as person_id, person_name, at from change_log
		where case_id = ? and section = ? and revision > ? order by id`, d.CaseID, dataset.CaseSection.Key, d.Version).Scan(&since).Error
	if err != nil {
		return nil, fmt.Errorf("read the changes since: %w", err)
	}
	return since, nil
}

// reconcile tells the fields that the person changed from those they left as drawn. The latter are sent as they are stored
// now; of the former, those that somebody else has changed meanwhile to something else are told.
func reconcile(in ask.Input, d Details, since []detailChange, person tenants.Person) (map[string][]string, []Newer) {
	sent := map[string][]string{}
	var newer []Newer
	for _, q := range dataset.CaseSection.Questions {
		sent[q.Key] = d.Sent[q.Key]
		all := slices.DeleteFunc(slices.Clone(since), func(c detailChange) bool { return c.Question != q.Key })
		if len(all) == 0 {
			continue
		}
		mine, readable := formatted(in, q, d.Sent[q.Key])
		drawn, now := split(all[0].OldValue), q.Format(in.Row)
		last := all[len(all)-1]
		switch {
		case readable && slices.Equal(mine, drawn):
			sent[q.Key] = now
		case last.PersonID != person.ID && (!readable || !slices.Equal(mine, now)):
			newer = append(newer, Newer{q, last.PersonName, last.At})
		}
	}
	return sent, newer
}

// formatted is what was sent for a question as it would be stored.
func formatted(in ask.Input, q *ask.Question, sent []string) ([]string, bool) {
	values, problem := q.Read(in, sent)
	if problem != nil {
		return nil, len(sent) == 0
	}
	row := reflect.New(reflect.TypeOf(in.Row).Elem()).Interface()
	for i, c := range q.Columns {
		c.Set(row, values[i])
	}
	return q.Format(row), true
}
