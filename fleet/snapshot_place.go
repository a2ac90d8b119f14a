package fleet

import (
	"hash/maphash"
	"slices"
	"strings"
)

// registered is a membership by name, and its cluster.
type registered struct {
	name    string
	cluster uint32
}

// membershipsOf are those of a cluster as it is now.
func (s *Snapshot) membershipsOf(c uint32) []Membership {
	if now := s.memberships.at(c); now != nil {
		return *now
	}
	var all []Membership
	for _, m := range s.origin.g.clusters[c].memberships {
		all = append(all, m.fact)
	}
	return all
}

// clusterOf finds the cluster of a membership by its name: nothing if there is none of that name, and otherwise whether the cluster
// is one to change cheaply.
func (s *Snapshot) clusterOf(m Membership) (c uint32, cheap bool) {
	name := nameMembership(m)
	if slot := s.registered.at(s.hash(name)); slot != nil {
		for _, r := range *slot {
			if r.name == name && s.isMember(r.cluster, m) {
				return r.cluster, true
			}
		}
	}
	i, told := s.origin.told().memberships[name]
	switch {
	case !told:
		return nothing, true
	case i < 0:
		return nothing, false
	case !s.isMember(uint32(i), m):
		return nothing, true
	}
	return uint32(i), true
}

func (s *Snapshot) isMember(c uint32, m Membership) bool {
	return slices.ContainsFunc(s.membershipsOf(c), func(x Membership) bool {
		return x.Fleet == m.Fleet && x.Location == m.Location && x.Name == m.Name
	})
}

func (s *Snapshot) hash(text string) uint32 { return uint32(maphash.String(s.origin.seed, text)) }

// register puts a cluster of no fleet into one.
func (t *turn) register(m Membership) bool {
	c, ok := t.origin.cluster(m.Cluster)
	if !ok || len(t.membershipsOf(c)) > 0 || !t.plainMembership(m) {
		return false
	}
	if other, cheap := t.clusterOf(m); other != nothing || !cheap {
		return false
	}
	name := nameMembership(m)
	slot := []registered{{name, c}}
	if old := t.registered.at(t.hash(name)); old != nil {
		slot = append(slot, *old...)
	}
	t.registered = t.registered.with(t.hash(name), &slot)
	return t.setMemberships(c, []Membership{m})
}

// plainMembership reports a membership that nothing can refuse, and that says nothing about its pool.
func (t *turn) plainMembership(m Membership) bool {
	host, ok := t.origin.g.findNode(InProject(m.Fleet))
	if !ok || !t.origin.hosts[host] || m.ClusterMissing || m.Issuer == Unknown || m.Issuer > Off {
		return false
	}
	if m.Location == "" || m.Name == "" || strings.ContainsAny(m.Location+m.Name, "/ \t\r\n") || m.IdentityProvider != "" || m.Pool.IsValid() {
		return false
	}
	forbids, _ := t.origin.g.forbidsMembership(host)
	return forbids != On
}

// unregister takes a cluster out of its fleet.
func (t *turn) unregister(m Membership) bool {
	c, cheap := t.clusterOf(m)
	if c == nothing || !cheap || !t.origin.inert(c) {
		return false
	}
	was := t.membershipsOf(c)[0]
	host, ok := t.origin.g.findNode(InProject(was.Fleet))
	if !ok || !t.origin.hosts[host] || was.ClusterMissing || was.Pool.IsValid() || was.Issuer == Unknown {
		return false
	}
	t.fact = was
	return t.setMemberships(c, []Membership{})
}

// setMemberships gives a cluster the pools that it has with memberships.
func (t *turn) setMemberships(c uint32, all []Membership) bool {
	row := &t.origin.g.clusters[c]
	var feeds []feed
	for i := range row.provisions {
		if p := &row.provisions[i]; p.rule == R1 {
			feeds = t.indexing().appendFeeds(feeds, row, p)
		}
	}
	for _, m := range all {
		if p, ok := t.provision(row, m); !ok {
			return false
		} else if p.pool >= 0 && !slices.ContainsFunc(feeds, func(f feed) bool { return f == t.indexing().appendFeeds(nil, row, &p)[0] }) {
			feeds = t.indexing().appendFeeds(feeds, row, &p)
		}
	}
	if len(feeds) > maxFeeds || t.calledOtherwise(row, t.x.feedsOf(c)) || t.calledOtherwise(row, feeds) {
		return false
	}
	before := t.x.feedsOf(c)
	t.x.setFeeds(c, feeds)
	t.memberships = t.memberships.with(c, &all)
	for _, row := range t.x.rowsOfCluster(c) {
		t.reweigh(t.x.revisableRow(row), slices.Concat(before, feeds))
	}
	return true
}

