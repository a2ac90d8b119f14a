package load

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"

	"fleettrust.example/fleet"
)

// owns tells whether deleting a resource of a type takes a fact away: others may only name what they speak of. A project or a folder is
// not taken away at all, since much that lies in it is not in the plan.
func owns(kind string, f fleet.Fact) bool {
	switch f.(type) {
	case fleet.Organization, fleet.Folder, fleet.Project, fleet.Fleet, fleet.Gap, fleet.Permit:
		return false
	case fleet.Cluster:
		return kind == "google_container_cluster"
	case fleet.GSA:
		return kind == "google_service_account"
	case fleet.Scope:
		return kind == "google_gke_hub_scope"
	default:
		return true
	}
}

// speaks tells what was said of a thing itself from what only names it.
func (r *reader) speaks(t told) bool {
	switch f := t.fact.(type) {
	case fleet.Membership:
		m := r.memberships[memberName{f.Fleet, f.Location, f.Name}]
		return m == nil || !m.named
	case fleet.Cluster:
		return r.isListed(f.Name)
	case fleet.GSA:
		return r.accounts[f.Email] != nil && r.accounts[f.Email].listed
	default:
		return true
	}
}

func (r *reader) isListed(name fleet.ClusterName) bool {
	return r.clusters[name] != nil && r.clusters[name].listed
}

func isPermit(f fleet.Fact) bool {
	_, ok := f.(fleet.Permit)
	return ok
}

// filled gives a fact with what it does not say, as another of its name says it.
func filled(said, known fleet.Fact) fleet.Fact {
	switch f := said.(type) {
	case fleet.Project:
		k, _ := known.(fleet.Project)
		f.Number, f.Parent = cmp.Or(f.Number, k.Number), cmp.Or(f.Parent, k.Parent)
		f.Pool = poolOr(f.Pool, k.Pool)
		return f
	case fleet.Folder:
		k, _ := known.(fleet.Folder)
		f.Parent = cmp.Or(f.Parent, k.Parent)
		return f
	case fleet.Fleet:
		k, _ := known.(fleet.Fleet)
		f.TenancyPool = poolOr(f.TenancyPool, k.TenancyPool)
		return f
	case fleet.Cluster:
		k, _ := known.(fleet.Cluster)
		f.Route = cmp.Or(f.Route, k.Route)
		if f.WorkloadIdentity == fleet.On {
			f.Pool = poolOr(f.Pool, k.Pool)
		}
		return f
	default:
		return filledMember(said, known)
	}
}

func filledMember(said, known fleet.Fact) fleet.Fact {
	switch f := said.(type) {
	case fleet.Membership:
		k, _ := known.(fleet.Membership)
		if k.Cluster != f.Cluster || f.Issuer == fleet.Off {
			return f
		}
		f.IdentityProvider, f.Lightweight = cmp.Or(f.IdentityProvider, k.IdentityProvider), f.Lightweight || k.Lightweight
		f.Pool = poolOr(f.Pool, k.Pool)
		return f
	case fleet.NodePool:
		if k, ok := known.(fleet.NodePool); ok {
			fillPool(&f, k)
		}
		return f
	case fleet.GSA:
		k, _ := known.(fleet.GSA)
		f.Project = cmp.Or(f.Project, k.Project)
		return f
	case fleet.KSA:
		k, _ := known.(fleet.KSA)
		f.UID = cmp.Or(f.UID, k.UID)
		return f
	default:
		return said
	}
}

// lasting gives what is known of a thing and lasts when a plan changes it: not what the plan itself said of it before. Where it
// does not say that any more, it is known after apply.
func lasting(known, before fleet.Fact) fleet.Fact {
	switch k := known.(type) {
	case fleet.Membership:
		b, _ := before.(fleet.Membership)
		k.Lightweight = k.Lightweight && !b.Lightweight
		return k
	case fleet.NodePool:
		b, _ := before.(fleet.NodePool)
		k.Windows = k.Windows && !b.Windows
		if b.Account != "" {
			k.Account = ""
		}
		if b.Metadata != fleet.MetadataUnknown {
			k.Metadata = fleet.MetadataUnknown
		}
		if b.Scopes != nil {
			k.Scopes = nil
		}
		if b.Labels != nil {
			k.Labels = nil
		}
		return k
	default:
		return known
	}
}

