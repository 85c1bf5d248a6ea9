package server

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/ui/page"
)

func fillNation(view *page.NationalFigures, nation compare.Set) {
	centres := slices.Concat(nation.Of(compare.Trust), nation.Of(compare.HealthBoard))
	slices.SortStableFunc(centres, func(a, b compare.Figures) int { return strings.Compare(a.Name, b.Name) })
	for _, u := range centres {
		view.Centres = append(view.Centres, nationalRow(u))
	}
	whole := nation.Of(compare.National)
	for _, u := range whole {
		view.Totals = append(view.Totals, nationalRow(u))
	}
	areas := slices.Concat(whole, nation.Of(compare.Country), nation.Of(compare.Region))
	view.Units, view.Basis = kpiUnits(areas), basisLines(areas)
	view.Groups = measureGroups(areas, atNational, nation.Cohort)
}

// nationalRow is a trust's or board's counts; nothing is hidden from national roles.
func nationalRow(u compare.Figures) page.NationalRow {
	return page.NationalRow{
		Name: u.Name, Registered: strconv.Itoa(u.Registered), YearOver: strconv.Itoa(u.YearOver), Counted: strconv.Itoa(u.Counted), Incomplete: strconv.Itoa(u.Incomplete()),
		Answers: completenessCell(u), Expected: ascertainmentCell(u),
	}
}
