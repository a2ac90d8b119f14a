package search

import (
	"cmp"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// Menu lists the operations that are tried first of all at the start, in the order in which they are.
func (p *Plan) Menu() []fleet.Operation { return p.menu(p.start) }

// menu lists what is tried in a world. It depends on the facts alone. What fleet.Graph.With refuses may be on it.
func (p *Plan) menu(g *fleet.Graph) []fleet.Operation {
	facts := g.Facts()
	m := &menu{g: g, facts: facts, aim: aimed(facts, p.principals()...)}
	m.objects()
	m.scopes()
	m.members()
	m.clusters()
	m.switches()
	m.protections()
	m.fleets()
	if slices.ContainsFunc(p.rules, func(r rule) bool { return r.anything }) {
		m.withdrawals()
	}
	if p.grants {
		m.grants()
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(m.all, func(op fleet.Operation) bool {
		name := nameOf(op)
		again := seen[name]
		seen[name] = true
		return again || slices.ContainsFunc(p.allowed, func(allowed func(fleet.Operation) bool) bool { return !allowed(op) })
	})
}

// principals are what the names are aimed at: none is everything.
func (p *Plan) principals() []pool.Principal {
	all := make([]pool.Principal, len(p.rules))
	for i, r := range p.rules {
		all[i] = r.aim
	}
	return all
}

// menu is a list of operations while it grows.
type menu struct {
	g     *fleet.Graph
	facts []fleet.Fact
	aim   *aim
	all   []fleet.Operation
}

func (m *menu) create(f fleet.Fact) { m.all = append(m.all, fleet.Create{Fact: f}) }
func (m *menu) update(f fleet.Fact) { m.all = append(m.all, fleet.Update{Fact: f}) }
func (m *menu) delete(f fleet.Fact) { m.all = append(m.all, fleet.Delete{Fact: f}) }

// has reports a workload, that of an implied service account too.
func (m *menu) has(c fleet.ClusterName, namespace, account string) bool {
	_, ok := m.g.WorkloadID(fleet.Workload{Cluster: c, Namespace: namespace, ServiceAccount: account})
	return ok
}

// objects are the namespaces and service accounts that clusters lack.
func (m *menu) objects() {
	for _, c := range of[fleet.Cluster](m.facts) {
		for _, ns := range m.aim.namespaces(c) {
			if !m.has(c.Name, ns, "default") {
				m.create(fleet.Namespace{Cluster: c.Name, Name: ns})
			}
		}
	}
	for _, c := range of[fleet.Cluster](m.facts) {
		for _, n := range m.aim.accounts(c) {
			if m.has(c.Name, n.namespace, "default") && !m.has(c.Name, n.namespace, n.account) {
				m.create(fleet.KSA{Cluster: c.Name, Namespace: n.namespace, Name: n.account})
			}
		}
	}
}

// scopes are the namespaces that team scopes lack, and the members that are not bound to them.
func (m *menu) scopes() {
	namespaces, bindings := of[fleet.FleetNamespace](m.facts), of[fleet.ScopeBinding](m.facts)
	for _, s := range of[fleet.Scope](m.facts) {
		if !m.aim.hits(s.Fleet) {
			continue
		}
		for _, name := range m.aim.names {
			if n := (fleet.FleetNamespace{Fleet: s.Fleet, Scope: s.Name, Name: name.namespace}); m.aim.hosts(s.Fleet, name.pool) && !slices.Contains(namespaces, n) {
				m.create(n)
				namespaces = append(namespaces, n)
			}
		}
		for _, f := range of[fleet.Membership](m.facts) {
			b := fleet.ScopeBinding{Fleet: s.Fleet, Location: f.Location, Membership: f.Name, Scope: s.Name}
			if f.Fleet == s.Fleet && !slices.Contains(bindings, b) {
				m.create(b)
			}
		}
	}
}

// members are registrations of clusters that are in no fleet, and the end of each membership, after which there may be another.
func (m *menu) members() {
	all := of[fleet.Membership](m.facts)
	for _, c := range of[fleet.Cluster](m.facts) {
		if slices.ContainsFunc(all, func(f fleet.Membership) bool { return f.Cluster == c.Name && !f.ClusterMissing }) {
			continue
		}
		for _, host := range of[fleet.Fleet](m.facts) {
			if m.aim.hits(host.Host) {
				m.create(m.membership(host.Host, c.Name))
			}
		}
	}
	for _, f := range all {
		m.delete(f)
	}
}

// membership registers a cluster under its own name, or one that is free.
func (m *menu) membership(host string, c fleet.ClusterName) fleet.Membership {
	f := fleet.Membership{Fleet: host, Location: c.Location, Name: c.Name, Cluster: c, Issuer: fleet.On}
	for slices.ContainsFunc(of[fleet.Membership](m.facts), func(x fleet.Membership) bool {
		return x.Fleet == f.Fleet && x.Location == f.Location && x.Name == f.Name
	}) {
		f.Name += "-again"
	}
	return f
}

// clusters are those that a project could have besides, one of each sort where a policy may forbid some, and Workload Identity where
// it is not on.
func (m *menu) clusters() {
	all := of[fleet.Cluster](m.facts)
	for _, p := range of[fleet.Project](m.facts) {
		name := fleet.ClusterName{Project: p.ID, Location: m.location(p.ID), Name: fresh}
		if slices.ContainsFunc(all, func(c fleet.Cluster) bool { return c.Name == name }) {
			continue
		}
		m.create(fleet.Cluster{Name: name, Mode: fleet.Autopilot, WorkloadIdentity: fleet.On})
		if m.aim.governed(p) {
			m.create(fleet.Cluster{Name: name, Mode: fleet.Standard, WorkloadIdentity: fleet.On})
			m.create(fleet.Cluster{Name: name, Mode: fleet.Standard, WorkloadIdentity: fleet.Off})
		}
	}
	for _, c := range all {
		if c.Mode == fleet.Standard && c.WorkloadIdentity != fleet.On {
			c.WorkloadIdentity = fleet.On
			m.update(c)
		}
	}
}

// location is where a project has its first cluster, or where any has, or a region.
func (m *menu) location(project string) string {
	own, any := "", ""
	for _, c := range of[fleet.Cluster](m.facts) {
		if c.Mode == fleet.Outside {
			continue
		}
		if any == "" {
			any = c.Name.Location
		}
		if own == "" && c.Name.Project == project {
			own = c.Name.Location
		}
	}
	return cmp.Or(own, any, "us-central1")
}

// switches are what can be turned on: issuers, service accounts, the metadata server of Compute Engine.
func (m *menu) switches() {
	for _, f := range of[fleet.Membership](m.facts) {
		if f.ClusterMissing || f.Issuer == fleet.On && !f.Lightweight {
			continue
		}
		f.Issuer, f.Lightweight = fleet.On, false
		m.update(f)
	}
	for _, f := range of[fleet.GSA](m.facts) {
		if f.Disabled && (m.aim.anywhere || slices.Contains(m.aim.emails, f.Email)) {
			f.Disabled = false
			m.update(f)
		}
	}
	for _, f := range of[fleet.NodePool](m.facts) {
		if f.Metadata != fleet.GCEMetadata && (m.aim.anywhere || m.aim.isNode(f)) {
			f.Metadata = fleet.GCEMetadata
			m.update(f)
		}
	}
}

// protections are deny policies, boundaries and organization policies, which may be taken back. What a project would inherit
// then may be replaced by a policy that enforces nothing.
func (m *menu) protections() {
	for _, f := range of[fleet.Deny](m.facts) {
		m.delete(f)
	}
	for _, f := range of[fleet.Boundary](m.facts) {
		m.delete(f)
	}
	for _, f := range of[fleet.OrgPolicy](m.facts) {
		if f.Enforced != fleet.Off && m.aim.matters(f) {
			f.Enforced, f.Reset = fleet.Off, false
			m.update(f)
		}
	}
}

// matters reports a policy of a constraint that may forbid a cluster or a membership. Those on keys take nobody out of an answer.
func (a *aim) matters(f fleet.OrgPolicy) bool {
	name := strings.TrimPrefix(f.Constraint, "constraints/")
	return a.anywhere || strings.HasPrefix(name, "custom.") || name == "iam.disableWorkloadIdentityClusterCreation"
}

// fleets are those that projects could host.
func (m *menu) fleets() {
	hosts := of[fleet.Fleet](m.facts)
	for _, p := range of[fleet.Project](m.facts) {
		if m.aim.hits(p.ID) && !slices.ContainsFunc(hosts, func(f fleet.Fleet) bool { return f.Host == p.ID }) {
			m.create(fleet.Fleet{Host: p.ID})
		}
	}
}
