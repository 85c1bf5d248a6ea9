package gallery

import "github.com/pinktick/pinktick/ui/plot"

// homes are squares of every shade, and none.
func homes() []plot.Figure {
	around := plot.Homes{Of: "Addenbrooke’s Hospital", Step: 10, Edge: 6, Rings: []int{61, 40, 22, 9, 4}}
	for i := range 60 {
		around.Square = append(around.Square, plot.HomeSquare{East: i*7%11 - 5, North: i*5%9 - 4, Children: 1 + i*i%64})
	}
	return []plot.Figure{
		{ID: "homes-made-up", Title: "Homes around Addenbrooke’s Hospital", Drawing: around},
		{ID: "homes-few", Title: "Few homes", Drawing: plot.Homes{Of: "The Rosie Hospital", Step: 5, Edge: 3, Rings: []int{4, 0, 0, 1, 0}, Square: []plot.HomeSquare{{Children: 4}, {East: 3, North: -4, Children: 1}}}},
		{ID: "homes-none", Title: "No homes", Drawing: plot.Homes{Of: "The Rosie Hospital", Step: 5, Edge: 3, Rings: []int{0, 0, 0, 0, 0}}},
	}
}
