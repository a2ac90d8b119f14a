package fleet

import (
	"fmt"

	"fleettrust.example/pool"
)

// runs works out how the rights held lead to running as a workload: where it, its service account or its namespace is not
// there, that has to be made first.
func (t *takeover) runs(x runTarget) (acquisition, bool) {
	w := x.vertex.Workload
	at := place{x.cluster, t.q.g.clusters[x.cluster].project, w.Namespace, w.ServiceAccount}
	var a acquisition
	var partial []Reason
	if !x.exists {
		ok := false
		if partial, ok = t.prepares(&a, w, at); !ok {
			return a, false
		}
	}
	if u, ok := t.runner(x, at); ok {
		t.then(&a, u, x.vertex, t.onlyRunning(u.claim, w)...)
		return a, true
	}
	if t.certain || len(a.edges) == 0 {
		return a, false
	}
	last := &a.edges[len(a.edges)-1]
	last.Doubts = reasons(append(append(last.Doubts, partial...), Reason{
		fmt.Sprintf("%v may make %v, and no right to run anything as it was told", last.From, last.To), "who may create pods there"}))
	a.edges = append(a.edges, Edge{From: last.To, To: x.vertex, Rule: R20})
	a.vertex = x.vertex
	return a, true
}

// prepares makes what a workload needs and its cluster lacks.
func (t *takeover) prepares(a *acquisition, w Workload, at place) ([]Reason, bool) {
	if _, ok := t.q.g.findNamespace(w.Cluster, w.Namespace); !ok {
		u, ok := t.may(CreateNamespaces, at)
		if !ok {
			return nil, false
		}
		t.then(a, u, Vertex{Kind: NamespaceVertex, Workload: Workload{Cluster: w.Cluster, Namespace: w.Namespace}})
	}
	if w.ServiceAccount == defaultKSA {
		return nil, true
	}
	u, ok := t.may(CreateAccounts, at)
	if ok {
		t.then(a, u, Vertex{Kind: AccountVertex, Workload: w})
		return nil, true
	}
	if t.certain || len(a.edges) == 0 {
		return nil, false
	}
	return []Reason{{fmt.Sprintf("no right to create service account %v was told", w), "who may create service accounts there"}}, true
}

// runner finds a right to run as a workload, or to act as one that runs.
func (t *takeover) runner(x runTarget, at place) (use, bool) {
	rights := []Right{CreatePods, MintTokens}
	if x.exists {
		rights = append(rights, ExecPods, ProxyNodes, ControlAdmission)
	}
	for _, r := range rights {
		if u, ok := t.may(r, at); ok && !(t.certain && len(t.onlyRunning(u.claim, x.vertex.Workload)) > 0) {
			return u, true
		}
	}
	return use{}, false
}

// onlyRunning says that a right over pods that run reaches a workload only while one does.
func (t *takeover) onlyRunning(c claim, w Workload) []Reason {
	if c.right != ExecPods && c.right != ProxyNodes && c.right != ControlAdmission || t.q.g.podRuns(w) {
		return nil
	}
	return []Reason{{fmt.Sprintf("no pod was told to run as %v, and the right to %v takes one", w, c.right), "the pods of the cluster"}}
}

// impersonates works out how the rights held lead to the rights of a subject.
func (t *takeover) impersonates(face Vertex) (acquisition, bool) {
	c, _ := t.q.g.findCluster(face.Workload.Cluster)
	right, ns := ImpersonateUsers, ""
	switch face.Subject.Kind {
	case GroupSubject:
		right = ImpersonateGroups
	case AccountSubject:
		right, ns = ImpersonateAccounts, face.Subject.Namespace
	}
	for i := range t.claims {
		h := &t.claims[i]
		if h.right == right && t.q.g.within(&h.claim, place{c, t.q.g.clusters[c].project, ns, face.Subject.Name}) {
			var a acquisition
			t.then(&a, use{h, R22}, face)
			return a, true
		}
	}
	return acquisition{}, false
}

// makes tries each cluster that could be made on the way to the principal, and on the way to what brings rights.
func (t *takeover) makes() {
	for _, m := range t.q.makings {
		if _, held := t.held[memberVertex(m.to.Principal())]; held {
			continue
		}
		a, ok := t.made(m)
		switch {
		case !ok:
		case m.to == t.q.answer:
			t.won = append(t.won, a)
		default:
			t.hold(a)
		}
	}
}

