package ask

import "slices"

// Tile is one yes/no column of a question of several tiles.
type Tile struct {
	Field **bool
	Label string
	Hint  string // what it means, for those who are not sure
}

// Tiles are several columns of which one at the most is on: choosing one switches the others off; an empty value switches
// all off, and the question is unanswered again.
func Tiles(label string, tiles ...Tile) *Question {
	return tiled(newQuestion(KindTiles, label, behaviour{parseTiles, formatTiles, anyOn}), tiles)
}

// Ticks are several columns, each on or off by itself; the whole set is sent each time.
func Ticks(label string, tiles ...Tile) *Question {
	return tiled(newQuestion(KindTicks, label, behaviour{parseTiles, formatTiles, anyOn}), tiles)
}

func tiled(q *Question, tiles []Tile) *Question {
	for _, t := range tiles {
		q.fields = append(q.fields, t.Field)
	}
	q.tiles = tiles
	return q
}

func parseTiles(q *Question, _ Input, sent []string) ([]any, *Problem) {
	on := slices.DeleteFunc(slices.Clone(sent), func(v string) bool { return v == "" })
	if q.Kind == KindTiles && len(on) > 1 {
		return nil, q.problem(CodeUnknownChoice, "Choose one.")
	}
	values := make([]any, len(q.Columns))
	for i, c := range q.Columns {
		if slices.Contains(on, c.Name) {
			values[i] = true
			on = slices.DeleteFunc(on, func(v string) bool { return v == c.Name })
		}
	}
	if len(on) > 0 {
		return nil, q.problem(CodeUnknownChoice, "Choose one of the listed options.")
	}
	return values, nil
}

func formatTiles(q *Question, row any) []string {
	var on []string
	for _, c := range q.Columns {
		if yes, _ := c.Get(row).(bool); yes {
			on = append(on, c.Name)
		}
	}
	return on
}

func anyOn(q *Question, row any) bool { return len(formatTiles(q, row)) > 0 }
