package fleet

import (
	"bytes"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/encoding/dot"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/testgraph"

	"fleettrust.example/pool"
)

// gonum's own conformance suite runs on the view, for those of its cases whose nodes are dense from 0.
func TestDirectedConformsToGonum(t *testing.T) {
	built := 0
	build := func(nodes []graph.Node, edges []testgraph.WeightedLine, self, absent float64) (graph.Graph, []graph.Node, []testgraph.Edge, float64, float64, bool) {
		vertices := make([]Vertex, len(nodes))
		d := &Directed{nodes: make([]Node, len(nodes)), incoming: make([][]graph.Node, len(nodes)), outgoing: make([][]graph.Node, len(nodes))}
		for i := range vertices {
			vertices[i] = Vertex{Kind: WorkloadVertex, Workload: Workload{Namespace: "ns", ServiceAccount: string(rune('a' + i))}}
			d.nodes[i] = Node{int64(i), vertices[i]}
		}
		var named []Edge
		for _, e := range edges {
			from, to := e.From().ID(), e.To().ID()
			if !d.has(from) || !d.has(to) {
				return nil, nil, nil, 0, 0, false
			}
			named = append(named, Edge{From: vertices[from], To: vertices[to], Rule: R4})
		}
		for i, n := range nodes {
			if n.ID() != int64(i) {
				return nil, nil, nil, 0, 0, false
			}
		}
		d.joinArcs(named)
		built++
		var own []graph.Node
		for i := range d.nodes {
			own = append(own, &d.nodes[i])
		}
		var arcs []testgraph.Edge
		for i := range d.arcs {
			arcs = append(arcs, &d.arcs[i])
		}
		return d, own, arcs, self, absent, true
	}
	t.Run("edges", func(t *testing.T) { testgraph.EdgeExistence(t, build, false) })
	t.Run("nodes", func(t *testing.T) { testgraph.NodeExistence(t, build) })
	t.Run("adjacent", func(t *testing.T) { testgraph.ReturnAdjacentNodes(t, build, true, false) })
	t.Run("all nodes", func(t *testing.T) { testgraph.ReturnAllNodes(t, build, true) })
	if built == 0 {
		t.Fatal("no case of the suite was built")
	}
}

