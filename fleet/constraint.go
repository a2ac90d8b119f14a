package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// constraint is a custom constraint. It does nothing where no policy enforces it.
type constraint struct {
	organization int32 // node
	fact         Constraint
}

// orgPolicy is an organization policy for one constraint, on the node that has it.
type orgPolicy struct {
	constraint string
	enforced   Setting
	at         Source
}

// compileConstraints keeps custom constraints and organization policies. They decide what can be created from now on, and
// are never a reason to leave out what exists.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/custom-org-policies
func (c *compiler) compileConstraints() {
	c.g.evaluator = c.builder.Evaluator
	key := func(a, b Constraint) int {
		return cmp.Or(compareText(a.Name, b.Name), cmp.Compare(a.Organization, b.Organization))
	}
	same := func(a, b Constraint) bool {
		return a.Condition == b.Condition && a.Denies == b.Denies && slices.Equal(sortedText(a.Types), sortedText(b.Types)) && slices.Equal(sortedText(a.Methods), sortedText(b.Methods))
	}
	for _, f := range distinct(c, c.builder.constraints, key, same, nameConstraint) {
		c.addConstraint(f)
	}
	c.compileOrgPolicies()
	for i := range c.g.nodes {
		if n := &c.g.nodes[i]; n.resource.kind == ProjectResource {
			n.keyless = c.g.keylessReasons(int32(i))
		}
	}
}

func nameConstraint(f Constraint) string {
	return fmt.Sprintf("constraint %q of organization %v", f.Name, f.Organization)
}

func (c *compiler) addConstraint(f told[Constraint]) {
	n, ok := c.g.findNode(InOrganization(f.fact.Organization))
	switch {
	case !strings.HasPrefix(f.fact.Name, "custom."):
		c.fault(f.at, nameConstraint(f.fact), "want the name custom.ID: predefined constraints are known already")
	case strings.TrimSpace(f.fact.Condition) == "" || len(f.fact.Types) == 0 || len(f.fact.Methods) == 0:
		c.fault(f.at, nameConstraint(f.fact), "want a condition, and the types and methods that it is for")
	case !ok:
		c.fault(f.at, nameConstraint(f.fact), "the organization was not told")
	default:
		c.g.custom = append(c.g.custom, constraint{n, f.fact})
	}
}

func (c *compiler) compileOrgPolicies() {
	policies := slices.Clone(c.builder.orgPolicies)
	for i := range policies {
		p := &policies[i].fact
		p.On, _ = c.resource(p.On)
		p.Constraint = strings.TrimPrefix(p.Constraint, "constraints/")
	}
	key := func(a, b OrgPolicy) int { return cmp.Or(a.On.compare(b.On), compareText(a.Constraint, b.Constraint)) }
	for _, f := range distinct(c, policies, key, equal, nameOrgPolicy) {
		c.addOrgPolicy(f)
	}
}

func nameOrgPolicy(p OrgPolicy) string {
	return fmt.Sprintf("organization policy %q on %q", p.Constraint, p.On)
}

// addOrgPolicy keeps a policy. One that resets its constraint enforces nothing, as the constraints that this package knows
// do by default.
func (c *compiler) addOrgPolicy(f told[OrgPolicy]) {
	n, ok := c.g.findNode(f.fact.On)
	switch {
	case f.fact.Constraint == "":
		c.fault(f.at, nameOrgPolicy(f.fact), "names no constraint")
	case !ok:
		c.fault(f.at, nameOrgPolicy(f.fact), "want a project, folder or organization that was told")
	case f.fact.Enforced > Off || f.fact.Reset && f.fact.Enforced == On:
		c.fault(f.at, nameOrgPolicy(f.fact), fmt.Sprintf("enforced %v with reset %v: one of them does not exist", f.fact.Enforced, f.fact.Reset))
	default:
		p := orgPolicy{f.fact.Constraint, f.fact.Enforced, f.at}
		if f.fact.Reset {
			p.enforced = Off
		}
		c.g.nodes[n].orgPolicies = append(c.g.nodes[n].orgPolicies, p)
	}
}

