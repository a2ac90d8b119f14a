package fleet

// permitted says whether deny policies let a claim be used at a place, and what may forbid it. Of the rights over Kubernetes
// objects they can deny none; of those over clusters, memberships and policies they can.
// Source: https://docs.cloud.google.com/iam/docs/deny-permissions-support, read 2026-05-30.
func (g *Graph) permitted(c *claim, at place) ([]Reason, bool) {
	switch {
	case c.right == RewritePolicies:
		return g.rewritesAt(c, at.project)
	case c.member < 0 || len(g.denies) == 0:
		return nil, true
	}
	needs := c.right.needs(c.powers)
	cut, doubt := g.deniedAt(c.member, at.project, needs)
	switch {
	case c.right.anyWill() && needs&^cut == 0, !c.right.anyWill() && cut != 0:
		return nil, false
	case doubt != 0:
		return g.openDenials(c.member, at.project, doubt), true
	}
	return nil, true
}

// anyWill reports a right that each of several powers gives alone.
func (r Right) anyWill() bool { return r == EnableAccounts }

// needs are the powers of a binding that a right takes: all of them, or any.
func (r Right) needs(of power) power {
	var p power
	for _, x := range powersOfRights {
		if x.right == r {
			p |= x.all
		}
	}
	return p & of
}

// openDenials gives the reasons why deny rules above a node may cut powers of a member.
func (g *Graph) openDenials(m, node int32, p power) []Reason {
	var rs []Reason
	for at := range g.chain(node) {
		for _, id := range g.nodes[at].denies {
			d := &g.denies[id]
			if why := denial(g.member(m).denies[id]); why != spared && (d.sure|d.perhaps)&p != 0 {
				rs = append(rs, g.reason(d, m, why))
			}
		}
	}
	return reasons(rs)
}
