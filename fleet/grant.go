package fleet

import (
	"cmp"
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

// compileAccounts lists the Google service accounts that were told, and those that only a member, a node pool or
// a Secret names: such an account may be real, and a link of a chain.
func (c *compiler) compileAccounts() {
	key := func(a, b GSA) int { return compareText(a.Email, b.Email) }
	for _, f := range distinct(c, c.builder.gsas, key, equal, nameGSA) {
		if !pool.ServiceAccount(f.fact.Email).IsValid() {
			c.fault(f.at, nameGSA(f.fact), "not the e-mail of a service account")
			continue
		}
		at, ok := c.accountNode(f.fact)
		if !ok {
			c.fault(f.at, nameGSA(f.fact), "its project was not told")
		} else if says, _ := c.accountNode(GSA{Email: f.fact.Email}); says >= 0 && says != at {
			c.fault(f.at, nameGSA(f.fact), fmt.Sprintf("is of project %q by its e-mail, and told to be of %q", c.g.nodes[says].resource.id, f.fact.Project))
		}
		c.g.accounts = append(c.g.accounts, account{email: f.fact.Email, node: at, told: true, disabled: f.fact.Disabled, at: f.at, self: -1})
	}
	c.addNamedAccounts()
	c.g.emails = newDictionary(slices.Collect(c.g.Accounts()))
	for i := range c.g.accounts {
		for at := range c.g.chain(c.g.accounts[i].node) {
			c.g.nodes[at].below = append(c.g.nodes[at].below, int32(i))
		}
	}
}

func nameGSA(f GSA) string { return fmt.Sprintf("service account %q", f.Email) }

// accountNode finds the project of an account: as told, or as its e-mail says.
func (c *compiler) accountNode(f GSA) (int32, bool) {
	if f.Project != "" {
		return orNone(c.project(f.Project))
	}
	of, ok := pool.ServiceAccount(f.Email).Account()
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
	for _, m := range c.namedMembers() {
		if m = m.Canonical(); m.Kind() == pool.KindServiceAccount {
			c.nameAccount(n, m.Email())
		}
	}
	for i := range c.g.clusters {
		for _, p := range c.g.clusters[i].nodePools {
			c.nameAccount(n, p.email)
		}
	}
	for _, s := range c.g.secrets {
		c.nameAccount(n, s.fact.Key)
	}
	slices.SortFunc(c.g.accounts, func(a, b account) int { return compareText(a.email, b.email) })
	c.g.accounts = slices.CompactFunc(c.g.accounts, func(a, b account) bool { return a.email == b.email })
}

// namedMembers lists whoever a grant or a group names.
func (c *compiler) namedMembers() []pool.Principal {
	var ps []pool.Principal
	for _, b := range c.builder.bindings {
		ps = append(ps, b.fact.Member)
	}
	for _, f := range c.builder.groups {
		ps = append(ps, f.fact.Members...)
	}
	return ps
}

// nameAccount adds an account that is not among the first known ones, which were told.
func (c *compiler) nameAccount(known int, email string) {
	if !pool.ServiceAccount(email).IsValid() {
		return
	}
	if _, ok := slices.BinarySearchFunc(c.g.accounts[:known], email, func(a account, e string) int { return compareText(a.email, e) }); !ok {
		at, _ := c.accountNode(GSA{Email: email})
		c.g.accounts = append(c.g.accounts, account{email: email, node: at, self: -1})
	}
}

// compileGrants keeps the bindings whose role holds a power, on a resource that was told.
func (c *compiler) compileGrants() {
	c.compileDenies()
	bindings := slices.Clone(c.builder.bindings)
	for i := range bindings {
		bindings[i].fact.Member = c.canonical(bindings[i].fact.Member)
		c.checkBinding(&bindings[i])
	}
	for _, b := range distinct(c, bindings, compareBindings, equal, nameBinding) {
		p, doubts := c.powers(b)
		left := c.conditions(b, p)
		for _, part := range left {
			c.addAuthority(b, part, doubts)
			c.addGrant(b, part, doubts)
		}
		c.lapse(b, p, left)
		if p&accountPowers != 0 {
			continue
		}
		if b.fact.On.kind == AccountResource {
			c.g.weak = append(c.g.weak, b)
		}
	}
}

func compareBindings(a, b Binding) int {
	return cmp.Or(a.On.compare(b.On), compareText(a.Role, b.Role), a.Member.Compare(b.Member), compareText(a.Condition, b.Condition), compareText(a.Unread, b.Unread))
}

func nameBinding(b Binding) string { return "binding on " + nameResource(b.On) }

// canonical gives a principal its one spelling: with the project's number where the pool's project is known.
func (c *compiler) canonical(p pool.Principal) pool.Principal { return c.g.canonical(p) }

func (g *Graph) canonical(p pool.Principal) pool.Principal {
	p = p.Canonical()
	if i, ok := g.poolOf(p); ok && p.Pool().IsValid() {
		return p.WithNumber(g.poolNumber(i))
	}
	return p
}

func (g *Graph) poolNumber(i int32) pool.Number { return g.nodes[g.pools[i].project].number }

func (c *compiler) checkBinding(b *told[Binding]) {
	r, ok := c.resource(b.fact.On)
	if b.fact.Member.IsValid() == (b.fact.Unread != "") {
		c.fault(b.at, nameBinding(b.fact), "want a member, or else the text of one that cannot be read")
	}
	if _, found := c.g.findAccount(r.id); r.kind == AccountResource && !found || !ok {
		c.fault(b.at, nameBinding(b.fact), "the resource was not told")
	}
	b.fact.On = r
}

func (c *compiler) addGrant(b told[Binding], part conditioned, doubts []Reason) {
	gr := c.newGrant(b, part.powers&accountPowers, slices.Concat(doubts, part.doubts))
	gr.provider = part.provider
	if gr.powers == 0 {
		return
	}
	on := c.policiesOf(&gr)
	switch {
	case on == nil: // a fault already
	case b.fact.Unread != "":
		on.unread = append(on.unread, b)
	default:
		on.grants = append(on.grants, int32(len(c.g.grants)))
		c.g.grants = append(c.g.grants, gr)
	}
}

// newGrant finds the place of a binding. One on what was not told has none, and is a fault already.
func (c *compiler) newGrant(b told[Binding], p power, doubts []Reason) grant {
	gr := grant{binding: b.fact, at: b.at, node: -1, account: -1, powers: p, doubts: slices.Clone(doubts)}
	if n, ok := c.g.findNode(b.fact.On); ok {
		gr.node = n
	} else if a, ok := c.g.findAccount(b.fact.On.id); ok {
		gr.account = a
	}
	return gr
}

func (c *compiler) policiesOf(gr *grant) *policies {
	switch {
	case gr.node >= 0:
		return &c.g.nodes[gr.node].policies
	case gr.account >= 0:
		return &c.g.accounts[gr.account].policies
	default:
		return nil
	}
}
