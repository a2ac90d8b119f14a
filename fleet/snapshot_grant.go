package fleet

import (
	"hash/maphash"
	"slices"

	"fleettrust.example/pool"
)

// boundOn are the bindings on a resource as they are told now.
type boundOn struct {
	on  Resource
	all []Binding
}

func (s *Snapshot) resourceHash(r Resource) uint32 {
	return uint32(maphash.Comparable(s.origin.seed, r))
}

func (s *Snapshot) bindingsOn(r Resource) []Binding {
	if slot := s.bindings.at(s.resourceHash(r)); slot != nil {
		for _, b := range *slot {
			if b.on == r {
				return b.all
			}
		}
	}
	return s.origin.told().on[r]
}

func (t *turn) setBindings(r Resource, all []Binding) {
	slot := []boundOn{{r, all}}
	if old := t.bindings.at(t.resourceHash(r)); old != nil {
		slot = append(slot, slices.DeleteFunc(slices.Clone(*old), func(b boundOn) bool { return b.on == r })...)
	}
	t.bindings = t.bindings.with(t.resourceHash(r), &slot)
}

// grant tells a binding or takes it back. Under several spellings of its member it is one grant.
func (t *turn) grant(b Binding, creates bool) bool {
	on, told, ok := t.plainBinding(b)
	if !ok || creates == slices.Contains(told, b) {
		return false
	}
	left := slices.DeleteFunc(slices.Clone(told), func(x Binding) bool { return x == b })
	again := slices.ContainsFunc(left, func(x Binding) bool { return t.canonical(x) == t.canonical(b) })
	if creates {
		left = append(left, b)
	}
	t.setBindings(b.On, left)
	if again {
		return true
	}
	p := &regrant{g: t.policy.patched(), on: on}
	if creates && !p.add(t.canonical(b)) || !creates && !p.remove(t.canonical(b)) {
		return false
	}
	t.policy = p.g
	return t.refold(p.reached())
}

func (t *turn) canonical(b Binding) Binding {
	b.Member = t.origin.g.canonical(b.Member)
	return b
}

// plainBinding finds the resource of a binding that nothing can refuse, of a role that is known, without a condition; and what is
// told there now.
func (t *turn) plainBinding(b Binding) (site, []Binding, bool) {
	g := t.origin.g
	node, account := int32(-1), int32(-1)
	if i, ok := g.findNode(b.On); ok {
		node = i
	} else if i, ok := g.findAccount(b.On.id); ok && b.On.kind == AccountResource {
		account = i
	} else {
		return site{}, nil, false
	}
	refused := (&rehearsal{g: g, told: g.told}).refusesBinding(b) != nil
	plain := b.Condition == "" && b.Unread == "" && b.Member.IsValid() && predefined[b.Role]&accountPowers != 0
	return site{node, account}, t.bindingsOn(b.On), plain && !refused && t.resolves(b.Member)
}

// resolves reports a member that comes and goes without anything else: no set of accounts, and no account that only grants name.
func (t *turn) resolves(p pool.Principal) bool {
	g := t.origin.g
	switch s := g.selector(g.canonical(p)); s.selects {
	case accountsIn, anyAccount, everyone:
		_, known := g.findMember(s.principal)
		return known
	case oneAccount:
		return g.account(s.account).told
	default:
		return p.Kind() != pool.KindServiceAccount
	}
}

// refold gives accounts the keys that they have now.
func (t *turn) refold(accounts []int32) bool {
	b := t.indexing()
	b.g = t.policy
	for _, a := range accounts {
		if !b.affords(a) || !b.findKeys() || slices.ContainsFunc(b.keys, t.asksProvider) || slices.ContainsFunc(t.x.keysOf(AccountID(a)), isList) {
			return false
		}
		t.x.setKeys(AccountID(a), slices.Clone(b.keys), b.exactness(a, b.keys))
	}
	return true
}

func isList(k key) bool { return k.sort() == keyListed || k.sort() == keyFar }

// asksProvider reports a key of clusters at a pool to which clusters came, or which some left: the graph does not know them.
func (t *turn) asksProvider(k key) bool {
	return k.sort() == keyCluster && t.x.revised.providers.at(k.pool()) != nil
}

// mostRefolded is how many vertices a change may go over besides the cheap ones of each account: past that a graph is built.
const mostRefolded = 1 << 14

// indexing makes keys for the index that is on its way.
func (t *turn) indexing() *indexing {
	return &indexing{g: t.origin.g, x: t.x, plain: t.origin.plain, doubted: t.origin.doubted, left: mostRefolded}
}
