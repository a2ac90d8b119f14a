package slow

import (
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// The reading of team scopes: R3, and what becomes of R2 beside it.

// ofScopes is R3: one identity at the scope-tenancy pool for each fleet namespace of each scope that the membership is
// bound to, if the membership gives fleet identity at all. Its word "only" is that namespace.
// Source: https://docs.cloud.google.com/kubernetes-engine/fleet-management/docs/authenticate-mixed-trust-workloads
func (w *World) ofScopes(facts []fleet.Fact, c fleet.Cluster, m fleet.Membership) []identity {
	var ids []identity
	host := w.project(m.Fleet)
	for _, f := range facts {
		n, ok := f.(fleet.FleetNamespace)
		if !ok || w.project(n.Fleet) != host || w.tenancy[host] == "" || !w.bound(facts, m, n.Scope) {
			continue
		}
		for _, id := range w.ofFleet(c, m) {
			ids = append(ids, identity{w.shown(host, w.tenancy[host], ""), id.sure})
			ids[len(ids)-1].words["only"] = n.Name
			ids[len(ids)-1].words["outside"] = id.words["outside"]
			ids[len(ids)-1].words["container"] = id.words["container"]
			ids[len(ids)-1].words["beside"] = w.ownPools(host)
		}
	}
	return ids
}

// ownPools are the names of a fleet's own pool, the old one too.
func (w *World) ownPools(host string) string {
	return w.pool[host] + " " + host + ".hub.id.goog"
}

// mayBeScoped: of a fleet whose scopes were not read, any member may be bound to any, and then what it has at the fleet's own
// pool is as shared says.
func (w *World) mayBeScoped(facts []fleet.Fact, c fleet.Cluster, ids []identity) {
	for _, f := range facts {
		gap, ok := f.(fleet.Gap)
		host := strings.TrimPrefix(w.node(gap.On.String()), "projects/")
		if !ok || gap.What != fleet.GapScopes || w.tenancy[host] == "" || !w.hasFleetIdentity(facts, c, host) {
			continue
		}
		for _, id := range ids {
			if slices.Contains(strings.Fields(w.ownPools(host)), id.words["pool"]) {
				id.words["may be scoped"] = "yes"
			}
		}
	}
}

func (w *World) hasFleetIdentity(facts []fleet.Fact, c fleet.Cluster, host string) bool {
	return slices.ContainsFunc(facts, func(f fleet.Fact) bool {
		m, ok := f.(fleet.Membership)
		return ok && m.Cluster == c.Name && w.project(m.Fleet) == host && len(w.ofFleet(c, m)) > 0
	})
}

// bound: a scope has clusters, so any membership of this cluster in this fleet binds it.
func (w *World) bound(facts []fleet.Fact, m fleet.Membership, scope string) bool {
	return slices.ContainsFunc(facts, func(f fleet.Fact) bool {
		b, ok := f.(fleet.ScopeBinding)
		return ok && w.project(b.Fleet) == w.project(m.Fleet) && b.Scope == scope && slices.ContainsFunc(facts, func(f fleet.Fact) bool {
			o, ok := f.(fleet.Membership)
			return ok && o.Cluster == m.Cluster && w.project(o.Fleet) == w.project(b.Fleet) && b.Location == o.Location && b.Membership == o.Name
		})
	})
}

// shared: an identity at the fleet's own pool is for every namespace but the scoped ones; for those it is one of its
// own, in doubt, or none where a scoped identity is assumed to replace it for sure.
func (w *World) shared(ids []identity) []identity {
	var all []identity
	for _, id := range ids {
		if id.words["may be scoped"] != "" {
			id.sure = min(id.sure, Perhaps)
		}
		all = append(all, id)
		scoped := map[string]Surety{}
		for _, other := range ids {
			if ns := other.words["only"]; ns != "" && slices.Contains(strings.Fields(other.words["beside"]), id.words["pool"]) {
				scoped[ns] = max(scoped[ns], other.sure)
			}
		}
		for _, ns := range slices.Sorted(maps.Keys(scoped)) {
			id.words["not"] += "," + ns + ","
			if !w.assumed.ScopedIdentityReplaces || scoped[ns] < Surely {
				kept := identity{maps.Clone(id.words), min(id.sure, Perhaps)}
				kept.words["only"], kept.words["not"] = ns, ""
				all = append(all, kept)
			}
		}
	}
	return all
}

func (id identity) isFor(namespace string) bool {
	only := id.words["only"]
	return (only == "" || only == namespace) && !strings.Contains(id.words["not"], ","+namespace+",")
}

// hearTenancy reads a principal of a fleet's scope-tenancy pool as one of a pool of Google's. Only its subjects and the
// whole of it are documented.
func (w *World) hearTenancy(m heard) heard {
	for host, pool := range w.tenancy {
		if m.kind != "selfmanaged" || m.words["pool"] != pool || !w.mayBeNumberOf(host, m.words["number"]) {
			continue
		}
		words := maps.Clone(m.words)
		delete(words, "selector")
		of := hearSelector(words, m.words["selector"])
		if what, _, _ := strings.Cut(m.words["selector"], "/"); what != "*" && what != "subject" && of.kind == "pool" {
			of.words["undocumented"] = "yes"
		}
		return of
	}
	return m
}

// mayBeNumberOf: is this the number of a project, as far as is known?
func (w *World) mayBeNumberOf(project, number string) bool {
	own := w.number[project]
	return number == "" || own == number || own == "" && w.couldBeNumber(number) > Never
}

// keysForbidden: may an organization policy let nobody create a key of an account below these nodes, the nearest first?
// Keys that were made before live on, so it is a doubt and no more.
// Source: https://docs.cloud.google.com/organization-policy/restrict-service-accounts
func (w *World) keysForbidden(nodes []string) bool {
	for _, name := range []string{"iam.disableServiceAccountKeyCreation", "iam.managed.disableServiceAccountKeyCreation"} {
		if w.mayBeEnforced(name, nodes) {
			return true
		}
	}
	return false
}

// mayBeEnforced: the nearest policy decides. What hangs above a project that was not told is not known.
func (w *World) mayBeEnforced(name string, nodes []string) bool {
	for _, node := range nodes {
		if s, set := w.enforced[name+" on "+node]; set {
			return s != fleet.Off
		}
		if _, gap := w.enforced["? on "+node]; gap || w.orphan[node] {
			return true
		}
	}
	return !slices.ContainsFunc(nodes, func(node string) bool {
		_, told := w.number[strings.TrimPrefix(node, "projects/")]
		return told
	})
}
