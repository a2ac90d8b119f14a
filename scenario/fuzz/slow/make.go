package slow

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// The reading of clusters and memberships that are made or altered: R26 to R28, and R33.

// make goes over all projects.
func (t *taken) make() bool {
	n := len(t.ids)
	before := t.sum()
	for project := range t.r.number {
		t.makeClusters(project)
		t.register(project)
		t.alter(project)
	}
	t.tenants()
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
	if made == Never || t.r.pool[project] == "" {
		return
	}
	run := max(t.inNew(fleet.CreatePods, project), t.inNew(fleet.MintTokens, project))
	makeAccount := min(run, t.inNew(fleet.CreateAccounts, project))
	makeNamespace := min(run, t.inNew(fleet.CreateNamespaces, project))
	for _, url := range append(t.r.urlsOf(containerURL+project+"/"), "") {
		for _, of := range []struct {
			ns, ksa string
			sure    Surety
		}{{"default", "default", run}, {"default", "*", makeAccount}, {"*", "default", makeNamespace}, {"*", "*", min(makeNamespace, makeAccount)}} {
			id := identity{t.r.shown(project, t.r.pool[project], url), min(made, max(of.sure, Perhaps), t.r.free(url))}
			id.words["namespace"], id.words["ksa"], id.words["uid"], id.words["container"] = of.ns, of.ksa, "new", url
			t.know(id)
		}
	}
}

// inNew: what IAM gives in every cluster of a project, and what that leads to.
func (t *taken) inNew(right fleet.Right, project string) Surety {
	best := t.byIAM(right, project)
	for _, r := range []fleet.Right{fleet.BindRoles, fleet.EscalateRoles, fleet.ImpersonateGroups} {
		best = max(best, t.byIAM(r, project))
	}
	return best
}

// urlsOf lists the URLs of a kind that something speaks of.
func (r *Rights) urlsOf(prefix string) []string {
	return slices.DeleteFunc(slices.Clone(r.urls), func(url string) bool { return !strings.HasPrefix(url, prefix) })
}

// free: what has the URL today would have to be deleted first, which nobody told the right to.
func (r *Rights) free(url string) Surety {
	return perhapsIf(slices.ContainsFunc(r.clusters, func(c fleet.Cluster) bool { return urlOf(c) == url }))
}

// register is R27: the issuer of a cluster of one's own says what one likes.
func (t *taken) register(host string) {
	sure := min(t.permitted(host, "gkehub.memberships.create"), t.allowed(host, "gkehub.googleapis.com/Membership"))
	t.forge(host, t.r.pool[host], sure, t.r.urlsOf("https://gkehub.googleapis.com/projects/"+host+"/"), "")
	t.forgeScoped(host, sure, func(string) bool { return false })
}

// alter is R28: a membership of the fleet that can give an identity, or could once it has another issuer.
func (t *taken) alter(host string) {
	sure := t.permitted(host, "gkehub.memberships.update")
	for _, f := range t.r.facts {
		m, ok := f.(fleet.Membership)
		if !ok || t.r.project(m.Fleet) != host || m.Lightweight {
			continue
		}
		for _, c := range t.r.clusters {
			if c.Name == m.Cluster {
				t.forge(host, t.r.poolOf(m), sure, []string{t.r.providerOf(c, m, host)}, urlOf(c))
			}
		}
		t.forgeScoped(host, sure, func(scope string) bool { return t.r.bound(t.r.facts, m, scope) })
	}
}

// forge: every name of the fleet's pool, those too that take a UID.
func (t *taken) forge(host, pool string, sure Surety, urls []string, container string) {
	if sure == Never || pool == "" {
		return
	}
	for _, url := range append(urls, "") {
		id := t.r.forged(host, pool, url, "*", sure)
		id.words["container"] = container
		t.know(id)
	}
}

func (r *Rights) forged(host, pool, url, namespace string, sure Surety) identity {
	id := identity{r.shown(host, pool, url), sure}
	id.words["namespace"], id.words["ksa"], id.words["uid"] = namespace, "*", "*"
	return id
}

// allowed: may something still be created in a project, by the policies or by R33 in spite of them? Nobody lifts what is
// only perhaps there with more surety than what is.
// Source: https://docs.cloud.google.com/organization-policy/hierarchy-evaluation
func (t *taken) allowed(project, kind string) Surety {
	if kind == "gkehub.googleapis.com/Membership" && !t.r.assumed.HubConstraints {
		return Surely
	}
	switch t.r.forbids(project, kind) {
	case fleet.Off:
		return Surely
	case fleet.Unknown:
		return Perhaps
	}
	return t.permitted(project, "orgpolicy.policy.set", "orgpolicy.policies.create", "orgpolicy.policies.update", "orgpolicy.policies.delete")
}

// forbids: is each shape of such a thing forbidden, or may it be?
func (r *Rights) forbids(project, kind string) fleet.Setting {
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
			verdict = outdone(verdict, s, r.forbidsBy(name, kind, nodes))
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
func (r *Rights) nearest(name string, nodes []string) fleet.Setting {
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

// forbidsBy reads one constraint, of the organization above. A condition other than true and false is not evaluated.
func (r *Rights) forbidsBy(name, kind string, nodes []string) fleet.Setting {
	c := r.custom[name]
	told := slices.Contains(nodes, "organizations/"+c.Organization.String())
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
