# The rules of package fleet once more, as policy for OPA: who can assume an IAM principal today. Read it beside
# fleet/doc.go, rule by rule; the sources of the rules stand there. It shares no code with the library: member strings are
# read here, from the text that IAM stores.
#
# The world comes as input.world, one list for each kind of fact (world.go says which), and the principals as input.ask.
# The roles that Google defines come as data.roles, from role to permissions, which are keys. The answer is
# answers[principal].surely and answers[principal].perhaps, sets of workloads ("PROJECT/LOCATION/NAME NAMESPACE/KSA"), service
# accounts and users; nobody else is either, and is never the principal.
#
# What is looked up by name again and again is an object that a comprehension makes at once: OPA keeps it whole. Of a rule that
# defines one key at a time OPA would keep what it found, and ask all bodies again for each name that is not there.
#
# Everything is an edge: from a workload to its credentials, from a credential to the members it is in, from a member to what
# a grant gives. An edge that rests on something unknown is there perhaps. Whoever reaches the principal by sure edges
# surely is it; whoever reaches it otherwise perhaps is.
#
# Left out, and kept out of the worlds that it judges: nodes, and where pods run (R15); principal access boundaries. Not looked
# at: deny rules of places that only may lie above an account, because the parent of a folder or a project was not told.
# Conditions are not evaluated: what stands under one holds perhaps. Of the assumptions it knows the default readings. A member
# whose identities nobody told (a group, a domain, a pool of others) stands for them and is nobody else.
package judge

world := input.world

# --- The hierarchy -----------------------------------------------------------------------------------------------

# A project is named by its ID or by its number.
id_of := {name: p.id |
	some p in world.projects
	some name in {p.id, p.number} - {""}
}

number_of := {p.id: p.number | some p in world.projects}

resource(text) := concat("/", ["projects", id_of[trim_prefix(text, "projects/")]]) if startswith(text, "projects/")

resource(text) := text if not startswith(text, "projects/")

# What lies right above a resource.
hierarchy[concat("/", ["projects", p.id])] := {p.parent} - {""} if some p in world.projects

hierarchy[concat("/", ["folders", f.number])] := {f.parent} - {""} if some f in world.folders

hierarchy[concat("/", ["organizations", o.number])] := set() if some o in world.organizations

# A resource and all above it, as far as is told.
lineage := {r: graph.reachable(hierarchy, {r}) | some r, _ in hierarchy}

# The parent of a folder that was not told may be any folder that does not lie below it, or an organization.
parentless contains concat("/", ["folders", f.number]) if {
	some f in world.folders
	f.parent == ""
}

maybe_above[r] contains above if {
	some r, line in lineage
	some top in parentless & line
	some above, _ in lineage
	not startswith(above, "projects/")
	not top in lineage[above]
}

open(r) if count(parentless & lineage[r]) > 0

# --- Members, as they are written --------------------------------------------------------------------------------

written contains b.member if {
	some b in world.bindings
	b.unread == ""
}

written contains g.name if some g in world.groups

written contains m if {
	some g in world.groups
	some m in g.members
}

denied contains m if {
	some d in world.denies
	some m in array.concat(d.principals, d.exceptPrincipals)
}

member := {m: read(m) | some m in (written | denied) | {m | some m in input.ask}}

in_pool := `^principal(?:Set)?://iam\.googleapis\.com/projects/([0-9]+|\?)/locations/global/workloadIdentityPools/([^/]+)/(.+)$`

