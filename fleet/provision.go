package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// distinctClusters lists the clusters and memberships, each once, with the IDs of hosts for their numbers.
func (c *compiler) distinctClusters() {
	c.clusters = distinct(c, c.builder.clusters, func(a, b Cluster) int { return a.Name.Compare(b.Name) }, equal, nameCluster)
	key := func(a, b Membership) int {
		return cmp.Or(compareText(a.Fleet, b.Fleet), compareText(a.Location, b.Location), compareText(a.Name, b.Name))
	}
	members := slices.Clone(c.builder.memberships)
	for i := range members {
		members[i].fact.Fleet = c.projectID(members[i].fact.Fleet)
	}
	c.members = distinct(c, members, key, equal, nameMembership)
}

func (c *compiler) compileClusters() {
	g := c.g
	for _, f := range c.clusters {
		c.addCluster(f)
	}
	g.clusterNames = newClusterNames(g)
	c.hangMemberships()
	for i := range g.clusters {
		c.checkOneFleet(&g.clusters[i])
		c.provide(&g.clusters[i])
	}
}

func nameCluster(f Cluster) string { return fmt.Sprintf("cluster %q", f.Name) }

func (c *compiler) addCluster(f told[Cluster]) {
	p, ok := orNone(c.project(f.fact.Name.Project))
	if !legalCluster(f.fact.Name) {
		c.fault(f.at, nameCluster(f.fact), "want the ID of a project, a location and a name, without slashes or spaces")
	} else if !ok {
		c.fault(f.at, nameCluster(f.fact), fmt.Sprintf("project %q was not told", f.fact.Name.Project))
	}
	wi := f.fact.WorkloadIdentity
	switch {
	case f.fact.Mode == Autopilot && wi == Off:
		c.fault(f.at, nameCluster(f.fact), "is Autopilot, where Workload Identity is always on, and told to be off")
	case f.fact.Mode > Outside || wi > Off:
		c.fault(f.at, nameCluster(f.fact), fmt.Sprintf("mode %v with Workload Identity %v: one of them does not exist", f.fact.Mode, wi))
	case f.fact.Mode == Outside && wi == On:
		c.fault(f.at, nameCluster(f.fact), "is outside Google Cloud and has no pool of its own: its identity comes from a fleet's membership")
	}
	if f.fact.Route > Off {
		c.fault(f.at, nameCluster(f.fact), fmt.Sprintf("route %v does not exist", f.fact.Route))
	}
	c.g.clusters = append(c.g.clusters, cluster{name: f.fact.Name, fact: f.fact, at: f.at, project: p})
}

// legalCluster holds a name to what its URL can carry, and its project to an ID: a number would be another name for it.
func legalCluster(name ClusterName) bool {
	_, err := ParseClusterName(name.String())
	return err == nil && pool.IsProjectID(name.Project) && pool.Cluster(anyPool, 0, name.provider()).IsValid()
}

func (c *compiler) hangMemberships() {
	for _, m := range c.members {
		host, ok := c.project(m.fact.Fleet)
		if !ok || !c.hosts[host] {
			c.fault(m.at, nameMembership(m.fact), fmt.Sprintf("project %q hosts no fleet that was told", m.fact.Fleet))
			continue
		}
		c.addMembership(m)
	}
}

func nameMembership(m Membership) string {
	return fmt.Sprintf("membership %q", "projects/"+m.Fleet+"/locations/"+m.Location+"/memberships/"+m.Name)
}

// projectID turns a project number in digits into the ID, where it is known.
func (c *compiler) projectID(id string) string {
	if i, ok := c.project(id); ok {
		return c.g.nodes[i].resource.id
	}
	return id
}

// addMembership hangs a membership on its cluster. One that outlived its cluster gives no workload anything.
func (c *compiler) addMembership(m told[Membership]) {
	if m.fact.Issuer > Off {
		c.fault(m.at, nameMembership(m.fact), fmt.Sprintf("issuer %v does not exist", m.fact.Issuer))
	}
	if m.fact.Location == "" || m.fact.Name == "" || strings.ContainsAny(m.fact.Location+m.fact.Name, "/ \t\r\n") {
		c.fault(m.at, nameMembership(m.fact), "want a location and a name, without slashes or spaces")
	}
	if url := m.fact.IdentityProvider; url != "" && !pool.Cluster(anyPool, 0, url).IsValid() {
		c.fault(m.at, nameMembership(m.fact), fmt.Sprintf("identity provider %q is not a URL", url))
	}
	i, ok := c.g.findCluster(m.fact.Cluster)
	if m.fact.ClusterMissing && !ok {
		return
	}
	if !ok {
		c.fault(m.at, nameMembership(m.fact), fmt.Sprintf("cluster %q was not told", m.fact.Cluster))
		return
	}
	c.g.clusters[i].memberships = append(c.g.clusters[i].memberships, m)
}

// checkOneFleet refuses a cluster in two fleets: the cluster itself records its one owner project.
// Source: https://cloud.google.com/kubernetes-engine/fleet-management/docs/fleet-concepts
func (c *compiler) checkOneFleet(row *cluster) {
	for _, m := range row.memberships[min(1, len(row.memberships)):] {
		if first := row.memberships[0].fact; first.Fleet != m.fact.Fleet {
			c.fault(m.at, nameCluster(row.fact), fmt.Sprintf("is a member of the fleets of %q and %q, and may be of one", first.Fleet, m.fact.Fleet))
		}
	}
}

