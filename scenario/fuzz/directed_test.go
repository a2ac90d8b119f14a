package fuzz_test

import (
	"slices"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
	"pgregory.net/rapid"
)

func TestDirectedBuilds(t *testing.T) { rapid.Check(t, lawDirectedBuilds) }
func FuzzDirectedBuilds(f *testing.F) { fuzzLaw(f, lawDirectedBuilds) }

func lawDirectedBuilds(t *rapid.T) { build(t, fuzz.Directed().Draw(t, "world")) }

// TestDirectedIsAimed: most worlds have what they are drawn for, and each of the things they may lack is there in some and
// not in others. The seeds are fixed, so the figures are too.
func TestDirectedIsAimed(t *testing.T) {
	const worlds = 1000
	seen := map[string]int{}
	for seed := range worlds {
		for sight := range aimed(t, fuzz.Directed().Example(seed)) {
			seen[sight]++
		}
	}
	for what, want := range map[string]struct{ least, most int }{
		"a grant that reaches somebody":          {600, 1000},
		"a grant that reaches several clusters":  {200, 800},
		"a grant that reaches a member":          {500, 1000},
		"a grant that reaches another's cluster": {150, 850},
		"a host without clusters":                {100, 500},
		"somebody who may create namespaces":     {300, 900},
		"an answer in doubt":                     {50, 500},
	} {
		t.Logf("%5d of %d worlds: %s", seen[what], worlds, what)
		if n := seen[what]; n < want.least || n > want.most {
			t.Errorf("%q in %d of %d worlds, want %d to %d", what, n, worlds, want.least, want.most)
		}
	}
}

func aimed(t *testing.T, facts []fleet.Fact) sighting {
	g, seen := build(t, facts), sighting{}
	host := only[fleet.Fleet](facts)[0].Host
	seen.note("a host without clusters", !slices.ContainsFunc(only[fleet.Cluster](facts), func(c fleet.Cluster) bool { return c.Name.Project == host }))
	seen.note("somebody who may create namespaces", len(only[fleet.Permit](facts)) > 0)
	for _, b := range only[fleet.Binding](facts) {
		clusters := map[fleet.ClusterName]bool{}
		for a := range g.Assumers(b.Member).All() {
			c := a.Workload.Cluster
			clusters[c] = true
			seen.note("a grant that reaches somebody", true)
			seen.note("a grant that reaches a member", slices.ContainsFunc(only[fleet.Membership](facts), func(m fleet.Membership) bool { return m.Cluster == c }))
			seen.note("a grant that reaches another's cluster", c.Project != host)
			seen.note("an answer in doubt", a.Exactness() != fleet.Exact)
		}
		seen.note("a grant that reaches several clusters", len(clusters) > 1)
	}
	return seen
}

// only lists the facts of one sort, in order.
func only[F fleet.Fact](facts []fleet.Fact) []F {
	var found []F
	for _, f := range facts {
		if f, ok := f.(F); ok {
			found = append(found, f)
		}
	}
	return found
}
