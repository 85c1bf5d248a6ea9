package plot

import (
	"bytes"
	"strings"
	"testing"
)

// A square says a class of numbers: one home and four look the same to the last byte, in the drawing and in its words.
func TestHomesOfFewLookTheSame(t *testing.T) {
	draw := func(children int) string {
		var out bytes.Buffer
		f := Figure{ID: "homes", Title: "Homes", Drawing: Homes{Of: "Leeds General Infirmary", Step: 5, Edge: 3, Rings: []int{9, 0, 0, 0, 0}, Square: []HomeSquare{{2, 1, children}}}}
		if err := WriteSVG(&out, f); err != nil {
			t.Fatal(err)
		}
		if err := WriteCSV(&out, f); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	one := draw(1)
	for children, same := range map[int]bool{2: true, 3: true, 4: true, 5: false, 9: false, 10: false, 50: false} {
		if (draw(children) == one) != same {
			t.Errorf("%d children beside one: the same is %t", children, !same)
		}
	}
	if !strings.Contains(one, "About 7 km to the north-east: 1 to 4 children") {
		t.Error("the square has no words")
	}
}

// What the rings say is what the table and the sentence say.
func TestHomesInWords(t *testing.T) {
	h := Homes{Of: "Leeds General Infirmary", Step: 10, Edge: 6, Rings: []int{1, 0, 3, 0, 2}}
	if got, want := h.Sentence(), "6 children. Within 10 km: 1, 10 to 20 km: 0, 20 to 30 km: 3, 30 to 40 km: 0, further than 40 km: 2."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if rows := h.Table().Rows; len(rows) != 5 || rows[2].Cells[0].Words != "20 to 30 km" || rows[2].Cells[2].Words != "50\u00a0%" {
		t.Errorf("%+v", rows)
	}
	if notes := strings.Join(h.Notes(), " "); !strings.Contains(notes, "further than 40 km away are not drawn") {
		t.Errorf("%q", notes)
	}
	if rows := (Homes{Rings: []int{0, 0}}).Table().Rows; len(rows) != 0 {
		t.Errorf("nobody: %+v", rows)
	}
}