// circle is a world in which account a may mint for b, b for c, and c for b; the workload is granted a alone.
func circle(t *testing.T) *Graph {
	t.Helper()
	var b Builder
	c := ClusterName{"p", "l", "c"}
	email := func(n string) string { return n + "@p.iam.gserviceaccount.com" }
	grant := func(on string, m pool.Principal) Binding {
		return Binding{On: OnAccount(email(on)), Role: "roles/iam.workloadIdentityUser", Member: m}
	}
	b.Add(Project{ID: "p", Number: 7}, Cluster{Name: c, Mode: Autopilot}, Namespace{c, "ns"},
		GSA{Email: email("a")}, GSA{Email: email("b")}, GSA{Email: email("c")},
		grant("a", pool.Must(pool.Parse("serviceAccount:p.svc.id.goog[ns/default]"))),
		grant("b", pool.ServiceAccount(email("a"))),
		grant("c", pool.ServiceAccount(email("b"))),
		grant("b", pool.ServiceAccount(email("c"))))
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// Two accounts that can mint for each other are one circle; the one that leads into it is not in it.
func TestCircles(t *testing.T) {
	circles, err := circle(t).Circles()
	if err != nil || len(circles) != 1 || len(circles[0]) != 2 {
		t.Fatalf("got %v, %v; want one circle of b and c", circles, err)
	}
}

// Who is in a circle is obtained by all of it. An account that its whole project may mint for is in one with a set and no other
// account, and two that may only be delegated through by each other obtain nothing.
func TestCirclesAreOfAccounts(t *testing.T) {
	account := func(n string) string { return n + "@p.iam.gserviceaccount.com" }
	var b Builder
	b.Add(Project{ID: "p", Number: 7}, Project{ID: "q", Number: 8}, Role{Name: "projects/p/roles/through", Permissions: []string{"iam.serviceAccounts.implicitDelegation"}},
		GSA{Email: account("a")}, GSA{Email: account("b")}, GSA{Email: "c@q.iam.gserviceaccount.com"},
		Binding{On: OnAccount(account("a")), Role: "projects/p/roles/through", Member: pool.ServiceAccount(account("b"))},
		Binding{On: OnAccount(account("b")), Role: "projects/p/roles/through", Member: pool.ServiceAccount(account("a"))},
		Binding{On: InProject("q"), Role: "roles/iam.serviceAccountTokenCreator", Member: pool.ServiceAccounts(pool.NodeProject, 8)})
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if circles, err := g.Circles(); err != nil || len(circles) != 0 {
		t.Errorf("got %v, %v; want none", circles, err)
	}
}

// A grant is an edge by each rule by which it gives an account; where it lets somebody delegate through the account, by that
// alone. The arc is dashed when all its edges are in doubt.
func TestArcsByRule(t *testing.T) {
	const a, b = "a@p.iam.gserviceaccount.com", "b@p.iam.gserviceaccount.com"
	ann, bob := pool.Must(pool.Parse("user:ann@example.com")), pool.Must(pool.Parse("user:bob@example.com"))
	const creator, user = "roles/iam.serviceAccountTokenCreator", "roles/iam.workloadIdentityUser"
	var told Builder
	told.Add(Project{ID: "p", Number: 7}, GSA{Email: a}, GSA{Email: b},
		Binding{On: OnAccount(a), Role: creator, Member: ann},
		Binding{On: OnAccount(b), Role: user, Member: ann, Condition: "not read"},
		Binding{On: OnAccount(b), Role: user, Member: bob, Condition: "not read"},
		Binding{On: InProject("p"), Role: user, Member: bob, Condition: "not read either"},
		Binding{On: InProject("p"), Role: user, Member: ann})
	g, err := told.Build()
	if err != nil {
		t.Fatal(err)
	}
	d := g.Directed()
	for _, want := range []struct {
		from        pool.Principal
		to          Vertex
		label, line string
		edges       int
	}{
		{ann, memberVertex(pool.ServiceAccount(a)), "R10 R12", "solid", 3},
		{ann, Vertex{Kind: DelegateVertex, Principal: pool.ServiceAccount(a)}, "R11", "solid", 1},
		{ann, memberVertex(pool.ServiceAccount(b)), "R10", "solid", 2},
		{bob, memberVertex(pool.ServiceAccount(b)), "R10", "dashed", 2},
	} {
		from, _ := d.Find(memberVertex(want.from))
		to, ok := d.Find(want.to)
		if !ok {
			t.Errorf("%v is not drawn", want.to)
			continue
		}
		arc := d.Arc(from.ID(), to.ID())
		if got := arc.Attributes(); got[0].Value != want.label || got[1].Value != want.line || len(arc.Edges) != want.edges {
			t.Errorf("%v to %v: got %v and %v, want %+v", want.from, want.to, got, arc.Edges, want)
		}
	}
}

// From the workload to c every way passes its credential, its name, a and b.
func TestChokePoints(t *testing.T) {
	g := circle(t)
	points, err := g.ChokePoints(0, pool.ServiceAccount("c@p.iam.gserviceaccount.com"))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, v := range points {
		kinds = append(kinds, v.String())
	}
	want := []string{
		"p/l/c ns/default @ p.svc.id.goog",
		"principal://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/p.svc.id.goog/subject/ns/ns/sa/default",
		"serviceAccount:a@p.iam.gserviceaccount.com",
		"serviceAccount:b@p.iam.gserviceaccount.com",
	}
	if !slices.Equal(kinds, want) {
		t.Errorf("got %q, want %q", kinds, want)
	}
	if points, err := g.ChokePoints(0, pool.Must(pool.Parse("user:a@example.com"))); len(points) != 0 || err != nil {
		t.Errorf("a principal that is not in the graph has choke points %v, %v", points, err)
	}
}

// What gonum writes, gonum reads back: quoting survives the colons and slashes of principals.
func TestDOTReadsBack(t *testing.T) {
	g := circle(t)
	text, err := g.Assumers(pool.ServiceAccount("c@p.iam.gserviceaccount.com")).DOT()
	if err != nil {
		t.Fatal(err)
	}
	back := simple.NewDirectedGraph()
	if err := dot.Unmarshal(text, back); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	if back.Nodes().Len() != 6 || back.Edges().Len() != 5 {
		t.Errorf("read back %d nodes and %d edges from:\n%s", back.Nodes().Len(), back.Edges().Len(), text)
	}
	again, _ := g.Assumers(pool.ServiceAccount("c@p.iam.gserviceaccount.com")).DOT()
	if !bytes.Equal(text, again) {
		t.Error("two drawings of one answer differ")
	}
	if whole, err := g.DOT(); err != nil || !bytes.Contains(whole, []byte("type/ServiceAccount")) {
		t.Errorf("the whole graph lacks the sets of accounts: %v", err)
	}
}
