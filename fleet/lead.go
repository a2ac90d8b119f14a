package fleet

import "fleettrust.example/pool"

// leads gives the way from an identity to the principal of an answer, if there is one: empty for the principal itself.
func (q *question) leads(a *Answer, v Vertex, certain bool) (Path, bool) {
	switch v.Kind {
	case WorkloadVertex:
		return q.workloadLeads(a, v.Workload, certain)
	case PrincipalVertex:
		return a.memberLeads(v.Principal, certain)
	case ScopedVertex: // it leads to no other account
		return nil, v.Principal == a.selector.principal
	default:
		return nil, false
	}
}

func (q *question) workloadLeads(a *Answer, w Workload, certain bool) (Path, bool) {
	var x Assumer
	id, exists := q.g.WorkloadID(w)
	f, ok := q.g.faceOf(w)
	switch {
	case exists:
		x, ok = a.Assumer(id)
	case ok:
		x, ok = a.assumerOf(f)
	}
	return x.Path, ok && !(certain && x.Exactness() != Exact)
}

func (a *Answer) memberLeads(p pool.Principal, certain bool) (Path, bool) {
	if p == a.selector.principal {
		return nil, true
	}
	for _, v := range a.vertices {
		if a.g.vertex(v).Principal == p {
			_, sure := a.certain.hops[v]
			return a.way(v, sure), sure || !certain
		}
	}
	return nil, false
}
