package fleet_test

// refusals are worlds that Build refuses, in the notation of testdata/cases, with every fault of each. Facts that no
// line can write are in oddRefusals.
var refusals = []struct{ reason, world, want string }{
	{"an ID that is none: upper case, a number", `
		project P1 1001
		project 1p 1002`, `
		line:2: project "P1": not a project ID: want lower-case letters, digits and hyphens, a letter first
		line:3: project "1p": not a project ID: want lower-case letters, digits and hyphens, a letter first`},
	{"principals carry the number, so two projects of one number could not be told apart", `
		project p1 1001
		project p2 1001`, `
		line:3: project "p2": number 1001 is also that of project "p1"`},
	{"a fleet whose host is not there hides no other such fleet", `
		fleet nobody
		fleet nowhere`, `
		line:2: fleet of "nobody": its host project was not told
		line:3: fleet of "nowhere": its host project was not told`},
	{"one fact told twice, with a difference; telling it twice without one is telling it once", `
		project p1 1001
		project p1 1001
		project p1 1002
		cluster p1/us/c1 on
		cluster p1/us/c1 off
		ksa p1/us/c1 shop/app uid=u1
		ksa p1/us/c1 shop/app uid=u2
		account app@p1
		account app@p1 disabled
		role projects/p1/roles/mine iam.serviceAccounts.signJwt iam.serviceAccounts.signBlob
		role projects/p1/roles/mine iam.serviceAccounts.signBlob iam.serviceAccounts.signJwt
		role projects/p1/roles/mine iam.serviceAccounts.signBlob
		fleet p1
		fleet p1
		member p1 p1/us/c1 on
		member p1 p1/us/c1 off`, `
		line:4: project "p1": told twice, differently, the first time at line:2
		line:6: cluster "p1/us/c1": told twice, differently, the first time at line:5
		line:8: service account "shop/app" of cluster "p1/us/c1": told twice, differently, the first time at line:7
		line:10: service account "app@p1": told twice, differently, the first time at line:9
		line:13: role "projects/p1/roles/mine": told twice, differently, the first time at line:11
		line:17: membership "projects/p1/locations/us/memberships/c1": told twice, differently, the first time at line:16`},
	{"one node pool or one pod told twice, with a difference in any one thing", `
		project p1 1001
		cluster p1/us/c1 on
		nodepool p1/us/c1 np GKE account=a@p1
		nodepool p1/us/c1 np GKE account=b@p1
		nodepool p1/us/c1 np2 GKE
		pod p1/us/c1 shop/account on=np ksa=app
		pod p1/us/c1 shop/account on=np ksa=job
		pod p1/us/c1 shop/host on=np
		pod p1/us/c1 shop/host on=np host
		pod p1/us/c1 shop/pool on=np
		pod p1/us/c1 shop/pool on=np2
		pod p1/us/c1 shop/secret on=np secrets=a
		pod p1/us/c1 shop/secret on=np secrets=b
		pod p1/us/c1 shop/selector on=np selector=a:b
		pod p1/us/c1 shop/selector on=np selector=a:c`, `
		line:5: node pool "np" of cluster "p1/us/c1": told twice, differently, the first time at line:4
		line:8: pod "shop/account" of cluster "p1/us/c1": told twice, differently, the first time at line:7
		line:10: pod "shop/host" of cluster "p1/us/c1": told twice, differently, the first time at line:9
		line:12: pod "shop/pool" of cluster "p1/us/c1": told twice, differently, the first time at line:11
		line:14: pod "shop/secret" of cluster "p1/us/c1": told twice, differently, the first time at line:13
		line:16: pod "shop/selector" of cluster "p1/us/c1": told twice, differently, the first time at line:15`},
	{"a group has users, accounts and groups in it, and who is in one is told once", `
		project p1 1001
		group group:ops@example.com has user:ann@example.com serviceAccount:p1.svc.id.goog[shop/app] allUsers
		group user:ann@example.com has user:bob@example.com
		group group:dev@example.com has user:ann@example.com user:bob@example.com
		group principalSet://goog/group/dev@example.com has user:bob@example.com user:ann@example.com
		group group:dev@example.com has user:bob@example.com`, `
		line:3: group "group:ops@example.com": "allUsers" cannot be in it: want users, service accounts and groups
		line:3: group "group:ops@example.com": "serviceAccount:p1.svc.id.goog[shop/app]" cannot be in it: want users, service accounts and groups
		line:4: group "user:ann@example.com": want the name of a group or of a domain
		line:7: group "group:dev@example.com": told twice, differently, the first time at line:5`},
	{"a parent must be told, and be a folder or an organization", `
		folder 12 in organizations/9
		project p1 1001 in projects/p2
		project p2 1002 in folders/13`, `
		line:2: "folders/12": parent "organizations/9" was not told
		line:3: "projects/p1": parent "projects/p2" is neither a folder nor an organization
		line:4: "projects/p2": parent "folders/13" was not told`},
	{"a folder below itself, at once and by way of another", `
		folder 11 in folders/11
		folder 12 in folders/13
		folder 13 in folders/12`, `
		line:2: "folders/11": lies below itself, or more than 64 levels deep
		line:3: "folders/12": lies below itself, or more than 64 levels deep`},
	{"a project has one pool; a pool has one project; Google manages it", `
		project p1 1001 pool=p1.a.svc.id.goog
		project p2 1002 pool=p1.b.svc.id.goog
		project p3 1003
		project p4 1004 pool=p3.svc.id.goog
		cluster p1/us/c1 on pool=p1.b.svc.id.goog
		fleet p2
		cluster p2/us/c1 on
		member p2 p2/us/c1 off pool=team-pool`, `
		line:5: pool "p3.svc.id.goog": told of two projects
		line:6: project "p1": has the pools "p1.a.svc.id.goog" and "p1.b.svc.id.goog", and a project has one
		line:9: project "p2": pool "team-pool" is not one that Google manages for that project`},
	{"the pool of a domain-scoped project cannot be derived: of the cluster's project, and of the fleet's host", `
		project example.com:p1 1001
		project p2 1002
		cluster example.com:p1/us/c1 on
		cluster p2/us/c1 on
		fleet example.com:p1
		member example.com:p1 p2/us/c1 on`, `
		line:4: cluster "example.com:p1/us/c1": the pool of project "example.com:p1" cannot be derived from its ID, and was not told
		line:7: membership "projects/example.com:p1/locations/us/memberships/c1": the pool of project "example.com:p1" cannot be derived from its ID, and was not told`},
	{"a cluster lies in a project that was told", `
		cluster p1/us/c1 on`, `
		line:2: cluster "p1/us/c1": project "p1" was not told`},
	{"a fleet has a host that was told, a membership a fleet and a cluster that were", `
		project p1 1001
		project p2 1002
		fleet p9
		fleet p2
		cluster p1/us/c1 on
		member p1 p1/us/c1 on
		member p2 p1/us/c2 on`, `
		line:4: fleet of "p9": its host project was not told
		line:7: membership "projects/p1/locations/us/memberships/c1": project "p1" hosts no fleet that was told
		line:8: membership "projects/p2/locations/us/memberships/c2": cluster "p1/us/c2" was not told`},
	{"a cluster is a member of one fleet", `
		project p1 1001
		project p2 1002
		fleet p1
		fleet p2
		cluster p1/us/c1 on
		member p1 p1/us/c1 on
		member p2 p1/us/c1 off`, `
		line:8: cluster "p1/us/c1": is a member of the fleets of "p1" and "p2", and may be of one`},
	{"nodes are of a cluster, and have what it can give: no GKE metadata server without Workload Identity, none other in Autopilot", `
		project p1 1001
		cluster p1/us/c1 off
		cluster p1/us/auto autopilot
		cluster p1/us/out outside
		nodepool p1/us/c9 np GCE
		nodepool p1/us/c1 n/p GCE
		nodepool p1/us/c1 gke GKE
		nodepool p1/us/c1 odd ? account=someone@example.com
		nodepool p1/us/c1 twice ? scopes=a,b labels=a:b
		nodepool p1/us/c1 twice ? scopes=b,a labels=a:b
		nodepool p1/us/c1 twice ? scopes=none labels=a:b
		nodepool p1/us/auto np GCE
		nodepool p1/us/auto gke GKE
		nodepool p1/us/auto untold ?
		nodepool p1/us/out np GCE`, `
		line:6: node pool "np" of cluster "p1/us/c9": cluster "p1/us/c9" was not told
		line:7: node pool "n/p" of cluster "p1/us/c1": want a name, without slashes or spaces
		line:8: node pool "gke" of cluster "p1/us/c1": is told to be GKE_METADATA, which the cluster refuses while its Workload Identity is off
		line:9: node pool "odd" of cluster "p1/us/c1": runs as "someone@example.com", which is not the e-mail of a service account
		line:12: node pool "twice" of cluster "p1/us/c1": told twice, differently, the first time at line:10
		line:13: node pool "np" of cluster "p1/us/auto": is told to be GCE_METADATA, and nodes of Autopilot always have the GKE metadata server
		line:16: node pool "np" of cluster "p1/us/out": is told of a cluster outside Google Cloud, whose nodes run as no service account`},
	{"a pod runs on a node pool of its cluster, if all of these were told", `
		project p1 1001
		cluster p1/us/c1 on
		cluster p1/us/c2 on
		cluster p1/us/auto autopilot
		nodepool p1/us/c1 np GKE
		gap nodepools p1/us/c2
		pod p1/us/c9 shop/web
		pod p1/us/c1 shop/Web
		pod p1/us/c1 shop/web ksa=App
		pod p1/us/c1 shop/other on=np9
		pod p1/us/c2 shop/other on=np9
		pod p1/us/auto shop/other on=np9
		pod p1/us/c1 shop/twice on=np secrets=a,b
		pod p1/us/c1 shop/twice on=np secrets=b,a ksa=default
		pod p1/us/c1 shop/twice on=np`, `
		line:8: pod "shop/web" of cluster "p1/us/c9": cluster "p1/us/c9" was not told
		line:9: pod "shop/Web" of cluster "p1/us/c1": name "Web": want a DNS subdomain of at most 253 characters
		line:10: pod "shop/web" of cluster "p1/us/c1": want a DNS label of at most 63 characters for the namespace, a DNS subdomain of at most 253 for the service account
		line:11: pod "shop/other" of cluster "p1/us/c1": runs on node pool "np9", which the cluster does not have
		line:16: pod "shop/twice" of cluster "p1/us/c1": told twice, differently, the first time at line:14`},
	{"a Secret is told for what it holds", `
		project p1 1001
		cluster p1/us/c1 on
		secret p1/us/c9 shop/key key=app@p1
		secret p1/us/c1 shop/Key key=app@p1
		secret p1/us/c1 shop/empty
		secret p1/us/c1 shop/key key=someone@example.com`, `
		line:4: Secret "shop/key" of cluster "p1/us/c9": cluster "p1/us/c9" was not told
		line:5: Secret "shop/Key" of cluster "p1/us/c1": name "Key": want a DNS subdomain of at most 253 characters
		line:6: Secret "shop/empty" of cluster "p1/us/c1": holds neither a key nor a token
		line:7: Secret "shop/key" of cluster "p1/us/c1": holds a key of "someone@example.com", which is not the e-mail of a service account`},
	{"objects lie in clusters that were told, under names that Kubernetes allows", `
		project p1 1001
		cluster p1/us/c1 on
		namespace p1/us/c9 shop
		namespace p1/us/c1 Shop
		ksa p1/us/c9 shop/app
		ksa p1/us/c1 shop/App
		ksa p1/us/c1 shop/app uid=u/1
		gap objects p1/us/c9`, `
		line:4: namespace "shop" of cluster "p1/us/c9": cluster "p1/us/c9" was not told
		line:5: namespace "Shop" of cluster "p1/us/c1": want a DNS label of at most 63 characters for the namespace, a DNS subdomain of at most 253 for the service account
		line:6: service account "shop/app" of cluster "p1/us/c9": cluster "p1/us/c9" was not told
		line:7: service account "shop/App" of cluster "p1/us/c1": want a DNS label of at most 63 characters for the namespace, a DNS subdomain of at most 253 for the service account
		line:8: service account "shop/app" of cluster "p1/us/c1": "u/1" is not a UID
		line:9: gap: cluster "p1/us/c9" was not told`},
	{"scopes are of a fleet that was told, and what belongs to a scope is of one that was told", `
		project p1 1001
		fleet p1 tenancy=p1.svc.id.goog
		fleet p2
		scope p1/
		scope p2/team
		scoped p1/team shop
		scope p1/other
		scoped p1/other Shop
		bound p1/other us/c1`, `
		line:3: fleet of "p1": scope-tenancy pool "p1.svc.id.goog" is one that Google manages, and it must be a self-managed one
		line:4: fleet of "p2": its host project was not told
		line:5: scope "projects/p1/locations/global/scopes/": want a name without slashes or spaces
		line:6: scope "projects/p2/locations/global/scopes/team": project "p2" hosts no fleet that was told
		line:7: fleet namespace "projects/p1/locations/global/scopes/team/namespaces/shop": scope "projects/p1/locations/global/scopes/team" was not told
		line:9: fleet namespace "projects/p1/locations/global/scopes/other/namespaces/Shop": want a DNS label of at most 63 characters for the namespace
		line:10: binding of membership "projects/p1/locations/us/memberships/c1" to scope "other": the membership was not told`},
	{"organization policies hang on what was told; custom constraints are of an organization, and say of what they are", `
		organization 9
		project p1 1001
		constraint 9 iam.disableServiceAccountKeyCreation on container.googleapis.com/Cluster CREATE denies true
		constraint 9 custom.empty on container.googleapis.com/Cluster CREATE denies
		constraint 8 custom.other on container.googleapis.com/Cluster CREATE denies true
		constraint 9 custom.twice on container.googleapis.com/Cluster CREATE denies true
		constraint 9 custom.twice on container.googleapis.com/Cluster CREATE allows true
		enforce custom.twice on projects/p2
		enforce custom.twice on app@p1
		enforce custom.twice on projects/p1 reset
		enforce custom.twice on projects/1001 off`, `
		line:4: constraint "iam.disableServiceAccountKeyCreation" of organization 9: want the name custom.ID: predefined constraints are known already
		line:5: constraint "custom.empty" of organization 9: want a condition, and the types and methods that it is for
		line:6: constraint "custom.other" of organization 8: the organization was not told
		line:8: constraint "custom.twice" of organization 9: told twice, differently, the first time at line:7
		line:9: organization policy "custom.twice" on "projects/p2": want a project, folder or organization that was told
		line:10: organization policy "custom.twice" on "serviceAccounts/app@p1": want a project, folder or organization that was told
		line:12: organization policy "custom.twice" on "projects/p1": told twice, differently, the first time at line:11`},
	{"an account has an e-mail, and a project that was told", `
		project p1 1001
		account app@p2
		account app@example.com
		account app@p1 in=p3`, `
		line:3: service account "app@p2": its project was not told
		line:4: service account "app@example.com": not the e-mail of a service account
		line:5: service account "app@p1": its project was not told`},
	{"predefined roles are known; what is granted is a role; a policy without its conditions is not the policy", `
		project p1 1001
		role roles/owner iam.serviceAccounts.signJwt
		grant owner on projects/p1 to allUsers
		grant roles/viewer_withcond_0123456789abcdef0123 on projects/p1 to allUsers`, `
		line:3: role "roles/owner": want organizations/N/roles/ID or projects/ID/roles/ID: predefined roles are known already
		line:4: binding on "projects/p1": "owner" is not a role: want roles/ID, projects/ID/roles/ID or organizations/N/roles/ID
		line:5: binding on "projects/p1": role "roles/viewer_withcond_0123456789abcdef0123" shows that the policy was read without its conditions: read it again with version 3`},
	{"policies and gaps hang on what was told", `
		project p1 1001
		grant roles/viewer on projects/p2 to allUsers
		grant roles/viewer on folders/12 to allUsers
		grant roles/viewer on projects/1002 to allUsers
		grant roles/viewer on app@p1 to allUsers
		deny rule on projects/p2 iam.googleapis.com/serviceAccounts.signJwt
		deny rule on app@p1 iam.googleapis.com/serviceAccounts.signJwt
		gap clusters p2
		gap policy organizations/9`, `
		line:3: binding on "projects/p2": the resource was not told
		line:4: binding on "folders/12": the resource was not told
		line:5: binding on "projects/1002": the resource was not told
		line:6: binding on "serviceAccounts/app@p1": the resource was not told
		line:7: deny policy "rule": hangs on "projects/p2", and a deny policy hangs on a project, folder or organization that was told
		line:8: deny policy "rule": hangs on "serviceAccounts/app@p1", and a deny policy hangs on a project, folder or organization that was told
		line:9: gap: resource "projects/p2" was not told
		line:10: gap: resource "organizations/9" was not told`},
}
