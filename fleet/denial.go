package fleet

import (
	"fmt"
	"slices"
)

// denial is what a deny rule means for the members of a principal.
type denial byte

const (
	spared       denial = iota // it denies none of them
	forbidden                  // it denies all of them
	assumed                    // so it does by Assumptions.DenyBindsPods
	podsOpen                   // so it does if it binds Kubernetes identities
	podsPerhaps                // so it does unless they are Kubernetes identities
	partlyDenied               // it may deny some and not others
	conditional                // whether its condition holds is not known
	notRead                    // part of it could not be read
)

// denialsOf says, rule by rule, what deny rules mean for a member of grants. It is a text, to be compared and to be a key.
func (g *Graph) denialsOf(m int32) string {
	all := make([]byte, len(g.denies))
	for i := range g.denies {
		all[i] = byte(g.denial(&g.denies[i], m))
	}
	return string(all)
}

// denial evaluates a rule. It forbids for sure only what it forbids to all: its exceptions beat it, and the condition of a
// rule that we cannot evaluate may not hold.
// Source: https://docs.cloud.google.com/iam/docs/deny-overview, read 2026-11-21.
func (g *Graph) denial(d *deny, m int32) denial {
	among, excepted := g.among(d.fact.Principals, m), g.excepted(d.fact.ExceptPrincipals, m)
	if len(d.fact.Principals) == 0 {
		among = wholly
	}
	switch {
	case d.holds == Off, excepted == wholly, among == disjoint && d.fact.Unread == "":
		return spared
	case d.fact.Unread != "":
		return notRead
	case d.holds != On:
		return conditional
	case among != wholly || excepted != disjoint:
		return partlyDenied
	case g.mayHoldPods(m):
		return podsPerhaps
	case !g.holdsPods(m):
		return forbidden
	case g.assume.DenyBindsPods:
		return assumed
	default:
		return podsOpen
	}
}

// reason says why it is in doubt whether a rule forbids something to a member.
func (g *Graph) reason(d *deny, m int32, why denial) Reason {
	policy := fmt.Sprintf("deny policy %q on %s", d.fact.Name, d.fact.On)
	member := g.member(m).principal
	switch why {
	case podsOpen:
		return Reason{fmt.Sprintf("whether %s binds Kubernetes identities, as %s, is not known: Google's pages contradict each other", policy, member), "Assumptions.DenyBindsPods"}
	case podsPerhaps:
		return Reason{fmt.Sprintf("%s forbids it to %s unless those are Kubernetes identities: the pool may be the scope-tenancy pool of a fleet that was not told", policy, member), "the project of the pool, and its fleet"}
	case conditional:
		return Reason{fmt.Sprintf("%s forbids it to %s if its condition holds, of which is left: %s", policy, member, oneLine(d.rest)), "whether the condition holds"}
	case notRead:
		return Reason{fmt.Sprintf("%s may forbid it to %s: it could not all be read: %s", policy, member, d.fact.Unread), "the deny policy"}
	case forbidden, assumed:
		return Reason{fmt.Sprintf("%s may forbid it to %s by a pattern, or by a permission that deny policies are not documented to take", policy, member), "the permissions it means"}
	default:
		return Reason{fmt.Sprintf("%s may forbid it to some of %s", policy, member), "whom the rule means, and whom it excepts"}
	}
}

// lean says that an assumption lets a rule cut Kubernetes identities off.
func (d *deny) lean() Reason {
	return Reason{fmt.Sprintf("deny policy %q on %s is assumed to bind Kubernetes identities, and cuts some off", d.fact.Name, d.fact.On), "Assumptions.DenyBindsPods"}
}

// compileDenials works out what deny rules mean for the members, which have to be known all.
func (c *compiler) compileDenials() {
	g := c.g
	for m := range g.members {
		g.members[m].denies = g.denialsOf(int32(m))
		g.members[m].bonds = g.bondsOf(int32(m))
	}
	for i := range g.denies {
		d := &g.denies[i]
		leans := func(m member) bool {
			return denial(m.denies[d.id]) == assumed && slices.ContainsFunc(m.grants, func(i int32) bool { return g.meets(d, i) })
		}
		if slices.ContainsFunc(g.members, leans) {
			g.nodes[d.node].leans = append(g.nodes[d.node].leans, d.lean())
		}
	}
}

