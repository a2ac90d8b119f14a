package fleet

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sort"
)

// holding is one way in which a workload is among those a selector matches: by the credential of a provision, or,
// with provision -1, by being anyone at all, or by what it possesses.
type holding struct {
	w, provision int32
	doubts       []Reason // of the match; those of the credential stand on the provision
	got          *possession
}

// rule is that of a possession, or 0.
func (h holding) rule() Rule {
	if h.got == nil {
		return 0
	}
	return h.got.rule
}

// scopedAccount is the account that is held within scopes only, or -1.
func (h holding) scopedAccount() int32 {
	if h.got == nil || !h.got.scoped {
		return -1
	}
	return h.got.account
}

// holdings yields the workloads that a selector matches, by each credential that makes it so. A workload may come
// twice; the order is fixed.
func (g *Graph) holdings(s selector) iter.Seq[holding] {
	return func(all func(holding) bool) {
		yield := func(h holding) bool {
			other := s.provider != "" && h.provision >= 0 && g.clusterOf(h.w).provisions[h.provision].provider != s.provider
			return other || all(h)
		}
		switch s.selects {
		case everyone:
			for w := range g.workloads {
				if !yield(holding{int32(w), -1, nil, nil}) {
					return
				}
			}
		case uids:
			g.yieldUIDs(s, yield)
		case clusters:
			g.yieldCluster(s, yield)
		case subjects, namespaces, credentials:
			g.yieldMembers(s, yield)
		}
	}
}

// yieldMembers yields those that a subject, a namespace or the whole pool covers.
func (g *Graph) yieldMembers(s selector, yield func(holding) bool) {
	for _, at := range g.membersOf(s) {
		doubts, ok := g.outsideDoubts(s, &g.clusters[g.namespaces[at.of].cluster])
		if !ok {
			continue
		}
		first, end := g.coveredIn(at.of, s)
		for w := first; w < end; w++ {
			if !yield(holding{w, at.provision, doubts, nil}) {
				return
			}
		}
	}
}

// membersOf is the run of the namespaces at a pool that a subject, a namespace or the whole pool is about.
func (g *Graph) membersOf(s selector) []entry {
	all := g.pools[s.pool].members
	if s.selects == credentials {
		return all
	}
	name, ok := g.texts.find(s.principal.Namespace())
	if !ok {
		return nil
	}
	return run(all, func(e entry) int { return cmp.Compare(g.namespaces[e.of].name, name) })
}

// coveredIn is the range of the workloads of a namespace that a subject covers, or any other selector.
func (g *Graph) coveredIn(ns int32, s selector) (first, end int32) {
	row := &g.namespaces[ns]
	if s.selects != subjects {
		return row.first, row.end
	}
	name, known := g.texts.find(s.principal.ServiceAccount())
	w, ok := g.findIn(ns, name)
	if !known || !ok {
		return 0, 0
	}
	return w, w + 1
}

// run is the part of a sorted slice at which to gives 0.
func run[E any](all []E, to func(E) int) []E {
	first := sort.Search(len(all), func(i int) bool { return to(all[i]) >= 0 })
	end := first + sort.Search(len(all)-first, func(i int) bool { return to(all[first+i]) > 0 })
	return all[first:end]
}

// outsideDoubts applies Assumptions.PoolSetWithoutOutside to the set of a whole pool.
func (g *Graph) outsideDoubts(s selector, c *cluster) ([]Reason, bool) {
	if s.selects != credentials || c.fact.Mode != Outside {
		return s.doubts, true
	}
	if g.assume.PoolSetWithoutOutside {
		return nil, false
	}
	return append(slices.Clip(s.doubts), Reason{
		fmt.Sprintf("that the set of all identities of pool %s holds those of clusters outside Google Cloud, such as %v, is taken for granted", g.pools[s.pool].name, c.name),
		"Assumptions.PoolSetWithoutOutside"}), true
}

func (g *Graph) yieldUIDs(s selector, yield func(holding) bool) {
	for _, w := range g.withUID(s.principal.UID()) {
		for k, p := range g.clusterOf(w).provisions {
			if p.pool == s.pool && p.reaches(g.namespaceOf(w)) && !yield(holding{w, int32(k), s.doubts, nil}) {
				return
			}
		}
	}
}

// withUID finds the workloads of a UID.
func (g *Graph) withUID(uid string) []int32 {
	return run(g.byUID, func(w int32) int { return compareText(g.more(w).uid, uid) })
}

func (g *Graph) yieldCluster(s selector, yield func(holding) bool) {
	for _, at := range g.pools[s.pool].providers {
		doubts, ok := g.matchProvider(s, at)
		if !ok {
			continue
		}
		first, end := g.workloadsOf(at.of)
		for w := first; w < end; w++ {
			if p := &g.clusters[at.of].provisions[at.provision]; p.reaches(g.namespaceOf(w)) && !yield(holding{w, at.provision, doubts, nil}) {
				return
			}
		}
	}
}

// matchProvider matches a kubernetes.cluster principal against a cluster's provider at the pool. Google documents the
// container URL alone; what a member from another project, whose provider is a gkehub URL, answers to is stated nowhere.
func (g *Graph) matchProvider(s selector, at entry) ([]Reason, bool) {
	c := &g.clusters[at.of]
	return g.matchURL(s, c, &c.provisions[at.provision])
}

// matchURL is matchProvider for a provision that a cluster has, or would have.
func (g *Graph) matchURL(s selector, c *cluster, p *provision) ([]Reason, bool) {
	want := s.principal.Provider()
	switch {
	case p.provider == want && p.provider == c.name.provider():
		return s.doubts, true
	case p.provider == want, g.assume.ClusterByContainerURL && c.fact.Mode != Outside && want == c.name.provider():
		return append(slices.Clip(s.doubts), g.providerDoubt(c, p)), true
	}
	return nil, false
}

func (g *Graph) providerDoubt(c *cluster, p *provision) Reason {
	text := fmt.Sprintf("what kubernetes.cluster value cluster %v has at pool %s is documented nowhere", c.name, g.pools[p.pool].name)
	if p.provider != "" {
		text += "; its provider there is " + p.provider
	}
	return Reason{text, "Assumptions.ClusterByContainerURL"}
}
