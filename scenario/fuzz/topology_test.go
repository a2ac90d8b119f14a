package fuzz_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario"
)

// topology is a world to compare: what is in it, whom a grant was meant for in it, and who is a stranger.
type topology struct {
	facts          []fleet.Fact
	grant          pool.Principal
	meant, strange []fleet.Workload
}

// ofScenario is the world of a scenario, with those whom its own run finds in excess. What it has of other namespaces, and the
// groups that give its people names, has no part in it.
func ofScenario(s scenario.Scenario) (topology, error) {
	o, err := s.Run()
	t := topology{grant: s.Principals[0], meant: s.Intended}
	t.facts = slices.DeleteFunc(slices.Clone(s.Facts), func(f fleet.Fact) bool {
		_, group := f.(fleet.Group)
		k, account := f.(fleet.KSA)
		return group || account && k.Namespace != t.grant.Namespace()
	})
	for _, a := range o.Excess {
		t.strange = append(t.strange, a.Workload)
	}
	return t, err
}

// topology is the world of a trophy after its operation. Of one that alters or deletes there is none.
func (x trophy) topology() (topology, bool) {
	facts := slices.Clone(x.facts)
	switch op := x.operation.(type) {
	case nil:
	case fleet.Create:
		facts = append(facts, op.Fact)
	default:
		return topology{}, false
	}
	return topology{facts, x.breach.grant, []fleet.Workload{x.breach.meant}, []fleet.Workload{x.breach.strange}}, true
}

// likeness says which project and which cluster of a larger world stands for which of a smaller one.
type likeness struct {
	projects map[string]string
	clusters map[fleet.ClusterName]fleet.ClusterName
}

// within finds a topology in another: each thing in it stands for another there, with the same settings, a member for a member; the grants are at the
// pool of the same project; and who was meant and who is a stranger there, were so here. Names do not count, nor does on which
// account a grant is, nor who it is that has a right.
func (t topology) within(larger topology) (likeness, bool) {
	for p := range injections(only[fleet.Project](t.facts), only[fleet.Project](larger.facts)) {
		for c := range injections(only[fleet.Cluster](t.facts), only[fleet.Cluster](larger.facts)) {
			l := likeness{map[string]string{}, map[fleet.ClusterName]fleet.ClusterName{}}
			for from, to := range p {
				l.projects[only[fleet.Project](t.facts)[from].ID] = only[fleet.Project](larger.facts)[to].ID
			}
			for from, to := range c {
				l.clusters[only[fleet.Cluster](t.facts)[from].Name] = only[fleet.Cluster](larger.facts)[to].Name
			}
			if l.holds(t, larger) {
				return l, true
			}
		}
	}
	return likeness{}, false
}

// injections yields each way to give every one of some things one of others, and none twice.
func injections[V any](from, to []V) func(func(map[int]int) bool) {
	return func(yield func(map[int]int) bool) { inject(len(from), len(to), map[int]int{}, yield) }
}

func inject(from, to int, given map[int]int, yield func(map[int]int) bool) bool {
	if len(given) == from {
		return yield(maps.Clone(given))
	}
	i := len(given)
	for j := range to {
		if slices.Contains(slices.Collect(maps.Values(given)), j) {
			continue
		}
		given[i] = j
		more := inject(from, to, given, yield)
		delete(given, i)
		if !more {
			return false
		}
	}
	return true
}

func (l likeness) holds(t, larger topology) bool {
	for _, f := range t.facts {
		if !slices.ContainsFunc(larger.facts, func(g fleet.Fact) bool { return l.same(f, g, t, larger) }) {
			return false
		}
	}
	return l.lieIn(t.meant, larger.meant) && l.lieIn(t.strange, larger.strange)
}

// lieIn reports that workloads lie in clusters that stand for those of others.
func (l likeness) lieIn(small, larger []fleet.Workload) bool {
	return !slices.ContainsFunc(small, func(w fleet.Workload) bool {
		return !slices.ContainsFunc(larger, func(x fleet.Workload) bool { return x.Cluster == l.clusters[w.Cluster] })
	})
}

// same reports that one fact stands for another. The scenarios grant without saying on what, so a grant stands for theirs by
// its pool, and an account for none.
func (l likeness) same(f, g fleet.Fact, t, larger topology) bool {
	switch f := f.(type) {
	case fleet.GSA:
		return true
	case fleet.Binding:
		p, ok := g.(fleet.Project)
		return ok && poolOf(p) == larger.grant.Pool() && l.projects[owner(f.Member, t.facts)] == p.ID && f.Member == t.grant
	case fleet.Project:
		h, ok := g.(fleet.Project)
		return ok && l.projects[f.ID] == h.ID
	case fleet.Fleet:
		h, ok := g.(fleet.Fleet)
		return ok && l.projects[f.Host] == h.Host && f.TenancyPool == h.TenancyPool
	case fleet.Cluster:
		h, ok := g.(fleet.Cluster)
		return ok && l.clusters[f.Name] == h.Name && l.projects[f.Name.Project] == h.Name.Project && f.Mode == h.Mode && f.WorkloadIdentity == h.WorkloadIdentity &&
			registered(f, t.facts) == registered(h, larger.facts)
	case fleet.Membership:
		h, ok := g.(fleet.Membership)
		return ok && l.clusters[f.Cluster] == h.Cluster && l.projects[f.Fleet] == h.Fleet && f.Issuer == h.Issuer && f.Lightweight == h.Lightweight
	case fleet.KSA:
		return f.Namespace == t.grant.Namespace() && l.stands(f.Cluster, g, larger)
	case fleet.Namespace:
		return f.Name == t.grant.Namespace() && l.stands(f.Cluster, g, larger)
	case fleet.Permit:
		h, ok := g.(fleet.Permit)
		return ok && l.clusters[f.Cluster] == h.Cluster && f.Right == h.Right
	default:
		return false
	}
}

func registered(c fleet.Cluster, facts []fleet.Fact) bool {
	return slices.ContainsFunc(only[fleet.Membership](facts), func(m fleet.Membership) bool { return m.Cluster == c.Name })
}

// stands reports a service account in the namespace that is granted, in the cluster that stands for one.
func (l likeness) stands(c fleet.ClusterName, g fleet.Fact, larger topology) bool {
	k, ok := g.(fleet.KSA)
	return ok && k.Cluster == l.clusters[c] && k.Namespace == larger.grant.Namespace()
}

// owner is the project at whose pool a principal is.
func owner(p pool.Principal, facts []fleet.Fact) string {
	for _, q := range only[fleet.Project](facts) {
		if poolOf(q) == p.Pool() {
			return q.ID
		}
	}
	return ""
}

// String names what stands for what, in order.
func (l likeness) String() string {
	var all []string
	for _, id := range slices.Sorted(maps.Keys(l.projects)) {
		all = append(all, fmt.Sprintf("%s is %s", id, l.projects[id]))
	}
	for _, c := range slices.SortedFunc(maps.Keys(l.clusters), fleet.ClusterName.Compare) {
		all = append(all, fmt.Sprintf("%v is %s", c, l.clusters[c].Name))
	}
	return strings.Join(all, ", ")
}