// meets reports a grant of what a rule forbids on a place above, below or where the rule hangs.
func (g *Graph) meets(d *deny, i int32) bool {
	at := g.grant(i).node
	if a := g.grant(i).account; a >= 0 {
		at = g.account(a).node
	}
	return g.grant(i).powers&d.sure != 0 && at >= 0 && (g.isBelow(at, d.node) || g.isBelow(d.node, at))
}

// byPlace are the powers over accounts apart by where they get at one: at its project, at the folders and at the organization
// above it.
var byPlace = []power{accountPowers &^ (setFolderPolicy | setOrganizationPolicy), setFolderPolicy, setOrganizationPolicy}

// left is what deny rules and boundaries leave of some powers of a grant over an account: what is sure, and what may be cut.
func (g *Graph) left(i, a int32, any power) (sure, open power) {
	gr := g.grant(i)
	sure = gr.powers & any
	if sure == 0 || len(g.denies)+len(g.boundaries) == 0 {
		return sure, 0
	}
	for _, part := range byPlace {
		cut, doubt := g.deniedAt(gr.member, g.top(part, gr, a), sure&part)
		if sure&part&^cut != 0 {
			switch g.blocked(gr.member, g.low(part, gr, a)) {
			case wholly:
				cut |= part
			case partly:
				doubt |= sure & part
			}
		}
		sure, open = sure&^(cut|doubt), open|doubt&^cut
	}
	return sure, open
}

// top is the highest resource on which a power gets at an account: a deny rule above it is above all of them.
func (g *Graph) top(part power, gr *grant, a int32) int32 {
	switch part {
	case setOrganizationPolicy:
		return gr.node
	case setFolderPolicy:
		top := int32(-1)
		for at := range g.chain(g.account(a).node) {
			if g.nodes[at].resource.kind == FolderResource {
				top = at
			}
			if at == gr.node {
				break
			}
		}
		return top
	default:
		return g.account(a).node
	}
}

// deniedAt gives the powers that the rules above a node cut for a member, and those that they may.
func (g *Graph) deniedAt(m, node int32, p power) (cut, doubt power) {
	if p == 0 {
		return 0, 0
	}
	denies := g.member(m).denies
	for at := range g.chain(node) {
		for _, id := range g.nodes[at].denies {
			switch d := &g.denies[id]; denial(denies[id]) {
			case spared:
			case forbidden, assumed:
				cut, doubt = cut|d.sure&p, doubt|d.perhaps&p
			default:
				doubt |= (d.sure | d.perhaps) & p
			}
		}
	}
	return cut, doubt
}

// mayCut gives the reasons why powers of a grant over an account may be cut. Of what is open no rule forbids any for sure.
func (g *Graph) mayCut(i, a int32, open power) []Reason {
	gr := g.grant(i)
	var rs []Reason
	if g.bars(gr, a, open, partly) {
		rs = append(rs, g.boundReason(gr, a))
	}
	g.eachDenial(gr, a, open, func(d *deny, why denial, _ power) {
		if why != spared {
			rs = append(rs, g.reason(d, gr.member, why))
		}
	})
	return rs
}

// cutters names the deny rules that cut powers of a grant over an account.
func (g *Graph) cutters(i, a int32) []string {
	var names []string
	gr := g.grant(i)
	if g.bars(gr, a, gr.powers, wholly) {
		names = append(names, "access boundaries forbid it")
	}
	g.eachDenial(gr, a, gr.powers, func(d *deny, why denial, p power) {
		if (why == forbidden || why == assumed) && d.sure&p != 0 {
			names = append(names, fmt.Sprintf("deny policy %q on %s forbids it", d.fact.Name, d.fact.On))
		}
	})
	return sortedText(names)
}

// eachDenial gives the rules that stand above where some powers of a grant get at an account.
func (g *Graph) eachDenial(gr *grant, a int32, p power, found func(*deny, denial, power)) {
	if len(g.denies) == 0 {
		return
	}
	for _, part := range byPlace {
		for at := range g.chain(g.top(part, gr, a)) {
			for _, id := range g.nodes[at].denies {
				if d := &g.denies[id]; (d.sure|d.perhaps)&p&part != 0 {
					found(d, denial(g.member(gr.member).denies[id]), p&part)
				}
			}
		}
	}
}

// underDeny reports that some deny rule stands above an account, or that boundaries tell accounts apart by their place.
func (g *Graph) underDeny(a int32) bool {
	if len(g.boundaries) > 0 {
		return true
	}
	for at := range g.chain(g.account(a).node) {
		if len(g.nodes[at].denies) > 0 {
			return true
		}
	}
	return false
}
