package fleet

import (
	"cmp"
	"iter"
	"slices"

	"fleettrust.example/pool"
)

// member is a principal that a decisive grant or a told group names, or such a group.
type member struct {
	principal pool.Principal
	provider  string // of the tokens that are meant; "" for any
	selector  selector
	grants    []int32
	denies    string  // see denialsOf
	bonds     string  // see bondsOf
	inside    []int32 // of a told group: the members directly in it, sorted
	groups    []int32 // the told groups it is directly in, sorted
}

// compileMembers lists the distinct members of grants and groups, and hangs them on the accounts they hold.
func (c *compiler) compileMembers() {
	g := c.g
	g.members = c.memberNames()
	for i := range g.members {
		m := &g.members[i]
		m.selector = g.selector(m.principal)
		m.selector.provider = m.provider
	}
	for i := range g.grants {
		m, _ := g.findMemberBy(g.grants[i].binding.Member, g.grants[i].provider)
		g.grants[i].member = m
		g.members[m].grants = append(g.members[m].grants, int32(i))
	}
	for m := range g.members {
		c.hangMember(int32(m))
		if g.isOdd(g.members[m].selector) {
			g.odd = append(g.odd, int32(m))
		}
	}
	c.hangGroups()
	c.compileDenials()
}

// memberNames lists the members of grants, groups and authority, sorted: those of grants whose condition asks for one provider apart from the others.
func (c *compiler) memberNames() []member {
	var ms []member
	for i := range c.g.grants {
		ms = append(ms, member{principal: c.g.grants[i].binding.Member, provider: c.g.grants[i].provider})
	}
	for i := range c.g.groups {
		for _, p := range append([]pool.Principal{c.g.groups[i].fact.Name}, c.g.groups[i].fact.Members...) {
			ms = append(ms, member{principal: p})
		}
	}
	for i := range c.g.authority {
		ms = append(ms, member{principal: c.g.authority[i].binding.Member})
	}
	slices.SortFunc(ms, compareMembers)
	return slices.CompactFunc(ms, func(a, b member) bool { return compareMembers(a, b) == 0 })
}

func compareMembers(a, b member) int {
	return cmp.Or(a.principal.Compare(b.principal), compareText(a.provider, b.provider))
}

// findMember finds a principal that is meant with tokens of any provider.
func (g *Graph) findMember(p pool.Principal) (int32, bool) {
	return g.findMemberBy(p, "")
}

func (g *Graph) findMemberBy(p pool.Principal, provider string) (int32, bool) {
	m, ok := slices.BinarySearchFunc(g.members, member{principal: p, provider: provider}, compareMembers)
	return int32(m), ok
}

// isOdd reports a selector that matches workloads which are not called by its very principal.
func (g *Graph) isOdd(s selector) bool {
	switch s.selects {
	case everyone, clusters:
		return true
	default:
		return s.pool >= 0 && len(s.doubts) > 0
	}
}

// membersNamed lists the members that may select a workload, sorted.
func (g *Graph) membersNamed(f face) []int32 {
	ms := slices.Clone(g.odd)
	for _, p := range g.calledNames(f) {
		for m, _ := g.findMember(p); int(m) < len(g.members) && g.members[m].principal == p; m++ {
			ms = append(ms, m)
		}
	}
	slices.Sort(ms)
	return slices.Compact(ms)
}

func (c *compiler) hangMember(m int32) {
	s := c.g.members[m].selector
	if s.selects == oneAccount {
		c.g.accounts[s.account].self = m
		return
	}
	for a := range c.g.accountsOf(s) {
		c.g.accounts[a].sets = append(c.g.accounts[a].sets, m)
	}
}

// accountsOf yields the service accounts that a set holds, in order.
func (g *Graph) accountsOf(s selector) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		switch s.selects {
		case accountsIn:
			for _, a := range g.nodes[s.node].below {
				if !yield(a) {
					return
				}
			}
		case anyAccount, everyone:
			for a := range g.accounts {
				if !yield(int32(a)) {
					return
				}
			}
		}
	}
}
