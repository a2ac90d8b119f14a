package fleet

import (
	"cmp"
	"slices"

	"fleettrust.example/pool"
)

// binding is a Binding with its resource and its member in one spelling, and their numbers. One on what was not told has neither node
// nor account, and is a fault.
type binding struct {
	told[Binding]
	node, account int32
	member        uint32 // among the principals of the compiler
}

// bindingKey is a binding in numbers, which compare as what they stand for does.
type bindingKey struct {
	on, role, member, condition, unread uint32
	at                                  int32 // among those told
}

func (k bindingKey) compare(l bindingKey) int {
	if d := cmp.Or(cmp.Compare(k.on, l.on), cmp.Compare(k.role, l.role), cmp.Compare(k.member, l.member)); d != 0 {
		return d
	}
	return cmp.Or(cmp.Compare(k.condition, l.condition), cmp.Compare(k.unread, l.unread))
}

// numberPrincipals ranks whoever a binding or a group names.
func (c *compiler) numberPrincipals() {
	c.memberOf = make([]uint32, len(c.builder.bindings))
	for i := range c.builder.bindings {
		c.memberOf[i] = c.principals.number(c.canonical(c.builder.bindings[i].fact.Member))
	}
	for i := range c.builder.groups {
		f := &c.builder.groups[i].fact
		c.principals.number(f.Name.Canonical())
		for _, p := range f.Members {
			c.principals.number(p.Canonical())
		}
	}
	ranks := c.principals.sort(pool.Principal.Compare)
	for i, m := range c.memberOf {
		c.memberOf[i] = ranks[m]
	}
}

// sort numbers the values anew, in order, and gives the new number of each old one.
func (n *numbering[T]) sort(compare func(a, b T) int) []uint32 {
	order := make([]uint32, len(n.all))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(i, j uint32) int { return compare(n.all[i], n.all[j]) })
	sorted, ranks := make([]T, len(order)), make([]uint32, len(order))
	for rank, i := range order {
		sorted[rank], ranks[i] = n.all[i], uint32(rank)
	}
	for v, i := range n.numbers {
		n.numbers[v] = ranks[i]
	}
	n.all = sorted
	return ranks
}

// bindingKeys gives the distinct bindings in order: by resource, role, member and condition, of each where it was read first.
func (c *compiler) bindingKeys() []bindingKey {
	var texts numbering[string]
	var lost numbering[Resource]
	keys := make([]bindingKey, len(c.builder.bindings))
	for i := range keys {
		b := &c.builder.bindings[i]
		on := c.placeOf(b, &lost)
		keys[i] = bindingKey{on, texts.number(b.fact.Role), c.memberOf[i], texts.number(b.fact.Condition), texts.number(b.fact.Unread), int32(i)}
	}
	ranks := texts.sort(compareText)
	for i := range keys {
		k := &keys[i]
		k.role, k.condition, k.unread = ranks[k.role], ranks[k.condition], ranks[k.unread]
	}
	slices.SortFunc(keys, func(k, l bindingKey) int {
		if d := k.compare(l); d != 0 {
			return d
		}
		return cmp.Or(c.builder.bindings[k.at].at.compare(c.builder.bindings[l.at].at), cmp.Compare(k.at, l.at))
	})
	return slices.CompactFunc(keys, func(k, l bindingKey) bool { return k.compare(l) == 0 })
}

// placeOf numbers the resource of a binding: nodes, then accounts, then what was not told, which is a fault.
func (c *compiler) placeOf(b *told[Binding], lost *numbering[Resource]) uint32 {
	if b.fact.Member.IsValid() == (b.fact.Unread != "") {
		c.fault(b.at, nameBinding(b.fact), "want a member, or else the text of one that cannot be read")
	}
	if a, ok := c.g.findAccount(b.fact.On.id); ok && b.fact.On.kind == AccountResource {
		return uint32(len(c.g.nodes)) + uint32(a)
	}
	if r, ok := c.resource(b.fact.On); ok && r.kind != AccountResource {
		return uint32(c.g.nodeOf[r])
	}
	c.fault(b.at, nameBinding(b.fact), "the resource was not told")
	return uint32(len(c.g.nodes)+len(c.g.accounts)) + lost.number(b.fact.On)
}

// binding spells a binding out.
func (c *compiler) binding(k bindingKey) binding {
	b := binding{c.builder.bindings[k.at], -1, -1, k.member}
	b.fact.Member = c.principals.all[k.member]
	switch on := int(k.on) - len(c.g.nodes); {
	case on < 0:
		b.node = int32(k.on)
		b.fact.On = c.g.nodes[k.on].resource
	case on < len(c.g.accounts):
		b.account = int32(on)
	}
	return b
}

func nameBinding(b Binding) string { return "binding on " + nameResource(b.On) }

// policies is where a binding hangs, nil for one on what was not told.
func (c *compiler) policies(node, account int32) *policies {
	switch {
	case node >= 0:
		return &c.g.nodes[node].policies
	case account >= 0:
		return &c.g.accounts[account].policies
	default:
		return nil
	}
}

// meaning is what a role can do, why that is not certain, and what is wrong with it.
type meaning struct {
	powers power
	doubts []Reason
	wrong  []string
}

// powers is what the role of a binding can do, and why that is not certain.
func (c *compiler) powers(b *binding) (power, []Reason) {
	m, ok := c.meanings[b.fact.Role]
	if !ok {
		m = c.meaning(b.fact.Role)
		c.meanings[b.fact.Role] = m
	}
	for _, wrong := range m.wrong {
		c.fault(b.at, nameBinding(b.fact), wrong)
	}
	return m.powers, m.doubts
}
