package takeout

import (
	"context"
	"io"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/workbook"
)

func (s Shelf) writeWorkbook(ctx context.Context, w io.Writer, e Export) (string, int64, error) {
	results, err := s.results(ctx, e.Ask)
	if err != nil {
		return "", 0, err
	}
	if e.Format == JSON {
		rows, err := results.WriteJSON(w)
		return results.FileName() + ".json", rows, err
	}
	return s.writeSheets(w, e, results.FileName(), results.Properties(), results.Sheets()...)
}

func (s Shelf) results(ctx context.Context, asked Ask) (workbook.Results, error) {
	if asked.Publication != 0 {
		return s.published(ctx, asked.Publication)
	}
	set, err := s.Counts.ReadSet(ctx, asked.Cohort)
	if err != nil {
		return workbook.Results{}, err
	}
	if !set.Ever() {
		return workbook.Results{}, fault.New(fault.Invalid, "never_counted", "This cohort was never counted.")
	}
	byID, err := s.Counts.Complete(ctx, asked.Cohort)
	if err != nil {
		return workbook.Results{}, err
	}
	complete := map[string]int{}
	for id, n := range byID {
		organisation, err := s.Directory.Organisation(ctx, id)
		if err == nil {
			complete[organisation.ODSCode] += n
		} else if !fault.Is(err, fault.NotFound) {
			return workbook.Results{}, err
		}
	}
	return workbook.Live(set, complete), nil
}

// published takes up a publication that the public has seen, not a draft.
func (s Shelf) published(ctx context.Context, id int64) (workbook.Results, error) {
	p, err := s.findPublication(ctx, id)
	if err != nil {
		return workbook.Results{}, err
	}
	d, err := s.Publications.Document(ctx, p)
	if err != nil {
		return workbook.Results{}, err
	}
	return workbook.Published(d), nil
}

func (s Shelf) findPublication(ctx context.Context, id int64) (publication.Publication, error) {
	all, err := s.Publications.Open(ctx)
	if err != nil {
		return publication.Publication{}, err
	}
	for _, p := range all {
		if p.ID == id {
			return p, nil
		}
	}
	return publication.Publication{}, fault.New(fault.Invalid, "unknown_choice", "There is no such publication.")
}
