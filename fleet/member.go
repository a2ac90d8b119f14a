package fleet

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sort"

	"fleettrust.example/pool"
)

// member is a principal that a decisive grant names.
type member struct {
	principal pool.Principal
	selector  selector
	grants    []int32
}

// selects says how the members of a principal are found in the graph.
type selects uint8

const (
	nobody      selects = iota + 1 // known to match no one
	subjects                       // credentials by namespace and service account
	uids                           // credentials by the UID of the service account
	namespaces                     // credentials by namespace
	clusters                       // credentials by provider
	credentials                    // every credential of a pool
	everyone                       // allUsers
	oneAccount                     // a Google service account
	accountsIn                     // the service accounts below a node
	anyAccount                     // allAuthenticatedUsers
	elsewhere                      // people, groups, other pools: not told by these facts
)

// selector is a principal in terms of the graph. Doubts widen who it matches; unsettled says what may be missing
// from those it finds.
type selector struct {
	selects   selects
	principal pool.Principal
	pool      int32
	account   int32
	node      int32
	doubts    []Reason
	unsettled []Reason
}

// selector resolves a principal in its canonical spelling.
func (g *Graph) selector(p pool.Principal) selector {
	s := selector{principal: p, pool: -1, account: -1, node: -1}
	if why, dead := p.Dead(); dead {
		s.selects = nobody
		// That a deleted member matches no one is documented; of other dead forms it is only inferred.
		if p.Kind() != pool.KindDeleted {
			s.unsettled = append(s.unsettled, Reason{fmt.Sprintf("%s: %s", p, why), "a test against the real API"})
		}
		return s
	}
	switch p.Kind() {
	case pool.KindSubject, pool.KindUID, pool.KindNamespace, pool.KindCluster, pool.KindPool:
		return g.poolSelector(s)
	case pool.KindServiceAccount:
		return g.accountSelector(s)
	case pool.KindServiceAccountSet:
		return g.accountSetSelector(s)
	case pool.KindAllUsers:
		s.selects = everyone
	case pool.KindAllAuthenticatedUsers:
		s.selects = anyAccount
	case pool.KindPoolResource:
		s.selects = nobody
	default:
		s.selects = elsewhere
		s.doubts = g.outsider(p)
	}
	return s
}

// poolSelector resolves a principal of a workload identity pool. The number and the pool's project ID must be of one
// project: https://docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-05-30.
func (g *Graph) poolSelector(s selector) selector {
	p := s.principal
	i, ok := g.findPool(p.Pool())
	if !ok {
		s.selects = elsewhere
		s.doubts = []Reason{{fmt.Sprintf("who has a credential at pool %s is not known", p.Pool()), "the project that owns the pool, its clusters and its fleet"}}
		return s
	}
	s.pool = i
	own := g.poolNumber(i)
	if p.Number() != 0 && own != 0 && p.Number() != own {
		s.selects = nobody
		s.unsettled = []Reason{{fmt.Sprintf("%s names project number %v, and the project of pool %s has number %v: as far as is known that matches nobody", p, p.Number(), p.Pool(), own), "a principal with the number of the pool's own project"}}
		return s
	}
	if p.Number() != 0 && own == 0 {
		s.doubts = append(s.doubts, Reason{fmt.Sprintf("whether %v is the number of the project of pool %s is not known", p.Number(), p.Pool()), "the number of project " + g.nodes[g.pools[i].project].resource.id})
	}
	switch p.Kind() {
	case pool.KindUID:
		s.selects = uids
	case pool.KindNamespace:
		s.selects = namespaces
	case pool.KindCluster:
		s.selects = clusters
	case pool.KindPool:
		s.selects = credentials
	default:
		s.selects = subjects
	}
	s.unsettled = append(s.unsettled, g.poolGaps(s)...)
	return s
}

