package render

import (
	"fmt"

	"fleettrust.example/fleet"
)

// Drawing is the document of a graph: its edges, and as text the picture in the DOT language of Graphviz.
type Drawing struct {
	V         int    `json:"v"`
	Question  string `json:"question"`
	Principal string `json:"principal,omitempty"` // absent for the whole graph
	Exactness string `json:"exactness,omitempty"` // of the answer about the principal
	Reasoning
	Edges []Edge `json:"edges"`

	dot []byte
}

// DrawingOf draws the whole graph, its edges by where they lead from and to. See fleet.Graph.Directed for the cost.
func DrawingOf(g *fleet.Graph) (*Drawing, error) {
	d := g.Directed()
	dot, err := d.DOT()
	if err != nil {
		return nil, err
	}
	doc := &Drawing{V: Version, Question: "graph", Reasoning: ReasoningOf(nil), Edges: []Edge{}, dot: dot}
	for from := d.Nodes(); from.Next(); {
		u := from.Node().ID()
		for to := d.From(u); to.Next(); {
			doc.Edges = append(doc.Edges, each(d.Arc(u, to.Node().ID()).Edges, edgeOf)...)
		}
	}
	return doc, nil
}

// DrawingOfAnswer draws the paths of one answer, each edge once, in the order in which the paths take them.
func DrawingOfAnswer(a *fleet.Answer) (*Drawing, error) {
	dot, err := a.DOT()
	if err != nil {
		return nil, err
	}
	doc := &Drawing{V: Version, Question: "graph", Principal: a.Principal().String(), Exactness: a.Exactness().String(), Reasoning: distinctReasoning(a.Reasons()), Edges: []Edge{}, dot: dot}
	seen := map[string]bool{}
	for x := range a.All() {
		for _, e := range each(x.Path, edgeOf) {
			key := fmt.Sprintf("%q", e)
			if !seen[key] {
				seen[key] = true
				doc.Edges = append(doc.Edges, e)
			}
		}
	}
	return doc, nil
}

// Text gives the DOT text as it is, for any page.
func (d *Drawing) Text(Page) string { return string(d.dot) + "\n" }
