package fleet

import (
	"fmt"
	"slices"
	"strings"
)

// givesNames reports that a new cluster could have the name that is asked for, and what is in doubt about that. A cluster of
// one's own says what its issuer says; one in the project gives no UID of another, and no URL but its own.
func (g *Graph) givesNames(r Right, row *poolRow, s selector) ([]Reason, bool) {
	id, url := g.nodes[row.project].resource.id, s.principal.Provider()
	switch {
	case row.name.IsHub(), r == CreateClusters && (!row.name.IsManaged() || s.selects == uids): // new members are at the pool of today
		return nil, false
	case s.selects != clusters:
		return nil, true
	case r == CreateClusters:
		return g.takenDoubts(url), strings.HasPrefix(url, "https://container.googleapis.com/v1/projects/"+id+"/locations/")
	default:
		return append(g.takenDoubts(url), Reason{fmt.Sprintf("what kubernetes.cluster value a new member of the fleet of %s has is documented nowhere", id), "Assumptions.ClusterByContainerURL"}),
			strings.HasPrefix(url, "https://gkehub.googleapis.com/projects/"+id+"/locations/")
	}
}

// takenDoubts: what has the URL now has to be deleted before something new can have it.
func (g *Graph) takenDoubts(url string) []Reason {
	for i := range g.clusters {
		c := &g.clusters[i]
		if c.name.provider() == url || slices.ContainsFunc(c.memberships, func(m told[Membership]) bool { return c.fleetProvider(m.fact) == url }) {
			return []Reason{{fmt.Sprintf("cluster %v has the URL %s, and would have to be deleted first", c.name, url), "who may delete it"}}
		}
	}
	return nil
}

// alteration is a membership that gives the names of a pool, or would once its issuer is another.
type alteration struct {
	cluster int32
	doubts  []Reason
}

// alterations lists the memberships of a pool's fleet that could give a name: those that the URL of a set of clusters asks
// for, or else one for all, and for a scope-tenancy pool each that is bound to a team scope.
func (g *Graph) alterations(row *poolRow, s selector) []alteration {
	var all []alteration
	spare := true
	for c := range g.clusters {
		doubts, ok := g.alters(int32(c), row, s)
		bound := !row.name.IsManaged() && g.isBound(int32(c), row.project)
		if ok && (spare || bound || s.selects == clusters) {
			all, spare = append(all, alteration{int32(c), doubts}), false
		}
	}
	return all
}

func (g *Graph) alters(c int32, row *poolRow, s selector) ([]Reason, bool) {
	for _, m := range g.clusters[c].memberships {
		if f := m.fact; f.Fleet == g.nodes[row.project].resource.id && !f.Lightweight && (!row.name.IsManaged() || f.Pool.IsHub() == row.name.IsHub()) {
			if doubts, ok := g.altersURL(&g.clusters[c], f, row, s); ok {
				return doubts, true
			}
		}
	}
	return nil, false
}

// altersURL holds the URL that a membership has at a pool against the one that is asked for, if any is.
func (g *Graph) altersURL(c *cluster, f Membership, row *poolRow, s selector) ([]Reason, bool) {
	if s.selects != clusters {
		return s.doubts, true
	}
	p := provision{pool: s.pool}
	if row.name.IsManaged() {
		p.provider = c.fleetProvider(f)
	}
	return g.matchURL(s, c, &p)
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
		ok = t.scopes(&a, m.cluster, at, made, w.Namespace)
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

// scopes brings a member cluster, or one that was registered, into a team scope with the namespace, which a scope-tenancy pool
// takes: by a binding or a fleet namespace, as far as they are missing.
func (t *takeover) scopes(a *acquisition, c int32, at place, made Vertex, namespace string) bool {
	bind, canBind := t.may(BindScopes, at)
	name, canName := t.may(CreateFleetNamespaces, at)
	for _, missing := range []int{0, 1, 2} {
		for _, s := range t.q.g.scopes {
			bound, named := slices.Contains(s.clusters, c), slices.Contains(s.namespaces, namespace)
			if s.fleet != at.project || truth(!bound)+truth(!named) != missing || !(bound || canBind) || !(named || canName) {
				continue
			}
			if !named {
				t.then(a, name, made)
			}
			if !bound {
				t.then(a, bind, made)
			}
			return true
		}
	}
	return false
}

// isBound reports that a cluster is bound to a team scope of a fleet.
func (g *Graph) isBound(c, host int32) bool {
	return slices.ContainsFunc(g.scopes, func(s scope) bool { return s.fleet == host && slices.Contains(s.clusters, c) })
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
			if ok && !(t.certain && len(doubts) > 0) && (c.account == t.q.enable || r == EnableAccounts && t.q.g.covers(c.node, row.node) || r == RewritePolicies) && !t.usesPrincipal(c.step) {
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
	case right == CreateNamespaces && has && t.q.g.isMemberOf(at.cluster, s.fleet): // it comes with a binding
		u, ok = t.may(BindScopes, in)
	case right.Kubernetes() && !right.clusterWide() && bound:
		u, ok = t.may(BindScopeRoles, in)
		ok = ok && (has || t.canName(in))
	}
	if right == CreateNamespaces && bound && !ok {
		u, ok = t.may(CreateFleetNamespaces, in)
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
