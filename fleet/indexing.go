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
	touchy         []bool // by pool: some account is a list, and who has a credential there is in it
	owners         owners
	everybody      bool // some account is a list that everybody is in, or is everybody's in doubt
}

// Index folds the ways through IAM into an Index. O(n log n) in the workloads, and for each service account what
// Graph.Assumers takes.
func (g *Graph) Index() *Index {
	b := newIndexing(g)
	b.index()
	return b.x
}

func newIndexing(g *Graph) *indexing {
	return &indexing{g: g, x: &Index{}, touchy: make([]bool, len(g.pools)), owners: owners{}}
}

func (b *indexing) index() {
	b.indexWorkloads()
	b.indexFeeds()
	b.indexGroups()
	b.indexAccounts()
}

func (b *indexing) indexWorkloads() {
	g, x := b.g, b.x
	var names []string
	for i := range g.texts.len() {
		names = append(names, g.texts.at(uint32(i)))
	}
	names = append(names, b.principalNames()...)
	x.names, x.emails = newDictionary(names), g.emails
	x.clusters = g.clusterNames
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
	x.rowName, x.rowCluster = append(x.rowName, b.number(b.g.texts.at(n.name))), append(x.rowCluster, cluster)
	x.workloads = append(x.workloads, uint32(len(x.name)))
	for w := n.first; w < n.end; w++ {
		x.name, x.row = append(x.name, b.number(b.g.texts.at(b.g.workloads[w].name))), append(x.row, row)
	}
}

// number is that of a name. Of an index that is made anew all are in the dictionary.
func (b *indexing) number(name string) uint32 {
	if b.x.revised != nil {
		return b.x.intern(name)
	}
	i, _ := b.x.names.find(name)
	return i
}

// principalNames lists what principals and clusters are called by: names of namespaces and service accounts too that nobody has,
// and the URLs of providers.
func (b *indexing) principalNames() []string {
	var names []string
	for i := range b.g.members {
		p := b.g.members[i].principal
		names = append(names, p.Namespace(), p.ServiceAccount(), p.Provider())
	}
	for i := range b.g.clusters {
		c := &b.g.clusters[i]
		names = append(names, c.name.provider())
		for k := range c.provisions {
			names = append(names, c.provisions[k].provider)
		}
	}
	return names
}

// indexFeeds lists the pools of each cluster. Where that depends on the namespace, or is of many pools, no key speaks of the pool.
func (b *indexing) indexFeeds() {
	g, x := b.g, b.x
	b.plain, b.doubted = slices.Repeat([]bool{true}, len(g.pools)), make([]bool, len(g.pools))
	for i := range g.clusters {
		x.feeds = append(x.feeds, uint32(len(x.feed)))
		for _, p := range g.clusters[i].provisions {
			x.feed = b.appendFeeds(x.feed, &g.clusters[i], &p)
			if p.scoped || len(p.except) > 0 || len(x.feed)-int(x.feeds[i]) > maxFeeds {
				b.plain[p.pool] = false
			}
		}
		for _, f := range x.feed[x.feeds[i]:] {
			b.doubted[f.pool()] = b.doubted[f.pool()] || !f.sure()
		}
	}
	x.feeds = append(x.feeds, uint32(len(x.feed)))
}

// appendFeeds appends what a cluster provides, by the URL that it has there, and by its own where it is assumed to be called by that
// besides.
func (b *indexing) appendFeeds(to []feed, c *cluster, p *provision) []feed {
	own := c.name.provider()
	to = append(to, newFeed(p.pool, b.number(p.provider), p.provider == own, len(p.doubts) == 0))
	if p.provider != own && b.g.assume.ClusterByContainerURL && c.fact.Mode != Outside {
		to = append(to, newFeed(p.pool, b.number(own), false, len(p.doubts) == 0))
	}
	return to
}

// indexGroups lists the clusters that feed each pool, and their namespaces by name.
func (b *indexing) indexGroups() {
	x := b.x
	at := make([][]uint32, len(b.g.pools))
	for c := range uint32(len(x.feeds) - 1) {
		for i, f := range x.feedsOf(c) {
			if !isAmong(x.feedsOf(c)[:i], f.pool()) {
				at[f.pool()] = append(at[f.pool()], c)
			}
		}
	}
	for _, clusters := range at {
		x.providers, x.groups = append(x.providers, uint32(len(x.provider))), append(x.groups, uint32(len(x.group)))
		x.provider = append(x.provider, clusters...)
		b.indexGroupsOf(clusters)
	}
	x.providers, x.groups = append(x.providers, uint32(len(x.provider))), append(x.groups, uint32(len(x.group)))
	x.grouped = append(x.grouped, uint32(len(x.inGroup)))
}

// indexGroupsOf groups the rows of the clusters of one pool.
func (b *indexing) indexGroupsOf(clusters []uint32) {
	x := b.x
	var rows []uint64 // name and number
	for _, c := range clusters {
		for row := x.rows[c]; row < x.rows[c+1]; row++ {
			rows = append(rows, uint64(x.rowName[row])<<32|uint64(row))
		}
	}
	slices.Sort(rows)
	for i, r := range rows {
		if name := uint32(r >> 32); i == 0 || uint32(rows[i-1]>>32) != name {
			x.group, x.grouped = append(x.group, name), append(x.grouped, uint32(len(x.inGroup)))
		}
		x.inGroup = append(x.inGroup, uint32(r))
	}
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
	answer := b.answerOn(a)
	keys, ok := b.keysOn(answer)
	if !ok {
		b.noteTouchy(answer)
		return b.list(a)
	}
	b.everybody = b.everybody || slices.ContainsFunc(keys, func(k key) bool { return k.sort() == keyEveryone && !k.sure() })
	return keys, answer.exactnessOver(b.inDoubt(keys))
}

// answerOn is the answer about an account as far as the ways through IAM.
func (b *indexing) answerOn(a int32) *Answer {
	s := b.g.selector(pool.ServiceAccount(b.g.account(a).email))
	return &Answer{g: b.g, selector: s, certain: b.g.reach(s, true), any: b.g.reach(s, false)}
}

// noteTouchy marks the pools of those who are in a list.
func (b *indexing) noteTouchy(a *Answer) {
	n := 2 * int32(len(b.g.accounts))
	for v := range a.any.hops {
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
