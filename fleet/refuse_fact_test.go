package fleet_test

import (
	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// oddRefusals are facts that a program can tell and no line can write.
var oddRefusals = []struct {
	reason string
	facts  []fleet.Fact
	want   string
}{
	{"Workload Identity is always on in Autopilot, and never a cluster's own outside Google Cloud", []fleet.Fact{
		fleet.Project{ID: "p1"},
		fleet.Cluster{Name: fleet.ClusterName{Project: "p1", Location: "us", Name: "c1"}, Mode: fleet.Autopilot, WorkloadIdentity: fleet.Off},
		fleet.Cluster{Name: fleet.ClusterName{Project: "p1", Location: "us", Name: "c2"}, Mode: fleet.Outside, WorkloadIdentity: fleet.On},
	}, `
		cluster "p1/us/c1": is Autopilot, where Workload Identity is always on, and told to be off
		cluster "p1/us/c2": is outside Google Cloud and has no pool of its own: its identity comes from a fleet's membership`},
	{"a denied principal that is none; an account whose e-mail says another project; another project's pool", []fleet.Fact{
		fleet.Project{ID: "p1"}, fleet.Project{ID: "p2"},
		fleet.Deny{On: fleet.InProject("p1"), Name: "d", Principals: []pool.Principal{{}}},
		fleet.GSA{Email: "app@p1.iam.gserviceaccount.com", Project: "p2"},
		fleet.Cluster{Name: fleet.ClusterName{Project: "p1", Location: "us", Name: "c1"}, Pool: pool.Must(pool.ParseName("p2.svc.id.goog"))},
	}, `
		deny policy "d": denies a principal that is none
		project "p1": pool "p2.svc.id.goog" is not one that Google manages for that project
		service account "app@p1": is of project "p1" by its e-mail, and told to be of "p2"`},
	{"a number is another name for a project, and names go into URLs", []fleet.Fact{
		fleet.Project{ID: "p1", Number: 1001}, fleet.Fleet{Host: "p1"},
		fleet.Cluster{Name: fleet.ClusterName{Project: "1001", Location: "us", Name: "c1"}, WorkloadIdentity: fleet.Off},
		fleet.Cluster{Name: fleet.ClusterName{Project: "p1", Location: "us", Name: "c 1"}, WorkloadIdentity: fleet.Off},
		fleet.Membership{Fleet: "p1", ClusterMissing: true, IdentityProvider: "clusters/c1"},
		fleet.Membership{Fleet: "p1", ClusterMissing: true, Location: "us"},
		fleet.Membership{Fleet: "p1", ClusterMissing: true, Name: "m"},
	}, `
		cluster "1001/us/c1": want the ID of a project, a location and a name, without slashes or spaces
		cluster "p1/us/c 1": want the ID of a project, a location and a name, without slashes or spaces
		membership "projects/p1/locations//memberships/": identity provider "clusters/c1" is not a URL
		membership "projects/p1/locations//memberships/": want a location and a name, without slashes or spaces
		membership "projects/p1/locations//memberships/m": want a location and a name, without slashes or spaces
		membership "projects/p1/locations/us/memberships/": want a location and a name, without slashes or spaces`},
	{"numbers, modes and settings that do not exist", []fleet.Fact{
		fleet.Organization{}, fleet.Folder{}, fleet.Project{ID: "p1"}, fleet.Fleet{Host: "p1"},
		fleet.Cluster{Name: fleet.ClusterName{Project: "p1", Location: "us", Name: "c1"}, Mode: 9},
		fleet.Cluster{Name: fleet.ClusterName{Project: "p1", Location: "us", Name: "c2"}, WorkloadIdentity: 9},
		fleet.Cluster{Name: fleet.ClusterName{Project: "p1", Location: "us", Name: "c3"}, Route: 9},
		fleet.NodePool{Cluster: fleet.ClusterName{Project: "p1", Location: "us", Name: "c3"}, Name: "np", Metadata: 9},
		fleet.Membership{Fleet: "p1", Location: "us", Name: "m", Issuer: 9, ClusterMissing: true},
	}, `
		cluster "p1/us/c1": mode mode(9) with Workload Identity unknown: one of them does not exist
		cluster "p1/us/c2": mode standard with Workload Identity setting(9): one of them does not exist
		cluster "p1/us/c3": route setting(9) does not exist
		folder: has no number
		membership "projects/p1/locations/us/memberships/m": issuer setting(9) does not exist
		node pool "np" of cluster "p1/us/c3": metadata mode 9 does not exist
		organization: has no number`},
	{"a policy that no constraint is for; one that resets what it enforces", []fleet.Fact{
		fleet.Project{ID: "p1"},
		fleet.OrgPolicy{On: fleet.InProject("p1")},
		fleet.OrgPolicy{On: fleet.InProject("p1"), Constraint: "constraints/custom.c", Enforced: fleet.On, Reset: true},
		fleet.OrgPolicy{On: fleet.InProject("p1"), Constraint: "custom.d", Enforced: 9},
	}, `
		organization policy "" on "projects/p1": names no constraint
		organization policy "custom.c" on "projects/p1": enforced on with reset true: one of them does not exist
		organization policy "custom.d" on "projects/p1": enforced setting(9) with reset false: one of them does not exist`},
	{"an access boundary of nobody", []fleet.Fact{fleet.Boundary{Name: "b"}}, `
		access boundary "b": is bound to no set of principals`},
	{"rights of nobody, nowhere, and rights that no cluster gives", []fleet.Fact{
		fleet.Project{ID: "p1", Number: 1001}, fleet.Cluster{Name: clusterName("p1/us/c1"), WorkloadIdentity: fleet.On},
		fleet.Permit{Cluster: clusterName("p1/us/c1"), Subject: subject("group:devs@example.com"), Right: fleet.CreateClusters},
		fleet.Permit{Cluster: clusterName("p1/us/c1"), Subject: subject("group:devs@example.com")},
		fleet.Permit{Cluster: clusterName("p1/us/c1"), Right: fleet.MintTokens},
		fleet.Permit{Cluster: clusterName("p1/us/c1"), Right: fleet.MintTokens, Subject: fleet.Subject{Kind: fleet.AccountSubject, Name: "app"}},
		fleet.Permit{Cluster: clusterName("p1/us/c2"), Right: fleet.MintTokens, Subject: subject("group:devs@example.com")},
	}, `
		permit of "" to mint tokens in cluster "p1/us/c1": want a user, a group, or a service account with its namespace
		permit of "group devs@example.com" to create clusters in cluster "p1/us/c1": is no right in a cluster: IAM gives it, by a binding
		permit of "group devs@example.com" to mint tokens in cluster "p1/us/c2": cluster "p1/us/c2" was not told
		permit of "group devs@example.com" to none in cluster "p1/us/c1": is no right in a cluster: IAM gives it, by a binding
		permit of "service account /app" to mint tokens in cluster "p1/us/c1": want a user, a group, or a service account with its namespace`},
	{"the zero facts", []fleet.Fact{
		fleet.Project{}, fleet.Cluster{}, fleet.Namespace{}, fleet.KSA{}, fleet.GSA{}, fleet.Role{}, fleet.Binding{}, fleet.Deny{}, fleet.Gap{},
	}, `
		binding on "": the resource was not told
		binding on "": want a member, or else the text of one that cannot be read
		cluster "//": the pool of project "" cannot be derived from its ID, and was not told
		cluster "//": want the ID of a project, a location and a name, without slashes or spaces
		deny policy "": hangs on "", and a deny policy hangs on a project, folder or organization that was told
		gap: says nothing that is missing
		namespace "" of cluster "//": want a DNS label of at most 63 characters for the namespace, a DNS subdomain of at most 253 for the service account
		project "": not a project ID: want lower-case letters, digits and hyphens, a letter first
		role "": want organizations/N/roles/ID or projects/ID/roles/ID: predefined roles are known already
		service account "": not the e-mail of a service account
		service account "/" of cluster "//": want a DNS label of at most 63 characters for the namespace, a DNS subdomain of at most 253 for the service account`},
}