# read tells the form of a member and its parts. "" is the number of a member that carries none.
read(m) := pooled(parts[3], parts[2], trim(parts[1], "?")) if {
	some parts in regex.find_all_string_submatch_n(in_pool, m, 1)
} else := {"form": "subject", "pool": parts[1], "number": "", "namespace": parts[2], "name": parts[3]} if {
	some parts in regex.find_all_string_submatch_n(`^serviceAccount:([^\[]+)\[([^/]+)/(.+)\]$`, m, 1)
} else := {"form": "pool", "pool": parts[1], "number": ""} if {
	some parts in regex.find_all_string_submatch_n(`^group:(.+):/allAuthenticatedUsers/$`, m, 1)
} else := {"form": "accounts", "below": parts[1]} if {
	some parts in regex.find_all_string_submatch_n(`^principalSet://cloudresourcemanager\.googleapis\.com/(.+)/type/ServiceAccount$`, m, 1)
} else := {"form": "account", "email": trim_prefix(m, "principal://iam.googleapis.com/projects/-/serviceAccounts/")} if {
	startswith(m, "principal://iam.googleapis.com/projects/-/serviceAccounts/")
} else := {"form": "account", "email": trim_prefix(m, "serviceAccount:")} if {
	startswith(m, "serviceAccount:")
} else := {"form": "group", "email": trim_prefix(m, "principalSet://goog/group/")} if {
	startswith(m, "principalSet://goog/group/")
} else := {"form": "group", "email": trim_prefix(m, "group:")} if {
	startswith(m, "group:")
} else := {"form": "user", "email": trim_prefix(m, "principal://goog/subject/")} if {
	startswith(m, "principal://goog/subject/")
} else := {"form": "user", "email": trim_prefix(m, "user:")} if {
	startswith(m, "user:")
} else := {"form": "everyone"} if {
	m in {"allUsers", "principalSet://goog/public:all"}
} else := {"form": "domain"} if {
	startswith(m, "domain:")
} else := {"form": "signed in"} if {
	m == "allAuthenticatedUsers"
} else := {"form": "nobody"} if {
	nobody(m)
} else := {"form": "vague"}

nobody(m) if startswith(m, "deleted:")

nobody(m) if contains(m, "/name/locations/global/workloadIdentityPools/") # the pool as a resource

pooled(selector, pool, number) := {"form": "subject", "pool": pool, "number": number, "namespace": parts[1], "name": parts[2]} if {
	some parts in regex.find_all_string_submatch_n(`^subject/ns/([^/]+)/sa/([^/]+)$`, selector, 1)
} else := {"form": "uid", "pool": pool, "number": number, "uid": trim_prefix(selector, "kubernetes.serviceaccount.uid/")} if {
	startswith(selector, "kubernetes.serviceaccount.uid/")
} else := {"form": "namespace", "pool": pool, "number": number, "namespace": trim_prefix(selector, "namespace/")} if {
	startswith(selector, "namespace/")
} else := {"form": "cluster", "pool": pool, "number": number, "url": trim_prefix(selector, "kubernetes.cluster/")} if {
	startswith(selector, "kubernetes.cluster/")
} else := {"form": "pool", "pool": pool, "number": number} if {
	selector == "*"
} else := {"form": "mapped", "pool": pool, "number": number}

managed(pool) if endswith(pool, ".svc.id.goog")

managed(pool) if endswith(pool, ".hub.id.goog")

# node is the member in one spelling, where it has two.
node(m) := account_node(member[m].email) if member[m].form == "account"

node(m) := concat("", ["group:", member[m].email]) if member[m].form == "group"

node(m) := concat("", ["user:", member[m].email]) if member[m].form == "user"

node(m) := "allUsers" if member[m].form == "everyone"

node(m) := m if not member[m].form in {"account", "group", "user", "everyone"}

account_node(email) := concat("", ["serviceAccount:", email])

# --- Workloads and their clusters --------------------------------------------------------------------------------

cluster := {c.name: object.union(c, {"project": split(c.name, "/")[0]}) | some c in world.clusters}

workload := {at(w.cluster, w.namespace, w.name): w | some w in mentioned}

at(cluster, namespace, name) := sprintf("%s %s/%s", [cluster, namespace, name])

# Kubernetes gives each namespace a service account named default. Pods and tokens tell of service accounts too, and Secrets of
# namespaces.
mentioned contains {"cluster": n.cluster, "namespace": n.name, "name": "default"} if some n in world.namespaces

mentioned contains {"cluster": k.cluster, "namespace": k.namespace, "name": name} if {
	some k in world.ksas
	some name in {k.name, "default"}
}

mentioned contains {"cluster": p.cluster, "namespace": p.namespace, "name": name} if {
	some p in world.pods
	some name in {account_of(p), "default"}
}

mentioned contains {"cluster": s.cluster, "namespace": s.namespace, "name": name} if {
	some s in world.secrets
	some name in {s.token, "default"} - {""}
}

runs_as(p) := at(p.cluster, p.namespace, account_of(p))

account_of(p) := "default" if {
	p.serviceAccount == ""
} else := p.serviceAccount

uid := {at(k.cluster, k.namespace, k.name): k.uid |
	some k in world.ksas
	k.uid != ""
}

known_uids := {u | some u in uid}

