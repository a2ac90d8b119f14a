package fleet

import (
	"cmp"
	"fmt"
	"slices"

	"fleettrust.example/pool"
)

// tellTenancy keeps the scope-tenancy pool of a fleet. It is a self-managed pool: one that Google manages cannot be it.
// Where it lies is taken from the fleet: in its host project.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/container/fleet/workload-identity/scope-tenancy-pool/set
func (c *compiler) tellTenancy(f told[Fleet], host int32) (poolRow, bool) {
	switch {
	case !f.fact.TenancyPool.IsValid():
		return poolRow{}, false
	case f.fact.TenancyPool.IsManaged():
		c.fault(f.at, nameFleet(f.fact), fmt.Sprintf("scope-tenancy pool %q is one that Google manages, and it must be a self-managed one", f.fact.TenancyPool))
		return poolRow{}, false
	}
	c.g.nodes[host].tenancy = f.fact.TenancyPool
	return poolRow{name: f.fact.TenancyPool, project: host, exists: true}, true
}

// compileTenancy is R3: a workload in a fleet namespace of a scope that its cluster is bound to has a credential at the
// fleet's scope-tenancy pool.
// Sources: https://docs.cloud.google.com/kubernetes-engine/fleet-management/docs/authenticate-mixed-trust-workloads;
// https://docs.cloud.google.com/iam/docs/create-managed-workload-identities-gke, read 2026-05-30.
func (c *compiler) compileTenancy() {
	for i := range c.g.scopes {
		s := &c.g.scopes[i]
		at, ok := c.g.tenancyPool(s.fleet)
		if !ok || len(s.namespaces) == 0 {
			continue
		}
		for _, k := range s.clusters {
			c.provideScope(&c.g.clusters[k], s, at)
		}
	}
	for i := range c.g.clusters {
		c.shareIdentity(&c.g.clusters[i])
		c.g.clusters[i].orderProvisions()
	}
	c.compileProviders()
	for _, gap := range c.builder.gaps {
		if host, ok := c.project(gap.fact.On.id); ok && gap.fact.What == GapScopes && gap.fact.On.kind == ProjectResource {
			c.doubtShared(host)
		}
	}
}

// doubtShared puts the identities at a fleet's own pool in doubt where the team scopes were not read: a member may be bound to
// any, and then it is as shareIdentity says.
func (c *compiler) doubtShared(host int32) {
	at, ok := c.g.tenancyPool(host)
	if !ok {
		return
	}
	for i := range c.g.clusters {
		row := &c.g.clusters[i]
		if !slices.ContainsFunc(row.memberships, func(m told[Membership]) bool { return c.givesScoped(row, m.fact, host) }) {
			continue
		}
		for k := range row.provisions {
			if p := &row.provisions[k]; c.g.beside(p, at) && !p.scoped {
				p.doubts = reasons(append(slices.Clip(p.doubts), unreadScopesDoubt(row, &c.g.nodes[host], c.g.pools[p.pool].name)))
			}
		}
	}
}

func unreadScopesDoubt(row *cluster, host *node, own pool.Name) Reason {
	return Reason{
		fmt.Sprintf("the team scopes of the fleet of %s were not read: workloads of cluster %v may have an identity at scope-tenancy pool %s, and that they keep the one at pool %s then is inferred", host.resource, row.name, host.tenancy, own),
		"gcloud container fleet scopes list --project " + host.resource.id + ", and Assumptions.ScopedIdentityReplaces"}
}

// givesScoped asks of a membership what R2 asks of it: without fleet identity there is no scoped one either.
func (c *compiler) givesScoped(row *cluster, f Membership, host int32) bool {
	return f.Fleet == c.g.nodes[host].resource.id && !f.Lightweight && f.Issuer != Off && !c.refusedByCluster(row)
}

// tenancyPool finds the scope-tenancy pool of the fleet of a host project.
func (g *Graph) tenancyPool(host int32) (int32, bool) {
	i := slices.IndexFunc(g.pools, func(p poolRow) bool { return p.project == host && p.name == g.nodes[host].tenancy })
	return int32(i), i >= 0
}

