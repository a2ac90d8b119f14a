package fleet_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"fleettrust.example/fleet"
)

var (
	onC1   = fleet.ClusterName{Project: "p1", Location: "us", Name: "c1"}
	offC2  = fleet.ClusterName{Project: "p1", Location: "us", Name: "c2"}
	autoC3 = fleet.ClusterName{Project: "p1", Location: "us", Name: "c3"}
)

const keyed = "db@p1.iam.gserviceaccount.com"

// refusedOperations are operations that no line of a case can write. The last of each is the one that is refused, by a rule
// that has these words; none is refused when there are no words.
var refusedOperations = []struct {
	why        string
	operations []fleet.Operation
	rule       string
}{
	{"the metadata server of GKE comes with Workload Identity of the cluster", []fleet.Operation{
		fleet.Create{Fact: fleet.NodePool{Cluster: offC2, Name: "np", Metadata: fleet.GKEMetadata}},
	}, "GKE_METADATA needs Workload Identity, which is off in cluster \"p1/us/c2\" (https://"},
	{"cluster first, then the node pool", []fleet.Operation{
		fleet.Update{Fact: fleet.Cluster{Name: offC2, WorkloadIdentity: fleet.On}},
		fleet.Create{Fact: fleet.NodePool{Cluster: offC2, Name: "np", Metadata: fleet.GKEMetadata}},
	}, ""},
	{"and the other way round when it is turned off", []fleet.Operation{
		fleet.Create{Fact: fleet.NodePool{Cluster: onC1, Name: "np", Metadata: fleet.GKEMetadata}},
		fleet.Update{Fact: fleet.Cluster{Name: onC1, WorkloadIdentity: fleet.Off}},
	}, "node pool \"np\" is on GKE_METADATA: put it on GCE_METADATA before Workload Identity is turned off"},
	{"once the node pool is off it, the cluster may follow", []fleet.Operation{
		fleet.Create{Fact: fleet.NodePool{Cluster: onC1, Name: "np", Metadata: fleet.GKEMetadata}},
		fleet.Update{Fact: fleet.NodePool{Cluster: onC1, Name: "np", Metadata: fleet.GCEMetadata}},
		fleet.Update{Fact: fleet.Cluster{Name: onC1, WorkloadIdentity: fleet.Off}},
	}, ""},
	{"in Autopilot it is always on", []fleet.Operation{
		fleet.Update{Fact: fleet.Cluster{Name: autoC3, Mode: fleet.Autopilot, WorkloadIdentity: fleet.Off}},
	}, "Workload Identity is always on in Autopilot"},
	{"and Autopilot cannot be left", []fleet.Operation{
		fleet.Update{Fact: fleet.Cluster{Name: autoC3, WorkloadIdentity: fleet.Off}},
	}, "a cluster keeps its mode, which is autopilot"},
	{"no new keys in a project where they are forbidden", []fleet.Operation{
		fleet.Create{Fact: fleet.Secret{Cluster: onC1, Namespace: "shop", Name: "key", Key: keyed}},
	}, "iam.disableServiceAccountKeyCreation, enforced on projects/p1, forbids to create a key"},
	{"a Secret without a key is no key", []fleet.Operation{
		fleet.Create{Fact: fleet.Secret{Cluster: onC1, Namespace: "shop", Name: "key", Token: "default"}},
	}, ""},
	{"nor may one come into a Secret that is there", []fleet.Operation{
		fleet.Create{Fact: fleet.Secret{Cluster: onC1, Namespace: "shop", Name: "key", Token: "default"}},
		fleet.Create{Fact: fleet.Secret{Cluster: onC1, Namespace: "shop", Name: "key", Key: keyed}},
	}, "forbids to create a key"},
	{"what a Secret holds is taken out by what it is", []fleet.Operation{
		fleet.Create{Fact: fleet.Secret{Cluster: onC1, Namespace: "shop", Name: "key", Token: "default"}},
		fleet.Create{Fact: fleet.Secret{Cluster: onC1, Namespace: "shop", Name: "key", Token: "app"}},
		fleet.Delete{Fact: fleet.Secret{Cluster: onC1, Namespace: "shop", Name: "key", Token: "app"}},
		fleet.Update{Fact: fleet.Secret{Cluster: onC1, Namespace: "shop", Name: "key", Token: "default"}},
		fleet.Delete{Fact: fleet.Secret{Cluster: onC1, Namespace: "shop", Name: "key", Token: "app"}},
	}, "it does not exist"},
	{"the token of a service account goes with it", []fleet.Operation{
		fleet.Create{Fact: fleet.KSA{Cluster: onC1, Namespace: "shop", Name: "app"}},
		fleet.Create{Fact: fleet.Secret{Cluster: onC1, Namespace: "shop", Name: "token", Token: "app"}},
		fleet.Delete{Fact: fleet.KSA{Cluster: onC1, Namespace: "shop", Name: "app"}},
		fleet.Delete{Fact: fleet.Secret{Cluster: onC1, Namespace: "shop", Name: "token", Token: "app"}},
	}, "it does not exist"},
	{"a pod needs its service account", []fleet.Operation{
		fleet.Create{Fact: fleet.Pod{Cluster: onC1, Namespace: "shop", Name: "web"}},
		fleet.Create{Fact: fleet.Pod{Cluster: onC1, Namespace: "shop", Name: "api", ServiceAccount: "api"}},
	}, "service account \"api\" does not exist in namespace \"shop\""},
	{"and its namespace", []fleet.Operation{
		fleet.Create{Fact: fleet.Pod{Cluster: onC1, Namespace: "web", Name: "web"}},
	}, "namespace \"web\" does not exist in cluster \"p1/us/c1\""},
	{"what is in a namespace goes with it", []fleet.Operation{
		fleet.Create{Fact: fleet.Pod{Cluster: onC1, Namespace: "shop", Name: "web"}},
		fleet.Delete{Fact: fleet.Namespace{Cluster: onC1, Name: "shop"}},
		fleet.Delete{Fact: fleet.Pod{Cluster: onC1, Namespace: "shop", Name: "web"}},
	}, "it does not exist"},
	{"an operation about nothing", []fleet.Operation{fleet.Create{}}, "create nothing: says nothing to change"},
	{"no operation", []fleet.Operation{nil}, "nothing: says nothing to change"},
}

