package fleet

import (
	"slices"

	"fleettrust.example/pool"
)

// A Holding is a principal that a workload can act as.
type Holding struct {
	Principal pool.Principal
	Strength  Strength
	Path      Path
}

// Principals answers what a workload can act as: its names at each pool, the service accounts it obtains, and the
// sets that these are in, ordered by strength and then by principal. O(accounts met × grants over them) for each.
func (g *Graph) Principals(id WorkloadID) []Holding {
	var all []Holding
	for _, p := range g.names(g.face(int32(id))) {
		if a, ok := g.CanAssume(id, p); ok {
			all = append(all, Holding{p, a.Strength, a.Path})
		}
	}
	for _, p := range g.obtained(g.face(int32(id))) {
		if a, ok := g.CanAssume(id, p); ok {
			all = append(all, Holding{p, a.Strength, a.Path})
		}
	}
	return all
}

// names lists what a workload is called, by credential, and allUsers: sorted, each once.
func (g *Graph) names(f face) []pool.Principal {
	c := &g.clusters[f.cluster]
	ps := []pool.Principal{pool.AllUsers()}
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
	return sortedPrincipals(append(ps, g.possibleUIDs(f)...))
}

// possibleUIDs lists the UID principals that grants name and that a workload of unknown UID may be.
func (g *Graph) possibleUIDs(f face) []pool.Principal {
	var ps []pool.Principal
	for m := range g.members {
		if s := &g.members[m].selector; f.uid == "" && s.selects == uids {
			if _, ok := g.match(*s, f); ok {
				ps = append(ps, s.principal)
			}
		}
	}
	return ps
}

// sortedPrincipals sorts, and drops repeats and the zero Principal.
func sortedPrincipals(ps []pool.Principal) []pool.Principal {
	slices.SortFunc(ps, pool.Principal.Compare)
	ps = slices.Compact(ps)
	return slices.DeleteFunc(ps, func(p pool.Principal) bool { return !p.IsValid() })
}

// obtained lists the service accounts that a workload gets at, and the sets these are in.
func (g *Graph) obtained(f face) []pool.Principal {
	var ps []pool.Principal
	for _, v := range g.forward(f) {
		if v >= int32(len(g.accounts)) {
			continue
		}
		ps = append(ps, pool.ServiceAccount(g.accounts[v].email), pool.AllAuthenticatedUsers())
		for at := range g.chain(g.accounts[v].node) {
			n := &g.nodes[at]
			ps = append(ps, pool.ServiceAccounts(nodeKind(n.resource.kind), n.number))
		}
	}
	return sortedPrincipals(ps)
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

// forward lists the token and delegate vertices that a workload reaches, walking from its names on.
func (g *Graph) forward(f face) []int32 {
	seen := map[int32]bool{}
	var queue []int32
	visit := func(v int32) {
		if !seen[v] {
			seen[v] = true
			queue = append(queue, v)
		}
	}
	for m := range g.members {
		if _, ok := g.match(g.members[m].selector, f); ok {
			g.spread(int32(m), true, visit)
		}
	}
	for i := 0; i < len(queue); i++ {
		a, holdsToken := g.accountOf(queue[i]), queue[i] < int32(len(g.accounts))
		for _, m := range g.membershipsOf(a) {
			g.spread(m, holdsToken, visit)
		}
	}
	return queue
}

// membershipsOf lists the members that an account is or is in.
func (g *Graph) membershipsOf(a int32) []int32 {
	if self := g.accounts[a].self; self >= 0 {
		return append([]int32{self}, g.accounts[a].sets...)
	}
	return g.accounts[a].sets
}

// spread visits what the grants of a member lead to. Without a token of its own, a delegate may only have tokens
// minted and signed, and delegate on.
func (g *Graph) spread(m int32, holdsToken bool, visit func(int32)) {
	for _, i := range g.members[m].grants {
		for a := range g.under(i) {
			switch {
			case !g.usable(a):
				continue
			case holdsToken && g.direct(i, a, false) != 0, g.holds(i, a, mintToken|sign, false):
				visit(g.token(a))
			}
			if g.holds(i, a, delegateThrough, false) {
				visit(g.delegate(a))
			}
		}
	}
}
