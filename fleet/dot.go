package fleet

import (
	"strings"

	"gonum.org/v1/gonum/graph/encoding"
	"gonum.org/v1/gonum/graph/encoding/dot"
)

// DOT draws the whole graph in the DOT language of Graphviz, deterministically. See Graph.Directed for its cost.
func (g *Graph) DOT() ([]byte, error) { return g.Directed().DOT() }

// DOT draws the paths of an answer, and nothing else.
func (a *Answer) DOT() ([]byte, error) {
	var edges []Edge
	for x := range a.All() {
		edges = append(edges, x.Path...)
	}
	return newDirected(edges).DOT()
}

// DOT draws the graph, from left to right.
func (d *Directed) DOT() ([]byte, error) { return dot.Marshal(picture{d}, "trust", "", "\t") }

// picture adds the attributes of a whole drawing.
type picture struct{ *Directed }

// DOTAttributers implements dot.Attributers.
func (picture) DOTAttributers() (graph, node, edge encoding.Attributer) {
	return attributes{{Key: "rankdir", Value: "LR"}}, attributes{{Key: "fontname", Value: "sans-serif"}}, attributes{{Key: "fontname", Value: "sans-serif"}}
}

// attributes is a fixed list of DOT attributes.
type attributes []encoding.Attribute

// Attributes implements encoding.Attributer.
func (a attributes) Attributes() []encoding.Attribute { return a }

// DOTID implements dot.Node: the name of the vertex, with the provider where a credential needs it to be told apart.
func (n *Node) DOTID() string {
	if n.Kind == CredentialVertex {
		return n.Vertex.String() + " by " + n.Provider
	}
	return n.Vertex.String()
}

// Attributes implements encoding.Attributer: a box for a workload, an ellipse for a principal, a note for the rest.
func (n *Node) Attributes() []encoding.Attribute {
	shape := "ellipse"
	switch n.Kind {
	case WorkloadVertex:
		shape = "box"
	case CredentialVertex, DelegateVertex, ScopedVertex:
		shape = "note"
	}
	return []encoding.Attribute{{Key: "label", Value: n.label()}, {Key: "shape", Value: shape}}
}

// label breaks the long names where a reader would.
func (n *Node) label() string {
	if n.Kind == CredentialVertex {
		return n.Workload.Namespace + "/" + n.Workload.ServiceAccount + "\n@ " + n.Pool.String()
	}
	return strings.NewReplacer(" ", "\n", "/workloadIdentityPools/", "/\nworkloadIdentityPools/", "/subject/", "\n/subject/").Replace(n.Vertex.String())
}

// Attributes implements encoding.Attributer: the rules of the arc, dashed when all its edges are in doubt.
func (a *Arc) Attributes() []encoding.Attribute {
	var rules []string
	style := "dashed"
	for i, e := range a.Edges {
		if i == 0 || a.Edges[i-1].Rule != e.Rule {
			rules = append(rules, e.Rule.String())
		}
		if len(e.Doubts) == 0 {
			style = "solid"
		}
	}
	return []encoding.Attribute{{Key: "label", Value: strings.Join(rules, " ")}, {Key: "style", Value: style}}
}
