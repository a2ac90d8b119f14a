package fuzz_test

import (
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario"
	"fleettrust.example/scenario/fuzz"
)

// turnsUp are the scenarios as somebody would put them who had never seen one: what was thought, and a world in which it goes wrong.
// Scenario 1 is the one in which nothing does.
var turnsUp = []struct {
	number, projects int
	says             string
	holds            func(p *place) bool
}{
	{1, 1, "all clusters are members, two of them have a name, and without the fleet the same would have it", allTheSame},
	{2, 1, "a name that a member has is had by somebody who is in no member", breaks(membersOnly)},
	{3, 2, "a name that a cluster of a project has is had by a cluster of another project", breaks(ownClustersOnly)},
	{4, 1, "the set of a namespace that two members have a part in has a part in a third", thirdMember},
}

// TestSmallScopeScenarios searches all small worlds with one fleet, and one name, for each scenario. The scenario, cut to three
// clusters, is among what is found, and a smallest of what is found is a part of it.
func TestSmallScopeScenarios(t *testing.T) {
	for _, s := range turnsUp {
		seen, want := turnUp(t, s.projects, s.holds), scenarioTopology(t, s.number)
		there := false
		for cut := range cuts(want, 3) {
			there = there || seen.topologies[strings.Join(cut, "; ")]
		}
		i := slices.IndexFunc(seen.least, func(p *place) bool { return isPart(p.topology(), want) })
		if !there || i < 0 {
			t.Fatalf("scenario %d: %v is not in %d topologies that were found, or has none of the smallest in it", s.number, want, len(seen.topologies))
		}
		t.Logf("scenario %d, %s: in %d worlds of %d, the scenario's topology among them; %d are smallest, of which the scenario has this one in it:\n%s",
			s.number, s.says, seen.found, seen.worlds, len(seen.least), fuzz.Text(seen.least[i].told))
	}
}

// Sightings are what a search came upon.
type sightings struct {
	worlds, found int
	topologies    map[string]bool
	least         []*place // all of the fewest facts
}

func turnUp(t *testing.T, projects int, holds func(*place) bool) sightings {
	s := sightings{topologies: map[string]bool{}}
	for facts := range fuzz.SmallScope().Within(projects, 3, 1, 1).Worlds() {
		p := read(facts)
		if s.worlds++; len(p.hosts) == 1 && len(p.projects) == projects && len(p.clusters) > 1 {
			if p = built(t, facts); holds(p) {
				s.add(p)
			}
		}
	}
	return s
}

func (s *sightings) add(p *place) {
	s.found++
	s.topologies[strings.Join(p.topology(), "; ")] = true
	if len(s.least) > 0 && len(p.told) < len(s.least[0].told) {
		s.least = nil
	}
	if len(s.least) == 0 || len(p.told) == len(s.least[0].told) {
		s.least = append(s.least, p)
	}
}

func built(t *testing.T, facts []fleet.Fact) *place {
	p, err := newPlace(facts, 0)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// breaks reports that a world has a case in which a sentence is not so.
func breaks(check func(*place, func(bool))) func(*place) bool {
	return func(p *place) bool {
		broken := false
		check(p, func(holds bool) { broken = broken || !holds })
		return broken
	}
}

func allTheSame(p *place) bool {
	host, after, ok := p.hosts[0], p, true
	for _, at := range p.clusters {
		if !at.isMember(host) || !ok {
			return false
		}
		after, ok = after.with(*at.member, nil)
	}
	two := false
	for _, name := range p.subjects(host) {
		two = two || p.clustersOf(p.who(name)) >= 2
		ok = ok && p.who(name) == after.who(name)
	}
	return ok && two
}

func thirdMember(p *place) bool {
	host := p.hosts[0]
	return slices.ContainsFunc(p.namespaces(), func(ns string) bool {
		return p.clustersOf(p.who(namespaceSet(host, ns))&p.members(host)) > 2
	})
}

// topology tells each cluster's place, membership and flags, sorted.
func (p *place) topology() []string {
	var all []string
	for _, at := range p.clusters {
		words := []string{"of another project"}
		if slices.Contains(p.hosts, at.Name.Project) {
			words[0] = "of the host project"
		}
		if at.member != nil {
			words = append(words, "member")
			if !at.isTrusted(at.member.Fleet) {
				words = append(words, "without the fleet's identity")
			}
		}
		if at.WorkloadIdentity != fleet.On {
			words = append(words, "without Workload Identity")
		}
		all = append(all, strings.Join(words, ", "))
	}
	slices.Sort(all)
	return all
}

func scenarioTopology(t *testing.T, number int) []string {
	s, err := scenario.Number(number)
	if err != nil {
		t.Fatal(err)
	}
	return read(s.Grant.Facts).topology()
}

// isPart reports that a sorted list can be had of another by leaving some out.
func isPart(part, whole []string) bool {
	for _, line := range whole {
		if len(part) > 0 && part[0] == line {
			part = part[1:]
		}
	}
	return len(part) == 0
}

// cuts yields what is left of a list when it is cut to so many.
func cuts(list []string, n int) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for chosen := range 1 << len(list) {
			var cut []string
			for i, line := range list {
				if chosen&(1<<i) != 0 {
					cut = append(cut, line)
				}
			}
			if len(cut) == min(n, len(list)) && !yield(cut) {
				return
			}
		}
	}
}
