package fleet

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/flow"
	"gonum.org/v1/gonum/graph/topo"

	"fleettrust.example/pool"
)

// maxAnalysed bounds the graphs given to gonum's recursive algorithms, whose stack grows with the longest path.
const maxAnalysed = 1 << 20

// ChokePoints gives the vertices that every way from a workload to a principal passes, from the workload on, neither
// end included: cutting any of them cuts the workload off. It is empty when there is no way. The cost is that of
// Graph.Directed and of gonum's dominators, O(E log V); graphs of over a million vertices are refused.
func (g *Graph) ChokePoints(id WorkloadID, p pool.Principal) ([]Vertex, error) {
	p = g.canonical(p)
	end := Vertex{Kind: PrincipalVertex, Principal: p}
	d := g.directedTo(end)
	if len(d.nodes) > maxAnalysed {
		return nil, fmt.Errorf("graph of %d vertices: more than %d cannot be analysed", len(d.nodes), maxAnalysed)
	}
	from, ok := d.find(Vertex{Kind: WorkloadVertex, Workload: g.Workload(id)})
	to, found := d.find(end)
	if !ok || !found {
		return nil, nil
	}
	points := dominators(d, from, to)
	return slices.DeleteFunc(points, func(v Vertex) bool { return v == scoped(end) }), nil
}

func scoped(v Vertex) Vertex { return Vertex{Kind: ScopedVertex, Principal: v.Principal} }

// directedTo is the graph for a question about one principal: whoever holds it within scopes is at the end too.
func (g *Graph) directedTo(end Vertex) *Directed {
	edges := g.edges()
	if slices.ContainsFunc(edges, func(e Edge) bool { return e.To == scoped(end) }) {
		edges = append(edges, Edge{From: scoped(end), To: end})
	}
	return newDirected(edges)
}

func dominators(d *Directed, from, to *Node) []Vertex {
	tree := flow.Dominators(to, reversed{d})
	var points []Vertex
	for at := tree.DominatorOf(from.id); at != nil && at.ID() != to.id; at = tree.DominatorOf(at.ID()) {
		points = append(points, at.(*Node).Vertex)
	}
	return points
}

// reversed is a Directed with all arrows turned.
type reversed struct{ *Directed }

// From implements graph.Graph.
func (r reversed) From(id int64) graph.Nodes { return r.Directed.To(id) }

// To implements graph.Directed.
func (r reversed) To(id int64) graph.Nodes { return r.Directed.From(id) }

// HasEdgeFromTo implements graph.Directed.
func (r reversed) HasEdgeFromTo(u, v int64) bool { return r.Directed.HasEdgeFromTo(v, u) }

// Edge implements graph.Graph.
func (r reversed) Edge(u, v int64) graph.Edge { return r.Directed.Edge(v, u) }

// Circles gives the sets of service accounts that can all obtain one another, each sorted, those with the least
// account first: the strongly connected components of the impersonation graph that hold more than one account.
// The cost is that of Graph.Directed; graphs of over a million vertices are refused.
func (g *Graph) Circles() ([][]pool.Principal, error) {
	d := &drawing{g: g}
	d.drawAccounts()
	view := newDirected(d.edges)
	if len(view.nodes) > maxAnalysed {
		return nil, fmt.Errorf("impersonation graph of %d vertices: more than %d cannot be analysed", len(view.nodes), maxAnalysed)
	}
	var circles [][]pool.Principal
	for _, component := range topo.TarjanSCC(view) {
		if accounts := accountsAmong(component); len(accounts) > 1 {
			circles = append(circles, accounts)
		}
	}
	slices.SortFunc(circles, func(a, b []pool.Principal) int { return a[0].Compare(b[0]) })
	return circles, nil
}

// accountsAmong picks the service accounts of a component, sorted.
func accountsAmong(component []graph.Node) []pool.Principal {
	var ps []pool.Principal
	for _, n := range component {
		if v := n.(*Node).Vertex; v.Kind == PrincipalVertex && v.Principal.Kind() == pool.KindServiceAccount {
			ps = append(ps, v.Principal)
		}
	}
	return sortedPrincipals(ps)
}
