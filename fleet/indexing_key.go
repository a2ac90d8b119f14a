package fleet

import (
	"slices"

	"fleettrust.example/pool"
)

// keysOf gives the keys of an account, until it is asked for those of another, and how exact they are.
func (b *indexing) keysOf(a int32) ([]key, Exactness) {
	if !b.affords(a) {
		return []key{{keyFar << 29, uint32(a), 0}}, 0
	}
	if !b.findKeys() {
		b.noteTouchy()
		return b.list(a)
	}
	b.everybody = b.everybody || slices.ContainsFunc(b.keys, func(k key) bool { return k.sort() == keyEveryone && !k.sure() })
	return b.keys, b.exactness(a, b.keys)
}

// cheap is how many vertices may lead to any account.
const cheap = 64

// affords finds what leads to the account in hand, unless that is much and all accounts together have had as much as there is.
// Accounts that all lead to each other would take the square of their number, in time and in keys.
func (b *indexing) affords(a int32) bool {
	ok := b.leading.find(b.g, a, cheap+b.left)
	b.left -= max(0, len(b.leading.any.all)-cheap)
	if !ok {
		b.x.far = b.g
	}
	return ok
}

// findKeys finds the keys of the account in hand from the ways that lead to it; not where no key can say who is meant.
func (b *indexing) findKeys() bool {
	b.keys = b.keys[:0]
	n := int32(len(b.g.accounts))
	for _, v := range b.leading.any.all {
		switch {
		case v >= 2*n:
			switch k, tells := b.keyOf(v - 2*n); tells {
			case Off:
				return false
			case On:
				b.keys = append(b.keys, k.surely(b.leading.sure(v)))
			}
		case v < n && b.isPossessed(v):
			return false // from nodes or Secrets, which each workload has by itself
		}
	}
	b.keys = distinctKeys(b.keys)
	return true
}

func (b *indexing) isPossessed(a int32) bool {
	row := b.g.account(a)
	return len(row.runs)+len(row.keys) > 0 && len(b.owners.of(b.g, a)) > 0
}

// noteTouchy marks the pools of those who are in a list.
func (b *indexing) noteTouchy() {
	n := 2 * int32(len(b.g.accounts))
	for _, v := range b.leading.any.all {
		if v < n {
			continue
		}
		if s := &b.g.member(v - n).selector; s.selects == everyone {
			b.everybody = true
		} else if s.pool >= 0 {
			b.touchy[s.pool] = true
		}
	}
}

// distinctKeys sorts keys, and leaves out those whom another covers.
func distinctKeys(all []key) []key {
	slices.SortFunc(all, key.compare)
	kept, wide := all[:0], 0
	for _, k := range all {
		if n := len(kept); n > 0 && kept[n-1].covers(k) || slices.ContainsFunc(kept[:wide], func(w key) bool { return w.covers(k) }) {
			continue
		}
		kept = append(kept, k)
		if k.sort() <= keyNamespace {
			wide = len(kept)
		}
	}
	return kept
}

// memberKey is the key of a member, and whether it tells who of the workloads are selected; Unknown if none are.
type memberKey struct {
	key   key
	tells Setting
}

// keyOf gives the key of a member.
func (b *indexing) keyOf(m int32) (key, Setting) {
	if int(m) < len(b.memberKeys) {
		return b.memberKeys[m].key, b.memberKeys[m].tells
	}
	return b.keyFor(&b.g.member(m).selector)
}

// keyFor gives the key of whoever is selected. Accounts and outsiders are no workloads.
func (b *indexing) keyFor(s *selector) (key, Setting) {
	switch s.selects {
	case subjects, namespaces, clusters, credentials:
		if s.provider != "" || len(s.doubts) > 0 || !b.plain[s.pool] || s.selects == credentials && b.hasOutside(s.pool) {
			return key{}, Off
		}
		return b.keyAt(s), On
	case uids:
		return key{}, Off
	case everyone:
		return newKey(keyEveryone, 0, 0, 0), On
	default:
		return key{}, Unknown
	}
}

