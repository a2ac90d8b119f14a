package fleet

import (
	"slices"

	"fleettrust.example/pool"
)

// inclusion is what a service account is by what it is, and not by a grant: itself, a set it is in, a told group it is in or
// that has such a group in it. From is the one before it on the way.
type inclusion struct {
	principal pool.Principal
	rule      Rule // 0 for the account itself
	length    int32
	from      int
}

// inclusions lists what an account is, nearest first, and of equal length in the order of principals. O(sets and groups).
func (g *Graph) inclusions(a int32) []inclusion {
	all := []inclusion{{principal: g.vertex(g.token(a)).Principal}}
	for _, p := range g.setsOf(a) {
		all = append(all, inclusion{p, R17, 1, 0})
	}
	if self := g.account(a).self; self >= 0 {
		all = g.addGroups(all, self)
	}
	return all
}

// addGroups adds the told groups that a member is in, at any depth, each by a shortest way.
func (g *Graph) addGroups(all []inclusion, self int32) []inclusion {
	type stop struct {
		member int32
		at     int
	}
	seen := map[int32]bool{self: true}
	for todo := []stop{{self, 0}}; len(todo) > 0; todo = todo[1:] {
		for _, m := range g.member(todo[0].member).groups {
			if !seen[m] {
				seen[m] = true
				todo = append(todo, stop{m, len(all)})
				all = append(all, inclusion{g.member(m).principal, R18, all[todo[0].at].length + 1, todo[0].at})
			}
		}
	}
	return all
}

// includes gives how an account is a principal, and how far that is.
func (g *Graph) includes(a int32, p pool.Principal) (inclusion, bool) {
	all := g.inclusions(a)
	i := slices.IndexFunc(all, func(in inclusion) bool { return in.principal == p })
	if i < 0 {
		return inclusion{}, false
	}
	return all[i], true
}

// scopedEdges are the steps from a token of an account within scopes to what the account is: none to itself.
func (g *Graph) scopedEdges(a int32, p pool.Principal) Path {
	all := g.inclusions(a)
	at := slices.IndexFunc(all, func(in inclusion) bool { return in.principal == p })
	var path Path
	for ; at > 0; at = all[at].from {
		path = append(path, scopedEdge(all, at))
	}
	slices.Reverse(path)
	return path
}

// scopedEdge is the step that ends in one of what an account is.
func scopedEdge(all []inclusion, at int) Edge {
	to := all[at]
	return Edge{From: Vertex{Kind: ScopedVertex, Principal: all[to.from].principal}, To: Vertex{Kind: ScopedVertex, Principal: to.principal}, Rule: to.rule}
}