# The pool of a project: as it was told of it or of one of its clusters, or by its ID where that tells.
told_pools[p.id] contains p.pool if {
	some p in world.projects
	p.pool != ""
}

told_pools[c.project] contains c.pool if {
	some c in cluster
	c.pool != ""
}

pool_of := {p.id: pool |
	some p in world.projects
	some pool in pools_of(p.id)
}

pools_of(project) := told_pools[project] if {
	told_pools[project]
} else := {concat("", [project, ".svc.id.goog"])} if {
	not contains(project, ":")
}

# --- Credentials: R1 to R3 ---------------------------------------------------------------------------------------

# R1: at the pool of the cluster's project.
identity_on(c) := "surely" if {
	c.mode == "autopilot"
} else := "surely" if {
	c.mode == "standard"
	c.workloadIdentity == "on"
} else := "perhaps" if {
	c.mode == "standard"
	c.workloadIdentity == "unknown"
}

credentials contains {"rule": "R1", "who": x, "pool": pool_of[c.project], "of": c.project, "grade": kept(grade, x, c.project)} if {
	some x, w in workload
	c := cluster[w.cluster]
	grade := identity_on(c)
}

# R2: at the pool of the host project, or at the old one where the membership names that.
gives_identity[i] := grade if {
	some i, m in world.memberships
	grade := fleet_identity(m, cluster[m.cluster])
}

fleet_identity(m, c) := "surely" if {
	not m.lightweight
	m.issuer == "on"
	not m.clusterMissing
	not unsupported(c)
} else := "perhaps" if {
	not m.lightweight
	m.issuer != "off"
}

# An issuer without Workload Identity on the cluster itself is a combination that Google calls unsupported.
unsupported(c) if {
	c.mode == "standard"
	c.workloadIdentity != "on"
}

host(m) := id_of[m.fleet]

credentials contains {"rule": "R2", "who": x, "pool": pool, "of": host(m), "grade": kept(least(grade, how), x, host(m)), "membership": i} if {
	some i, grade in gives_identity
	m := world.memberships[i]
	some x, w in workload
	w.cluster == m.cluster
	some [pool, how] in member_pools(m)
}

member_pools(m) := {[pool_of[host(m)], "surely"]} if m.pool in {"", pool_of[host(m)]}

# What the old pool and the new one are to each other is not known.
member_pools(m) := {[m.pool, "surely"], [pool_of[host(m)], "perhaps"]} if not m.pool in {"", pool_of[host(m)]}

# R3: at the scope-tenancy pool, in the fleet namespaces of the scopes that the cluster is bound to.
credentials contains {"rule": "R3", "who": s.who, "pool": s.pool, "of": s.of, "grade": s.grade, "membership": s.membership} if some s in scoped

scoped contains {"who": x, "pool": f.tenancyPool, "of": host(m), "grade": grade, "membership": i} if {
	some i, grade in gives_identity
	m := world.memberships[i]
	some f in world.fleets
	f.tenancyPool != ""
	id_of[f.host] == host(m)
	some x, w in workload
	w.cluster == m.cluster
	[host(m), w.cluster, w.namespace] in fleet_namespaces
}

# The namespaces of a cluster that are fleet namespaces of a scope which a membership of the cluster is bound to.
fleet_namespaces contains [fleet, m.cluster, n.name] if {
	some m in world.memberships
	fleet := host(m)
	some b in world.scopeBindings
	id_of[b.fleet] == fleet
	b.location == m.location
	b.membership == m.name
	some n in world.fleetNamespaces
	id_of[n.fleet] == fleet
	n.scope == b.scope
}

has_scoped contains [s.who, s.of] if some s in scoped

# Of a fleet whose memberships were not read any cluster may be a member, and where its scopes were not read any namespace of a
# member may be a fleet namespace.
credentials contains {"rule": "R2", "who": x, "pool": pool_of[project], "of": project, "grade": "perhaps"} if {
	some project in not_read("memberships")
	some x, _ in workload
}

credentials contains {"rule": "R3", "who": x, "pool": f.tenancyPool, "of": project, "grade": "perhaps"} if {
	some project in not_read("memberships")
	f := tenant_fleets[project]
	some x, _ in workload
}

scoped contains {"who": x, "pool": f.tenancyPool, "of": host(m), "grade": "perhaps", "membership": i} if {
	some i, _ in gives_identity
	m := world.memberships[i]
	host(m) in not_read("scopes")
	f := tenant_fleets[host(m)]
	some x, w in workload
	w.cluster == m.cluster
}

