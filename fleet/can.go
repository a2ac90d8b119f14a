package fleet

import (
	"iter"
	"slices"

	"fleettrust.example/pool"
)

// face is what IAM could know of a workload, whether or not the world has it.
type face struct {
	workload Workload
	uid      string
	cluster  int32
	at       Source
	id       int32 // -1 for a workload that the world does not have
}

func (g *Graph) face(id int32) face {
	more := g.more(id)
	return face{g.Workload(WorkloadID(id)), more.uid, g.clusterIndex(id), more.at, id}
}

// CanAssume answers whether a workload can act as a principal, and how. It gives what Assumers gives for that workload,
// without looking at any other. O(accounts met × grants over them).
func (g *Graph) CanAssume(id WorkloadID, p pool.Principal) (Assumer, bool) {
	return g.canAssume(g.face(int32(id)), g.selector(g.canonical(p)))
}

func (g *Graph) canAssume(f face, s selector) (Assumer, bool) {
	a := &Answer{g: g, selector: s, certain: g.reach(s, true), any: g.reach(s, false)}
	return a.assumerOf(f)
}

// assumerOf gives the best way from a workload, there or not, to the principal.
func (a *Answer) assumerOf(f face) (Assumer, bool) {
	c, ok := a.bestOf(a.g.called(f))
	if !ok {
		return Assumer{}, false
	}
	return a.assumer(f, c), true
}

// called is a workload with all that may select it and all that it possesses.
type called struct {
	face
	members []int32 // sorted
	got     []possession
}

func (g *Graph) called(f face) called { return called{f, g.membersNamed(f), g.possessions(f)} }

// bestOf gives the best way from a workload, there or not, to the principal.
func (a *Answer) bestOf(x called) (candidate, bool) {
	g, s := a.g, a.selector
	a = &Answer{g: g, selector: s, certain: a.certain, any: a.any}
	if hs, ok := g.match(s, x.face); ok {
		a.offerAll(x.face, hs, target, hop{}, true)
	}
	for _, m := range x.members {
		a.offerNamed(x.face, m)
	}
	for i := range x.got {
		a.offerPossession(x.cluster, x.id, &x.got[i])
	}
	if len(a.found) == 0 {
		return candidate{}, false
	}
	return slices.MinFunc(a.found, compareCandidates), true
}

// offerNamed adds the ways by a member that may select the workload.
func (a *Answer) offerNamed(f face, m int32) {
	v := a.g.memberVertex(m)
	loose, leads := a.any.hops[v]
	hs, ok := a.g.match(a.g.member(m).selector, f)
	if !leads || !ok {
		return
	}
	a.offerAll(f, hs, v, loose, false)
	if sure, ok := a.certain.hops[v]; ok {
		a.offerAll(f, hs, v, sure, true)
	}
}

// best spells out the best of the ways that were offered for one workload.
func (a *Answer) best(f face) Assumer {
	return a.assumer(f, slices.MinFunc(a.found, compareCandidates))
}

func (a *Answer) offerAll(f face, hs []holding, v int32, h hop, sure bool) {
	for _, x := range hs {
		a.offer(f.cluster, x, v, h.length, sure)
	}
}

// match gives the ways in which one workload is among those a selector matches, in the order of its credentials.
func (g *Graph) match(s selector, f face) ([]holding, bool) {
	if s.selects == everyone {
		return []holding{{f.id, -1, nil, nil}}, true
	}
	if s.pool < 0 || s.selects == nobody {
		return nil, false
	}
	var hs []holding
	for k, p := range g.clusters[f.cluster].provisions {
		if p.pool != s.pool || !p.reaches(f.workload.Namespace) || s.provider != "" && p.provider != s.provider {
			continue
		}
		if doubts, ok := g.named(s, f, int32(k)); ok {
			hs = append(hs, holding{f.id, int32(k), doubts, nil})
		}
	}
	return hs, len(hs) > 0
}

// named reports that a principal is a name of one credential.
func (g *Graph) named(s selector, f face, provision int32) ([]Reason, bool) {
	p := s.principal
	switch s.selects {
	case subjects:
		return s.doubts, p.Namespace() == f.workload.Namespace && p.ServiceAccount() == f.workload.ServiceAccount
	case uids:
		return s.doubts, p.UID() == f.uid
	case namespaces:
		return s.doubts, p.Namespace() == f.workload.Namespace
	case clusters:
		return g.matchProvider(s, entry{f.cluster, provision})
	case credentials:
		return g.outsideDoubts(s, &g.clusters[f.cluster])
	default:
		return nil, false
	}
}

// under yields the accounts that a grant holds for.
func (g *Graph) under(i int32) iter.Seq[int32] {
	gr := g.grant(i)
	if gr.account >= 0 {
		return slices.Values([]int32{gr.account})
	}
	return slices.Values(g.nodes[gr.node].below)
}
