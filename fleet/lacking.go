package fleet

import (
	"fmt"
	"slices"

	"fleettrust.example/pool"
)

// lacking says what a workload might act as besides what was found: through fleets, policies and accounts that were not
// read, and through groups that hold a grant and may hold an account it obtains.
func (g *Graph) lacking(f face, obtains bool) []Reason {
	rs := append(g.fleetsNotRead(&g.clusters[f.cluster]), g.accountGaps(-1)...)
	rs = append(rs, g.scopesNotRead(&g.clusters[f.cluster])...)
	rs = append(rs, g.uidNotRead(f)...)
	own := []*cluster{&g.clusters[f.cluster]}
	rs = append(rs, append(unreadNodes(own), unnamedNodes(own)...)...)
	var unread []string
	for i := range g.nodes {
		n := &g.nodes[i]
		rs = append(rs, unreadMembers(n.unread)...)
		if n.gaps[GapPolicy] && len(n.below) > 0 {
			unread = append(unread, n.resource.String())
		}
		if n.orphan && len(n.below) > 0 {
			rs = append(rs, orphaned(n))
		}
	}
	for i := range g.accounts {
		a := &g.accounts[i]
		rs = append(rs, unreadMembers(a.unread)...)
		if a.gap || !a.told && !a.googles {
			unread = append(unread, a.email)
		}
	}
	rs = append(rs, policiesNotRead(unread)...)
	for i := range g.members {
		if !g.members[i].idle() {
			rs = append(rs, g.mayHold(f, &g.members[i], obtains)...)
		}
	}
	return rs
}

// idle reports a member that neither a grant nor a group leads anywhere: it has rights alone.
func (m *member) idle() bool { return len(m.grants)+len(m.groups) == 0 }

// policiesNotRead says in one reason whose policies were not read.
func policiesNotRead(of []string) []Reason {
	if len(of) == 0 {
		return nil
	}
	return []Reason{{"allow policies were not read, and any may name the workload: of " + someOf(of), "those policies"}}
}

// fleetsNotRead names the fleets that a cluster of no fleet may be in after all. A cluster is in one at most.
func (g *Graph) fleetsNotRead(c *cluster) []Reason {
	if len(c.memberships) > 0 {
		return nil
	}
	var rs []Reason
	for i := range g.nodes {
		if n := &g.nodes[i]; n.gaps[GapMemberships] {
			rs = append(rs, Reason{fmt.Sprintf("the memberships of the fleet of %s were not read: cluster %v may be one", n.resource, c.name), "gcloud container fleet memberships list --project " + n.resource.id})
		}
	}
	return rs
}

// scopesNotRead names the scope-tenancy pool at which a member's workloads may have an identity after all.
func (g *Graph) scopesNotRead(c *cluster) []Reason {
	for _, m := range c.memberships {
		i, ok := g.findNode(InProject(m.fact.Fleet))
		if host := &g.nodes[i]; ok && host.gaps[GapScopes] && host.tenancy.IsValid() {
			return []Reason{scopeGap(host, host.tenancy)}
		}
	}
	return nil
}

// uidNotRead says that a grant names a UID that no workload is known to have, and that this one's is not known.
func (g *Graph) uidNotRead(f face) []Reason {
	if f.uid != "" {
		return nil
	}
	for i := range g.members {
		s := &g.members[i].selector
		if s.selects == uids && !g.members[i].idle() && len(g.withUID(s.principal.UID())) == 0 && g.provides(f, s.pool) {
			return []Reason{{fmt.Sprintf("the UID of service account %v is not known, and a grant names one that nobody is known to have", f.workload), "kubectl get serviceaccounts -A -o yaml"}}
		}
	}
	return nil
}

func (g *Graph) provides(f face, p int32) bool {
	return slices.ContainsFunc(g.clusters[f.cluster].provisions, func(at provision) bool {
		return at.pool == p && at.reaches(f.workload.Namespace)
	})
}

// mayHold says how a member that these facts do not resolve may hold the workload: as a group or set that holds an
// account it obtains, or as its name at a pool of another world.
func (g *Graph) mayHold(f face, m *member, obtains bool) []Reason {
	p := m.principal
	switch {
	case m.selector.selects != elsewhere:
		return nil
	case p.Pool().IsValid() && !p.Pool().IsManaged(): // it may trust any cluster's issuer
		return m.selector.doubts
	case p.Pool().IsManaged():
		named := p.Namespace() == "" || p.Namespace() == f.workload.Namespace && (p.ServiceAccount() == "" || p.ServiceAccount() == f.workload.ServiceAccount)
		if !named || len(g.clusters[f.cluster].memberships) > 0 {
			return nil
		}
		return m.selector.doubts
	case standsForRole(p.Kind()), obtains && mayHoldAccounts(p.Kind()):
		return m.selector.doubts
	}
	return nil
}

// standsForRole reports a member that stands for the holders of a basic role, which a workload may be itself.
func standsForRole(k pool.Kind) bool {
	return k == pool.KindProjectOwner || k == pool.KindProjectEditor || k == pool.KindProjectViewer
}

// mayHoldAccounts reports a kind of member that stands for service accounts among others.
func mayHoldAccounts(k pool.Kind) bool {
	switch k {
	case pool.KindGoogleGroup, pool.KindServiceAccountSet, pool.KindCustomer:
		return true
	default:
		return false
	}
}

// isGoogles reports an account that Google owns: it lies in no project of a customer, and no customer writes its policy.
// Source: https://docs.cloud.google.com/iam/docs/service-account-types (service agents), read 2026-05-30.
func isGoogles(account pool.Principal) bool {
	of, _ := account.Account()
	switch of.Kind {
	case pool.AccountServiceAgent, pool.AccountGoogleAPIs, pool.AccountCloudBuild:
		return true
	default:
		return false
	}
}
