package page

import "github.com/pinktick/pinktick/ui/part"

// paging is the table's paging without its count, which stands above the table.
func (t ChildrenTable) paging() part.Paging {
	p := t.Paging
	p.Showing = ""
	return p
}
