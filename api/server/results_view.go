package server

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

var levelsWords = map[compare.Level]string{compare.Trust: "Trusts", compare.HealthBoard: "Local health boards", compare.CareBoard: "Integrated care boards",
	compare.Region: "NHS England regions", compare.Network: "OPEN UK networks", compare.Country: "Countries", compare.National: "England and Wales"}

// around is what stands on every page of a set: which version it is, and what may be chosen.
func (r resultSet) around(c *gin.Context, view page.Results) page.Results {
	at := c.Request.URL.Path
	view.Tabs = []page.ResultLink{{Label: "Overview", Href: r.href(""), Current: at == r.base || at == atResults},
		{Label: "Definitions", Href: r.href("/definitions"), Current: at == r.base+"/definitions"}}
	view.Source, view.Pickers = r.source(), r.pickers(c)
	if r.Version > 1 {
		view.Correction = "Version " + strconv.Itoa(r.Version) + ": " + r.Note
	}
	switch {
	case r.draft && r.State == publication.Discarded:
		view.Alerts = append(view.Alerts, part.Alert{Kind: part.AlertWarning, Title: "Discarded: never published", Text: "Only the national audit team sees this."})
	case r.draft:
		view.Alerts = append(view.Alerts, part.Alert{Kind: part.AlertWarning, Title: "Draft: not published", Text: "Only the national audit team sees this. It is what the public would see."})
	case r.State == publication.Superseded:
		view.Alerts = append(view.Alerts, part.Alert{Kind: part.AlertWarning, Title: "This version has been replaced",
			Text: fmt.Sprintf("Version %d was replaced on %s.", r.Version, ask.DateOf(r.When(publication.Superseded)).Words())})
		if r.newest != nil {
			view.Newest = &page.ResultLink{Label: fmt.Sprintf("See the newest results of cohort %d: version %d", r.Cohort, r.newest.Version), Href: r.base}
		}
	}
	return view
}

// cohortWords say whose results these are.
func (r resultSet) cohortWords() string {
	return fmt.Sprintf("Cohort %d: children first assessed from %s to %s", r.Cohort, dayWords(r.doc.SeenFrom), dayWords(r.doc.SeenUntil))
}

// sourceWords name the document in a sentence about its figures.
func (r resultSet) sourceWords() string {
	if r.draft {
		return fmt.Sprintf("draft of version %d", r.Version)
	}
	return fmt.Sprintf("published on %s, version %d", ask.DateOf(r.When(publication.Published)).Words(), r.Version)
}

func (r resultSet) source() string {
	words := r.sourceWords()
	words = strings.ToUpper(words[:1]) + words[1:]
	if r.Final {
		words += ", which is final"
	}
	return fmt.Sprintf("%s. Counted on %s, scored by rules %s. %s Centres are compared by limits of %s.",
		words, inLondon(r.doc.CountedAt), r.doc.Rules, profileWords(r.doc.Profile), r.doc.Limits)
}

// profileWords say how small numbers were hidden.
func profileWords(key string) string {
	p, known := measure.ProfileByKey(key)
	switch {
	case !known:
		return "Small numbers are hidden (" + key + ")."
	case p.Round:
		return fmt.Sprintf("Numbers of 1 to %d children are not shown, the others to the nearest 5 (%s).", p.Least-1, key)
	}
	return fmt.Sprintf("Numbers of 1 to %d children are not shown, nor what would let them be worked out (%s).", p.Least-1, key)
}

// pickers choose a cohort, a centre or area, and a measure.
func (r resultSet) pickers(c *gin.Context) []page.ResultPicker {
	action, keep := r.base, []part.Hidden(nil)
	var all []page.ResultPicker
	if !r.draft {
		action, keep = atResults, []part.Hidden{{Name: "cohort", Value: strconv.Itoa(r.Cohort)}}
		all = append(all, r.cohortPicker(c))
		if r.State == publication.Superseded {
			keep = append(keep, part.Hidden{Name: "version", Value: strconv.Itoa(r.Version)})
		}
	}
	all = append(all, page.ResultPicker{ID: "pick-unit", Action: action, Keep: keep, Fields: []page.ResultField{{Name: "unit", Label: "Centre or area", Options: r.unitOptions(c)}}})
	fields := []page.ResultField{{Name: "measure", Label: "Measure", Options: r.measureOptions(c)}}
	if c.Param("measure") != "" {
		fields = append(fields, page.ResultField{Name: "level", Label: "Across", Options: r.levelOptions(c)})
	}
	return append(all, page.ResultPicker{ID: "pick-measure", Action: action, Keep: keep, Fields: fields})
}

// cohortPicker changes the cohort of the page at hand.
func (r resultSet) cohortPicker(c *gin.Context) page.ResultPicker {
	p := page.ResultPicker{ID: "pick-cohort", Action: atResults}
	if c.Param("code") != "" {
		p.Keep = append(p.Keep, part.Hidden{Name: "unit", Value: c.Param("level") + "/" + c.Param("code")})
	}
	if c.Param("measure") != "" {
		p.Keep = append(p.Keep, part.Hidden{Name: "measure", Value: c.Param("measure")}, part.Hidden{Name: "level", Value: c.Query("level")})
	}
	field := page.ResultField{Name: "cohort", Label: "Cohort"}
	for _, o := range r.others {
		field.Options = append(field.Options, page.FilterOption{Value: strconv.Itoa(o.Cohort), Label: "Cohort " + strconv.Itoa(o.Cohort), Selected: o.Cohort == r.Cohort})
	}
	p.Fields = []page.ResultField{field}
	return p
}

func (r resultSet) unitOptions(c *gin.Context) []page.FilterOption {
	options := []page.FilterOption{{Label: "Choose a centre or area"}}
	for _, l := range r.doc.Levels {
		for _, u := range l.Units {
			options = append(options, page.FilterOption{Value: string(l.Key) + "/" + u.Code, Label: u.Name, Group: levelsWords[l.Key],
				Selected: c.Param("level") == string(l.Key) && c.Param("code") == u.Code})
		}
	}
	return options
}

func (r resultSet) measureOptions(c *gin.Context) []page.FilterOption {
	options := []page.FilterOption{{Label: "Choose a measure"}}
	if c.Param("measure") != "" {
		options = nil
	}
	for _, m := range r.doc.Measures {
		options = append(options, page.FilterOption{Value: m.Address(), Label: m.Title, Group: m.Group, Selected: c.Param("measure") == m.Address()})
	}
	return options
}

func (r resultSet) levelOptions(c *gin.Context) []page.FilterOption {
	var options []page.FilterOption
	for _, l := range r.doc.Levels {
		if l.Key != compare.National {
			options = append(options, page.FilterOption{Value: string(l.Key), Label: levelsWords[l.Key], Selected: c.Query("level") == string(l.Key)})
		}
	}
	return options
}