tenant_fleets[id_of[f.host]] := f if {
	some f in world.fleets
	f.tenancyPool != ""
}

# The projects of which something was not read, by ID.
not_read(what) := {trim_prefix(resource(g.on), "projects/") |
	some g in world.gaps
	g.what == what
}

# That it keeps the identity at the fleet's own pool is inferred.
kept(grade, x, project) := "perhaps" if {
	[x, project] in has_scoped
} else := grade

least(a, b) := "surely" if {
	a == "surely"
	b == "surely"
} else := "perhaps"

# --- Names: R4 to R9 ---------------------------------------------------------------------------------------------

# The number in a member and the project of its pool must be one. A number that is not known may be any but that of another
# project; a wrong one matches nobody as far as is known, so perhaps somebody.
of_pool(c, p) := "surely" if {
	p.number == ""
	managed(p.pool)
} else := "surely" if {
	p.number == number_of[c.of]
} else := "perhaps" if {
	managed(p.pool)
} else := "perhaps" if {
	number_of[c.of] == ""
	not id_of[p.number]
}

at_pool[c.pool] contains c if some c in credentials

in_pool_of[m] := {c: grade |
	some c in at_pool[p.pool]
	grade := of_pool(c, p)
} if {
	some m, p in member
	p.pool
}

# belongs: who or what is in a member, by a rule. Here the credential of a workload stands for a name of it.
belongs contains [credential(c), m, "R4", grade] if {
	some m, p in member
	p.form == "subject"
	some c, grade in in_pool_of[m]
	w := workload[c.who]
	w.namespace == p.namespace
	w.name == p.name
}

belongs contains [credential(c), m, "R5", least(grade, documented(p))] if {
	some m, p in member
	p.form == "uid"
	some c, grade in in_pool_of[m]
	uid[c.who] == p.uid
}

# A UID that nobody is known to have may be that of an account whose UID was not read.
belongs contains [credential(c), m, "R5", "perhaps"] if {
	some m, p in member
	p.form == "uid"
	not p.uid in known_uids
	some c, _ in in_pool_of[m]
	not uid[c.who]
}

belongs contains [credential(c), m, "R6", least(grade, documented(p))] if {
	some m, p in member
	p.form == "namespace"
	some c, grade in in_pool_of[m]
	workload[c.who].namespace == p.namespace
}

belongs contains [credential(c), m, "R7", least(grade, least(documented(p), how))] if {
	some m, p in member
	p.form == "cluster"
	some c, grade in in_pool_of[m]
	how := provider(c, p.url)
}

belongs contains [credential(c), m, "R8", least(grade, inside(c))] if {
	some m, p in member
	p.form == "pool"
	some c, grade in in_pool_of[m]
}

# What a pool makes of a form that it is not documented to know is not known: a group or attribute, a subject of another
# shape; and what is documented of Google's pools only, of others.
belongs contains [credential(c), m, "R4", "perhaps"] if {
	some m, p in member
	p.form == "mapped"
	some c, _ in in_pool_of[m]
}

# A credential is a step of its own, since a member can be met by one and not by another.
credential(c) := sprintf("%s @ %s of %s (%s, membership %v)", [c.who, c.pool, c.of, c.rule, c.membership]) if {
	c.membership >= 0
} else := sprintf("%s @ %s of %s (%s)", [c.who, c.pool, c.of, c.rule])

documented(p) := "surely" if {
	managed(p.pool)
} else := "perhaps"

# That the set of a whole pool holds clusters outside Google Cloud is taken for granted.
inside(c) := "perhaps" if {
	cluster[workload[c.who].cluster].mode == "outside"
} else := "surely"

# The provider of a cluster at the pool of its own project is its URL, and at the old pool of a fleet there. Which one a member from elsewhere has is documented
# nowhere: that of its membership, or its own.
provider(c, url) := "surely" if {
	c.rule == "R1"
	url == container_url(cluster[workload[c.who].cluster])
} else := "surely" if {
	managed(c.pool)
	url == container_url(cluster[workload[c.who].cluster])
	url == membership_url(world.memberships[c.membership])
} else := "perhaps" if {
	url == container_url(cluster[workload[c.who].cluster])
	cluster[workload[c.who].cluster].mode != "outside"
} else := "perhaps" if {
	url == membership_url(world.memberships[c.membership])
}