// anywhere names a cluster that is not there yet.
const anywhere = "*"

// made works out how a cluster is made, and what runs in it.
func (t *takeover) made(m making) (acquisition, bool) {
	g := t.q.g
	row := &g.pools[m.selector.pool]
	at := place{cluster: -1, project: row.project}
	u, ok := t.may(m.right, at)
	doubts, allowed := t.allowed(m)
	if !ok || !allowed {
		return acquisition{}, false
	}
	var a acquisition
	w := Workload{ClusterName{g.nodes[row.project].resource.id, anywhere, anywhere}, m.namespace(), m.serviceAccount()}
	if m.cluster >= 0 {
		w.Cluster = g.clusters[m.cluster].name
	}
	t.then(&a, u, Vertex{Kind: ClusterVertex, Workload: Workload{Cluster: w.Cluster}}, doubts...)
	rule := R2
	if m.right == CreateClusters {
		rule = R1
		if !t.runsInNew(&a, w, at) {
			return acquisition{}, false
		}
	}
	a.edges = append(a.edges, g.madeEdges(a.vertex, w, m, rule)...)
	a.edges = append(a.edges, m.to.way(m.member, t.certain)...)
	a.vertex = memberVertex(m.to.Principal())
	return a, true
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
		if u, ok := t.may(CreateNamespaces, at); ok {
			t.then(a, u, Vertex{Kind: NamespaceVertex, Workload: Workload{Cluster: w.Cluster, Namespace: w.Namespace}})
		} else if !t.withoutRight(a, to) {
			return false
		} else {
			return true
		}
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

// leads gives the way from an identity to the principal of an answer, if there is one: empty for the principal itself.
func (q *question) leads(a *Answer, v Vertex, certain bool) (Path, bool) {
	switch v.Kind {
	case WorkloadVertex:
		return q.workloadLeads(a, v.Workload, certain)
	case PrincipalVertex:
		return a.memberLeads(v.Principal, certain)
	default:
		return nil, false
	}
}

func (q *question) workloadLeads(a *Answer, w Workload, certain bool) (Path, bool) {
	var x Assumer
	id, exists := q.g.WorkloadID(w)
	f, ok := q.g.faceOf(w)
	switch {
	case exists:
		x, ok = a.Assumer(id)
	case ok:
		x, ok = a.assumerOf(f)
	}
	return x.Path, ok && !(certain && x.Exactness() != Exact)
}

func (a *Answer) memberLeads(p pool.Principal, certain bool) (Path, bool) {
	if p == a.selector.principal {
		return nil, true
	}
	for _, v := range a.vertices {
		if a.g.vertex(v).Principal == p {
			_, sure := a.certain.hops[v]
			return a.way(v, sure), sure || !certain
		}
	}
	return nil, false
}

// faceOf is a workload as it is, or as it would be in a cluster that was told.
func (g *Graph) faceOf(w Workload) (face, bool) {
	if id, ok := g.WorkloadID(w); ok {
		return g.face(int32(id)), true
	}
	c, ok := g.findCluster(w.Cluster)
	return face{workload: w, cluster: c, id: -1}, ok
}

// podRuns reports that a pod was told to run as a workload.
func (g *Graph) podRuns(w Workload) bool { return false }

// allowed says whether the organization's policies let a cluster be made.
func (t *takeover) allowed(m making) ([]Reason, bool) { return nil, true }

func (q *question) gaps() []Reason {
	var rs []Reason
	if q.answer.exactness == Unsettled {
		rs = append(rs, q.answer.reasons...)
	}
	for c := range q.in {
		if row := &q.g.clusters[c]; row.gaps[GapRBAC] {
			rs = append(rs, Reason{fmt.Sprintf("the roles and role bindings of cluster %v were not read", row.name), "kubectl get roles,rolebindings,clusterroles,clusterrolebindings -A -o yaml"})
		}
	}
	for n := range q.nodes {
		if row := &q.g.nodes[n]; row.gaps[GapPolicy] {
			rs = append(rs, policyGap(row.resource))
		} else if row.orphan {
			rs = append(rs, orphaned(row))
		}
	}
	return reasons(rs)
}

func (q *question) nobody() Reason {
	return Reason{fmt.Sprintf("no right in the clusters, projects and fleets on the way to %s lets anyone else become it", q.answer.Principal()), ""}
}
