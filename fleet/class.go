package fleet

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"fleettrust.example/pool"
)

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
	for rest := g.pools[p].members; len(rest) > 0; {
		name := g.namespaces[rest[0].of].name
		same := run(rest, func(e entry) int { return cmp.Compare(g.namespaces[e.of].name, name) })
		if !g.yieldNamesakes(p, same, yield) {
			return false
		}
		rest = rest[len(same):]
	}
	return true
}

// yieldNamesakes yields the classes of the namespaces of one name at a pool.
func (g *Graph) yieldNamesakes(p int32, same []entry, yield func(Class) bool) bool {
	var all []int32
	for _, e := range same {
		for w := g.namespaces[e.of].first; w < g.namespaces[e.of].end; w++ {
			all = append(all, w)
		}
	}
	slices.SortFunc(all, func(a, b int32) int {
		return cmp.Or(cmp.Compare(g.workloads[a].name, g.workloads[b].name), cmp.Compare(a, b))
	})
	for rest := slices.Compact(all); len(rest) > 0; {
		class := run(rest, func(w int32) int { return cmp.Compare(g.workloads[w].name, g.workloads[rest[0]].name) })
		if !yield(g.class(p, class)) {
			return false
		}
		rest = rest[len(class):]
	}
	return true
}

func (g *Graph) class(p int32, same []int32) Class {
	w := g.Workload(WorkloadID(same[0]))
	name := g.pools[p].name
	c := Class{Pool: name, Namespace: w.Namespace, ServiceAccount: w.ServiceAccount, Subject: pool.Subject(name, g.poolNumber(p), w.Namespace, w.ServiceAccount)}
	for _, w := range same {
		c.Workloads = append(c.Workloads, WorkloadID(w))
	}
	return c
}