container_url(k) := sprintf("https://container.googleapis.com/v1/projects/%s/locations/%s/clusters/%s", split(k.name, "/"))

membership_url(m) := m.identityProvider if {
	m.identityProvider != ""
} else := container_url(cluster[m.cluster]) if {
	not elsewhere(m)
} else := sprintf("https://gkehub.googleapis.com/projects/%s/locations/%s/memberships/%s", [host(m), m.location, m.name])

elsewhere(m) if cluster[m.cluster].project != host(m)

elsewhere(m) if cluster[m.cluster].mode == "outside"

# --- Service accounts --------------------------------------------------------------------------------------------

told_accounts := {a.email: a | some a in world.gsas}

emails contains a.email if some a in world.gsas

emails contains p.email if {
	some m in written
	p := member[m]
	p.form == "account"
}

emails contains email if {
	some b in world.bindings
	startswith(b.on, "serviceAccounts/")
	email := trim_prefix(b.on, "serviceAccounts/")
}

emails contains s.key if {
	some s in world.secrets
	s.key != ""
}

# A disabled account can neither be obtained nor used.
enabled contains email if {
	some email in emails
	not told_accounts[email].disabled
}

# The project of an account: told, or in its e-mail.
home := {email: concat("/", ["projects", project]) |
	some email in emails
	project := id_of[project_of(email)]
}

project_of(email) := told_accounts[email].project if {
	told_accounts[email].project != ""
} else := parts[1] if {
	some parts in regex.find_all_string_submatch_n(`^[^@]+@([^.]+)\.iam\.gserviceaccount\.com$`, email, 1)
} else := concat(":", [parts[2], parts[1]]) if {
	some parts in regex.find_all_string_submatch_n(`^[^@]+@([^.]+)\.(.+)\.iam\.gserviceaccount\.com$`, email, 1)
} else := parts[1] if {
	some parts in regex.find_all_string_submatch_n(`^([0-9]+)-compute@developer\.gserviceaccount\.com$`, email, 1)
} else := parts[1] if {
	some parts in regex.find_all_string_submatch_n(`^([^@]+)@appspot\.gserviceaccount\.com$`, email, 1)
}

# The resources whose policies reach an account: its own, and those above it.
over[email] := object.union({r: "perhaps" | some r in maybe_over(email)}, {r: "surely" | some r in surely_over(email)}) if some email in emails

surely_over(email) := {own} | object.get(lineage, object.get(home, email, ""), set()) if own := concat("/", ["serviceAccounts", email])

# Of an account whose project was not told, any folder or organization may be above.
maybe_over(email) := object.get(maybe_above, home[email], set()) if {
	home[email]
} else := {r |
	some r, _ in lineage
	not startswith(r, "projects/")
}

# --- Grants: R10 to R14 ------------------------------------------------------------------------------------------

custom := {r.name: {p: true | some p in r.permissions} | some r in world.roles}

permissions := object.union({role: data.roles[role] | some role in granted}, custom)

granted contains b.role if some b in world.bindings

ways := {
	"iam.serviceAccounts.getAccessToken": "R10",
	"iam.serviceAccounts.implicitDelegation": "R11",
	"iam.serviceAccounts.signBlob": "R12",
	"iam.serviceAccounts.signJwt": "R12",
	"iam.serviceAccountKeys.create": "R13",
	"iam.serviceAccounts.setIamPolicy": "R14",
	"resourcemanager.projects.setIamPolicy": "R14",
	"resourcemanager.folders.setIamPolicy": "R14",
	"resourcemanager.organizations.setIamPolicy": "R14",
}

# What a role may do for its holder, and whether it surely does. A role that nobody defined may hold anything.
role_ways[role] contains [permission, rule, "surely"] if {
	some role in granted
	some permission, rule in ways
	permissions[role][permission]
}

role_ways[role] contains [permission, rule, "perhaps"] if {
	some role in granted
	not permissions[role]
	some permission, rule in ways
}

# The resource that a permission of a grant on r acts on. To rewrite a policy takes the permission of that kind of resource,
# and the grant is on one of that kind which lies above the account, or above that.
acted_on(permission, _, email) := {concat("/", ["serviceAccounts", email])} if startswith(permission, "iam.")

acted_on("resourcemanager.projects.setIamPolicy", r, email) := {object.get(home, email, "not told")} if {
	not startswith(r, "serviceAccounts/")
}

