package search

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// hits reports a project whose own pool, or whose fleet's, is one that the search looks at.
func (a *aim) hits(project string) bool {
	return a.anywhere || slices.ContainsFunc(a.pools, func(p pool.Name) bool { return a.hosts(project, p) })
}

// hosts reports a project whose own pool, or whose fleet's, is this one. One whose name is not known may be.
func (a *aim) hosts(project string, p pool.Name) bool {
	if own := poolOf(a.facts, project); !own.IsValid() || own == p || p.IsHub() && p.String() == project+".hub.id.goog" {
		return true
	}
	return slices.ContainsFunc(of[fleet.Fleet](a.facts), func(f fleet.Fleet) bool { return f.Host == project && f.TenancyPool == p })
}

// poolOf is the pool of a project, told or derived, or none.
func poolOf(facts []fleet.Fact, project string) pool.Name {
	for _, p := range of[fleet.Project](facts) {
		if p.ID == project && p.Pool.IsValid() {
			return p.Pool
		}
	}
	name, _ := pool.NameOf(project)
	return name
}

// provides reports a cluster whose workloads have, or may have, a name at a pool: by its own, or by its fleet. Others come to do
// so by another operation first.
func (a *aim) provides(c fleet.Cluster, p pool.Name) bool {
	if c.Mode != fleet.Outside && c.WorkloadIdentity != fleet.Off && (c.Pool == p || a.hosts(c.Name.Project, p)) {
		return true
	}
	return slices.ContainsFunc(of[fleet.Membership](a.facts), func(f fleet.Membership) bool {
		return f.Cluster == c.Name && !f.ClusterMissing && !f.Lightweight && f.Issuer != fleet.Off && a.hosts(f.Fleet, p)
	})
}

// runs reports a cluster with nodes that run as an account that the search looks at.
func (a *aim) runs(c fleet.ClusterName) bool {
	return slices.ContainsFunc(of[fleet.NodePool](a.facts), func(n fleet.NodePool) bool { return n.Cluster == c && a.isNode(n) })
}

// isNode reports nodes that run as an account that the search looks at. An account without a name is the default one of Compute
// Engine, NUMBER-compute@developer.gserviceaccount.com.
// Source: https://docs.cloud.google.com/iam/docs/service-account-types
func (a *aim) isNode(n fleet.NodePool) bool {
	if n.Account != "" && n.Account != "default" {
		return slices.Contains(a.emails, n.Account)
	}
	i := slices.IndexFunc(of[fleet.Project](a.facts), func(p fleet.Project) bool { return p.ID == n.Cluster.Project })
	return i < 0 || slices.Contains(a.emails, of[fleet.Project](a.facts)[i].Number.String()+"-compute@developer.gserviceaccount.com")
}

// namespaces lists those that a cluster may need: those of the names, in their order, and one of no grant where any new workload
// counts.
func (a *aim) namespaces(c fleet.Cluster) []string {
	var all []string
	for _, n := range a.names {
		if a.provides(c, n.pool) {
			all = added(all, n.namespace)
		}
	}
	if a.anywhere || a.runs(c.Name) || slices.ContainsFunc(a.whole, func(p pool.Name) bool { return a.provides(c, p) }) {
		all = added(all, fresh)
	}
	return all
}

// accounts lists the service accounts that a cluster may need: those of the names, and one of no grant beside each key of an
// account that the search looks at, for any pod of the namespace may mount the key.
func (a *aim) accounts(c fleet.Cluster) []name {
	var all []name
	for _, n := range a.names {
		if n.account != "" && a.provides(c, n.pool) {
			all = added(all, name{namespace: n.namespace, account: n.account})
		}
	}
	for _, s := range of[fleet.Secret](a.facts) {
		if s.Cluster == c.Name && slices.Contains(a.emails, s.Key) {
			all = added(all, name{namespace: s.Namespace, account: fresh})
		}
	}
	return all
}

// governed reports a project whose clusters some organization policy may be about.
func (a *aim) governed(p fleet.Project) bool {
	above := []fleet.Resource{fleet.InProject(p.ID)}
	for at, seen := p.Parent, 0; at.Kind() != fleet.NoResource && seen <= len(a.facts); seen++ {
		above = append(above, at)
		next := fleet.Resource{}
		for _, f := range of[fleet.Folder](a.facts) {
			if fleet.InFolder(f.Number) == at {
				next = f.Parent
			}
		}
		at = next
	}
	return slices.ContainsFunc(of[fleet.OrgPolicy](a.facts), func(f fleet.OrgPolicy) bool { return slices.Contains(above, f.On) && a.matters(f) })
}
