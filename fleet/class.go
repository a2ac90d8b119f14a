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
