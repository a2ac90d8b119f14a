package fleet

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"

	"fleettrust.example/pool"
)

// Directed is the trust graph as a gonum graph.Directed, for any algorithm of gonum and for DOT. Node IDs are dense from
// 0, in the order of Vertex.Compare. It is immutable. Between two vertices there is at most one Arc, which holds
// every edge from one to the other.
type Directed struct {
	nodes    []Node
	arcs     []Arc   // sorted by from, to
	first    []int32 // arcs of node i: arcs[first[i]:first[i+1]]
	incoming [][]graph.Node
	outgoing [][]graph.Node
}

// A Node is a vertex of a Directed.
type Node struct {
	id int64
	Vertex
}

// ID gives the node's place.
func (n *Node) ID() int64 { return n.id }

// An Arc joins two nodes by one or more edges: a grant each, or the same step by another rule.
type Arc struct {
	from, to *Node
	Edges    []Edge // by rule, certain first
}

// From gives the node an arc leaves.
func (a *Arc) From() graph.Node { return a.from }

// To gives the node an arc enters.
func (a *Arc) To() graph.Node { return a.to }

// ReversedEdge reports that an arc has no other direction: it gives the arc itself.
func (a *Arc) ReversedEdge() graph.Edge { return a }

// Directed spells the whole graph out. O(credentials + workloads × node pools + grants × accounts below them) in time and memory: for a look at a
// large world, prefer Answer.DOT.
func (g *Graph) Directed() *Directed { return newDirected(g.edges()) }

func (g *Graph) edges() []Edge {
	d := &drawing{g: g}
	d.drawNames()
	d.drawPossessions()
	d.drawMembers()
	d.drawAccounts()
	return d.edges
}

// drawing collects the edges of a graph.
type drawing struct {
	g     *Graph
	edges []Edge
}

func (d *drawing) drawNames() {
	g := d.g
	for id := range g.Workloads() {
		f := g.face(int32(id))
		for _, p := range g.names(f) {
			hs, _ := g.match(g.selector(p), f)
			for _, h := range hs {
				d.edges = append(d.edges, g.nameEdges(f, h, Vertex{Kind: PrincipalVertex, Principal: p})...)
			}
		}
	}
}

// drawPossessions draws what workloads get without a grant. A token within scopes stops at the sets that its account is in.
func (d *drawing) drawPossessions() {
	g := d.g
	for id := range g.Workloads() {
		f := g.face(int32(id))
		for _, p := range g.possessions(f) {
			d.edges = append(d.edges, g.possessionEdges(f, &p)...)
			if !p.scoped {
				continue
			}
			for _, in := range g.inclusions(p.account) {
				d.edges = append(d.edges, g.scopedEdges(p.account, in.principal)...)
			}
		}
	}
}

func (d *drawing) drawMembers() {
	g := d.g
	for m := range g.members {
		s := g.members[m].selector
		for h := range g.holdings(s) {
			d.edges = append(d.edges, g.nameEdges(g.face(h.w), h, s.vertex())...)
		}
		for v := range g.insiders(s) {
			d.edges = append(d.edges, g.groupEdge(Edge{From: g.vertex(v), To: g.vertex(g.memberVertex(int32(m))), Rule: R18}))
		}
	}
}

func (d *drawing) drawAccounts() {
	g := d.g
	for a := range int32(len(g.accounts)) {
		for _, v := range []int32{g.token(a), g.delegate(a)} {
			for u, h := range g.into(v, false, nil) {
				d.drawHop(u, v, h)
			}
		}
		if g.usable(a) {
			d.drawSets(a)
		}
	}
}

// drawHop draws a grant by each rule under which it holds, so that the certain one is there beside a nearer one in doubt.
func (d *drawing) drawHop(u, v int32, h hop) {
	g := d.g
	e := Edge{From: g.vertex(u), To: g.vertex(v)}
	for _, rule := range []Rule{h.rule, R12, R13, R14} {
		if rule == h.rule && e.Rule == 0 || h.rule != R11 && rule > h.rule && g.holdsBy(rule, h.grant, v) {
			e.Rule = rule
			g.explain(&e, h.grant, v)
			d.edges = append(d.edges, e)
		}
	}
}

func (d *drawing) drawSets(a int32) {
	g := d.g
	sets := []pool.Principal{pool.AllUsers(), pool.AllAuthenticatedUsers()}
	for at := range g.chain(g.account(a).node) {
		n := &g.nodes[at]
		sets = append(sets, pool.ServiceAccounts(nodeKind(n.resource.kind), n.number))
	}
	for _, p := range sortedPrincipals(sets) {
		d.edges = append(d.edges, Edge{From: g.vertex(g.token(a)), To: Vertex{Kind: PrincipalVertex, Principal: p}, Rule: R17})
	}
}

