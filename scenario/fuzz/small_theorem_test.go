package fuzz_test

import (
	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A claim is a sentence about small worlds. Its check goes over the cases of one world that the sentence speaks of, and says of each
// whether it holds.
type claim struct {
	name, says string
	check      func(p *place, holds func(bool))
}

// theorems hold in every world of the scope. That a workload has a name is that it can act as that principal.
var theorems = []claim{
	{"dedicated host", "When the host project of a fleet runs no clusters, whoever has a name at the pool of the fleet is in a member of it.", dedicatedHost},
	{"whose names", "A name at the pool of a project is had by those so called in its clusters with Workload Identity, and in the members, with an issuer and not lightweight, of its fleet; and by nobody else.", whoseNames},
	{"two pools at most", "A cluster feeds no pool but those of its own project and of the fleet that it is a member of.", twoPoolsAtMost},
	{"two pools", "A workload has names at two pools only in a member of another project's fleet.", twoPools},
	{"excess", "Those who have a name at the pool of a fleet and are in no member are those so called in the clusters of the host project that have Workload Identity and are not registered in it.", excess},
	{"no cluster in a name", "Of two clusters that feed a pool, and have a service account of one name, both have that name at the pool, or neither.", noClusterInAName},
	{"no cluster in a namespace", "Of two clusters that feed a pool, and have a namespace of one name, both have a part in its set at the pool, or neither.", noClusterInANamespace},
	{"a namespace is its names", "The set of a namespace holds those who have one of its names, and nobody else.", namespaceIsItsNames},
	{"a pool is its namespaces", "The set of a whole pool holds those in the set of one of its namespaces, and nobody else.", poolIsItsNamespaces},
	{"a pool is its clusters", "The set of a whole pool holds those in the set of one of its clusters, and nobody else.", poolIsItsClusters},
	{"one cluster", "The set of a cluster holds workloads of that cluster, and of no other.", oneCluster},
	{"leaving", "When a cluster leaves a fleet, nobody gains a name, and nobody loses one but its own workloads, at the pool of the fleet; not even they, when it has Workload Identity in the host project.", leaving},
	{"turning it off", "When Workload Identity is turned off in a cluster, nobody gains a name, and nobody loses one but its own workloads, at the pool of its project; not even they, when the fleet of that project trusts it.", turningOff},
	{"exact", "Who has a name, is in the set of a namespace or in that of a whole pool is answered exactly where no member has an issuer while Workload Identity is off.", exact},
	{"granted", "An account that is granted to a name or a set is obtained by those who have the name or are in the set, and by nobody else.", granted},
	{"open", "A name that a cluster feeding the pool does not have is free in it, and is so said; of no other cluster.", open},
}

func dedicatedHost(p *place, holds func(bool)) {
	for _, host := range p.hosts {
		if all := p.who(wholePool(host)); !p.runsClusters(host) && all != 0 {
			holds(all&^p.members(host) == 0)
		}
	}
}

func whoseNames(p *place, holds func(bool)) {
	for _, project := range p.projects {
		for _, name := range p.subjects(project) {
			holds(p.who(name) == p.where(func(w fleet.Workload, at site) bool {
				return w.Namespace == name.Namespace() && w.ServiceAccount == name.ServiceAccount() && at.feeds(project)
			}))
		}
	}
}

func twoPoolsAtMost(p *place, holds func(bool)) {
	for _, project := range p.projects {
		for _, at := range p.clusters {
			if p.who(wholePool(project))&p.in(at) != 0 {
				holds(at.Name.Project == project || at.isMember(project))
			}
		}
	}
}

func twoPools(p *place, holds func(bool)) {
	if len(p.projects) < 2 {
		return
	}
	one, two := p.projects[0], p.projects[1]
	for _, at := range p.clusters {
		if p.who(wholePool(one))&p.who(wholePool(two))&p.in(at) != 0 {
			holds(at.isMember(one) && at.Name.Project == two || at.isMember(two) && at.Name.Project == one)
		}
	}
}

func excess(p *place, holds func(bool)) {
	for _, host := range p.hosts {
		for _, name := range p.subjects(host) {
			more := p.who(name) &^ p.members(host)
			want := p.where(func(w fleet.Workload, at site) bool {
				return w.Namespace == name.Namespace() && w.ServiceAccount == name.ServiceAccount() && at.isOwn(host) && !at.isMember(host)
			})
			if more|want != 0 {
				holds(more == want)
			}
		}
	}
}

func noClusterInAName(p *place, holds func(bool)) {
	for _, project := range p.projects {
		for _, name := range p.subjects(project) {
			p.bothOrNeither(project, p.who(name), p.called(name.Namespace(), name.ServiceAccount()), holds)
		}
	}
}

func noClusterInANamespace(p *place, holds func(bool)) {
	for _, project := range p.projects {
		for _, ns := range p.namespaces() {
			p.bothOrNeither(project, p.who(namespaceSet(project, ns)), p.called(ns, ""), holds)
		}
	}
}

// bothOrNeither goes over the twos of clusters that feed a pool and have workloads so called.
func (p *place) bothOrNeither(project string, have, called crowd, holds func(bool)) {
	all := p.who(wholePool(project))
	for i, one := range p.clusters {
		for _, two := range p.clusters[:i] {
			c, d := p.in(one), p.in(two)
			if all&c != 0 && all&d != 0 && called&c != 0 && called&d != 0 {
				holds((have&c == called&c) == (have&d == called&d) && (have&c == 0) == (have&d == 0))
			}
		}
	}
}

func namespaceIsItsNames(p *place, holds func(bool)) {
	for _, project := range p.projects {
		for _, ns := range p.namespaces() {
			var names []pool.Principal
			for _, account := range p.accounts(ns) {
				names = append(names, subject(project, ns, account))
			}
			p.sum(namespaceSet(project, ns), names, holds)
		}
	}
}

func poolIsItsNamespaces(p *place, holds func(bool)) {
	for _, project := range p.projects {
		var sets []pool.Principal
		for _, ns := range p.namespaces() {
			sets = append(sets, namespaceSet(project, ns))
		}
		p.sum(wholePool(project), sets, holds)
	}
}

func poolIsItsClusters(p *place, holds func(bool)) {
	for _, project := range p.projects {
		var sets []pool.Principal
		for _, of := range p.clusterSets(project) {
			sets = append(sets, of...)
		}
		p.sum(wholePool(project), sets, holds)
	}
}

// sum holds a set against its parts.
func (p *place) sum(whole pool.Principal, parts []pool.Principal, holds func(bool)) {
	var all crowd
	for _, part := range parts {
		all |= p.who(part)
	}
	if have := p.who(whole); have|all != 0 {
		holds(have == all)
	}
}

func oneCluster(p *place, holds func(bool)) {
	for _, project := range p.projects {
		sets := p.clusterSets(project)
		for _, at := range p.clusters {
			for _, set := range sets[at.Name] {
				if in := p.who(set); in != 0 {
					holds(in&^p.in(at) == 0)
				}
			}
		}
	}
}

func leaving(p *place, holds func(bool)) {
	for _, at := range p.clusters {
		if at.member == nil {
			continue
		}
		after, ok := p.without(at)
		holds(ok && p.losesAt(after, at.member.Fleet, at, at.isOwn(at.member.Fleet)))
	}
}

func turningOff(p *place, holds func(bool)) {
	for _, at := range p.clusters {
		if at.WorkloadIdentity == fleet.Off {
			continue
		}
		off := at.Cluster
		off.WorkloadIdentity = fleet.Off
		after, ok := p.with(at.Cluster, off)
		holds(ok && p.losesAt(after, at.Name.Project, at, at.isTrusted(at.Name.Project)))
	}
}

// losesAt reports that what was done changed who has a name at the pool of a project alone, and there took them from the workloads of a
// cluster alone, or from nobody.
func (p *place) losesAt(after *place, project string, at site, nobody bool) bool {
	for _, q := range p.projects {
		for _, name := range p.subjects(q) {
			lost, gained := p.who(name)&^after.who(name), after.who(name)&^p.who(name)
			if gained != 0 || lost&^p.in(at) != 0 || lost != 0 && (q != project || nobody) {
				return false
			}
		}
	}
	return true
}

func exact(p *place, holds func(bool)) {
	for _, at := range p.clusters {
		if at.member != nil && at.isTrusted(at.member.Fleet) && at.WorkloadIdentity == fleet.Off {
			return
		}
	}
	for _, asked := range p.principals() {
		if asked.Kind() != pool.KindCluster {
			holds(p.ask(asked).Exactness() == fleet.Exact)
		}
	}
}

func granted(p *place, holds func(bool)) {
	holds(p.who(pool.ServiceAccount(smallAccount)) == p.who(p.grantee))
}

func open(p *place, holds func(bool)) {
	for _, project := range p.projects {
		for _, name := range p.subjects(project) {
			said := map[fleet.ClusterName]bool{}
			for _, o := range p.ask(name).Open() {
				said[o.Cluster] = true
			}
			have := p.called(name.Namespace(), name.ServiceAccount())
			for _, at := range p.clusters {
				holds(said[at.Name] == (at.feeds(project) && have&p.in(at) == 0))
			}
		}
	}
}
