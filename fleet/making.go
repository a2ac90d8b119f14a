package fleet

import (
	"fmt"
	"slices"
	"strings"
)

// givesNames reports that a new cluster could have the name that is asked for, and what is in doubt about that. A cluster of
// one's own says what its issuer says; one in the project gives no UID of another, and no URL but its own.
func (g *Graph) givesNames(r Right, row *poolRow, s selector) ([]Reason, bool) {
	id, url := g.nodes[row.project].resource.id, s.provider
	if s.selects == clusters {
		url = s.principal.Provider()
	}
	switch {
	case row.name.IsHub(), r == CreateClusters && (!row.name.IsManaged() || s.selects == uids): // new members are at the pool of today
		return nil, false
	case url == "":
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

// anywhere names a cluster that is not there yet.
const anywhere = "*"

// made works out how a cluster is made, altered or bound, and what runs in it.
func (t *takeover) made(m *making) (acquisition, bool) {
	row := &t.q.g.pools[m.selector.pool]
	at := place{cluster: -1, project: row.project}
	if m.right == BindScopes {
		return t.becomesTenant(m, at)
	}
	u, ok := t.may(m.right, at)
	if !ok || t.certain && !m.certain() {
		return acquisition{}, false
	}
	var a acquisition
	made := Vertex{Kind: ClusterVertex, Workload: Workload{Cluster: m.runs.Cluster}}
	doubts, ok := t.allowed(&a, m, at, made)
	if !ok {
		return acquisition{}, false
	}
	t.then(&a, u, made, doubts...)
	rule := R2
	switch {
	case m.right == CreateClusters:
		rule = R1
		ok = t.runsInNew(&a, m.runs, at)
	case !row.name.IsManaged():
		rule = R3
		ok = t.scopes(&a, m.cluster, at, made, m.runs.Namespace)
	}
	return t.named(a, m, rule), ok
}

// named leads on from what was made to the name that is asked for, and from there to the principal.
func (t *takeover) named(a acquisition, m *making, rule Rule) acquisition {
	a.edges = append(a.edges, t.q.g.madeEdges(a.Vertex, m, rule)...)
	a.edges = append(a.edges, m.to.way(m.member, t.certain)...)
	a.Vertex = memberVertex(m.to.Principal())
	return a
}

// certain reports that the name is the one that is asked for, or leads to it, beyond doubt.
func (m *making) certain() bool {
	_, leads := m.to.certain.hops[m.member]
	return len(m.selector.doubts) == 0 && (m.member == target || leads)
}

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
	a.edges = append(a.edges, Edge{From: a.Vertex, To: to, Rule: R20, Doubts: []Reason{{
		fmt.Sprintf("IAM gives %v no right to run anything in a cluster that it creates, but it chooses the cluster's settings", a.edges[0].From), "a role with container.pods.create in the project"}}})
	a.Vertex = to
	return true
}

// madeEdges lead from a cluster, or a workload in it, to the name that is asked for.
func (g *Graph) madeEdges(from Vertex, m *making, rule Rule) Path {
	p := m.selector.principal
	credential := Vertex{Kind: CredentialVertex, Workload: m.runs, Pool: g.pools[m.selector.pool].name}
	name := memberVertex(p)
	name.Provider = m.selector.provider
	return Path{
		{From: from, To: credential, Rule: rule},
		{From: credential, To: name, Rule: nameRule(p), Doubts: m.selector.doubts},
	}
}

// allowed says whether organization policies let a cluster be made, and takes back those that do not where the rights held
// allow that. They never take away what is there.
// Source: https://docs.cloud.google.com/organization-policy/hierarchy-evaluation
func (t *takeover) allowed(a *acquisition, m *making, at place, made Vertex) ([]Reason, bool) {
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
