package law

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// Path: a path leads from its workload or member to the principal, edge by edge; each rule stands between the kinds of
// vertex that it speaks of, on paths and in the whole graph; each edge of a path is in the graph; and none leads there in fewer edges: none at all if the path is in
// doubt, none of certain edges if it is certain.
//
// A principal that no fact and no workload's own name speaks of, as the one with a number of a pool whose project's number
// is not known, is no vertex of the graph. Then the last edge is not in it, and only the rest is checked.
func Path(t *rapid.T, s World) {
	d := s.Graph.Directed()
	s.checkEdges(t, d)
	for _, p := range s.principals(t) {
		a := s.Graph.Assumers(p)
		end := fleet.Vertex{Kind: fleet.PrincipalVertex, Principal: a.Principal()}
		_, drawn := d.Find(end)
		for x := range a.All() {
			s.checkPath(t, x, end)
			s.checkInGraph(t, d, x, drawn)
			if drawn {
				s.checkShortest(t, d, x, end)
			}
		}
		if drawn && a.Len() != reachingWorkloads(d, end) {
			t.Fatalf("%v: %d workloads in the answer, %d lead there in the graph\n%v", p, a.Len(), reachingWorkloads(d, end), s)
		}
	}
}

// checkEdges looks at every edge of the graph.
func (s World) checkEdges(t *rapid.T, d *fleet.Directed) {
	for nodes := d.Nodes(); nodes.Next(); {
		for next := d.From(nodes.Node().ID()); next.Next(); {
			for _, e := range d.Arc(nodes.Node().ID(), next.Node().ID()).Edges {
				if !legal(e) {
					t.Fatalf("in the graph:%s\n%v", printedPath(fleet.Path{e}), s)
				}
			}
		}
	}
}

func start(x fleet.Assumer) fleet.Vertex {
	if x.Member.IsValid() {
		return fleet.Vertex{Kind: fleet.PrincipalVertex, Principal: x.Member}
	}
	return fleet.Vertex{Kind: fleet.WorkloadVertex, Workload: x.Workload}
}

func (s World) checkPath(t *rapid.T, x fleet.Assumer, end fleet.Vertex) {
	at := start(x)
	obtains := x.Member.IsValid()
	for _, e := range x.Path {
		if e.From != at || !legal(e) {
			t.Fatalf("an edge %v -%v-> %v behind %v in\n%s\n%v", e.From, e.Rule, e.To, at, printedAssumer(x), s)
		}
		at = e.To
		obtains = obtains || e.Rule >= fleet.R10
	}
	if x.Member == end.Principal {
		t.Fatalf("a member obtains itself:\n%s\n%v", printedAssumer(x), s)
	}
	if at != end && at != scoped(end) || obtains != (x.Strength == fleet.Obtains) {
		t.Fatalf("to %v, as it is asked:\n%s\n%v", end, printedAssumer(x), s)
	}
}

// scoped is a principal by a token within scopes, with which a path may end too.
func scoped(v fleet.Vertex) fleet.Vertex {
	return fleet.Vertex{Kind: fleet.ScopedVertex, Principal: v.Principal}
}

// legal reports that a rule stands between the kinds of vertex that it speaks of.
func legal(e fleet.Edge) bool {
	from, to := e.From.Kind, e.To.Kind
	account := to == fleet.PrincipalVertex && e.To.Principal.Kind() == pool.KindServiceAccount
	switch e.Rule {
	case fleet.R1, fleet.R2, fleet.R3:
		return from == fleet.WorkloadVertex && to == fleet.CredentialVertex && e.To.Workload == e.From.Workload
	case fleet.R4:
		return named(e, pool.KindSubject)
	case fleet.R5:
		return named(e, pool.KindUID)
	case fleet.R6:
		return named(e, pool.KindNamespace)
	case fleet.R7:
		return named(e, pool.KindCluster)
	case fleet.R8:
		return named(e, pool.KindPool)
	case fleet.R9:
		return from == fleet.WorkloadVertex && to == fleet.PrincipalVertex && e.To.Principal == pool.AllUsers()
	case fleet.R10, fleet.R12, fleet.R13, fleet.R14:
		return from == fleet.PrincipalVertex && account && e.Fact != ""
	case fleet.R11:
		return (from == fleet.PrincipalVertex && to == fleet.DelegateVertex ||
			from == fleet.DelegateVertex && (to == fleet.DelegateVertex || account)) && e.Fact != ""
	case fleet.R15:
		return from == fleet.WorkloadVertex && (account || to == fleet.ScopedVertex && e.To.Principal.Kind() == pool.KindServiceAccount) && e.Fact != ""
	case fleet.R16:
		return from == fleet.WorkloadVertex && account && e.Fact != ""
	case fleet.R17:
		sets := []pool.Kind{pool.KindServiceAccountSet, pool.KindAllAuthenticatedUsers, pool.KindAllUsers}
		return (from == fleet.PrincipalVertex || from == fleet.ScopedVertex) && e.From.Principal.Kind() == pool.KindServiceAccount &&
			to == from && slices.Contains(sets, e.To.Principal.Kind())
	case fleet.R18:
		return (from == fleet.PrincipalVertex || from == fleet.ScopedVertex) && to == from &&
			(e.To.Principal.Kind() == pool.KindGoogleGroup || e.To.Principal.Kind() == pool.KindDomain)
	default:
		return false
	}
}

