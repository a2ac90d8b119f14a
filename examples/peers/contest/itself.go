package contest

import (
	"math/rand/v2"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/organization"
)

// Itself stands among the peers for the library itself: a change against a rebuild, a difference against going over its pairs, and
// an organization with policies of all sorts against the same without.
const Itself = "itself"

// fewChanges is how many facts of a sort go and come.
const fewChanges = 1000

func (c *contest) againstItself() error {
	if c.wants("change") {
		if err := c.raceToMoveAll(); err != nil {
			return err
		}
	}
	if c.wants("check") || c.wants("who") || c.wants("what") {
		return c.raceWithPolicies()
	}
	return nil
}

func (c *contest) raceToMoveAll() error {
	rebuild := &clock{}
	for range c.Rounds {
		if _, err := c.buildOurs(rebuild); err != nil {
			return err
		}
	}
	for _, s := range c.movable() {
		if err := c.raceToMove(s, rebuild); err != nil {
			return err
		}
	}
	return nil
}

// movable is a sort of facts that come and go, and are there at first or not. Accounts says that a difference is about few accounts,
// and otherwise about few workloads.
type movable struct {
	how             string
	facts           []fleet.Fact
	there, accounts bool
}

// movable draws facts of each sort: grants to workloads and to accounts that are not there, memberships and service accounts that
// are.
func (c *contest) movable() []movable {
	o, err := organization.Draw(c.Size)
	if err != nil {
		return nil
	}
	grant, chain := movable{how: "grant", accounts: true}, movable{how: "chain", accounts: true}
	member, ksa := movable{how: "membership", there: true}, movable{how: "ksa", there: true}
	dice := rand.New(rand.NewPCG(c.Size.Seed, 5))
	for _, x := range c.ours.changes {
		if create, ok := x.(fleet.Create); ok && !slices.Contains(grant.facts, create.Fact) {
			grant.facts = append(grant.facts, create.Fact)
		}
	}
	for range min(fewChanges, max(1, o.Accounts()/100)) {
		if f := c.newChain(o, dice); !slices.Contains(chain.facts, f) {
			chain.facts = append(chain.facts, f)
		}
	}
	for f := range o.Facts() {
		switch x := f.(type) {
		case fleet.Membership:
			member.facts = append(member.facts, x)
		case fleet.KSA:
			if x.Name != "default" && dice.IntN(1+o.Workloads()/fewChanges) == 0 {
				ksa.facts = append(ksa.facts, x)
			}
		case fleet.GSA:
			return c.shuffled(dice, grant, chain, member, ksa)
		}
	}
	return nil
}

// newChain lets an account make keys of another of its project.
func (c *contest) newChain(o *organization.Organization, dice *rand.Rand) fleet.Fact {
	from := dice.IntN(o.Accounts())
	first := from - from%(o.Accounts()/o.Projects())
	to := first + dice.IntN(o.Accounts()/o.Projects())
	return fleet.Binding{On: fleet.OnAccount(o.Account(to).Email), Role: "roles/iam.serviceAccountKeyAdmin", Member: pool.ServiceAccount(o.Account(from).Email)}
}

func (c *contest) shuffled(dice *rand.Rand, all ...movable) []movable {
	for i, s := range all {
		dice.Shuffle(len(s.facts), func(i, k int) { s.facts[i], s.facts[k] = s.facts[k], s.facts[i] })
		all[i].facts = s.facts[:min(fewChanges, len(s.facts))]
	}
	return all
}

// raceToMove measures how long it takes until facts have come or gone, each in a snapshot of its own, and what that makes of the
// answers.
func (c *contest) raceToMove(s movable, rebuild *clock) error {
	defer c.step(Itself + ": " + s.how)()
	m, err := newMoves(s, c.ours.snapshot)
	if err != nil {
		return err
	}
	for range c.Rounds {
		if err := m.round(); err != nil {
			return err
		}
	}
	row := Row{Peer: "rebuild", What: "change", Questions: len(m.facts), Rounds: c.Rounds}
	c.addOnce(row, s.how+" +", rebuild, m.add)
	c.addOnce(row, s.how+" -", rebuild, m.remove)
	row.What, row.Peer, row.Questions = "diff", "pairs", len(m.single)
	c.add(row, s.how, m.pairs, m.diff)
	return c.ctx.Err()
}

// addOnce adds a row of a peer that does for one question what it does for all.
func (c *contest) addOnce(row Row, how string, once, ours *clock) {
	all := &clock{}
	for _, t := range once.rounds {
		all.rounds = append(all.rounds, t*float64(row.Questions))
	}
	c.add(row, how, all, ours)
}

// raceWithPolicies asks the questions of which inherited policies, conditions and deny rules do not change the answer, of an
// organization that has them and of the same without.
func (c *contest) raceWithPolicies() error {
	defer c.step(Itself + ": policies")()
	with := *c
	with.Size.Policies = true
	rich, err := with.buildOurs(nil)
	if err != nil {
		return err
	}
	plain := *c.ours
	if err := rich.prepare(c.questions); err != nil {
		return err
	}
	keepAlike(&plain, rich)
	for _, r := range []struct {
		what        string
		n           int
		rich, plain func(int) int
	}{
		{"check", len(plain.check), rich.checkHandles, plain.checkHandles},
		{"who", len(plain.who), rich.whoHandles, plain.whoHandles},
		{"what", len(plain.what), rich.whatHandles, plain.whatHandles},
	} {
		theirs, ours := &clock{}, &clock{}
		differences := 0
		for range c.Rounds {
			got, want := 0, 0
			theirs.time(func() { got = r.rich(r.n) })
			ours.time(func() { want = r.plain(r.n) })
			if got != want {
				differences++
			}
		}
		c.add(Row{What: r.what, Peer: "policies", Questions: r.n, Rounds: c.Rounds, Differences: differences}, "handle", theirs, ours)
	}
	return c.ctx.Err()
}

// keepAlike leaves the questions to which both give the same number of answers.
func keepAlike(a, b *library) {
	one := func(l *library) *library { return &library{index: l.index} }
	x, y := one(a), one(b)
	for i := range a.check {
		if a.index.Check(a.check[i].workload, a.check[i].account) == b.index.Check(b.check[i].workload, b.check[i].account) {
			x.check, y.check = append(x.check, a.check[i]), append(y.check, b.check[i])
		}
	}
	for i := range a.who {
		if length(a.index.Who(a.who[i])) == length(b.index.Who(b.who[i])) {
			x.who, y.who = append(x.who, a.who[i]), append(y.who, b.who[i])
		}
	}
	for i := range a.what {
		if length(a.index.What(a.what[i])) == length(b.index.What(b.what[i])) {
			x.what, y.what = append(x.what, a.what[i]), append(y.what, b.what[i])
		}
	}
	*a, *b = *x, *y
}
