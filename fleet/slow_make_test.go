package fleet_test

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// The slow model's reading of clusters and memberships that are made or altered: R26 to R29, and R33.

// make goes over all projects.
func (t *taken) make() bool {
	n := len(t.ids)
	before := t.sum()
	for project := range t.r.number {
		t.makeClusters(project)
		t.register(project)
		t.alter(project)
	}
	return len(t.ids) > n || t.sum() > before
}

func (t *taken) sum() int {
	n := 0
	for _, id := range t.ids {
		n += int(id.sure)
	}
	return n
}

// makeClusters is R26. In a cluster that is made only IAM gives rights; without one to run something there it is a doubt.
func (t *taken) makeClusters(project string) {
	made := min(t.permitted(project, "container.clusters.create"), t.allowed(project, "container.googleapis.com/Cluster"))
	if made == never || t.r.pool[project] == "" {
		return
	}
	run := max(t.inNew(fleet.CreatePods, project), t.inNew(fleet.MintTokens, project))
	makeAccount := min(run, t.inNew(fleet.CreateAccounts, project))
	makeNamespace := min(run, t.inNew(fleet.CreateNamespaces, project))
	for _, url := range append(t.r.freeURLs(containerURL+project+"/"), "") {
		for _, of := range []struct {
			ns, ksa string
			sure    surety
		}{{"default", "default", run}, {"default", "*", makeAccount}, {"*", "default", makeNamespace}, {"*", "*", min(makeNamespace, makeAccount)}} {
			id := slowID{t.r.shown(project, t.r.pool[project], url), min(made, max(of.sure, perhaps))}
			id.words["namespace"], id.words["ksa"], id.words["uid"], id.words["container"] = of.ns, of.ksa, "new", url
			t.know(id)
		}
	}
}

// inNew: what IAM gives in every cluster of a project, and what that leads to.
func (t *taken) inNew(right fleet.Right, project string) surety {
	best := t.byIAM(right, project)
	for _, r := range []fleet.Right{fleet.BindRoles, fleet.EscalateRoles, fleet.ImpersonateGroups} {
		best = max(best, t.byIAM(r, project))
	}
	return best
}

// freeURLs lists the URLs of a kind that something speaks of, and that no cluster or membership has.
func (r *slowRights) freeURLs(prefix string) []string {
	var free []string
	for _, url := range r.urls {
		if strings.HasPrefix(url, prefix) && !slices.ContainsFunc(r.clusters, func(c fleet.Cluster) bool { return urlOf(c) == url }) {
			free = append(free, url)
		}
	}
	return free
}

// register is R27: the issuer of a cluster of one's own says what one likes.
func (t *taken) register(host string) {
	sure := min(t.permitted(host, "gkehub.memberships.create"), t.allowed(host, "gkehub.googleapis.com/Membership"))
	t.forge(host, sure, t.r.freeURLs("https://gkehub.googleapis.com/projects/"+host+"/"))
}

// alter is R28: a membership of the fleet that can give an identity, or could once it has another issuer.
func (t *taken) alter(host string) {
	sure := t.permitted(host, "gkehub.memberships.update")
	for _, f := range t.r.facts {
		m, ok := f.(fleet.Membership)
		if !ok || t.r.project(m.Fleet) != host || m.Lightweight {
			continue
		}
		var urls []string
		for _, f := range t.r.facts {
			if c, ok := f.(fleet.Cluster); ok && c.Name == m.Cluster {
				urls = append(urls, t.r.providerOf(c, m, host))
			}
		}
		t.forge(host, sure, urls)
	}
}

// forge: every name of the fleet's pool, those too that take a UID.
func (t *taken) forge(host string, sure surety, urls []string) {
	if sure == never || t.r.pool[host] == "" {
		return
	}
	for _, url := range append(urls, "") {
		id := slowID{t.r.shown(host, t.r.pool[host], url), sure}
		id.words["namespace"], id.words["ksa"], id.words["uid"] = "*", "*", "*"
		t.know(id)
	}
}

// allowed: may something still be created in a project, by the policies or by R33 in spite of them? Nobody lifts what is
// only perhaps there with more surety than what is.
// Source: https://docs.cloud.google.com/organization-policy/hierarchy-evaluation
func (t *taken) allowed(project, kind string) surety {
	if kind == "gkehub.googleapis.com/Membership" && !t.r.assumed.HubConstraints {
		return surely
	}
	switch t.r.forbids(project, kind) {
	case fleet.Off:
		return surely
	case fleet.Unknown:
		return perhaps
	}
	return t.permitted(project, "orgpolicy.policy.set", "orgpolicy.policies.create", "orgpolicy.policies.update", "orgpolicy.policies.delete")
}

