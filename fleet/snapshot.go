package fleet

import (
	"slices"
	"sync"
)

// A Snapshot is a world that is asked often and changed often: an Index, and what it takes to change it. It is immutable, and safe
// for any number of goroutines: a change gives another one, which shares with it whatever the change leaves as it is.
//
// Numbers of workloads and accounts mean the same in all snapshots that come of one by cheap changes: see With and SameNumbers.
type Snapshot struct {
	origin *origin
	index  *Index
	policy *Graph // its grants are as they are now, all else as it was at first

	memberships sparse[[]Membership] // by cluster, where they are not those of the graph
	registered  sparse[[]registered] // by hash of their name: memberships that came
	bindings    sparse[[]boundOn]    // by hash of the resource, where they are not those of the graph

	last  *change
	graph func() *Graph // of what the operations made, built when it is first asked for
}

// change is an operation that was carried out, with the fact that came or went, and those before it.
type change struct {
	creates bool
	fact    Fact
	before  *change
}

// Snapshot gives the snapshot of a graph. It costs what Index does.
func (g *Graph) Snapshot() *Snapshot {
	b := newIndexing(g)
	b.index()
	return &Snapshot{origin: newOrigin(b), index: b.x, policy: g, graph: func() *Graph { return g }}
}

// Index answers for the snapshot. After a change, questions that the change has to do with take a little longer than before it.
func (s *Snapshot) Index() *Index { return s.index }

// SameNumbers reports that a workload or an account of both snapshots has one number in both, since one came of the other by cheap
// changes, or both of a third. Otherwise look it up again, by name.
func (s *Snapshot) SameNumbers(other *Snapshot) bool { return s.origin == other.origin }

// Graph gives the graph of the snapshot, with all reasons. The first call after a change costs what Builder.Build does; the others
// cost nothing. The Snapshot of that graph asks at full speed again.
func (s *Snapshot) Graph() *Graph { return s.graph() }

// With carries operations out, one after the other, as Graph.With does, and refuses what it refuses: the error is a *Refusal.
//
// Creating and deleting is cheap of unconditional grants of predefined roles on accounts and on what lies above them; and, in a
// cluster about which nothing is in doubt and of which no node pool, pod or Secret may give its workloads a token or a key, of its
// membership, its namespaces and its Kubernetes service accounts. They take O(what the change reaches), and nothing that
// grows with the world but its logarithm: for a grant the accounts that it leads to, each with all that leads to it; for a cluster
// its namespaces, each with the clusters at the pool that have it too. All else costs a Graph and a Snapshot of it, whose numbers
// are others.
func (s *Snapshot) With(operations ...Operation) (*Snapshot, error) {
	for _, c := range operations {
		after, ok := s.cheaply(c)
		if !ok {
			g, err := s.graph().With(c)
			if err != nil {
				return nil, err
			}
			after = g.Snapshot()
		}
		s = after
	}
	return s, nil
}

// cheaply carries an operation out that needs no new graph. It does so only where nothing can refuse it.
func (s *Snapshot) cheaply(c Operation) (*Snapshot, bool) {
	if c == nil || c.about() == nil {
		return nil, false
	}
	t := &turn{Snapshot: *s, x: s.index.revise(), fact: s.origin.g.spelled(c.about())}
	_, creates := c.(Create)
	if !t.carryOut(c, t.fact) || t.dear {
		return nil, false
	}
	t.index, t.last = t.x, &change{creates, t.fact, s.last}
	after := &t.Snapshot
	after.graph = sync.OnceValue(after.build)
	return after, true
}

// turn is a snapshot on its way to the next, whose index may be written to. The fact is the one that comes, or that goes as it was.
type turn struct {
	Snapshot
	x    *Index
	fact Fact

	weighed []AccountID // of which it was worked out anew how exact the answers are
	dear    bool        // more leads to one of them than a change may go over
}

func (t *turn) carryOut(c Operation, f Fact) bool {
	_, creates := c.(Create)
	_, deletes := c.(Delete)
	if !creates && !deletes {
		return false
	}
	switch f := f.(type) {
	case Binding:
		return t.grant(f, creates)
	case Membership:
		if creates {
			return t.register(f)
		}
		return t.unregister(f)
	case Namespace:
		if creates {
			return t.addNamespace(f)
		}
		return t.removeNamespace(f)
	case KSA:
		if creates {
			return t.addKSA(f)
		}
		return t.removeKSA(f)
	default:
		return false
	}
}

// build makes the graph of what was told and the operations since.
func (s *Snapshot) build() *Graph {
	var all []*change
	for c := s.last; c != nil; c = c.before {
		all = append(all, c)
	}
	slices.Reverse(all)
	return s.origin.replay(all)
}
