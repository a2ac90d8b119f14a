package fleet_test

import (
	"strings"
	"testing"

	"fleettrust.example/fleet"
)

// Where a naive simulator goes wrong: one test a trap, named by its number, on the rules of this version. Of each
// stands what the naive answer is and what the right one, and on whose word. Pages were read from copies of 2026-04-10
// and 2026-05-30.

// asks builds a world and compares who can be each principal: "exact: NAMES", with a question mark behind a name in
// doubt.
func asks(t *testing.T, world []string, want map[string]string) {
	t.Helper()
	s := tell(world...)
	g, err := s.build()
	if err != nil {
		t.Fatal(err)
	}
	for member, names := range want {
		if got := whoText(g.Assumers(s.principal(member))); got != names {
			t.Errorf("%s:\n got %s\nwant %s", member, got, names)
		}
	}
}

func whoText(a *fleet.Answer) string {
	var names []string
	for x := range a.All() {
		name := x.Workload.String()
		if x.Member.IsValid() {
			name = strings.TrimSuffix(x.Member.String(), ".iam.gserviceaccount.com")
		}
		if x.Exactness() != fleet.Exact {
			name += "?"
		}
		names = append(names, name)
	}
	return a.Exactness().String() + ": " + strings.Join(names, ", ")
}

// twoClusters are the facts that most traps need: one workload of one name in two clusters of one project.
var twoClusters = []string{
	"project p1 1001",
	"cluster p1/us/c1 on",
	"cluster p1/us/c2 on",
	"ksa p1/us/c1 shop/app uid=u1",
	"ksa p1/us/c2 shop/app uid=u2",
	"account app@p1",
}

func with(world []string, more ...string) []string {
	return append(world[:len(world):len(world)], more...)
}

// Naive: a fleet member's pods have the fleet's identity in place of their project's, or the metadata server's alone.
// Right: both are assumable; joining adds.
// https://cloud.google.com/kubernetes-engine/fleet-management/docs/about-fleet-workload-identity-federation
func TestTrap01MemberHasBothIdentities(t *testing.T) {
	asks(t, []string{
		"project h 9", "project p1 1001", "fleet h",
		"cluster p1/us/c1 on", "ksa p1/us/c1 shop/app", "member h p1/us/c1 on",
	}, map[string]string{
		"serviceAccount:h.svc.id.goog[shop/app]":  "exact: p1/us/c1 shop/app",
		"serviceAccount:p1.svc.id.goog[shop/app]": "exact: p1/us/c1 shop/app",
	})
}

// Naive: so the metadata server gives a member's pods the fleet's identity. Right: it gives that of the cluster's project;
// the fleet's takes a configuration of its own. Same page, and
// https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity
func TestTrap01MetadataServerSpeaksForTheProject(t *testing.T) {
	gets(t, []string{
		"project h 9", "project p1 1001", "fleet h", "cluster p1/us/c1 on", "ksa p1/us/c1 shop/app", "member h p1/us/c1 on",
		"nodepool p1/us/c1 np GKE", "pod p1/us/c1 shop/web ksa=app",
	}, "subject principal://p1/subject/ns/shop/sa/app")
}

// gets builds a world and compares what the pod shop/web of p1/us/c1 gets by default.
func gets(t *testing.T, world []string, want ...string) {
	t.Helper()
	s := tell(world...)
	g, err := s.build()
	if err != nil {
		t.Fatal(err)
	}
	all, err := g.DefaultCredential(fleet.PodName{Cluster: clusterName("p1/us/c1"), Namespace: "shop", Name: "web"})
	var got []string
	for _, c := range all {
		got = append(got, s.short(c.String()))
	}
	if strings.Join(got, ", ") != strings.Join(want, ", ") || err != nil {
		t.Errorf("got %q, want %q: %v", got, want, err)
	}
}

// Naive: a fleet has a pool of its own. Right: it is the host project's, so a cluster of the host that never joined is
// in it. https://cloud.google.com/kubernetes-engine/fleet-management/docs/best-practices-workload-identity (scenario 2)
func TestTrap02FleetPoolIsTheHostsPool(t *testing.T) {
	asks(t, with(twoClusters, "fleet p1", "member p1 p1/us/c1 on"), map[string]string{
		"serviceAccount:p1.svc.id.goog[shop/app]": "exact: p1/us/c1 shop/app, p1/us/c2 shop/app",
	})
}

// Naive: a host project without clusters is safe for good. Right: that is a state; one new cluster there is in the pool
// again, joined or not.
// https://cloud.google.com/kubernetes-engine/fleet-management/docs/best-practices-workload-identity (mitigation of
// scenario 2)
func TestTrap03ClusterFreeHostIsAState(t *testing.T) {
	const grantee = "serviceAccount:h.svc.id.goog[shop/app]"
	free := with(twoClusters, "project h 9", "fleet h", "member h p1/us/c1 on")
	asks(t, free, map[string]string{grantee: "exact: p1/us/c1 shop/app"})
	asks(t, with(free, "cluster h/us/new autopilot", "ksa h/us/new shop/app"), map[string]string{grantee: "exact: h/us/new shop/app, p1/us/c1 shop/app"})
}

