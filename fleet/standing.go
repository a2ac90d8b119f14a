package fleet

import "slices"

// standing is what an identity brings by itself, in one question: rights, the way to the principal, and ways to pivots. It is
// worked out once, for all actors that come to hold the identity, each part of it when it is first asked for.
type standing struct {
	identity
	called called // of a workload; no more than its face if it is there
	rights *[]claim
	ways   [2]*ways // in doubt or not, and certain
}

// ways are those that lead on from an identity without any right in a cluster.
type ways struct {
	goal   lead
	pivots pivotSet // those that it leads to, and is not
	led    bool     // the pivots were worked out
}

// identity is a vertex, or no more of a workload than its token: what its nodes hand out and its Secrets hold takes something that
// runs as it.
type identity struct {
	Vertex
	token bool
}

func (q *question) standing(who identity) *standing {
	s := q.standings[who]
	if s == nil {
		s = &standing{identity: who}
		if who.Kind == WorkloadVertex {
			s.called = q.g.calledAs(who.Workload, who.token)
		}
		q.standings[who] = s
	}
	return s
}

func (q *question) claims(s *standing) []claim {
	if s.rights == nil {
		rights := q.g.claims(s.Vertex)
		s.rights = &rights
	}
	return *s.rights
}

func (q *question) ways(s *standing, certain bool) *ways {
	at := q.towards(s, certain)
	if !at.led {
		at.led = true
		for i, a := range q.pivots {
			if l := q.lead(a, s, certain); l.ok && l.length > 0 {
				at.pivots.add(i)
			}
		}
	}
	return at
}

// towards works out the way to the principal alone, which is asked of far more identities than are ever taken.
func (q *question) towards(s *standing, certain bool) *ways {
	at := &s.ways[truth(certain)]
	if *at == nil {
		*at = &ways{goal: q.lead(q.answer, s, certain)}
	}
	return *at
}

// goal reports that an identity is or leads to the principal.
func (q *question) goal(v Vertex, certain bool) bool {
	return q.towards(q.standing(identity{v, false}), certain).goal.ok
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
		if q.goal(x.vertex, certain) {
			b.goals = append(b.goals, x)
		} else {
			b.others = append(b.others, x)
		}
	}
	return *at
}

// A crowd is the subjects of one cluster.
type crowd struct {
	cluster int32
	faces   []Vertex
}

// sortCrowds sorts the subjects by cluster, and the clusters by name.
func (q *question) sortCrowds() {
	slices.SortFunc(q.faces, Vertex.Compare)
	for i, face := range q.faces {
		if i == 0 || q.faces[i-1].Workload.Cluster != face.Workload.Cluster {
			c, _ := q.g.findCluster(face.Workload.Cluster)
			q.crowds = append(q.crowds, crowd{cluster: c})
		}
		last := &q.crowds[len(q.crowds)-1]
		last.faces = append(last.faces, face)
	}
}
