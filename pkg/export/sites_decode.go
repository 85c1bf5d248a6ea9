package export

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/nhs"
)

// sites reads who is involved in the child's care. What an organisation does counts only while it is actively involved.
func (d *decoder) sites(path string, rows []json.RawMessage) {
	for i, raw := range rows {
		at := fmt.Sprintf("%s[%d]", path, i)
		members := d.object(at, raw)
		d.siteKeys(at, members)
		active := d.siteFlag(at, members, siteActive)
		d.passed(at, members, active)
		for _, r := range roles {
			if d.siteFlag(at, members, r.flag) && active {
				d.site(at, r, members)
			}
		}
	}
}

// passed reads who led before, and notes what else of the past, or of a transfer under way, there is no place for: a child has
// one holder of each role here, of today.
func (d *decoder) passed(path string, members object, active bool) {
	raw, _ := members.get("active_transfer")
	if moving, _ := yesNo(raw); moving {
		d.notKept = append(d.notKept, Problem{path + ".active_transfer", CodeNotKept, "A transfer under way is not taken over: ask for it here again."})
	}
	if active {
		return
	}
	for _, r := range roles {
		raw, _ := members.get(r.flag)
		if had, _ := yesNo(raw); had && (r.flag != siteLead || !d.formerLead(members)) {
			d.notKept = append(d.notKept, Problem{path, CodeNotKept, "An organisation that is no longer involved is not kept."})
			return
		}
	}
}

// formerLead keeps an organisation that led before, where it is known still.
func (d *decoder) formerLead(members object) bool {
	raw, _ := members.get("organisation")
	code, ok := text(raw)
	id, found := code, ok && nhs.IsODSCode(code)
	if found && d.Role != nil {
		id, found = d.Role(code)
	}
	if found {
		d.child.FormerLeads = append(d.child.FormerLeads, id)
	}
	return found
}

// site gives the organisation of a row a role, unless another row's has it already.
func (d *decoder) site(path string, r role, members object) {
	code, _ := members.get("organisation")
	find, taken, message := d.Role, CodeTwoHolders, "Another row has this role already."
	if r.flag == siteLead {
		find, taken, message = d.Lead, CodeTwoLeads, "Another row is the active lead already."
	}
	id, ok := d.organisation(path+".organisation", code, find)
	switch holder := r.of(d.child); {
	case !ok:
	case *holder != nil:
		d.problem(path, taken, message)
	default:
		*holder = &id
	}
}

func (d *decoder) siteKeys(path string, members object) {
	for _, key := range members.keys() {
		isRole := slices.ContainsFunc(roles, func(r role) bool { return r.flag == key })
		if key != "organisation" && key != siteActive && !isRole && !isUnread("sites", key) {
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
func (d *decoder) organisation(path string, raw json.RawMessage, find func(string) (string, bool)) (string, bool) {
	code, ok := text(raw)
	switch {
	case isNull(raw):
		return unnamed, find == nil
	case !ok:
		d.problem(path, CodeWrongType, "Expected an ODS code.")
		return "", false
	case !nhs.IsODSCode(code):
		d.problem(path, ask.CodeUnknownChoice, "This is not an ODS code.")
		return "", false
	case find == nil:
		return code, true
	}
	id, ok := find(code)
	if !ok {
		d.problem(path, ask.CodeUnknownChoice, "No organisation with this ODS code is in use.")
	}
	return id, ok
}
