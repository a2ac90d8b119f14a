package fleet

import "slices"

// tenants notes how workloads of the members of a fleet could get an identity at its scope-tenancy pool: once their cluster is
// bound to a team scope that has their namespace.
func (q *question) tenants(a *Answer, row *poolRow, s selector, member int32) {
	for c := range int32(len(q.g.clusters)) {
		doubts, ok := q.g.couldBeTenant(c, row, s)
		if !ok {
			continue
		}
		named := s
		named.doubts = reasons(slices.Concat(s.doubts, doubts))
		for _, w := range q.g.tenantsOf(c, row, s) {
			q.runAs(w)
			q.noteMaking(making{a, named, member, BindScopes, c, w})
		}
	}
}

// couldBeTenant asks of a cluster what R3 asks, but for the scope.
func (g *Graph) couldBeTenant(c int32, row *poolRow, s selector) (doubts []Reason, ok bool) {
	cluster := &g.clusters[c]
	outside, in := g.outsideDoubts(s, cluster)
	if !in || g.assume.IssuerNeedsClusterIdentity && cluster.fact.Mode == Standard && cluster.fact.WorkloadIdentity == Off {
		return nil, false
	}
	for _, m := range cluster.memberships {
		if f := m.fact; f.Fleet != g.nodes[row.project].resource.id || f.Lightweight || f.Issuer == Off {
			continue
		}
		url, matches := g.altersURL(cluster, m.fact, row, s)
		rs := slices.Concat(outside, url, membershipDoubts(cluster, m.fact))
		if matches && (!ok || len(rs) < len(doubts)) {
			doubts, ok = rs, true
		}
	}
	return doubts, ok
}

// tenantsOf lists the workloads of a cluster that are asked for, there or not: with a UID, only those that have it.
func (g *Graph) tenantsOf(c int32, row *poolRow, s selector) []Workload {
	name := g.clusters[c].name
	var all []Workload
	if s.selects == uids {
		for _, w := range g.withUID(s.principal.UID()) {
			if x := g.Workload(WorkloadID(w)); x.Cluster == name {
				all = append(all, x)
			}
		}
		return all
	}
	for _, ns := range g.fleetNamespaces(row, s) {
		all = append(all, Workload{name, ns, orDefault(s.principal.ServiceAccount())})
		if at, ok := g.findNamespace(name, ns); ok && s.selects != subjects {
			for w := g.namespaces[at].first; w < g.namespaces[at].end; w++ {
				all = append(all, g.Workload(WorkloadID(w)))
			}
		}
	}
	return all
}

// fleetNamespaces lists the namespaces that a name at a pool may be in: the one that it says, or, at a scope-tenancy pool, those of
// team scopes and one more.
func (g *Graph) fleetNamespaces(row *poolRow, s selector) []string {
	names := []string{orDefault(s.principal.Namespace())}
	if s.principal.Namespace() != "" || row.name.IsManaged() {
		return names
	}
	for _, scope := range g.scopes {
		if scope.fleet == row.project {
			names = append(names, scope.namespaces...)
		}
	}
	return sortedText(names)
}

// becomesTenant binds a cluster to a team scope with the namespace, and runs as a workload of it.
func (t *takeover) becomesTenant(m *making, at place) (acquisition, bool) {
	var a acquisition
	cluster := Vertex{Kind: ClusterVertex, Workload: Workload{Cluster: m.runs.Cluster}}
	if t.certain && !m.certain() || !t.scopes(&a, m.cluster, at, cluster, m.runs.Namespace) || len(a.edges) == 0 {
		return acquisition{}, false
	}
	v := Vertex{Kind: WorkloadVertex, Workload: m.runs}
	_, exists := t.q.g.WorkloadID(m.runs)
	for _, token := range []bool{false, true} {
		if step, held := t.held[identity{v, token}]; held {
			a.needs, a.Vertex = append(a.needs, step), v
			return t.named(a, m, R3), true
		}
		if run, ok := t.runs(runTarget{v, m.cluster, exists}, token); ok {
			a.edges, a.rights, a.needs, a.Vertex = append(a.edges, run.edges...), append(a.rights, run.rights...), append(a.needs, run.needs...), v
			return t.named(a, m, R3), true
		}
	}
	return acquisition{}, false
}
