package fleet

import (
	"fmt"

	"fleettrust.example/pool"
)

// compileGaps marks the rows that a gap speaks of; those of clusters are marked when the clusters are there.
func (c *compiler) compileGaps() {
	for _, f := range c.builder.gaps {
		switch f.fact.What {
		case GapObjects, GapNodePools, GapPods, GapRBAC:
			c.markCluster(f)
		case GapClusters, GapMemberships, GapAccounts, GapPolicy, GapScopes, GapOrgPolicies:
			c.markResource(f)
		default:
			c.fault(f.at, "gap", "says nothing that is missing")
		}
	}
}

func (c *compiler) markCluster(f told[Gap]) {
	if i, ok := c.g.findCluster(f.fact.Cluster); ok {
		c.g.clusters[i].gaps[f.fact.What] = true
	} else {
		c.fault(f.at, "gap", fmt.Sprintf("cluster %q was not told", f.fact.Cluster))
	}
}

func (c *compiler) markResource(f told[Gap]) {
	r, _ := c.resource(f.fact.On)
	if n, ok := c.g.findNode(r); ok {
		c.g.nodes[n].gaps[f.fact.What] = true
	} else if a, ok := c.g.findAccount(r.id); ok && r.kind == AccountResource && f.fact.What == GapPolicy {
		c.g.account(a).gap = true
	} else {
		c.fault(f.at, "gap", fmt.Sprintf("resource %q was not told", f.fact.On))
	}
}

// selectorGaps says who may be missing among those that a selector matches.
func (g *Graph) selectorGaps(s selector) []Reason {
	switch s.selects {
	case subjects, uids, namespaces, clusters, credentials:
		return append(g.poolGaps(s), s.unsettled...)
	case everyone:
		return append(g.workloadGaps(), g.accountGaps(-1)...)
	case anyAccount:
		return g.accountGaps(-1)
	case accountsIn:
		return append(g.accountGaps(s.node), g.placeGaps(s.node)...)
	default:
		return s.unsettled
	}
}

// uidGaps says which clusters of a pool have service accounts whose UID is not known. A UID that one is known to have is
// no other's: it names one object.
func (g *Graph) uidGaps(at *poolRow) []Reason {
	var rs []Reason
	for _, p := range at.providers {
		if c := &g.clusters[p.of]; g.lacksUID(p.of) {
			rs = append(rs, Reason{fmt.Sprintf("the UIDs of service accounts of cluster %v are not known", c.name), fmt.Sprintf("kubectl get serviceaccounts -A -o yaml in %v", c.name)})
		}
	}
	return reasons(rs)
}

// lacksUID reports a cluster with a service account whose UID is not known.
func (g *Graph) lacksUID(c int32) bool {
	first, end := g.workloadsOf(c)
	for w := first; w < end; w++ {
		if g.more(w).uid == "" {
			return true
		}
	}
	return false
}

// workloadGaps says which workloads of the world were not read.
func (g *Graph) workloadGaps() []Reason {
	var rs []Reason
	for i := range g.nodes {
		if n := &g.nodes[i]; n.gaps[GapClusters] {
			rs = append(rs, Reason{fmt.Sprintf("the clusters of %s were not read", n.resource), "gcloud container clusters list --project " + n.resource.id})
		}
	}
	for i := range g.clusters {
		if g.clusters[i].gaps[GapObjects] {
			rs = append(rs, objectGap(&g.clusters[i]))
		}
	}
	return rs
}

func objectGap(c *cluster) Reason {
	return Reason{fmt.Sprintf("the namespaces and service accounts of cluster %v were not read", c.name), fmt.Sprintf("kubectl get namespaces,serviceaccounts -A -o yaml in %v", c.name)}
}

// poolGaps says who may be missing among those a principal of a pool matches.
func (g *Graph) poolGaps(s selector) []Reason {
	at := &g.pools[s.pool]
	owner := &g.nodes[at.project]
	var rs []Reason
	if owner.gaps[GapClusters] {
		rs = append(rs, Reason{fmt.Sprintf("the clusters of %s were not read: any of them may provide pool %s", owner.resource, at.name), "gcloud container clusters list --project " + owner.resource.id})
	}
	if owner.gaps[GapMemberships] {
		rs = append(rs, Reason{fmt.Sprintf("the memberships of the fleet of %s were not read: any member may provide pool %s", owner.resource, at.name), "gcloud container fleet memberships list --project " + owner.resource.id})
	}
	if owner.gaps[GapScopes] && !at.name.IsManaged() {
		rs = append(rs, scopeGap(owner, at.name))
	}
	for _, m := range owner.hubs {
		if at.name.IsManaged() && !at.name.IsHub() {
			rs = append(rs, Reason{fmt.Sprintf("%s names the old pool of the fleet, and whether its workloads have a credential at %s too is not known", m, at.name), "authority.workloadIdentityPool of the membership"})
		}
	}
	for _, p := range at.providers {
		rs = append(rs, g.providerGaps(s, p)...)
	}
	if s.selects == uids && len(g.withUID(s.principal.UID())) == 0 {
		rs = append(rs, g.uidGaps(at)...)
	}
	return rs
}