func named(e fleet.Edge, k pool.Kind) bool {
	return e.From.Kind == fleet.CredentialVertex && e.To.Kind == fleet.PrincipalVertex && e.To.Principal.Kind() == k && e.To.Principal.Pool() == e.From.Pool
}

// checkInGraph finds each edge of a path in the graph. What is in doubt about a member stands on the first edge of its path,
// and on no edge of the graph.
func (s World) checkInGraph(t *rapid.T, d *fleet.Directed, x fleet.Assumer, drawn bool) {
	for i, e := range x.Path {
		if i == len(x.Path)-1 && !drawn {
			return
		}
		from, found := d.Find(e.From)
		to, also := d.Find(e.To)
		if !found || !also || d.Arc(from.ID(), to.ID()) == nil || !slices.ContainsFunc(d.Arc(from.ID(), to.ID()).Edges, func(o fleet.Edge) bool {
			if i == 0 && x.Member.IsValid() {
				o.Doubts = e.Doubts
			}
			return printedPath(fleet.Path{o}) == printedPath(fleet.Path{e})
		}) {
			t.Fatalf("not in the graph:%s\na step of\n%s\n%v", printedPath(fleet.Path{e}), printedAssumer(x), s)
		}
	}
}

// checkShortest compares a path with the distances that a search of its own finds. Whether a member itself is in doubt,
// the graph does not say.
func (s World) checkShortest(t *rapid.T, d *fleet.Directed, x fleet.Assumer, end fleet.Vertex) {
	certain, ok := distances(d, end, true)[start(x)]
	any := distances(d, end, false)[start(x)]
	sure := x.Path.Exactness() == fleet.Exact || ok && x.Member.IsValid()
	if ok != sure || ok && certain != len(x.Path) || !ok && any != len(x.Path) {
		t.Fatalf("a way of %d certain edges: %v; a way of any edges: %d; and not\n%s\n%v", certain, ok, any, printedAssumer(x), s)
	}
}

// distances searches backwards from a vertex, breadth first.
func distances(d *fleet.Directed, end fleet.Vertex, certain bool) map[fleet.Vertex]int {
	found := map[fleet.Vertex]int{end: 0}
	level := []fleet.Vertex{end}
	if _, ok := d.Find(scoped(end)); ok {
		found[scoped(end)] = 0
		level = append(level, scoped(end))
	}
	for len(level) > 0 {
		var before []fleet.Vertex
		for _, v := range level {
			to, _ := d.Find(v)
			for ns := d.To(to.ID()); ns.Next(); {
				from := ns.Node().(*fleet.Node)
				if _, seen := found[from.Vertex]; seen || certain && !anyCertain(d.Arc(from.ID(), to.ID())) {
					continue
				}
				found[from.Vertex] = found[v] + 1
				before = append(before, from.Vertex)
			}
		}
		level = before
	}
	return found
}

func anyCertain(a *fleet.Arc) bool {
	return slices.ContainsFunc(a.Edges, func(e fleet.Edge) bool { return len(e.Doubts) == 0 })
}

func reachingWorkloads(d *fleet.Directed, end fleet.Vertex) int {
	n := 0
	for v := range distances(d, end, false) {
		if v.Kind == fleet.WorkloadVertex {
			n++
		}
	}
	return n
}
