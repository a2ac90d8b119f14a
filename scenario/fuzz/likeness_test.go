package fuzz_test

import (
	"slices"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
	"pgregory.net/rapid"
)

// TestTopologies: of scenarios 2, 3 and 4 each is within itself and within no other, so that what is found to be like one is like
// that one.
func TestTopologies(t *testing.T) {
	all := topologies(t)
	for n, small := range all {
		for m, larger := range all {
			if _, ok := small.within(larger); ok != (n == m) {
				t.Errorf("scenario %d within scenario %d: %v", n, m, ok)
			}
		}
	}
}

func TestTopologyWithinItself(t *testing.T) { rapid.Check(t, lawTopologyWithinItself) }
func FuzzTopologyWithinItself(f *testing.F) { fuzzLaw(f, lawTopologyWithinItself) }

// lawTopologyWithinItself: a world with one grant is like itself, whatever order it is told in, and like itself with a fact
// more. It is not with the stranger meant.
func lawTopologyWithinItself(t *rapid.T) {
	small := drawTopology(t)
	larger := small
	larger.facts = rapid.Permutation(small.facts).Draw(t, "order")
	if _, ok := small.within(larger); !ok {
		t.Errorf("not like itself in another order:\n%s", fuzz.Text(small.facts))
	}
	larger.facts = append(larger.facts, fleet.Cluster{Name: fleet.ClusterName{Project: "alpha", Location: "us", Name: "more"}, WorkloadIdentity: fleet.On})
	l, ok := small.within(larger)
	if !ok || len(l.projects) != len(only[fleet.Project](small.facts)) || len(l.clusters) != len(only[fleet.Cluster](small.facts)) {
		t.Errorf("not like itself with a cluster more, or not all of it:\n%s", fuzz.Text(small.facts))
	}
	larger.strange = nil
	if l, ok := small.within(larger); ok {
		t.Errorf("%v, where nobody is a stranger", l)
	}
}

// drawTopology draws a world of one grant on a namespace, and takes a cluster for the one that was meant, and one for the other.
func drawTopology(t *rapid.T) topology {
	facts := fuzz.Directed().Draw(t, "world")
	clusters := only[fleet.Cluster](facts)
	grant := only[fleet.Binding](facts)[0].Member
	facts = slices.DeleteFunc(facts, func(f fleet.Fact) bool {
		switch f := f.(type) {
		case fleet.Binding:
			return f.Member != grant
		case fleet.KSA:
			return f.Namespace != grant.Namespace()
		case fleet.Namespace:
			return true
		default:
			return false
		}
	})
	workload := func(label string) []fleet.Workload {
		return []fleet.Workload{{Cluster: rapid.SampledFrom(clusters).Draw(t, label).Name, Namespace: grant.Namespace(), ServiceAccount: "app"}}
	}
	return topology{facts, grant, workload("meant"), workload("strange")}
}
