package fleet

import (
	"cmp"
	"fmt"
	"slices"

	"fleettrust.example/pool"
)

// compilePools gives every project the name of its Google-managed pool: as told, or derived from the ID.
func (c *compiler) compilePools() {
	g := c.g
	c.distinctClusters()
	for _, f := range c.clusters {
		c.tellPool(f.at, f.fact.Name.Project, f.fact.Pool)
	}
	hubs := c.compileHosts()
	for _, m := range c.members {
		if host, ok := c.project(m.fact.Fleet); ok && m.fact.Pool.IsHub() {
			hubs = append(hubs, poolRow{name: m.fact.Pool, project: host, exists: true})
			g.nodes[host].hubs = append(g.nodes[host].hubs, nameMembership(m.fact))
		} else {
			c.tellPool(m.at, m.fact.Fleet, m.fact.Pool)
		}
	}
	for i := range g.nodes {
		c.derivePool(int32(i))
	}
	g.pools = append(g.pools, hubs...)
	slices.SortFunc(g.pools, func(a, b poolRow) int {
		return cmp.Or(compareText(a.name.String(), b.name.String()), cmp.Compare(a.project, b.project))
	})
	g.pools = slices.CompactFunc(g.pools, func(a, b poolRow) bool { return a.name == b.name && a.project == b.project })
	g.poolNamed = make(map[pool.Name]int32, len(g.pools))
	for i := len(g.pools) - 1; i >= 0; i-- {
		g.poolNamed[g.pools[i].name] = int32(i)
	}
	for i := 1; i < len(g.pools); i++ {
		if g.pools[i].name == g.pools[i-1].name && g.pools[i].name.IsManaged() {
			c.fault(g.nodes[g.pools[i].project].at, fmt.Sprintf("pool %q", g.pools[i].name), "told of two projects")
		}
	}
}

// tellPool holds a project to one pool name: a cluster is only ever attached to the pool of its own project, and the
// pool of a fleet is the pool of its host project.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity, read 2026-04-10.
func (c *compiler) tellPool(at Source, project string, name pool.Name) {
	i, ok := c.project(project)
	if !ok || !name.IsValid() {
		return
	}
	n := &c.g.nodes[i]
	switch {
	case !name.IsManaged(), ofAnother(name, n.resource.id):
		c.fault(at, fmt.Sprintf("project %q", n.resource.id), fmt.Sprintf("pool %q is not one that Google manages for that project", name))
	case !n.pool.IsValid():
		n.pool = name
	case n.pool != name:
		c.fault(at, fmt.Sprintf("project %q", n.resource.id), fmt.Sprintf("has the pools %q and %q, and a project has one", min(n.pool.String(), name.String()), max(n.pool.String(), name.String())))
	}
}

// ofAnother reports a pool whose name says that it is another project's.
func ofAnother(name pool.Name, project string) bool {
	id, ok := name.Project()
	return ok && id != project
}

func (c *compiler) derivePool(i int32) {
	n := &c.g.nodes[i]
	if n.resource.kind != ProjectResource {
		return
	}
	if !n.pool.IsValid() {
		n.pool, _ = pool.NameOf(n.resource.id)
	}
	if n.pool.IsValid() {
		c.g.pools = append(c.g.pools, poolRow{name: n.pool, project: i, exists: n.poolTold})
	} else if name, ok := c.scopedPool(n); ok {
		n.pool = name
		c.g.pools = append(c.g.pools, poolRow{name: name, project: i, assumed: []Reason{derivedPool(n)}})
	}
}

// scopedPool derives the pool of a domain-scoped project from its ID, as one client does and no page says.
// Source: external-secrets/external-secrets providers/v1/gcp/secretmanager/workload_identity.go at cc5bfbc.
func (c *compiler) scopedPool(n *node) (pool.Name, bool) {
	name, err := pool.ParseName(n.resource.id + ".svc.id.goog")
	return name, err == nil && c.g.assume.DerivedScopedPools
}

// assumesPool reports a pool whose name is such.
func (g *Graph) assumesPool(name pool.Name) bool {
	i, ok := g.findPool(name)
	return ok && len(g.pools[i].assumed) > 0
}

func derivedPool(n *node) Reason {
	return Reason{
		fmt.Sprintf("that the pool of domain-scoped project %s is called %s.svc.id.goog is documented nowhere", n.resource.id, n.resource.id),
		"Assumptions.DerivedScopedPools"}
}

// compileHosts lists the host projects of fleets, and gives their scope-tenancy pools.
func (c *compiler) compileHosts() []poolRow {
	var tenancies []poolRow
	c.hosts = map[int32]bool{}
	fleets := slices.Clone(c.builder.fleets)
	for i := range fleets {
		fleets[i].fact.Host = c.projectID(fleets[i].fact.Host)
	}
	for _, f := range distinct(c, fleets, func(a, b Fleet) int { return compareText(a.Host, b.Host) }, equal, nameFleet) {
		host, ok := c.project(f.fact.Host)
		if !ok {
			c.fault(f.at, nameFleet(f.fact), "its host project was not told")
			continue
		}
		c.hosts[host] = true
		if p, ok := c.tellTenancy(f, host); ok {
			tenancies = append(tenancies, p)
		}
	}
	return tenancies
}

func nameFleet(f Fleet) string { return fmt.Sprintf("fleet of %q", f.Host) }
