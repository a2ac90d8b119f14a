package fleet

import (
	"cmp"
	"slices"

	"fleettrust.example/pool"
)

// Attachers lists who may attach a service account to a resource (R19): the members of bindings with
// iam.serviceAccounts.actAs over it, and whoever can act as one of them. Attaching gives no token, so nobody is in
// Assumers for it; with a right to create the resource it gives code that runs as the account. Sorted as Answer.All, each with
// the shortest path, certain rather than in doubt. Empty for any other principal. O(bindings over the account × Assumers).
// Source: https://docs.cloud.google.com/iam/docs/attach-service-accounts, read 2026-05-30.
func (g *Graph) Attachers(p pool.Principal) []Assumer {
	s := g.selector(g.canonical(p))
	if s.selects != oneAccount {
		return nil
	}
	var all []Assumer
	for i := range g.authority {
		if row := &g.authority[i]; g.attaches(row, s.account) {
			all = append(all, g.attachersBy(row, s.principal)...)
		}
	}
	slices.SortFunc(all, func(a, b Assumer) int {
		return cmp.Or(a.vertex().Compare(b.vertex()), cmp.Compare(a.Exactness(), b.Exactness()), cmp.Compare(len(a.Path), len(b.Path)))
	})
	return slices.CompactFunc(all, func(a, b Assumer) bool { return a.vertex() == b.vertex() })
}

// attaches reports that a row lets its member attach an account.
func (g *Graph) attaches(row *authority, a int32) bool {
	return row.powers&attach != 0 && g.usable(a) && (row.account == a || g.covers(row.node, g.account(a).node))
}

// attachersBy lists who is or can act as the member of a row.
func (g *Graph) attachersBy(row *authority, p pool.Principal) []Assumer {
	member := row.binding.Member
	edge := Edge{From: memberVertex(member), To: memberVertex(p), Rule: R19, Fact: row.text(), Source: row.at, Doubts: reasons(row.doubts)}
	var all []Assumer
	for x := range g.answer(row.selector).All() {
		x.Strength, x.Path = Attaches, append(slices.Clip(x.Path), edge)
		all = append(all, x)
	}
	if row.selector.standsForMore() || row.selector.selects == oneAccount {
		edge.Doubts = reasons(slices.Concat(edge.Doubts, row.selector.doubts))
		all = append(all, Assumer{Strength: Attaches, Member: member, Path: Path{edge}})
	}
	return all
}
