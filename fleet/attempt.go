package fleet

import "slices"

// making is a way to a principal by a cluster that is not there yet, or that is not what it was.
type making struct {
	to       *Answer
	selector selector
	member   int32 // vertex that the selector's members hold, or target
	right    Right
	cluster  int32 // whose membership is altered or bound, or -1
	runs     Workload
}

// noteMaking notes a way to the answer that is followed.
func (q *question) noteMaking(m making) {
	last := &q.makings[len(q.makings)-1]
	*last = append(*last, m)
}

// makes tries each cluster that could be made on the way to the principal, and on the way to what brings rights.
func (t *takeover) makes() {
	if !t.holdsAny(CreateClusters, RegisterClusters, AlterMemberships, BindScopes, CreateFleetNamespaces, RewritePolicies) {
		return
	}
	for _, all := range t.q.makings {
		for i := range all {
			if !t.makesOne(&all[i]) {
				break
			}
		}
	}
}

// holdsAny reports one of some rights, wherever that may be.
func (t *takeover) holdsAny(rights ...Right) bool {
	return slices.ContainsFunc(rights, func(r Right) bool { return len(t.claims[r]) > 0 })
}

// makesOne tries one way to a principal, and reports whether others to the same one are worth a try.
func (t *takeover) makesOne(m *making) bool {
	if t.holds(identity{memberVertex(m.to.Principal()), false}) {
		return false
	}
	if !t.holdsAny(m.right, RewritePolicies) && !(m.right == BindScopes && t.holdsAny(CreateFleetNamespaces)) {
		return true
	}
	a, ok := t.made(m)
	switch {
	case !ok:
	case m.to == t.q.answer:
		t.won = append(t.won, a)
	default:
		t.hold(a)
	}
	return true
}
