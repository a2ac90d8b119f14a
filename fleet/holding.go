package fleet

import (
	"slices"

	"fleettrust.example/pool"
)

// Holdings are the principals that a workload can act as, ordered by strength and then by principal, and how sure
// that list is: it is Exact, or an UpperBound, or Unsettled, for the Reasons given, sorted.
type Holdings struct {
	All       []Holding
	Exactness Exactness
	Reasons   []Reason
}

// A Holding is a principal that a workload can act as, and the way to it.
type Holding struct {
	Principal pool.Principal
	Strength  Strength
	Path      Path
}

// Principals answers what a workload can act as: its names at each pool, the service accounts it obtains, and the
// sets that these are in. O(accounts met × grants of their members), and one look at all that was not read.
func (g *Graph) Principals(id WorkloadID) Holdings {
	f := g.face(int32(id))
	hs := Holdings{All: g.held(f), Exactness: Exact}
	var doubts []Reason
	for _, h := range hs.All {
		doubts = append(doubts, h.Path.Doubts()...)
	}
	lacking := g.lacking(f, slices.ContainsFunc(hs.All, func(h Holding) bool { return h.Strength == Obtains }))
	if len(doubts) > 0 {
		hs.Exactness = UpperBound
	}
	if len(lacking) > 0 {
		hs.Exactness = Unsettled
	}
	hs.Reasons = reasons(append(lacking, doubts...))
	return hs
}

// held lists what is known of what a workload can act as.
func (g *Graph) held(f face) []Holding {
	var all []Holding
	for _, p := range g.names(f) {
		a := &Answer{g: g, selector: g.selector(p)}
		if hs, ok := g.match(a.selector, f); ok {
			a.offerAll(f, hs, target, hop{}, true)
			all = append(all, Holding{p, Assumes, a.best(f).Path})
		}
	}
	return append(all, g.obtained(f)...)
}

// obtained lists the service accounts that a workload gets at, and the sets these are in, sorted.
func (g *Graph) obtained(f face) []Holding {
	certain, any := g.spread(f, true), g.spread(f, false)
	var all []Holding
	for _, s := range []*spread{certain, any} {
		for _, v := range s.order {
			if v < int32(len(g.accounts)) {
				all = append(all, s.holdings(f, v)...)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Holding) int { return a.Principal.Compare(b.Principal) })
	return slices.CompactFunc(all, func(a, b Holding) bool { return a.Principal == b.Principal })
}

// holdings are an account and the sets it is in, each by the way to the account.
func (s *spread) holdings(f face, v int32) []Holding {
	way := s.path(f, v)
	all := []Holding{{s.g.vertex(v).Principal, Obtains, way}}
	for _, p := range s.g.setsOf(v) {
		step := Edge{From: s.g.vertex(v), To: Vertex{Kind: PrincipalVertex, Principal: p}, Rule: R17}
		all = append(all, Holding{p, Obtains, append(slices.Clip(way), step)})
	}
	return all
}

// setsOf lists the sets of accounts that an account is in: of its project, folders and organization, and of all. It is
// in allUsers too, where any workload is already.
func (g *Graph) setsOf(a int32) []pool.Principal {
	ps := []pool.Principal{pool.AllAuthenticatedUsers()}
	for at := range g.chain(g.accounts[a].node) {
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
