package fleet

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// grant is a binding with powers. Exactly one of node and account is not negative.
type grant struct {
	binding Binding
	at      Source
	node    int32
	account int32
	member  int32
	powers  power
	doubts  []Reason

	provider string // the grant holds for tokens of this one only; "" for any
}

// text says a grant as a person would.
func (gr *grant) text() string {
	t := gr.binding.Role + " on " + gr.binding.On.String()
	if gr.binding.Condition != "" {
		t += " if " + oneLine(gr.binding.Condition)
	}
	return t
}

// oneLine takes the line breaks out of a condition, which mean nothing in it.
func oneLine(condition string) string { return strings.Join(strings.Fields(condition), " ") }

// compileToldAccounts lists the Google service accounts that were told.
func (c *compiler) compileToldAccounts() {
	key := func(a, b GSA) int { return compareText(a.Email, b.Email) }
	c.g.accounts = make([]account, 0, len(c.builder.gsas))
	for _, f := range distinct(c, c.builder.gsas, key, equal, nameGSA) {
		c.addAccount(f)
	}
}

// compileAccounts adds those that only a member, a node pool or a Secret names: such an account may be real, and a link of a chain.
func (c *compiler) compileAccounts() {
	c.addNamedAccounts()
	c.g.emails, _ = newDictionary(slices.Collect(c.g.Accounts()))
	for i := range c.g.accounts {
		for at := range c.g.chain(c.g.accounts[i].node) {
			c.g.nodes[at].below = append(c.g.nodes[at].below, int32(i))
		}
	}
}

func (c *compiler) addAccount(f told[GSA]) {
	name := pool.ServiceAccount(f.fact.Email)
	if !name.IsValid() {
		c.fault(f.at, nameGSA(f.fact), "not the e-mail of a service account")
		return
	}
	says, ok := c.accountNode(name)
	at := says
	if f.fact.Project != "" {
		at, ok = orNone(c.project(f.fact.Project))
	}
	if !ok {
		c.fault(f.at, nameGSA(f.fact), "its project was not told")
	} else if says >= 0 && says != at {
		c.fault(f.at, nameGSA(f.fact), fmt.Sprintf("is of project %q by its e-mail, and told to be of %q", c.g.nodes[says].resource.id, f.fact.Project))
	}
	c.g.accounts = append(c.g.accounts, account{email: f.fact.Email, node: at, told: true, disabled: f.fact.Disabled, at: f.at, googles: isGoogles(name), self: -1})
}

func nameGSA(f GSA) string { return fmt.Sprintf("service account %q", f.Email) }

// accountNode finds the project of an account, as its e-mail says.
func (c *compiler) accountNode(name pool.Principal) (int32, bool) {
	of, ok := name.Account()
	switch {
	case ok && of.Project != "":
		return orNone(c.project(of.Project))
	case ok && of.Kind == pool.AccountDefaultCompute:
		return orNone(c.project(of.Number.String()))
	}
	return -1, false
}

func orNone(i int32, ok bool) (int32, bool) {
	if !ok {
		return -1, false
	}
	return i, true
}

func (c *compiler) addNamedAccounts() {
	n := len(c.g.accounts)
	for _, m := range c.principals {
		c.nameAccount(n, m)
	}
	for i := range c.g.clusters {
		for _, p := range c.g.clusters[i].nodePools {
			c.nameAccount(n, pool.ServiceAccount(p.email))
		}
	}
	for _, s := range c.g.secrets {
		c.nameAccount(n, pool.ServiceAccount(s.fact.Key))
	}
	slices.SortFunc(c.g.accounts, func(a, b account) int { return compareText(a.email, b.email) })
	c.g.accounts = slices.CompactFunc(c.g.accounts, func(a, b account) bool { return a.email == b.email })
}

// nameAccount adds an account that is not among the first known ones, which were told.
func (c *compiler) nameAccount(known int, name pool.Principal) {
	if name.Kind() != pool.KindServiceAccount {
		return
	}
	if _, ok := slices.BinarySearchFunc(c.g.accounts[:known], name.Email(), func(a account, e string) int { return compareText(a.email, e) }); !ok {
		at, _ := c.accountNode(name)
		c.g.accounts = append(c.g.accounts, account{email: name.Email(), node: at, googles: isGoogles(name), self: -1})
	}
}

// compileGrants keeps the bindings whose role holds a power, on a resource that was told.
func (c *compiler) compileGrants() {
	c.compileDenies()
	keys := c.bindingKeys()
	c.g.grants = make([]grant, 0, len(keys))
	var b binding
	for _, k := range keys {
		c.spell(&b, k)
		c.compileGrant(&b)
	}
	c.hangGrants()
}

func (c *compiler) compileGrant(b *binding) {
	p, doubts := c.powers(b)
	if b.fact.Condition == "" {
		c.addPart(b, conditioned{powers: p}, doubts)
	} else {
		left := c.conditions(b, p)
		for _, part := range left {
			c.addPart(b, part, doubts)
		}
		c.lapse(b, p, left)
	}
	if p&accountPowers == 0 && b.fact.On.kind == AccountResource {
		c.g.weak = append(c.g.weak, b.told)
	}
}

// addPart keeps what a binding gives, or a part of it.
func (c *compiler) addPart(b *binding, part conditioned, doubts []Reason) {
	c.addAuthority(b, part, doubts)
	c.addGrant(b, part, doubts)
}

// canonical gives a principal its one spelling: with the project's number where the pool's project is known.
func (c *compiler) canonical(p pool.Principal) pool.Principal { return c.g.canonical(p) }

func (g *Graph) canonical(p pool.Principal) pool.Principal {
	p = p.Canonical()
	if !p.Pool().IsValid() || p.Number() != 0 {
		return p
	}
	if i, ok := g.poolOf(p); ok {
		return p.WithNumber(g.poolNumber(i))
	}
	return p
}

func (g *Graph) poolNumber(i int32) pool.Number { return g.nodes[g.pools[i].project].number }

func (c *compiler) addGrant(b *binding, part conditioned, doubts []Reason) {
	p, on := part.powers&accountPowers, c.policies(b.node, b.account)
	switch {
	case p == 0 || on == nil: // a fault already
	case b.fact.Unread != "":
		on.unread = append(on.unread, b.told)
	default:
		c.g.grants = append(c.g.grants, newGrant(b, part, p, doubts))
	}
}

// newGrant is some powers of what is left of a binding. Its member is a principal of the compiler until members are known.
func newGrant(b *binding, part conditioned, p power, doubts []Reason) grant {
	return grant{b.fact, b.at, b.node, b.account, int32(b.member), p, slices.Concat(doubts, part.doubts), part.provider}
}

// hangGrants hangs the grants on their places. They come sorted by them.
func (c *compiler) hangGrants() {
	g := c.g
	all := make([]int32, len(g.grants))
	first := 0
	for i := range g.grants {
		all[i] = int32(i)
		if next := i + 1; next == len(all) || g.grants[next].node != g.grants[i].node || g.grants[next].account != g.grants[i].account {
			c.policies(g.grants[i].node, g.grants[i].account).grants = all[first:next:next]
			first = next
		}
	}
}
