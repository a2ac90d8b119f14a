package fleet

import (
	"slices"

	"fleettrust.example/pool"
)

// lead is a way from an identity to the principal of an answer, so far as it has to be known before it is spelt out.
type lead struct {
	ok     bool
	length int // of its path, 0 for the principal itself
}

// lead finds the way from an identity to the principal of an answer. O(log n) in what the answer names, for all but
// workloads that are not there.
func (q *question) lead(a *Answer, s *standing, certain bool) lead {
	switch s.Kind {
	case WorkloadVertex:
		c, ok := q.candidate(a, s)
		return lead{ok && (c.sure || !certain), int(c.length)}
	case PrincipalVertex, SubjectVertex:
		l := q.leadingAs(a, s.Vertex)
		return lead{l.ok && (l.sure || !certain), l.length(a)}
	case ScopedVertex: // it leads to no other account
		in, ok := q.heldWithinScopes(a, s.Vertex)
		return lead{ok: ok, length: int(in.length)}
	default:
		return lead{}
	}
}

// spell spells out a way that lead found.
func (q *question) spell(a *Answer, s *standing) Path {
	switch s.Kind {
	case WorkloadVertex:
		c, _ := q.candidate(a, s)
		return a.assumer(s.called.face, c).Path
	case PrincipalVertex, SubjectVertex:
		return q.leadingAs(a, s.Vertex).path(a, s.Vertex)
	case ScopedVertex:
		account, _ := q.g.findAccount(s.Vertex.Principal.Email())
		return q.g.scopedEdges(account, a.selector.principal)
	default:
		return nil
	}
}

// heldWithinScopes asks whether an account, by a token within scopes, is the principal that is asked about or in it.
func (q *question) heldWithinScopes(a *Answer, v Vertex) (inclusion, bool) {
	account, ok := q.g.findAccount(v.Principal.Email())
	if !ok || a != q.answer {
		return inclusion{}, false
	}
	return q.g.includes(account, a.selector.principal)
}

// candidate is the best way from a workload to the principal of an answer. A token within scopes is good for the principal that
// is asked about, and not for what follows from a pivot.
func (q *question) candidate(a *Answer, s *standing) (candidate, bool) {
	c, ok := s.candidate(a)
	if !ok || a == q.answer || c.scopedAccount() < 0 {
		return c, ok
	}
	x := a.g.called(s.called.face)
	x.got = slices.DeleteFunc(x.got, func(p possession) bool { return p.scoped })
	return a.bestOf(x)
}

func (s *standing) candidate(a *Answer) (candidate, bool) {
	if s.called.id < 0 || s.token {
		return a.bestOf(s.called)
	}
	i, ok := a.position(WorkloadID(s.called.id))
	if !ok {
		return candidate{}, false
	}
	return a.found[i], true
}

// calledAs is a workload with what selects it if it is not there: if it is, answers name it. Of a token alone, it is what
// selects its names. Its cluster was told, as that of each workload of a question.
func (g *Graph) calledAs(w Workload, token bool) called {
	f, _ := g.faceOf(w)
	if f.id >= 0 && !token {
		return called{face: f}
	}
	x := g.called(f)
	if token {
		x.got = nil
	}
	return x
}

// memberLead is what an identity is that leads to the principal of an answer: itself, or a set that it is in.
type memberLead struct {
	in       pool.Principal // the set, or the zero Principal
	at       int32          // its vertex, or target for the principal itself
	sure, ok bool
}

// leadingAs finds the first way that is sure, or else the first.
func (q *question) leadingAs(a *Answer, v Vertex) memberLead {
	var best memberLead
	try := func(in, p pool.Principal) {
		at, sure, ok := a.leadingVertex(p, q.verticesOf(p))
		if ok && (!best.ok || sure && !best.sure) {
			best = memberLead{in, at, sure, true}
		}
	}
	if v.Kind == PrincipalVertex {
		try(pool.Principal{}, v.Principal)
	}
	for _, p := range setsAround(v) {
		try(p, p)
	}
	return best
}

// setsAround are R9: whoever has a Google account is in allAuthenticatedUsers, and everyone in allUsers. Of service accounts R17
// says it.
func setsAround(v Vertex) []pool.Principal {
	switch {
	case v.Kind == SubjectVertex:
		return []pool.Principal{pool.AllUsers()}
	case v.Principal.Kind() == pool.KindUser:
		return []pool.Principal{pool.AllAuthenticatedUsers(), pool.AllUsers()}
	case v.Principal.Kind() == pool.KindServiceAccount, v.Principal.Kind() == pool.KindAllUsers:
		return nil
	default:
		return []pool.Principal{pool.AllUsers()}
	}
}

func (l memberLead) length(a *Answer) int {
	length := 0
	if l.ok && l.at != target {
		length = int(a.hops(l.sure)[l.at].length)
	}
	if l.in.IsValid() {
		length++
	}
	return length
}

func (l memberLead) path(a *Answer, from Vertex) Path {
	var p Path
	if l.in.IsValid() {
		p = append(p, Edge{From: from, To: memberVertex(l.in), Rule: R9})
	}
	if l.at != target {
		p = append(p, a.way(l.at, l.sure)...)
	}
	return p
}

// leadingVertex is the first of some vertices that leads to the principal of an answer, and whether it does for sure; target
// for the principal itself.
func (a *Answer) leadingVertex(p pool.Principal, vertices []int32) (v int32, sure, ok bool) {
	if p == a.selector.principal {
		return target, true, true
	}
	for _, v := range vertices {
		if _, ok := slices.BinarySearch(a.vertices, v); ok {
			_, sure := a.certain.hops[v]
			return v, sure, true
		}
	}
	return target, false, false
}

// verticesOf lists the vertices of the impersonation graph that a principal is, sorted.
func (q *question) verticesOf(p pool.Principal) []int32 {
	if q.vertices == nil {
		q.vertices = map[pool.Principal][]int32{}
		n := int32(len(q.g.accounts))
		for v := range n {
			q.noteVertex(v)
		}
		for m := range q.g.members {
			q.noteVertex(2*n + int32(m))
		}
	}
	return q.vertices[p]
}

func (q *question) noteVertex(v int32) {
	p := q.g.vertex(v).Principal
	q.vertices[p] = append(q.vertices[p], v)
}
