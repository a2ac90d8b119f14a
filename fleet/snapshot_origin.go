package fleet

import (
	"hash/maphash"
	"slices"
	"sync"
)

// origin is what all snapshots share that come of one graph.
type origin struct {
	g *Graph

	plain, doubted []bool // by pool: see indexing
	hosts          []bool // by node: a project that hosts a fleet, and of which the team scopes change no identity
	touchy         []bool // by pool: accounts are lists on account of who has a credential there
	everybody      bool   // accounts are lists on account of all workloads
	uids           bool   // members name UIDs, of which it matters whether any workload is known to have them
	scoped         []bool // by cluster: it is bound to a team scope
	seed           maphash.Seed

	told func() toldPlaces // where bindings and memberships were told, worked out when first asked for
}

// toldPlaces finds bindings by their resource, and the clusters of memberships by name; -1 for one that several of the name speak
// of, or that has no cluster.
type toldPlaces struct {
	on          map[Resource][]Binding
	memberships map[string]int32
}

func newOrigin(b *indexing) *origin {
	o := &origin{g: b.g, plain: b.plain, doubted: b.doubted, touchy: b.touchy, everybody: b.everybody || b.x.far != nil, seed: maphash.MakeSeed()}
	o.hosts, o.scoped = make([]bool, len(b.g.nodes)), make([]bool, len(b.g.clusters))
	for _, f := range b.g.told.fleets {
		if i, ok := b.g.findNode(InProject(b.g.projectID(f.fact.Host))); ok {
			n := &b.g.nodes[i]
			o.hosts[i] = !n.tenancy.IsValid() && !n.gaps[GapScopes]
		}
	}
	for i := range b.g.scopes {
		for _, c := range b.g.scopes[i].clusters {
			o.scoped[c] = true
		}
	}
	o.uids = slices.ContainsFunc(b.g.members, func(m member) bool { return m.selector.selects == uids })
	o.told = sync.OnceValue(o.findTold)
	return o
}

func (o *origin) findTold() toldPlaces {
	t := toldPlaces{map[Resource][]Binding{}, map[string]int32{}}
	for _, b := range o.g.told.bindings.all() {
		f := o.g.spelled(b.fact).(Binding)
		t.on[f.On] = append(t.on[f.On], f)
	}
	for i := range o.g.clusters {
		for _, m := range o.g.clusters[i].memberships {
			t.memberships[nameMembership(m.fact)] = int32(i)
		}
	}
	for _, m := range o.g.told.memberships {
		name := nameMembership(o.g.spelled(m.fact).(Membership))
		if i, ok := t.memberships[name]; !ok || o.g.clusters[i].name != m.fact.Cluster {
			t.memberships[name] = -1
		}
	}
	return t
}

// inert reports a cluster of which only its namespaces, service accounts and membership matter to what its workloads are: nothing of
// it is in doubt, and nothing in it holds a token or a key.
func (o *origin) inert(i uint32) bool {
	c := &o.g.clusters[i]
	if c.fact.Mode == Outside || o.scoped[i] || c.gaps != (gaps{}) || o.everybody || len(c.memberships) > 1 {
		return false
	}
	for _, p := range c.provisions {
		if !o.settled(&p) {
			return false
		}
	}
	giving := slices.ContainsFunc(c.nodePools, func(p nodePool) bool { return p.gives != Off || p.email == "" })
	return !giving && len(o.g.podsIn(int32(i))) == 0 && !o.hasSecrets(int32(i))
}

func (o *origin) settled(p *provision) bool {
	return len(p.doubts) == 0 && !p.scoped && len(p.except) == 0 && o.plain[p.pool] && !o.touchy[p.pool]
}

func (o *origin) hasSecrets(c int32) bool {
	return slices.ContainsFunc(o.g.secrets, func(s secret) bool { return s.cluster == c })
}

// cluster finds a cluster that is inert.
func (o *origin) cluster(name ClusterName) (uint32, bool) {
	i, ok := o.g.findCluster(name)
	return uint32(i), ok && o.inert(uint32(i))
}

// replay builds what was told with operations that were carried out cheaply: their net effect.
func (o *origin) replay(all []*change) *Graph {
	r := newNet(o)
	for _, c := range all {
		r.note(c)
	}
	g, err := r.build()
	if err != nil {
		panic("fleet: what was changed cheaply makes no graph: " + err.Error())
	}
	return g
}
