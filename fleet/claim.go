package fleet

import (
	"slices"

	"fleettrust.example/pool"
)

// claim is a right that an identity holds: in one cluster, or over all that lies below a node, or over an account.
type claim struct {
	right             Right
	cluster           int32 // or -1
	node              int32 // or -1
	account           int32 // or -1
	member            int32 // of the binding that gives it, or -1
	powers            power // of that binding
	namespace, object string
	fact              string
	at                Source
	doubts            []Reason
}

// place is where a right is needed: in a cluster and its project, or, with cluster -1, in a project alone.
type place struct {
	cluster, project  int32
	namespace, object string
}

// within reports that a claim holds at a place.
func (g *Graph) within(c *claim, at place) bool {
	here := c.cluster >= 0 && c.cluster == at.cluster || g.covers(c.node, at.project)
	return here && (c.namespace == "" || c.namespace == at.namespace) && (c.object == "" || c.object == at.object)
}

// gives is the rule by which a claim lets its holder do something at a place, or 0: because it is the right to do it, or
// one to take every right.
func (g *Graph) gives(c *claim, right Right, at place) Rule {
	switch {
	case c.right == right && g.within(c, at):
		return right.rule()
	case c.right == RewritePolicies:
		if _, ok := g.rewritesAt(c, at.project); ok {
			return R30
		}
		return 0
	case !right.Kubernetes() || c.cluster < 0 && at.cluster < 0 && c.node < 0:
		return 0
	}
	if right.clusterWide() {
		at.namespace = ""
	}
	switch at.object = c.object; { // what a role holds is not known by its name
	case (c.right == BindRoles || c.right == EscalateRoles) && g.within(c, at):
		return R25
	case c.right == ImpersonateGroups && (c.object == "" || c.object == mastersGroup) && g.within(&claim{cluster: c.cluster, node: c.node}, at):
		return R22
	}
	return 0
}

// mastersGroup may do anything in a cluster, whatever its roles say.
// Source: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
const mastersGroup = "system:masters"

// clusterWide reports a right over what lies in no namespace: a role binding in a namespace cannot give it.
func (r Right) clusterWide() bool {
	switch r {
	case CreateNamespaces, ProxyNodes, ControlAdmission, ImpersonateUsers, ImpersonateGroups:
		return true
	default:
		return false
	}
}

// claims lists the rights of an identity by its own names: those that RBAC gives, then those that IAM gives.
func (g *Graph) claims(v Vertex) []claim {
	switch v.Kind {
	case WorkloadVertex:
		return g.workloadClaims(v.Workload)
	case PrincipalVertex:
		return g.memberClaims(v.Principal)
	case SubjectVertex:
		return g.subjectClaims(v)
	default:
		return nil
	}
}

// everybody are the subjects that whoever comes to a cluster is: with a name, or without.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/ (user impersonation, anonymous requests)
var everybody = []Subject{{GroupSubject, "", authenticatedGroup}, {GroupSubject, "", unauthenticatedGroup}, {UserSubject, "", anonymousUser}}

// subjectClaims are those of a subject in its cluster.
func (g *Graph) subjectClaims(v Vertex) []claim {
	c, _ := g.findCluster(v.Workload.Cluster)
	var cs []claim
	for _, s := range append([]Subject{v.Subject}, everybody...) {
		cs = permitClaims(cs, g.permitsIn(c, s))
	}
	if v.Subject == (Subject{GroupSubject, "", mastersGroup}) {
		cs = append(cs, claim{right: BindRoles, cluster: c, node: -1, account: -1, member: -1, fact: mastersGroup + " has every right"})
	}
	return cs
}

func permitClaims(to []claim, permits []permit) []claim {
	for _, p := range permits {
		f := p.fact
		to = append(to, claim{f.Right, p.cluster, -1, -1, -1, 0, f.Namespace, f.Object, f.Because, p.at, nil})
	}
	return to
}

// workloadClaims are those of a workload: as a service account of its cluster, and by its names at each pool.
func (g *Graph) workloadClaims(w Workload) []claim {
	f, ok := g.faceOf(w)
	if !ok {
		return nil
	}
	var cs []claim
	for _, s := range accountSubjects(w) {
		cs = permitClaims(cs, g.permitsIn(f.cluster, s))
	}
	provisions := g.clusters[f.cluster].provisions
	for _, i := range g.authorityFor(f) {
		row := &g.authority[i]
		hs, ok := g.match(row.selector, f)
		if !ok {
			continue
		}
		doubts := hs[0].doubts
		if k := hs[0].provision; k >= 0 {
			doubts = slices.Concat(doubts, provisions[k].doubts)
		}
		cs = g.authorityClaims(cs, row, doubts)
	}
	return cs
}

// accountSubjects are the subjects that a service account is to the API of its cluster.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ (referring to subjects)
func accountSubjects(w Workload) []Subject {
	return append([]Subject{
		{AccountSubject, w.Namespace, w.ServiceAccount},
		{GroupSubject, "", accountsGroup + ":" + w.Namespace},
		{GroupSubject, "", accountsGroup},
	}, everybody...)
}

// authorityFor lists the rows that may select a workload, sorted.
func (g *Graph) authorityFor(f face) []int32 {
	rows := slices.Clone(g.oddAuthority)
	for _, p := range append(g.calledNames(f), pool.AllUsers()) {
		rows = g.appendAuthority(rows, p)
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

// memberClaims are those of a member of IAM: by its own name and those of what it is in, and as the user or group that it
// is in each cluster.
func (g *Graph) memberClaims(p pool.Principal) []claim {
	var cs []claim
	var rows []int32
	for _, name := range g.namesOf(p) {
		for _, s := range subjectsOf(name) {
			cs = permitClaims(cs, g.permitsOf(s))
		}
		rows = g.appendAuthority(rows, name)
	}
	slices.Sort(rows)
	for _, i := range rows {
		cs = g.authorityClaims(cs, &g.authority[i], nil)
	}
	return cs
}

// namesOf lists what a member of IAM is called or is in, the member first.
func (g *Graph) namesOf(p pool.Principal) []pool.Principal {
	names := []pool.Principal{p}
	switch p.Kind() {
	case pool.KindServiceAccount:
		if a, ok := g.findAccount(p.Email()); ok {
			names = append(names, g.setsOf(a)...)
		}
	case pool.KindUser:
		names = append(names, pool.AllAuthenticatedUsers())
	case pool.KindAllUsers:
		return names
	}
	names = append(names, pool.AllUsers())
	return slices.DeleteFunc(names, func(n pool.Principal) bool { return !n.IsValid() })
}

// authorityClaims are the rights that a row gives.
func (g *Graph) authorityClaims(to []claim, row *authority, doubts []Reason) []claim {
	doubts = reasons(slices.Concat(row.doubts, doubts))
	rights := rightsOf(row.powers)
	if g.rewrites(row) {
		rights = append(rights, RewritePolicies)
	}
	if half := row.powers & (writeBindings | bindRoles); half != 0 && half != writeBindings|bindRoles {
		rights = append(rights, halfOfBinding)
	}
	for _, r := range rights {
		to = append(to, claim{r, -1, row.node, row.account, row.member, row.powers, "", "", row.text(), row.at, doubts})
	}
	return to
}
