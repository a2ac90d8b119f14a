package fuzz_test

import (
	"math/bits"

	"fleettrust.example/fleet"
)

// refuted are sentences that people take for true. Each fails in some world: what checks the theorems can find that out.
var refuted = []claim{
	{"members only", "A name at the pool of a fleet that a member has is had by members only.", membersOnly},
	{"own clusters only", "A name at the pool of a project that a cluster of the project has is had by clusters of that project only.", ownClustersOnly},
	{"two and no third", "The set of a namespace that two clusters have a part in has no part in a third.", twoAndNoThird},
	{"one pool", "A workload has names at one pool.", onePool},
	{"members have it", "The workloads of a member have names at the pool of its fleet.", membersHaveIt},
	{"leaving ends it", "A cluster that leaves a fleet has no names at the pool of the fleet.", leavingEndsIt},
	{"off ends it", "A cluster without Workload Identity has no names at any pool.", offEndsIt},
}

func membersOnly(p *place, holds func(bool)) {
	for _, host := range p.hosts {
		members := p.members(host)
		for _, name := range p.subjects(host) {
			if have := p.who(name); have&members != 0 {
				holds(have&^members == 0)
			}
		}
	}
}

func ownClustersOnly(p *place, holds func(bool)) {
	for _, project := range p.projects {
		own := p.where(func(_ fleet.Workload, at site) bool { return at.Name.Project == project })
		for _, name := range p.subjects(project) {
			if have := p.who(name); have&own != 0 {
				holds(have&^own == 0)
			}
		}
	}
}

func twoAndNoThird(p *place, holds func(bool)) {
	for _, project := range p.projects {
		for _, ns := range p.namespaces() {
			if n := p.clustersOf(p.who(namespaceSet(project, ns))); n >= 2 {
				holds(n == 2)
			}
		}
	}
}

// clustersOf counts the clusters that workloads are in.
func (p *place) clustersOf(c crowd) int {
	n := 0
	for _, at := range p.clusters {
		if c&p.in(at) != 0 {
			n++
		}
	}
	return n
}

func onePool(p *place, holds func(bool)) {
	var once, twice crowd
	for _, project := range p.projects {
		have := p.who(wholePool(project))
		once, twice = once|have, twice|once&have
	}
	for ; once != 0; once &= once - 1 {
		holds(twice&(1<<bits.TrailingZeros32(uint32(once))) == 0)
	}
}

func membersHaveIt(p *place, holds func(bool)) {
	for _, host := range p.hosts {
		if members := p.members(host); members != 0 {
			holds(members&^p.who(wholePool(host)) == 0)
		}
	}
}

func leavingEndsIt(p *place, holds func(bool)) {
	for _, at := range p.clusters {
		if at.member == nil || p.who(wholePool(at.member.Fleet))&p.in(at) == 0 {
			continue
		}
		after, ok := p.without(at)
		holds(ok && after.who(wholePool(at.member.Fleet))&p.in(at) == 0)
	}
}

func offEndsIt(p *place, holds func(bool)) {
	for _, at := range p.clusters {
		for _, project := range p.projects {
			if at.WorkloadIdentity == fleet.Off && p.in(at) != 0 {
				holds(p.who(wholePool(project))&p.in(at) == 0)
			}
		}
	}
}
