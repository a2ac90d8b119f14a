package main

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A fixed world is there for some rules: asked about a principal, the actors have these grades.
type fixed struct {
	name, rules string
	facts       []fleet.Fact
	ask         string
	want        map[string]string
}

const (
	surely  = "surely"
	perhaps = "perhaps"
	never   = "never"
)

// at is the workload shop/app of a cluster.
func at(cluster string) string { return cluster + " shop/app" }

func clusterName(s string) fleet.ClusterName { return pool.Must(fleet.ParseClusterName(s)) }

// running tells a cluster with the service account shop/app, and how its Workload Identity is set.
func running(name string, on fleet.Setting) []fleet.Fact {
	c := clusterName(name)
	return []fleet.Fact{fleet.Cluster{Name: c, WorkloadIdentity: on}, fleet.KSA{Cluster: c, Namespace: "shop", Name: "app"}}
}

func outside(name string) []fleet.Fact {
	c := clusterName(name)
	return []fleet.Fact{fleet.Cluster{Name: c, Mode: fleet.Outside}, fleet.KSA{Cluster: c, Namespace: "shop", Name: "app"}}
}

func joining(host, name string, issuer fleet.Setting) fleet.Membership {
	c := clusterName(name)
	return fleet.Membership{Fleet: host, Location: c.Location, Name: c.Name, Cluster: c, Issuer: issuer}
}

// grant is of a role on a resource to a member; what stands behind a space is its condition.
func grant(role, on, to string) fleet.Binding {
	to, condition, _ := strings.Cut(to, " ")
	return fleet.Binding{On: pool.Must(fleet.ParseResource(on)), Role: role, Member: pool.Must(pool.Parse(to)), Condition: condition}
}

func gsaFact(name string) fleet.GSA { return fleet.GSA{Email: email(name)} }

func email(name string) string { return name + "@p1-id.iam.gserviceaccount.com" }

func on(name string) string { return "serviceAccounts/" + email(name) }

func as(name string) string { return "serviceAccount:" + email(name) }

func groupOf(name string, members ...string) fleet.Group {
	g := fleet.Group{Name: pool.Must(pool.Parse(name))}
	for _, m := range members {
		g.Members = append(g.Members, pool.Must(pool.Parse(m)))
	}
	return g
}

// world joins facts and lists of facts.
func world(parts ...any) []fleet.Fact {
	var all []fleet.Fact
	for _, p := range parts {
		switch p := p.(type) {
		case []fleet.Fact:
			all = append(all, p...)
		case fleet.Fact:
			all = append(all, p)
		}
	}
	return all
}

// Two projects: host-id, which may have a fleet, and p1-id with the cluster c1, below a folder of an organization.
var (
	host    = fleet.Project{ID: "host-id", Number: 9}
	p1      = fleet.Project{ID: "p1-id", Number: 1001, Parent: fleet.InFolder(12)}
	c1      = "p1-id/us/c1"
	c2      = "p1-id/us/c2"
	own     = "host-id/us/own"
	ground  = world(fleet.Organization{Number: 7}, fleet.Folder{Number: 12, Parent: fleet.InOrganization(7)}, host, p1, fleet.Fleet{Host: "host-id"}, running(c1, fleet.On))
	app     = "serviceAccount:p1-id.svc.id.goog[shop/app]"
	shared  = "serviceAccount:host-id.svc.id.goog[shop/app]"
	user    = "roles/iam.workloadIdentityUser"
	pools   = "//iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/p1-id.svc.id.goog/"
	hostSet = "principalSet://iam.googleapis.com/projects/9/locations/global/workloadIdentityPools/host-id.svc.id.goog/"
)

func fixedWorlds() []fixed {
	return slices.Concat(identityWorlds(), accountWorlds(), denyWorlds(), gapWorlds())
}