// newDirected builds the view of some edges.
func newDirected(edges []Edge) *Directed {
	var vs []Vertex
	for _, e := range edges {
		vs = append(vs, e.From, e.To)
	}
	slices.SortFunc(vs, Vertex.Compare)
	vs = slices.Compact(vs)
	d := &Directed{nodes: make([]Node, len(vs)), incoming: make([][]graph.Node, len(vs)), outgoing: make([][]graph.Node, len(vs))}
	for i, v := range vs {
		d.nodes[i] = Node{int64(i), v}
	}
	d.joinArcs(edges)
	return d
}

func (d *Directed) joinArcs(edges []Edge) {
	edges = slices.Clone(edges)
	slices.SortFunc(edges, compareEdges)
	for _, e := range edges {
		n := len(d.arcs)
		if n == 0 || d.arcs[n-1].from.Vertex != e.From || d.arcs[n-1].to.Vertex != e.To {
			from, _ := d.find(e.From)
			to, _ := d.find(e.To)
			d.arcs = append(d.arcs, Arc{from: from, to: to})
			d.outgoing[from.id] = append(d.outgoing[from.id], to)
			d.incoming[to.id] = append(d.incoming[to.id], from)
			n++
		}
		arc := &d.arcs[n-1]
		if k := len(arc.Edges); k == 0 || compareEdges(arc.Edges[k-1], e) != 0 {
			arc.Edges = append(arc.Edges, e)
		}
	}
	d.first = make([]int32, len(d.nodes)+1)
	for i := range d.arcs {
		d.first[d.arcs[i].from.id+1]++
	}
	for i := range d.nodes {
		d.first[i+1] += d.first[i]
	}
}

func compareEdges(a, b Edge) int {
	return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To), cmp.Compare(a.Rule, b.Rule), cmp.Compare(min(len(a.Doubts), 1), min(len(b.Doubts), 1)),
		compareText(a.Fact, b.Fact), a.Source.compare(b.Source), slices.CompareFunc(a.Doubts, b.Doubts, Reason.compare))
}

// Find gives the node of a vertex.
func (d *Directed) Find(v Vertex) (*Node, bool) { return d.find(v) }

func (d *Directed) find(v Vertex) (*Node, bool) {
	i, ok := slices.BinarySearchFunc(d.nodes, v, func(n Node, v Vertex) int { return n.Vertex.Compare(v) })
	if !ok {
		return nil, false
	}
	return &d.nodes[i], true
}

// Arc gives the arc between two nodes, nil if there is none. O(log of the arcs that leave the first).
func (d *Directed) Arc(uid, vid int64) *Arc {
	if !d.has(uid) || !d.has(vid) {
		return nil
	}
	arcs := d.arcs[d.first[uid]:d.first[uid+1]]
	i, ok := slices.BinarySearchFunc(arcs, vid, func(a Arc, to int64) int { return cmp.Compare(a.to.id, to) })
	if !ok {
		return nil
	}
	return &arcs[i]
}

func (d *Directed) has(id int64) bool { return 0 <= id && id < int64(len(d.nodes)) }

// Node implements graph.Graph.
func (d *Directed) Node(id int64) graph.Node {
	if !d.has(id) {
		return nil
	}
	return &d.nodes[id]
}

// Nodes implements graph.Graph, in the order of IDs.
func (d *Directed) Nodes() graph.Nodes {
	all := make([]graph.Node, len(d.nodes))
	for i := range d.nodes {
		all[i] = &d.nodes[i]
	}
	return orderedNodes(all)
}

func orderedNodes(ns []graph.Node) graph.Nodes {
	if len(ns) == 0 {
		return graph.Empty
	}
	return iterator.NewOrderedNodes(ns)
}

// From implements graph.Graph, in the order of IDs.
func (d *Directed) From(id int64) graph.Nodes {
	if !d.has(id) {
		return graph.Empty
	}
	return orderedNodes(d.outgoing[id])
}

// To implements graph.Directed, in the order of IDs.
func (d *Directed) To(id int64) graph.Nodes {
	if !d.has(id) {
		return graph.Empty
	}
	return orderedNodes(d.incoming[id])
}

// HasEdgeBetween implements graph.Graph.
func (d *Directed) HasEdgeBetween(x, y int64) bool { return d.Arc(x, y) != nil || d.Arc(y, x) != nil }

// HasEdgeFromTo implements graph.Directed.
func (d *Directed) HasEdgeFromTo(u, v int64) bool { return d.Arc(u, v) != nil }

// Edge implements graph.Graph: an *Arc, or nil.
func (d *Directed) Edge(u, v int64) graph.Edge {
	if a := d.Arc(u, v); a != nil {
		return a
	}
	return nil
}
