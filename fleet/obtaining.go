package fleet

import (
	"cmp"
	"slices"

	"fleettrust.example/pool"
)

// obtaining collects what a workload obtains, each principal by the best way to it.
type obtaining struct {
	g     *Graph
	f     face
	at    map[pool.Principal]int // in the lists
	all   []item
	ranks []rank
}

// rank orders the ways to one principal as compareCandidates does.
type rank struct {
	doubtful int
	length   int32
	start    startKind
}

// startKind says by what a way starts.
type startKind uint8

const (
	byPossession startKind = iota // or as anyone at all
	withinScopes
	byName
)

func (r rank) compare(q rank) int {
	return cmp.Or(cmp.Compare(r.doubtful, q.doubtful), cmp.Compare(r.length, q.length), cmp.Compare(r.start, q.start))
}

// obtained lists the service accounts that a workload gets at, and the sets and told groups these are in, sorted.
func (g *Graph) obtained(f face) []item {
	o := obtaining{g: g, f: f, at: map[pool.Principal]int{}}
	o.follow(g.spread(f, true))
	o.follow(g.spread(f, false))
	for _, p := range g.possessions(f) {
		if p.scoped {
			o.within(p)
		}
	}
	slices.SortFunc(o.all, func(a, b item) int { return a.principal.Compare(b.principal) })
	return o.all
}

// note keeps the first of the best.
func (o *obtaining) note(r rank, x item) {
	at, seen := o.at[x.principal]
	switch {
	case !seen:
		o.at[x.principal] = len(o.all)
		o.all, o.ranks = append(o.all, x), append(o.ranks, r)
	case r.compare(o.ranks[at]) < 0:
		o.all[at], o.ranks[at] = x, r
	}
}

// follow notes what the vertices of a walk are worth.
func (o *obtaining) follow(s *spread) {
	for _, v := range s.order {
		at := s.steps[v]
		for i, p := range o.g.obtainedAt(v) {
			r := rank{truth(!s.certain), at.length + int32(min(i, 1)), at.start}
			o.note(r, item{p, Obtains, func() Path { return s.pathTo(o.f, v, p) }, s.doubts(o.f, v)})
		}
	}
}

// within notes an account that is held within scopes, and the sets and groups that it is in, but nothing behind them.
func (o *obtaining) within(got possession) {
	doubtful := min(len(got.doubts), 1)
	for _, in := range o.g.inclusions(got.account) {
		way := append(o.g.possessionEdges(o.f, &got), o.g.scopedEdges(got.account, in.principal)...)
		o.note(rank{doubtful, 1 + in.length, withinScopes}, item{in.principal, Obtains, func() Path { return way }, got.doubts})
	}
}

// obtainedAt lists what a vertex of the impersonation graph is worth to whoever gets there: an account and the sets that it
// is in, or a told group.
func (g *Graph) obtainedAt(v int32) []pool.Principal {
	n := int32(len(g.accounts))
	switch {
	case v < n:
		return append([]pool.Principal{g.vertex(v).Principal}, g.setsOf(v)...)
	case v >= 2*n && g.member(v-2*n).selector.selects == gathered:
		return []pool.Principal{g.vertex(v).Principal}
	default:
		return nil
	}
}
