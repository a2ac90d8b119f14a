package fleet

import "slices"

// provided is a provider, among the names, at a pool.
type provided struct{ pool, provider uint32 }

// calling is what the clusters that feed pools are called there.
type calling struct {
	doubtful map[provided]bool // it is in doubt of some cluster whether it is meant, or has a credential
	unknown  map[provided]bool // by the URL of a cluster itself: it is not known what that is called
}

// lacks remembers what was asked about already. The zero lacks remembers nothing.
type lacks struct {
	vertices []Setting // whether something about it was not read; Unknown until it is asked for
	pools    []Setting // whether something about who has a credential there was not read
}

func newLacks(g *Graph) lacks {
	return lacks{make([]Setting, 2*len(g.accounts)+len(g.members)), make([]Setting, len(g.pools))}
}

// remembered asks once.
func remembered(known []Setting, i int32, ask func() bool) bool {
	if int(i) >= len(known) {
		return ask()
	}
	if known[i] == Unknown {
		known[i] = Off
		if ask() {
			known[i] = On
		}
	}
	return known[i] == On
}

// lacksSome reports that the answer about the account in hand may lack some, as Answer.lacks does, without the reasons.
func (b *indexing) lacksSome(a int32) bool {
	all := b.leading.any.all
	if b.g.account(a).googles || len(b.g.nodeGaps(slices.Values(all), false)) > 0 {
		return true
	}
	return slices.ContainsFunc(all, b.lacksAt)
}

// lacksAt reports that something about a vertex was not read.
func (b *indexing) lacksAt(v int32) bool {
	return remembered(b.lacks.vertices, v, func() bool {
		if first := 2 * int32(len(b.g.accounts)); v >= first {
			return b.lacksSelected(&b.g.member(v - first).selector)
		}
		return len(b.g.vertexGaps(v)) > 0
	})
}

// lacksSelected reports that it is not known who all are selected. Of a set of clusters nobody is lacking where nobody is at the pool,
// and it is known what they are called there.
func (b *indexing) lacksSelected(s *selector) bool {
	switch s.selects {
	case subjects, namespaces, credentials:
		return len(s.unsettled) > 0 || b.lacksAtPool(s.pool)
	case clusters:
		if b.calling != nil && !b.lacksAtPool(s.pool) {
			return len(s.unsettled) > 0 || b.calling.unknown[provided{uint32(s.pool), b.number(s.principal.Provider())}]
		}
	}
	return len(b.g.selectorGaps(*s)) > 0
}

func (b *indexing) lacksAtPool(p int32) bool {
	return remembered(b.lacks.pools, p, func() bool { return len(b.g.poolGaps(selector{selects: credentials, pool: p})) > 0 })
}
