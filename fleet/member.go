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

// naming is a principal, by its rank, and the provider of the tokens that are meant; "" for any.
type naming struct {
	principal uint32
	provider  string
}

func compareNamings(a, b naming) int {
	return cmp.Or(cmp.Compare(a.principal, b.principal), compareText(a.provider, b.provider))
}

// compileMembers lists the distinct members of grants and groups, and hangs them on the accounts they hold.
func (c *compiler) compileMembers() {
	g := c.g
	namings := c.namings()
	g.members = make([]member, len(namings))
	for i, n := range namings {
		m := &g.members[i]
		m.principal, m.provider = c.principals[n.principal], n.provider
		m.selector = g.selector(m.principal)
		m.selector.provider = n.provider
	}
	c.joinGrants(namings)
	g.roots = make([]bool, len(g.members))
	for m := range g.members {
		g.roots[m] = g.members[m].isRoot()
		c.hangMember(int32(m))
		if g.isOdd(g.members[m].selector) {
			g.odd = append(g.odd, int32(m))
		}
	}
	c.hangGroups()
	c.compileDenials()
}

// namings lists the members of grants, groups and authority, sorted: those of grants whose condition asks for one provider apart from
// the others.
func (c *compiler) namings() []naming {
	var all []naming
	named := make([]bool, len(c.principals))
	for i := range c.g.grants {
		if gr := &c.g.grants[i]; gr.provider == "" {
			named[gr.member] = true
		} else {
			all = append(all, naming{uint32(gr.member), gr.provider})
		}
	}
	for i := range c.g.authority {
		named[c.g.authority[i].member] = true
	}
	for i := range c.g.groups {
		named[c.principal(c.g.groups[i].fact.Name)] = true
		for _, p := range c.g.groups[i].fact.Members {
			named[c.principal(p)] = true
		}
	}
	for i, is := range named {
		if is {
			all = append(all, naming{principal: uint32(i)})
		}
	}
	slices.SortFunc(all, compareNamings)
	return slices.Compact(all)
}

// joinGrants joins grants and members.
func (c *compiler) joinGrants(namings []naming) {
	g := c.g
	first := make([]int32, len(c.principals))
	for i := len(namings) - 1; i >= 0; i-- {
		first[namings[i].principal] = int32(i)
	}
	ends := make([]int, len(namings)+1)
	for i := range g.grants {
		gr := &g.grants[i]
		m := first[gr.member]
		for namings[m].provider != gr.provider {
			m++
		}
		gr.member = m
		ends[m+1]++
	}
	for m := range namings {
		ends[m+1] += ends[m]
	}
	all := make([]int32, len(g.grants))
	for m := range namings {
		g.members[m].grants = all[ends[m]:ends[m]:ends[m+1]]
	}
	for i := range g.grants {
		m := &g.members[g.grants[i].member]
		m.grants = append(m.grants, int32(i))
	}
}

// findMember finds a principal that is meant with tokens of any provider.
func (g *Graph) findMember(p pool.Principal) (int32, bool) {
	m, _ := slices.BinarySearchFunc(g.members, p, func(m member, p pool.Principal) int { return m.principal.Compare(p) })
	if m < len(g.members) && g.members[m].principal == p && g.members[m].provider == "" {
		return int32(m), true
	}
	if g.patch != nil {
		if known, ok := g.patch.find(p); ok {
			return known, true
		}
	}
	return int32(m), false
}

// isRoot reports a member to which nothing leads: it is no account, has none in it, and is no group of which the members were told.
func (g *Graph) isRoot(m int32) bool {
	if int(m) < len(g.roots) {
		return g.roots[m]
	}
	return g.member(m).isRoot()
}

func (m *member) isRoot() bool {
	switch m.selector.selects {
	case oneAccount, accountsIn, anyAccount, everyone, gathered:
		return false
	default:
		return true
	}
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
