package contest

import (
	"context"

	"fleettrust.example/scenario/organization"
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/traverse"
)

// gonumGraph is the graph as gonum has it: workloads, principals and accounts are nodes, and every question is its own
// breadth-first walk, along the edges or against them.
//
//	workload ──▶ principal ──▶ account ──▶ account
type gonumGraph struct {
	graph      *simple.DirectedGraph
	workloads  map[workload]int64
	accounts   map[string]int64
	principals map[principal]int64
	names      []any // by node: a workload, a principal or an e-mail
}

func buildGonum(_ context.Context, o *organization.Organization) (engine, error) {
	r := newRecord(o)
	g := &gonumGraph{simple.NewDirectedGraph(), map[workload]int64{}, map[string]int64{}, map[principal]int64{}, nil}
	for i := range o.Accounts() {
		node(g, g.accounts, o.Account(i).Email)
	}
	for x := range o.Grants() {
		g.link(node(g, g.principals, r.principal(x)), int64(x.Account))
	}
	for x := range o.Delegations() {
		g.link(int64(x.From), int64(x.To))
	}
	for i := range o.Workloads() {
		w := r.workload(i)
		from := node(g, g.workloads, w)
		for _, p := range appendNames(nil, r.pools(o.Workload(i).Cluster), w) {
			g.link(from, node(g, g.principals, p))
		}
	}
	return g, nil
}

// node gives the node of a name, made if there is none.
func node[N comparable](g *gonumGraph, in map[N]int64, name N) int64 {
	id, ok := in[name]
	if !ok {
		id = int64(len(g.names))
		in[name], g.names = id, append(g.names, name)
		g.graph.AddNode(simple.Node(id))
	}
	return id
}

func (g *gonumGraph) link(from, to int64) {
	g.graph.SetEdge(simple.Edge{F: simple.Node(from), T: simple.Node(to)})
}

func (g *gonumGraph) check(w workload, email string) (bool, error) {
	from, known := g.workloads[w]
	to, granted := g.accounts[email]
	if !known || !granted {
		return false, nil
	}
	var walk traverse.BreadthFirst
	found := walk.Walk(g.graph, simple.Node(from), func(n graph.Node, _ int) bool { return n.ID() == to })
	return found != nil, nil
}

// reversed is a graph against its edges.
type reversed struct{ *simple.DirectedGraph }

func (r reversed) From(id int64) graph.Nodes { return r.To(id) }

func (r reversed) Edge(from, to int64) graph.Edge { return r.DirectedGraph.Edge(to, from) }

func (g *gonumGraph) who(email string, yield func(workload)) error {
	walk(g, reversed{g.graph}, g.accounts, email, yield)
	return nil
}

func (g *gonumGraph) what(w workload, yield func(string)) error {
	walk(g, g.graph, g.workloads, w, yield)
	return nil
}

// walk gives all nodes of one kind that are met.
func walk[From comparable, To any](g *gonumGraph, over traverse.Graph, in map[From]int64, start From, yield func(To)) {
	from, ok := in[start]
	if !ok {
		return
	}
	walk := traverse.BreadthFirst{Visit: func(n graph.Node) {
		if name, ok := g.names[n.ID()].(To); ok {
			yield(name)
		}
	}}
	walk.Walk(over, simple.Node(from), nil)
}

// change adds an edge or takes it away.
func (g *gonumGraph) change(c change) error {
	from, to := g.principals[subjectOf(c)], g.accounts[c.email]
	if c.back {
		g.graph.RemoveEdge(from, to)
	} else {
		g.link(from, to)
	}
	return nil
}

func (g *gonumGraph) close() error { return nil }
