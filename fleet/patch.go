package fleet

import (
	"hash/maphash"

	"fleettrust.example/pool"
)

// A patch is what a graph has otherwise than its flat rows, which it shares with the graph that it was made from. Only grants on
// accounts and on resources above them are changed so: whatever follows from those rows alone holds in a graph with a patch.
type patch struct {
	grants   sparse[grant]  // those after the flat ones
	members  sparse[member] // those after the flat ones, and those that other grants name than did
	accounts sparse[account]
	nodes    sparse[[]int32] // the grants on a node

	known sparse[[]int32] // by hash of their principal: the members after the flat ones
	seed  maphash.Seed

	firstGrant, firstMember int32 // that are free
}

func (p *patch) note(m int32, of pool.Principal) {
	hash := uint32(maphash.Comparable(p.seed, of))
	slot := []int32{m}
	if old := p.known.at(hash); old != nil {
		slot = append(slot, *old...)
	}
	p.known = p.known.with(hash, &slot)
}

// find gives a member after the flat ones.
func (p *patch) find(of pool.Principal) (int32, bool) {
	if slot := p.known.at(uint32(maphash.Comparable(p.seed, of))); slot != nil {
		for _, m := range *slot {
			if p.members.at(uint32(m)).principal == of {
				return m, true
			}
		}
	}
	return 0, false
}

func (g *Graph) grant(i int32) *grant {
	if int(i) < len(g.grants) {
		return &g.grants[i]
	}
	return g.patch.grants.at(uint32(i))
}

func (g *Graph) member(m int32) *member {
	if g.patch != nil {
		if row := g.patch.members.at(uint32(m)); row != nil {
			return row
		}
	}
	return &g.members[m]
}

func (g *Graph) account(a int32) *account {
	if g.patch != nil {
		if row := g.patch.accounts.at(uint32(a)); row != nil {
			return row
		}
	}
	return &g.accounts[a]
}

// grantsAt lists the grants on exactly a node.
func (g *Graph) grantsAt(node int32) []int32 {
	if g.patch != nil {
		if list := g.patch.nodes.at(uint32(node)); list != nil {
			return *list
		}
	}
	return g.nodes[node].grants
}
