package fleet

import (
	"cmp"
	"slices"
)

// indexing is an Index in the making.
type indexing struct {
	g *Graph
	x *Index

	plain, doubted []bool // by pool: whether keys can say who has a credential at it, and whether some credential is in doubt
	touchy         []bool // by pool: some account is a list, and who has a credential there is in it
	owners         owners
	everybody      bool    // some account is a list that everybody is in, or is everybody's in doubt
	leading        leading // to the account in hand
	keys           []key   // of it
	memberKeys     []memberKey

	left int // vertices that ways may still lead through, beyond the cheap ones of each account

	others  vocabulary // what principals and clusters are called by, if no namespace and no service account is
	calling *calling   // of an index that is made anew
	lacks   lacks
}

// Index folds the ways through IAM into an Index. O(workloads + the ways that lead to each service account).
func (g *Graph) Index() *Index {
	b := newIndexing(g)
	b.index()
	return b.x
}

func newIndexing(g *Graph) *indexing {
	return &indexing{
		left: cheap*(len(g.accounts)+len(g.members)) + 1<<20,
		g:    g, x: &Index{names: g.texts, emails: g.emails, clusters: g.clusterNames}, touchy: make([]bool, len(g.pools)), owners: owners{},
		calling: &calling{map[provided]bool{}, map[provided]bool{}}, lacks: newLacks(g),
	}
}

func (b *indexing) index() {
	b.indexWorkloads()
	b.indexFeeds()
	b.indexGroups()
	b.indexAccounts()
	b.x.others = dictionaryOf(b.others.all)
}

func (b *indexing) indexWorkloads() {
	g, x := b.g, b.x
	x.rows = make([]uint32, 0, len(g.clusters)+1)
	for i := range g.clusters {
		x.rows = append(x.rows, uint32(g.clusters[i].first))
	}
	x.rows = append(x.rows, uint32(len(g.namespaces)))
	x.rowName, x.rowCluster = make([]uint32, len(g.namespaces)), make([]uint32, len(g.namespaces))
	x.workloads = make([]uint32, 0, len(g.namespaces)+1)
	for i, n := range g.namespaces {
		x.rowName[i], x.rowCluster[i] = n.name, uint32(n.cluster)
		x.workloads = append(x.workloads, uint32(n.first))
	}
	x.workloads = append(x.workloads, uint32(len(g.workloads)))
	x.name, x.row = make([]uint32, len(g.workloads)), make([]uint32, len(g.workloads))
	for w := range g.workloads {
		x.name[w], x.row[w] = g.workloads[w].name, uint32(g.workloads[w].namespace)
	}
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
		b.noteDoubts(x.feed[x.feeds[i]:])
	}
	x.feeds = append(x.feeds, uint32(len(x.feed)))
}

// noteDoubts notes of the feeds of one cluster what is in doubt.
func (b *indexing) noteDoubts(feeds []feed) {
	for _, f := range feeds {
		b.doubted[f.pool()] = b.doubted[f.pool()] || !f.sure()
		k := newKey(keyCluster, int(f.pool()), f.provider, 0)
		if !slices.ContainsFunc(feeds, func(f feed) bool { _, sure := k.feeds(f); return sure }) {
			b.calling.doubtful[provided{f.pool(), f.provider}] = true
		}
	}
}

// number is that of a name, be it of a namespace or a service account that nobody has, or the URL of a provider.
func (b *indexing) number(name string) uint32 {
	if b.x.revised != nil {
		return b.x.intern(name)
	}
	if i, known := b.x.names.find(name); known {
		return i
	}
	return uint32(b.x.names.len()) + b.others.number(name)
}

// appendFeeds appends what a cluster provides, by the URL that it has there, and by its own where it is assumed to be called by that
// besides.
func (b *indexing) appendFeeds(to []feed, c *cluster, p *provision) []feed {
	own := c.name.provider()
	to = append(to, newFeed(p.pool, b.number(p.provider), p.provider == own, len(p.doubts) == 0))
	switch {
	case p.provider == own || c.fact.Mode == Outside:
	case b.g.assume.ClusterByContainerURL:
		to = append(to, newFeed(p.pool, b.number(own), false, len(p.doubts) == 0))
	case b.calling != nil:
		b.calling.unknown[provided{uint32(p.pool), b.number(own)}] = true
	}
	return to
}

// indexGroups lists the clusters that feed each pool, and their namespaces by name.
func (b *indexing) indexGroups() {
	x := b.x
	for i := range b.g.pools {
		x.providers, x.groups = append(x.providers, uint32(len(x.provider))), append(x.groups, uint32(len(x.group)))
		for k, at := range b.g.pools[i].providers {
			if k == 0 || b.g.pools[i].providers[k-1].of != at.of {
				x.provider = append(x.provider, uint32(at.of))
			}
		}
		b.indexGroupsOf(b.g.pools[i].members)
	}
	x.providers, x.groups = append(x.providers, uint32(len(x.provider))), append(x.groups, uint32(len(x.group)))
	x.grouped = append(x.grouped, uint32(len(x.inGroup)))
}

// indexGroupsOf groups the namespaces at one pool, which come sorted by name and number.
func (b *indexing) indexGroupsOf(members []entry) {
	x := b.x
	for i, at := range members {
		if i > 0 && members[i-1].of == at.of {
			continue
		}
		if name := x.rowName[at.of]; i == 0 || x.rowName[members[i-1].of] != name {
			x.group, x.grouped = append(x.group, name), append(x.grouped, uint32(len(x.inGroup)))
		}
		x.inGroup = append(x.inGroup, uint32(at.of))
	}
}

// indexAccounts gives each account its keys, and each key its accounts.
func (b *indexing) indexAccounts() {
	x := b.x
	b.askMembers()
	all := make([]granted, 0, len(b.g.grants))
	x.keys, x.key = make([]uint32, 0, len(b.g.accounts)+1), make([]key, 0, len(b.g.grants))
	var listed []listedAccount
	x.exactness = make([]Exactness, len(b.g.accounts))
	for a := range b.g.accounts {
		x.keys = append(x.keys, uint32(len(x.key)))
		keys, exactness := b.keysOf(int32(a))
		x.key, x.exactness[a] = append(x.key, keys...), exactness
		for _, k := range keys {
			switch k.sort() {
			case keyEveryone:
				x.everyone = append(x.everyone, AccountID(a))
			case keyListed:
				for _, w := range x.listed[k.a:k.b] {
					listed = append(listed, listedAccount{w >> 1, AccountID(a)})
				}
			case keyFar: // nothing is known of it
			default:
				all = append(all, granted{k.name(), AccountID(a)})
			}
		}
	}
	x.keys = append(x.keys, uint32(len(x.key)))
	x.principals = newPrincipals(all)
	x.indexWide()
	b.indexListed(listed)
}

// askMembers asks once what walks will ask of members, whose rows are large, in their order.
func (b *indexing) askMembers() {
	b.memberKeys = make([]memberKey, len(b.g.members))
	for m := range b.g.members {
		k := &b.memberKeys[m]
		k.key, k.tells = b.keyFor(&b.g.members[m].selector)
		b.lacksAt(int32(2*len(b.g.accounts) + m))
	}
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
