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
	switch {
	case k.on != l.on:
		return cmp.Compare(k.on, l.on)
	case k.role != l.role:
		return cmp.Compare(k.role, l.role)
	case k.member != l.member:
		return cmp.Compare(k.member, l.member)
	default:
		return cmp.Or(cmp.Compare(k.condition, l.condition), cmp.Compare(k.unread, l.unread))
	}
}

// rankPrincipals ranks whoever a binding or a group names.
func (c *compiler) rankPrincipals() {
	bindings := &c.builder.bindings
	all := make([]pool.Principal, 0, bindings.len)
	for _, b := range bindings.all() {
		all = append(all, c.canonical(b.fact.Member))
	}
	for i := range c.builder.groups {
		f := &c.builder.groups[i].fact
		all = append(all, f.Name.Canonical())
		for _, p := range f.Members {
			all = append(all, p.Canonical())
		}
	}
	c.memberOf, c.principals = make([]uint32, len(all)), make([]pool.Principal, 0, len(all))
	for _, r := range ranked(all) {
		if n := len(c.principals); n == 0 || c.principals[n-1] != all[r.at] {
			c.principals = append(c.principals, all[r.at])
		}
		c.memberOf[r.at] = uint32(len(c.principals) - 1)
	}
}

// principalRank is a principal, by its place, with what it is ordered by first.
type principalRank struct {
	kindAndPool uint64
	number      pool.Number
	letters     uint64
	at          uint32
}

// ranked puts principals in order. Most differ in what comes first, and are not looked at again.
func ranked(all []pool.Principal) []principalRank {
	var pools numbering[pool.Name]
	ranks := make([]principalRank, len(all))
	for i, p := range all {
		ranks[i] = principalRank{uint64(p.Kind())<<32 | uint64(pools.number(p.Pool())), p.Number(), letters(p), uint32(i)}
	}
	order := pools.sort(func(a, b pool.Name) int { return pool.All(a, 0).Compare(pool.All(b, 0)) })
	for i := range ranks {
		r := &ranks[i]
		r.kindAndPool = r.kindAndPool&^0xffffffff | uint64(order[uint32(r.kindAndPool)])
	}
	slices.SortFunc(ranks, func(r, s principalRank) int {
		switch {
		case r.kindAndPool != s.kindAndPool:
			return cmp.Compare(r.kindAndPool, s.kindAndPool)
		case r.number != s.number:
			return cmp.Compare(r.number, s.number)
		case r.letters != s.letters:
			return cmp.Compare(r.letters, s.letters)
		default:
			return all[r.at].Compare(all[s.at])
		}
	})
	return ranks
}

// letters are the first of what principals of one kind, pool and number are ordered by, 0 where that is not known here.
func letters(p pool.Principal) uint64 {
	switch p.Kind() {
	case pool.KindNamespace, pool.KindSubject:
		return lettersOf(cmp.Or(p.Namespace(), p.SubjectText()), 0)
	case pool.KindServiceAccount, pool.KindUser, pool.KindGoogleGroup:
		return lettersOf(p.Email(), 0)
	default:
		return 0
	}
}

// principal finds the rank of one that a binding or a group names.
func (c *compiler) principal(p pool.Principal) uint32 {
	i, _ := slices.BinarySearchFunc(c.principals, p, pool.Principal.Compare)
	return uint32(i)
}

// bindingKeys gives the distinct bindings in order: by resource, role, member and condition, of each where it was read first.
func (c *compiler) bindingKeys() []bindingKey {
	var texts numbering[string]
	var lost numbering[Resource]
	bindings := &c.builder.bindings
	keys := make([]bindingKey, bindings.len)
	for i, b := range bindings.all() {
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
		return cmp.Or(bindings.at(int(k.at)).at.compare(bindings.at(int(l.at)).at), cmp.Compare(k.at, l.at))
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

// spell spells a binding out.
func (c *compiler) spell(b *binding, k bindingKey) {
	*b = binding{*c.builder.bindings.at(int(k.at)), -1, -1, k.member}
	b.fact.Member = c.principals[k.member]
	switch on := int(k.on) - len(c.g.nodes); {
	case on < 0:
		b.node = int32(k.on)
		b.fact.On = c.g.nodes[k.on].resource
	case on < len(c.g.accounts):
		b.account = int32(on)
	}
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