// Naive: the annotation gives or limits access. Right: it chooses an account; only IAM gives one, with or without it.
// https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
func TestTrap04AnnotationIsNoAccess(t *testing.T) {
	asks(t, []string{
		"project p1 1001", "cluster p1/us/c1 on", "account app@p1",
		"ksa p1/us/c1 shop/annotated annotation=app@p1", "ksa p1/us/c1 shop/granted",
		"grant roles/iam.workloadIdentityUser on app@p1 to serviceAccount:p1.svc.id.goog[shop/granted]",
	}, map[string]string{"serviceAccount:app@p1": "exact: p1/us/c1 shop/granted"})
}

// Naive: without a binding the pod falls back to the account of its node. Right: the request fails.
// https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
func TestTrap04UnboundAnnotationIsAnError(t *testing.T) {
	world := []string{
		"project p1 1001", "cluster p1/us/c1 on", "ksa p1/us/c1 shop/app annotation=app@p1", "account app@p1",
		"nodepool p1/us/c1 np GKE", "pod p1/us/c1 shop/web ksa=app",
	}
	gets(t, world, "refused serviceAccount:app@p1")
	gets(t, with(world, "grant roles/iam.workloadIdentityUser on app@p1 to serviceAccount:p1.svc.id.goog[shop/app]"), "annotated account serviceAccount:app@p1")
}

// Naive: host networking, or a node pool without the GKE metadata server, keeps a pod from being its service account. Right:
// by default it is the account of its node, and by a token that it can exchange itself it is its service account too.
// https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity;
// GoogleCloudPlatform/gcs-fuse-csi-driver docs/authentication.md at 5fcdc04
func TestTrap05NodeAccountBesideTheSubject(t *testing.T) {
	for _, how := range [][]string{{"nodepool p1/us/c1 np GCE account=node@p1", "pod p1/us/c1 shop/web ksa=app"}, {"nodepool p1/us/c1 np GKE account=node@p1", "pod p1/us/c1 shop/web ksa=app host"}} {
		world := append([]string{"project p1 1001", "cluster p1/us/c1 on", "account node@p1", "ksa p1/us/c1 shop/app"}, how...)
		gets(t, world, "node account serviceAccount:node@p1")
		g, err := tell(world...).build()
		if err != nil {
			t.Fatal(err)
		}
		id, _ := g.WorkloadID(fleet.Workload{Cluster: clusterName("p1/us/c1"), Namespace: "shop", ServiceAccount: "app"})
		for _, member := range []string{"serviceAccount:node@p1", "serviceAccount:p1.svc.id.goog[shop/app]"} {
			if x, ok := g.CanAssume(id, tell(world...).principal(member)); !ok || x.Exactness() != fleet.Exact {
				t.Errorf("%s: %v", member, x)
			}
		}
	}
}

// Naive: only the account's own policy is read. Right: getAccessToken on the project, a folder or the organization
// reaches every account below. https://docs.cloud.google.com/iam/docs/resource-hierarchy-access-control
func TestTrap06GrantsAreInherited(t *testing.T) {
	for _, node := range []string{"projects/p1", "projects/1001", "folders/12", "folders/11", "organizations/9"} {
		asks(t, []string{
			"organization 9", "folder 11 in organizations/9", "folder 12 in folders/11", "project p1 1001 in folders/12",
			"cluster p1/us/c1 on", "ksa p1/us/c1 shop/app", "account app@p1",
			"grant roles/iam.workloadIdentityUser on " + node + " to serviceAccount:p1.svc.id.goog[shop/app]",
		}, map[string]string{"serviceAccount:app@p1": "exact: p1/us/c1 shop/app"})
	}
}

// Naive: a namespace principal is one namespace of one cluster. Right: any service account, in every cluster of the pool.
// https://docs.cloud.google.com/iam/docs/principal-identifiers
func TestTrap07NamespaceIsInEveryCluster(t *testing.T) {
	asks(t, with(twoClusters, "ksa p1/us/c2 shop/job"), map[string]string{
		"principalSet://p1/namespace/shop": "exact: p1/us/c1 shop/app, p1/us/c1 shop/default, p1/us/c2 shop/app, p1/us/c2 shop/default, p1/us/c2 shop/job",
	})
}

// Naive: a grant to a service account is to the pods there are. Right: also to whoever can make the name in any cluster
// of the pool, so these clusters are listed.
// https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity (identity sameness)
func TestTrap08WhoeverCanMakeTheName(t *testing.T) {
	s := tell(with(twoClusters, "cluster p1/us/empty on", "cluster p1/us/off off", "namespace p1/us/empty other")...)
	g, err := s.build()
	if err != nil {
		t.Fatal(err)
	}
	open := g.Assumers(s.principal("serviceAccount:p1.svc.id.goog[shop/app]")).Open()
	if len(open) != 1 || open[0].Cluster.Name != "empty" || open[0].Missing != fleet.MissingNamespace {
		t.Errorf("open: %v", open)
	}
}

