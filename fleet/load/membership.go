package load

import (
	"fmt"

	"fleettrust.example/fleet"
)

// A membership is one that a list has, or that only a cluster speaks of.
type membership struct {
	name    memberName // with the host's ID
	fact    fleet.Membership
	at      fleet.Source
	missing item // where it says that its cluster is gone
}

// readMemberships reads what gcloud container fleet memberships list prints.
func (f *file) readMemberships(docs []item) int {
	p, ok := f.owner()
	if !ok {
		return 0
	}
	entries, whole := f.entries(docs, "resources")
	for _, e := range entries {
		f.readMembership(e, p)
	}
	p.whole[membershipsFile] = p.whole[membershipsFile] || whole
	return len(entries)
}

func (f *file) readMembership(it item, p *project) {
	said := it.field("name")
	name, ok := parseMembership(said.need())
	if !ok {
		if said.present() {
			said.fault("%q is no membership: want projects/PROJECT/locations/LOCATION/memberships/NAME", shorten(said.text()))
		}
		return
	}
	if !f.isOwner(said, name.host, p) {
		return
	}
	name.host = p.id
	m := &membership{name: name, at: it.source()}
	m.fact = fleet.Membership{Fleet: p.id, Location: name.location, Name: name.name}
	m.fact.Lightweight = it.field("membershipType").text() == "LIGHTWEIGHT"
	f.readAuthority(it, &m.fact)
	f.readEndpoint(it, m)
	if first := f.memberships[name]; first == nil {
		f.memberships[name] = m
	} else {
		f.tell(m.at, m.fact) // Build compares the two
	}
}

// readAuthority reads whether the member has a fleet identity. Without an issuer it has none, if the object is whole;
// in a projection that is not known, nor where the service still names a provider.
// Source: googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2, message Authority.
func (f *file) readAuthority(it item, m *fleet.Membership) {
	a := it.field("authority")
	m.IdentityProvider = a.field("identityProvider").text()
	if name := a.field("workloadIdentityPool"); name.text() != "" {
		m.Pool = readPool(name, name.text())
	}
	switch {
	case a.field("issuer").text() != "":
		m.Issuer = fleet.On
	case m.IdentityProvider == "" && !m.Pool.IsValid() && it.has(wholeMembership...) == len(wholeMembership):
		m.Issuer = fleet.Off
	}
}

// wholeMembership are fields that the service sets on every membership: they are in each of the ten that Config
// Connector recorded: GoogleCloudPlatform/k8s-config-connector pkg/test/resourcefixture at cdb85ec, read 2026-11-21.
var wholeMembership = []string{"name", "createTime", "updateTime", "uniqueId", "state", "endpoint"}

// readEndpoint finds the cluster: a GKE cluster by the link, or by the issuer where the link was not asked for;
// otherwise a cluster outside Google Cloud, which has no other name than that of the membership.
func (f *file) readEndpoint(it item, m *membership) {
	endpoint := it.field("endpoint")
	gke := endpoint.field("gkeCluster")
	m.missing = gke.field("clusterMissing")
	m.fact.ClusterMissing = m.missing.truth()
	issuer := it.field("authority").field("issuer")
	switch resource := gke.field("resourceLink"); {
	case resource.text() != "":
		l, ok := parseLink(resource.text())
		if !ok {
			resource.fault("%q is no link of a cluster", shorten(resource.text()))
			return
		}
		m.fact.Cluster = f.linked(resource, l, issuer)
	case endpoint.has("onPremCluster", "multiCloudCluster", "edgeCluster", "applianceCluster", "kubernetesMetadata") > 0 && !gke.present():
		m.fact.Cluster = f.outside(it, m)
	default:
		m.fact.Cluster = f.guess(it, m, issuer)
	}
}

func (f *file) outside(it item, m *membership) fleet.ClusterName {
	name := fleet.ClusterName{Project: m.name.host, Location: m.name.location, Name: m.name.name}
	f.named(name, fleet.Outside, it.source())
	return name
}

// linked gives the cluster of a link, whose project may be a number. The issuer of the same membership says the ID
// when no project file does.
func (f *file) linked(it item, l link, issuer item) fleet.ClusterName {
	id, ok := f.projectID(l.project)
	if again, same := parseLink(issuer.text()); !ok && same {
		id, ok = f.projectID(again.project)
	}
	if !ok {
		it.fault("names project %q by its number, and no project.json says its ID: run gcloud projects describe %s", l.project, l.project)
		return fleet.ClusterName{}
	}
	return fleet.ClusterName{Project: id, Location: l.location, Name: l.name}
}

