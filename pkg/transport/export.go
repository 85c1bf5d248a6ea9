package transport

import (
	"bufio"
	"context"
	"fmt"
	"io"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/record"
)

// atOnce is how many children are read and held at a time.
const atOnce = 200

// Export writes the tenant's children as exchange records, one a line, in the order of their audit numbers. It is noted who took
// them and how many. It holds few children at a time.
func (t *Transport) Export(ctx context.Context, out io.Writer, filter record.ExportFilter) (int64, error) {
	leaving, err := t.Records.BeginExport(ctx, "records", filter)
	if err != nil {
		return 0, err
	}
	lines := bufio.NewWriterSize(out, 1<<16)
	rows, err := t.exportAll(ctx, leaving, lines)
	if failed := lines.Flush(); err == nil && failed != nil {
		err = fmt.Errorf("write the records: %w", failed)
	}
	if noted := leaving.End(context.WithoutCancel(ctx), err == nil); err == nil {
		err = noted
	}
	return rows, err
}

func (t *Transport) exportAll(ctx context.Context, leaving *record.Export, lines *bufio.Writer) (int64, error) {
	options := export.EncodeOptions{Today: ask.DateOf(t.Now()), Lists: t.Lists, ODSCode: func(id string) (string, bool) {
		o, err := t.Directory.Organisation(ctx, id)
		return o.ODSCode, err == nil
	}}
	var rows int64
	for {
		children, err := leaving.Next(ctx, atOnce)
		if err != nil || len(children) == 0 {
			return rows, err
		}
		places, err := t.places(ctx, children)
		if err != nil {
			return rows, err
		}
		for _, one := range children {
			options.ID, options.DeprivationQuintile = one.ID, places[one.CaseID].Quintile
			raw, err := export.Encode(one.Child, options)
			if err != nil {
				return rows, err
			}
			if _, err := lines.Write(append(raw, '\n')); err != nil {
				return rows, fmt.Errorf("write the records: %w", err)
			}
			rows++
		}
	}
}

// places are what was looked up for the children: derived values, which go out with them and are never believed on the way in.
func (t *Transport) places(ctx context.Context, children []record.Leaving) (map[int64]record.Place, error) {
	ids := make([]int64, len(children))
	for i, one := range children {
		ids[i] = one.CaseID
	}
	return t.Records.Places(ctx, ids)
}