// Naive: number and ID of a project are used as they come. Right: the number stands in the path and in the default
// account's name, the ID in the pool, and both must be of one project.
// https://docs.cloud.google.com/iam/docs/principal-identifiers;
// https://docs.cloud.google.com/iam/docs/service-account-types
func TestTrap10NumberAndID(t *testing.T) {
	asks(t, with(twoClusters, "project p2 1002", "account 1001-compute@developer.gserviceaccount.com",
		"nodepool p1/us/c2 np GCE scopes=none", "pod p1/us/c2 shop/web ksa=app",
		"grant roles/iam.workloadIdentityUser on projects/p1 to principal://p1/kubernetes.serviceaccount.uid/u1",
	), map[string]string{
		"principal://p1/subject/ns/shop/sa/app":                     "exact: p1/us/c1 shop/app, p1/us/c2 shop/app",
		"principal://p1#1002/subject/ns/shop/sa/app":                "unknown: ",                                                                 // what the API makes of it is documented nowhere
		"serviceAccount:1001-compute@developer.gserviceaccount.com": "upper-bound: p1/us/c1 shop/app, p1/us/c2 shop/app, p1/us/c2 shop/default?", // one by the grant, one by its node, one that may come to that node
		"serviceAccount:p1-compute@developer.gserviceaccount.com":   "unknown: ",                                                                 // an account of that name there is not
	})
}

// Naive: a zonal cluster is named by its selfLink, with zones in it. Right: kubernetes.cluster says locations for zones
// as well. googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2 (Authority.issuer)
func TestTrap11ZonalClusterSaysLocations(t *testing.T) {
	asks(t, []string{"project p1 1001", "cluster p1/us-central1-a/c1 on", "ksa p1/us-central1-a/c1 shop/default"}, map[string]string{
		"principalSet://p1/kubernetes.cluster/https://container.googleapis.com/v1/projects/p1/locations/us-central1-a/clusters/c1": "exact: p1/us-central1-a/c1 shop/default",
		"principalSet://p1/kubernetes.cluster/https://container.googleapis.com/v1/projects/p1/zones/us-central1-a/clusters/c1":     "exact: ",
	})
}

// Naive: the container URL of a member from another project matches under the fleet's pool. Right: documented nowhere,
// so neither answer is exact. googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2
// (Authority.identityProvider)
func TestTrap12ClusterFormUnderAFleetIsFlagged(t *testing.T) {
	world := []string{"project h 9", "project p1 1001", "fleet h", "cluster p1/us/c1 on", "ksa p1/us/c1 shop/default", "member h p1/us/c1 on"}
	const container = "principalSet://h/kubernetes.cluster/https://container.googleapis.com/v1/projects/p1/locations/us/clusters/c1"
	const hub = "principalSet://h/kubernetes.cluster/https://gkehub.googleapis.com/projects/h/locations/us/memberships/c1"
	asks(t, world, map[string]string{container: "unknown: ", hub: "upper-bound: p1/us/c1 shop/default?"})
	asks(t, with(world, "assume by-container-url"), map[string]string{container: "upper-bound: p1/us/c1 shop/default?"})
}

// Naive: every membership gives the fleet's identity. Right: a lightweight one does not, nor one without an issuer.
// googleapis/googleapis google/cloud/gkehub/v1/membership.proto and google/container/v1/cluster_service.proto at f8291d2
func TestTrap13LightweightOrWithoutIssuer(t *testing.T) {
	asks(t, []string{
		"project h 9", "project p1 1001", "fleet h",
		"cluster p1/us/light on", "cluster p1/us/silent on", "cluster p1/us/full on",
		"ksa p1/us/light shop/app", "ksa p1/us/silent shop/app", "ksa p1/us/full shop/app",
		"member h p1/us/light on lightweight", "member h p1/us/silent off", "member h p1/us/full on",
	}, map[string]string{
		"serviceAccount:h.svc.id.goog[shop/app]":  "exact: p1/us/full shop/app",
		"serviceAccount:p1.svc.id.goog[shop/app]": "exact: p1/us/full shop/app, p1/us/light shop/app, p1/us/silent shop/app",
	})
}

// Naive: …/projects/NUMBER/name/locations/… is the members of the pool. Right: it is the pool itself and holds no
// workload. https://docs.cloud.google.com/iam/docs/resources-with-built-in-identities
func TestTrap14PoolResourceHoldsNobody(t *testing.T) {
	const resource = "principal://iam.googleapis.com/projects/1001/name/locations/global/workloadIdentityPools/p1.svc.id.goog"
	asks(t, with(twoClusters, "grant roles/iam.workloadIdentityUser on app@p1 to "+resource), map[string]string{
		resource:                "exact: ",
		"serviceAccount:app@p1": "exact: ",
	})
}
