package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// region is a part of a record's page with the mark of what it shows.
type region struct {
	mark string
	view templ.Component
}

// shownAlready is what a page says it shows: the marks of its regions, its rows, and which of them are open. It comes in
// headers: a mark is made from answers, and addresses are logged on the way.
type shownAlready struct{ marks, rows, open map[string]bool }

func shownAt(c *gin.Context) shownAlready {
	words := func(header string) map[string]bool {
		all := map[string]bool{}
		for _, word := range strings.Fields(c.GetHeader(header)) {
			all[word] = true
		}
		return all
	}
	return shownAlready{words("Pinktick-Drawn"), words("Pinktick-Rows"), words("Pinktick-Open")}
}

// showChanges gives those parts of a section's page that show something else by now than the page does. What changed, when,
// and by whom does not matter: so nothing is missed after a sleep, and nothing is fetched twice.
func (s *Server) showChanges(c *gin.Context) error {
	at, err := sectionAt(c)
	if err != nil {
		return err
	}
	r, err := s.Records.Peek(c.Request.Context(), at.caseID)
	if err != nil {
		return err
	}
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, at.pagePath(c))
		return nil
	}
	shown := shownAt(c)
	all, err := s.regionsOf(c, r, at.section, shown)
	if err != nil {
		return err
	}
	return renderChanged(c, r, shown, all)
}

// renderChanged gives the regions that the page does not show so already.
func renderChanged(c *gin.Context, r *record.Record, shown shownAlready, regions []region) error {
	var changed parts
	for _, region := range regions {
		if !shown.marks[region.mark] {
			changed = append(changed, region.view)
		}
	}
	c.Header("Pinktick-Revision", strconv.FormatInt(r.Revision, 10))
	if len(changed) == 0 {
		return renderNothing(c)
	}
	return render(c, http.StatusOK, changed)
}

// regionsOf are all parts of a section's page, those too that are not the record's own.
func (s *Server) regionsOf(c *gin.Context, r *record.Record, section *ask.Section, shown shownAlready) ([]region, error) {
	all := s.viewer(c, r).regions(s.childView(c, r), section, shown)
	if section != dataset.RegistrationSection {
		return all, nil
	}
	transfer, err := s.leadTransfer(c, r)
	return append(all, region{transfer.Drawn(), page.LeadTransferView(transfer)}), err
}

// regions are all parts of a section's page that may come to show something else.
func (v viewer) regions(child page.Child, section *ask.Section, shown shownAlready) []region {
	closed, wheel, missing := v.record.ClosedWords(v.person, section), v.wheel(section), v.missing(section)
	all := append(v.around(child, section.Key, shown),
		region{page.DrawnReadOnly(closed), page.ReadOnlyView(closed)},
		region{wheel.Drawn(), part.WheelView(wheel)}, region{missing.Drawn(), part.MissingView(missing)})
	if section == dataset.RegistrationSection {
		facts := v.registrationFacts()
		all = append(all, region{facts.Drawn(), page.FactsView(facts)})
	}
	in := v.record.In(section)
	for _, item := range section.Items {
		switch item := item.(type) {
		case *ask.Question:
			q := v.question(place{section, nil, in}, item)
			all = append(all, region{q.Drawn(), control.View(q)})
		case *ask.Records:
			all = append(all, v.listRegions(section, item, shown)...)
		}
	}
	return all
}

// around are the parts that the page of every step has.
func (v viewer) around(child page.Child, step string, shown shownAlready) []region {
	steps := v.steps(step)
	previous, next := v.ways(step)
	all := []region{
		{child.Drawn(), page.ChildHeading(child, false)}, {steps.Drawn(), part.StepsView(steps)},
		{page.DrawnOnward(previous, next), page.WaysView(previous, next)},
	}
	if shown.marks[child.Drawn()] { // else it comes with the heading
		all = append(all, region{child.Standing.Drawn(), page.StandingView(child.Standing, false)})
	}
	return all
}

// listRegions are a list as a whole, when it has other rows than the page, else its parts.
func (v viewer) listRegions(section *ask.Section, list *ask.Records, shown shownAlready) []region {
	view := v.list(section, list, rowsNamed(shown.open, list)...)
	frame := view.Drawn()
	if !shown.marks[frame] || !slices.Equal(rowNumbers(list.Rows(v.record.In(section))), rowsNamed(shown.rows, list)) {
		return []region{{"", control.ListView(view)}}
	}
	if !view.Shown {
		return nil
	}
	all := []region{{control.DrawnWarning(view.ID, view.Warning), control.ListWarning(view.ID, view.Warning, false)}}
	for _, row := range view.Rows {
		mark := row.Drawn()
		all = append(all, region{mark, control.RowView(row)})
		for _, q := range row.Questions {
			if shown.marks[mark] { // else they come with the row
				all = append(all, region{q.Drawn(), control.View(q)})
			}
		}
	}
	return all
}

// rowsNamed are the numbers of those elements that are rows of the list, in order.
func rowsNamed(elements map[string]bool, list *ask.Records) []int64 {
	var ids []int64
	for element := range elements {
		number, of := strings.CutPrefix(element, "row-"+list.Key+"-")
		if id, err := strconv.ParseInt(number, 10, 64); of && err == nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func rowNumbers(rows []any) []int64 {
	var ids []int64
	for _, row := range rows {
		ids = append(ids, ask.RowID(row))
	}
	slices.Sort(ids)
	return ids
}

// watch is where the page of a step hears of changes.
func (v viewer) watch(step string) part.Watch {
	return part.Watch{Live: v.path + "/live", Changes: v.path + "/" + step + "/changes", Revision: v.record.Revision}
}
