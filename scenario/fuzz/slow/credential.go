package slow

import (
	"fleettrust.example/fleet"
)

// The reading of clusters and memberships: R1 and R2.

const containerURL = "https://container.googleapis.com/v1/projects/"

// credentials: what a workload of a cluster can show, by R1, R2 and R3.
func (w *World) credentials(facts []fleet.Fact, cluster string) []identity {
	var ids []identity
	for _, f := range facts {
		if c, ok := f.(fleet.Cluster); ok && c.Name.String() == cluster {
			ids = append(ids, w.ofProject(c)...)
			for _, f := range facts {
				if m, ok := f.(fleet.Membership); ok && m.Cluster == c.Name {
					ids = append(ids, w.ofFleet(c, m)...)
					ids = append(ids, w.ofScopes(facts, c, m)...)
				}
			}
			w.mayBeScoped(facts, c, ids)
		}
	}
	return w.shared(ids)
}

// urlOf is the issuer and the provider of a GKE cluster, a zone's too: locations, never zones.
// Source: googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2 (Authority.issuer).
func urlOf(c fleet.Cluster) string {
	return containerURL + c.Name.Project + "/locations/" + c.Name.Location + "/clusters/" + c.Name.Name
}

// ofProject is R1. Workload Identity is always on in Autopilot and a choice in Standard; what is outside Google Cloud
// has no pool of a project.
func (w *World) ofProject(c fleet.Cluster) []identity {
	on := c.Mode == fleet.Autopilot || c.WorkloadIdentity == fleet.On
	off := c.Mode != fleet.Autopilot && c.WorkloadIdentity == fleet.Off
	if c.Mode == fleet.Outside || off {
		return nil
	}
	id := identity{w.shown(c.Name.Project, w.pool[c.Name.Project], urlOf(c)), perhapsIf(!on)}
	id.words["container"] = urlOf(c)
	return []identity{id}
}

func (w *World) shown(project, pool, url string) map[string]string {
	return map[string]string{"pool": pool, "number": w.number[project], "url": url}
}

// ofFleet is R2. Of a membership that says its cluster is gone and a cluster that was told, one is out of date. An issuer while Workload Identity is off is a combination that Google calls unsupported.
// Source: googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2 (Authority); the last, a copy of
// https://cloud.google.com/kubernetes-engine/fleet-management/docs/fleet-creation.
func (w *World) ofFleet(c fleet.Cluster, m fleet.Membership) []identity {
	off := c.Mode == fleet.Standard && c.WorkloadIdentity == fleet.Off
	unread := c.Mode == fleet.Standard && c.WorkloadIdentity == fleet.Unknown // it may be that combination
	if m.Lightweight || m.Issuer == fleet.Off || off && w.assumed.IssuerNeedsClusterIdentity {
		return nil
	}
	host := w.project(m.Fleet)
	id := identity{w.shown(host, w.poolOf(m), w.providerOf(c, m, host)), perhapsIf(m.Issuer == fleet.Unknown || off || unread || m.ClusterMissing)}
	id.words["container"] = urlOf(c)
	if c.Mode == fleet.Outside {
		id.words["outside"] = "yes"
	}
	return []identity{id}
}

// poolOf is what the membership says, or else the pool of the fleet's host.
func (w *World) poolOf(m fleet.Membership) string {
	if m.Pool.IsValid() {
		return m.Pool.String()
	}
	return w.pool[w.project(m.Fleet)]
}

// providerOf is what the membership says, or else what dumps show: the container URL for a cluster of the host project
// and the membership's own URL for any other.
func (w *World) providerOf(c fleet.Cluster, m fleet.Membership, host string) string {
	switch {
	case m.IdentityProvider != "":
		return m.IdentityProvider
	case c.Mode != fleet.Outside && c.Name.Project == host:
		return urlOf(c)
	}
	return "https://gkehub.googleapis.com/projects/" + host + "/locations/" + m.Location + "/memberships/" + m.Name
}
