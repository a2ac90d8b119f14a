package scenario_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario"
)

// Each scenario shows one example. The properties of this file lift it to every world that can be drawn. A property
// gives the number of cases in which it had something to say, and a run of none fails.

func TestEveryFleetOfAllItsHostsClustersIsPlain(t *testing.T)   { lift(t, plainFleet) }
func TestExcessIsTheUnregisteredClustersOfTheHost(t *testing.T) { lift(t, unregisteredExcess) }
func TestHostWithoutClustersHasNoExcess(t *testing.T)           { lift(t, dedicatedHost) }
func TestStrayClusterInTheHostIsTheExcess(t *testing.T)         { lift(t, strayCluster) }
func TestExcessOfANamespaceIsTheOtherProviders(t *testing.T)    { lift(t, namesakes) }

func FuzzEveryFleetOfAllItsHostsClustersIsPlain(f *testing.F)   { liftFuzz(f, plainFleet) }
func FuzzExcessIsTheUnregisteredClustersOfTheHost(f *testing.F) { liftFuzz(f, unregisteredExcess) }
func FuzzHostWithoutClustersHasNoExcess(f *testing.F)           { liftFuzz(f, dedicatedHost) }
func FuzzStrayClusterInTheHostIsTheExcess(f *testing.F)         { liftFuzz(f, strayCluster) }
func FuzzExcessOfANamespaceIsTheOtherProviders(f *testing.F)    { liftFuzz(f, namesakes) }

func lift(t *testing.T, property func(*rapid.T) int) {
	found := 0
	rapid.Check(t, func(t *rapid.T) { found += property(t) })
	if found == 0 {
		t.Error("no world that was drawn has anything to check")
	}
}

// liftFuzz seeds the corpus with bytes that draw whole worlds: from an empty one the fuzzer hardly gets to any.
func liftFuzz(f *testing.F, property func(*rapid.T) int) {
	for seed := range uint64(32) {
		r := rand.New(rand.NewPCG(seed, 1))
		b := make([]byte, 4096)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		f.Add(b)
	}
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { property(t) }))
}

// plainFleet is scenario 1. In every fleet whose members are all the clusters of its host project and no others, the
// answers with the fleet and without are the same. The one exception is in doubt: an issuer on a cluster that has
// Workload Identity off, which is not supported; where the cluster's own switch decides, that goes too.
func plainFleet(t *rapid.T) int {
	host := rapid.SampledFrom(projects).Draw(t, "host")
	d := onlyItsOwn(t, host, drawDescription(t))
	s := drawSelection(t)
	grant := scenario.Grant{Facts: d.facts(), Principals: []pool.Principal{s.principal(host)}}

	withFleet, plain := run(t, grant), run(t, withoutFleets(grant))
	off := d.workloads(s, func(c clusterDescription) bool {
		return c.project == host && c.own() == never && c.feeds(host) == perhaps
	})
	doubtful := map[string]fleet.Exactness{}
	for _, w := range off {
		doubtful[w.String()] = fleet.UpperBound
	}
	compare(t, d, "by the fleet", doubtful, ways(withFleet.ByFleet))
	maps.Copy(doubtful, ways(plain.Admitted))
	compare(t, d, "with the fleet", doubtful, ways(withFleet.Admitted))

	grant.Assumptions.IssuerNeedsClusterIdentity = true
	withFleet, plain = run(t, grant), run(t, withoutFleets(grant))
	compare(t, d, "with the fleet, the switch deciding", ways(plain.Admitted), ways(withFleet.Admitted))
	compare(t, d, "open with the fleet, the switch deciding", openClusters(plain), openClusters(withFleet))
	return len(plain.Admitted)
}

// onlyItsOwn makes a host's clusters GKE clusters and members of its fleet, all of them, and no others.
func onlyItsOwn(t *rapid.T, host string, d description) description {
	for i := range d {
		c := &d[i]
		switch {
		case c.project != host && c.fleet == host:
			c.fleet, c.memberships = "", nil
		case c.project == host && c.mode == fleet.Outside:
			c.mode = fleet.Standard
			fallthrough
		case c.project == host && c.fleet != host:
			c.fleet, c.memberships = host, []membershipDescription{drawMembership(t, c.name+" as a member ")}
		}
	}
	return d
}

func withoutFleets(g scenario.Grant) scenario.Grant {
	g.Facts = slices.DeleteFunc(slices.Clone(g.Facts), func(f fleet.Fact) bool {
		switch f.(type) {
		case fleet.Fleet, fleet.Membership:
			return true
		}
		return false
	})
	return g
}

