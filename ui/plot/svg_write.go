package plot

import (
	"context"
	"fmt"
	"io"
)

// sheet is a scene on a page of its own: with the title above, the sentence and the notes below it.
type sheet struct {
	scene  scene
	words  []piece
	width  float64
	height float64
	top    float64
}

const sheetEdge = 16.0

func (s sheet) viewBox() string { return "0 0 " + num(s.width) + " " + num(s.height) }

func sheetOf(f Figure) sheet {
	s := sheet{scene: f.Drawing.scene(forPage).unlinked()}
	s.width = s.scene.width + 2*sheetEdge
	write := func(y float64, class, words string, size, step float64) float64 {
		for _, one := range wrap(words, size, s.scene.width, 40) {
			s.words = append(s.words, written(class, sheetEdge, y, "", one))
			y += step
		}
		return y
	}
	y := write(sheetEdge+18, "title", f.Title, 18*1.08, 24)
	s.top = y - 6
	y = write(s.top+s.scene.height+24, "name", f.Sentence(), sizeName, 20)
	for _, note := range f.notes() {
		y = write(y+4, "label", note, sizeLabel, 18)
	}
	s.height = y + sheetEdge - 12
	s.words = append([]piece{drawn("sheet", rect(0, 0, s.width, s.height))}, s.words...)
	return s
}

// WriteSVG writes a figure as a file that needs nothing else: no style sheet, no script, no link, no font.
func WriteSVG(w io.Writer, f Figure) error {
	if _, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"); err != nil {
		return fmt.Errorf("write picture: %w", err)
	}
	if err := file(f, sheetOf(f)).Render(context.Background(), w); err != nil {
		return fmt.Errorf("write picture: %w", err)
	}
	return nil
}
