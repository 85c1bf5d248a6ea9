package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/publication"
)

// The addresses of published results. {measure} is a measure's code in small letters, {code} an ODS code or an area's.
const (
	atResults       = "/results"
	atCohortResults = atResults + "/:cohort" // with .csv or .json: the whole document as a file
)

// resultSet is one document, published or a draft, and where its pages stand. All that is shown of it comes from the document.
type resultSet struct {
	publication.Publication
	doc    publication.Document
	draft  bool                     // it is a preview
	base   string                   // address of its overview
	newest *publication.Publication // that took its place
	others []publication.Publication
}

var errNotPublished = fault.New(fault.NotFound, "not_published", "There are no such published results.")

// publishedSet finds what the public may see of a cohort, of all there is: its newest version, or the one that is asked for. No
// cohort: the newest. Its document is yet to be read.
func publishedSet(all []publication.Publication, cohort, version string) (resultSet, error) {
	set := resultSet{}
	for i, p := range all {
		current := p.State == publication.Published
		if current {
			set.others = append(set.others, p)
		}
		if strconv.Itoa(p.Cohort) != cohort && (cohort != "" || !current || set.newest != nil) {
			continue
		}
		if current {
			set.newest = &all[i]
		}
		if set.ID == 0 && (version == "" && current || strconv.Itoa(p.Version) == version) {
			set.Publication, set.base = p, atResults+"/"+strconv.Itoa(p.Cohort)
		}
	}
	if set.ID == 0 {
		return set, errNotPublished
	}
	return set, nil
}

// read reads the set's document.
func (s *Server) read(c *gin.Context, set *resultSet) (err error) {
	set.doc, err = s.Published.Document(c.Request.Context(), set.Publication)
	return err
}

// href is an address of the set's pages, with pairs of names and values; of an older version it keeps the version.
func (r resultSet) href(path string, pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	if !r.draft && r.State == publication.Superseded {
		values.Set("version", strconv.Itoa(r.Version))
	}
	address := r.base + path
	if len(values) > 0 {
		address += "?" + values.Encode()
	}
	return address
}

func unitPath(level compare.Level, code string) string {
	return "/" + string(level) + "/" + url.PathEscape(code)
}

func measurePath(d publication.Definition) string { return "/measures/" + d.Address() }

// level finds the level that an address names; the first of the document where it names none.
func (r resultSet) level(key string) (publication.Level, error) {
	if key == "" && len(r.doc.Levels) > 0 {
		return r.doc.Levels[0], nil
	}
	if level, found := r.doc.Level(compare.Level(key)); found && level.Key != compare.National {
		return level, nil
	}
	return publication.Level{}, errNotPublished
}

// unit finds the unit that an address names.
func (r resultSet) unit(level, code string) (publication.Level, publication.Unit, error) {
	l, found := r.doc.Level(compare.Level(level))
	if u, there := l.Unit(code); found && there {
		return l, u, nil
	}
	return l, publication.Unit{}, errNotPublished
}

// chosen is where a choice made by a form leads: to a unit or a measure of the document, else to the overview.
func (r resultSet) chosen(asked url.Values) string {
	if level, code, _ := strings.Cut(asked.Get("unit"), "/"); code != "" {
		if _, _, err := r.unit(level, code); err == nil {
			return r.href(unitPath(compare.Level(level), code))
		}
	}
	level, err := r.level(asked.Get("level"))
	if _, measure, found := r.doc.Measure(asked.Get("measure")); found {
		if err != nil {
			return r.href(measurePath(measure))
		}
		return r.href(measurePath(measure), "level", string(level.Key))
	}
	return r.href("")
}

// asksFor tells whether an address carries a choice.
func asksFor(values url.Values) bool {
	return slices.ContainsFunc([]string{"cohort", "unit", "measure"}, values.Has)
}

// chooseResults leads a choice to the address of what was chosen, of the newest version or, in the same cohort, of the one at hand.
func (s *Server) chooseResults(c *gin.Context, all []publication.Publication) error {
	asked := c.Request.URL.Query()
	set, err := publishedSet(all, asked.Get("cohort"), asked.Get("version"))
	if err != nil {
		if set, err = publishedSet(all, "", ""); err != nil {
			return err
		}
	}
	if err := s.read(c, &set); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, set.chosen(asked))
	return nil
}

// dayWords is a day of a document in words.
func dayWords(day string) string {
	if d, err := ask.ParseDate(day); err == nil {
		return d.Words()
	}
	return day
}

// publishedWords say when a cohort's figures were published, and where everybody reads them.
func (s *Server) publishedWords(c *gin.Context, cohort int) (words, href string) {
	all, err := s.Published.Open(c.Request.Context())
	if err != nil {
		s.log(c).Error("read what is published", "error", err)
		return "Whether figures of this cohort have been published cannot be told just now.", ""
	}
	set, err := publishedSet(all, strconv.Itoa(cohort), "")
	if err != nil {
		return "Figures of this cohort have not been published.", ""
	}
	return fmt.Sprintf("Figures of this cohort were published on %s (version %d).", ask.DateOf(set.When(publication.Published)).Words(), set.Version), set.base
}