// promoted gives a membership of which a cluster said that it is lightweight, and does not say so after the plan. Whether it has an
// issuer then, its own list says only if it had one before.
func promoted(known, before, after fleet.Fact) (fleet.Membership, bool) {
	m, ok := known.(fleet.Membership)
	was, _ := before.(fleet.Membership)
	is, _ := after.(fleet.Membership)
	if !ok || !m.Lightweight || !was.Lightweight || is.Lightweight {
		return m, false
	}
	if m.Lightweight = false; m.Issuer != fleet.On {
		m.Issuer = fleet.Unknown
	}
	return m, true
}

// homesOf gives the names of the things that a fact cannot be without: the cluster of an object, the account of a grant on it, a team
// scope, a membership.
func homesOf(f fleet.Fact) []string {
	cluster := func(c fleet.ClusterName) []string { return []string{nameOf(fleet.Cluster{Name: c})} }
	switch f := f.(type) {
	case fleet.NodePool:
		return cluster(f.Cluster)
	case fleet.Namespace:
		return cluster(f.Cluster)
	case fleet.KSA:
		return cluster(f.Cluster)
	case fleet.Pod:
		return cluster(f.Cluster)
	case fleet.Secret:
		return cluster(f.Cluster)
	case fleet.Permit:
		return cluster(f.Cluster)
	case fleet.Gap:
		return []string{nameOfGap(f)}
	case fleet.Binding:
		return []string{f.On.String()}
	case fleet.FleetNamespace:
		return []string{nameOf(fleet.Scope{Fleet: f.Fleet, Name: f.Scope})}
	case fleet.ScopeBinding:
		return []string{nameOf(fleet.Scope{Fleet: f.Fleet, Name: f.Scope}), nameOf(fleet.Membership{Fleet: f.Fleet, Location: f.Location, Name: f.Membership})}
	default:
		return nil
	}
}

// lay puts the roles and role bindings of another source over those that are there, of which some are gone.
func (r *rights) lay(over rights, gone map[string]bool) {
	maps.DeleteFunc(r.at, func(object string, _ fleet.Source) bool { return gone[object] })
	maps.Copy(r.at, over.at)
	r.Roles = laid(r.Roles, over.Roles, gone, func(o rbacv1.Role) string { return "Role " + o.Namespace + "/" + o.Name })
	r.ClusterRoles = laid(r.ClusterRoles, over.ClusterRoles, gone, func(o rbacv1.ClusterRole) string { return "ClusterRole " + o.Name })
	r.RoleBindings = laid(r.RoleBindings, over.RoleBindings, gone, func(o rbacv1.RoleBinding) string { return "RoleBinding " + o.Namespace + "/" + o.Name })
	r.ClusterRoleBindings = laid(r.ClusterRoleBindings, over.ClusterRoleBindings, gone, func(o rbacv1.ClusterRoleBinding) string { return "ClusterRoleBinding " + o.Name })
}

func laid[T any](under, over []T, gone map[string]bool, name func(T) string) []T {
	hidden := maps.Clone(gone)
	for _, o := range over {
		hidden[name(o)] = true
	}
	kept := slices.DeleteFunc(slices.Clone(under), func(o T) bool { return hidden[name(o)] })
	return append(kept, over...)
}

// mapsKeys yields the keys of two maps, each once.
func mapsKeys[K comparable, V any](a, b map[K]V) iter.Seq[K] {
	return func(yield func(K) bool) {
		for k := range a {
			if !yield(k) {
				return
			}
		}
		for k := range b {
			if _, twice := a[k]; !twice && !yield(k) {
				return
			}
		}
	}
}
