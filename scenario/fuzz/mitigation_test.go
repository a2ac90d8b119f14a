package fuzz_test

import (
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
)

// A mitigation of the scenarios, as the premise of a hunt: what is found then, and is of the sort that it is against.
type mitigation struct {
	name, of  string
	premise   func([]fleet.Fact) bool
	invariant invariant
	against   func(trophy) bool
}

var mitigations = []mitigation{
	{
		"the host of the fleet runs no clusters", "scenario 2",
		clusterlessHost, invariants[0], func(trophy) bool { return true },
	},
	{
		"the host of the fleet runs no clusters, and the grant is at the pool of the project that runs the cluster it was meant for", "scenario 3",
		clusterlessHost, invariants[1], atOwnPool,
	},
	{
		"the same few may create namespaces in every cluster, and nobody else", "scenario 4",
		fewMakers, invariants[1], func(trophy) bool { return true },
	},
}

func clusterlessHost(facts []fleet.Fact) bool {
	return !slices.ContainsFunc(only[fleet.Fleet](facts), func(f fleet.Fleet) bool {
		return slices.ContainsFunc(only[fleet.Cluster](facts), func(c fleet.Cluster) bool { return runs(f.Host, c) })
	})
}

// runs reports a cluster of a project. One outside of Google Cloud has the name of the project through which it is attached, and
// runs elsewhere.
func runs(project string, c fleet.Cluster) bool {
	return c.Name.Project == project && c.Mode != fleet.Outside
}

// atOwnPool reports that a grant meant for a cluster, at the pool of the project that runs it, reaches another project's.
func atOwnPool(x trophy) bool {
	project := owner(x.breach.grant, x.facts)
	return x.breach.strange.Cluster.Project != project && slices.ContainsFunc(only[fleet.Cluster](x.facts), func(c fleet.Cluster) bool {
		return c.Name == x.breach.meant.Cluster && runs(project, c)
	})
}

func fewMakers(facts []fleet.Fact) bool {
	w := &sight{facts: facts}
	var few []string
	for i, c := range only[fleet.Cluster](facts) {
		makers := w.makers(c.Name)
		if strings.HasPrefix(makers[0], "the people of") || i > 0 && !slices.Equal(few, makers) {
			return false
		}
		few = makers
	}
	return true
}

// outcome is what came of hunts with a mitigation in place, and of hunts without: the control.
type outcome struct {
	mitigation
	with, without tally
}

// mitigated hunts with each mitigation in place, and finds nothing in as many worlds as it finds something in without.
func mitigated(t *testing.T, worlds int) []outcome {
	var all []outcome
	for _, m := range mitigations {
		h := hunt{worlds: fuzz.Directed(), invariants: []invariant{m.invariant}, premise: m.premise, operations: 2}
		o := outcome{mitigation: m, with: m.hunt(t, h, worlds)}
		h.premise = nil
		o.without = m.hunt(t, h, worlds)
		if t.Logf("%s, where %s: %+v; without: %+v", m.of, m.name, o.with, o.without); o.with.found > 0 || o.without.found == 0 {
			t.Errorf("%s: %d found where %s, and %d where it is not asked for", m.of, o.with.found, m.name, o.without.found)
		}
		all = append(all, o)
	}
	return all
}

func (m mitigation) hunt(t *testing.T, h hunt, worlds int) tally {
	against := 0
	n := h.run(t, worlds, func(x trophy) bool {
		if m.against(x) {
			against++
			if h.premise != nil && against == 1 {
				t.Logf("for all that %s, %s\n%s%s", m.name, x.breach.why, fuzz.Text(x.facts), text(x.operation))
			}
		}
		return true
	})
	n.found = against
	return n
}

// TestRediscoverMakers: where few may create namespaces, nobody else could become a granted name by creating its namespace, says
// the engine too; and elsewhere it names those who could.
func TestRediscoverMakers(t *testing.T) {
	makers := map[bool]int{}
	for seed := range 1000 {
		facts := fuzz.Directed().Example(seed)
		g, w := build(t, facts), &sight{facts: facts}
		few := fewMakers(facts)
		for _, b := range only[fleet.Binding](facts) {
			if b.Member.Namespace() == "" {
				continue
			}
			for c := range g.CouldBecome(b.Member).All() {
				if slices.Contains(c.Rights, fleet.CreateNamespaces) && !(few && trusted(w, c.Actor)) {
					makers[few]++
				}
			}
		}
	}
	t.Logf("could become a granted name by creating its namespace: %d who are not of the few, %d elsewhere", makers[true], makers[false])
	if makers[true] > 0 || makers[false] == 0 {
		t.Error("somebody who is not of the few could, or nobody could anywhere")
	}
}

// trusted reports one of the few, who may create namespaces in the first cluster as in every other.
func trusted(w *sight, v fleet.Vertex) bool {
	return slices.Contains(w.makers(only[fleet.Cluster](w.facts)[0].Name), v.Principal.String())
}
