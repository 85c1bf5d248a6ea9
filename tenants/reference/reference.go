// Package reference is the public knowledge the audit stands on: countries, regions, care boards, networks, trusts and
// health boards, their hospitals, and how all of these succeed one another. It reads the files beside it, checks them
// against the rules they must obey, and loads them; loading again changes nothing.
package reference

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strings"
	"time"
)

//go:embed data/*.csv
var files embed.FS

// Attribution must be shown on the product's "about" page.
const Attribution = "Contains public sector information licensed under the Open Government Licence v3.0. " +
	"Contains National Statistics data and OS data © Crown copyright and database right."

// Row is one line of a file, by column; an empty cell is unknown.
type Row map[string]string

// Data is the whole of it.
type Data struct {
	Countries, Regions, Boards, BoardSuccessions, Networks, Boroughs []Row
	Tenants, TenantNames, TenantSuccessions, Organisations           []Row
	Boundaries                                                       []Row // codes of the outlines that maps are drawn from
	Tiles                                                            []Row // places of units on tile maps
}

// Read reads the embedded files.
func Read() (*Data, error) {
	d := new(Data)
	for name, into := range map[string]*[]Row{
		"countries": &d.Countries, "nhs_regions": &d.Regions, "integrated_care_boards": &d.Boards,
		"icb_successions": &d.BoardSuccessions, "networks": &d.Networks, "london_boroughs": &d.Boroughs,
		"tenants": &d.Tenants, "tenant_names": &d.TenantNames, "tenant_successions": &d.TenantSuccessions,
		"organisations": &d.Organisations, "boundary_codes": &d.Boundaries, "tiles": &d.Tiles,
	} {
		rows, err := readFile("data/" + name + ".csv")
		if err != nil {
			return nil, err
		}
		*into = rows
	}
	return d, nil
}

func readFile(path string) ([]Row, error) {
	file, err := files.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reference data: %w", err)
	}
	defer func() { _ = file.Close() }()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reference data %s: %w", path, err)
	}
	if len(lines) < 2 {
		return nil, fmt.Errorf("reference data %s: no rows", path)
	}
	rows := make([]Row, 0, len(lines)-1)
	for _, line := range lines[1:] {
		row := make(Row, len(line))
		for i, cell := range line {
			row[lines[0][i]] = strings.TrimSpace(cell)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// by indexes rows by a column.
func by(rows []Row, column string) map[string]Row {
	index := make(map[string]Row, len(rows))
	for _, row := range rows {
		index[row[column]] = row
	}
	return index
}

// day reads a date; the zero time stands for an empty cell.
func day(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is not a date", text)
	}
	return t, nil
}
