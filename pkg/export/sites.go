package export

import "github.com/pinktick/pinktick/pkg/dataset"

// role is what an organisation does in a child's care: a flag in the rows of the list sites, a column here.
type role struct {
	flag string
	of   func(*dataset.Child) **string
}

const (
	siteActive = "site_is_actively_involved_in_epilepsy_care"
	siteLead   = "site_is_primary_centre_of_epilepsy_care"
)

// roles are the lead first, then the three that the milestones name.
var roles = []role{
	{siteLead, func(c *dataset.Child) **string { return &c.Registration().LeadOrganisationID }},
	{"site_is_general_paediatric_centre", func(c *dataset.Child) **string { return &c.Milestones().GeneralPaediatricOrganisationID }},
	{"site_is_paediatric_neurology_centre", func(c *dataset.Child) **string { return &c.Milestones().NeurologyOrganisationID }},
	{"site_is_childrens_epilepsy_surgery_centre", func(c *dataset.Child) **string { return &c.Milestones().SurgeryOrganisationID }},
}

// unnamed stands for an organisation that the sender did not name.
const unnamed = "unnamed"

// sitesOf are the rows of the list sites: one an organisation, with what it does, and then those that led before.
func sitesOf(child *dataset.Child, options EncodeOptions) []members {
	rows, done := []members{}, map[string]bool{}
	for _, r := range roles {
		if id := *r.of(child); id != nil && !done[*id] {
			done[*id] = true
			rows = append(rows, siteOf(*id, true, options, func(r role) bool {
				holder := *r.of(child)
				return holder != nil && *holder == *id
			}))
		}
	}
	for _, id := range child.FormerLeads {
		rows = append(rows, siteOf(id, false, options, func(r role) bool { return r.flag == siteLead }))
	}
	return rows
}

func siteOf(id string, active bool, options EncodeOptions, has func(role) bool) members {
	site := members{}
	code, ok := id, id != unnamed
	if options.ODSCode != nil {
		code, ok = options.ODSCode(id)
	}
	if ok {
		site = append(site, member{"organisation", code})
	}
	site = append(site, member{siteActive, active})
	for _, r := range roles {
		site = append(site, member{r.flag, has(r)})
	}
	return site
}
