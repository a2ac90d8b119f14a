package fleet

import (
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// startingNamespaces are those that Kubernetes makes with a cluster.
// Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
var startingNamespaces = []string{"default", "kube-node-lease", "kube-public", "kube-system"}

// follow tells what the creation of a fact brings about.
func (r *rehearsal) follow(f Fact) {
	switch f := f.(type) {
	case Cluster:
		r.addNamespaces(f.Name, startingNamespaces)
	case ScopeBinding:
		r.fillCluster(f, r.scopedNames(f))
	case FleetNamespace:
		r.fillClusters(f)
	}
}

func (r *rehearsal) addNamespaces(c ClusterName, names []string) {
	for _, name := range names {
		n := Namespace{c, name}
		if _, told := r.find(n); !told && !r.implied(n) {
			r.told.Add(n)
		}
	}
}

// scopedNames lists the namespaces of the scope that a cluster is bound to.
func (r *rehearsal) scopedNames(b ScopeBinding) []string {
	var names []string
	for f := range r.facts() {
		if n, ok := f.(FleetNamespace); ok && n.Fleet == b.Fleet && n.Scope == b.Scope {
			names = append(names, n.Name)
		}
	}
	return names
}

// fillClusters makes a fleet namespace in every cluster bound to its scope.
func (r *rehearsal) fillClusters(n FleetNamespace) {
	for _, f := range slices.Collect(r.facts()) {
		if b, ok := f.(ScopeBinding); ok && b.Fleet == n.Fleet && b.Scope == n.Scope {
			r.fillCluster(b, []string{n.Name})
		}
	}
}

// fillCluster makes the namespaces of a scope in a cluster bound to it. It leaves names alone that no namespace can have:
// Build reports them.
// Source: https://cloud.google.com/kubernetes-engine/fleet-management/docs/team-management
func (r *rehearsal) fillCluster(b ScopeBinding, names []string) {
	m, ok := r.find(Membership{Fleet: b.Fleet, Location: b.Location, Name: b.Membership})
	if !ok || m.(Membership).ClusterMissing {
		return
	}
	legal := slices.DeleteFunc(slices.Clone(names), func(ns string) bool { return !pool.Namespace(anyPool, 0, ns).IsValid() })
	r.addNamespaces(m.(Membership).Cluster, legal)
}

// leave takes a fact away, and what goes with it.
func (r *rehearsal) leave(f Fact) {
	r.remove(named(f))
	switch f := f.(type) {
	case Cluster:
		r.leaveCluster(f)
	case Membership:
		r.keepFleetPool(f)
		r.remove(func(x Fact) bool {
			b, ok := x.(ScopeBinding)
			return ok && b.Fleet == f.Fleet && b.Location == f.Location && b.Membership == f.Name
		})
	case Namespace:
		r.remove(func(x Fact) bool { c, ns := placeOf(x); return c == f.Cluster && ns == f.Name })
	case KSA:
		// Pods that run as it go on running, and stay.
		r.stay(Namespace{f.Cluster, f.Namespace})
		r.remove(func(x Fact) bool {
			s, ok := x.(Secret)
			return ok && s.Cluster == f.Cluster && s.Namespace == f.Namespace && s.Token == f.Name && s.Key == ""
		})
	case GSA:
		r.leaveAccount(f)
	case Role:
		// A deleted role grants nothing, its bindings stay, and its name cannot be used for weeks:
		// https://docs.cloud.google.com/iam/docs/creating-custom-roles
		r.told.Add(Role{Name: f.Name})
	}
}

// stay tells a namespace that only what was in it showed.
func (r *rehearsal) stay(n Namespace) {
	if _, told := r.find(n); !told {
		r.told.Add(n)
	}
}

// leaveCluster removes what was in a cluster. Its memberships stay behind.
// Source: googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2, GkeCluster.cluster_missing.
func (r *rehearsal) leaveCluster(f Cluster) {
	r.keepPool(f)
	r.replace(func(x Fact) Fact {
		if m, ok := x.(Membership); ok && m.Cluster == f.Name {
			m.ClusterMissing = true
			return m
		}
		if c, _ := placeOf(x); c == f.Name {
			return nil
		}
		return x
	})
	for _, x := range slices.Collect(r.facts()) {
		if m, ok := x.(Membership); ok && m.Cluster == f.Name {
			r.keepFleetPool(m)
		}
	}
}

// placeOf gives the cluster and the namespace that an object of Kubernetes lies in. A permit that a role binding gives in
// one namespace lies in it.
func placeOf(x Fact) (ClusterName, string) {
	switch x := x.(type) {
	case NodePool:
		return x.Cluster, ""
	case Namespace:
		return x.Cluster, x.Name
	case KSA:
		return x.Cluster, x.Namespace
	case Pod:
		return x.Cluster, x.Namespace
	case Secret:
		return x.Cluster, x.Namespace
	case Permit:
		return x.Cluster, x.Namespace
	case Gap:
		return x.Cluster, ""
	default:
		return ClusterName{}, ""
	}
}

// keepPool tells that the pool of a project exists when the cluster that shows it goes, or may show it: what is not known
// refuses nothing.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity, read 2026-04-10.
func (r *rehearsal) keepPool(f Cluster) {
	if f.Mode == Autopilot || f.Mode == Standard && f.WorkloadIdentity != Off {
		r.tellPool(f.Name.Project)
	}
}

func (r *rehearsal) keepFleetPool(m Membership) {
	if m.Issuer != Off && !m.Lightweight {
		r.tellPool(m.Fleet)
	}
}

// tellPool does not tell a name that is assumed: what outlives its cluster is the pool, and not the doubt about its name.
func (r *rehearsal) tellPool(project string) {
	i, ok := r.g.findNode(InProject(project))
	if !ok || r.g.assumesPool(r.g.nodes[i].pool) {
		return
	}
	r.replace(func(x Fact) Fact {
		if p, ok := x.(Project); ok && p.ID == project {
			p.Pool = r.g.nodes[i].pool
			return p
		}
		return x
	})
}

// leaveAccount removes the policy of a service account, and turns it into a deleted member of the other policies: a new
// account of that name does not have its grants.
// Source: https://docs.cloud.google.com/iam/docs/service-accounts-delete-undelete, read 2026-05-30.
func (r *rehearsal) leaveAccount(f GSA) {
	was := pool.ServiceAccount(f.Email)
	r.replace(func(x Fact) Fact {
		switch x := x.(type) {
		case Binding:
			if x.On == OnAccount(f.Email) {
				return nil
			}
			if x.Member.Canonical() == was {
				x.Member = pool.Deleted(was)
			}
			return x
		case Gap:
			if x.On == OnAccount(f.Email) {
				return nil
			}
		case Secret:
			if x.Key == f.Email && x.Token == "" {
				return nil
			}
			if x.Key == f.Email {
				x.Key = ""
			}
			return x
		}
		return x
	})
}

func isPublic(p pool.Principal) bool {
	return p.Kind() == pool.KindAllUsers || p.Kind() == pool.KindAllAuthenticatedUsers
}

// isLegacySubject reports the spelling serviceAccount:POOL[NAMESPACE/NAME].
func isLegacySubject(p pool.Principal) bool {
	return p.Kind() == pool.KindSubject && strings.HasPrefix(p.String(), "serviceAccount:")
}
