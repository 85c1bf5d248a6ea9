package login

import (
	"slices"
	"strconv"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// ruleLimits are what a writer's rules must keep to.
type ruleLimits struct {
	owner    tenants.ID // the tenant that will own them; empty for the national team
	reach    []string   // roles the writer may give
	national bool       // the provider may grant national roles
	tenants  []string   // those the provider may speak for
}

// The most a tenant needs by far.
const (
	mostRules  = 100
	mostWanted = 100
	longest    = 200
)

func (l ruleLimits) check(rules []Rule) error {
	if len(rules) > mostRules {
		return fault.InvalidField("rules", "too_many_rules", "That is more rules than can be kept.")
	}
	for i, r := range rules {
		if words := l.fault(r); words != "" {
			return fault.InvalidField("rule-"+strconv.Itoa(i+1), "rule_refused", words)
		}
	}
	return nil
}

func (l ruleLimits) fault(r Rule) string {
	switch {
	case !slices.Contains(l.reach, string(r.Role)):
		return "You cannot give this role."
	case isNational(r.Role) && (!l.national || r.TenantID != "" || r.TenantClaim != ""):
		return "This provider cannot give a national role."
	case isNational(r.Role):
	case l.owner != "" && (r.TenantID != l.owner || r.TenantClaim != ""):
		return "You can give access to the trust or board you are working in only."
	case (r.TenantID == "") == (r.TenantClaim == ""):
		return "Name the trust or board, or the claim that names it."
	case r.TenantID != "" && !slices.Contains(l.tenants, string(r.TenantID)):
		return "This provider may not speak for that trust or board."
	}
	return r.shapeFault()
}

// shapeFault says what is wrong with how a rule compares.
func (r Rule) shapeFault() string {
	if r.Claim == "" || len(r.Claim) > longest || len(r.TenantClaim) > longest || len(r.Wanted) > mostWanted ||
		slices.ContainsFunc(r.Wanted, func(w string) bool { return w == "" || len(w) > longest }) {
		return "A claim or a value is missing or too long."
	}
	good := map[Test]bool{Equals: len(r.Wanted) == 1, OneOf: len(r.Wanted) > 0, Contains: len(r.Wanted) > 0, Present: len(r.Wanted) == 0}
	if !good[r.Test] {
		return "The values do not go with the comparison."
	}
	return ""
}