acted_on("resourcemanager.folders.setIamPolicy", r, email) := {f |
	some f, _ in over[email]
	startswith(f, "folders/")
	above_or_same(r, f)
}

acted_on("resourcemanager.organizations.setIamPolicy", r, _) := {r} if startswith(r, "organizations/")

above_or_same(r, f) if r in lineage[f]

above_or_same(r, f) if r in maybe_above[f]

# holds: whoever is the member of a binding may do over an account what a rule asks for. A member that cannot be read may be
# anyone.
holds contains {"holder": holder(b), "email": email, "rule": rule, "permission": permission, "at": at, "grade": grade} if {
	some b in world.bindings
	r := resource(b.on)
	some email in enabled
	how := over[email][r]
	some [permission, rule, known] in role_ways[b.role]
	some at in acted_on(permission, r, email)
	grade := least(least(how, known), least(unconditional(b), creatable(rule, email)))
}

holder(b) := node(b.member) if {
	b.unread == ""
} else := "allUsers"

unconditional(b) := "surely" if {
	b.condition == ""
	b.unread == ""
} else := "perhaps"

# Where keys may no longer be created, those that were created before live on.
creatable(rule, _) := "surely" if rule != "R13"

creatable("R13", email) := "perhaps" if {
	some name in key_constraints
	maybe_enforced(name, email)
} else := "surely"

key_constraints := {"iam.disableServiceAccountKeyCreation", "iam.managed.disableServiceAccountKeyCreation"}

maybe_enforced(name, email) if {
	some p in world.orgPolicies
	constraint(p) == name
	p.enforced != "off"
	not p.reset
	r := resource(p.on)
	r in lineage[home[email]]
	not nearer(name, r, home[email])
}

# What is set above a folder whose parent was not told, or above a project that was not told, is not known.
maybe_enforced(name, email) if {
	unplaced(email)
	not settled(name, email)
}

# Policies that were not read may say anything, but not against what is set there or below.
maybe_enforced(name, email) if {
	some g in world.gaps
	g.what == "organization policies"
	r := resource(g.on)
	r in lineage[home[email]]
	not settled_below(name, r, home[email])
}

settled_below(name, r, project) if {
	some p in world.orgPolicies
	constraint(p) == name
	s := resource(p.on)
	s in lineage[project]
	r in lineage[s]
}

settled(name, email) if {
	some p in world.orgPolicies
	constraint(p) == name
	resource(p.on) in lineage[home[email]]
}

constraint(p) := trim_prefix(p.constraint, "constraints/")

# What is set on a child replaces what its parent says.
nearer(name, r, project) if {
	some q in world.orgPolicies
	constraint(q) == name
	s := resource(q.on)
	s != r
	s in lineage[project]
	r in lineage[s]
}

# --- The edges ---------------------------------------------------------------------------------------------------

edges contains [c.who, credential(c), c.rule, c.grade] if some c in credentials

edges contains e if some e in belongs

# A delegate is to IAM in all that the account is in.
edges contains [delegate(from), delegate(to), rule, grade] if some [from, to, rule, grade] in belongs

# R10 to R14: whoever is the member does it, unless a deny rule may mean some: then each caller is looked at.
edges contains [from, to, rule, h.grade] if {
	some h in holds
	not denied_to_some(h)
	some [from, to, rule] in step(h.holder, h.email, h.rule)
}

edges contains [from, to, rule, least(least(h.grade, how), left)] if {
	some h in holds
	denied_to_some(h)
	some caller in callers
	how := is_in(caller, h.holder)
	left := leaves(h, caller)
	some [from, to, rule] in step(caller, h.email, h.rule)
}

# R16: a pod that mounts the key of an account obtains it, and any pod of the namespace may mount it.
edges contains [x, account_node(s.key), "R16", mounted(s, x)] if {
	some s in world.secrets
	s.key in enabled
	some x, w in workload
	w.cluster == s.cluster
	w.namespace == s.namespace
}

mounted(s, x) := "surely" if {
	some p in world.pods
	runs_as(p) == x
	s.name in p.secrets
} else := "perhaps"

# The policy of an account that was not told may give it to anyone.
edges contains ["allUsers", account_node(email), "untold", "perhaps"] if {
	some email in enabled
	not told_accounts[email]
}

