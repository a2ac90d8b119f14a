package load

import (
	"slices"

	"fleettrust.example/fleet"
)

// A membership is one that a list has, or that only a cluster speaks of.
type membership struct {
	name memberName // with the host's ID
	fact fleet.Membership
	at   fleet.Source

	named bool // by its cluster only
}

// readMemberships reads what gcloud container fleet memberships list prints.
func (f *file) readMemberships(docs []item) int {
	p, ok := f.owner()
	if !ok {
		return 0
	}
	entries, whole := f.entries(docs, "resources")
	for _, e := range entries {
		whole = f.readMembership(e, p) && whole
	}
	p.whole[membershipsFile] = p.whole[membershipsFile] || whole && !f.guessed
	return len(entries)
}

// readMembership reads one. It is false when the cluster cannot be named, so that the fleet has a member we do not know.
func (f *file) readMembership(it item, p *project) bool {
	name, ok := f.membershipName(it.field("name"), p)
	if !ok {
		return false
	}
	m := &membership{name: name, at: it.source()}
	m.fact = fleet.Membership{Fleet: p.id, Location: name.location, Name: name.name}
	m.fact.Lightweight = it.field("membershipType").text() == "LIGHTWEIGHT"
	f.readAuthority(it, &m.fact)
	if f.readEndpoint(it, m); m.fact.Cluster == (fleet.ClusterName{}) {
		return false
	}
	if first := f.memberships[name]; first == nil {
		f.memberships[name] = m
	} else if !first.join(m) {
		f.tell(m.at, m.fact) // Build compares the two
	}
	return true
}

func (f *file) membershipName(it item, p *project) (memberName, bool) {
	said := it.need()
	name, ok := parseMembership(said)
	if !ok {
		if said != "" {
			it.fault("%q is no membership: want projects/PROJECT/locations/LOCATION/memberships/NAME", shorten(said))
		}
		return name, false
	}
	ok = f.isOwner(it, name.host, p)
	name.host = p.id
	return name, ok
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
	case m.IdentityProvider == "" && !m.Pool.IsValid() && it.isWhole(wholeMembership...):
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
	m.fact.ClusterMissing = gke.field("clusterMissing").truth()
	issuer := it.field("authority").field("issuer")
	own, ownIssuer := parseLink(issuer.text()) // as a GKE cluster is
	switch resource := gke.field("resourceLink"); {
	case resource.text() != "":
		l, ok := parseLink(resource.text())
		if !ok {
			resource.fault("%q is no link of a cluster", shorten(resource.text()))
			return
		}
		m.fact.Cluster = f.linked(resource, l, issuer)
	case ownIssuer && !gke.present():
		m.fact.Cluster = f.linked(issuer, own, issuer)
	case endpoint.has("onPremCluster", "multiCloudCluster", "edgeCluster", "applianceCluster", "kubernetesMetadata") > 0 && !gke.present():
		m.fact.Cluster = f.outside(it, m)
		if c := f.clusters[m.fact.Cluster]; !c.listed {
			c.fact.Mode = fleet.Outside // whatever named it first
		}
	default:
		m.fact.Cluster = f.guess(it, m)
	}
}

func (f *file) outside(it item, m *membership) fleet.ClusterName {
	name := fleet.ClusterName{Project: m.name.host, Location: m.name.location, Name: m.name.name}
	f.named(name, fleet.Outside, it.source())
	return name
}

// linked gives the cluster of a link, whose project may be a number. The issuer of the same membership says the ID
// when no project file does. It gives none when nobody does.
func (f *file) linked(it item, l link, issuer item) fleet.ClusterName {
	id, ok := f.projectID(l.project)
	if again, same := parseLink(issuer.text()); !ok && same {
		id, ok = f.projectID(again.project)
	}
	if !ok {
		it.warn("", "the member is a cluster of project %q, and no project.json says the ID of that project: gcloud projects describe %s", l.project, l.project)
		return fleet.ClusterName{}
	}
	return fleet.ClusterName{Project: id, Location: l.location, Name: l.name}
}

// guess finds the cluster of a membership whose endpoint was not read by the cluster that names the membership.
func (f *file) guess(it item, m *membership) fleet.ClusterName {
	if name, ok := f.claimed()[m.name]; ok {
		return name
	}
	it.warn("", "does not say of which cluster it is: it is taken for one outside Google Cloud, and may be of any other")
	f.guessed = true
	return f.outside(it, m)
}

// claimed gives the cluster that says a membership is its own; the first by name, where several do. All clusters are
// read when it is first asked.
func (r *reader) claimed() map[memberName]fleet.ClusterName {
	if r.claims == nil {
		r.claims = map[memberName]fleet.ClusterName{}
		for _, name := range slices.Backward(r.clusterNames()) {
			if m, ok := r.memberOf(r.clusters[name]); ok {
				r.claims[m] = name
			}
		}
	}
	return r.claims
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
