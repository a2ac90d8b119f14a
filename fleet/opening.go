package fleet

import (
	"cmp"
	"slices"

	"fleettrust.example/pool"
)

// findOpenings lists, for each subject or namespace that is the principal or leads to it, the clusters that provide
// its pool and lack the namespace or the service account.
func (a *Answer) findOpenings() {
	a.openFor(a.selector)
	for v := range a.any.hops {
		if n := 2 * int32(len(a.g.accounts)); v >= n {
			a.openFor(a.g.member(v - n).selector)
		}
	}
	slices.SortFunc(a.open, func(x, y Opening) int {
		return cmp.Or(x.Principal.Compare(y.Principal), x.Cluster.Compare(y.Cluster), cmp.Compare(len(x.Doubts), len(y.Doubts)), slices.Compare(x.Rules, y.Rules))
	})
	a.open = slices.CompactFunc(a.open, func(x, y Opening) bool {
		return x.Principal == y.Principal && x.Cluster == y.Cluster
	})
}

func (a *Answer) openFor(s selector) {
	if s.selects != subjects && s.selects != namespaces || s.principal.Namespace() == "" {
		return
	}
	for _, at := range a.g.pools[s.pool].providers {
		c := &a.g.clusters[at.of]
		if p := &c.provisions[at.provision]; !p.reaches(s.principal.Namespace()) || s.provider != "" && p.provider != s.provider {
			continue
		}
		if missing, ok := a.g.missing(c, s.principal); ok {
			p := &c.provisions[at.provision]
			a.open = append(a.open, Opening{c.name, missing, s.principal, []Rule{p.rule, nameRule(s.principal)}, slices.Clone(p.doubts)})
		}
	}
}

// missing says what a cluster lacks for a workload of the principal's name.
func (g *Graph) missing(c *cluster, p pool.Principal) (Missing, bool) {
	_, ok := g.WorkloadID(Workload{c.name, p.Namespace(), cmp.Or(p.ServiceAccount(), defaultKSA)})
	_, namespaced := g.findNamespace(c.name, p.Namespace())
	switch {
	case ok:
		return 0, false
	case c.gaps[GapObjects]:
		return NotRead, true
	case namespaced:
		return MissingServiceAccount, true
	default:
		return MissingNamespace, true
	}
}