// forbids: is each shape of such a thing forbidden, or may it be?
func (r *slowRights) forbids(project, kind string) fleet.Setting {
	nodes := r.over(project)
	unread := slices.ContainsFunc(nodes, func(node string) bool {
		_, gap := r.enforced["? on "+node]
		return gap || r.orphan[node]
	})
	verdict := fleet.Off
	if unread {
		verdict = fleet.Unknown
	}
	for key := range r.enforced {
		name, _, _ := strings.Cut(key, " on ")
		if s := r.nearest(name, nodes); s != fleet.Off {
			verdict = outdone(verdict, s, r.forbidsBy(name, kind))
		}
	}
	return verdict
}

// outdone: a constraint that forbids for sure, by a policy that is enforced for sure, outdoes the rest.
func outdone(verdict, enforced, forbids fleet.Setting) fleet.Setting {
	switch {
	case forbids == fleet.Off || verdict == fleet.On:
		return verdict
	case enforced == fleet.On && forbids == fleet.On:
		return fleet.On
	}
	return fleet.Unknown
}

// nearest is the policy that decides: one that a child has set replaces what its parent says.
func (r *slowRights) nearest(name string, nodes []string) fleet.Setting {
	for _, node := range nodes {
		if s, set := r.enforced[name+" on "+node]; set {
			return s
		}
		if _, gap := r.enforced["? on "+node]; gap || r.orphan[node] {
			return fleet.Unknown
		}
	}
	return fleet.Off
}

// forbidsBy reads one constraint. A condition other than true and false is not evaluated.
func (r *slowRights) forbidsBy(name, kind string) fleet.Setting {
	c, told := r.custom[name]
	switch {
	case name == "iam.disableWorkloadIdentityClusterCreation" && kind == "container.googleapis.com/Cluster":
		return fleet.Unknown
	case !strings.HasPrefix(name, "custom."):
		return fleet.Off
	case !told:
		return fleet.Unknown
	case !slices.Contains(c.Types, kind) || !slices.Contains(c.Methods, "CREATE"):
		return fleet.Off
	case c.Condition != "true" && c.Condition != "false":
		return fleet.Unknown
	case (c.Condition == "true") == c.Denies:
		return fleet.On
	}
	return fleet.Off
}

// scoped are the scopes of the fleets that a cluster is a member of, bound to it or not.
func (r *slowRights) scoped(cluster string, each func(host, scope string, bound bool)) {
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

func (r *slowRights) fleetNamespace(host, scope, namespace string) bool {
	return slices.ContainsFunc(r.facts, func(f fleet.Fact) bool {
		n, ok := f.(fleet.FleetNamespace)
		return ok && r.project(n.Fleet) == host && n.Scope == scope && n.Name == namespace
	})
}

// binds: is the cluster bound to the scope, or may the actor bind it?
func (t *taken) binds(host string, bound bool) surety {
	if bound {
		return surely
	}
	return t.permitted(host, "gkehub.membershipbindings.create")
}

// makesInScopes is R29 for namespaces: of a scope, in a cluster bound to it. What belongs to the scope comes with a binding.
func (t *taken) makesInScopes(cluster, namespace string) surety {
	best := never
	t.r.scoped(cluster, func(host, scope string, bound bool) {
		there := t.permitted(host, "gkehub.namespaces.create")
		if !bound && t.r.fleetNamespace(host, scope, namespace) {
			there = surely
		}
		best = max(best, min(there, t.binds(host, bound)))
	})
	return best
}

// bindsInScopes is R29 for roles: in all namespaces of a scope, in the clusters bound to it.
func (t *taken) bindsInScopes(cluster, namespace string) surety {
	best := never
	t.r.scoped(cluster, func(host, scope string, bound bool) {
		there := t.permitted(host, "gkehub.namespaces.create")
		if t.r.fleetNamespace(host, scope, namespace) {
			there = surely
		}
		best = max(best, min(there, t.binds(host, bound), t.permitted(host, "gkehub.rbacrolebindings.create")))
	})
	return best
}
