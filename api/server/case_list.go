package server

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/progress"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// listCases is the list of the trust's children, or, for the page's script, its table alone.
func (s *Server) listCases(c *gin.Context) error {
	q := caseQuery(c)
	list, err := s.Records.ListCases(c.Request.Context(), q)
	if err != nil {
		return err
	}
	done, err := s.completions(c, list.Rows)
	if err != nil {
		return err
	}
	table := caseTable(c, q, list, done)
	if isFragment(c) {
		return render(c, http.StatusOK, page.ChildrenRegion(table))
	}
	frame, err := s.frame(c, "Children")
	if err != nil {
		return err
	}
	frame.Wide = true
	view := page.Children{
		Organisation: organisationOf(c).ParentName, Total: int(list.Total), Registered: int(list.Registered),
		Search: caseSearch(c, q), Table: table,
	}
	if person, _ := tenants.PersonFrom(c.Request.Context()); person.Role.May(tenants.AddChild) {
		view.AddHref = listPath(c) + "/new"
	}
	return render(c, http.StatusOK, page.ChildrenPage(frame, view))
}

// completions is the progress of the rows: cached by revision, the others counted in one read.
func (s *Server) completions(c *gin.Context, rows []record.Listed) (map[int64]dataset.Completion, error) {
	ctx := c.Request.Context()
	var cases []progress.Case
	for _, row := range rows {
		cases = append(cases, progress.Case{ID: row.ID, Revision: row.Revision})
	}
	today := ask.DateOf(s.Records.Now())
	found := s.Progress.Find(ctx, today, cases)
	var missing []progress.Case
	var ids []int64
	for _, k := range cases {
		if _, ok := found[k.ID]; !ok {
			missing, ids = append(missing, k), append(ids, k.ID)
		}
	}
	if len(missing) == 0 {
		return found, nil
	}
	counted, err := s.Records.Completions(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, k := range missing {
		found[k.ID] = counted[k.ID].Completion
		if counted[k.ID].Revision == k.Revision {
			s.Progress.Keep(ctx, today, k, counted[k.ID].Completion)
		}
	}
	return found, nil
}

var sizes = []int{25, 50, 100}

// caseQuery reads the address; what it does not know falls back to the usual.
func caseQuery(c *gin.Context) record.Query {
	size, _ := strconv.Atoi(c.Query("size"))
	if !slices.Contains(sizes, size) {
		size = 50
	}
	search := strings.TrimSpace(c.Query("q"))
	if len(search) > 100 {
		search = search[:100]
	}
	return record.Query{
		Search: strings.ToValidUTF8(strings.ReplaceAll(search, "\x00", ""), ""),
		Sort:   c.DefaultQuery("sort", "name"), Down: c.Query("dir") == "desc", Page: pageNumber(c), Size: size,
	}
}

// caseAddress is the list's address with everything it needs to come back the same.
func caseAddress(c *gin.Context, q record.Query) string {
	v := url.Values{}
	if q.Search != "" {
		v.Set("q", q.Search)
	}
	if q.Sort != "name" || q.Down {
		v.Set("sort", q.Sort)
	}
	if q.Down {
		v.Set("dir", "desc")
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	if q.Size != 50 {
		v.Set("size", strconv.Itoa(q.Size))
	}
	address := "/" + c.Param("org") + "/cases"
	if len(v) > 0 {
		address += "?" + v.Encode()
	}
	return address
}

func caseSearch(c *gin.Context, q record.Query) part.SearchBox {
	return part.SearchBox{
		ID: caseSearchID, Label: "Search by name, NHS number or audit number", Action: "/" + c.Param("org") + "/cases",
		Value: q.Search, Target: "#case-table",
	}
}

const caseSearchID = "search"

// searchKeeps is what a search leaves as it is. It stands in the table, which is swapped with every change of it.
func searchKeeps(q record.Query) []part.Hidden {
	keep := []part.Hidden{{Name: "sort", Value: q.Sort}, {Name: "size", Value: strconv.Itoa(q.Size)}}
	if q.Down {
		keep = append(keep, part.Hidden{Name: "dir", Value: "desc"})
	}
	return keep
}
