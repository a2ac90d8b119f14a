package fleet

import (
	"fmt"
	"iter"
	"slices"

	"fleettrust.example/pool"
)

// compileGroups keeps the groups and domains whose members were told: each in its one spelling, members sorted.
// Source: https://docs.cloud.google.com/iam/docs/principals-overview, read 2026-05-30.
func (c *compiler) compileGroups() {
	groups := slices.Clone(c.builder.groups)
	for i := range groups {
		f := &groups[i].fact
		f.Name, f.Members = f.Name.Canonical(), slices.Clone(f.Members)
		for k, p := range f.Members {
			f.Members[k] = p.Canonical()
		}
		slices.SortFunc(f.Members, pool.Principal.Compare)
		f.Members = slices.Compact(f.Members)
		c.checkGroup(groups[i])
	}
	key := func(a, b Group) int { return a.Name.Compare(b.Name) }
	same := func(a, b Group) bool { return a.Name == b.Name && slices.Equal(a.Members, b.Members) }
	c.g.groups = distinct(c, groups, key, same, nameGroup)
}

func nameGroup(f Group) string {
	if !f.Name.IsValid() {
		return "group"
	}
	return fmt.Sprintf("group %q", f.Name)
}

func (c *compiler) checkGroup(f told[Group]) {
	if k := f.fact.Name.Kind(); k != pool.KindGoogleGroup && k != pool.KindDomain {
		c.fault(f.at, nameGroup(f.fact), "want the name of a group or of a domain")
	}
	for _, p := range f.fact.Members {
		if !mayBeInGroup(p.Kind()) {
			c.fault(f.at, nameGroup(f.fact), fmt.Sprintf("%q cannot be in it: want users, service accounts and groups", p))
		}
	}
}

// mayBeInGroup reports what a Google group can hold. A customer stands for everyone of an organization, which a group may have
// as one member.
func mayBeInGroup(k pool.Kind) bool {
	switch k {
	case pool.KindUser, pool.KindServiceAccount, pool.KindGoogleGroup, pool.KindDomain, pool.KindCustomer, pool.KindDeleted:
		return true
	default:
		return false
	}
}

// findGroup finds a group or domain whose members were told.
func (g *Graph) findGroup(p pool.Principal) (int, bool) {
	if k := p.Kind(); k != pool.KindGoogleGroup && k != pool.KindDomain {
		return 0, false
	}
	return slices.BinarySearchFunc(g.groups, p, func(f told[Group], p pool.Principal) int { return f.fact.Name.Compare(p) })
}

// hangGroups ties the members of each told group to it.
func (c *compiler) hangGroups() {
	g := c.g
	for i := range g.groups {
		m, _ := g.findMember(g.groups[i].fact.Name)
		for _, p := range g.groups[i].fact.Members {
			in, _ := g.findMember(p)
			g.member(m).inside = append(g.member(m).inside, in)
			g.member(in).groups = append(g.member(in).groups, m)
			if s := &g.member(in).selector; s.selects == oneAccount {
				g.account(s.account).sets = append(g.account(s.account).sets, m)
			}
		}
	}
}

// insiders yields the vertices of whoever is directly in a told group: R18, a member of a group is the group to IAM.
func (g *Graph) insiders(s selector) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		if s.selects != gathered {
			return
		}
		m, _ := g.findMember(s.principal)
		for _, in := range g.member(m).inside {
			if g.alive(in) && !yield(g.memberVertex(in)) {
				return
			}
		}
	}
}

// leaves lists the members of a principal that are no told group: of one that is, those of the groups in it too, each
// once; of any other, the principal itself.
func (g *Graph) leaves(m int32) []int32 {
	if g.member(m).selector.selects != gathered {
		return []int32{m}
	}
	seen, found := map[int32]bool{m: true}, []int32{}
	for todo := []int32{m}; len(todo) > 0; {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if g.member(at).selector.selects != gathered {
			found = append(found, at)
		}
		for _, in := range g.member(at).inside {
			if !seen[in] {
				seen[in] = true
				todo = append(todo, in)
			}
		}
	}
	slices.Sort(found)
	return found
}

// holders lists some members and every told group that holds one of them, at any depth.
func (g *Graph) holders(ms []int32) []int32 {
	if len(g.groups) == 0 {
		return ms
	}
	all, seen := []int32{}, map[int32]bool{}
	for todo := slices.Clone(ms); len(todo) > 0; todo = todo[1:] {
		if m := todo[0]; !seen[m] {
			seen[m] = true
			all = append(all, m)
			todo = append(todo, g.member(m).groups...)
		}
	}
	return all
}
