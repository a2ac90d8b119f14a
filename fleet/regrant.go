package fleet

import (
	"hash/maphash"
	"maps"
	"slices"
)

// site is a node or an account; the other is negative.
type site struct{ node, account int32 }

// regrant gives a graph with a patch one grant more or less, on a place.
type regrant struct {
	g  *Graph
	on site
}

// patched gives a graph that answers the same, and takes changes: nobody else may have it yet.
func (g *Graph) patched() *Graph {
	h := *g
	p := patch{firstGrant: int32(len(g.grants)), firstMember: int32(len(g.members)), seed: maphash.MakeSeed()}
	if g.patch != nil {
		p = *g.patch
	}
	h.patch = &p
	return &h
}

// grants are those on exactly the place.
func (r *regrant) grants() []int32 {
	if r.on.node >= 0 {
		return r.g.grantsAt(r.on.node)
	}
	return r.g.account(r.on.account).grants
}

func (r *regrant) setGrants(list []int32) {
	p := r.g.patch
	if r.on.node >= 0 {
		p.nodes = p.nodes.with(uint32(r.on.node), &list)
		return
	}
	row := *r.g.account(r.on.account)
	row.grants = list
	p.accounts = p.accounts.with(uint32(r.on.account), &row)
}

// add grants by a binding in its canonical spelling, which is not granted yet.
func (r *regrant) add(b Binding) bool {
	m, ok := r.member(b)
	if !ok {
		return false
	}
	p := r.g.patch
	i := p.firstGrant
	p.firstGrant++
	p.grants = p.grants.with(uint32(i), &grant{binding: b, node: r.on.node, account: r.on.account, member: m, powers: predefined[b.Role] & accountPowers})
	r.setGrants(append(slices.Clip(slices.Clone(r.grants())), i))
	r.setMemberGrants(m, append(slices.Clone(r.g.member(m).grants), i))
	return true
}

// remove takes the grant of a binding back.
func (r *regrant) remove(b Binding) bool {
	list := r.grants()
	at := slices.IndexFunc(list, func(i int32) bool { return r.g.grant(i).binding == b })
	if at < 0 || len(r.g.grant(list[at]).doubts) > 0 || r.g.grant(list[at]).provider != "" {
		return false
	}
	i := list[at]
	m := r.g.grant(i).member
	r.setGrants(slices.Delete(slices.Clone(list), at, at+1))
	r.setMemberGrants(m, slices.DeleteFunc(slices.Clone(r.g.member(m).grants), func(k int32) bool { return k == i }))
	return true
}

func (r *regrant) setMemberGrants(m int32, list []int32) {
	row := *r.g.member(m)
	row.grants = list
	r.g.patch.members = r.g.patch.members.with(uint32(m), &row)
}

// member finds whom a binding names, or makes a member of it. What that resolves to is no set of accounts.
func (r *regrant) member(b Binding) (int32, bool) {
	if m, ok := r.g.findMember(b.Member); ok {
		return m, true
	}
	p := r.g.patch
	m := p.firstMember
	p.firstMember++
	row := member{principal: b.Member, selector: r.g.selector(b.Member)}
	p.members = p.members.with(uint32(m), &row)
	row.denies, row.bonds = r.g.denialsOf(m), r.g.bondsOf(m)
	p.note(m, b.Member)
	if row.selector.selects == oneAccount {
		holder := *r.g.account(row.selector.account)
		holder.self = m
		p.accounts = p.accounts.with(uint32(row.selector.account), &holder)
	}
	return m, true
}

// reached lists the accounts that a grant on the place leads to, at any number of steps, sorted.
func (r *regrant) reached() []int32 {
	accounts := []int32{r.on.account}
	if r.on.node >= 0 {
		accounts = r.g.nodes[r.on.node].below
	}
	s := &spread{g: r.g, steps: map[int32]step{}, done: map[carry]bool{}}
	var level []int32
	for _, a := range accounts {
		for _, v := range []int32{r.g.token(a), r.g.delegate(a)} {
			s.steps[v] = step{from: target}
			level = append(level, v)
		}
	}
	for len(level) > 0 {
		level = s.advance(level)
	}
	met := map[int32]bool{}
	for v := range s.steps {
		if v < 2*int32(len(r.g.accounts)) {
			met[r.g.accountOf(v)] = true
		}
	}
	return slices.Sorted(maps.Keys(met))
}
