package main

import (
	"slices"
	"strings"
)

// tell tells a world, and the members in it and those that are asked about, as relations of model.fga.
func (t *tuples) tell(ask []string) *tuples {
	t.tellPools()
	t.tellHierarchy()
	t.tellAccounts()
	t.tellSecrets()
	for _, b := range t.Bindings {
		t.tellBinding(b)
	}
	for _, m := range slices.Concat(ask, t.written(), []string{"allUsers"}) {
		t.tellMember(node(m), readMember(m))
	}
	return t
}

// R1 and R2: who runs in which cluster, and which clusters have an identity at which pool.
func (t *tuples) tellPools() {
	for name, w := range t.workloads {
		t.add("surely", clusterOf(w.Cluster), "runs", actorOf(name))
	}
	for name, c := range t.clusters {
		t.join(identityOn(c), projectOf(name), "home", name)
	}
	for _, m := range t.Memberships {
		for pool, grade := range t.poolsOf(m) {
			t.add(least(grade, t.fleetIdentity(m)), poolOf(pool, t.ids[m.Fleet]), "joined", clusterOf(m.Cluster))
		}
	}
	for _, g := range t.Gaps {
		for name := range t.clusters {
			if project, ok := strings.CutPrefix(t.resource(g.On), "projects/"); ok && g.What == "memberships" {
				t.join("perhaps", project, "joined", name)
			}
		}
	}
}

// poolOf is a pool with the project whose clusters have an identity at it: two projects may name one.
func poolOf(pool, project string) reference { return reference{"pool", pool + " of " + project, ""} }

func (t *tuples) join(grade, project, relation, cluster string) {
	if pool := t.pools[project]; pool != "" {
		t.add(grade, poolOf(pool, project), relation, clusterOf(cluster))
	}
}

func identityOn(c cluster) string {
	switch {
	case c.Mode == "autopilot", c.Mode == "standard" && c.WorkloadIdentity == "on":
		return "surely"
	case c.Mode == "standard" && c.WorkloadIdentity == "unknown":
		return "perhaps"
	default:
		return "never"
	}
}

// poolsOf gives the pools of a member: that of the host project, or the old one that the membership names. What the two are to
// each other is not known.
func (t *tuples) poolsOf(m membership) map[string]string {
	own := t.pools[t.ids[m.Fleet]]
	switch {
	case own == "":
		return nil
	case m.Pool == "" || m.Pool == own:
		return map[string]string{own: "surely"}
	default:
		return map[string]string{own: "perhaps", m.Pool: "surely"}
	}
}

// fleetIdentity: an issuer without Workload Identity on the cluster itself is a combination that Google calls unsupported.
func (t *tuples) fleetIdentity(m membership) string {
	c, told := t.clusters[m.Cluster]
	switch {
	case !told || m.Lightweight || m.Issuer == "off":
		return "never"
	case m.Issuer == "on" && !m.ClusterMissing && (c.Mode != "standard" || c.WorkloadIdentity == "on"):
		return "surely"
	default:
		return "perhaps"
	}
}

// least is the less sure of two grades.
func least(a, b string) string {
	for _, grade := range []string{"never", "perhaps"} {
		if a == grade || b == grade {
			return grade
		}
	}
	return "surely"
}

func (t *tuples) tellHierarchy() {
	for child, parent := range t.parents {
		if _, told := t.parents[parent]; told {
			t.add("surely", policy(child), "parent", policy(parent))
		}
	}
}

// policy is whatever an allow policy is attached to.
func policy(resource string) reference {
	kind, name, _ := strings.Cut(resource, "/")
	return reference{map[string]string{"organizations": "organization", "folders": "folder", "projects": "project", "serviceAccounts": "account"}[kind], name, ""}
}

func (t *tuples) tellAccounts() {
	for _, email := range t.enabled() {
		a := accountOf(email)
		t.add("surely", a, "itself", actorOf("serviceAccount:"+email))
		t.tellHome(email)
		// The policy of an account that was not told may give it to anyone.
		if t.accounts[email].Email == "" {
			t.add("perhaps", a, "taken", memberOf("allUsers").who("is"))
		}
	}
	for _, g := range t.Gaps {
		if on := t.resource(g.On); g.What == "policy" && on != "" {
			t.grant("perhaps", policy(on), "taken", memberOf("allUsers"))
		}
	}
}

