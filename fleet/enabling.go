package fleet

import "slices"

// usesPrincipal reports that a step was taken as the principal that is asked about: while it is disabled it can take none.
func (t *takeover) usesPrincipal(step int) bool {
	steps, _ := t.needed([]int{step})
	return slices.ContainsFunc(steps, func(s int) bool {
		return t.steps[s].Vertex.Principal == t.q.answer.Principal() || slices.ContainsFunc(t.path(&t.steps[s]), func(e Edge) bool { return e.To.Principal == t.q.answer.Principal() })
	})
}

// enables brings the disabled account that is asked about back.
func (t *takeover) enables() (acquisition, bool) {
	var a acquisition
	if t.q.enable < 0 {
		return a, true
	}
	row := t.q.g.account(t.q.enable)
	for _, r := range []Right{EnableAccounts, RewritePolicies} {
		for i := range t.claims[r] {
			c := &t.claims[r][i]
			doubts, ok := t.q.g.permitted(&c.claim, place{cluster: -1, project: row.node})
			if ok && !(t.certain && len(doubts) > 0) && (c.account == t.q.enable || r == EnableAccounts && t.q.g.covers(c.node, row.node) || r == RewritePolicies) && !t.usesPrincipal(c.step) {
				t.then(&a, use{c, r.rule(), doubts, nil}, memberVertex(t.q.answer.Principal()))
				return a, true
			}
		}
	}
	return a, false
}