// provide works out the pools at which a cluster's workloads have a credential, whatever their namespace.
func (c *compiler) provide(row *cluster) {
	if p, ok := c.ownProvision(row); ok {
		row.provisions = append(row.provisions, p)
	}
	for _, m := range row.memberships {
		if p, ok := c.fleetProvision(row, m); ok {
			row.provisions = append(row.provisions, p)
		}
	}
	row.orderProvisions()
	row.provisions = slices.CompactFunc(row.provisions, func(a, b provision) bool { return a.pool == b.pool && a.provider == b.provider })
}

// compileProviders hangs the clusters on the pools that they provide.
func (c *compiler) compileProviders() {
	for i := range c.g.clusters {
		for k, p := range c.g.clusters[i].provisions {
			at := &c.g.pools[p.pool]
			at.exists = at.exists || len(p.doubts) == 0
			at.providers = append(at.providers, entry{int32(i), int32(k)})
		}
	}
}

// ownProvision is R1: with Workload Identity on, a workload has a credential at the pool of its cluster's project.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity, read 2026-04-10.
func (c *compiler) ownProvision(row *cluster) (provision, bool) {
	if row.fact.Mode == Outside || row.fact.WorkloadIdentity == Off || row.project < 0 {
		return provision{}, false
	}
	name := c.g.nodes[row.project].pool
	i, ok := c.g.findPool(name)
	if !ok {
		c.fault(row.at, nameCluster(row.fact), fmt.Sprintf("the pool of project %q cannot be derived from its ID, and was not told", row.name.Project))
		return provision{}, false
	}
	p := provision{pool: i, rule: R1, provider: row.name.provider(), at: row.at, because: "Workload Identity is on"}
	if row.fact.Mode == Standard && row.fact.WorkloadIdentity == Unknown {
		p.because = "Workload Identity may be on"
		p.doubts = append(p.doubts, Reason{
			fmt.Sprintf("whether Workload Identity is on in cluster %v is not known", row.name),
			"workloadIdentityConfig of the cluster"})
	}
	return p, true
}

// fleetProvision is R2: a member with an issuer that is not lightweight has a credential at the fleet's pool, which
// is the host project's.
// Sources: https://cloud.google.com/kubernetes-engine/fleet-management/docs/about-fleet-workload-identity-federation;
// googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2.
func (c *compiler) fleetProvision(row *cluster, m told[Membership]) (provision, bool) {
	f := m.fact
	if f.Lightweight || f.Issuer == Off {
		return provision{}, false
	}
	i, ok := c.fleetPool(f)
	if !ok {
		c.fault(m.at, nameMembership(f), fmt.Sprintf("the pool of project %q cannot be derived from its ID, and was not told", f.Fleet))
		return provision{}, false
	}
	if c.refusedByCluster(row) {
		at := &c.g.pools[i]
		at.leans = append(at.leans, Reason{
			fmt.Sprintf("cluster %v is left out of pool %s: %s has an issuer while Workload Identity of the cluster is off", row.name, at.name, nameMembership(f)),
			"Assumptions.IssuerNeedsClusterIdentity"})
		return provision{}, false
	}
	p := provision{pool: i, rule: R2, provider: row.fleetProvider(f), at: m.at, because: nameMembership(f)}
	p.doubts = membershipDoubts(row, f)
	return p, true
}

// membershipDoubts says why a membership that gives an identity may give none.
func membershipDoubts(row *cluster, f Membership) []Reason {
	var rs []Reason
	if f.Issuer == Unknown {
		rs = append(rs, Reason{"whether " + nameMembership(f) + " has an issuer is not known", "authority.issuer of the membership"})
	}
	if f.ClusterMissing {
		rs = append(rs, Reason{nameMembership(f) + " says that its cluster is gone, and a cluster of that name was told", "the membership, read anew"})
	}
	if row.fact.Mode == Standard && row.fact.WorkloadIdentity != On {
		rs = append(rs, Reason{
			fmt.Sprintf("%s has an issuer while Workload Identity of cluster %v is %v, a combination that Google calls unsupported", nameMembership(f), row.name, row.fact.WorkloadIdentity),
			"Assumptions.IssuerNeedsClusterIdentity"})
	}
	return rs
}

func (c *compiler) refusedByCluster(row *cluster) bool {
	return c.g.assume.IssuerNeedsClusterIdentity && row.fact.Mode == Standard && row.fact.WorkloadIdentity == Off
}

// fleetPool is the pool a membership names, or else the host project's.
func (c *compiler) fleetPool(f Membership) (int32, bool) {
	if f.Pool.IsHub() {
		return c.g.findPool(f.Pool)
	}
	host, _ := c.project(f.Fleet)
	return c.g.findPool(c.g.nodes[host].pool)
}

// fleetProvider is the provider a membership names, or what tool output shows for its kind.
func (row *cluster) fleetProvider(f Membership) string {
	switch {
	case f.IdentityProvider != "":
		return f.IdentityProvider
	case row.fact.Mode != Outside && row.name.Project == f.Fleet:
		return row.name.provider()
	default:
		return membershipProvider(f.Fleet, f.Location, f.Name)
	}
}
