package server

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

var exportTags = map[takeout.State]part.Tag{
	takeout.Waiting: {Label: "Waiting", Colour: part.Grey}, takeout.Making: {Label: "Being made", Colour: part.Yellow},
	takeout.Ready: {Label: "Ready", Colour: part.Blue}, takeout.Failed: {Label: "Failed", Colour: part.Orange},
	takeout.Erased: {Label: "Erased", Colour: part.Grey}, takeout.Taken: {Label: "Taken", Colour: part.Grey},
}

var formatNames = map[takeout.Format]string{takeout.XLSX: "spreadsheet", takeout.CSV: "CSV", takeout.JSON: "JSON"}

// exportRow is one export. The file is for the person who asked for it.
func (s *Server) exportRow(c *gin.Context, e takeout.Export, path string, person tenants.Person) page.ExportRow {
	row := page.ExportRow{
		ID: strconv.FormatInt(e.ID, 10), Name: e.Kind.Name(), Format: formatNames[e.Format], State: exportTags[e.State], FileName: e.FileName,
		Asked: inLondon(e.AskedAt) + ", by " + e.PersonName, Narrowed: s.narrowed(c, e),
	}
	if e.Role.National() && c.Param("org") != "" {
		row.Asked += " (" + e.Role.Name() + ")"
	}
	switch e.State {
	case takeout.Ready:
		row.Note = fmt.Sprintf("%s, %s. Kept until %s.", countOf(int(e.Rows), "row"), sizeWords(e.Size), inLondon(e.ExpiresAt))
		if e.Own(person) {
			row.FileHref = path + "/" + row.ID + "/file"
		}
	case takeout.Failed:
		row.Note = e.Refusal
	case takeout.Erased, takeout.Taken:
		row.Note = countOf(int(e.Rows), "row") + "."
	}
	if e.Downloads > 0 {
		row.Note += " Fetched " + countOf(e.Downloads, "time") + "."
	}
	if e.Own(person) && (e.State == takeout.Failed || e.State == takeout.Erased) {
		row.Again = againFields(e)
	}
	return row
}

// narrowed is what an export is of, in words.
func (s *Server) narrowed(c *gin.Context, e takeout.Export) string {
	var words []string
	switch {
	case e.Publication != 0:
		words = append(words, "Published figures")
	case e.Kind == takeout.Workbook:
		words = append(words, "Live figures of cohort "+strconv.Itoa(e.Cohort))
	case e.Kind == takeout.Reference:
	case e.Cohort != 0:
		words = append(words, "Cohort "+strconv.Itoa(e.Cohort))
	default:
		words = append(words, "All children")
	}
	if e.Organisation != "" {
		name := e.Organisation
		if o, err := s.Directory.OrganisationByODS(c.Request.Context(), e.Organisation); err == nil {
			name = o.Name
		}
		words = append(words, name)
	}
	if e.Role.National() && c.Param("org") != "" && e.State != takeout.Taken {
		if e.Names {
			words = append(words, "with names: "+e.Reason)
		} else {
			words = append(words, "without names")
		}
	}
	return strings.Join(words, ", ")
}

func sizeWords(bytes int64) string {
	switch {
	case bytes < 1000:
		return "under 1 kB"
	case bytes < 1_000_000:
		return strconv.FormatInt(bytes/1000, 10) + " kB"
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1_000_000)
}

// againFields ask for the same once more.
func againFields(e takeout.Export) []page.Kept {
	fields := []page.Kept{{Name: "kind", Value: string(e.Kind)}, {Name: "format", Value: string(e.Format)}}
	if e.Kind == takeout.Workbook {
		return append(fields, page.Kept{Name: "figures", Value: figuresOf(e.Ask)})
	}
	if e.Cohort != 0 {
		fields = append(fields, page.Kept{Name: "cohort", Value: strconv.Itoa(e.Cohort)})
	}
	if e.Organisation != "" {
		fields = append(fields, page.Kept{Name: "whose", Value: e.Organisation})
	}
	if e.Names && e.Role.National() {
		fields = append(fields, page.Kept{Name: "names", Value: "yes"}, page.Kept{Name: "reason", Value: e.Reason})
	}
	return fields
}

// figuresOf is the choice of figures as the form has it: a cohort's live ones, or a publication.
func figuresOf(asked takeout.Ask) string {
	if asked.Publication != 0 {
		return "publication-" + strconv.FormatInt(asked.Publication, 10)
	}
	return "live-" + strconv.Itoa(asked.Cohort)
}
