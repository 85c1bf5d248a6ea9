//go:build bench

package server

import (
	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/layout"
	"github.com/pinktick/pinktick/ui/page"
)

// DrawSection gives the page of a section without a request, for the benchmark to draw alone.
func DrawSection(r *record.Record, section *ask.Section) templ.Component {
	v := viewer{record: r, person: tenants.Person{Name: "Bench", Role: tenants.Editor}, path: "/RAA01/cases/1", seal: "seal"}
	return page.RecordPage(layout.Frame{Title: section.Title}, v.section(page.Child{Name: "Bench"}, section, sectionExtra{}))
}
