package fleet

import (
	"iter"
	"slices"
)

// The impersonation graph has a vertex for each service account whose token is held, for each account that is
// delegated through, and for each member of a grant that is no account:
//
//	0 … A-1   a token of account i
//	A … 2A-1  the right to delegate through account i-A, whose token is not held
//	2A …      member i-2A
//
//	member ──R10,R12,R13,R14──▶ token        token ──R17──▶ member that is a set of accounts
//	member ──R11──▶ delegate ──R11──▶ token  delegate ──R11──▶ delegate
//	token, member ──R18──▶ member that is a group of which the members were told
//
// A member that is one account is that account's token vertex.

// hop is the first step of the way from a vertex to the target, and how long the way is.
type hop struct {
	length int32
	next   int32 // target is -1
	rule   Rule
	grant  int32 // -1 for R17 and R18
}

// reach holds the vertices that lead to a target, each with a shortest way: of equal ones the way through the
// least next vertex, by the least rule and the first grant.
type reach struct {
	hops    map[int32]hop
	certain bool           // grants that are in doubt do not count
	done    map[visit]bool // policies of nodes that were walked already
}

// visit is a walk over the policy of a node for the accounts of one project, or of any where no deny rule tells them
// apart: a second one would find nothing that the first did not.
type visit struct {
	node, project     int32
	delegate, folders bool
}

const target int32 = -1

func (g *Graph) token(a int32) int32    { return a }
func (g *Graph) delegate(a int32) int32 { return a + int32(len(g.accounts)) }
func (g *Graph) memberVertex(m int32) int32 {
	if g.isRoot(m) {
		return m + 2*int32(len(g.accounts))
	}
	if s := &g.member(m).selector; s.selects == oneAccount {
		return g.token(s.account)
	}
	return m + 2*int32(len(g.accounts))
}

// reach walks backwards from a principal that service accounts are or are in. O(accounts + grants) for each account met.
func (g *Graph) reach(s selector, certain bool) reach {
	r := reach{map[int32]hop{}, certain, map[visit]bool{}}
	var level []int32
	if s.selects == oneAccount {
		r.hops[g.token(s.account)] = hop{0, target, 0, -1}
		level = []int32{g.token(s.account)}
	}
	for a := range g.accountsOf(s) {
		if g.usable(a) {
			r.hops[g.token(a)] = hop{1, target, R17, -1}
			level = append(level, g.token(a))
		}
	}
	for v := range g.insiders(s) {
		r.hops[v] = hop{1, target, R18, -1}
		level = append(level, v)
	}
	slices.Sort(level)
	for len(level) > 0 {
		level = g.extend(&r, level)
	}
	return r
}

// extend finds the vertices one step before a level. The level is sorted, so the first way found is the least.
func (g *Graph) extend(r *reach, level []int32) []int32 {
	var before []int32
	for _, v := range level {
		length := r.hops[v].length + 1
		for u, h := range g.into(v, r.certain, r.done) {
			h.length, h.next = length, v
			if old, seen := r.hops[u]; !seen {
				before = append(before, u)
				r.hops[u] = h
			} else if old.next == v && (h.rule < old.rule || h.rule == old.rule && h.grant < old.grant) {
				r.hops[u] = h
			}
		}
	}
	slices.Sort(before)
	return before
}

// into yields the edges that end in a vertex, with rule and grant; not those of policies that are done, if that is not nil.
func (g *Graph) into(v int32, certain bool, done map[visit]bool) iter.Seq2[int32, hop] {
	n := int32(len(g.accounts))
	return func(yield func(int32, hop) bool) {
		switch {
		case v < n:
			g.intoToken(v, certain, done, yield)
		case v < 2*n:
			g.intoDelegate(v-n, certain, done, yield)
		case !g.isRoot(v - 2*n):
			g.intoSet(g.member(v-2*n).selector, yield)
		}
	}
}

// intoSet yields whoever is in a set by what it is, and not by a grant.
func (g *Graph) intoSet(s selector, yield func(int32, hop) bool) {
	for a := range g.accountsOf(s) {
		if g.usable(a) && !yield(g.token(a), hop{rule: R17, grant: -1}) {
			return
		}
	}
	for v := range g.insiders(s) {
		if !yield(v, hop{rule: R18, grant: -1}) {
			return
		}
	}
}

// usable reports that tokens of an account work: a disabled account can neither mint nor use one.
// Source: https://docs.cloud.google.com/iam/docs/service-accounts-disable-enable
func (g *Graph) usable(a int32) bool { return !g.account(a).disabled }

// alive reports that a member is no disabled account.
func (g *Graph) alive(m int32) bool {
	if g.isRoot(m) {
		return true
	}
	s := &g.member(m).selector
	return s.selects != oneAccount || g.usable(s.account)
}

