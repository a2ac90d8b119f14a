package fleet

import (
	"maps"
	"slices"
	"strings"
)

// actors lists who holds a right that matters, sorted. An account that is disabled acts in nothing.
func (q *question) actors() []Vertex {
	return slices.DeleteFunc(slices.SortedFunc(maps.Keys(q.holders), Vertex.Compare), q.disabled)
}

// disabled reports an account that nobody can use, be it the one that is asked about as if it were enabled.
func (q *question) disabled(v Vertex) bool {
	if v.Kind != PrincipalVertex {
		return false
	}
	a, ok := q.g.findAccount(v.Principal.Email())
	return ok && (a == q.enable || !q.g.usable(a))
}

// holdAssumers notes everyone of an answer as an actor.
func (q *question) holdAssumers(a *Answer) {
	for w := range a.Workloads() {
		q.hold(Vertex{Kind: WorkloadVertex, Workload: q.g.Workload(w)})
	}
	for _, v := range a.vertices {
		q.hold(q.g.vertex(v))
	}
}

// hold notes an actor.
func (q *question) hold(v Vertex) { q.holders[v] = true }

// area is a namespace of a cluster, or, with "", what holds for all of them.
type area struct {
	cluster   int32
	namespace string
}

// enter notes who holds a right in a namespace of a cluster, or in all of them.
func (q *question) enter(c int32, namespace string) {
	entered := q.in[area{c, ""}]
	q.enterArea(area{c, ""})
	q.enterArea(area{c, namespace})
	if entered {
		return
	}
	row := &q.g.clusters[c]
	q.look(row.project)
	for _, m := range row.memberships {
		if host, ok := q.g.findNode(InProject(m.fact.Fleet)); ok {
			q.look(host)
		}
	}
}

func (q *question) enterArea(at area) {
	if q.in[at] {
		return
	}
	q.in[at] = true
	for _, i := range q.g.permitsAt(at) {
		q.holdSubject(at.cluster, q.g.permits[i].fact.Subject)
		q.runObject(at, q.g.permits[i].fact)
	}
	for _, i := range q.g.permitsAt(area{at.cluster, ""}) {
		q.runObject(at, q.g.permits[i].fact)
	}
}

// runObject notes the service account of a namespace that a right is over, if it is over one.
func (q *question) runObject(at area, f Permit) {
	if at.namespace != "" && f.Object != "" && (f.Right == MintTokens || f.Right == ImpersonateAccounts) {
		q.runAs(Workload{q.g.clusters[at.cluster].name, at.namespace, f.Object})
	}
}

// look notes who holds authority over a project.
func (q *question) look(project int32) {
	for at := range q.g.chain(project) {
		if q.nodes[at] {
			return
		}
		q.nodes[at] = true
		for _, i := range q.rows[at] {
			q.holdMember(q.g.authority[i].selector)
		}
	}
}

// holdMember notes a member of a binding: those who are it today, and how others could become it.
func (q *question) holdMember(s selector) {
	switch s.selects {
	case nobody:
		return
	case elsewhere, everyone:
		q.hold(memberVertex(s.principal))
		return
	case oneAccount, accountsIn, anyAccount:
		q.hold(memberVertex(s.principal))
	case gathered: // whoever is in it holds what it holds
	default:
		for h := range q.g.holdings(s) {
			q.hold(Vertex{Kind: WorkloadVertex, Workload: q.g.Workload(WorkloadID(h.w))})
		}
	}
	if _, ok := q.asked[s.principal]; !ok {
		q.asked[s.principal] = len(q.pivots)
		q.pivots = append(q.pivots, q.asTold.answerWith(s, q.owners)) // who is still to enable an account cannot use it
	}
}

// holdSubject notes a subject of a cluster: as a workload, as a member of IAM, or as itself.
func (q *question) holdSubject(c int32, s Subject) {
	name := q.g.clusters[c].name
	face := Vertex{Kind: SubjectVertex, Workload: Workload{Cluster: name}, Subject: s}
	if !q.known[face] {
		q.known[face] = true
		q.faces = append(q.faces, face)
	}
	p := s.member()
	switch {
	case s.Kind == AccountSubject:
		q.holdAccount(Workload{name, s.Namespace, s.Name})
	case p.IsValid():
		q.holdMember(q.g.selector(q.g.canonical(p)))
		if slices.Contains(everybody, s) { // of service accounts and of users that Kubernetes alone knows IAM does not speak
			q.hold(face)
			q.holdAccounts(c, accountsGroup)
		}
	default:
		q.hold(face)
		q.holdAccounts(c, s.Name)
	}
}

func (q *question) holdAccount(w Workload) {
	q.runAs(w)
	if _, ok := q.g.WorkloadID(w); ok {
		q.hold(Vertex{Kind: WorkloadVertex, Workload: w})
	}
}

// runTokens notes the service accounts of a namespace whose tokens lie in Secrets.
func (q *question) runTokens(c int32, namespace string) {
	for _, s := range q.g.secretsIn(c, namespace) {
		if s.fact.Token != "" {
			q.runAs(Workload{q.g.clusters[c].name, namespace, s.fact.Token})
		}
	}
}

// holdAccounts notes one service account of each namespace that a group of all of them spans, in a namespace yet to be made too:
// who can run as one can run as it.
func (q *question) holdAccounts(c int32, group string) {
	of, ok := strings.CutPrefix(group, accountsGroup)
	if !ok {
		return
	}
	row := &q.g.clusters[c]
	for _, ns := range q.g.namespaces[row.first:row.end] {
		if name := q.g.texts.at(ns.name); of == "" || of == ":"+name {
			q.runAs(q.g.Workload(WorkloadID(ns.first)))
			q.runTokens(c, name)
		}
	}
	q.runAs(Workload{row.name, orDefault(strings.TrimPrefix(of, ":")), defaultKSA})
	if of != "" {
		return
	}
	q.runAs(Workload{row.name, anywhere, defaultKSA})
	for _, i := range row.permits {
		if ns := q.g.permits[i].fact.Namespace; ns != "" {
			q.runAs(Workload{row.name, ns, defaultKSA})
		}
	}
}
