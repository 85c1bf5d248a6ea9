package lookup

import "testing"

// The borders of the fifths, for the numbers of areas that the indices have: England 2019 and 2025, Wales 2019.
func TestQuintileBorders(t *testing.T) {
	for areas, last := range map[int][5]int{ // the last rank of each fifth
		32_844: {6568, 13137, 19706, 26275, 32844},
		33_755: {6751, 13502, 20253, 27004, 33755},
		1_909:  {381, 763, 1145, 1527, 1909},
		10:     {2, 4, 6, 8, 10},
	} {
		for i, rank := range last {
			if got := Quintile(rank, areas); got != i+1 {
				t.Errorf("rank %d of %d is in fifth %d, want %d", rank, areas, got, i+1)
			}
			if want := i + 2; i < 4 && Quintile(rank+1, areas) != want {
				t.Errorf("rank %d of %d is in fifth %d, want %d", rank+1, areas, Quintile(rank+1, areas), want)
			}
		}
		if first := Quintile(1, areas); first != 1 {
			t.Errorf("rank 1 of %d is in fifth %d", areas, first)
		}
	}
	for _, none := range [][2]int{{0, 10}, {-1, 10}, {11, 10}, {1, 0}, {0, 0}} {
		if got := Quintile(none[0], none[1]); got != 0 {
			t.Errorf("rank %d of %d is in fifth %d", none[0], none[1], got)
		}
	}
}

// The fifth that the publisher gives stands, as long as the rank says the same or lies at the border.
func TestPublishedQuintile(t *testing.T) {
	for _, c := range []struct{ rank, areas, given, want int }{
		{1000, 32_844, 0, 1}, // the file gives none
		{6568, 32_844, 1, 1},
		{6569, 32_844, 2, 2},
		{382, 1_909, 1, 1}, // Wales rounds the border up
		{382, 1_909, 2, 2},
		{383, 1_909, 1, 0}, // and no further
		{1145, 1_909, 4, 4},
		{16_000, 32_844, 1, 0},
		{33_000, 32_844, 0, 0}, // the file is cut off
	} {
		got, err := published(c.rank, c.areas, c.given)
		if got != c.want || (err == nil) != (c.want > 0) {
			t.Errorf("rank %d of %d, given %d: %d, %v; want %d", c.rank, c.areas, c.given, got, err, c.want)
		}
	}
}
