package slow

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// The reading of team scopes for those who could become somebody: R29, and R3 after it.

// forgeScoped: every name of the scope-tenancy pool that is in a namespace of a scope, as R3 has it. What is missing of the
// binding and the namespace the actor has to be able to make.
func (t *taken) forgeScoped(host string, sure Surety, bound func(scope string) bool) {
	for _, f := range t.r.facts {
		s, ok := f.(fleet.Scope)
		if !ok || t.r.project(s.Fleet) != host || t.r.tenancy[host] == "" {
			continue
		}
		in := min(sure, t.binds(host, bound(s.Name)))
		for _, ns := range t.r.namespaces {
			if there := t.names(host, s.Name, ns); min(in, there) > Never {
				t.know(t.r.forged(host, t.r.tenancy[host], "", ns, min(in, there)))
			}
		}
	}
}

// tenants is R29 for R3: what runs in a member gets an identity at the scope-tenancy pool once it is bound to a scope with the
// namespace, which the actor has to be able to bring about.
func (t *taken) tenants() {
	for _, f := range t.r.facts {
		m, ok := f.(fleet.Membership)
		if !ok || t.r.tenancy[t.r.project(m.Fleet)] == "" {
			continue
		}
		host := t.r.project(m.Fleet)
		for _, c := range t.r.clusters {
			for _, id := range t.r.ofFleet(c, m) {
				if c.Name == m.Cluster {
					t.tenantsBy(host, m, id)
				}
			}
		}
	}
}

func (t *taken) tenantsBy(host string, m fleet.Membership, by identity) {
	t.r.scoped(m.Cluster.String(), func(of, scope string, bound bool) {
		for run, sure := range t.runs {
			object, ok := strings.CutPrefix(run, m.Cluster.String()+" ")
			ns, ksa, _ := strings.Cut(object, "/")
			if named := t.names(host, scope, ns); ok && of == host && sure > Never && min(named, t.binds(host, bound)) > Never {
				id := identity{t.r.shown(host, t.r.tenancy[host], ""), min(by.sure, sure, named, t.binds(host, bound))}
				id.words["outside"], id.words["container"] = by.words["outside"], by.words["container"]
				id.words["namespace"], id.words["ksa"], id.words["uid"] = ns, ksa, t.r.uidOf(run)
				t.know(id)
			}
		}
	})
}

// names: is the namespace one of the scope, or may the actor create it?
func (t *taken) names(host, scope, namespace string) Surety {
	if t.r.fleetNamespace(host, scope, namespace) {
		return Surely
	}
	return t.permitted(host, "gkehub.namespaces.create")
}

// uidOf: one that is not there has a UID that nothing speaks of.
func (r *Rights) uidOf(run string) string {
	if !r.there[run] {
		return "new"
	}
	uid := ""
	cluster, object, _ := strings.Cut(run, " ")
	for _, f := range r.facts {
		if k, ok := f.(fleet.KSA); ok && k.Cluster.String() == cluster && k.Namespace+"/"+k.Name == object && k.UID != "" {
			uid = k.UID
		}
	}
	return uid
}

// scoped are the scopes of the fleets that a cluster is a member of, bound to it or not.
func (r *Rights) scoped(cluster string, each func(host, scope string, bound bool)) {
	for _, f := range r.facts {
		m, ok := f.(fleet.Membership)
		if !ok || m.Cluster.String() != cluster {
			continue
		}
		for _, f := range r.facts {
			if s, ok := f.(fleet.Scope); ok && r.project(s.Fleet) == r.project(m.Fleet) {
				each(r.project(s.Fleet), s.Name, r.bound(r.facts, m, s.Name))
			}
		}
	}
}

func (r *Rights) fleetNamespace(host, scope, namespace string) bool {
	return slices.ContainsFunc(r.facts, func(f fleet.Fact) bool {
		n, ok := f.(fleet.FleetNamespace)
		return ok && r.project(n.Fleet) == host && n.Scope == scope && n.Name == namespace
	})
}

// binds: is the cluster bound to the scope, or may the actor bind it?
func (t *taken) binds(host string, bound bool) Surety {
	if bound {
		return Surely
	}
	return t.permitted(host, "gkehub.membershipbindings.create")
}

// makesInScopes is R29 for namespaces: of a scope, in a cluster bound to it. What belongs to the scope comes with a binding.
func (t *taken) makesInScopes(cluster, namespace string) Surety {
	best := Never
	t.r.scoped(cluster, func(host, scope string, bound bool) {
		there := t.permitted(host, "gkehub.namespaces.create")
		if !bound && t.r.fleetNamespace(host, scope, namespace) {
			there = Surely
		}
		best = max(best, min(there, t.binds(host, bound)))
	})
	return best
}

// bindsInScopes is R29 for roles: in all namespaces of a scope, in the clusters bound to it.
func (t *taken) bindsInScopes(cluster, namespace string) Surety {
	best := Never
	t.r.scoped(cluster, func(host, scope string, bound bool) {
		best = max(best, min(t.names(host, scope, namespace), t.binds(host, bound), t.permitted(host, "gkehub.rbacrolebindings.create")))
	})
	return best
}
