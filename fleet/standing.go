package fleet

// standing is what an identity brings by itself, in one question: rights, the way to the principal, and ways to pivots. It is
// worked out once, for all actors that come to hold the identity.
type standing struct {
	claims []claim
	ways   [2]*ways // in doubt or not, and certain
}

// ways are those that lead on from an identity without any right in a cluster.
type ways struct {
	goal   lead
	pivots []lead
	led    bool // the pivots were worked out
}

// lead is a way from an identity to a principal, empty for the principal itself.
type lead struct {
	to   *Answer
	path Path
	ok   bool
}

func (q *question) standing(v Vertex) *standing {
	s := q.standings[v]
	if s == nil {
		s = &standing{claims: q.g.claims(v)}
		q.standings[v] = s
	}
	return s
}

func (q *question) ways(v Vertex, certain bool) *ways {
	at := q.towards(v, certain)
	if !at.led {
		at.led = true
		for _, a := range q.pivots {
			if l := q.lead(a, v, certain); l.ok && len(l.path) > 0 {
				at.pivots = append(at.pivots, l)
			}
		}
	}
	return at
}

// towards works out the way to the principal alone, which is asked of far more identities than are ever taken.
func (q *question) towards(v Vertex, certain bool) *ways {
	at := &q.standing(v).ways[truth(certain)]
	if *at == nil {
		*at = &ways{goal: q.lead(q.answer, v, certain)}
	}
	return *at
}

// goal reports that an identity is or leads to the principal.
func (q *question) goal(v Vertex, certain bool) bool { return q.lead(q.answer, v, certain).ok }

func (q *question) lead(a *Answer, v Vertex, certain bool) lead {
	path, ok := q.leads(a, v, certain)
	return lead{a, path, ok}
}

// A block is the workloads to be run as in one namespace of one cluster: those that lead to the principal, and the others.
type block struct {
	area
	goals, others []runTarget
}

// blocks sorts the workloads to be run as, once for what is certain and once for the rest.
func (q *question) blocks(certain bool) []block {
	at := &q.blocked[truth(certain)]
	if *at != nil {
		return *at
	}
	*at = []block{}
	for _, x := range q.runs {
		here := area{x.cluster, x.vertex.Workload.Namespace}
		if n := len(*at); n == 0 || (*at)[n-1].area != here {
			*at = append(*at, block{area: here})
		}
		b := &(*at)[len(*at)-1]
		if q.towards(x.vertex, certain).goal.ok {
			b.goals = append(b.goals, x)
		} else {
			b.others = append(b.others, x)
		}
	}
	return *at
}
