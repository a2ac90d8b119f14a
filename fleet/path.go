package fleet

import (
	"fmt"
	"slices"

	"fleettrust.example/pool"
)

// assumer spells out a candidate.
func (a *Answer) assumer(f face, c candidate) Assumer {
	path, strength := a.g.nameEdges(f, c.holding, a.vertexAt(c.member)), Obtains
	switch {
	case c.scopedAccount() >= 0:
		path = append(path, a.g.scopedEdges(c.scopedAccount(), a.selector.principal)...)
	case c.member == target:
		strength = Assumes
	default:
		path = append(path, a.way(c.member, c.sure)...)
	}
	return Assumer{Strength: strength, Workload: f.workload, Route: a.g.clusters[f.cluster].fact.Route, Path: path}
}

// vertexAt is a vertex of the impersonation graph, or the principal asked about.
func (a *Answer) vertexAt(v int32) Vertex {
	if v == target {
		return a.selector.vertex()
	}
	return a.g.vertex(v)
}

// nameEdges are the steps from a workload to a name of it, or to what it possesses.
func (g *Graph) nameEdges(f face, h holding, name Vertex) Path {
	at := Vertex{Kind: WorkloadVertex, Workload: f.workload}
	if h.got != nil {
		return g.possessionEdges(f, h.got)
	}
	if h.provision < 0 {
		return Path{{From: at, To: name, Rule: R9, Doubts: h.doubts}}
	}
	pr := &g.clusters[f.cluster].provisions[h.provision]
	credential := Vertex{Kind: CredentialVertex, Workload: f.workload, Pool: g.pools[pr.pool].name, Provider: pr.provider}
	return Path{
		{From: at, To: credential, Rule: pr.rule, Fact: pr.because, Source: pr.at, Doubts: pr.doubts},
		{From: credential, To: name, Rule: nameRule(name.Principal), Source: f.at, Doubts: h.doubts},
	}
}

// vertex is a name as a vertex of the graph.
func (s selector) vertex() Vertex {
	return Vertex{Kind: PrincipalVertex, Principal: s.principal, Provider: s.provider}
}

// nameRule is the rule by which a credential stands for a principal of its pool.
func nameRule(p pool.Principal) Rule {
	switch p.Kind() {
	case pool.KindSubject:
		return R4
	case pool.KindUID:
		return R5
	case pool.KindNamespace:
		return R6
	case pool.KindCluster:
		return R7
	case pool.KindPool:
		return R8
	default:
		panic(fmt.Sprintf("fleet: a credential stands for no %v", p.Kind()))
	}
}

// hops are those of the ways that are certain, or of all.
func (a *Answer) hops(certain bool) map[int32]hop {
	if certain {
		return a.certain.hops
	}
	return a.any.hops
}

// way follows the hops from a vertex to the target.
func (a *Answer) way(v int32, certain bool) Path {
	hops := a.hops(certain)
	var path Path
	for v != target {
		h, ok := hops[v]
		if !ok {
			panic("fleet: a way leads to a vertex that does not lead on")
		}
		if h.next != target || h.rule != 0 {
			path = append(path, a.edge(v, h))
		}
		v = h.next
	}
	return path
}

// edge spells out one hop of a way to the principal asked about.
func (a *Answer) edge(v int32, h hop) Edge {
	to := Vertex{Kind: PrincipalVertex, Principal: a.selector.principal}
	if h.next != target {
		to = a.g.vertex(h.next)
	}
	return a.g.hopEdge(v, to, h.next, h)
}

// hopEdge spells out a hop that ends in a vertex, next, that is called to.
func (g *Graph) hopEdge(v int32, to Vertex, next int32, h hop) Edge {
	e := Edge{From: g.vertex(v), To: to, Rule: h.rule}
	if h.rule == R18 {
		return g.groupEdge(e)
	}
	g.explain(&e, h.grant, next)
	return e
}

// groupEdge says where the members of the group were told.
func (g *Graph) groupEdge(e Edge) Edge {
	i, _ := g.findGroup(e.To.Principal)
	e.Fact, e.Source = "a member of "+e.To.Principal.String(), g.groups[i].at
	return e
}

// explain says on which grant an edge rests, and what is in doubt about it.
func (g *Graph) explain(e *Edge, grant, to int32) {
	if grant < 0 {
		return
	}
	gr := g.grant(grant)
	e.Fact, e.Source = gr.text(), gr.at
	a := g.accountOf(to)
	e.Doubts = gr.doubts
	if sure, open := g.left(grant, a, g.powersFor(e.Rule, gr, to)); sure == 0 {
		e.Doubts = slices.Concat(e.Doubts, g.mayCut(grant, a, open))
	}
	e.Doubts = reasons(e.Doubts)
	if e.Rule == R13 {
		e.Doubts = reasons(slices.Concat(e.Doubts, g.keyless(a)))
	}
}

// accountOf is the account of a token or delegate vertex.
func (g *Graph) accountOf(v int32) int32 {
	if n := int32(len(g.accounts)); v >= n {
		return v - n
	}
	return v
}

// memberAssumer spells out a member that leads to the principal.
func (a *Answer) memberAssumer(v int32) Assumer {
	_, certain := a.certain.hops[v]
	path := a.way(v, certain)
	p := a.g.vertex(v).Principal
	path[0].Doubts = reasons(slices.Concat(path[0].Doubts, a.g.memberDoubts(v)))
	return Assumer{Strength: Obtains, Member: p, Path: path}
}

// memberDoubts says what is not known of who is behind a member: of a group who is in it, of a service account of
// Google's who may make its service act.
func (g *Graph) memberDoubts(v int32) []Reason {
	n := int32(len(g.accounts))
	switch {
	case v >= 2*n:
		return g.member(v - 2*n).selector.doubts
	case v < n && g.account(v).googles:
		return []Reason{agentDoubt(g.account(v).email)}
	}
	return nil
}

func agentDoubt(email string) Reason {
	return Reason{"service account " + email + " acts for a service of Google: who may make that service act is not modelled", "the service's own documentation"}
}
