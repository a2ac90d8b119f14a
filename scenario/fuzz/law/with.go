package law

import (
	"errors"
	"reflect"
	"slices"

	"fleettrust.example/fleet"
	"pgregory.net/rapid"
)

// WithIsBuilding: a world to which one fact is added by Create is the world that was told with it. A world from which a
// grant, a deny rule or a gap is deleted is the one that was told without it.
func WithIsBuilding(t *rapid.T, s World) {
	if len(s.Facts) == 0 {
		return
	}
	f := rapid.SampledFrom(s.Facts).Draw(t, "fact")
	rest := slices.DeleteFunc(slices.Clone(s.Facts), func(x fleet.Fact) bool { return reflect.DeepEqual(x, f) })
	b := s.builder()
	b.Add(rest...)
	before, err := b.Build()
	if err != nil {
		t.Skip("the fact is needed by others")
	}
	want := s
	if more := brings(s.Facts, f); len(more) > 0 {
		want = s.with(t, slices.Concat(s.Facts, more))
	}
	after, err := before.With(fleet.Create{Fact: f})
	checkRefused(t, err)
	if err == nil {
		mustPrintAlike(t, want, s.of(want.Facts, after))
	}
	switch f.(type) {
	case fleet.Binding, fleet.Deny, fleet.Gap:
		without, err := s.Graph.With(fleet.Delete{Fact: f})
		if err != nil {
			t.Fatalf("%v\n%v", err, s)
		}
		mustPrintAlike(t, s.of(rest, before), s.of(rest, without))
	}
}

// WithLeavesAlone: whatever is done, the graph it is done to stays as it is; several operations in one call are the same
// as one after the other; and the result is what a Builder makes of the facts then.
func WithLeavesAlone(t *rapid.T, s World) {
	if len(s.Facts) == 0 {
		return
	}
	ps := some(t, 2, s.principals(t))
	was := s.printed(ps)
	g := s.Graph
	var done []fleet.Operation
	for range 3 {
		op := drawOperation(t, s.Facts)
		after, err := g.With(op)
		if checkRefused(t, err); err == nil {
			g, done = after, append(done, op)
		}
	}
	if is := s.printed(ps); is != was {
		t.Fatalf("%v changed the graph it was done to: \n%s\nand before:\n%s", done, is, was)
	}
	at := s.of(g.Facts(), g)
	mustPrintAlike(t, at.with(t, at.Facts), at)
	together, err := s.Graph.With(done...)
	if err != nil {
		t.Fatalf("one by one they are carried out, and together: %v\n%v", err, s)
	}
	mustPrintAlike(t, at, s.of(at.Facts, together))
}

// brings gives the namespaces that come with a fact: those that Kubernetes starts with, and those of a scope in the clusters
// bound to it.
func brings(facts []fleet.Fact, f fleet.Fact) []fleet.Fact {
	var more []fleet.Fact
	switch f := f.(type) {
	case fleet.Cluster:
		for _, name := range []string{"default", "kube-node-lease", "kube-public", "kube-system"} {
			more = append(more, fleet.Namespace{Cluster: f.Name, Name: name})
		}
	case fleet.ScopeBinding:
		for _, n := range factsOf[fleet.FleetNamespace](facts) {
			more = append(more, inBound(facts, f, n)...)
		}
	case fleet.FleetNamespace:
		for _, b := range factsOf[fleet.ScopeBinding](facts) {
			more = append(more, inBound(facts, b, f)...)
		}
	}
	return more
}

func inBound(facts []fleet.Fact, b fleet.ScopeBinding, n fleet.FleetNamespace) []fleet.Fact {
	for _, m := range factsOf[fleet.Membership](facts) {
		same := hostOf(facts, m.Fleet) == hostOf(facts, b.Fleet) && m.Location == b.Location && m.Name == b.Membership
		if same && !m.ClusterMissing && hostOf(facts, n.Fleet) == hostOf(facts, b.Fleet) && n.Scope == b.Scope {
			return []fleet.Fact{fleet.Namespace{Cluster: m.Cluster, Name: n.Name}}
		}
	}
	return nil
}

// hostOf gives the ID of a project that is named by ID or by number.
func hostOf(facts []fleet.Fact, name string) string {
	for _, p := range factsOf[fleet.Project](facts) {
		if p.Number != 0 && p.Number.String() == name {
			return p.ID
		}
	}
	return name
}

func drawOperation(t *rapid.T, facts []fleet.Fact) fleet.Operation {
	f := rapid.SampledFrom(facts).Draw(t, "about")
	switch rapid.IntRange(0, 3).Draw(t, "operation") {
	case 0:
		return fleet.Create{Fact: f}
	case 1:
		return fleet.Update{Fact: switched(f)}
	default:
		return fleet.Delete{Fact: f}
	}
}

// switched gives a fact of that name with another setting.
func switched(f fleet.Fact) fleet.Fact {
	switch f := f.(type) {
	case fleet.Cluster:
		f.WorkloadIdentity = (f.WorkloadIdentity + 1) % 3
		return f
	case fleet.Membership:
		f.Issuer = (f.Issuer + 1) % 3
		return f
	case fleet.GSA:
		f.Disabled = !f.Disabled
		return f
	case fleet.KSA:
		f.UID = "another"
		return f
	default:
		return f
	}
}

func checkRefused(t *rapid.T, err error) {
	var refusal *fleet.Refusal
	if err != nil && (!errors.As(err, &refusal) || refusal.Rule == "" || refusal.Operation == nil) {
		t.Fatalf("no refusal with an operation and a rule: %v", err)
	}
}

func mustPrintAlike(t *rapid.T, want, got World) {
	ps := some(t, 3, want.principals(t))
	if one, two := want.printed(ps), got.printed(ps); one != two {
		t.Fatalf("got\n%s\nand want\n%s\n%v", two, one, want)
	}
}
