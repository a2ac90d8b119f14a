package render

import (
	"iter"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// comparison collects what differs between two worlds.
type comparison struct {
	before, after *fleet.Graph
	changes       []Change
	was, is       certainty
}

// certainty is how sure the answers of one world are.
type certainty struct {
	exactness fleet.Exactness
	reasons   []fleet.Reason
}

// lack notes what was not read.
func (c *certainty) lack(rs []fleet.Reason) {
	if len(rs) > 0 {
		c.exactness = fleet.Unsettled
		c.reasons = append(c.reasons, rs...)
	}
}

func (c *certainty) add(a *fleet.Answer) {
	c.exactness = max(c.exactness, a.Exactness())
	if a.Exactness() != fleet.Exact {
		c.reasons = append(c.reasons, a.Reasons()...)
	}
}

// DifferenceOf makes the document of what differs between two worlds about one principal, or about everything when it is the zero
// Principal. Worse means that the second world is less sure. It compares the worlds once, and asks each about all of its accounts
// and pools when it compares everything.
func DifferenceOf(before, after *fleet.Graph, p pool.Principal) (doc *Diff, worse bool) {
	c := &comparison{before: before, after: after, was: certainty{exactness: fleet.Exact}, is: certainty{exactness: fleet.Exact}}
	if p.IsValid() {
		c.compareOne(p)
	} else {
		c.compareAll()
	}
	return DiffOf(p, CertainOf(c.was.exactness, c.was.reasons), CertainOf(c.is.exactness, c.is.reasons), c.changes), c.is.exactness > c.was.exactness
}

// compareOne compares the answers about one principal.
func (c *comparison) compareOne(p pool.Principal) {
	_, gained, lost := fleet.Compare(c.before, c.after, p)
	for _, x := range gained {
		c.changes = append(c.changes, ChangeOf(fleet.Change{Assumer: x, Principal: p, Gained: true}))
	}
	for _, x := range lost {
		c.changes = append(c.changes, ChangeOf(fleet.Change{Assumer: x, Principal: p}))
	}
	c.judge(p)
}

// compareAll compares everything. How sure the worlds are, the answers about their accounts say.
func (c *comparison) compareAll() {
	for ch := range fleet.Diff(c.before, c.after) {
		c.changes = append(c.changes, ChangeOf(ch))
	}
	emails := slices.AppendSeq(slices.Collect(c.before.Accounts()), c.after.Accounts())
	slices.Sort(emails)
	was, is := c.before.Index(), c.after.Index()
	for _, email := range slices.Compact(emails) {
		if !isExact(was, email) || !isExact(is, email) {
			c.judge(pool.ServiceAccount(email))
		}
	}
	c.was.lack(Unread(c.before))
	c.is.lack(Unread(c.after))
	c.judge(pool.AllUsers())
}

// isExact tells an account of which nothing is in doubt. The index says that sooner than the graph.
func isExact(x *fleet.Index, email string) bool {
	a, ok := x.AccountID(email)
	return ok && x.Exactness(a) == fleet.Exact
}

// judge notes how sure both worlds are about a principal.
func (c *comparison) judge(p pool.Principal) {
	c.was.add(c.before.Assumers(p))
	c.is.add(c.after.Assumers(p))
}

// Unread gives the reasons why workloads of the pools may be missing from a world, each once; none when none are. It asks the world about
// each pool.
func Unread(g *fleet.Graph) []fleet.Reason {
	var rs []fleet.Reason
	asked, seen := map[pool.Name]bool{}, map[fleet.Reason]bool{}
	for name := range pools(g) {
		if asked[name] {
			continue
		}
		asked[name] = true
		a := g.Assumers(pool.All(name, 0))
		for _, r := range a.Reasons() {
			if a.Exactness() == fleet.Unsettled && !seen[r] {
				seen[r] = true
				rs = append(rs, r)
			}
		}
	}
	return rs
}

// pools yields the pools that clusters of a world may provide, with repeats.
func pools(g *fleet.Graph) iter.Seq[pool.Name] {
	return func(yield func(pool.Name) bool) {
		for c := range g.Clusters() {
			name, ok := c.Pool, c.Pool.IsValid()
			if !ok {
				name, ok = pool.NameOf(c.Name.Project)
			}
			if ok && !yield(name) {
				return
			}
		}
		for c := range g.Classes() {
			if !yield(c.Pool) {
				return
			}
		}
	}
}
