package fleet

import (
	"maps"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// question is what is worked out once for all actors that might become a principal: what can be become on the way, and who
// holds a right over it. The ways are followed backwards with every right taken for enough, so nothing on them is left out.
type question struct {
	g         *Graph // with the disabled account that is asked about enabled
	asTold    *Graph
	answer    *Answer
	pivots    []*Answer                  // principals that hold a right that matters, in the order of finding
	asked     map[pool.Principal]int     // into pivots
	vertices  map[pool.Principal][]int32 // of the impersonation graph, once one was asked for
	runs      []runTarget                // sorted
	makings   [][]making                 // of each answer that was followed, in the order of finding
	faces     []Vertex                   // subjects that somebody might impersonate, sorted
	owners    owners
	crowds    []crowd // the faces, by cluster
	holders   map[Vertex]bool
	known     map[Vertex]bool // runs and faces
	nodes     map[int32]bool  // whose authority was seen
	in        map[area]bool   // what matters of clusters
	standings map[identity]*standing
	blocked   [2][]block
	rows      map[int32][]int32 // authority by node
	forbidden map[creationOf]verdictOf
	finds     []loot
	looted    map[int32]bool
	enable    int32 // a disabled account that has to be enabled first, or -1
}

// runTarget is a workload that somebody might run as.
type runTarget struct {
	vertex  Vertex
	cluster int32
	exists  bool
}

func newQuestion(g *Graph, p pool.Principal) *question {
	q := &question{g: g, asTold: g, asked: map[pool.Principal]int{}, holders: map[Vertex]bool{}, known: map[Vertex]bool{}, standings: map[identity]*standing{}, nodes: map[int32]bool{}, in: map[area]bool{}, rows: map[int32][]int32{}, looted: map[int32]bool{}, owners: owners{}, enable: -1, forbidden: map[creationOf]verdictOf{}}
	for i, row := range g.authority {
		q.rows[row.node] = append(q.rows[row.node], int32(i))
	}
	q.ask(p)
	q.follow(q.answer)
	for i := 0; i < len(q.pivots); i++ {
		q.follow(q.pivots[i])
	}
	slices.SortFunc(q.runs, func(a, b runTarget) int { return a.vertex.Compare(b.vertex) })
	q.sortCrowds()
	return q
}

// ask answers who can act as the principal. A disabled account is asked about as if it were enabled, which has to be done.
func (q *question) ask(p pool.Principal) {
	q.answer = q.g.Assumers(p)
	a := q.answer.selector.account
	if q.answer.selector.selects != oneAccount || q.g.usable(a) {
		return
	}
	enabled := *q.g
	enabled.accounts = slices.Clone(enabled.accounts)
	enabled.accounts[a].disabled = false
	q.g, q.enable, q.answer = &enabled, a, enabled.Assumers(p)
	q.look(enabled.accounts[a].node)
	for _, i := range q.rows[-1] {
		if row := &q.g.authority[i]; row.account == a {
			q.holdMember(row.selector)
		}
	}
}

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

// follow notes the workloads that an answer names, those that it would name, and the places where they could be made.
func (q *question) follow(a *Answer) {
	for w := range a.Workloads() {
		q.runAs(q.g.Workload(w))
	}
	for _, o := range a.open {
		q.runAs(o.workload())
	}
	q.makings = append(q.makings, nil)
	q.make(a, a.selector, target)
	for _, v := range a.leadingMembers() {
		q.make(a, q.g.members[v-2*int32(len(q.g.accounts))].selector, v)
	}
	q.loots(a)
	if a != q.answer {
		q.holdAssumers(a)
	}
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

// leadingMembers lists the members that lead to the principal, sorted.
func (a *Answer) leadingMembers() []int32 {
	n := 2 * int32(len(a.g.accounts))
	return slices.DeleteFunc(slices.Sorted(maps.Keys(a.any.hops)), func(v int32) bool { return v < n })
}

// workload is the one that an opening stands for.
func (o Opening) workload() Workload {
	ksa := o.Principal.ServiceAccount()
	if ksa == "" {
		ksa = defaultKSA
	}
	return Workload{o.Cluster, o.Principal.Namespace(), ksa}
}

func (x Assumer) vertex() Vertex {
	if x.Member.IsValid() {
		return memberVertex(x.Member)
	}
	return Vertex{Kind: WorkloadVertex, Workload: x.Workload}
}

func memberVertex(p pool.Principal) Vertex { return Vertex{Kind: PrincipalVertex, Principal: p} }

// hold notes an actor.
func (q *question) hold(v Vertex) { q.holders[v] = true }

// runAs notes a workload to be run as, there or not, and its cluster.
func (q *question) runAs(w Workload) {
	v := Vertex{Kind: WorkloadVertex, Workload: w}
	c, ok := q.g.findCluster(w.Cluster)
	if !ok || q.known[v] {
		return
	}
	q.known[v] = true
	_, exists := q.g.WorkloadID(w)
	x := runTarget{v, c, exists}
	q.runs = append(q.runs, x)
	q.enter(c, w.Namespace) // and may note others
	q.lootTokens(x)
}

// make notes how clusters to be made could lead to an answer.
func (q *question) make(a *Answer, s selector, member int32) {
	if s.pool < 0 || s.selects == nobody || s.selects == elsewhere {
		return
	}
	row := &q.g.pools[s.pool]
	q.look(row.project)
	for _, r := range []Right{CreateClusters, RegisterClusters} {
		if doubts, ok := q.g.givesNames(r, row, s); ok {
			q.makeIn(a, s, member, r, -1, slices.Concat(s.doubts, doubts))
		}
	}
	if s.selects == clusters || s.selects == credentials {
		q.runAnywhere(row, s)
	}
	for _, x := range q.g.alterations(row, s) {
		q.makeIn(a, s, member, AlterMemberships, x.cluster, x.doubts)
	}
	if !row.name.IsManaged() {
		q.tenants(a, row, s, member)
	}
}

// makeIn notes a cluster that is made or altered, with each workload that could run in it.
func (q *question) makeIn(a *Answer, s selector, member int32, r Right, c int32, doubts []Reason) {
	row := &q.g.pools[s.pool]
	s.doubts = doubts
	name := ClusterName{q.g.nodes[row.project].resource.id, anywhere, anywhere}
	if c >= 0 {
		name = q.g.clusters[c].name
	}
	for _, ns := range q.g.fleetNamespaces(row, s) {
		q.noteMaking(making{a, s, member, r, c, Workload{name, ns, orDefault(s.principal.ServiceAccount())}})
	}
}

// runAnywhere notes, in the clusters that a set of identities spans, the namespaces that are not there yet: any, or one that
// somebody has rights in already.
func (q *question) runAnywhere(row *poolRow, s selector) {
	for _, at := range row.providers {
		c := &q.g.clusters[at.w]
		if _, ok := q.g.matchProvider(s, at); !ok && s.selects == clusters {
			continue
		}
		names := []string{anywhere, defaultKSA}
		for _, i := range c.permits {
			names = append(names, q.g.permits[i].fact.Namespace)
		}
		for _, ns := range sortedText(names) {
			if _, there := q.g.findNamespace(c.name, ns); ns != "" && !there {
				q.runAs(Workload{c.name, ns, defaultKSA})
			}
		}
	}
}

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
		if of == "" || of == ":"+ns.name {
			q.runAs(q.g.Workload(WorkloadID(ns.first)))
			q.runTokens(c, ns.name)
		}
	}
	q.runAs(Workload{row.name, orDefault(strings.TrimPrefix(of, ":")), defaultKSA})
	if of == "" {
		q.runAs(Workload{row.name, anywhere, defaultKSA})
	}
}
