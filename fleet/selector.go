package fleet

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

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
	gathered                       // a group or domain whose members were told
	elsewhere                      // people, groups, other pools: not told by these facts
)

// selector is a principal in terms of the graph. Doubts widen who it matches; unsettled says what may be missing
// from those it finds, besides what selectorGaps finds.
type selector struct {
	selects   selects
	principal pool.Principal
	pool      int32
	account   int32
	node      int32
	provider  string // of the tokens it matches; "" for any
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
	if _, ok := g.findGroup(p); ok {
		s.selects, s.doubts = gathered, nil
	}
	return s
}

// poolSelector resolves a principal of a workload identity pool. The number and the pool's project ID must be of one
// project: https://docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-05-30.
func (g *Graph) poolSelector(s selector) selector {
	p := s.principal
	i, ok := g.poolOf(p)
	if !ok {
		s.selects = elsewhere
		s.doubts = g.strangePool(p)
		return s
	}
	s.pool, s.doubts, s.unsettled = i, g.pools[i].assumed, g.namesakes(p, i)
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
	if !p.Pool().IsManaged() {
		return g.tenancySelector(s)
	}
	return s
}

// namesakes says that a self-managed pool of the name may be that of another project too, since a number is not known.
func (g *Graph) namesakes(p pool.Principal, i int32) []Reason {
	others := g.namesakePools(p, i)
	if len(others) == 0 {
		return nil
	}
	one, other := g.nodes[g.pools[i].project].resource.id, g.nodes[g.pools[others[0]].project].resource.id
	return []Reason{{fmt.Sprintf("pool %s may be that of project %s or of project %s", p.Pool(), one, other), "the numbers of both projects"}}
}

// namesakePools lists the other pools that a name may be at.
func (g *Graph) namesakePools(p pool.Principal, i int32) (all []int32) {
	if p.Pool().IsManaged() || p.Number() != 0 && g.poolNumber(i) == p.Number() {
		return nil
	}
	for k := range int32(len(g.pools)) {
		if k != i && g.pools[k].name == p.Pool() && (p.Number() == 0 || g.poolNumber(k) == 0 && !g.isProjectNumber(p.Number())) {
			all = append(all, k)
		}
	}
	return all
}

// strangePool says what is not known of a pool that is no project's that was told.
func (g *Graph) strangePool(p pool.Principal) []Reason {
	id, _ := p.Pool().Project()
	if i, ok := g.findNode(InProject(id)); ok && strings.Contains(id, ":") {
		return []Reason{derivedPool(&g.nodes[i])}
	}
	return []Reason{{fmt.Sprintf("who has a credential at pool %s is not known", p.Pool()), "the project that owns the pool, its clusters and its fleet"}}
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
	if r := g.nodes[i].resource; r.kind != ProjectResource {
		s.doubts = []Reason{{fmt.Sprintf("whether all projects below %s were told is not known, and service accounts of others are in %s too", r, s.principal), "the projects below it"}}
	}
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
