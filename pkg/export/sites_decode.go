package export

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/nhs"
)

// unnamed stands for a lead organisation that the sender did not name.
const unnamed = "unnamed"

// sites reads who is involved in the child's care. Of the roles only the lead is read yet: the row that is both primary and
// active fills the lead organisation of the registration.
func (d *decoder) sites(path string, rows []json.RawMessage) {
	registration := d.child.Registration()
	for i, raw := range rows {
		at := fmt.Sprintf("%s[%d]", path, i)
		members := d.object(at, raw)
		d.siteKeys(at, members)
		primary := d.siteFlag(at, members, "site_is_primary_centre_of_epilepsy_care")
		active := d.siteFlag(at, members, "site_is_actively_involved_in_epilepsy_care")
		code, _ := members.get("organisation")
		id, ok := d.organisation(at+".organisation", code)
		switch {
		case !primary || !active || !ok:
		case registration.LeadOrganisationID != nil:
			d.problem(at, CodeTwoLeads, "Another row is the active lead already.")
		default:
			registration.LeadOrganisationID = &id
		}
	}
}

func (d *decoder) siteKeys(path string, members object) {
	known := []string{"organisation", "site_is_primary_centre_of_epilepsy_care", "site_is_actively_involved_in_epilepsy_care"}
	for _, key := range members.keys() {
		if !slices.Contains(known, key) && !isUnread("sites", key) {
			d.unknown(path + "." + key)
		}
	}
}

func (d *decoder) siteFlag(path string, members object, key string) bool {
	raw, _ := members.get(key)
	set, ok := yesNo(raw)
	if !ok && !isNull(raw) {
		d.problem(path+"."+key, CodeWrongType, "Expected true, false or null.")
	}
	return set
}

// organisation gives the organisation of a site by its ODS code; one that is left out is an organisation all the same.
func (d *decoder) organisation(path string, raw json.RawMessage) (string, bool) {
	code, ok := text(raw)
	switch {
	case isNull(raw):
		return unnamed, d.Lead == nil
	case !ok:
		d.problem(path, CodeWrongType, "Expected an ODS code.")
		return "", false
	case !nhs.IsODSCode(code):
		d.problem(path, ask.CodeUnknownChoice, "This is not an ODS code.")
		return "", false
	case d.Lead == nil:
		return code, true
	}
	id, ok := d.Lead(code)
	if !ok {
		d.problem(path, ask.CodeUnknownChoice, "No organisation with this ODS code is in use.")
	}
	return id, ok
}
