package fleet

import (
	"cmp"
	"fmt"
	"slices"

	"fleettrust.example/pool"
)

// boundary is a principal access boundary with the places that those bound to it can reach.
type boundary struct {
	fact   Boundary
	places []int32
	holds  Setting // its condition
}

// bond is what a boundary means for the members of a principal.
type bond byte

const (
	unbound bond = iota
	held
	boundIfPods // by Assumptions.DenyBindsPods
	maybeBound
)

func (c *compiler) compileBoundaries() {
	key := func(a, b Boundary) int {
		return cmp.Or(compareText(a.Name, b.Name), a.Set.Compare(b.Set), slices.CompareFunc(a.Resources, b.Resources, Resource.compare), compareText(a.Condition, b.Condition), cmp.Compare(a.Version, b.Version))
	}
	same := func(a, b Boundary) bool { return key(a, b) == 0 }
	for _, f := range distinct(c, c.builder.boundaries, key, same, nameBoundary) {
		c.addBoundary(f)
	}
}

func nameBoundary(f Boundary) string { return fmt.Sprintf("access boundary %q", f.Name) }

// addBoundary leaves out the places that were not told: what lies in them is not in this world.
func (c *compiler) addBoundary(f told[Boundary]) {
	if !f.fact.Set.IsValid() {
		c.fault(f.at, nameBoundary(f.fact), "is bound to no set of principals")
	}
	b := boundary{fact: f.fact, holds: On}
	if f.fact.Condition != "" {
		b.holds, _ = c.condition(f.fact.Condition, Request{})
	}
	for _, r := range f.fact.Resources {
		r, _ = c.resource(r)
		if n, ok := c.g.findNode(r); ok {
			b.places = append(b.places, n)
		}
	}
	c.g.boundaries = append(c.g.boundaries, b)
}

// bondsOf says, boundary by boundary, how a member is bound. It is a text, as denialsOf is.
func (g *Graph) bondsOf(m int32) string {
	all := make([]byte, len(g.boundaries))
	for i := range g.boundaries {
		all[i] = byte(g.bond(&g.boundaries[i], m))
	}
	return string(all)
}

// bond evaluates a boundary. One of which the version was not told may block nothing of IAM.
// Sources: https://docs.cloud.google.com/iam/docs/principal-access-boundary-policies;
// https://docs.cloud.google.com/iam/docs/pab-blocked-permissions, read 2026-11-21.
func (g *Graph) bond(b *boundary, m int32) bond {
	const ofServiceAccounts = 3 // the first version that blocks serviceAccounts.* and serviceAccountKeys.*
	e := g.extent([]pool.Principal{b.fact.Set}, m, g.podsBound)
	if e == wholly && g.member(m).selector.selects != oneAccount && !g.holdsPods(m) && g.member(m).selector.selects != accountsIn {
		e = partly
	}
	switch {
	case e == disjoint || b.holds == Off || b.fact.Version > 0 && b.fact.Version < ofServiceAccounts:
		return unbound
	case e == partly || b.holds != On || b.fact.Version == 0:
		return maybeBound
	case !g.holdsPods(m):
		return held
	case g.assume.DenyBindsPods:
		return boundIfPods
	default:
		return maybeBound
	}
}

// podsBound says how much of a principal of Kubernetes identities is in the set of a boundary: of a pool, or of the project,
// folder or organization that the pool lies in.
func (g *Graph) podsBound(p, q pool.Principal) extent {
	s := g.selector(q)
	if i, ok := g.poolOf(p); ok {
		switch at := g.pools[i].project; {
		case s.selects == accountsIn:
			return g.placeWithin(at, s.node)
		case s.untold():
			return g.apart(selector{selects: accountsIn, node: at}, q)
		}
	}
	return g.podsAmong(p, q)
}

// lets says whether a boundary lets those bound to it reach a place.
func (g *Graph) lets(b *boundary, at int32) extent {
	for _, place := range b.places {
		if at >= 0 && g.isBelow(at, place) {
			return wholly
		}
	}
	if len(b.fact.Resources) > 0 && !g.placed(at) {
		return partly
	}
	return disjoint
}

// blocked says whether boundaries keep a member from a place: it is blocked when it is bound, and no boundary it is bound to
// lets it there.
func (g *Graph) blocked(m, at int32) extent {
	sure, maybe := disjoint, disjoint
	open := false
	for i := range g.boundaries {
		b := &g.boundaries[i]
		switch how, lets := bond(g.member(m).bonds[i]), g.lets(b, at); {
		case how == unbound:
		case how != maybeBound && lets == wholly:
			return disjoint
		case how != maybeBound:
			sure, open = wholly, open || lets == partly
		case lets == wholly:
			open = true
		default:
			maybe = partly
		}
	}
	switch {
	case sure == wholly && !open:
		return wholly
	default:
		return max(min(sure, partly), maybe)
	}
}

// bars reports that boundaries keep the member of a grant from the place of any of some powers, to that extent.
func (g *Graph) bars(gr *grant, a int32, any power, e extent) bool {
	return len(g.boundaries) > 0 && slices.ContainsFunc(byPlace, func(part power) bool {
		return any&part != 0 && g.blocked(gr.member, g.low(part, gr, a)) == e
	})
}

// low is the lowest resource on which a power gets at an account: a boundary that reaches any of them reaches it.
func (g *Graph) low(part power, gr *grant, a int32) int32 {
	switch part {
	case setOrganizationPolicy:
		return gr.node
	case setFolderPolicy:
		for at := range g.chain(g.account(a).node) {
			if g.nodes[at].resource.kind == FolderResource {
				return at
			}
		}
		return -1
	default:
		return g.account(a).node
	}
}

func (g *Graph) boundReason(gr *grant, a int32) Reason {
	return Reason{fmt.Sprintf("access boundaries may keep %s from service account %s", g.member(gr.member).principal, g.account(a).email), "who is bound, by which version, and Assumptions.DenyBindsPods"}
}

// boundAway says which boundaries are assumed to bind Kubernetes identities, and keep some from an account that a grant gives
// them.
func (g *Graph) boundAway(a int32) []Reason {
	var rs []Reason
	if len(g.boundaries) == 0 || !g.assume.DenyBindsPods {
		return nil
	}
	for i := range g.grantsOver(a, false, false, nil) {
		gr := g.grant(i)
		used := gr.powers &^ (policyPowers &^ g.policyPowers(gr, a))
		for k := range g.boundaries {
			b := &g.boundaries[k]
			keeps := func(part power) bool { return used&part != 0 && g.lets(b, g.low(part, gr, a)) != wholly }
			if bond(g.member(gr.member).bonds[k]) == boundIfPods && slices.ContainsFunc(byPlace, keeps) {
				rs = append(rs, Reason{fmt.Sprintf("access boundary %q is assumed to bind Kubernetes identities, and keeps some away", b.fact.Name), "Assumptions.DenyBindsPods"})
			}
		}
	}
	return reasons(rs)
}
