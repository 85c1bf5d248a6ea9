package plot

import "fmt"

// mark is the shape of a point: a circle as expected, a triangle up or down where flagged, empty for an alert and full for an
// alarm, a cross where not compared. The own unit has a diamond around it.
func marked(u Unit, x, y float64) []piece {
	const r = 6
	var all []piece
	if u.Own {
		all = append(all, drawn("own-mark", diamond(x, y)))
	}
	class := "alert"
	if u.State.alarm() {
		class = "alarm"
	}
	switch {
	case u.State.high():
		return append(all, drawn(class, path([2]float64{x, y - r}, [2]float64{x + r, y + r - 1}, [2]float64{x - r, y + r - 1})+"Z"))
	case u.State.low():
		return append(all, drawn(class, path([2]float64{x, y + r}, [2]float64{x + r, y - r + 1}, [2]float64{x - r, y - r + 1})+"Z"))
	case u.State == AsExpected:
		return append(all, drawn("expected", circle(x, y, 4.5)))
	case u.State == "":
		return append(all, drawn("plain", circle(x, y, 4.5)))
	}
	return append(all, drawn("uncompared", path([2]float64{x - 4, y - 4}, [2]float64{x + 4, y + 4})+path([2]float64{x + 4, y - 4}, [2]float64{x - 4, y + 4})))
}

func circle(x, y, r float64) string {
	return fmt.Sprintf("M%s %sa%s %s 0 1 0 %s 0a%s %s 0 1 0 %s 0Z", num(x-r), num(y), num(r), num(r), num(2*r), num(r), num(r), num(-2*r))
}

func diamond(x, y float64) string {
	const r = 12
	return path([2]float64{x, y - r}, [2]float64{x + r, y}, [2]float64{x, y + r}, [2]float64{x - r, y}) + "Z"
}

// key is one line of the explanation below a drawing.
type key struct {
	pieces func(x, y float64) []piece
	words  string
}

// markKeys explain the marks that units have.
func markKeys(units []Unit) []key {
	example := func(u Unit) func(x, y float64) []piece {
		return func(x, y float64) []piece { return marked(u, x, y) }
	}
	has := func(is func(Unit) bool) bool {
		for _, u := range units {
			if _, ok := u.rate(); ok && is(u) {
				return true
			}
		}
		return false
	}
	var keys []key
	for _, one := range []struct {
		is      func(Unit) bool
		example Unit
		words   string
	}{
		{func(u Unit) bool { return u.Own }, Unit{Own: true, State: AsExpected}, "Yours: with a diamond"},
		{func(u Unit) bool { return u.State == AsExpected }, Unit{State: AsExpected}, "As expected"},
		{func(u Unit) bool { return u.State == AlertHigh }, Unit{State: AlertHigh}, "Higher than expected by chance: alert"},
		{func(u Unit) bool { return u.State == AlarmHigh }, Unit{State: AlarmHigh}, "Higher than expected by chance: alarm"},
		{func(u Unit) bool { return u.State == AlertLow }, Unit{State: AlertLow}, "Lower than expected by chance: alert"},
		{func(u Unit) bool { return u.State == AlarmLow }, Unit{State: AlarmLow}, "Lower than expected by chance: alarm"},
		{func(u Unit) bool { return u.State != "" && !u.State.compared() }, Unit{State: TooFew}, "Not compared: too few children, or insufficient data"},
	} {
		if has(one.is) {
			keys = append(keys, key{example(one.example), one.words})
		}
	}
	return keys
}

func strokeKey(class, words string) key {
	return key{func(x, y float64) []piece { return []piece{segment(class, x-11, y, x+11, y)} }, words}
}

func uprightKey(class, words string) key {
	return key{func(x, y float64) []piece { return []piece{segment(class, x, y-9, x, y+9)} }, words}
}

// keyed puts explanations below a drawing in as many columns as fit, and gives the height at which they end.
func keyed(keys []key, s shape, top float64) ([]piece, float64) {
	const indent, step = 36, 22
	columns := int(s.of(2, 1))
	width := (s.width() - 8) / float64(columns)
	var all []piece
	y, lines := top+step/2, 0
	for i, k := range keys {
		x := 4 + float64(i%columns)*width
		if i%columns == 0 && i > 0 {
			y += step + float64(lines)*17
			lines = 0
		}
		all = append(all, k.pieces(x+14, y)...)
		for j, words := range wrap(k.words, sizeLabel, width-indent-6, 4) {
			all = append(all, written("label", x+indent, y+4.5+float64(j)*17, "", words))
			lines = max(lines, j)
		}
	}
	return all, y + step/2 + float64(lines)*17 + 4
}
