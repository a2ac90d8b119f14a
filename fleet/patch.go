package fleet

// A patch is what a graph has otherwise than its flat rows, which it shares with the graph that it was made from. Only grants on
// accounts and on resources above them are changed so: whatever follows from those rows alone holds in a graph with a patch.
type patch struct {
	grants   sparse[grant]  // those after the flat ones
	members  sparse[member] // those after the flat ones, and those that other grants name than did
	accounts sparse[account]
	nodes    sparse[[]int32] // the grants on a node

	firstGrant, firstMember int32 // that are free
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
