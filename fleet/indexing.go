package fleet

import (
	"cmp"
	"slices"

	"fleettrust.example/pool"
)

// indexing is an Index in the making.
type indexing struct {
	g *Graph
	x *Index

	plain, doubted []bool // by pool: whether keys can say who has a credential at it, and whether some credential is in doubt
}

// Index folds the ways through IAM into an Index. O(n log n) in the workloads, and for each service account what
// Graph.Assumers takes.
func (g *Graph) Index() *Index {
	b := indexing{g: g, x: &Index{}}
	b.indexWorkloads()
	b.indexFeeds()
	b.indexEntries()
	b.indexAccounts()
	return b.x
}

func (b *indexing) indexWorkloads() {
	g, x := b.g, b.x
	var names, emails []string
	for i := range g.namespaces {
		names = append(names, g.namespaces[i].name)
	}
	for i := range g.workloads {
		names = append(names, g.workloads[i].name)
	}
	for i := range g.accounts {
		emails = append(emails, g.accounts[i].email)
	}
	x.names, x.emails = newDictionary(names), newDictionary(emails)
	x.clusters = newClusterNames(g)
	for i := range g.clusters {
		x.rows = append(x.rows, uint32(len(x.rowName)))
		for n := g.clusters[i].first; n < g.clusters[i].end; n++ {
			b.indexNamespace(&g.namespaces[n], uint32(i))
		}
	}
	x.rows = append(x.rows, uint32(len(x.rowName)))
	x.workloads = append(x.workloads, uint32(len(x.name)))
}

func (b *indexing) indexNamespace(n *namespace, cluster uint32) {
	x := b.x
	row := uint32(len(x.rowName))
	x.rowName, x.rowCluster = append(x.rowName, b.number(n.name)), append(x.rowCluster, cluster)
	x.workloads = append(x.workloads, uint32(len(x.name)))
	for w := n.first; w < n.end; w++ {
		x.name, x.row = append(x.name, b.number(b.g.workloads[w].name)), append(x.row, row)
	}
}

// number is that of a name which is in the dictionary.
func (b *indexing) number(name string) uint32 {
	i, _ := b.x.names.find(name)
	return i
}

// indexFeeds lists the pools of each cluster. Where that depends on the namespace, or is of many pools, no key speaks of the pool.
func (b *indexing) indexFeeds() {
	g, x := b.g, b.x
	b.plain, b.doubted = slices.Repeat([]bool{true}, len(g.pools)), make([]bool, len(g.pools))
	for i := range g.clusters {
		x.feeds = append(x.feeds, uint32(len(x.fed)))
		pools := 0
		for _, p := range g.clusters[i].provisions {
			if b.feed(x.feeds[i], &p) {
				pools++
			}
			if p.scoped || len(p.except) > 0 || pools > maxFeeds {
				b.plain[p.pool] = false
			}
		}
		for _, f := range x.fed[x.feeds[i]:] {
			b.doubted[f>>1] = b.doubted[f>>1] || f&1 == 0
		}
	}
	x.feeds = append(x.feeds, uint32(len(x.fed)))
}

// feed adds a pool to those of the last cluster, or makes one that is there certain.
func (b *indexing) feed(first uint32, p *provision) bool {
	sure := uint32(truth(len(p.doubts) == 0))
	for i, f := range b.x.fed[first:] {
		if f>>1 == uint32(p.pool) {
			b.x.fed[int(first)+i] |= sure
			return false
		}
	}
	b.x.fed = append(b.x.fed, uint32(p.pool)<<1|sure)
	return true
}

// indexEntries groups the credentials of each pool by namespace. They come sorted by namespace, name and workload.
func (b *indexing) indexEntries() {
	x := b.x
	for i := range b.g.pools {
		first := len(x.group)
		x.groups = append(x.groups, uint32(first))
		for k, e := range b.g.pools[i].entries {
			if k > 0 && b.g.pools[i].entries[k-1].w == e.w {
				continue
			}
			if name := x.rowName[x.row[e.w]]; len(x.group) == first || x.group[len(x.group)-1] != name {
				x.group, x.entries = append(x.group, name), append(x.entries, uint32(len(x.entry)))
			}
			x.entry = append(x.entry, entryOf{x.name[e.w], uint32(e.w)})
		}
	}
	x.groups = append(x.groups, uint32(len(x.group)))
	x.entries = append(x.entries, uint32(len(x.entry)))
}

// indexAccounts gives each account its keys, and each key its accounts.
func (b *indexing) indexAccounts() {
	x := b.x
	var all []granted
	var listed []listedAccount
	for a := range b.g.accounts {
		x.keys = append(x.keys, uint32(len(x.key)))
		keys, exactness := b.keysOf(int32(a))
		x.key, x.exactness = append(x.key, keys...), append(x.exactness, exactness)
		for _, k := range keys {
			switch k.sort() {
			case keyEveryone:
				x.everyone = append(x.everyone, AccountID(a))
			case keyListed:
				for _, w := range x.listed[k.a:k.b] {
					listed = append(listed, listedAccount{w >> 1, AccountID(a)})
				}
			default:
				all = append(all, granted{k.name(), AccountID(a)})
			}
		}
	}
	x.keys = append(x.keys, uint32(len(x.key)))
	x.principals = newPrincipals(all)
	b.indexListed(listed)
}

// listedAccount is an account for which a workload is listed.
type listedAccount struct {
	workload uint32
	account  AccountID
}

func (b *indexing) indexListed(all []listedAccount) {
	x := b.x
	slices.SortFunc(all, func(p, q listedAccount) int {
		return cmp.Or(cmp.Compare(p.workload, q.workload), cmp.Compare(p.account, q.account))
	})
	for i, l := range all {
		if i == 0 || all[i-1].workload != l.workload {
			x.listedWorkloads, x.listedFirst = append(x.listedWorkloads, l.workload), append(x.listedFirst, uint32(i))
		}
		x.listedFor = append(x.listedFor, l.account)
	}
	x.listedFirst = append(x.listedFirst, uint32(len(all)))
}

// keysOf gives the keys of an account, and how exact they are.
func (b *indexing) keysOf(a int32) ([]key, Exactness) {
	g := b.g
	s := g.selector(pool.ServiceAccount(g.accounts[a].email))
	answer := &Answer{g: g, selector: s, certain: g.reach(s, true), any: g.reach(s, false)}
	keys, ok := b.keysOn(answer)
	if !ok {
		return b.list(a)
	}
	return keys, answer.exactnessOver(b.inDoubt(keys))
}