# So may a policy that was not read.
edges contains ["allUsers", account_node(email), "gap", "perhaps"] if {
	some g in world.gaps
	g.what == "policy"
	some email in enabled
	over[email][resource(g.on)]
}

# R10, R12, R13, R14: the account is obtained. R11: or delegated through; and a delegate may mint or sign for the account that
# is obtained, or delegate further. Its other rights need its token.
step(n, email, rule) := {[n, account_node(email), rule], [delegate(n), account_node(email), "R11"]} if rule in {"R10", "R12"}

step(n, email, rule) := {[n, account_node(email), rule]} if rule in {"R13", "R14"}

step(n, email, "R11") := {[n, delegate(account_node(email)), "R11"], [delegate(n), delegate(account_node(email)), "R11"]}

delegate(n) := concat(" ", ["delegate", n])

# R9: everyone, with a credential or without.
belongs contains [x, "allUsers", "R9", "surely"] if some x, _ in workload

# R17 and R18. People are in allUsers and allAuthenticatedUsers as well, which stand for them.
belongs contains [account_node(email), m, "R17", grade] if {
	some email in enabled
	some m, p in member
	p.form == "accounts"
	grade := lies_below(email, p.below)
}

belongs contains [account_node(email), all, "R17", "surely"] if {
	some email in enabled
	some all in {"allAuthenticatedUsers", "allUsers"}
}

lies_below(email, below) := "surely" if {
	resource(below) in lineage[home[email]]
} else := "perhaps" if {
	over[email][resource(below)] == "perhaps"
} else := "perhaps" if {
	not lineage[resource(below)]
	not startswith(below, "projects/")
	unplaced(email)
} else := "perhaps" if {
	startswith(below, "projects/")
	not resource(below)
	unnumbered(email)
}

# Above such an account there may be folders and organizations that nobody told.
unplaced(email) if not home[email]

unplaced(email) if open(home[email])

unnumbered(email) if not home[email]

unnumbered(email) if number_of[trim_prefix(home[email], "projects/")] == ""

belongs contains [node(m), node(g.name), "R18", "surely"] if {
	some g in world.groups
	some m in g.members
	usable(m)
}

usable(m) if member[m].form != "account"

usable(m) if member[m].email in enabled

# --- Deny rules --------------------------------------------------------------------------------------------------

# One that hangs on the resource that is acted on, or above it, and names the permission.
concerns(d, h) if {
	hangs_above(d, h.at, h.email)
	spelled(h.permission) & {p | some p in d.permissions} != set()
	spelled(h.permission) & {p | some p in d.exceptPermissions} == set()
}

denied_to_some(h) if {
	some d in world.denies
	concerns(d, h)
}

hangs_above(d, at, email) if {
	startswith(at, "serviceAccounts/")
	over[email][resource(d.on)] == "surely"
}

hangs_above(d, at, _) if resource(d.on) in lineage[at]

# A permission as deny policies write it, or in the spelling of allow policies; a star is all verbs, or all resources.
spelled(permission) := {concat("", [service, form]) |
	[product, kind, verb] := split(permission, ".")
	some service in {concat("", [host_of[product], "/"]), concat("", [product, "."])}
	some form in {concat(".", [kind, verb]), concat(".", [kind, "*"]), concat(".", ["*", verb]), "*.*"}
}

host_of := {"iam": "iam.googleapis.com", "resourcemanager": "cloudresourcemanager.googleapis.com"}

# Whoever calls: a workload, with a credential or without, a service account, a user. As a delegate, it is still the account.
callers contains account_node(email) if some email in enabled

callers contains node(m) if {
	some m in written
	member[m].form == "user"
}

callers contains x if some x in kubernetes

kubernetes contains x if some x, _ in workload

kubernetes contains credential(c) if some c in credentials

# In which members a caller is. For deny rules people are in allUsers too, and may be in whatever nobody told the members of.
# Each node is a key by a step to itself, for graph.reachable.
in_surely[from] contains to if some [from, to, _, "surely"] in belongs

in_surely[n] contains n if some n in belonging

in_perhaps[from] contains to if some [from, to, _, _] in belongs

in_perhaps[n] contains n if some n in belonging

belonging contains n if some n in callers

belonging contains to if some [_, to, _, _] in belongs

met[caller] := {"surely": graph.reachable(in_surely, {caller}), "perhaps": graph.reachable(in_perhaps, {caller})} if some caller in callers

is_in(caller, n) := "surely" if {
	n in met[caller].surely
} else := "perhaps" if {
	n in met[caller].perhaps
}

