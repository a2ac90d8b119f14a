package fleet

import (
	"reflect"
	"slices"
)

// net is the net effect of operations that were carried out cheaply: facts that went and facts that came.
type net struct {
	o       *origin
	gone    map[factKey]bool
	emptied map[Namespace]bool // with all in them
	kinds   map[reflect.Type]bool
	came    []Fact
	pools   map[string]bool // projects of which the pool exists, whatever becomes of who shows it
}

// factKey is a fact by what makes it one.
type factKey struct {
	sort reflect.Type
	name string
}

func keyOf(f Fact) factKey { return factKey{reflect.TypeOf(f), factName(f)} }

func newNet(o *origin) *net {
	return &net{o: o, gone: map[factKey]bool{}, emptied: map[Namespace]bool{}, kinds: map[reflect.Type]bool{}, pools: map[string]bool{}}
}

func (n *net) note(c *change) {
	if c.creates {
		n.came = append(n.came, c.fact)
		return
	}
	switch f := c.fact.(type) {
	case Namespace:
		n.leave(func(x Fact) bool { return isIn(x, f) })
		n.emptied[f] = true
	case KSA:
		n.forget(f)
		n.came = append(n.came, Namespace{f.Cluster, f.Namespace})
	case Membership:
		n.forget(f)
		n.pools[f.Fleet] = n.pools[f.Fleet] || f.Issuer != Off && !f.Lightweight
	default:
		n.forget(f)
	}
}

// forget takes a fact away, whether it was told or came.
func (n *net) forget(f Fact) {
	is := keyOf(f)
	n.leave(func(x Fact) bool { return keyOf(x) == is })
	n.gone[is], n.kinds[is.sort] = true, true
}

func (n *net) leave(is func(Fact) bool) { n.came = slices.DeleteFunc(n.came, is) }

func isIn(x Fact, in Namespace) bool {
	c, ns := placeOf(x)
	return c == in.Cluster && ns == in.Name
}

// build tells what is left, and what came.
func (n *net) build() (*Graph, error) {
	g := n.o.g
	b := Builder{Assumptions: g.told.Assumptions, Evaluator: g.told.Evaluator}
	for at, f := range g.told.all() {
		if f = g.spelled(f); !n.went(f) {
			b.AddFrom(at, n.kept(f))
		}
	}
	b.Add(n.came...)
	return b.Build()
}

func (n *net) went(f Fact) bool {
	if len(n.emptied) > 0 {
		if c, ns := placeOf(f); ns != "" && n.emptied[Namespace{c, ns}] {
			return true
		}
	}
	return n.kinds[reflect.TypeOf(f)] && n.gone[keyOf(f)]
}

// kept tells of a project that its pool outlived whoever showed it.
func (n *net) kept(f Fact) Fact {
	p, ok := f.(Project)
	if !ok || !n.pools[p.ID] {
		return f
	}
	if i, ok := n.o.g.findNode(InProject(p.ID)); ok && !n.o.g.assumesPool(n.o.g.nodes[i].pool) {
		p.Pool = n.o.g.nodes[i].pool
	}
	return p
}