// keyAt gives the key of a principal of a pool.
func (b *indexing) keyAt(s *selector) key {
	at, p := int(s.pool), s.principal
	switch s.selects {
	case credentials:
		return newKey(keyPool, at, 0, 0)
	case clusters:
		return newKey(keyCluster, at, b.number(p.Provider()), 0)
	case namespaces:
		return newKey(keyNamespace, at, b.number(p.Namespace()), 0)
	default:
		return newKey(keySubject, at, b.number(p.Namespace()), b.number(p.ServiceAccount()))
	}
}

// hasOutside reports a pool with clusters outside Google Cloud, of which it is in doubt whether the whole pool has them.
func (b *indexing) hasOutside(p int32) bool {
	return slices.ContainsFunc(b.g.pools[p].providers, func(at entry) bool { return b.g.clusters[at.of].fact.Mode == Outside })
}

// list is the key of an account for which the graph was asked who can act as it.
func (b *indexing) list(a int32) ([]key, Exactness) {
	answer := b.g.answer(b.g.selector(pool.ServiceAccount(b.g.account(a).email)))
	first := uint32(len(b.x.listed))
	for _, c := range answer.found {
		b.x.listed = append(b.x.listed, uint32(c.w)<<1|uint32(truth(c.sure)))
	}
	return []key{{keyListed << 29, first, uint32(len(b.x.listed))}}, answer.exactness
}

// exactness says how exact the keys of the account in hand are, as Answer.judge does.
func (b *indexing) exactness(a int32, keys []key) Exactness {
	switch {
	case b.lacksSome(a):
		return Unsettled
	case b.inDoubt(keys) || b.doubtsMembers(a):
		return UpperBound
	default:
		return Exact
	}
}

// inDoubt reports a workload that is in a key, and in none for certain. Only keys that may doubt have one.
func (b *indexing) inDoubt(keys []key) bool {
	return slices.ContainsFunc(keys, func(k key) bool {
		return b.mayDoubt(k) && !b.x.expand(nil, &k, func(w WorkloadID) bool { return b.x.verdict(keys, w) == Yes })
	})
}

// mayDoubt reports a key that may have somebody in it whom it does not have for certain.
func (b *indexing) mayDoubt(k key) bool {
	switch {
	case !k.sure():
		return true
	case k.sort() == keyCluster:
		return b.calling == nil || b.calling.doubtful[provided{k.pool(), k.a}]
	default:
		return k.sort() != keyEveryone && b.doubted[k.pool()]
	}
}

// doubtsMembers reports that it is in doubt whether somebody who is no workload can act as an account, or who that is.
func (b *indexing) doubtsMembers(a int32) bool {
	n := int32(len(b.g.accounts))
	for _, v := range b.leading.any.all {
		switch {
		case v == a || n <= v && v < 2*n || v >= 2*n && !b.isOutsider(v-2*n):
		case !b.leading.sure(v):
			return b.doubtsWays(a)
		case len(b.g.memberDoubts(v)) > 0:
			return true
		}
	}
	return false
}

// isOutsider reports a member that may be more than the workloads and accounts of the graph.
func (b *indexing) isOutsider(m int32) bool {
	if int(m) < len(b.memberKeys) && b.memberKeys[m].tells == On && b.memberKeys[m].key.sort() != keyEveryone {
		return false
	}
	return b.g.member(m).selector.standsForMore()
}

// doubtsWays is doubtsMembers where the ways themselves have to be asked.
func (b *indexing) doubtsWays(a int32) bool {
	s := b.g.selector(pool.ServiceAccount(b.g.account(a).email))
	answer := &Answer{g: b.g, selector: s, certain: b.g.reach(s, true), any: b.g.reach(s, false)}
	answer.findMembers()
	return len(answer.doubts()) > 0
}