func (g *Graph) intoToken(a int32, certain bool, done map[visit]bool, yield func(int32, hop) bool) {
	for i := range g.grantsOver(a, certain, false, done) {
		m := g.grant(i).member
		if rule := g.direct(i, a, certain); rule != 0 && g.alive(m) && !yield(g.memberVertex(m), hop{rule: rule, grant: i}) {
			return
		}
		if g.holds(i, a, mintToken|sign, certain) && !g.yieldDelegates(m, i, yield) {
			return
		}
	}
}

func (g *Graph) intoDelegate(a int32, certain bool, done map[visit]bool, yield func(int32, hop) bool) {
	for i := range g.grantsOver(a, certain, true, done) {
		if !g.holds(i, a, delegateThrough, certain) {
			continue
		}
		m := g.grant(i).member
		if g.alive(m) && !yield(g.memberVertex(m), hop{rule: R11, grant: i}) || !g.yieldDelegates(m, i, yield) {
			return
		}
	}
}

// yieldDelegates yields the delegate vertex of each account that a member is or holds: being delegated to is
// enough to use that account's own grants of minting, signing and delegating.
func (g *Graph) yieldDelegates(m, grant int32, yield func(int32, hop) bool) bool {
	if g.isRoot(m) {
		return true
	}
	for _, in := range g.leaves(m) {
		s := g.member(in).selector
		if s.selects == oneAccount && g.usable(s.account) && !yield(g.delegate(s.account), hop{rule: R11, grant: grant}) {
			return false
		}
		for a := range g.accountsOf(s) {
			if g.usable(a) && !yield(g.delegate(a), hop{rule: R11, grant: grant}) {
				return false
			}
		}
	}
	return true
}

// grantsOver yields the grants that hold for an account: on itself, its project, folders and organization.
// Source: https://docs.cloud.google.com/iam/docs/resource-hierarchy-access-control
func (g *Graph) grantsOver(a int32, certain, delegate bool, done map[visit]bool) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		if !g.usable(a) || !g.yieldGrants(g.account(a).grants, certain, yield) {
			return
		}
		folders := g.inFolder(a)
		for at := range g.chain(g.account(a).node) {
			here := visit{at, -1, delegate, folders}
			if g.underDeny(a) || len(g.keyless(a)) > 0 {
				here.project = g.account(a).node
			}
			if done[here] {
				continue
			}
			if done != nil {
				done[here] = true
			}
			if !g.yieldGrants(g.grantsAt(at), certain, yield) {
				return
			}
		}
	}
}

func (g *Graph) yieldGrants(list []int32, certain bool, yield func(int32) bool) bool {
	for _, i := range list {
		if (!certain || len(g.grant(i).doubts) == 0) && !yield(i) {
			return false
		}
	}
	return true
}

// direct is the least rule by which a grant alone gives an account to its member, or 0.
func (g *Graph) direct(i, a int32, certain bool) Rule {
	for _, rule := range []Rule{R10, R12, R13, R14} {
		if certain && rule == R13 && len(g.keyless(a)) > 0 {
			continue
		}
		if g.holds(i, a, g.powersFor(rule, g.grant(i), g.token(a)), certain) {
			return rule
		}
	}
	return 0
}

// holdsBy reports that a grant leads to a token or delegate vertex by a rule, in doubt or not.
func (g *Graph) holdsBy(rule Rule, grant, to int32) bool {
	return g.holds(grant, g.accountOf(to), g.powersFor(rule, g.grant(grant), to), false)
}

// powersFor gives the powers of which any is enough for a rule.
func (g *Graph) powersFor(rule Rule, gr *grant, to int32) power {
	switch rule {
	case R10:
		return mintToken
	case R11:
		if to >= int32(len(g.accounts)) {
			return delegateThrough
		}
		return mintToken | sign
	case R12:
		return sign
	case R13:
		return createKey
	case R14:
		return setAccountPolicy | g.policyPowers(gr, g.accountOf(to))
	default:
		return 0
	}
}

// holds reports a grant of any of the powers over an account that no deny rule or boundary cuts, or, if it must be certain,
// that none may cut.
func (g *Graph) holds(i, a int32, any power, certain bool) bool {
	sure, open := g.left(i, a, any)
	return sure != 0 || open != 0 && !certain
}

// policyPowers are those that let the member of a grant rewrite the policy of the project, folder or organization of
// an account, and so grant itself the rest.
func (g *Graph) policyPowers(gr *grant, a int32) power {
	if gr.node < 0 {
		return 0
	}
	switch g.nodes[gr.node].resource.kind {
	case ProjectResource:
		return setProjectPolicy
	case FolderResource:
		return setProjectPolicy | setFolderPolicy
	default:
		p := setProjectPolicy | setOrganizationPolicy
		if g.inFolder(a) {
			p |= setFolderPolicy
		}
		return p
	}
}

func (g *Graph) inFolder(a int32) bool {
	for at := range g.chain(g.account(a).node) {
		if g.nodes[at].resource.kind == FolderResource {
			return true
		}
	}
	return false
}
