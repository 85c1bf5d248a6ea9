package login

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/pinktick/pinktick/tenants"
)

// Rule maps a claim to a tenant and a role. Rules are data: versioned, owned by a tenant or by the national team.
type Rule struct {
	Claim  string   // path in the claims, such as "roles" or "selected_role.role_code"
	Test   Test     // how the claim is compared with Wanted
	Wanted []string // empty for Present

	TenantID    tenants.ID // the tenant granted, when fixed
	TenantClaim string     // path of a claim that holds an ODS code, when not fixed
	Role        tenants.Role
	Until       time.Time // the right ends then; zero means no end
}

// Test is how a rule compares.
type Test string

// The tests a rule may use.
const (
	Equals   Test = "equals"   // the claim is one text, equal to the one wanted
	OneOf    Test = "one of"   // the claim is one text, equal to one of those wanted
	Contains Test = "contains" // the claim is a list (or one text) that holds one of those wanted
	Present  Test = "present"  // the claim is there and not empty
)

// Case is all that the outcome depends on.
type Case struct {
	Kind           Kind         // of the provider
	MaySpeakFor    []tenants.ID // tenants on the provider's own list
	GrantsNational bool         // only the national team's provider
	Rules          []Rule       // those in force, in order
	Claims         map[string]any
	Places         Places
	On             time.Time
}

// Grant is a right the claims give.
type Grant struct {
	TenantID tenants.ID // empty for a national role
	Role     tenants.Role
	Until    time.Time
	Rule     int // which rule gave it, from 1
}

// Step says what one rule came to, for the dry run.
type Step struct {
	Rule    int
	Matched bool
	Words   string
}

// Outcome is what the claims come to. No grant means no entry.
type Outcome struct {
	Grants   []Grant // one for each tenant at most
	National *Grant
	Steps    []Step
	Reason   Reason // why not, when nothing is granted
	Tried    string // the organisation that was tried, when the claims named one
}

// Evaluate applies the rules to the claims. It is pure: same case, same outcome. Whatever is not granted is denied.
func Evaluate(c Case) Outcome {
	out := Outcome{Reason: ReasonNoRule}
	if overage(c.Claims) && readsGroups(c.Rules) {
		// The provider left the groups out because there are too many. That is not the same as having none.
		return Outcome{Reason: ReasonOverage}
	}
	claims, reason := shapeClaims(c.Kind, c.Claims)
	if reason != "" {
		return Outcome{Reason: reason}
	}
	out.Tried = textAt(claims, "selected_role.org_code")
	for i, rule := range c.Rules {
		step := Step{Rule: i + 1}
		if step.Matched, step.Words = rule.matches(claims); step.Matched {
			step.Words = out.grant(c, rule, i+1, claims)
			step.Matched = step.Words == ""
			if step.Matched {
				step.Words = "matched: " + string(rule.Role)
			}
		}
		out.Steps = append(out.Steps, step)
	}
	if len(out.Grants) > 0 || out.National != nil {
		out.Reason = ""
	}
	slices.SortFunc(out.Grants, func(a, b Grant) int { return cmp.Compare(a.TenantID, b.TenantID) })
	return out
}

// grant adds what a matching rule gives, or says why it gives nothing.
func (o *Outcome) grant(c Case, rule Rule, number int, claims map[string]any) string {
	if !rule.Until.IsZero() && !c.On.Before(rule.Until) {
		return "the rule has ended"
	}
	given := Grant{TenantID: rule.TenantID, Role: rule.Role, Until: rule.Until, Rule: number}
	if isNational(rule.Role) {
		if !c.GrantsNational || rule.TenantID != "" || rule.TenantClaim != "" {
			return "this provider may not grant a national role"
		}
		// A national role comes from one rule that says so. Several tell of a mistake: the first stands.
		if o.National == nil {
			o.National = &given
		}
		return ""
	}
	if roleRank(rule.Role) == 0 {
		return "the role is not known"
	}
	if rule.TenantClaim != "" {
		code := textAt(claims, rule.TenantClaim)
		if o.Tried == "" {
			o.Tried = code
		}
		tenant, reason := c.Places.Tenant(code, c.On)
		if reason != "" {
			o.Reason = reason
			return string(reason)
		}
		given.TenantID = tenant
	}
	if given.TenantID == "" || !slices.Contains(c.MaySpeakFor, given.TenantID) {
		o.Reason = ReasonNotTheirs
		return "this provider may not speak for that trust or board"
	}
	o.add(given)
	return ""
}

// add keeps the highest role of each tenant.
func (o *Outcome) add(given Grant) {
	at := slices.IndexFunc(o.Grants, func(g Grant) bool { return g.TenantID == given.TenantID })
	switch {
	case at < 0:
		o.Grants = append(o.Grants, given)
	case roleRank(given.Role) > roleRank(o.Grants[at].Role):
		o.Grants[at] = given
	}
}

func (r Rule) matches(claims map[string]any) (bool, string) {
	value, found := valueAt(claims, r.Claim)
	if !found {
		return false, "the claim " + r.Claim + " is not there"
	}
	one, isText := value.(string)
	good := false
	switch r.Test {
	case Equals:
		good = isText && len(r.Wanted) == 1 && one == r.Wanted[0]
	case OneOf:
		good = isText && slices.Contains(r.Wanted, one)
	case Contains:
		good = slices.ContainsFunc(textsOf(value), func(s string) bool { return slices.Contains(r.Wanted, s) })
	case Present:
		good = len(r.Wanted) == 0 && len(textsOf(value)) > 0
	}
	if !good {
		return false, "the claim " + r.Claim + " has another value"
	}
	return true, ""
}

func isNational(role tenants.Role) bool {
	return role == tenants.NationalAnalyst || role == tenants.NationalAdmin || role == tenants.Operator
}

// roleRank orders the roles of a tenant; 0 is no such role.
func roleRank(role tenants.Role) int {
	return 1 + slices.Index(tenants.Local(), role)
}

// localRoles are the names of the roles of a tenant, lowest first.
func localRoles() []string {
	var names []string
	for _, role := range tenants.Local() {
		names = append(names, string(role))
	}
	return names
}

func readsGroups(rules []Rule) bool {
	return slices.ContainsFunc(rules, func(r Rule) bool { return r.Claim == "groups" || strings.HasPrefix(r.Claim, "groups.") })
}
