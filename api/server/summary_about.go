package server

import (
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// readAbout is the address card: what is not known has no line.
func (s *Server) readAbout(c *gin.Context, d dashboard, w *page.Widget) error {
	card, err := s.Directory.Card(c.Request.Context(), d.organisation)
	if err != nil {
		return err
	}
	parent := "Trust"
	if card.ParentKind == tenants.HealthBoard {
		parent = "Health board"
	}
	address := card.Address
	if card.Postcode != "" {
		address = append(address, card.Postcode)
	}
	for _, fact := range []page.Fact{
		{Key: "Address", Lines: address}, {Key: "Telephone", Lines: []string{card.Telephone}}, {Key: "Website", Lines: []string{card.Website}, Href: webAddress(card.Website)},
		{Key: "ODS code", Lines: []string{d.organisation.ODSCode}}, {Key: parent, Lines: []string{card.Parent}}, {Key: "Integrated care board", Lines: []string{card.CareBoard}},
		{Key: "NHS England region", Lines: []string{card.Region}}, {Key: "OPEN UK network", Lines: []string{card.Network}}, {Key: "Country", Lines: []string{card.Country}},
		{Key: "London borough", Lines: []string{card.LondonBorough}},
	} {
		if strings.Join(fact.Lines, "") != "" {
			w.Facts = append(w.Facts, fact)
		}
	}
	return nil
}

// webAddress is a link to a site; empty for what is none.
func webAddress(site string) string {
	switch {
	case site == "" || strings.ContainsAny(site, " \"'<>"):
		return ""
	case strings.HasPrefix(site, "http://") || strings.HasPrefix(site, "https://"):
		return site
	}
	return "https://" + site
}
