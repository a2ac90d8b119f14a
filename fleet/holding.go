package fleet

import (
	"iter"
	"slices"

	"fleettrust.example/pool"
)

// Holdings are the principals that a workload can act as, and how sure that list is.
type Holdings struct {
	items     []item
	exactness Exactness
	reasons   []Reason
}

// A Holding is a principal that a workload can act as, and the way to it.
type Holding struct {
	Principal pool.Principal
	Strength  Strength
	Path      Path
}

// item is a holding whose way is not spelled out.
type item struct {
	principal pool.Principal
	strength  Strength
	way       func() Path
	doubts    []Reason
}

// Principals answers what a workload can act as: its names at each pool, its UID among them if it was told, the
// service accounts it obtains, and the sets that these are in. O(accounts met × grants of their members), and one
// look at all that was not read.
func (g *Graph) Principals(id WorkloadID) Holdings {
	f := g.face(int32(id))
	hs := Holdings{items: g.held(f), exactness: Exact}
	var doubts []Reason
	for _, x := range hs.items {
		doubts = append(doubts, x.doubts...)
	}
	lacking := g.lacking(f, slices.ContainsFunc(hs.items, func(x item) bool { return x.strength == Obtains }))
	if len(doubts) > 0 {
		hs.exactness = UpperBound
	}
	if len(lacking) > 0 {
		hs.exactness = Unsettled
	}
	hs.reasons = reasons(append(lacking, doubts...))
	return hs
}

// Exactness says how the list stands to the truth.
func (h Holdings) Exactness() Exactness { return h.exactness }

// Reasons says why the list is not exact, sorted.
func (h Holdings) Reasons() []Reason { return slices.Clone(h.reasons) }

// Len is the number of principals.
func (h Holdings) Len() int { return len(h.items) }

// All yields the holdings, ordered by strength and then by principal.
func (h Holdings) All() iter.Seq[Holding] {
	return func(yield func(Holding) bool) {
		for _, x := range h.items {
			if !yield(x.holding()) {
				return
			}
		}
	}
}

func (x item) holding() Holding { return Holding{x.principal, x.strength, x.way()} }

// held lists what is known of what a workload can act as.
func (g *Graph) held(f face) []item {
	var all []item
	for _, p := range g.names(f) {
		a := &Answer{g: g, selector: g.selector(p)}
		if hs, ok := g.match(a.selector, f); ok {
			a.offerAll(f, hs, target, hop{}, true)
			way := a.best(f).Path
			all = append(all, item{p, Assumes, func() Path { return way }, way.Doubts()})
		}
	}
	return append(all, g.obtained(f)...)
}

// setsOf lists the sets of accounts that an account is in: of its project, folders and organization, and of all. It is
// in allUsers too, where any workload is already.
func (g *Graph) setsOf(a int32) []pool.Principal {
	ps := []pool.Principal{pool.AllAuthenticatedUsers()}
	for at := range g.chain(g.account(a).node) {
		n := &g.nodes[at]
		ps = append(ps, pool.ServiceAccounts(nodeKind(n.resource.kind), n.number))
	}
	return sortedPrincipals(ps)
}

// names lists what a workload is called, by credential, and allUsers: sorted, each once.
func (g *Graph) names(f face) []pool.Principal {
	return sortedPrincipals(append(g.calledNames(f), pool.AllUsers()))
}

// calledNames lists what a workload is called at each pool.
func (g *Graph) calledNames(f face) []pool.Principal {
	c := &g.clusters[f.cluster]
	var ps []pool.Principal
	for _, pr := range c.provisions {
		if !pr.reaches(f.workload.Namespace) {
			continue
		}
		name, n := g.pools[pr.pool].name, g.poolNumber(pr.pool)
		ps = append(ps,
			pool.Subject(name, n, f.workload.Namespace, f.workload.ServiceAccount),
			pool.UID(name, n, f.uid),
			pool.Namespace(name, n, f.workload.Namespace),
			pool.Cluster(name, n, pr.provider),
			pool.All(name, n))
		if g.assume.ClusterByContainerURL {
			ps = append(ps, pool.Cluster(name, n, c.name.provider()))
		}
	}
	return sortedPrincipals(ps)
}

// sortedPrincipals sorts, and drops repeats and the zero Principal.
func sortedPrincipals(ps []pool.Principal) []pool.Principal {
	slices.SortFunc(ps, pool.Principal.Compare)
	ps = slices.Compact(ps)
	return slices.DeleteFunc(ps, func(p pool.Principal) bool { return !p.IsValid() })
}

func nodeKind(k ResourceKind) pool.NodeKind {
	switch k {
	case ProjectResource:
		return pool.NodeProject
	case FolderResource:
		return pool.NodeFolder
	case OrganizationResource:
		return pool.NodeOrganization
	default:
		return 0
	}
}