func identityWorlds() []fixed {
	light := joining("host-id", c2, fleet.On)
	light.Lightweight = true
	old := joining("host-id", own, fleet.On)
	old.Pool = pool.Must(pool.ParseName("host-id.hub.id.goog"))
	return []fixed{
		{"identity on, off, not known", "R1 R4", world(ground, running("p1-id/us/off", fleet.Off), running("p1-id/us/dark", fleet.Unknown)), app,
			map[string]string{at(c1): surely, at("p1-id/us/off"): never, at("p1-id/us/dark"): perhaps}},
		{"a member, and a cluster of the host project that is none", "R1 R2", world(ground, running(own, fleet.On), joining("host-id", c1, fleet.On)), shared,
			map[string]string{at(c1): surely, at(own): surely}},
		{"memberships that give nothing", "", world(ground, running(c2, fleet.On), joining("host-id", c1, fleet.Off), light), shared,
			map[string]string{at(c1): never, at(c2): never}},
		{"an issuer that was not read", "R2", world(ground, joining("host-id", c1, fleet.Unknown)), shared, map[string]string{at(c1): perhaps}},
		{"a scope", "R3", scope(), "principal://iam.googleapis.com/projects/9/locations/global/workloadIdentityPools/tenants/subject/ns/shop/sa/app",
			map[string]string{at(c1): surely, at(c2): never}},
		{"two scope-tenancy pools of one name", "R3", twoTenants(), "principal://iam.googleapis.com/projects/9/locations/global/workloadIdentityPools/tenants/subject/ns/shop/sa/app",
			map[string]string{at(c1): surely, at("p1-id/us/c3"): never}},
		{"the fleet's identity beside a scope", "R2", scope(), shared, map[string]string{at(c1): perhaps, at(c2): surely}},
		{"the other spelling, and no other name", "R4", ground, "principal:" + pools + "subject/ns/shop/sa/app",
			map[string]string{at(c1): surely, c1 + " shop/default": never}},
		{"a wrong number", "R4", ground, "principal://iam.googleapis.com/projects/9/locations/global/workloadIdentityPools/p1-id.svc.id.goog/subject/ns/shop/sa/app",
			map[string]string{at(c1): perhaps}},
		{"a UID", "R5", world(ground, fleet.KSA{Cluster: clusterName(c1), Namespace: "shop", Name: "job", UID: "u1"}), "principal:" + pools + "kubernetes.serviceaccount.uid/u1",
			map[string]string{c1 + " shop/job": surely, at(c1): never}},
		{"a UID that nobody was told to have", "R5", ground, "principal:" + pools + "kubernetes.serviceaccount.uid/u1", map[string]string{at(c1): perhaps}},
		{"a namespace, in every cluster of the pool", "R6", world(ground, running(own, fleet.On), joining("host-id", c1, fleet.On)), hostSet + "namespace/shop",
			map[string]string{at(c1): surely, at(own): surely, c1 + " shop/default": surely}},
		{"a cluster", "R7", world(ground, running(c2, fleet.On)), "principalSet:" + pools + "kubernetes.cluster/https://container.googleapis.com/v1/projects/p1-id/locations/us/clusters/c1",
			map[string]string{at(c1): surely, at(c2): never}},
		{"a cluster from elsewhere", "R7", world(ground, joining("host-id", c1, fleet.On)), hostSet + "kubernetes.cluster/https://gkehub.googleapis.com/projects/host-id/locations/us/memberships/c1",
			map[string]string{at(c1): perhaps}},
		{"a cluster at the old pool of its project", "R7", world(ground, running(own, fleet.On), old), strings.Replace(hostSet, "svc", "hub", 1) + "kubernetes.cluster/https://container.googleapis.com/v1/projects/host-id/locations/us/clusters/own",
			map[string]string{at(own): surely, at(c1): never}},
		{"a whole pool", "R8", world(ground, outside(own), joining("host-id", c1, fleet.On), joining("host-id", own, fleet.On)), hostSet + "*",
			map[string]string{at(c1): surely, at(own): perhaps}},
		{"a whole pool, in the old spelling", "R8", ground, "group:p1-id.svc.id.goog:/allAuthenticatedUsers/", map[string]string{at(c1): surely}},
		{"everyone", "R9", world(ground, outside(own)), "allUsers", map[string]string{at(c1): surely, at(own): surely}},
		{"everyone who signed in", "R17", world(ground, gsaFact("a")), "allAuthenticatedUsers", map[string]string{at(c1): never, as("a"): surely}},
	}
}