// A ruling is what holds for one constraint at a node: whether it is enforced there, and by the policy of which node.
type ruling struct {
	constraint string
	enforced   Setting
	node       int32 // -1 when no policy was told
	at         Source
	reasons    []Reason // why that is not known
}

// ruling finds the policy that decides: the nearest one, for what a child has set replaces what its parent says.
// Source: https://docs.cloud.google.com/organization-policy/hierarchy-evaluation
func (g *Graph) ruling(project int32, name string) ruling {
	r := ruling{constraint: name, enforced: Off, node: -1}
	for at := range g.chain(project) {
		n := &g.nodes[at]
		if i := slices.IndexFunc(n.orgPolicies, func(p orgPolicy) bool { return p.constraint == name }); i >= 0 {
			r.enforced, r.node, r.at = n.orgPolicies[i].enforced, at, n.orgPolicies[i].at
			break
		}
		r.reasons = append(r.reasons, orgPolicyGap(n)...)
	}
	switch {
	case len(r.reasons) > 0:
		r.enforced = Unknown
	case r.enforced == Unknown:
		r.reasons = []Reason{{fmt.Sprintf("whether %s is enforced by the policy on %s is not known: its rules depend on tags", name, g.nodes[r.node].resource), "the tags of the resource"}}
	}
	return r
}

// orgPolicyGap says that a policy may be set on a node, or above it, after all.
func orgPolicyGap(n *node) []Reason {
	var rs []Reason
	if n.gaps[GapOrgPolicies] {
		rs = append(rs, Reason{fmt.Sprintf("the organization policies of %s were not read", n.resource), fmt.Sprintf("gcloud org-policies list --%s %s", strings.TrimSuffix(nodeKind(n.resource.kind).String(), "s"), n.resource.id)})
	}
	if n.orphan {
		rs = append(rs, orphaned(n))
	}
	return rs
}

// rulings lists the constraints that are or may be enforced at a project, by name.
func (g *Graph) rulings(project int32) []ruling {
	var names []string
	for at := range g.chain(project) {
		for _, p := range g.nodes[at].orgPolicies {
			names = append(names, p.constraint)
		}
	}
	var rs []ruling
	for _, name := range sortedText(names) {
		if r := g.ruling(project, name); r.enforced != Off {
			rs = append(rs, r)
		}
	}
	return rs
}

// customConstraint finds a custom constraint by name, in the organization of a project.
func (g *Graph) customConstraint(project int32, name string) (Constraint, bool) {
	for at := range g.chain(project) {
		for _, c := range g.custom {
			if c.fact.Name == name && c.organization == at {
				return c.fact, true
			}
		}
	}
	return Constraint{}, false
}

// The constraints on keys of service accounts. Keys that were made before live on.
// Source: https://docs.cloud.google.com/organization-policy/restrict-service-accounts
var keyConstraints = []string{"iam.disableServiceAccountKeyCreation", "iam.managed.disableServiceAccountKeyCreation"}

// keylessReasons says why a key of a service account of a project may not come to be from now on.
func (g *Graph) keylessReasons(project int32) []Reason {
	var rs []Reason
	for _, name := range keyConstraints {
		r := g.ruling(project, name)
		rs = append(rs, r.reasons...)
		if r.enforced == On {
			rs = append(rs, Reason{
				fmt.Sprintf("%s is enforced on %s: nobody can create a key of a service account of %s, and keys that were created before live on", name, g.nodes[r.node].resource, g.nodes[project].resource),
				"gcloud iam service-accounts keys list"})
		}
	}
	return reasons(rs)
}

// keyless says why nobody may be able to create a key of an account. What is enforced on a project that was not told is not known.
func (g *Graph) keyless(a int32) []Reason {
	if at := g.account(a).node; at >= 0 {
		return g.nodes[at].keyless
	}
	return []Reason{{
		fmt.Sprintf("whether a key of service account %s may still be created is not known: its project was not told", g.account(a).email),
		"the project, and the organization policies above it"}}
}