func (c *compiler) provideScope(row *cluster, s *scope, at int32) {
	for _, m := range row.memberships {
		if p, ok := c.scopeProvision(row, m, s, at); ok {
			row.provisions = append(row.provisions, p)
		}
	}
}

// scopeProvision is the identity that a membership gives in the namespaces of a scope. What the provider is called at the pool
// is not told by any fact.
func (c *compiler) scopeProvision(row *cluster, m told[Membership], s *scope, at int32) (provision, bool) {
	if !c.givesScoped(row, m.fact, s.fleet) {
		return provision{}, false
	}
	because := fmt.Sprintf("%s is bound to %s", nameMembership(m.fact), nameScope(Scope{m.fact.Fleet, s.name}))
	return provision{pool: at, rule: R3, at: m.at, because: because, doubts: membershipDoubts(row, m.fact), scoped: true, only: s.namespaces}, true
}

// shareIdentity says what scoped identities do to those at the fleet's own pool. The membership names both pools side by
// side, and no page says whether a scoped workload keeps both.
// Source: googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2, message Authority.
func (c *compiler) shareIdentity(row *cluster) {
	sure, perhaps, scoped := scopedNamespaces(row)
	if scoped < 0 {
		return
	}
	all := sortedText(slices.Concat(sure, perhaps))
	kept := all
	if c.g.assume.ScopedIdentityReplaces {
		c.leaveOut(row, scoped, sure)
		kept = slices.DeleteFunc(perhaps, func(ns string) bool { return slices.Contains(sure, ns) })
	}
	for _, p := range slices.Clone(row.provisions) {
		if c.g.beside(&p, scoped) && len(kept) > 0 {
			p.doubts = append(slices.Clip(p.doubts), keptDoubt(row, c.g.pools[p.pool].name, c.g.pools[scoped].name))
			p.scoped, p.only = true, kept
			row.provisions = append(row.provisions, p)
		}
	}
	for k := range row.provisions {
		if p := &row.provisions[k]; c.g.beside(p, scoped) && !p.scoped {
			p.except = all
		}
	}
}

// beside reports a provision of the fleet's own pool, by either name: one that Google manages, of the same project.
func (g *Graph) beside(p *provision, scoped int32) bool {
	at := &g.pools[p.pool]
	return at.project == g.pools[scoped].project && at.name.IsManaged()
}

// scopedNamespaces gives the namespaces that surely have an identity at a scope-tenancy pool, those that may, and the pool.
func scopedNamespaces(row *cluster) (sure, perhaps []string, at int32) {
	at = -1
	for _, p := range row.provisions {
		switch {
		case !p.scoped:
			continue
		case len(p.doubts) == 0:
			sure = append(sure, p.only...)
		default:
			perhaps = append(perhaps, p.only...)
		}
		at = p.pool
	}
	return sortedText(sure), sortedText(perhaps), at
}

func keptDoubt(row *cluster, own, scoped pool.Name) Reason {
	return Reason{
		fmt.Sprintf("that workloads of cluster %v with an identity at scope-tenancy pool %s keep the one at pool %s is inferred", row.name, scoped, own),
		"Assumptions.ScopedIdentityReplaces"}
}

func (c *compiler) leaveOut(row *cluster, scoped int32, namespaces []string) {
	for _, p := range row.provisions {
		if !c.g.beside(&p, scoped) {
			continue
		}
		at := &c.g.pools[p.pool]
		for _, ns := range namespaces {
			at.leans = append(at.leans, Reason{
				fmt.Sprintf("namespace %s of cluster %v is left out of pool %s: it has its identity at scope-tenancy pool %s", ns, row.name, at.name, c.g.pools[scoped].name),
				"Assumptions.ScopedIdentityReplaces"})
		}
	}
}

// reaches reports that a provision is for the workloads of a namespace.
func (p *provision) reaches(namespace string) bool {
	if p.everywhere() {
		return true
	}
	if _, out := slices.BinarySearch(p.except, namespace); out {
		return false
	}
	_, in := slices.BinarySearch(p.only, namespace)
	return in || !p.scoped
}

