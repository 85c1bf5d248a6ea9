package plot

import "strings"

// Level is the kind of areas that stand beside each other; it gives bars their colour.
type Level string

// The levels (kpis.md, section 12.3).
const (
	CareBoard   Level = "icb"
	HealthBoard Level = "health_board"
	Network     Level = "network"
	Region      Level = "region"
	Country     Level = "country"
)

// dark tells whether text on the level's colour must be light.
func (l Level) dark() bool { return l == Region || l == Country }

// Bars are all units of a level with the pooled average of their children. They stand by name, those without figures at the end.
type Bars struct {
	Level   Level
	What    string // a unit in words: "network"
	Average Benchmark
	Units   []Unit
}

// barPlace is where a unit's bar and name stand: the name in the bar, or above it where there is little room.
type barPlace struct {
	area      plotArea
	bar, name float64 // their heights below the row's top
	height    float64
	step      float64
}

func (b Bars) scene(s shape) scene {
	units := withoutLast(prepared(b.Units))
	place := barPlace{area: plotArea{left: 4, right: s.width() - 60, top: 6}, bar: s.of(0, 22), name: s.of(18, 16), height: s.of(26, 18), step: s.of(34, 48)}
	drawing := scene{width: s.width()}
	for i, u := range units {
		top := place.area.top + place.step*float64(i)
		pieces := b.bar(u, place, top, s)
		drawing.things = append(drawing.things, thing{u.label(), u.Href, pieces})
	}
	var keys []key
	if b.Average.given() {
		keys = append(keys, uprightKey("average", capital(b.Average.sentence())))
	}
	drawing.below, drawing.height = keyed(keys, s, place.area.top+place.step*float64(len(units))+8)
	return drawing
}

// bar is one unit. Its name is dark on light ground and light on dark; the average's line goes over the bar and under the name.
func (b Bars) bar(u Unit, p barPlace, top float64, s shape) []piece {
	x, wideBar, text := p.area.left, p.area.right-p.area.left, p.area.left+8
	at := p.area.across(b.Average.Rate)
	average := []piece{segment("average-halo", at, top+p.bar-4, at, top+p.bar+p.height+4), segment("average", at, top+p.bar-4, at, top+p.bar+p.height+4)}
	if !b.Average.given() {
		average = nil
	}
	room := wideBar - 16
	if s == forPhone {
		text, room = x, s.width()-8
	}
	rate, ok := u.rate()
	if !ok {
		if s == forPage {
			room -= wide(u.absent(), sizeTick) + 16
		}
		return append(append([]piece{drawn("back-none", rect(x, top+p.bar, wideBar, p.height))}, average...),
			written("absent", text, top+p.name, "", fit(u.name(), sizeName, room)), written("absent", p.area.right-8, top+p.bar+p.height/2+4.5, "end", u.absent()))
	}
	all := []piece{drawn("back", rect(x, top+p.bar, wideBar, p.height))}
	class, on := "bar-"+string(b.Level), "name"
	if u.Own {
		class = "bar-own"
	}
	if u.Own || b.Level.dark() {
		on = "inside-on"
	}
	if rate > 0 {
		all = append(all, drawn(class, rect(x, top+p.bar, rate*wideBar, p.height)))
	}
	all = append(append(all, average...), written("value", p.area.right+56, top+p.bar+p.height/2+5, "end", Percent(rate)))
	name := written("name", text, top+p.name, "", fit(u.name(), sizeName, room))
	if s == forPhone || on == "name" || rate == 0 {
		return append(all, name)
	}
	light := name
	light.class, light.clip = on, &box{x, top, rate * wideBar, p.height}
	name.clip = &box{x + rate*wideBar, top, s.width() - x - rate*wideBar, p.height}
	return append(all, name, light)
}

// Sentence names the average and the own unit.
func (b Bars) Sentence() string {
	said := []string{capital(b.Average.sentence()) + "."}
	if !b.Average.given() {
		said = []string{"No average: " + b.Average.sentence() + "."}
	}
	for _, u := range prepared(b.Units) {
		if u.Own {
			said = append(said, u.Name+": "+u.Sentence())
		}
	}
	return strings.Join(said, " ")
}

// Notes say which units have no bar.
func (b Bars) Notes() []string { return undrawn(prepared(b.Units), b.What) }

// Table is all units by name, and the average.
func (b Bars) Table() Table {
	return rateTable("Every "+b.What+" by name", prepared(b.Units)).held(b.Average)
}
