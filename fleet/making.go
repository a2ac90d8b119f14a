package fleet

import (
	"fmt"
	"slices"
	"strings"
)

// providerDoubts are those of a selector, and what is in doubt about a cluster's URL at the pool where it asks for one.
func (g *Graph) providerDoubts(row *poolRow, s selector, c int32) []Reason {
	if s.selects == clusters {
		for _, at := range row.providers {
			if doubts, ok := g.matchProvider(s, at); ok && at.w == c {
				return doubts
			}
		}
	}
	return s.doubts
}

// givesNames reports that a new cluster could have the name that is asked for, and what is in doubt about that. A cluster of
// one's own says what its issuer says; one in the project gives no UID of another, and no URL but its own.
func (g *Graph) givesNames(r Right, row *poolRow, s selector) ([]Reason, bool) {
	id := g.nodes[row.project].resource.id
	url := s.principal.Provider()
	taken := slices.ContainsFunc(g.clusters, func(c cluster) bool {
		return c.name.provider() == url || slices.ContainsFunc(c.provisions, func(p provision) bool { return p.provider == url })
	})
	switch {
	case row.name.IsHub(), r == CreateClusters && (!row.name.IsManaged() || s.selects == uids): // new members are at the pool of today
		return nil, false
	case s.selects != clusters:
		return nil, true
	case r == CreateClusters:
		return nil, !taken && strings.HasPrefix(url, "https://container.googleapis.com/v1/projects/"+id+"/locations/")
	default:
		return []Reason{{fmt.Sprintf("what kubernetes.cluster value a new member of the fleet of %s has is documented nowhere", id), "Assumptions.ClusterByContainerURL"}},
			!taken && strings.HasPrefix(url, "https://gkehub.googleapis.com/projects/"+id+"/locations/")
	}
}

// altered lists the clusters whose membership gives the names of a pool, or would once its issuer is another.
func (g *Graph) altered(row *poolRow, s selector) []int32 {
	var all []int32
	for _, at := range row.providers {
		if g.clusters[at.w].provisions[at.provision].rule == R1 {
			continue
		}
		if _, ok := g.matchProvider(s, at); ok || s.selects != clusters {
			all = append(all, at.w)
		}
	}
	if len(all) > 0 || s.selects == clusters {
		return all
	}
	host := g.nodes[row.project].resource.id
	i := slices.IndexFunc(g.clusters, func(c cluster) bool {
		return slices.ContainsFunc(c.memberships, func(m told[Membership]) bool { return m.fact.Fleet == host && !m.fact.Lightweight })
	})
	if i >= 0 {
		all = append(all, int32(i))
	}
	return all
}

// anywhere names a cluster that is not there yet.
const anywhere = "*"

// made works out how a cluster is made, and what runs in it.
func (t *takeover) made(m making) (acquisition, bool) {
	g := t.q.g
	row := &g.pools[m.selector.pool]
	at := place{cluster: -1, project: row.project}
	u, ok := t.may(m.right, at)
	if !ok || t.certain && !m.certain() {
		return acquisition{}, false
	}
	w := Workload{ClusterName{g.nodes[row.project].resource.id, anywhere, anywhere}, m.namespace(), m.serviceAccount()}
	if m.cluster >= 0 {
		w.Cluster = g.clusters[m.cluster].name
	}
	var a acquisition
	made := Vertex{Kind: ClusterVertex, Workload: Workload{Cluster: w.Cluster}}
	doubts, ok := t.allowed(&a, m, at, made)
	if !ok {
		return acquisition{}, false
	}
	t.then(&a, u, made, doubts...)
	rule := R2
	switch {
	case m.right == CreateClusters:
		rule = R1
		ok = t.runsInNew(&a, w, at)
	case !row.name.IsManaged():
		rule = R3
		ok = t.q.g.isBound(m.cluster, row.project, w.Namespace) || t.bindsNew(&a, at, made, w.Namespace)
	}
	if !ok {
		return acquisition{}, false
	}
	a.edges = append(a.edges, g.madeEdges(a.vertex, w, m, rule)...)
	a.edges = append(a.edges, m.to.way(m.member, t.certain)...)
	a.vertex = memberVertex(m.to.Principal())
	return a, true
}