func (g *Graph) accountSelector(s selector) selector {
	i, ok := g.findAccount(s.principal.Email())
	if !ok {
		s.selects = elsewhere
		s.doubts = []Reason{{fmt.Sprintf("service account %s was not told", s.principal.Email()), "the account and its allow policy"}}
		return s
	}
	s.selects, s.account = oneAccount, i
	return s
}

func (g *Graph) accountSetSelector(s selector) selector {
	i := slices.IndexFunc(g.nodes, func(n node) bool {
		return n.number == s.principal.Number() && n.resource.kind == resourceKind(s.principal.Node())
	})
	if i < 0 || s.principal.Number() == 0 {
		s.selects = elsewhere
		s.doubts = []Reason{{fmt.Sprintf("which accounts are in %s is not known", s.principal), "the project, folder or organization of that number"}}
		return s
	}
	s.selects, s.node = accountsIn, int32(i)
	s.unsettled = g.accountGaps(int32(i))
	return s
}

func resourceKind(k pool.NodeKind) ResourceKind {
	switch k {
	case pool.NodeProject:
		return ProjectResource
	case pool.NodeFolder:
		return FolderResource
	case pool.NodeOrganization:
		return OrganizationResource
	default:
		return NoResource
	}
}

// outsider says what is not known of a member that these facts do not resolve. A user is just that user.
func (g *Graph) outsider(p pool.Principal) []Reason {
	switch p.Kind() {
	case pool.KindUser:
		return nil
	case pool.KindGoogleGroup:
		return []Reason{{fmt.Sprintf("the members of %s are not known", p), "the members of the group, and of the groups in it"}}
	case pool.KindProjectOwner, pool.KindProjectEditor, pool.KindProjectViewer:
		return []Reason{{fmt.Sprintf("%s stands for whoever holds that basic role on the project, which is not followed", p), "who holds the role"}}
	default:
		return []Reason{{fmt.Sprintf("who is in %s is not known", p), "the identities it stands for"}}
	}
}

// compileMembers lists the distinct members of grants, and hangs them on the accounts they hold.
func (c *compiler) compileMembers() {
	g := c.g
	order := make([]int32, len(g.grants))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(g.grants[a].binding.Member.Compare(g.grants[b].binding.Member), cmp.Compare(a, b))
	})
	for _, i := range order {
		p := g.grants[i].binding.Member
		if n := len(g.members); n == 0 || g.members[n-1].principal != p {
			g.members = append(g.members, member{principal: p, selector: g.selector(p)})
		}
		m := int32(len(g.members) - 1)
		g.grants[i].member = m
		g.members[m].grants = append(g.members[m].grants, i)
	}
	for m := range g.members {
		c.hangMember(int32(m))
	}
}

func (c *compiler) hangMember(m int32) {
	s := c.g.members[m].selector
	if s.selects == oneAccount {
		c.g.accounts[s.account].self = m
		return
	}
	for a := range c.g.accountsOf(s) {
		c.g.accounts[a].sets = append(c.g.accounts[a].sets, m)
	}
}

// accountsOf yields the service accounts that a set holds, in order.
func (g *Graph) accountsOf(s selector) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		switch s.selects {
		case accountsIn:
			for _, a := range g.nodes[s.node].below {
				if !yield(a) {
					return
				}
			}
		case anyAccount, everyone:
			for a := range g.accounts {
				if !yield(int32(a)) {
					return
				}
			}
		}
	}
}

// holding is one way in which a workload is among those a selector matches: by the credential of a provision, or,
// with provision -1, by being anyone at all.
type holding struct {
	w, provision int32
	doubts       []Reason // of the match; those of the credential stand on the provision
}

