package plot

// shape is for how wide a place a drawing is made.
type shape int

const (
	forPage shape = iota
	forPhone
)

// width is that of the whole drawing, in pixels where there is room.
func (s shape) width() float64 { return s.of(760, 340) }

// of is one number for a page and another for a phone.
func (s shape) of(page, phone float64) float64 {
	if s == forPhone {
		return phone
	}
	return page
}

func (s shape) class() string {
	if s == forPhone {
		return "pt-svg--phone"
	}
	return "pt-svg--page"
}

// scene is a drawing made: what lies below, what stands for the units, and what lies above.
type scene struct {
	width, height float64
	below         []piece
	things        []thing
	above         []piece
}

// thing stands for one unit: its pieces have one name and lead to one place.
type thing struct {
	name   string
	href   string
	pieces []piece
}

// piece is a path, or a text at a place.
type piece struct {
	class     string
	d         string
	transform string
	words     string
	x, y      float64
	anchor    string
	clip      *box // cuts the text off outside it
}

// box is a rectangle.
type box struct{ x, y, width, height float64 }

func drawn(class, d string) piece { return piece{class: class, d: d} }

func segment(class string, x1, y1, x2, y2 float64) piece {
	return piece{class: class, d: path([2]float64{x1, y1}, [2]float64{x2, y2})}
}

func written(class string, x, y float64, anchor, words string) piece {
	return piece{class: class, x: x, y: y, anchor: anchor, words: words}
}

// links counts the places the drawing leads to.
func (s scene) links() int {
	n := 0
	for _, t := range s.things {
		if t.href != "" {
			n++
		}
	}
	return n
}

// role is that of an image, whose content is its name; with links in it, that of a group, whose lines and labels are silent.
func (s scene) role() string {
	if s.links() > 0 {
		return "group"
	}
	return "img"
}

func (s scene) viewBox() string { return "0 0 " + num(s.width) + " " + num(s.height) }

// unlinked is the scene without places to go: a file has none.
func (s scene) unlinked() scene {
	things := make([]thing, len(s.things))
	for i, t := range s.things {
		t.href = ""
		things[i] = t
	}
	s.things = things
	return s
}

// plotArea is where rates are drawn, between margins.
type plotArea struct{ left, right, top, bottom float64 }

// across places a share of the width, from 0 to 1; what lies outside is drawn on the edge.
func (a plotArea) across(share float64) float64 {
	return a.left + min(max(share, 0), 1)*(a.right-a.left)
}

// up places a share of the height, from 0 at the bottom to 1 at the top.
func (a plotArea) up(share float64) float64 {
	return a.bottom - min(max(share, 0), 1)*(a.bottom-a.top)
}

var percentSteps = []float64{0, 0.25, 0.5, 0.75, 1}

// rateAxis are the lines and numbers of rates going up.
func (a plotArea) rateAxis() []piece {
	var all []piece
	for _, share := range percentSteps {
		all = append(all, segment("grid", a.left, a.up(share), a.right, a.up(share)),
			written("tick", a.left-6, a.up(share)+5, "end", Percent(share)))
	}
	return all
}

// spread moves heights apart until each is a gap below the one before, and all stay between two limits.
func spread(heights []float64, gap, low, high float64) []float64 {
	moved := make([]float64, len(heights))
	copy(moved, heights)
	for i := range moved {
		if moved[i] = max(moved[i], low); i > 0 {
			moved[i] = max(moved[i], moved[i-1]+gap)
		}
	}
	for i := len(moved) - 1; i >= 0; i-- {
		limit := high
		if i < len(moved)-1 {
			limit = moved[i+1] - gap
		}
		moved[i] = min(moved[i], limit)
	}
	return moved
}
