package load

import (
	"cmp"
	"fmt"

	"fleettrust.example/fleet"
)

// A seat is a cluster in the fleet of a host, by whatever membership.
type seat struct {
	cluster fleet.ClusterName
	host    string
}

// settleFleets takes what clusters say of their fleets, now that all memberships are read.
func (r *reader) settleFleets() {
	taken := map[seat]bool{}
	for name, m := range r.memberships {
		taken[seat{m.fact.Cluster, name.host}] = true
	}
	for _, name := range r.clusterNames() {
		if c := r.clusters[name]; c.host != "" || c.member != "" {
			r.settleFleet(c, taken)
		}
	}
}

// settleFleet takes what one cluster says. A membership that only the cluster knows is told with an issuer that is not
// known; a fleet that has no membership of the cluster was not read whole.
func (r *reader) settleFleet(c *cluster, taken map[seat]bool) {
	about := fmt.Sprintf("cluster %q", c.fact.Name)
	if name, ok := r.memberOf(c); ok {
		r.project(name.host, c.fleet)
		if m := r.memberships[name]; m != nil {
			r.agree(c, m)
			return
		}
		r.warn(c.fleet, about, "", "says that it is %v, which no list of memberships has: whether it has an issuer is not known", name)
		r.memberships[name] = &membership{name, fleet.Membership{
			Fleet: name.host, Location: name.location, Name: name.name, Cluster: c.fact.Name, Lightweight: c.light}, c.fleet, true}
		return
	}
	host, ok := r.projectID(c.host)
	switch {
	case !ok:
		r.warn(c.fleet, about, "", "is a member of the fleet of project %q, and no project.json says the ID of that project: gcloud projects describe", shorten(cmp.Or(c.host, c.member)))
	case !taken[seat{c.fact.Name, host}]:
		r.warn(c.fleet, about, "", "is a member of the fleet of project %q, and no list has its membership", host)
		r.notWhole(host, c.fleet)
	}
}

// notWhole admits that a fleet has members which we do not know.
func (r *reader) notWhole(host string, at fleet.Source) {
	r.project(host, at).whole[membershipsFile] = false
}

// agree widens what a cluster and its membership do not agree on: one of the two was read before a change.
func (r *reader) agree(c *cluster, m *membership) {
	about := fmt.Sprintf("membership %q", m.name)
	if c.light && !m.fact.Lightweight {
		r.warn(m.at, about, "", "is lightweight by its cluster's word at %v, and not by its own: it is taken for one that may have an issuer", c.fleet)
		m.fact.Issuer = fleet.Unknown
	}
	if m.fact.Cluster != c.fact.Name {
		r.warn(m.at, about, "", "is of cluster %q, and cluster %q says at %v that it is its own: the fleet may have members that are not known", m.fact.Cluster, c.fact.Name, c.fleet)
		r.notWhole(m.name.host, c.fleet)
	}
}

// settleMembership tells a membership and its fleet. One that has outlived its cluster gives nobody anything, unless
// the cluster is there.
func (r *reader) settleMembership(m *membership) {
	about := fmt.Sprintf("membership %q", m.name)
	if c := r.clusters[m.fact.Cluster]; m.fact.ClusterMissing && c != nil && c.listed {
		r.warn(m.at, about, "", "says that its cluster is gone, and %v lists it: it is taken for one that may have an issuer", c.at)
		m.fact.ClusterMissing, m.fact.Issuer = false, fleet.Unknown
	}
	if m.fact.ClusterMissing {
		r.warn(m.at, about, "", "has outlived its cluster %q: a cluster made anew under that name may come to be the member", m.fact.Cluster)
	} else {
		r.named(m.fact.Cluster, fleet.Standard, m.at)
	}
	r.tellFleet(m.at, m.name.host)
	r.tell(m.at, m.fact)
}
