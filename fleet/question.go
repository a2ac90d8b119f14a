package fleet

import (
	"maps"
	"slices"

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
	enabled.account(a).disabled = false
	q.g, q.enable, q.answer = &enabled, a, enabled.Assumers(p)
	q.look(enabled.account(a).node)
	for _, i := range q.rows[-1] {
		if row := &q.g.authority[i]; row.account == a {
			q.holdMember(row.selector)
		}
	}
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
		q.make(a, q.g.member(v-2*int32(len(q.g.accounts))).selector, v)
	}
	q.loots(a)
	if a != q.answer {
		q.holdAssumers(a)
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

// make notes how clusters to be made could lead to an answer, at each pool that may be meant.
func (q *question) make(a *Answer, s selector, member int32) {
	if s.pool < 0 || s.selects == nobody || s.selects == elsewhere {
		return
	}
	others := q.g.namesakePools(s.principal, s.pool)
	q.makeAt(a, s, member)
	for _, k := range others {
		s.pool = k
		q.makeAt(a, s, member)
	}
}

func (q *question) makeAt(a *Answer, s selector, member int32) {
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
		c := &q.g.clusters[at.of]
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
