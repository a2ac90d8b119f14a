package slow

import (
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// The reading of deny policies: a rule is about everyone in the member of a grant, or only about some.

type denyRule struct {
	node                 string
	permissions, allowed []string
	members, exempt      []string
	condition            string
	unread               bool
}

func readDeny(node string, f fleet.Deny) denyRule {
	d := denyRule{node: node, permissions: f.Permissions, allowed: f.ExceptPermissions, condition: f.Condition, unread: f.Unread != ""}
	for _, p := range f.Principals {
		d.members = append(d.members, p.String())
	}
	for _, p := range f.ExceptPrincipals {
		d.exempt = append(d.exempt, p.String())
	}
	return d
}

// How much of one member is in others.
const (
	noneOf = iota
	someOf
	allOf
)

// leaves says what the deny rules at or above these nodes leave of a permission: surely all, perhaps something, never.
// The exceptions of a rule beat it. Google's pages contradict each other on whether a rule binds a Kubernetes identity.
// Source: https://docs.cloud.google.com/iam/docs/deny-overview, read 2026-11-21.
func (w *World) leaves(member, permission string, nodes []string) Surety {
	left := Surely
	for _, d := range w.denies {
		names := func(p string) bool { return denies(p, permission) }
		if strings.HasPrefix(permission, "container.") && permission != "container.clusters.create" {
			continue // of Kubernetes objects a deny policy takes none
		}
		if !slices.Contains(nodes, d.node) || !slices.ContainsFunc(d.permissions, names) || slices.ContainsFunc(d.allowed, names) {
			continue
		}
		of := w.howMuch(member, d.members, true)
		if len(d.members) == 0 {
			of = allOf
		}
		exempt := w.howMuch(member, d.exempt, false)
		switch {
		case exempt == allOf || of == noneOf && !d.unread || w.settled(d.condition) == Never:
		case d.unread || w.settled(d.condition) != Surely || !documentedToDeny(permission) || of != allOf || exempt != noneOf || w.hasPods(member) && !w.assumed.DenyBindsPods || w.mayHavePods(member):
			left = min(left, Perhaps)
		default:
			w.cut = true
			return Never
		}
	}
	return left
}

// documentedToDeny: permissions of which the page says that a deny policy takes them.
// Source: https://docs.cloud.google.com/iam/docs/deny-permissions-support, read 2026-05-30.
func documentedToDeny(permission string) bool {
	return slices.Contains([]string{mayMint, mayDelegate, mayBlob, mayJwt, mayKey, mayGrant, "container.clusters.create", "gkehub.memberships.create", "gkehub.memberships.update"}, permission) ||
		strings.HasPrefix(permission, "resourcemanager.") && strings.HasSuffix(permission, ".setIamPolicy")
}

// mayHavePods: a self-managed pool may be the scope-tenancy pool of a fleet that was not told.
// Source: https://docs.cloud.google.com/kubernetes-engine/fleet-management/docs/authenticate-mixed-trust-workloads
func (w *World) mayHavePods(member string) bool {
	m := w.hearTenancy(hear(member))
	return m.kind == "selfmanaged" && hearSelector(map[string]string{}, m.words["selector"]).kind == "pool" && !w.fleetTold(m.words["number"])
}

// fleetTold: is it known of the project of a number whether it hosts a fleet, and with what scope-tenancy pool?
func (w *World) fleetTold(number string) bool {
	for id, n := range w.number {
		if n != "" && n == number {
			return !w.unknownFleet["projects/"+id]
		}
	}
	return false
}

func (w *World) hasPods(member string) bool {
	kind := w.hearTenancy(hear(member)).kind
	return kind == "everyone" || kind == "pool" || strings.Contains(member, ".svc.id.goog") || strings.Contains(member, ".hub.id.goog")
}

// howMuch of a member is in any of some others. Groups that were told are opened on both sides.
func (w *World) howMuch(member string, others []string, denied bool) int {
	all, some := true, false
	for _, m := range w.members(member) {
		of := noneOf
		for _, o := range others {
			for _, o := range w.members(o) {
				of = max(of, w.compare(m, o, denied))
			}
		}
		all, some = all && of == allOf, some || of != noneOf
	}
	switch {
	case some && all:
		return allOf
	case some:
		return someOf
	}
	return noneOf
}

func (w *World) compare(m, o string, denied bool) int {
	x, y := w.hearTenancy(hear(m)), w.hearTenancy(hear(o))
	pods := w.hasPods(m) && x.kind != "everyone"
	switch {
	case x.kind == "nobody" && m == o && !pods:
		return allOf
	case pods && !meaningful(o):
		if denied || !mayShare(m, o) {
			return noneOf
		}
		return someOf
	case pods && y.kind == "pool" && !w.ownNumber(y.words):
		if denied || !mayShare(m, o) {
			return noneOf
		}
		return someOf
	case w.isWithin(m, o):
		return allOf
	case !mayShare(m, o):
		return noneOf
	case x.kind == "account" && y.kind == "accounts":
		return w.lies(x.words["email"], y.words["node"])
	case x.kind == "accounts" && y.kind == "account":
		return min(someOf, w.lies(y.words["email"], x.words["node"]))
	case x.kind == "accounts" && y.kind == "accounts" && !w.toldNode(x.words["node"]):
		return min(someOf, w.liesProject(y.words["node"], x.words["node"]))
	case x.kind == "accounts" && y.kind == "accounts" && !w.toldNode(y.words["node"]):
		return w.liesProject(x.words["node"], y.words["node"])
	case x.kind == "accounts" && y.kind == "accounts":
		return max(w.liesNode(x.words["node"], y.words["node"]), min(someOf, w.liesNode(y.words["node"], x.words["node"])))
	}
	return someOf
}

// meaningful: of a pool that Google manages, deny policies know a subject and the set of the whole, both with the number.
// Source: https://docs.cloud.google.com/iam/docs/principal-identifiers (deny policies), read 2026-05-30.
func meaningful(o string) bool {
	if !strings.Contains(o, ".id.goog") {
		return true
	}
	_, rest, ok := strings.Cut(o, "://iam.googleapis.com/projects/")
	_, selector, _ := strings.Cut(rest, ".id.goog/")
	return ok && !strings.HasPrefix(rest, "?/") && (selector == "*" || strings.HasPrefix(selector, "subject/"))
}

// ownNumber: a principal of a pool with another number than its project's matches nobody.
func (w *World) ownNumber(words map[string]string) bool {
	for id, pool := range w.pool {
		if pool == words["pool"] && w.number[id] != "" && words["number"] != "" && words["number"] != w.number[id] {
			return false
		}
	}
	return true
}

// isWithin: is everyone in the first member in the second?
func (w *World) isWithin(m, o string) bool {
	x, y := w.numbered(w.hearTenancy(hear(m))), w.numbered(w.hearTenancy(hear(o)))
	switch {
	case m == o || y.kind == "everyone":
		return true
	case y.kind == "authenticated":
		return x.kind == "account" || x.kind == "accounts" || strings.HasPrefix(m, "user:") || strings.HasPrefix(m, "domain:")
	case x.kind == "selfmanaged" && y.kind == "pool": // a set of a pool of Google's that no page has
		return y.words["whole"] != "" && x.words["pool"] == y.words["pool"] && (y.words["number"] == "" || x.words["number"] == y.words["number"])
	case x.kind != y.kind:
		return false
	case x.kind == "account":
		return maps.Equal(x.words, y.words)
	case x.kind == "opaque":
		return x.words["group"] != "" && maps.Equal(x.words, y.words)
	case x.kind == "selfmanaged":
		return x.words["pool"] == y.words["pool"] && x.words["number"] == y.words["number"] && (y.words["selector"] == "*" || x.words["selector"] == y.words["selector"])
	case x.kind == "pool":
		return w.poolWithin(x.words, y.words)
	}
	return false
}

// numbered fills in the number of a pool that a legacy spelling leaves out.
func (w *World) numbered(h heard) heard {
	for id, pool := range w.pool {
		if h.kind == "pool" && pool == h.words["pool"] && h.words["number"] == "" && w.number[id] != "" {
			h.words = maps.Clone(h.words)
			h.words["number"] = w.number[id]
		}
	}
	return h
}

func (w *World) poolWithin(x, y map[string]string) bool {
	for word, value := range y {
		if word != "whole" && x[word] != value {
			return false
		}
	}
	return true
}

// lies: how sure is it that an account lies at or below a node?
func (w *World) lies(email, node string) int {
	home := "projects/" + w.home[email]
	if w.home[email] == "" || !w.toldHome(email) {
		home = ""
	}
	return w.liesAt(home, node)
}

func (w *World) liesNode(x, node string) int { return w.liesAt(w.named(x), node) }

// liesProject: a place that was not told may be in a folder or organization. A project was told or is another.
func (w *World) liesProject(x, node string) int {
	if !w.toldNode(x) || !strings.HasPrefix(x, "projects/") {
		return someOf
	}
	return w.liesNode(x, node)
}

// named gives the ID of a project that a set of accounts names by number.
func (w *World) named(node string) string {
	for id, n := range w.number {
		if n != "" && node == "projects/"+n {
			return "projects/" + id
		}
	}
	return node
}

func (w *World) liesAt(from, node string) int {
	untoldProject, top := strings.HasPrefix(node, "projects/") && !w.toldNode(node), ""
	node = w.named(node)
	if untoldProject && from != "" {
		if id := strings.TrimPrefix(from, "projects/"); w.number[id] != "" {
			return noneOf // it has another number
		}
		return someOf
	}
	for at := from; at != ""; at = w.parent[at] {
		if at == node {
			return allOf
		}
		top = at
	}
	if top == "" || w.orphan[top] || w.unheard(top) || w.unreadTop[top] {
		return someOf
	}
	return noneOf
}
