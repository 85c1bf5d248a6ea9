package server

import (
	"fmt"

	"github.com/pinktick/pinktick/ui/part"
)

// paging is the way through a list of total entries, page by page.
func paging(total, current, size int, href func(page int) string) part.Paging {
	pages := max(1, (total+size-1)/size)
	var view part.Paging
	if current > 1 {
		view.Previous = href(min(current-1, pages))
	}
	if current < pages {
		view.Next = href(current + 1)
	}
	last := 0
	for n := 1; n <= pages && pages > 1; n++ {
		if n != 1 && n != pages && (n < current-2 || n > current+2) {
			continue
		}
		if n > last+1 {
			view.Pages = append(view.Pages, part.PageLink{})
		}
		view.Pages = append(view.Pages, part.PageLink{N: n, Href: href(n), Current: n == current})
		last = n
	}
	if total > 0 {
		view.Showing = fmt.Sprintf("%d to %d of %d", (current-1)*size+1, min(current*size, total), total)
	}
	return view
}
