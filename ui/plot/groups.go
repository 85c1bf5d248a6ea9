package plot

import (
	"cmp"
	"strings"
)

// Groups is a measure of one unit by groups of its children, each with its interval, and beside it the same group of a larger one.
// Groups stand in their own order, such as from most to least deprived: never by value.
type Groups struct {
	Name   string // the unit
	Beside string // the larger one; empty where there is none
	Scales []GroupScale
}

// GroupScale is groups that belong into one order. Two countries' fifths are two scales.
type GroupScale struct {
	Name string // such as the index and its edition; empty where it needs none
	Rows []GroupRow
}

// GroupRow is one group.
type GroupRow struct {
	Name   string
	Of     GroupCount
	Beside GroupCount
}

// GroupCount is the children of one group: how many count, and the measure among them.
type GroupCount struct {
	Unit
	Counted Number
}

func (c GroupCount) prepared() GroupCount {
	if c.State.nameless() {
		c.Counted = Hidden()
	}
	c.Unit = prepared([]Unit{c.Unit})[0]
	return c
}

func (g Groups) scene(s shape) scene {
	row, head := s.of(46, 66), 30.0
	height := 0.0
	for _, scale := range g.Scales {
		if scale.Name != "" {
			height += head
		}
		height += row * float64(len(scale.Rows))
	}
	area := plotArea{left: s.of(230, 12), right: s.width() - 66, top: 8, bottom: 8 + height}
	drawing := scene{width: s.width()}
	for _, share := range percentSteps {
		drawing.below = append(drawing.below, segment("grid", area.across(share), area.top, area.across(share), area.bottom),
			written("tick", area.across(share), area.bottom+18, "middle", Percent(share)))
	}
	y := area.top
	for _, scale := range g.Scales {
		if scale.Name != "" {
			drawing.below = append(drawing.below, written("name-own", 4, y+20, "", fit(scale.Name, sizeName*1.08, s.width()-8)))
			y += head
		}
		for _, r := range scale.Rows {
			drawing.things = append(drawing.things, thing{strings.Join(g.said(r), " "), "", g.row(r, area, s, y)})
			y += row
		}
	}
	keys := []key{{func(x, y float64) []piece { return []piece{drawn("expected", circle(x, y, 5))} }, "Circle: " + g.Name}}
	if g.Beside != "" {
		keys = append(keys, key{func(x, y float64) []piece { return []piece{drawn("alert", square(x, y))} }, "Square: " + g.Beside})
	}
	below, end := keyed(append(keys, strokeKey("interval", "95 % interval of the rate")), s, area.bottom+30)
	drawing.below, drawing.height = append(drawing.below, below...), end
	return drawing
}

func square(x, y float64) string { return rect(x-4, y-4, 8, 8) }

// row is a group: its name, and two lines with a mark and its interval.
func (g Groups) row(r GroupRow, area plotArea, s shape, top float64) []piece {
	var all []piece
	y := top + 16
	if s == forPhone {
		all = append(all, written("name", 4, top+17, "", fit(r.Name, sizeName, s.width()-8)))
		y = top + 34
	} else {
		for i, words := range wrap(r.Name, sizeName, area.left-18, 2) {
			all = append(all, written("name", area.left-12, top+20+17*float64(i), "end", words))
		}
	}
	all = append(all, g.line(r.Of, area, s, y, "value", func(x float64) piece { return drawn("expected", circle(x, y, 5)) })...)
	if g.Beside != "" {
		at := y + 17
		all = append(all, g.line(r.Beside, area, s, at, "tick", func(x float64) piece { return drawn("alert", square(x, at)) })...)
	}
	return all
}

func (g Groups) line(c GroupCount, area plotArea, s shape, y float64, class string, mark func(float64) piece) []piece {
	c = c.prepared()
	rate, ok := c.rate()
	if !ok {
		return []piece{written("absent", area.left+6, y+4.5, "", fit(c.absent(), sizeTick, area.right-area.left))}
	}
	var all []piece
	if c.Interval != nil {
		all = append(all, segment("interval", area.across(c.Interval.Lower), y, area.across(c.Interval.Upper), y))
	}
	return append(all, mark(area.across(rate)), written(class, s.width()-4, y+5, "end", Percent(rate)))
}

// said is a group in words.
func (g Groups) said(r GroupRow) []string {
	said := []string{r.Name + ": " + r.Of.prepared().figures() + "."}
	if g.Beside != "" {
		said = append(said, cmp.Or(g.Beside, "Beside")+": "+r.Beside.prepared().figures()+".")
	}
	return said
}

// Sentence says every group of the unit.
func (g Groups) Sentence() string {
	var said []string
	for _, scale := range g.Scales {
		var rows []string
		for _, r := range scale.Rows {
			rows = append(rows, r.Name+": "+r.Of.prepared().figures())
		}
		words := strings.Join(rows, "; ") + "."
		if scale.Name != "" {
			words = scale.Name + " – " + words
		}
		said = append(said, words)
	}
	return g.Name + ". " + strings.Join(said, " ")
}

// Notes keep groups from being ranked.
func (g Groups) Notes() []string { return nil }

// Table is every group in its order, of the unit and of the larger one.
func (g Groups) Table() Table {
	t := Table{Caption: "Every group in its own order", Columns: []Column{{"Group", []string{"group"}, false}}}
	scaled := false
	for _, scale := range g.Scales {
		scaled = scaled || scale.Name != ""
	}
	if scaled {
		t.Columns = append(t.Columns, Column{"Scale", []string{"scale"}, false})
	}
	columns := []unitColumn{metColumn, rateColumn, notShown, missShown}
	t.Columns = append(t.Columns, Column{"Whose children", []string{"unit"}, false}, Column{"Children counted", []string{"counted"}, true})
	for _, c := range columns {
		t.Columns = append(t.Columns, c.Column)
	}
	for _, scale := range g.Scales {
		for _, r := range scale.Rows {
			for i, c := range []GroupCount{r.Of.prepared(), r.Beside.prepared()} {
				whose := []string{g.Name, g.Beside}[i]
				if whose == "" {
					continue
				}
				row := Row{Own: i == 0 && c.Own, Cells: []Cell{{r.Name, []string{r.Name}}}}
				if scaled {
					row.Cells = append(row.Cells, Cell{cmp.Or(scale.Name, notKnown), []string{scale.Name}})
				}
				row.Cells = append(row.Cells, Cell{whose, []string{whose}}, numberCell(c.Counted))
				for _, column := range columns {
					row.Cells = append(row.Cells, column.cell(c.Unit))
				}
				t.Rows = append(t.Rows, row)
			}
		}
	}
	return t
}