// scope binds c1 and not c2, both members, to a scope with the fleet namespace shop.
func scope() []fleet.Fact {
	facts := world(ground, running(c2, fleet.On), joining("host-id", c1, fleet.On), joining("host-id", c2, fleet.On),
		fleet.Scope{Fleet: "host-id", Name: "team"}, fleet.ScopeBinding{Fleet: "host-id", Location: "us", Membership: "c1", Scope: "team"},
		fleet.FleetNamespace{Fleet: "host-id", Scope: "team", Name: "shop"})
	for i, f := range facts {
		if _, ok := f.(fleet.Fleet); ok {
			facts[i] = fleet.Fleet{Host: "host-id", TenancyPool: pool.Must(pool.ParseName("tenants"))}
		}
	}
	return facts
}

// twoTenants has beside the scope another, of a fleet whose pool has the same name. The number of its project is not known, but
// it is none of those that other projects have.
func twoTenants() []fleet.Fact {
	const c3 = "p1-id/us/c3"
	return world(scope(), fleet.Project{ID: "new-id"}, fleet.Fleet{Host: "new-id", TenancyPool: pool.Must(pool.ParseName("tenants"))},
		running(c3, fleet.On), joining("new-id", c3, fleet.On), fleet.Scope{Fleet: "new-id", Name: "team"},
		fleet.ScopeBinding{Fleet: "new-id", Location: "us", Membership: "c3", Scope: "team"}, fleet.FleetNamespace{Fleet: "new-id", Scope: "team", Name: "shop"})
}

func accountWorlds() []fixed {
	delegate := fleet.Role{Name: "projects/p1-id/roles/delegate", Permissions: []string{"iam.serviceAccounts.implicitDelegation"}}
	sign := fleet.Role{Name: "projects/p1-id/roles/sign", Permissions: []string{"iam.serviceAccounts.signJwt"}}
	keys := grant("roles/iam.serviceAccountKeyAdmin", on("a"), app)
	folderAdmin := fleet.Role{Name: "organizations/7/roles/folders", Permissions: []string{"resourcemanager.folders.setIamPolicy"}}
	belowFolder := "principalSet://cloudresourcemanager.googleapis.com/folders/12/type/ServiceAccount"
	return []fixed{
		{"a token", "R10", world(ground, gsaFact("a"), grant(user, on("a"), app)), as("a"), map[string]string{at(c1): surely}},
		{"a token, inherited", "R10", world(ground, gsaFact("a"), grant(user, "organizations/7", app)), as("a"), map[string]string{at(c1): surely}},
		{"a condition", "R10", world(ground, gsaFact("a"), grant(user, on("a"), app+" true")), as("a"), map[string]string{at(c1): perhaps}},
		{"a role that nobody told", "R10", world(ground, gsaFact("a"), grant(delegate.Name, on("a"), app)), as("a"), map[string]string{at(c1): perhaps}},
		{"a role that gives no token", "", world(ground, gsaFact("a"), grant("roles/iam.serviceAccountUser", on("a"), app)), as("a"), map[string]string{at(c1): never}},
		{"a disabled account on the way", "", world(ground, fleet.GSA{Email: email("a"), Disabled: true}, gsaFact("b"), grant(user, on("a"), app), grant(user, on("b"), as("a"))), as("b"),
			map[string]string{at(c1): never, as("a"): never}},
		{"delegation", "R11", world(ground, delegate, gsaFact("a"), gsaFact("b"), gsaFact("c"), grant(delegate.Name, on("a"), app), grant(delegate.Name, on("b"), as("a")), grant(user, on("c"), as("b"))), as("c"),
			map[string]string{at(c1): surely, as("a"): surely}},
		{"a delegate is not obtained", "", world(ground, delegate, gsaFact("a"), gsaFact("b"), grant(delegate.Name, on("a"), app), grant("roles/iam.serviceAccountKeyAdmin", on("b"), as("a"))), as("b"),
			map[string]string{at(c1): never, as("a"): surely}},
		{"a signature", "R12", world(ground, sign, gsaFact("a"), grant(sign.Name, on("a"), app)), as("a"), map[string]string{at(c1): surely}},
		{"a key", "R13", world(ground, gsaFact("a"), keys), as("a"), map[string]string{at(c1): surely}},
		{"a key where none may be created", "R13", world(ground, gsaFact("a"), keys, fleet.OrgPolicy{On: fleet.InFolder(12), Constraint: "iam.disableServiceAccountKeyCreation", Enforced: fleet.On}), as("a"),
			map[string]string{at(c1): perhaps}},
		{"a key where a project took the constraint back", "R13", world(ground, gsaFact("a"), keys, fleet.OrgPolicy{On: fleet.InFolder(12), Constraint: "iam.disableServiceAccountKeyCreation", Enforced: fleet.On},
			fleet.OrgPolicy{On: fleet.InProject("p1-id"), Constraint: "iam.disableServiceAccountKeyCreation", Enforced: fleet.Off}), as("a"), map[string]string{at(c1): surely}},
		{"a key of an account whose project was not told", "", world(ground, grant("roles/viewer", "projects/p1-id", "serviceAccount:a@elsewhere-id.iam.gserviceaccount.com"), grant("roles/iam.serviceAccountKeyAdmin", "serviceAccounts/a@elsewhere-id.iam.gserviceaccount.com", app)),
			"serviceAccount:a@elsewhere-id.iam.gserviceaccount.com", map[string]string{at(c1): perhaps}},
		{"a policy above", "R14", world(ground, folderAdmin, gsaFact("a"), grant(folderAdmin.Name, "folders/12", app)), as("a"), map[string]string{at(c1): surely}},
		{"a policy of another kind", "", world(ground, folderAdmin, gsaFact("a"), grant(folderAdmin.Name, "projects/1001", app)), as("a"), map[string]string{at(c1): never}},
		{"a set of accounts", "R17", world(ground, gsaFact("a"), grant(user, on("a"), app)), belowFolder, map[string]string{at(c1): surely, as("a"): surely}},
		{"a group in a group", "R18", world(ground, gsaFact("a"), gsaFact("b"), grant(user, on("a"), app), grant(user, on("b"), "group:ops@example.com"),
			groupOf("group:ops@example.com", "group:dev@example.com"), groupOf("principalSet://goog/group/dev@example.com", as("a"), "user:ann@example.com")), as("b"),
			map[string]string{at(c1): surely, as("a"): surely, "user:ann@example.com": surely}},
		{"a member that cannot be read", "", world(ground, gsaFact("a"), fleet.Binding{On: fleet.OnAccount(email("a")), Role: user, Unread: "serviceAccount:${APP}"}), as("a"), map[string]string{at(c1): perhaps}},
		{"a key in a Secret", "R16", world(ground, gsaFact("a"), fleet.Secret{Cluster: clusterName(c1), Namespace: "shop", Name: "key", Key: email("a")},
			fleet.Pod{Cluster: clusterName(c1), Namespace: "shop", Name: "web", ServiceAccount: "app", Secrets: []string{"key"}}, fleet.KSA{Cluster: clusterName(c1), Namespace: "other", Name: "app"}), as("a"),
			map[string]string{at(c1): surely, c1 + " shop/default": perhaps, c1 + " other/app": never}},
		{"a folder whose parent was not told", "", world(fleet.Organization{Number: 7}, fleet.Folder{Number: 12}, p1, running(c1, fleet.On), gsaFact("a"), grant(user, "organizations/7", app)), as("a"),
			map[string]string{at(c1): perhaps}},
	}
}

