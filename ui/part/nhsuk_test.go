package part

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/pinktick/pinktick/ui/htmltest"
)

// The parts that reproduce NHS.UK components are held to nhsuk-frontend's own fixtures.

func TestTagIsTheirs(t *testing.T) {
	tried := 0
	for _, f := range htmltest.Fixtures(t, "tag") {
		var given map[string]any
		if err := json.Unmarshal(f.Context, &given); err != nil {
			t.Fatal(err)
		}
		text, _ := given["text"].(string)
		colour, _ := given["colour"].(string)
		if text == "" || given["classes"] != nil || given["border"] != nil || given["html"] != nil || given["colour"] == false {
			continue
		}
		tried++
		ours := htmltest.Render(t, TagView(Tag{Label: text, Colour: Colour(colour)}))
		htmltest.Conforms(t, htmltest.Parse(t, f.HTML).One("strong"), ours.One("strong"))
	}
	if tried < 10 {
		t.Errorf("only %d fixtures tried", tried)
	}
}

func TestPaginationIsTheirs(t *testing.T) {
	pages := func(current int, numbers ...int) Paging {
		p := Paging{}
		for _, n := range numbers {
			p.Pages = append(p.Pages, PageLink{N: n, Href: "#/section/" + strconv.Itoa(n), Current: n == current})
		}
		return p
	}
	cases := map[string]Paging{
		"numbered":            pages(2, 1, 2, 3),
		"numbered first page": pages(1, 1, 2, 3),
		"numbered last page":  pages(3, 1, 2, 3),
	}
	many := pages(10, 1, 0, 8, 9, 10, 11, 12, 0, 40)
	cases["numbered with many pages"] = many
	for name, p := range cases {
		t.Run(name, func(t *testing.T) {
			for i, l := range p.Pages {
				if l.Current && i > 0 {
					p.Previous = p.Pages[i-1].Href
				}
				if l.Current && i < len(p.Pages)-1 {
					p.Next = p.Pages[i+1].Href
				}
			}
			theirs := htmltest.Parse(t, htmltest.FixtureNamed(t, "pagination", name).HTML)
			htmltest.Conforms(t, theirs.One("nav"), htmltest.Render(t, PagingView(p)).One("nav"))
		})
	}
}

func TestBreadcrumbIsTheirs(t *testing.T) {
	ours := htmltest.Render(t, CrumbsView([]Crumb{{"Home", "#"}, {"NHS services", "#"}, {"Hospitals", "#"}}))
	theirs := htmltest.Parse(t, htmltest.FixtureNamed(t, "breadcrumb", "default").HTML)
	htmltest.Conforms(t, theirs.One("nav"), ours.One("nav"))
}

func TestSummaryListIsTheirs(t *testing.T) {
	ours := htmltest.Render(t, SummaryView([]Pair{{"Name", "Karen Francis"}, {"Date of birth", "15 March 1984"}}))
	theirs := htmltest.Parse(t, htmltest.FixtureNamed(t, "summary-list", "example person: Karen Francis").HTML)
	htmltest.Conforms(t, theirs.One("dl"), ours.One("dl"))
}
