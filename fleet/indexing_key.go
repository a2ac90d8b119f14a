package fleet

import (
	"slices"

	"fleettrust.example/pool"
)

// keysOn gives the keys of an account from the ways that lead to it; not where no key can say who is meant.
func (b *indexing) keysOn(a *Answer) ([]key, bool) {
	var all []key
	n := int32(len(b.g.accounts))
	for v := range a.any.hops {
		_, sure := a.certain.hops[v]
		switch {
		case v >= 2*n:
			keys, ok := b.keysFor(&b.g.member(v-2*n).selector, sure)
			if !ok {
				return nil, false
			}
			all = append(all, keys...)
		case v < n && len(b.owners.of(b.g, v)) > 0:
			return nil, false // from nodes or Secrets, which each workload has by itself
		}
	}
	return distinctKeys(all), true
}

// distinctKeys sorts keys, and leaves out those whom another covers.
func distinctKeys(all []key) []key {
	slices.SortFunc(all, key.compare)
	var kept []key
	for _, k := range all {
		if !slices.ContainsFunc(kept, func(wide key) bool { return wide.covers(k) }) {
			kept = append(kept, k)
		}
	}
	return kept
}

// keysFor gives the keys of whoever a member selects. Accounts and outsiders are no workloads.
func (b *indexing) keysFor(s *selector, sure bool) ([]key, bool) {
	switch s.selects {
	case subjects, namespaces, clusters, credentials:
		if s.provider != "" || len(s.doubts) > 0 || !b.plain[s.pool] {
			return nil, false
		}
		return b.keysAt(s, sure)
	case uids:
		return nil, false
	case everyone:
		return []key{newKey(keyEveryone, 0, 0, 0).surely(sure)}, true
	default:
		return nil, true
	}
}

// keysAt gives the keys of a principal of a pool.
func (b *indexing) keysAt(s *selector, sure bool) ([]key, bool) {
	at, p := int(s.pool), s.principal
	switch s.selects {
	case credentials:
		return []key{newKey(keyPool, at, 0, 0).surely(sure)}, !b.hasOutside(s.pool)
	case clusters:
		return []key{newKey(keyCluster, at, b.number(p.Provider()), 0).surely(sure)}, true
	case namespaces:
		return []key{newKey(keyNamespace, at, b.number(p.Namespace()), 0).surely(sure)}, true
	default:
		return []key{newKey(keySubject, at, b.number(p.Namespace()), b.number(p.ServiceAccount())).surely(sure)}, true
	}
}

// hasOutside reports a pool with clusters outside Google Cloud, of which it is in doubt whether the whole pool has them.
func (b *indexing) hasOutside(p int32) bool {
	return slices.ContainsFunc(b.g.pools[p].providers, func(at entry) bool { return b.g.clusters[at.of].fact.Mode == Outside })
}

// list is the key of an account for which the graph was asked who can act as it.
func (b *indexing) list(a int32) ([]key, Exactness) {
	answer := b.g.answer(b.g.selector(pool.ServiceAccount(b.g.accounts[a].email)))
	first := uint32(len(b.x.listed))
	for _, c := range answer.found {
		b.x.listed = append(b.x.listed, uint32(c.w)<<1|uint32(truth(c.sure)))
	}
	return []key{{keyListed << 29, first, uint32(len(b.x.listed))}}, answer.exactness
}

// inDoubt reports a workload that is in a key, and in none for certain.
func (b *indexing) inDoubt(keys []key) bool {
	if !slices.ContainsFunc(keys, b.mayDoubt) {
		return false
	}
	for i := range keys {
		settled := b.x.expand(keys[:i], &keys[i], func(w WorkloadID) bool { return b.x.verdict(keys, w) == Yes })
		if !settled {
			return true
		}
	}
	return false
}

// mayDoubt reports a key that may have somebody in it whom it does not have for certain.
func (b *indexing) mayDoubt(k key) bool {
	return !k.sure() || k.sort() == keyCluster || k.sort() != keyEveryone && b.doubted[k.pool()]
}

// exactnessOver is the exactness of an answer of which it is known whether some workload is in doubt.
func (a *Answer) exactnessOver(inDoubt bool) Exactness {
	a.findMembers()
	switch {
	case len(a.lacks()) > 0:
		return Unsettled
	case inDoubt || len(a.doubts()) > 0:
		return UpperBound
	default:
		return Exact
	}
}
