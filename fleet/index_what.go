package fleet

import (
	"math"
	"slices"
	"sort"
)

// principals gives the accounts of each key that is no list, under its name.
type principals struct {
	slots    []uint32 // a hash table, half empty: a number plus one, or 0
	names    []key
	first    []uint32 // by number: its first account
	accounts []AccountID
}

// hash mixes the three parts of a name.
func (k key) hash() uint64 {
	h := uint64(k.head)*0x9e3779b97f4a7c15 ^ (uint64(k.a)<<32|uint64(k.b))*0xc2b2ae3d27d4eb4f
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	return h ^ h>>32
}

// of gives the accounts of a name, sorted.
func (p *principals) of(name key) []AccountID {
	if len(p.slots) == 0 {
		return nil
	}
	mask := uint64(len(p.slots) - 1)
	for at := name.hash() & mask; p.slots[at] != 0; at = (at + 1) & mask {
		if i := p.slots[at] - 1; p.names[i] == name {
			return p.accounts[p.first[i]:p.first[i+1]]
		}
	}
	return nil
}

// granted is an account that a name leads to.
type granted struct {
	name    key
	account AccountID
}

// newPrincipals puts together what is granted by name. The accounts come sorted.
func newPrincipals(all []granted) principals {
	p := principals{slots: make([]uint32, slotsFor(len(all))), accounts: make([]AccountID, len(all))}
	numbers, counts := make([]uint32, len(all)), []uint32{}
	for i, g := range all {
		n := p.number(g.name)
		if int(n) == len(counts) {
			counts = append(counts, 0)
		}
		counts[n]++
		numbers[i] = n
	}
	p.first = make([]uint32, len(counts)+1)
	for n, count := range counts {
		p.first[n+1] = p.first[n] + count
		counts[n] = p.first[n]
	}
	for i, g := range all {
		n := numbers[i]
		p.accounts[counts[n]] = g.account
		counts[n]++
	}
	p.names = slices.Clip(p.names)
	return p
}

// number is that of a name, which it gives to one that has none.
func (p *principals) number(name key) uint32 {
	mask := uint64(len(p.slots) - 1)
	at := name.hash() & mask
	for ; p.slots[at] != 0; at = (at + 1) & mask {
		if i := p.slots[at] - 1; p.names[i] == name {
			return i
		}
	}
	p.names = append(p.names, name)
	p.slots[at] = uint32(len(p.names))
	return p.slots[at] - 1
}

// A merge yields the accounts of sorted lists, each once and in order.
type merge struct {
	lists [maxFeeds*4 + 3][]AccountID
	n     int
}

// maxFeeds is how many feeds of a cluster are told by keys; of one that has more they are lists.
const maxFeeds = 4

func (m *merge) add(list []AccountID) {
	if len(list) > 0 {
		m.lists[m.n] = list
		m.n++
	}
}

// yield gives of the list that begins least what comes before all others, until none is left.
func (m *merge) yield(yield func(AccountID) bool) {
	for m.n > 0 {
		at, bound := m.least()
		list := m.lists[at]
		i := 0
		for ; i < len(list) && list[i] < bound; i++ {
			if !yield(list[i]) {
				return
			}
		}
		if i < len(list) && list[i] == bound {
			i++ // the other list has it too
		}
		m.keep(at, list[i:])
	}
}

// least gives the list that begins least, and how the one after it begins.
func (m *merge) least() (at int, bound AccountID) {
	first, bound := m.lists[0][0], AccountID(math.MaxInt32)
	for i := 1; i < m.n; i++ {
		switch begins := m.lists[i][0]; {
		case begins < first:
			at, first, bound = i, begins, first
		case begins < bound:
			bound = begins
		}
	}
	return at, bound
}

// keep goes on with the rest of a list, if there is any.
func (m *merge) keep(at int, rest []AccountID) {
	if m.lists[at] = rest; len(rest) == 0 {
		m.n--
		m.lists[at] = m.lists[m.n]
	}
}

// what merges the accounts of all names of a workload.
func (x *Index) what(w WorkloadID, yield func(AccountID) bool) {
	var m merge
	is := x.identify(uint32(w))
	if is.cluster == nothing {
		return
	}
	x.addWide(&m, is.cluster)
	feeds := x.feedsOf(is.cluster)
	for i, f := range feeds {
		if !isAmong(feeds[:i], f.pool()) {
			m.add(x.accountsOf(newKey(keyNamespace, int(f.pool()), is.namespace, 0)))
			m.add(x.accountsOf(newKey(keySubject, int(f.pool()), is.namespace, is.name)))
		}
	}
	m.add(x.listedAccounts(uint32(w)))
	if x.far != nil {
		m.add(x.farAccounts(uint32(w)))
	}
	m.yield(yield)
}

// addWide adds the accounts that all workloads of a cluster can act as, or may, by a name that they share. In flat arrays they are one
// list.
func (x *Index) addWide(m *merge, cluster uint32) {
	if x.revised == nil && x.wides != nil {
		m.add(x.wide[x.wides[cluster]:x.wides[cluster+1]])
		return
	}
	m.add(x.everyoneCan())
	feeds := x.feedsOf(cluster)
	for i, f := range feeds {
		m.add(x.accountsOf(newKey(keyCluster, int(f.pool()), f.provider, 0)))
		if !isAmong(feeds[:i], f.pool()) {
			m.add(x.accountsOf(newKey(keyPool, int(f.pool()), 0, 0)))
		}
	}
}

// indexWide lists for each cluster what addWide would add, unless that is much.
func (x *Index) indexWide() {
	most := 2*len(x.name) + 1<<16
	var wides []uint32
	var wide []AccountID
	for c := range uint32(len(x.rows) - 1) {
		var m merge
		wides = append(wides, uint32(len(wide)))
		x.addWide(&m, c)
		if m.yield(func(a AccountID) bool { wide = append(wide, a); return len(wide) < most }); len(wide) == most {
			return
		}
	}
	x.wides, x.wide = append(wides, uint32(len(wide))), slices.Clip(wide)
}

// accountsOf are those of a name of a key, sorted.
func (x *Index) accountsOf(name key) []AccountID {
	if x.revised != nil {
		if list := x.revised.principals.at(name); list != nil {
			return *list
		}
	}
	return x.principals.of(name)
}

// everyoneCan are the accounts that any workload can act as.
func (x *Index) everyoneCan() []AccountID {
	if x.revised != nil && x.revised.everyone != nil {
		return *x.revised.everyone
	}
	return x.everyone
}

// isAmong reports a pool that feeds before it are of.
func isAmong(before []feed, pool uint32) bool {
	for _, f := range before {
		if f.pool() == pool {
			return true
		}
	}
	return false
}

// listedAccounts are those for which a workload is listed, sorted.
func (x *Index) listedAccounts(w uint32) []AccountID {
	i := sort.Search(len(x.listedWorkloads), func(i int) bool { return x.listedWorkloads[i] >= w })
	if i == len(x.listedWorkloads) || x.listedWorkloads[i] != w {
		return nil
	}
	return x.listedFor[x.listedFirst[i]:x.listedFirst[i+1]]
}
