package fleet

import (
	"slices"

	"fleettrust.example/pool"
)

// extent says how much of a principal is in another.
type extent uint8

const (
	disjoint extent = iota // nobody
	partly                 // some, or it is not known
	wholly                 // all
)

// among says how much of a member is among the principals of a policy that Kubernetes identities are named in by few forms.
func (g *Graph) among(ps []pool.Principal, m int32) extent {
	return g.extent(ps, m, g.podsAmong)
}

// excepted does the same for exceptions: a form that has no meaning there is not trusted to mean nobody.
func (g *Graph) excepted(ps []pool.Principal, m int32) extent {
	return g.extent(ps, m, func(p, q pool.Principal) extent {
		if e := g.podsAmong(p, q); e > disjoint || !q.Overlaps(p) {
			return e
		}
		return partly
	})
}

// extent goes over the members of a group that was told. An empty group has nobody in it who could be among others.
func (g *Graph) extent(ps []pool.Principal, m int32, pods func(p, q pool.Principal) extent) extent {
	whole, some := true, false
	for _, leaf := range g.leaves(m) {
		e := disjoint
		for _, q := range ps {
			e = max(e, g.leafAmong(g.member(leaf).principal, q, pods))
		}
		whole, some = whole && e == wholly, some || e > disjoint
	}
	switch {
	case some && whole:
		return wholly
	case some:
		return partly
	default:
		return disjoint
	}
}

// leafAmong opens the other side, if that is a group that was told.
func (g *Graph) leafAmong(p, q pool.Principal, pods func(p, q pool.Principal) extent) extent {
	one := func(q pool.Principal) extent {
		if g.isPods(p) {
			return pods(p, q)
		}
		return g.leafWithin(p, q)
	}
	q = q.Canonical()
	if _, told := g.findGroup(q); !told {
		return one(q)
	}
	m, _ := g.findMember(q)
	e := disjoint
	for _, in := range g.leaves(m) {
		e = max(e, one(g.member(in).principal))
	}
	return e
}

// leafWithin compares by name, and service accounts by the place they lie in.
func (g *Graph) leafWithin(p, q pool.Principal) extent {
	switch {
	case q.Covers(p):
		return wholly
	case !q.Overlaps(p):
		return disjoint
	}
	x, y := g.selector(p), g.selector(q)
	switch {
	case y.selects == accountsIn && x.selects == oneAccount:
		return g.placeWithin(g.account(x.account).node, y.node)
	case y.selects == accountsIn && x.selects == accountsIn:
		return max(g.placeWithin(x.node, y.node), min(partly, g.placeWithin(y.node, x.node)))
	case x.selects == accountsIn && y.selects == oneAccount:
		return min(partly, g.placeWithin(g.account(y.account).node, x.node))
	case y.untold():
		return g.apart(x, q)
	case x.untold():
		return g.apart(y, p)
	default:
		return partly
	}
}

// untold reports the set of accounts of a project, folder or organization that was not told.
func (s selector) untold() bool {
	return s.selects == elsewhere && s.principal.Kind() == pool.KindServiceAccountSet
}

// apart says whether an account or a set of accounts may be in the set of a place that was not told. A project of another
// number is not it, and what has no unknown place above it is not in it.
func (g *Graph) apart(s selector, set pool.Principal) extent {
	at := s.node
	if s.selects == oneAccount {
		at = g.account(s.account).node
	}
	switch {
	case at < 0 || g.nodes[at].resource.kind != ProjectResource:
		return partly
	case set.Node() == pool.NodeProject && g.nodes[at].number != 0, set.Node() != pool.NodeProject && g.placed(at):
		return disjoint
	default:
		return partly
	}
}

// placeWithin says whether a place lies in another. What lies above it may not be known.
func (g *Graph) placeWithin(at, above int32) extent {
	switch {
	case at >= 0 && g.isBelow(at, above):
		return wholly
	case g.placed(at):
		return disjoint
	default:
		return partly
	}
}

// placed reports that everything above a place is known.
func (g *Graph) placed(at int32) bool {
	known := false
	for n := range g.chain(at) {
		row := &g.nodes[n]
		known = !row.orphan && (row.resource.kind != ProjectResource || !row.gaps[GapPolicy])
	}
	return known
}

// isPods reports a principal of Kubernetes identities.
func (g *Graph) isPods(p pool.Principal) bool {
	_, known := g.poolOf(p)
	return p.Pool().IsValid() && (p.Pool().IsManaged() || known)
}

// holdsPods reports a member that has Kubernetes identities in it, among others or alone.
func (g *Graph) holdsPods(m int32) bool {
	p := g.member(m).principal
	return p.Kind() == pool.KindAllUsers || g.isPods(p)
}

// mayHoldPods reports a member of which it is not known: of a self-managed pool that may be the scope-tenancy pool of a fleet that
// was not told.
// Source: https://docs.cloud.google.com/kubernetes-engine/fleet-management/docs/authenticate-mixed-trust-workloads
func (g *Graph) mayHoldPods(m int32) bool {
	p := g.member(m).principal
	return p.Pool().IsValid() && !g.isPods(p) && namesPods(p) && !g.knowsFleet(p.Number())
}

// namesPods reports the forms that principals of Kubernetes have.
func namesPods(p pool.Principal) bool {
	switch p.Kind() {
	case pool.KindSubject:
		return p.Namespace() != ""
	case pool.KindUID, pool.KindNamespace, pool.KindCluster, pool.KindPool:
		return true
	default:
		return false
	}
}

// knowsFleet reports a project of which it is known whether it hosts a fleet, and with what scope-tenancy pool.
func (g *Graph) knowsFleet(number pool.Number) bool {
	return number != 0 && slices.ContainsFunc(g.nodes, func(at node) bool {
		return at.resource.kind == ProjectResource && at.number == number && !at.gaps[GapMemberships] && !at.gaps[GapScopes]
	})
}

// podsAmong says how much of a principal of Kubernetes identities a deny policy or a boundary can mean by another: by a
// subject, by the set of the whole pool and by everyone. By a namespace, a cluster, a UID and the spellings without a number it
// means nobody.
// Sources: https://docs.cloud.google.com/iam/docs/principal-identifiers (deny policies), read 2026-05-30;
// https://docs.cloud.google.com/iam/docs/deny-overview, read 2026-11-21.
func (g *Graph) podsAmong(p, q pool.Principal) extent {
	if q.Pool().IsManaged() && (q.Number() == 0 || q.Kind() != pool.KindSubject && q.Kind() != pool.KindPool) {
		return disjoint
	}
	q = g.canonical(q)
	switch {
	case g.selector(q).selects == nobody:
		return disjoint
	case q.Covers(p):
		return wholly
	case q.Overlaps(p):
		return partly
	default:
		return disjoint
	}
}