// certain reports that the name is the one that is asked for, or leads to it, beyond doubt.
func (m making) certain() bool {
	_, leads := m.to.certain.hops[m.member]
	return len(m.selector.doubts) == 0 && (m.member == target || leads)
}

func (m making) namespace() string { return orDefault(m.selector.principal.Namespace()) }

func (m making) serviceAccount() string { return orDefault(m.selector.principal.ServiceAccount()) }

// orDefault is the name that every cluster has a namespace of, and every namespace a service account of.
func orDefault(name string) string {
	if name == "" {
		return defaultKSA
	}
	return name
}

// runsInNew works out what lets the maker of a cluster run something in it: IAM alone, since nobody has a role there yet.
func (t *takeover) runsInNew(a *acquisition, w Workload, at place) bool {
	to := Vertex{Kind: WorkloadVertex, Workload: w}
	if w.Namespace != defaultKSA {
		u, ok := t.may(CreateNamespaces, at)
		if !ok {
			return t.withoutRight(a, to)
		}
		t.then(a, u, Vertex{Kind: NamespaceVertex, Workload: Workload{Cluster: w.Cluster, Namespace: w.Namespace}})
	}
	if w.ServiceAccount != defaultKSA {
		u, ok := t.may(CreateAccounts, at)
		if !ok {
			return t.withoutRight(a, to)
		}
		t.then(a, u, Vertex{Kind: AccountVertex, Workload: w})
	}
	for _, r := range []Right{CreatePods, MintTokens} {
		if u, ok := t.may(r, at); ok {
			t.then(a, u, to)
			return true
		}
	}
	return t.withoutRight(a, to)
}

// withoutRight lets the maker of a cluster act in it all the same, in doubt: it chooses the settings of that cluster.
func (t *takeover) withoutRight(a *acquisition, to Vertex) bool {
	if t.certain {
		return false
	}
	a.edges = append(a.edges, Edge{From: a.vertex, To: to, Rule: R20, Doubts: []Reason{{
		fmt.Sprintf("IAM gives %v no right to run anything in a cluster that it creates, but it chooses the cluster's settings", a.edges[0].From), "a role with container.pods.create in the project"}}})
	a.vertex = to
	return true
}

// madeEdges lead from a cluster, or a workload in it, to the name that is asked for.
func (g *Graph) madeEdges(from Vertex, w Workload, m making, rule Rule) Path {
	p := m.selector.principal
	credential := Vertex{Kind: CredentialVertex, Workload: w, Pool: g.pools[m.selector.pool].name}
	return Path{
		{From: from, To: credential, Rule: rule},
		{From: credential, To: memberVertex(p), Rule: nameRule(p), Doubts: m.selector.doubts},
	}
}

// allowed says whether organization policies let a cluster be made, and takes back those that do not where the rights held
// allow that. They never take away what is there.
// Source: https://docs.cloud.google.com/organization-policy/hierarchy-evaluation
func (t *takeover) allowed(a *acquisition, m making, at place, made Vertex) ([]Reason, bool) {
	forbidden, doubts := t.q.forbids(m.right, at.project)
	switch forbidden {
	case Off:
		return doubts, true
	case Unknown:
		return doubts, !t.certain
	}
	u, ok := t.may(LiftConstraints, at)
	if ok {
		t.then(a, u, made)
	}
	return nil, ok
}

// forbids asks once for each project.
func (q *question) forbids(r Right, project int32) (Setting, []Reason) {
	key := creationOf{r, project}
	known, ok := q.forbidden[key]
	if !ok {
		switch r {
		case CreateClusters:
			known.verdict, known.reasons = q.g.forbidsCluster(project)
		case RegisterClusters:
			known.verdict, known.reasons = q.g.forbidsMembership(project)
		default:
			known.verdict = Off
		}
		q.forbidden[key] = known
	}
	return known.verdict, known.reasons
}

// creationOf is what organization policies may forbid in a project.
type creationOf struct {
	right   Right
	project int32
}

type verdictOf struct {
	verdict Setting
	reasons []Reason
}