// guess finds the cluster of a membership whose endpoint was not read: by the issuer, which for GKE is the cluster's
// own link, or by the cluster that names the membership.
func (f *file) guess(it item, m *membership, issuer item) fleet.ClusterName {
	if l, ok := parseLink(issuer.text()); ok {
		return f.linked(issuer, l, issuer)
	}
	for _, name := range f.clusterNames() {
		if by, ok := f.memberOf(f.clusters[name]); ok && by == m.name {
			return name
		}
	}
	it.warn("", "does not say of which cluster it is: it is taken for one outside Google Cloud")
	return f.outside(it, m)
}

// memberOf gives the membership that a cluster says it has. Both the name and the field beside it say the host.
func (r *reader) memberOf(c *cluster) (memberName, bool) {
	m, ok := parseMembership(c.member)
	if !ok {
		return m, false
	}
	id, known := r.projectID(c.host)
	if !known {
		id, known = r.projectID(m.host)
	}
	m.host = id
	return m, known
}

// settleFleet takes what a cluster says of its fleet. A membership that only the cluster knows is told with an issuer
// that is not known; one that it does not name is a list of memberships that is not whole.
func (r *reader) settleFleet(c *cluster) {
	if c.host == "" && c.member == "" {
		return
	}
	about := fmt.Sprintf("cluster %q", c.fact.Name)
	m, named := r.memberOf(c)
	host, ok := r.projectID(c.host)
	if named {
		host, ok = m.host, true
	}
	switch {
	case !ok:
		said := c.host
		if said == "" {
			said = c.member
		}
		r.warn(c.fleet, about, "", "is a member of the fleet of %q, and no project.json says the ID of that project: gcloud projects describe", shorten(said))
	case named && r.memberships[m] == nil:
		r.warn(c.fleet, about, "", "says that it is %v, which no list of memberships has: whether it has an issuer is not known", m)
		r.project(host, c.fleet)
		r.memberships[m] = &membership{name: m, at: c.fleet, fact: fleet.Membership{
			Fleet: host, Location: m.location, Name: m.name, Cluster: c.fact.Name, Lightweight: c.light}}
	case named:
		r.agree(c, r.memberships[m])
	case !r.isMember(c, host):
		r.warn(c.fleet, about, "", "is a member of the fleet of project %q, and no list has its membership", host)
		r.project(host, c.fleet).whole[membershipsFile] = false
	}
}

// agree widens a membership where its cluster contradicts it: one of the two was read before a change.
func (r *reader) agree(c *cluster, m *membership) {
	if c.light && !m.fact.Lightweight {
		r.warn(m.at, fmt.Sprintf("membership %q", m.name), "", "is lightweight by its cluster's word at %v, and not by its own: it is taken for one that may have an issuer", c.fleet)
		m.fact.Issuer = fleet.Unknown
	}
	if m.fact.Cluster != c.fact.Name {
		r.warn(m.at, fmt.Sprintf("membership %q", m.name), "", "is of cluster %q, and cluster %q says at %v that it is its own", m.fact.Cluster, c.fact.Name, c.fleet)
	}
}

func (r *reader) isMember(c *cluster, host string) bool {
	for _, m := range r.memberships {
		if m.fact.Cluster == c.fact.Name && m.name.host == host {
			return true
		}
	}
	return false
}

// settleMembership tells a membership and its fleet.
func (r *reader) settleMembership(m *membership) {
	if c := r.clusters[m.fact.Cluster]; m.fact.ClusterMissing && c != nil && c.listed {
		r.warn(m.at, fmt.Sprintf("membership %q", m.name), "", "says that its cluster is gone, and %v lists it: it is taken for one that may have an issuer", c.at)
		m.fact.ClusterMissing, m.fact.Issuer = false, fleet.Unknown
	}
	if m.fact.ClusterMissing {
		r.warn(m.at, fmt.Sprintf("membership %q", m.name), "", "has outlived its cluster %q: a cluster made anew under that name may come to be the member", m.fact.Cluster)
	} else if m.fact.Cluster != (fleet.ClusterName{}) {
		r.named(m.fact.Cluster, fleet.Standard, m.at)
	}
	r.tell(m.at, fleet.Fleet{Host: m.name.host})
	r.tell(m.at, m.fact)
}
