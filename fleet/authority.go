package fleet

import (
	"fmt"
	"slices"
	"sort"

	"fleettrust.example/pool"
)

// authority is a binding whose role gives rights over what lies below a resource: over the clusters of its projects, their
// fleets, their organization policies, their service accounts.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/iam-integration: IAM authorizes Kubernetes actions in all
// clusters and namespaces of a project, in addition to what RBAC authorizes.
type authority struct {
	grant
	selector selector
}

// addAuthority keeps the rights that a binding gives, and the rewriting of policies, which gives all others.
// One that holds for tokens of one provider only is in doubt.
func (c *compiler) addAuthority(b *binding, part conditioned, doubts []Reason) {
	p := part.powers & (rightPowers | policyPowers | setAccountPolicy)
	if p == 0 {
		return
	}
	row := authority{grant: newGrant(b, part, p, doubts)}
	row.provider = ""
	if part.provider != "" {
		row.doubts = append(row.doubts, Reason{fmt.Sprintf("the grant of %s to %s on %s holds for tokens of %s only", b.fact.Role, b.fact.Member, b.fact.On, part.provider), "Assumptions.ConditionsSeeProvider"})
	}
	if row.node >= 0 || row.account >= 0 {
		c.g.authority = append(c.g.authority, row)
	}
}

// compileAuthority resolves the members and sorts by them.
func (c *compiler) compileAuthority() {
	g := c.g
	slices.SortStableFunc(g.authority, func(a, b authority) int { return a.binding.Member.Compare(b.binding.Member) })
	for i := range g.authority {
		row := &g.authority[i]
		row.member, _ = g.findMember(row.binding.Member)
		row.selector = g.member(row.member).selector
		if row.selector.selects == clusters || row.selector.pool >= 0 && len(row.selector.doubts) > 0 {
			g.oddAuthority = append(g.oddAuthority, int32(i))
		}
	}
}

// appendAuthority appends the rows whose member is a principal.
func (g *Graph) appendAuthority(to []int32, p pool.Principal) []int32 {
	first, n := sort.Find(len(g.authority), func(i int) int { return p.Compare(g.authority[i].binding.Member) })
	if !n {
		return to
	}
	for i := first; i < len(g.authority) && g.authority[i].binding.Member == p; i++ {
		to = append(to, int32(i))
	}
	return to
}

// powersOfRights says which powers each right takes, all together. A right to bind takes the right to write a binding too;
// whoever may rewrite the policy of an account may grant itself the right to enable it.
var powersOfRights = []struct {
	all   power
	right Right
}{
	{createPods, CreatePods}, {execPods, ExecPods}, {mintKSATokens, MintTokens},
	{impersonate, ImpersonateAccounts}, {impersonate, ImpersonateUsers}, {impersonate, ImpersonateGroups},
	{createKSAs, CreateAccounts}, {createNamespaces, CreateNamespaces},
	{writeBindings | bindRoles, BindRoles}, {escalateRoles, EscalateRoles}, {readSecrets, ReadSecrets},
	{proxyNodes, ProxyNodes}, {controlAdmission, ControlAdmission},
	{createClusters, CreateClusters}, {registerClusters, RegisterClusters}, {alterMemberships, AlterMemberships},
	{bindScopes, BindScopes}, {createFleetNamespaces, CreateFleetNamespaces}, {bindScopeRoles, BindScopeRoles},
	{liftConstraints, LiftConstraints}, {enableAccounts, EnableAccounts}, {setAccountPolicy, EnableAccounts},
}

// halfOfBinding is one of the two powers that BindRoles takes. Another role may hold the other.
const halfOfBinding = EnableAccounts + 1

// rightsOf reads powers as rights.
func rightsOf(p power) []Right {
	var rs []Right
	for _, x := range powersOfRights {
		if p&x.all == x.all {
			rs = append(rs, x.right)
		}
	}
	return rs
}

// rewrites reports that a row lets its member rewrite the policy of the node it is on, or of one below: it may grant itself
// every role there.
func (g *Graph) rewrites(row *authority) bool {
	if row.node < 0 {
		return false
	}
	switch g.nodes[row.node].resource.kind {
	case ProjectResource:
		return row.powers&setProjectPolicy != 0
	case FolderResource:
		return row.powers&(setProjectPolicy|setFolderPolicy) != 0
	default:
		return row.powers&policyPowers != 0
	}
}

// rewritesAt reports that a right to rewrite policies reaches a project: its own policy, that of a folder between, or that of the
// organization. Deny rules take it away where it would be used, and doubts come with a way that none of them forbids for sure.
func (g *Graph) rewritesAt(c *claim, project int32) (doubts []Reason, ok bool) {
	if !g.covers(c.node, project) {
		return nil, false
	}
	for at := range g.chain(project) {
		p := c.powers & policyPowerOf(g.nodes[at].resource.kind)
		cut, doubt := g.deniedAt(c.member, at, p)
		switch {
		case p&^cut != 0 && doubt == 0:
			return nil, true
		case p&^cut != 0 && !ok:
			doubts, ok = g.openDenials(c.member, at, doubt), true
		}
		if at == c.node {
			break
		}
	}
	return doubts, ok
}

// policyPowerOf is the power to rewrite the policy of a kind of resource.
func policyPowerOf(k ResourceKind) power {
	switch k {
	case ProjectResource:
		return setProjectPolicy
	case FolderResource:
		return setFolderPolicy
	default:
		return setOrganizationPolicy
	}
}

// covers reports that what is granted on a node holds for another.
func (g *Graph) covers(above, node int32) bool {
	return above >= 0 && node >= 0 && g.isBelow(node, above)
}