// everywhere reports that it is for all namespaces.
func (p *provision) everywhere() bool { return !p.scoped && len(p.except) == 0 }

// tenancySelector holds a principal of a scope-tenancy pool to what the fleet alone decides: the subjects in its fleet
// namespaces, which nobody else can alter. Managed identities may be made beside them, and the selectors by namespace,
// UID and cluster are documented for pools of Google's only.
// Source: https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.namespaces
func (g *Graph) tenancySelector(s selector) selector {
	p, at := s.principal, &g.pools[s.pool]
	if g.poolNumber(s.pool) == 0 || p.Number() == 0 {
		s.unsettled = append(s.unsettled, Reason{fmt.Sprintf("whether %s means the pool of project %s is not known", p, g.nodes[at.project].resource.id), "the number of the project"})
	}
	switch p.Kind() {
	case pool.KindSubject:
		if !g.isFleetNamespace(at.project, p.Namespace()) {
			s.unsettled = append(s.unsettled, Reason{fmt.Sprintf("managed identities that were made in pool %s beside those of the fleet are not known", at.name), "the namespaces and managed identities of the pool"})
		}
	case pool.KindPool:
		s.unsettled = append(s.unsettled, Reason{fmt.Sprintf("managed identities that were made in pool %s beside those of the fleet are not known", at.name), "the namespaces and managed identities of the pool"})
	default:
		s.doubts = append(s.doubts, Reason{fmt.Sprintf("whether pool %s, which Google does not manage, knows %v is documented nowhere", at.name, p.Kind()), "a test against the real API"})
		s.unsettled = append(s.unsettled, s.doubts...)
	}
	return s
}

func (g *Graph) isFleetNamespace(host int32, namespace string) bool {
	return slices.ContainsFunc(g.scopes, func(s scope) bool {
		_, ok := slices.BinarySearch(s.namespaces, namespace)
		return ok && s.fleet == host
	})
}

// orderProvisions sorts those of a cluster, so that no answer depends on the order of telling.
func (row *cluster) orderProvisions() {
	slices.SortStableFunc(row.provisions, func(a, b provision) int {
		return cmp.Or(cmp.Compare(a.pool, b.pool), compareText(a.provider, b.provider), cmp.Compare(min(len(a.doubts), 1), min(len(b.doubts), 1)), cmp.Compare(a.rule, b.rule),
			compareText(a.because, b.because), slices.Compare(a.only, b.only))
	})
}

// askScope asks what R3 asks, of a cluster that does not provide the scope-tenancy pool for the workload's namespace.
func (q *inquiry) askScope(c *cluster, host *node) {
	const member, bound = "is it a member of the fleet?", "is the namespace a fleet namespace of a team scope that the cluster is bound to?"
	i := slices.IndexFunc(c.memberships, func(m told[Membership]) bool { return m.fact.Fleet == host.resource.id })
	q.rung(R3, member, is(i >= 0), "pool %s is the scope-tenancy pool of the fleet of project %s: cluster %v is %s", q.s.principal.Pool(), host.resource.id, c.name, membershipText(c))
	if i < 0 {
		return
	}
	q.askIdentity(c.memberships[i].fact)
	if host.gaps[GapScopes] {
		q.unknown(R3, bound, "the team scopes of the fleet of project %s were not read", host.resource.id)
		return
	}
	q.rung(R3, bound, is(q.inScope(c)), "namespace %q, cluster %v", q.w.Namespace, c.name)
	q.rung(R3, "does the cluster provide the pool?", No, "Workload Identity of cluster %v is %v, and an issuer alone is assumed not to be enough", c.name, c.fact.WorkloadIdentity)
}

// inScope reports that the namespace is one of a team scope of the pool's fleet, bound to the cluster.
func (q *inquiry) inScope(c *cluster) bool {
	at, _ := q.g.findCluster(c.name)
	return slices.ContainsFunc(q.g.scopes, func(s scope) bool {
		_, in := slices.BinarySearch(s.namespaces, q.w.Namespace)
		_, bound := slices.BinarySearch(s.clusters, at)
		return in && bound && s.fleet == q.g.pools[q.s.pool].project
	})
}
