package fleet

import (
	"fmt"
	"maps"
	"slices"

	"fleettrust.example/pool"
)

// judge sets exactness and reasons: of the question, of each account and member on the way, and of each assumer.
func (a *Answer) judge() {
	unsettled, doubts := a.lacks(), a.doubts()
	a.exactness = Exact
	if len(doubts) > 0 {
		a.exactness = UpperBound
	}
	if len(unsettled) > 0 {
		a.exactness = Unsettled
	}
	a.unsettled = reasons(unsettled)
	a.reasons = reasons(slices.Concat(unsettled, doubts, a.leanings(), a.emptiness()))
}

// lacks says what the answer may lack.
func (a *Answer) lacks() []Reason {
	g := a.g
	unsettled := slices.Concat(g.selectorGaps(a.selector), g.unmodelled(a.selector), a.nodeGaps())
	if a.selector.selects == elsewhere {
		unsettled = append(unsettled, a.selector.doubts...)
	}
	for v := range a.any.hops {
		unsettled = append(unsettled, g.vertexGaps(v)...)
	}
	return unsettled
}

// leanings says whom an assumption leaves out. That makes an answer no less exact: it is the truth as assumed.
func (a *Answer) leanings() []Reason {
	rs := a.g.leanings(a.selector)
	for v := range a.any.hops {
		if n := 2 * int32(len(a.g.accounts)); v >= n {
			rs = append(rs, a.g.leanings(a.g.member(v-n).selector)...)
		} else {
			rs = append(rs, a.g.assumedAway(a.g.accountOf(v))...)
		}
	}
	return rs
}

// assumedAway says which policies over an account cut somebody off by an assumption.
func (g *Graph) assumedAway(a int32) []Reason {
	rs := append(g.boundAway(a), g.account(a).leans...)
	for at := range g.chain(g.account(a).node) {
		rs = append(rs, g.nodes[at].leans...)
	}
	return rs
}

func (g *Graph) leanings(s selector) []Reason {
	if s.pool < 0 || s.selects == nobody {
		return nil
	}
	at := &g.pools[s.pool]
	rs := slices.Concat(at.leans, at.assumed)
	outside := slices.ContainsFunc(at.providers, func(p entry) bool { return g.clusters[p.of].fact.Mode == Outside })
	if s.selects == credentials && outside && g.assume.PoolSetWithoutOutside {
		rs = append(rs, Reason{fmt.Sprintf("clusters outside Google Cloud are left out of the set of all identities of pool %s", at.name), "Assumptions.PoolSetWithoutOutside"})
	}
	return rs
}

// doubts gathers those of all assumers, following each way once.
func (a *Answer) doubts() []Reason {
	d := doubting{a: a, seen: map[Reason]bool{}, walked: map[int32]bool{}}
	for _, c := range a.found {
		if c.sure {
			continue
		}
		d.note(c.doubts)
		if c.provision >= 0 {
			d.note(a.g.clusterOf(c.w).provisions[c.provision].doubts)
		}
		d.walk(c.member)
	}
	for _, v := range a.vertices {
		d.note(a.g.memberDoubts(v))
		if _, certain := a.certain.hops[v]; !certain {
			d.walk(v)
		}
	}
	return slices.SortedFunc(maps.Keys(d.seen), Reason.compare)
}

// doubting collects doubts along ways.
type doubting struct {
	a      *Answer
	seen   map[Reason]bool
	walked map[int32]bool
}

func (d *doubting) note(rs []Reason) {
	for _, r := range rs {
		d.seen[r] = true
	}
}

// walk notes the doubts of the way from a vertex on, as far as it was not walked before.
func (d *doubting) walk(v int32) {
	for v != target && !d.walked[v] {
		d.walked[v] = true
		h := d.a.any.hops[v]
		d.note(d.a.edge(v, h).Doubts)
		v = h.next
	}
}

// vertexGaps says what was not read about a vertex of the impersonation graph.
func (g *Graph) vertexGaps(v int32) []Reason {
	n := int32(len(g.accounts))
	switch {
	case v < n:
		return append(g.policyGaps(v), g.possessorGaps(v)...)
	case v < 2*n:
		return g.policyGaps(v - n)
	default:
		return g.selectorGaps(g.member(v - 2*n).selector)
	}
}

// unmodelled names the ways to a principal that this library does not know.
func (g *Graph) unmodelled(s selector) []Reason {
	switch {
	case s.principal.Kind() == pool.KindUser:
		return []Reason{{"service accounts with domain-wide delegation can act as users of a Workspace domain, which is not modelled", "the delegations of the domain"}}
	case s.selects == accountsIn:
		return s.doubts
	case s.selects == oneAccount && g.account(s.account).googles:
		return []Reason{agentDoubt(g.account(s.account).email)}
	case s.selects == anyAccount:
		return []Reason{{"accounts outside this world are in allAuthenticatedUsers too", ""}}
	}
	return nil
}