func TestRefusedOperations(t *testing.T) {
	g, err := tell("project p1 1001", "cluster p1/us/c1 on", "cluster p1/us/c2 off", "cluster p1/us/c3 autopilot", "namespace p1/us/c1 shop", "account db@p1",
		"enforce iam.disableServiceAccountKeyCreation on projects/p1").build()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range refusedOperations {
		_, err := g.With(c.operations...)
		if err == nil && c.rule == "" {
			continue
		}
		var r *fleet.Refusal
		if c.rule == "" || !errors.As(err, &r) || !strings.Contains(err.Error(), c.rule) || !reflect.DeepEqual(r.Operation, c.operations[len(c.operations)-1]) {
			t.Errorf("%s: %v\nwant %s", c.why, err, c.rule)
		}
	}
}

// Naive: a host project without clusters is safe for good. Right: it is a state, until a policy enforces it; and then it is
// one until the policy is lifted.
// https://docs.cloud.google.com/resource-manager/docs/organization-policy/creating-managing-custom-constraints
func TestTrap03EnforcedOrNot(t *testing.T) {
	world := []string{"organization 9", "project h 1000 in organizations/9", "fleet h",
		"constraint 9 custom.none on container.googleapis.com/Cluster CREATE denies true"}
	stray := fleet.Create{Fact: fleet.Cluster{Name: fleet.ClusterName{Project: "h", Location: "us", Name: "stray"}, Mode: fleet.Autopilot}}
	policy := fleet.OrgPolicy{On: fleet.InProject("h"), Constraint: "custom.none", Enforced: fleet.On}
	free, err := tell(world...).build()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := free.With(stray); err != nil {
		t.Errorf("not enforced, the cluster is refused: %v", err)
	}
	enforced, err := free.With(fleet.Create{Fact: policy})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := enforced.With(stray); err == nil || !strings.Contains(err.Error(), "custom.none, enforced on projects/h, forbids it") {
		t.Errorf("enforced, the cluster is not refused: %v", err)
	}
	if _, err := enforced.With(fleet.Delete{Fact: policy}, stray); err != nil {
		t.Errorf("lifted, the cluster is refused: %v", err)
	}
}