// holdings yields the workloads that a selector matches, by each credential that makes it so. A workload may come
// twice; the order is fixed.
func (g *Graph) holdings(s selector) iter.Seq[holding] {
	return func(yield func(holding) bool) {
		switch s.selects {
		case everyone:
			for w := range g.workloads {
				if !yield(holding{int32(w), -1, nil}) {
					return
				}
			}
		case uids:
			g.yieldUIDs(s, yield)
		case clusters:
			g.yieldCluster(s, yield)
		case subjects, namespaces, credentials:
			for _, e := range g.entriesOf(s) {
				if doubts, ok := g.outsideDoubts(s, e); ok && !yield(holding{e.w, e.provision, doubts}) {
					return
				}
			}
		}
	}
}

// entriesOf is the run of a pool's credentials that a subject, a namespace or the whole pool covers.
func (g *Graph) entriesOf(s selector) []entry {
	all := g.pools[s.pool].entries
	ns, ksa := s.principal.Namespace(), s.principal.ServiceAccount()
	switch s.selects {
	case credentials:
		return all
	case namespaces:
		return run(all, func(e entry) int { return compareText(g.namespaceOf(e.w), ns) })
	default:
		return run(all, func(e entry) int {
			return cmp.Or(compareText(g.namespaceOf(e.w), ns), compareText(g.workloads[e.w].name, ksa))
		})
	}
}

// run is the part of a sorted slice at which to gives 0.
func run[E any](all []E, to func(E) int) []E {
	first := sort.Search(len(all), func(i int) bool { return to(all[i]) >= 0 })
	end := first + sort.Search(len(all)-first, func(i int) bool { return to(all[first+i]) > 0 })
	return all[first:end]
}

// outsideDoubts applies Assumptions.PoolSetWithoutOutside to the set of a whole pool.
func (g *Graph) outsideDoubts(s selector, e entry) ([]Reason, bool) {
	c := g.clusterOf(e.w)
	if s.selects != credentials || c.fact.Mode != Outside {
		return s.doubts, true
	}
	if g.assume.PoolSetWithoutOutside {
		return nil, false
	}
	return append(slices.Clip(s.doubts), Reason{
		fmt.Sprintf("that the set of all identities of pool %s holds those of clusters outside Google Cloud, such as %v, is taken for granted", g.pools[s.pool].name, c.name),
		"Assumptions.PoolSetWithoutOutside"}), true
}

func (g *Graph) yieldUIDs(s selector, yield func(holding) bool) {
	for _, w := range run(g.byUID, func(w int32) int { return compareText(g.workloads[w].uid, s.principal.UID()) }) {
		for k, p := range g.clusterOf(w).provisions {
			if p.pool == s.pool && !yield(holding{w, int32(k), s.doubts}) {
				return
			}
		}
	}
}

func (g *Graph) yieldCluster(s selector, yield func(holding) bool) {
	for _, at := range g.pools[s.pool].providers {
		doubts, ok := g.matchProvider(s, at)
		if !ok {
			continue
		}
		first, end := g.workloadsOf(at.w)
		for w := first; w < end; w++ {
			if !yield(holding{w, at.provision, doubts}) {
				return
			}
		}
	}
}

// matchProvider matches a kubernetes.cluster principal against a cluster's provider at the pool. Google documents the
// container URL alone; what a member from another project, whose provider is a gkehub URL, answers to is stated nowhere.
func (g *Graph) matchProvider(s selector, at entry) ([]Reason, bool) {
	c := &g.clusters[at.w]
	p := c.provisions[at.provision]
	want := s.principal.Provider()
	switch {
	case p.provider == want && p.provider == c.name.provider():
		return s.doubts, true
	case p.provider == want, g.assume.ClusterByContainerURL && c.fact.Mode != Outside && want == c.name.provider():
		return append(slices.Clip(s.doubts), g.providerDoubt(c, p)), true
	}
	return nil, false
}

func (g *Graph) providerDoubt(c *cluster, p provision) Reason {
	return Reason{
		fmt.Sprintf("what kubernetes.cluster value cluster %v has at pool %s is documented nowhere; its provider there is %s", c.name, g.pools[p.pool].name, p.provider),
		"Assumptions.ClusterByContainerURL"}
}
