package plot

// Table is the content of a drawing, row by row: on the page in words, in a file as data.
type Table struct {
	Caption string
	Columns []Column
	Rows    []Row
}

// Column is one column on the page, and one or more in a file.
type Column struct {
	Head   string
	Keys   []string // names in the file
	Number bool
}

// Row is one line; the first cell names it.
type Row struct {
	Cells []Cell
	Href  string
	Own   bool
}

// Cell is what stands in a column: words on the page, and one value in the file for each of the column's keys.
type Cell struct {
	Words string
	Data  []string
}

func numberCell(n Number) Cell { return Cell{n.Words(), []string{n.data()}} }

// unitColumn is a column of a table of units.
type unitColumn struct {
	Column
	cell func(Unit) Cell
}

var (
	nameColumn    = unitColumn{Column{"Name", []string{"code", "name"}, false}, func(u Unit) Cell { return Cell{u.name(), []string{u.Code, u.Name}} }}
	groupShown    = unitColumn{Column{"Region", []string{"region"}, false}, func(u Unit) Cell { return Cell{u.Group, []string{u.Group}} }}
	metColumn     = unitColumn{Column{"Achieved, of eligible", []string{"achieved", "eligible"}, true}, metCell}
	rateColumn    = unitColumn{Column{"Rate (95 % interval)", []string{"rate", "lower_95", "upper_95"}, true}, rateCell}
	stateShown    = unitColumn{Column{"Compared", []string{"state"}, false}, stateCell}
	adjustedShown = unitColumn{Column{"Adjusted for over-dispersion", []string{"state_adjusted"}, false}, func(u Unit) Cell { return stateCell(Unit{State: u.Adjusted}) }}
	missShown     = unitColumn{Column{"Answers missing", []string{"missing"}, true}, func(u Unit) Cell { return numberCell(u.Missing) }}
	fullShown     = unitColumn{Column{"Required answers given", []string{"completeness"}, true}, fullCell}
	notShown      = unitColumn{Column{"Not applicable", []string{"not_applicable"}, true}, func(u Unit) Cell { return numberCell(u.NotApplicable) }}
	foundShown    = unitColumn{Column{"Registered, of expected", []string{"registered", "expected", "ascertainment"}, true}, foundCell}
	childShown    = unitColumn{Column{"Children", []string{"children"}, true}, func(u Unit) Cell { return numberCell(u.Children) }}
)

func stateCell(u Unit) Cell {
	if u.State == "" {
		return Cell{notKnown, []string{""}}
	}
	return Cell{capital(u.stateWords()), []string{u.stateWords()}}
}

func metCell(u Unit) Cell {
	words := u.Met.Words() + " of " + u.Eligible.Words()
	if !u.Met.known && !u.Met.hidden && !u.Eligible.known {
		words = notKnown
	}
	return Cell{words, []string{u.Met.data(), u.Eligible.data()}}
}

func rateCell(u Unit) Cell {
	rate, ok := u.rate()
	if !ok {
		mark := shareData(u.Met, u.Eligible)
		return Cell{capital(u.absent()), []string{mark, mark, mark}}
	}
	if u.Interval == nil {
		return Cell{Percent(rate), []string{data(rate), "", ""}}
	}
	return Cell{Percent(rate) + " (" + u.Interval.words() + ")", []string{data(rate), data(u.Interval.Lower), data(u.Interval.Upper)}}
}

func fullCell(u Unit) Cell {
	if u.Complete == nil {
		return Cell{notKnown, []string{""}}
	}
	return Cell{Percent(*u.Complete), []string{data(*u.Complete)}}
}

func foundCell(u Unit) Cell {
	words := u.Registered.Words() + " of " + u.Expected.Words()
	if rate, ok := share(u.Registered, u.Expected); ok {
		words += " (" + Percent(rate) + ")"
	} else if !u.Registered.known && !u.Registered.hidden && !u.Expected.known && !u.Expected.hidden {
		words = notKnown
	}
	return Cell{words, []string{u.Registered.data(), u.Expected.data(), shareData(u.Registered, u.Expected)}}
}

// rateTable is the table of units with rates. Answers missing and ascertainment always stand beside them.
func rateTable(caption string, units []Unit) Table {
	columns := []unitColumn{nameColumn}
	grouped, compared, adjusted, full := false, false, false, false
	for _, u := range units {
		grouped, compared, adjusted, full = grouped || u.Group != "", compared || u.State != "", adjusted || u.Adjusted != "", full || u.Complete != nil
	}
	if grouped {
		columns = append(columns, groupShown)
	}
	columns = append(columns, metColumn, rateColumn)
	if compared {
		columns = append(columns, stateShown)
	}
	if adjusted {
		columns = append(columns, adjustedShown)
	}
	columns = append(columns, notShown, missShown)
	if full {
		columns = append(columns, fullShown)
	}
	return tableOf(caption, append(columns, foundShown), units)
}

func tableOf(caption string, columns []unitColumn, units []Unit) Table {
	t := Table{Caption: caption}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.Column)
	}
	for _, u := range units {
		row := Row{Href: u.Href, Own: u.Own}
		for _, c := range columns {
			row.Cells = append(row.Cells, c.cell(u))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// held adds the benchmark as the table's last row, where there is anything to hold against it.
func (t Table) held(b Benchmark) Table {
	if len(t.Rows) == 0 || !b.given() {
		return t
	}
	u := Unit{Name: b.Words, Met: b.Met, Eligible: b.Eligible}
	row := Row{}
	for _, c := range t.Columns {
		switch c.Head {
		case nameColumn.Head:
			row.Cells = append(row.Cells, nameColumn.cell(u))
		case metColumn.Head:
			row.Cells = append(row.Cells, metCell(u))
		case rateColumn.Head:
			row.Cells = append(row.Cells, Cell{Percent(b.Rate), []string{data(b.Rate), "", ""}})
		case stateShown.Head:
			row.Cells = append(row.Cells, Cell{"Benchmark", []string{"benchmark"}})
		default:
			row.Cells = append(row.Cells, Cell{notKnown, make([]string, len(c.Keys))})
		}
	}
	t.Rows = append(t.Rows, row)
	return t
}