// tellHome tells what lies right above an account.
func (t *tuples) tellHome(email string) {
	if home := t.homes[email]; home != "" {
		t.add("surely", accountOf(email), "parent", reference{"project", home, ""})
		return
	}
	for place := range t.parents {
		if above := policy(place); above.kind != "project" {
			t.add("perhaps", accountOf(email), "parent", above)
		}
	}
}

// R16: a pod that mounts the key of an account, and any other of its namespace, which may.
func (t *tuples) tellSecrets() {
	for _, s := range t.Secrets {
		for name, w := range t.workloads {
			if s.Key != "" && !t.accounts[s.Key].Disabled && w.Cluster == s.Cluster && w.Namespace == s.Namespace {
				t.add(t.mounted(s, w), accountOf(s.Key), "mounted", actorOf(name))
			}
		}
	}
}

func (t *tuples) mounted(s secret, w ksa) string {
	if slices.ContainsFunc(t.Pods, func(p pod) bool {
		return p.Cluster == w.Cluster && p.Namespace == w.Namespace && runsAs(p) == w.Name && slices.Contains(p.Secrets, s.Name)
	}) {
		return "surely"
	}
	return "perhaps"
}

// given are the relations that permissions give: R10 to R14.
var given = map[string]string{
	"iam.serviceAccounts.getAccessToken":         "minted",
	"iam.serviceAccounts.signBlob":               "minted",
	"iam.serviceAccounts.signJwt":                "minted",
	"iam.serviceAccounts.implicitDelegation":     "lent",
	"iam.serviceAccountKeys.create":              "taken",
	"iam.serviceAccounts.setIamPolicy":           "taken",
	"resourcemanager.projects.setIamPolicy":      "projects_rewritten",
	"resourcemanager.folders.setIamPolicy":       "folders_rewritten",
	"resourcemanager.organizations.setIamPolicy": "rewritten",
}

// granting says of which kinds of resource a policy gives a relation, where not all do.
var granting = map[string][]string{
	"projects_rewritten": {"project", "folder", "organization"}, "folders_rewritten": {"folder", "organization"}, "rewritten": {"organization"},
}

// tellBinding tells what a role gives. One under a condition perhaps holds, a member that cannot be read may be anyone, and a role
// that nobody defined may hold anything.
func (t *tuples) tellBinding(b binding) {
	on, holder, grade := t.resource(b.On), memberOf("allUsers"), "perhaps"
	if b.Unread == "" {
		holder = memberOf(node(b.Member))
	}
	if b.Condition == "" && b.Unread == "" {
		grade = "surely"
	}
	permissions, known := t.permissions(b.Role)
	for permission, relation := range given {
		switch {
		case on == "" || known && !slices.Contains(permissions, permission):
		case known && !t.forbidden(permission, on):
			t.grant(grade, policy(on), relation, holder)
		default:
			t.grant("perhaps", policy(on), relation, holder)
		}
	}
}

// forbidden: where it was not told what lies above an account, keys of it may have been forbidden there.
func (t *tuples) forbidden(permission, on string) bool {
	email, account := strings.CutPrefix(on, "serviceAccounts/")
	return account && permission == "iam.serviceAccountKeys.create" && t.homes[email] == ""
}

func (t *tuples) permissions(name string) ([]string, bool) {
	if i := slices.IndexFunc(t.Roles, func(r role) bool { return r.Name == name }); i >= 0 {
		return t.Roles[i].Permissions, true
	}
	permissions, known := t.roles[name]
	return permissions, known
}

// grant tells a relation to whoever is in a member, and where it is one that delegates use, to those.
func (t *tuples) grant(grade string, on reference, relation string, holder reference) {
	if kinds, some := granting[relation]; some && !slices.Contains(kinds, on.kind) {
		return
	}
	t.add(grade, on, relation, holder.who("is"))
	if relation == "minted" || relation == "lent" {
		t.add(grade, on, relation, holder.who("delegate"))
	}
}
