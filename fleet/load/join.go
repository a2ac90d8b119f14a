package load

import (
	"cmp"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// What two sources say of one thing may be parts of it: the manifest of a cluster does not say what a list of clusters says. Each
// part fills in what the other leaves open. Where both speak and differ they stay two facts, which Build reports with both places.

// poolOr gives the first pool that there is.
func poolOr(a, b pool.Name) pool.Name {
	if a.IsValid() {
		return a
	}
	return b
}

// join takes what another source says of a cluster.
func (c *cluster) join(d *cluster) (same bool) {
	for _, pair := range [][2]*cluster{{c, d}, {d, c}} {
		to, from := &pair[0].fact, pair[1].fact
		to.WorkloadIdentity = cmp.Or(to.WorkloadIdentity, from.WorkloadIdentity)
		to.Route = cmp.Or(to.Route, from.Route)
		if to.WorkloadIdentity == fleet.On {
			to.Pool = poolOr(to.Pool, from.Pool)
		}
		if pair[0].host == "" && pair[0].member == "" {
			pair[0].host, pair[0].member, pair[0].fleet, pair[0].light = pair[1].host, pair[1].member, pair[1].fleet, pair[1].light
		}
	}
	c.listed = c.listed || d.listed
	c.pools, c.hasPools = joinPools(c.pools, d.pools), c.hasPools || d.hasPools
	if !c.hasDefaults {
		c.defaults, c.hasDefaults = d.defaults, d.hasDefaults
	}
	return c.fact == d.fact
}

// joinPools adds node pools to those that are known.
func joinPools(known, more []told) []told {
	for _, m := range more {
		for i, k := range known {
			if a, b := k.fact.(fleet.NodePool), m.fact.(fleet.NodePool); a.Name == b.Name {
				fillPool(&a, b)
				fillPool(&b, a)
				known[i].fact, m.fact = a, b
			}
		}
		known = append(known, m)
	}
	return known
}

func fillPool(to *fleet.NodePool, from fleet.NodePool) {
	to.Account, to.Metadata, to.Windows = cmp.Or(to.Account, from.Account), cmp.Or(to.Metadata, from.Metadata), to.Windows || from.Windows
	if to.Scopes == nil {
		to.Scopes = from.Scopes
	}
	if to.Labels == nil {
		to.Labels = from.Labels
	}
}

// join takes what another source says of a membership.
func (m *membership) join(n *membership) (same bool) {
	for _, pair := range [][2]*fleet.Membership{{&m.fact, &n.fact}, {&n.fact, &m.fact}} {
		to, from := pair[0], pair[1]
		to.Issuer = cmp.Or(to.Issuer, from.Issuer)
		to.IdentityProvider = cmp.Or(to.IdentityProvider, from.IdentityProvider)
		to.Pool = poolOr(to.Pool, from.Pool)
	}
	return m.fact == n.fact
}

// A ksaName names a Kubernetes service account.
type ksaName struct {
	cluster         fleet.ClusterName
	namespace, name string
}

// joinServiceAccounts fills in what a manifest does not say of a service account that another source prints, such as its UID.
func (r *reader) joinServiceAccounts() {
	if !r.vague {
		return
	}
	r.facts, r.crowds = slices.Collect(r.all()), nil
	known := map[ksaName]fleet.KSA{}
	for range 2 { // whoever comes first learns from the second
		for i := range r.facts {
			f, ok := r.facts[i].fact.(fleet.KSA)
			if !ok {
				continue
			}
			name := ksaName{f.Cluster, f.Namespace, f.Name}
			more := known[name]
			f.UID, f.Annotation = cmp.Or(f.UID, more.UID), cmp.Or(f.Annotation, more.Annotation)
			r.facts[i].fact, known[name] = f, f
		}
	}
}