// provision is what a membership gives a cluster: nothing, if its pool is negative. It must be beyond doubt.
func (t *turn) provision(row *cluster, m Membership) (provision, bool) {
	if m.Lightweight || m.Issuer == Off {
		return provision{pool: -1}, true
	}
	g := t.origin.g
	host, _ := g.findNode(InProject(m.Fleet))
	pool, ok := g.findPool(g.nodes[host].pool)
	if !ok || len(membershipDoubts(row, m)) > 0 {
		return provision{}, false
	}
	p := provision{pool: pool, rule: R2, provider: row.fleetProvider(m)}
	return p, t.origin.settled(&p)
}

// calledOtherwise reports a cluster that members name by its own URL at a pool where it has another: whether they mean it is in
// doubt, and so are the answers about what they hold.
func (t *turn) calledOtherwise(row *cluster, feeds []feed) bool {
	own, known := t.x.nameNumber(row.name.provider())
	return known && slices.ContainsFunc(feeds, func(f feed) bool {
		return f.provider != own && len(t.x.accountsOf(newKey(keyCluster, int(f.pool()), own, 0))) > 0
	})
}

// namespace finds a namespace of a cluster that is inert.
func (t *turn) namespace(cluster ClusterName, name string) (c, row uint32, inert, exists bool) {
	c, inert = t.origin.cluster(cluster)
	number, known := t.x.nameNumber(name)
	if inert && known {
		row, exists = t.x.rowOf(c, number)
	}
	return c, row, inert, exists
}

// addNamespace makes a namespace with its account default.
func (t *turn) addNamespace(n Namespace) bool {
	c, _, inert, exists := t.namespace(n.Cluster, n.Name)
	if !inert || exists || !legalObject(n.Name, defaultKSA) {
		return false
	}
	row := t.x.addRow(c, t.x.intern(n.Name))
	t.x.addWorkload(row, t.x.intern(defaultKSA))
	t.reweigh(t.x.revisableRow(row), t.x.feedsOf(c))
	return true
}

func (t *turn) removeNamespace(n Namespace) bool {
	c, row, inert, exists := t.namespace(n.Cluster, n.Name)
	if !inert || !exists || t.origin.uids {
		return false
	}
	was := t.x.revisableRow(row)
	t.x.removeRow(c, row)
	t.reweigh(was, t.x.feedsOf(c))
	return true
}

// addKSA makes a service account in a namespace that is there. Nobody asks for its UID at the pools of the cluster.
func (t *turn) addKSA(k KSA) bool {
	c, row, inert, exists := t.namespace(k.Cluster, k.Namespace)
	if !inert || !exists || !legalObject(k.Namespace, k.Name) || k.UID != "" {
		return false
	}
	if _, taken := t.x.workloadIn(row, t.x.intern(k.Name)); taken {
		return false
	}
	t.x.addWorkload(row, t.x.intern(k.Name))
	t.reweigh(t.x.revisableRow(row), t.x.feedsOf(c))
	return true
}

// removeKSA takes a service account away that was told. Kubernetes keeps the account default as long as its namespace.
func (t *turn) removeKSA(k KSA) bool {
	c, row, inert, exists := t.namespace(k.Cluster, k.Namespace)
	name, known := t.x.nameNumber(k.Name)
	if !inert || !exists || !known || k.Name == defaultKSA || t.origin.uids {
		return false
	}
	w, ok := t.x.workloadIn(row, name)
	if ok {
		was := t.x.revisableRow(row)
		t.x.removeWorkload(row, w)
		t.reweigh(was, t.x.feedsOf(c))
	}
	return ok
}

// reweigh works out anew how exact the answers are about those accounts that the workloads of a namespace may get by a way in doubt:
// who is in doubt came or went. It asks for the names of them all at some pools.
func (t *turn) reweigh(row *rowOfNames, feeds []feed) {
	for i, f := range feeds {
		at := int(f.pool())
		own := f.head&feedOwn != 0
		t.reweighAll(newKey(keyCluster, at, f.provider, 0), own)
		if isAmong(feeds[:i], f.pool()) {
			continue
		}
		t.reweighAll(newKey(keyPool, at, 0, 0), true)
		t.reweighAll(newKey(keyNamespace, at, row.name, 0), true)
		for _, w := range row.workloads {
			t.reweighAll(newKey(keySubject, at, row.name, w.name), true)
		}
	}
}

// reweighAll goes over the accounts of a name. Whoever has it for certain leaves them as exact as they are.
func (t *turn) reweighAll(name key, certain bool) {
	for _, a := range t.x.accountsOf(name) {
		keys := t.x.keysOf(a)
		i := slices.IndexFunc(keys, func(k key) bool { return k.name() == name })
		if keys[i].sure() && certain || slices.Contains(t.weighed, a) || t.x.Exactness(a) == Unsettled {
			continue
		}
		t.weighed = append(t.weighed, a)
		b := t.indexing()
		b.g = t.policy
		if !b.affords(int32(a)) {
			t.dear = true
			return
		}
		t.x.revised.accounts = t.x.revised.accounts.with(uint32(a), &accountKeys{keys, b.exactness(int32(a), keys)})
	}
}