// unregisteredExcess is scenarios 2 and 3. In every world the excess of a grant at a host project's pool, over the
// members of its fleet, is what lives in that project's clusters that are not members and have Workload Identity on.
func unregisteredExcess(t *rapid.T) int {
	d, s := drawDescription(t), drawSelection(t)
	host := rapid.SampledFrom(projects).Draw(t, "host")
	isMember := func(c clusterDescription) bool { return c.fleet == host }
	o := run(t, scenario.Grant{
		Facts:      d.facts(),
		Principals: []pool.Principal{s.principal(host)},
		Intended:   d.workloads(s, isMember),
	})

	want := map[string]fleet.Exactness{}
	for _, c := range d {
		if c.project == host && !isMember(c) && c.own() != never {
			for _, w := range (description{c}).workloads(s, anyCluster) {
				want[w.String()] = exactness(c.own())
			}
		}
	}
	compare(t, d, "excess", want, ways(o.Excess))
	compare(t, d, "lost", d.workloads(s, func(c clusterDescription) bool {
		return isMember(c) && c.feeds(host) == never
	}), o.Lost)
	return len(want)
}

// dedicatedHost is the mitigation of 2 and 3. With a host project that runs no clusters of its own, no fleet has an
// excess over its members, whatever the rest of the world is like. A member outside Google Cloud may bear the name of
// the host project; it is none of its clusters.
func dedicatedHost(t *rapid.T) int {
	d, s := dedicated(drawDescription(t)), drawSelection(t)
	o := run(t, scenario.Grant{
		Facts:      d.facts(),
		Principals: []pool.Principal{s.principal("p0")},
		Intended:   d.workloads(s, func(c clusterDescription) bool { return c.fleet == "p0" }),
	})
	compare(t, d, "excess", map[string]fleet.Exactness{}, ways(o.Excess))
	if !o.Contained() {
		t.Errorf("not contained: %v %v\n%v", o.Exactness, o.Reasons, d)
	}
	return len(o.Admitted)
}

func dedicated(d description) description {
	return slices.DeleteFunc(d, func(c clusterDescription) bool { return c.project == "p0" && c.mode != fleet.Outside })
}

// strayCluster is what becomes of the mitigation when it is not enforced: one cluster made in the host project is the
// excess, by its holdings and no more, registered nowhere.
func strayCluster(t *rapid.T) int {
	d, s := dedicated(drawDescription(t)), drawSelection(t)
	stray := drawCluster(t, "p0", "stray")
	stray.fleet, stray.memberships = "", nil
	d = append(d, stray)
	o := run(t, scenario.Grant{
		Facts:      d.facts(),
		Principals: []pool.Principal{s.principal("p0")},
		Intended:   d.workloads(s, func(c clusterDescription) bool { return c.fleet == "p0" }),
	})
	want := map[string]fleet.Exactness{}
	if stray.own() != never {
		for _, w := range (description{stray}).workloads(s, anyCluster) {
			want[w.String()] = exactness(stray.own())
		}
	}
	compare(t, d, "excess", want, ways(o.Excess))
	return len(want)
}

// namesakes is scenario 4. Whatever clusters are trusted with a namespace, or with one service account of it, the
// excess is every other cluster that feeds the pool: those that hold the name are admitted, those that do not are open.
func namesakes(t *rapid.T) int {
	d := drawDescription(t)
	host := rapid.SampledFrom(projects).Draw(t, "host")
	s := rapid.SampledFrom([]selection{{"a", ""}, {"a", "app"}, {"a", "default"}}).Draw(t, "selection")
	trusted := map[string]bool{}
	for _, c := range d {
		trusted[c.clusterName().String()] = rapid.Bool().Draw(t, "trust "+c.project+"/"+c.name)
	}
	isTrusted := func(c clusterDescription) bool { return trusted[c.clusterName().String()] }
	o := run(t, scenario.Grant{
		Facts:      d.facts(),
		Principals: []pool.Principal{s.principal(host)},
		Intended:   d.workloads(s, isTrusted),
	})

	excess, open := map[string]fleet.Exactness{}, map[string]fleet.Missing{}
	for _, c := range d {
		if c.feeds(host) == never {
			continue
		}
		here := (description{c}).workloads(s, anyCluster)
		if len(here) == 0 {
			open[c.clusterName().String()] = missing(c, s)
		}
		for _, w := range here {
			if !isTrusted(c) {
				excess[w.String()] = exactness(c.feeds(host))
			}
		}
	}
	compare(t, d, "excess", excess, ways(o.Excess))
	compare(t, d, "open", open, openClusters(o))
	return min(len(excess), len(open))
}

func missing(c clusterDescription, s selection) fleet.Missing {
	if slices.Contains(c.accounts, s.namespace+"/default") {
		return fleet.MissingServiceAccount
	}
	return fleet.MissingNamespace
}
