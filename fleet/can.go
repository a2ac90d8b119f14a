package fleet

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"fleettrust.example/pool"
)

// CanAssume answers whether a workload can act as a principal, and how. It gives what Assumers gives for that workload,
// without looking at any other. O(accounts met × grants over them).
func (g *Graph) CanAssume(id WorkloadID, p pool.Principal) (Assumer, bool) {
	s := g.selector(g.canonical(p))
	a := &Answer{g: g, selector: s, certain: g.reach(s, true), any: g.reach(s, false)}
	if hs, ok := g.match(s, int32(id)); ok {
		a.offerAll(hs, target, hop{}, hop{}, true)
	}
	for v, h := range a.any.hops {
		n := 2 * int32(len(g.accounts))
		if v < n {
			continue
		}
		if hs, ok := g.match(g.members[v-n].selector, int32(id)); ok {
			sure, certain := a.certain.hops[v]
			a.offerAll(hs, v, h, sure, certain)
		}
	}
	if len(a.found) == 0 {
		return Assumer{}, false
	}
	return a.assumer(slices.MinFunc(a.found, compareCandidates)), true
}

func (a *Answer) offerAll(hs []holding, v int32, loose, sure hop, certain bool) {
	for _, h := range hs {
		if certain {
			a.offer(h, v, sure.length, true)
		}
		a.offer(h, v, loose.length, false)
	}
}

// match gives the ways in which one workload is among those a selector matches, in the order of its credentials.
func (g *Graph) match(s selector, w int32) ([]holding, bool) {
	if s.selects == everyone {
		return []holding{{w, -1, nil}}, true
	}
	if s.pool < 0 || s.selects == nobody {
		return nil, false
	}
	var hs []holding
	for k, p := range g.clusterOf(w).provisions {
		if p.pool != s.pool {
			continue
		}
		if doubts, ok := g.named(s, w, int32(k)); ok {
			hs = append(hs, holding{w, int32(k), doubts})
		}
	}
	return hs, len(hs) > 0
}

// named reports that a principal is a name of one credential.
func (g *Graph) named(s selector, w, provision int32) ([]Reason, bool) {
	p := s.principal
	row := &g.workloads[w]
	switch s.selects {
	case subjects:
		return s.doubts, p.Namespace() == g.namespaceOf(w) && p.ServiceAccount() == row.name
	case uids:
		return s.doubts, p.UID() == row.uid
	case namespaces:
		return s.doubts, p.Namespace() == g.namespaceOf(w)
	case clusters:
		return g.matchProvider(s, entry{g.namespaces[row.namespace].cluster, provision})
	case credentials:
		return g.outsideDoubts(s, entry{w, provision})
	default:
		return nil, false
	}
}

// under yields the accounts that a grant holds for.
func (g *Graph) under(i int32) iter.Seq[int32] {
	gr := &g.grants[i]
	if gr.account >= 0 {
		return slices.Values([]int32{gr.account})
	}
	return slices.Values(g.nodes[gr.node].below)
}

// A Class is a set of workloads that one name at one pool stands for: IAM cannot tell them apart by that name.
type Class struct {
	Pool                      pool.Name
	Namespace, ServiceAccount string
	Subject                   pool.Principal
	Workloads                 []WorkloadID // in order
}

// String names the class as "NS/KSA @ POOL".
func (c Class) String() string {
	return fmt.Sprintf("%s/%s @ %s", c.Namespace, c.ServiceAccount, c.Pool)
}

// Classes yields the sameness classes, those of a single workload too, sorted by pool, namespace and service account.
// A workload is in one class for each pool at which it has a credential. O(credentials).
func (g *Graph) Classes() iter.Seq[Class] {
	return func(yield func(Class) bool) {
		for i := range g.pools {
			if !g.yieldClasses(int32(i), yield) {
				return
			}
		}
	}
}

func (g *Graph) yieldClasses(p int32, yield func(Class) bool) bool {
	row := &g.pools[p]
	for rest := row.entries; len(rest) > 0; {
		same := run(rest, func(e entry) int {
			return cmp.Or(compareText(g.namespaceOf(e.w), g.namespaceOf(rest[0].w)), compareText(g.workloads[e.w].name, g.workloads[rest[0].w].name))
		})
		if !yield(g.class(p, same)) {
			return false
		}
		rest = rest[len(same):]
	}
	return true
}

func (g *Graph) class(p int32, same []entry) Class {
	ns, ksa := g.namespaceOf(same[0].w), g.workloads[same[0].w].name
	name := g.pools[p].name
	c := Class{Pool: name, Namespace: ns, ServiceAccount: ksa, Subject: pool.Subject(name, g.poolNumber(p), ns, ksa)}
	for _, e := range same {
		c.Workloads = append(c.Workloads, WorkloadID(e.w))
	}
	c.Workloads = slices.Compact(c.Workloads)
	return c
}