// denial is a deny rule on a resource, of some permissions, to some or (none given) to anyone.
func denial(where, permissions string, to ...string) fleet.Deny {
	d := fleet.Deny{On: pool.Must(fleet.ParseResource(where)), Name: "no", Permissions: strings.Fields(permissions)}
	for _, m := range to {
		d.Principals = append(d.Principals, pool.Must(pool.Parse(m)))
	}
	return d
}

func denyWorlds() []fixed {
	const tokens = "iam.googleapis.com/serviceAccounts.getAccessToken"
	chain := world(ground, gsaFact("a"), gsaFact("b"), grant(user, on("a"), app), grant(user, on("b"), as("a")))
	butA := denial("organizations/7", "iam.googleapis.com/serviceAccounts.*")
	butA.ExceptPrincipals = []pool.Principal{pool.Must(pool.Parse(as("a")))}
	butTokens := denial("organizations/7", "iam.googleapis.com/serviceAccounts.*", as("a"))
	butTokens.ExceptPermissions = []string{tokens}
	people := world(ground, gsaFact("a"), grant(user, on("a"), "user:ann@example.com"))
	return []fixed{
		{"accounts get no tokens", "", world(chain, denial("folders/12", tokens, "principalSet://cloudresourcemanager.googleapis.com/projects/1001/type/ServiceAccount")), as("b"),
			map[string]string{at(c1): never, as("a"): never}},
		{"an exception", "", world(chain, butA), as("b"), map[string]string{as("a"): surely}},
		{"an exception counts in its own rule only", "", world(chain, butA, denial("projects/p1-id", tokens)), as("b"), map[string]string{as("a"): never}},
		{"a permission that is excepted", "", world(chain, butTokens), as("b"), map[string]string{as("a"): surely}},
		{"a star", "", world(people, denial("projects/p1-id", "iam.googleapis.com/serviceAccounts.*")), as("a"), map[string]string{"user:ann@example.com": never}},
		{"another project", "", world(chain, denial("projects/host-id", tokens)), as("b"), map[string]string{as("a"): surely}},
		{"another way is left", "R12", world(chain, denial("projects/p1-id", tokens), grant("roles/iam.serviceAccountTokenCreator", on("b"), as("a"))), as("b"), map[string]string{as("a"): surely}},
		{"a Kubernetes identity", "", world(chain, denial("projects/p1-id", tokens, "principal:"+pools+"subject/ns/shop/sa/app")), as("a"), map[string]string{at(c1): perhaps}},
		{"a Kubernetes identity in the old spelling", "", world(chain, denial("projects/p1-id", tokens, app)), as("a"), map[string]string{at(c1): surely}},
		{"a Kubernetes identity by its namespace", "", world(chain, denial("projects/p1-id", tokens, "principalSet:"+pools+"namespace/shop")), as("a"), map[string]string{at(c1): surely}},
		{"a condition of a denial", "", world(people, fleet.Deny{On: fleet.InProject("p1-id"), Name: "no", Permissions: []string{tokens}, Condition: "resource.matchTag('1/env', 'prod')"}), as("a"),
			map[string]string{"user:ann@example.com": perhaps}},
		{"a group that denies, told", "", world(people, denial("projects/p1-id", tokens, "group:ops@example.com"), groupOf("group:ops@example.com", "user:ann@example.com")), as("a"),
			map[string]string{"user:ann@example.com": never}},
		{"a group that denies, not told", "", world(people, denial("projects/p1-id", tokens, "group:ops@example.com")), as("a"), map[string]string{"user:ann@example.com": perhaps}},
		{"a policy above where it is denied", "R14", world(ground, gsaFact("a"), grant("roles/resourcemanager.organizationAdmin", "organizations/7", "user:ann@example.com"),
			denial("projects/p1-id", "cloudresourcemanager.googleapis.com/*.setIamPolicy")), as("a"), map[string]string{"user:ann@example.com": surely}},
	}
}