// Naive: what is deleted is gone, grants and all. Right: the pool stays, a grant by name waits for the name, and only the
// grants of a deleted Google service account die with it. https://docs.cloud.google.com/iam/docs/service-accounts-delete-undelete
func TestTrap21GrantsWaitForTheName(t *testing.T) {
	s := tell("project p1 1001", "cluster p1/us/c1 on", "ksa p1/us/c1 shop/app", "account db@p1", "account middle@p1",
		"grant roles/iam.workloadIdentityUser on db@p1 to serviceAccount:p1.svc.id.goog[shop/app]",
		"grant roles/iam.serviceAccountTokenCreator on db@p1 to serviceAccount:middle@p1")
	g, err := s.build()
	if err != nil {
		t.Fatal(err)
	}
	cluster, ns, ksa := s.facts[1], fleet.Namespace{Cluster: onC1, Name: "shop"}, s.facts[2]
	for name, want := range map[string]string{"as it was": "exact: p1/us/c1 shop/app, serviceAccount:middle@p1", "all gone": "exact: ", "made anew": "exact: p1/us/c1 shop/app"} {
		var done []fleet.Operation
		if name != "as it was" {
			done = append(done, fleet.Delete{Fact: cluster}, fleet.Delete{Fact: s.facts[4]})
		}
		if name == "made anew" {
			done = append(done, fleet.Create{Fact: cluster}, fleet.Create{Fact: ns}, fleet.Create{Fact: ksa}, fleet.Create{Fact: s.facts[4]})
		}
		after, err := g.With(done...)
		if err != nil {
			t.Fatal(err)
		}
		if got := whoText(after.Assumers(s.principal("serviceAccount:db@p1"))); got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
}

// One graph is gone on from in several ways, and none shows in another, nor does what its teller does with his lists.
func TestWithManyWays(t *testing.T) {
	var b fleet.Builder
	role := fleet.Role{Name: "projects/p1/roles/mint", Permissions: []string{"iam.serviceAccounts.getAccessToken"}}
	b.Add(fleet.Project{ID: "p1"}, fleet.Cluster{Name: onC1, WorkloadIdentity: fleet.On}, role)
	for _, name := range []string{"n1", "n2", "n3"} { // leaves room behind the third
		b.Add(fleet.Namespace{Cluster: onC1, Name: name})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	role.Permissions[0] = "nothing"
	namespace := func(name string) fleet.Operation {
		return fleet.Create{Fact: fleet.Namespace{Cluster: onC1, Name: name}}
	}
	one, err1 := g.With(namespace("one"))
	two, err2 := g.With(namespace("two"))
	one, err3 := one.With(namespace("more"))
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][2]bool{"n3": {true, true}, "one": {true, false}, "two": {false, true}, "more": {true, false}} {
		w := fleet.Workload{Cluster: onC1, Namespace: name, ServiceAccount: "default"}
		_, inOne := one.WorkloadID(w)
		_, inTwo := two.WorkloadID(w)
		if [2]bool{inOne, inTwo} != want {
			t.Errorf("%s is in one %v, in the other %v", name, inOne, inTwo)
		}
	}
	for _, f := range one.Facts() {
		if r, ok := f.(fleet.Role); ok && r.Permissions[0] == "nothing" {
			t.Error("the graph follows a list that its teller altered")
		}
	}
}