func scopeGap(host *node, at pool.Name) Reason {
	return Reason{fmt.Sprintf("the team scopes of the fleet of %s were not read: a workload of any member may have an identity at scope-tenancy pool %s", host.resource, at), "gcloud container fleet scopes list --project " + host.resource.id}
}

// providerGaps says what is not known of one cluster of the pool.
func (g *Graph) providerGaps(s selector, at entry) []Reason {
	c := &g.clusters[at.of]
	if s.selects == clusters {
		_, ok := g.matchProvider(s, at)
		switch {
		case !ok && c.fact.Mode != Outside && s.principal.Provider() == c.name.provider():
			return []Reason{g.providerDoubt(c, &c.provisions[at.provision])}
		case !ok:
			return nil
		}
	}
	if !c.gaps[GapObjects] {
		return nil
	}
	return []Reason{objectGap(c)}
}

// policyGaps says which policies over an account were not read, or not to the end.
func (g *Graph) policyGaps(a int32) []Reason {
	row := g.account(a)
	var rs []Reason
	if !row.told && !row.googles {
		rs = append(rs, Reason{fmt.Sprintf("service account %s is only named by others: its own allow policy was not told", row.email), "gcloud iam service-accounts get-iam-policy " + row.email})
	}
	if row.gap {
		rs = append(rs, policyGap(OnAccount(row.email)))
	}
	rs = append(rs, unreadMembers(row.unread)...)
	for at := range g.chain(row.node) {
		n := &g.nodes[at]
		if n.gaps[GapPolicy] {
			rs = append(rs, policyGap(n.resource))
		}
		if n.orphan {
			rs = append(rs, orphaned(n))
		}
		rs = append(rs, unreadMembers(g.nodes[at].unread)...)
	}
	return rs
}

// orphaned says of a folder or project whose parent was not told that policies above it, and sets it is in, are not
// known.
func orphaned(n *node) Reason {
	command := "gcloud resource-manager folders describe "
	if n.resource.kind == ProjectResource {
		command = "gcloud projects get-ancestors-iam-policy "
	}
	return Reason{fmt.Sprintf("the parent of %s was not told, so what lies above it is not known", n.resource), command + n.resource.id}
}

func policyGap(r Resource) Reason {
	return Reason{fmt.Sprintf("the allow policy of %s was not read", r), "that policy"}
}

func unreadMembers(bs []told[Binding]) []Reason {
	var rs []Reason
	for _, b := range bs {
		rs = append(rs, Reason{fmt.Sprintf("%s on %s is granted to %q, which is no member that can be read", b.fact.Role, b.fact.On, b.fact.Unread), "who was meant"})
	}
	return rs
}

// accountGaps says which projects at or below a node, or of all for -1, have service accounts that were not read.
func (g *Graph) accountGaps(above int32) []Reason {
	var rs []Reason
	for i := range g.nodes {
		if g.nodes[i].gaps[GapAccounts] && (above < 0 || g.isBelow(int32(i), above)) {
			rs = append(rs, Reason{fmt.Sprintf("the service accounts of %s were not read", g.nodes[i].resource), "gcloud iam service-accounts list --project " + g.nodes[i].resource.id})
		}
	}
	return rs
}

// placeGaps says which service accounts may be in a folder or organization without being known to be.
func (g *Graph) placeGaps(above int32) []Reason {
	if g.nodes[above].resource.kind == ProjectResource {
		return nil
	}
	var rs []Reason
	for i := range g.nodes {
		n := &g.nodes[i]
		placeless := n.orphan || n.parent < 0 && n.resource.kind == ProjectResource && n.gaps[GapPolicy]
		if placeless && len(n.below) > 0 && !g.isBelow(int32(i), above) {
			rs = append(rs, orphaned(n))
		}
	}
	for i := range g.accounts {
		if a := &g.accounts[i]; a.node < 0 && !a.googles {
			rs = append(rs, Reason{fmt.Sprintf("where service account %s lies is not known: its project was not told", a.email), "the project, and the folders above it"})
		}
	}
	return rs
}

func (g *Graph) isBelow(n, above int32) bool {
	for at := range g.chain(n) {
		if at == above {
			return true
		}
	}
	return false
}
