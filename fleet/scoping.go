package fleet

import (
	"slices"
)

// scopes brings a member cluster, or one that was registered, into a team scope with the namespace, which a scope-tenancy pool
// takes: by a binding or a fleet namespace, as far as they are missing.
func (t *takeover) scopes(a *acquisition, c int32, at place, made Vertex, namespace string) bool {
	bind, canBind := t.may(BindScopes, at)
	name, canName := t.may(CreateFleetNamespaces, at)
	for _, missing := range []int{0, 1, 2} {
		for _, s := range t.q.g.scopes {
			bound, named := slices.Contains(s.clusters, c), slices.Contains(s.namespaces, namespace)
			if s.fleet != at.project || truth(!bound)+truth(!named) != missing || !(bound || canBind) || !(named || canName) {
				continue
			}
			if !named {
				t.then(a, name, made)
			}
			if !bound {
				t.then(a, bind, made)
			}
			return true
		}
	}
	return false
}

// isBound reports that a cluster is bound to a team scope of a fleet.
func (g *Graph) isBound(c, host int32) bool {
	return slices.ContainsFunc(g.scopes, func(s scope) bool { return s.fleet == host && slices.Contains(s.clusters, c) })
}

// mayInScope finds a right in a cluster, or one over the team scopes that the cluster is bound to, or could be.
// Source: https://cloud.google.com/kubernetes-engine/fleet-management/docs/team-management
func (t *takeover) mayInScope(right Right, at place) (use, bool) {
	if u, ok := t.may(right, at); ok {
		return u, true
	}
	if !t.wide {
		return use{}, false
	}
	for _, s := range t.q.g.scopes {
		if u, ok := t.scopeUse(right, at, s); ok {
			return u, true
		}
	}
	return use{}, false
}

// scopeUse finds a right over one team scope, with what it takes besides: the cluster bound to it, the namespace in it.
func (t *takeover) scopeUse(right Right, at place, s scope) (u use, ok bool) {
	in := place{cluster: -1, project: s.fleet}
	already, has := slices.Contains(s.clusters, at.cluster), slices.Contains(s.namespaces, at.namespace)
	bind, bound := t.bindUse(at.cluster, in)
	switch {
	case !already && !bound:
		return use{}, false
	case right == CreateNamespaces && has && !already: // it comes with a binding
		return bind.inScope(), true
	case right == CreateNamespaces:
		u, ok = t.may(CreateFleetNamespaces, in)
	case right.Kubernetes() && !right.clusterWide():
		u, ok = t.may(BindScopeRoles, in)
	}
	if right != CreateNamespaces && !has {
		name, named := t.may(CreateFleetNamespaces, in)
		u.besides, ok = append(u.besides, name), ok && named
	}
	if !already {
		u.besides = append(u.besides, bind)
	}
	return u.inScope(), ok
}

// inScope is a use by R29, unless it rests on a right that brings every other.
func (u use) inScope() use {
	if u.rule != R30 {
		u.rule = R29
	}
	return u
}

// bindUse finds the right to bind a member cluster to a team scope.
func (t *takeover) bindUse(c int32, in place) (use, bool) {
	u, ok := t.may(BindScopes, in)
	return u, ok && c >= 0 && t.q.g.isMemberOf(c, in.project)
}

func (g *Graph) isMemberOf(c, host int32) bool {
	return slices.ContainsFunc(g.clusters[c].memberships, func(m told[Membership]) bool { return m.fact.Fleet == g.nodes[host].resource.id })
}
