package law

import (
	"fmt"
	"maps"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// Renaming: other names for projects, clusters, namespaces, service accounts and UIDs, and other numbers, change
// nothing but names. Paths of one length may be exchanged, since the order of names decides among them.
func Renaming(t *rapid.T, s World) {
	r := renaming{"x", 5000}
	other := s.with(t, r.facts(s.Facts))
	for _, p := range s.principals(t) {
		want, got := outline(s.Graph.Assumers(p), r.vertexName), outline(other.Graph.Assumers(r.principal(p)), func(v any) string { return fmt.Sprint(v) })
		if !maps.Equal(want, got) {
			t.Fatalf("%v is renamed %v, and its answer from\n%v\nto\n%v\nfrom\n%v\nto\n%v", p, r.principal(p), want, got, s, other)
		}
		for _, w := range s.Graph.Workloads() {
			if before, after := verdicts(s.Graph.WhyNot(w, p)), verdicts(other.Graph.WhyNot(r.workload(w), r.principal(p))); before != after {
				t.Fatalf("%v, %v: renamed, the ladder turns from %s to %s\nfrom\n%v\nto\n%v", w, p, before, after, s, other)
			}
		}
	}
}

// outline is what of an answer no order of names decides.
func outline(a *fleet.Answer, name func(any) string) map[string]string {
	all := map[string]string{"exactness": a.Exactness().String()}
	for x := range a.All() {
		key := name(x.Workload)
		if x.Member.IsValid() {
			key = name(x.Member)
		}
		all[key] = fmt.Sprint(x.Strength, x.Exactness(), len(x.Path))
	}
	for _, o := range a.Open() {
		all[name(o.Cluster)+" "+name(o.Principal)] = o.Missing.String()
	}
	return all
}

func verdicts(l fleet.Ladder) string {
	text := ""
	for _, r := range l {
		text += fmt.Sprintf("[%s %v]", r.Question, r.Verdict)
	}
	return text
}

// Unconnected: a world beside a world changes no answer in it, as long as neither grants to everyone and all that is in
// either has its place. To everyone the other's workloads and accounts belong too, and what has no place may be in the other.
func Unconnected(t *rapid.T, s World) {
	s = s.with(t, apart(s.Facts))
	beside := Draw(t)
	both := s.with(t, slices.Concat(s.Facts, renaming{"y", 7000}.facts(apart(unbounded(beside.Facts)))))
	for _, p := range s.principals(t) {
		if everyone(p) {
			continue
		}
		if alone, joint := printedAnswer(s.Graph.Assumers(p)), printedAnswer(both.Graph.Assumers(p)); alone != joint {
			t.Fatalf("alone\n%s\nand beside another world\n%s\n%v\nboth:\n%v", alone, joint, s, both)
		}
	}
	for id, w := range s.Graph.Workloads() {
		in, _ := both.Graph.WorkloadID(w)
		if alone, joint := fmt.Sprint(slices.Collect(s.Graph.Principals(id).All())), fmt.Sprint(slices.Collect(both.Graph.Principals(in).All())); alone != joint {
			t.Fatalf("alone %v is\n%s\nand beside another world\n%s\n%v\nboth:\n%v", w, alone, joint, s, both)
		}
	}
}

func everyone(p pool.Principal) bool {
	k := p.Canonical().Kind()
	return k == pool.KindAllUsers || k == pool.KindAllAuthenticatedUsers
}

// apart leaves out grants to everyone and to accounts of other worlds, and whatever tells of nodes that were not read or are
// not named, which may run as accounts of other worlds; and puts projects and folders without a parent into an organization.
func apart(facts []fleet.Fact) []fleet.Fact {
	for _, b := range factsOf[fleet.Binding](facts) {
		if everyone(b.Member) {
			facts = without(facts, b)
		}
	}
	for _, gap := range factsOf[fleet.Gap](facts) {
		if gap.What == fleet.GapClusters || gap.What == fleet.GapNodePools {
			facts = without(facts, gap)
		}
	}
	facts = slices.Clone(withoutBlindness(tellNamed(facts)))
	for i, f := range facts {
		switch f := f.(type) {
		case fleet.Folder:
			f.Parent = orOrganization(f.Parent)
			facts[i] = f
		case fleet.Project:
			f.Parent = orOrganization(f.Parent)
			facts[i] = f
		}
	}
	return append(facts, fleet.Organization{Number: 1})
}

// unbounded leaves out access boundaries: whoever they bind may be in any group that was not told.
func unbounded(facts []fleet.Fact) []fleet.Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f fleet.Fact) bool { _, ok := f.(fleet.Boundary); return ok })
}

// withoutBlindness leaves out the pods of clusters of which no nodes are told, and nodes that run as an account of unknown name.
func withoutBlindness(facts []fleet.Fact) []fleet.Fact {
	for _, p := range factsOf[fleet.NodePool](facts) {
		if nodeAccount(facts, p) == "" {
			facts = without(facts, p)
		}
	}
	told := factsOf[fleet.NodePool](facts)
	for _, p := range factsOf[fleet.Pod](facts) {
		if !slices.ContainsFunc(told, func(o fleet.NodePool) bool { return o.Cluster == p.Cluster }) {
			facts = without(facts, p)
		}
	}
	return facts
}

func orOrganization(r fleet.Resource) fleet.Resource {
	if r == (fleet.Resource{}) {
		return fleet.InOrganization(1)
	}
	return r
}

// vertexName names what stands in an answer as it is called when it is renamed.
func (r renaming) vertexName(v any) string {
	switch v := v.(type) {
	case fleet.Workload:
		return r.workload(v).String()
	case fleet.ClusterName:
		return r.cluster(v).String()
	case pool.Principal:
		return r.principal(v).String()
	default:
		panic(fmt.Sprintf("%T is not renamed", v))
	}
}