func gapWorlds() []fixed {
	keys := world(ground, gsaFact("a"), grant("roles/iam.serviceAccountKeyAdmin", on("a"), app), fleet.Gap{What: fleet.GapOrgPolicies, On: fleet.InFolder(12)})
	const tenant = "principal://iam.googleapis.com/projects/9/locations/global/workloadIdentityPools/tenants/subject/ns/shop/sa/app"
	return []fixed{
		{"a policy above that was not read", "", world(ground, gsaFact("a"), fleet.Gap{What: fleet.GapPolicy, On: fleet.InOrganization(7)}), as("a"), map[string]string{at(c1): perhaps}},
		{"a policy elsewhere that was not read", "", world(ground, gsaFact("a"), fleet.Gap{What: fleet.GapPolicy, On: fleet.InProject("host-id")}), as("a"), map[string]string{at(c1): never}},
		{"memberships that were not read", "", world(ground, fleet.Gap{What: fleet.GapMemberships, On: fleet.InProject("9")}), shared, map[string]string{at(c1): perhaps}},
		{"scopes that were not read", "", world(scope(), fleet.Gap{What: fleet.GapScopes, On: fleet.InProject("host-id")}), tenant, map[string]string{at(c1): surely, at(c2): perhaps}},
		{"organization policies that were not read", "R13", keys, as("a"), map[string]string{at(c1): perhaps}},
		{"organization policies that were not read, and one below", "R13", world(keys, fleet.OrgPolicy{On: fleet.InProject("p1-id"), Constraint: "iam.disableServiceAccountKeyCreation", Enforced: fleet.Off},
			fleet.OrgPolicy{On: fleet.InProject("p1-id"), Constraint: "constraints/iam.managed.disableServiceAccountKeyCreation", Enforced: fleet.Off}), as("a"), map[string]string{at(c1): surely}},
	}
}