// bindsNew binds a cluster that was registered to a team scope with the namespace, which a scope-tenancy pool takes.
func (t *takeover) bindsNew(a *acquisition, at place, made Vertex, namespace string) bool {
	u, ok := t.may(BindScopes, at)
	if !ok || !slices.ContainsFunc(t.q.g.scopes, func(s scope) bool {
		return s.fleet == at.project && (slices.Contains(s.namespaces, namespace) || t.canName(at))
	}) {
		return false
	}
	t.then(a, u, made)
	return true
}

// isBound reports that a cluster is bound to a team scope of a fleet that has a namespace.
func (g *Graph) isBound(c, host int32, namespace string) bool {
	return slices.ContainsFunc(g.scopes, func(s scope) bool {
		return s.fleet == host && slices.Contains(s.clusters, c) && slices.Contains(s.namespaces, namespace)
	})
}

// usesPrincipal reports that a step was taken as the principal that is asked about: while it is disabled it can take none.
func (t *takeover) usesPrincipal(step int) bool {
	steps, _ := t.needed([]int{step})
	return slices.ContainsFunc(steps, func(s int) bool {
		return t.steps[s].vertex.Principal == t.q.answer.Principal() || slices.ContainsFunc(t.path(&t.steps[s]), func(e Edge) bool { return e.To.Principal == t.q.answer.Principal() })
	})
}

// enables brings the disabled account that is asked about back.
func (t *takeover) enables() (acquisition, bool) {
	var a acquisition
	if t.q.enable < 0 {
		return a, true
	}
	row := &t.q.g.accounts[t.q.enable]
	for _, r := range []Right{EnableAccounts, RewritePolicies} {
		for i := range t.claims[r] {
			c := &t.claims[r][i]
			doubts, ok := t.q.g.permitted(&c.claim, place{cluster: -1, project: row.node})
			if ok && !(t.certain && len(doubts) > 0) && (c.account == t.q.enable || r == EnableAccounts && t.q.g.covers(c.node, row.node) || r == RewritePolicies && t.q.g.rewritesAt(&c.claim, row.node)) && !t.usesPrincipal(c.step) {
				t.then(&a, use{c, r.rule(), doubts}, memberVertex(t.q.answer.Principal()))
				return a, true
			}
		}
	}
	return a, false
}

// mayInScope finds a right in a cluster, or one over the team scopes that the cluster is bound to, or could be.
// Source: https://cloud.google.com/kubernetes-engine/fleet-management/docs/team-management
func (t *takeover) mayInScope(right Right, at place) (use, bool) {
	if u, ok := t.may(right, at); ok {
		return u, true
	}
	if !t.wide {
		return use{}, false
	}
	for _, s := range t.q.g.scopes {
		if u, ok := t.scopeUse(right, at, s); ok {
			return u, true
		}
	}
	return use{}, false
}

func (t *takeover) scopeUse(right Right, at place, s scope) (use, bool) {
	in := place{cluster: -1, project: s.fleet}
	bound := slices.Contains(s.clusters, at.cluster) || t.canBind(at.cluster, in)
	has := slices.Contains(s.namespaces, at.namespace)
	var u use
	var ok bool
	switch {
	case right == CreateNamespaces && bound:
		u, ok = t.may(CreateFleetNamespaces, in)
	case right == CreateNamespaces && has && t.q.g.isMemberOf(at.cluster, s.fleet):
		u, ok = t.may(BindScopes, in)
	case right.Kubernetes() && !right.clusterWide() && bound:
		u, ok = t.may(BindScopeRoles, in)
		ok = ok && (has || t.canName(in))
	}
	if ok && u.rule != R30 {
		u.rule = R29
	}
	return u, ok
}

// canBind reports that a member cluster can be bound to a team scope.
func (t *takeover) canBind(c int32, in place) bool {
	_, ok := t.may(BindScopes, in)
	return ok && c >= 0 && t.q.g.isMemberOf(c, in.project)
}

// canName reports that namespaces of a team scope can be created.
func (t *takeover) canName(in place) bool {
	_, ok := t.may(CreateFleetNamespaces, in)
	return ok
}

func (g *Graph) isMemberOf(c, host int32) bool {
	return slices.ContainsFunc(g.clusters[c].memberships, func(m told[Membership]) bool { return m.fact.Fleet == g.nodes[host].resource.id })
}