# leaves: what the deny rules leave a caller of a step; nothing when one of them surely means it.
leaves(h, caller) := "surely" if {
	count([d | some d in world.denies; denies(d, h, caller)]) == 0
} else := "perhaps" if {
	not "surely" in {denies(d, h, caller) | some d in world.denies}
}

# A deny rule means those among its principals, but for those excepted in it. That it binds Kubernetes identities is in doubt.
denies(d, h, caller) := least(least(among, binds(caller)), least(unconditional_rule(d), not_excepted(d, h, caller))) if {
	concerns(d, h)
	among := meant(d, h, caller)
	not excepted(d, h, caller)
}

excepted(d, h, caller) if means(d.exceptPrincipals, h, caller) == "surely"

meant(d, _, _) := "surely" if count(d.principals) == 0

meant(d, h, caller) := means(d.principals, h, caller) if count(d.principals) > 0

# Who is in the member that holds the grant is in it for a deny rule too.
means(list, h, caller) := "surely" if {
	some m in list
	nameable(caller, m)
	node(m) == h.holder
} else := "surely" if {
	some m in list
	nameable(caller, m)
	says(m, caller) == "surely"
} else := "perhaps" if {
	some m in list
	nameable(caller, m)
	says(m, caller)
}

says(m, caller) := "surely" if {
	is_in(caller, node(m)) == "surely"
} else := "surely" if {
	member[m].form == "everyone"
} else := "surely" if {
	member[m].form == "signed in"
	startswith(caller, "user:")
} else := "perhaps" if {
	is_in(caller, node(m))
} else := "perhaps" if {
	untold(node(m), caller)
} else := "perhaps" if {
	some x in below[node(m)]
	untold(x, caller)
}

members_of[node(g.name)] contains node(m) if {
	some g in world.groups
	some m in g.members
}

members_of[node(m)] contains node(m) if {
	some g in world.groups
	some m in g.members
}

below[n] := graph.reachable(members_of, {n}) if some n, _ in members_of

told_groups := {node(g.name) | some g in world.groups}

# A caller may be in a member whose members were not told: anyone in a group, people in a domain.
untold(n, caller) if {
	not caller in kubernetes
	not n in told_groups
	some m, p in member
	node(m) == n
	may_hold(p.form, caller)
}

may_hold(form, _) if form in {"group", "vague"}

may_hold("domain", caller) if startswith(caller, "user:")

# Of a Kubernetes identity a deny rule can only mean a subject or a whole pool, as principal:// and principalSet:// spell it, and
# anyone.
nameable(caller, _) if not caller in kubernetes

nameable(caller, m) if {
	caller in kubernetes
	member[m].form in {"subject", "pool"}
	startswith(m, "principal")
	not of_another(member[m])
}

# A member with the number of another project than its pool's is taken to mean nobody here.
of_another(p) if {
	some c in credentials
	c.pool == p.pool
	not number_of[c.of] in {"", p.number}
	managed(p.pool)
}

nameable(caller, m) if {
	caller in kubernetes
	member[m].form == "everyone"
}

binds(caller) := "perhaps" if {
	caller in kubernetes
} else := "surely"

unconditional_rule(d) := "surely" if {
	d.condition == ""
} else := "perhaps"

not_excepted(d, h, caller) := "perhaps" if {
	means(d.exceptPrincipals, h, caller)
} else := "surely"

# --- The answers -------------------------------------------------------------------------------------------------

# Backwards along the edges. Each actor is a key by a step to itself: graph.reachable walks to nodes that are keys, and to no others.
surely_from[to] contains from if some [from, to, _, "surely"] in edges

surely_from[x] contains x if some x in actors

perhaps_from[to] contains from if some [from, to, _, _] in edges

perhaps_from[x] contains x if some x in actors

actors contains x if some x, _ in workload

actors contains account_node(email) if some email in enabled

actors contains node(m) if {
	some m in written
	member[m].form == "user"
}

# Beside who is the principal: who perhaps may delegate through somebody who is.
answers[m] := {
	"surely": sure,
	"perhaps": (actors & graph.reachable(perhaps_from, {n})) - (sure | {n}),
	"through": actors & graph.reachable(perhaps_from, {delegate(n)}),
} if {
	some m in input.ask
	n := node(m)
	sure := (actors & graph.reachable(surely_from, {n})) - {n}
}
