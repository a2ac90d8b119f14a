package fleet_test

import (
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"github.com/google/go-cmp/cmp"
)

// TestPathsBothWays: what a workload obtains is walked forwards and who obtains an account backwards, to the same path, grant by
// grant. The last step of this delegation has two: to the delegate, and to a set that it is in, which comes first by its resource.
func TestPathsBothWays(t *testing.T) {
	s := tell(strings.Split(`project p1 1001
project p2 1002
cluster p1/us/c1 on
ksa p1/us/c1 shop/app
account a@p1
account b@p2
role projects/p1/roles/through iam.serviceAccounts.implicitDelegation
grant projects/p1/roles/through on a@p1 to serviceAccount:p1.svc.id.goog[shop/app]
grant roles/iam.serviceAccountTokenCreator on b@p2 to serviceAccount:a@p1
grant roles/iam.serviceAccountTokenCreator on projects/p2 to principalSet://cloudresourcemanager.googleapis.com/projects/1001/type/ServiceAccount`, "\n")...)
	g, err := s.build()
	if err != nil {
		t.Fatal(err)
	}
	id, _ := g.WorkloadID(fleet.Workload{Cluster: clusterName("p1/us/c1"), Namespace: "shop", ServiceAccount: "app"})
	b := s.principal("serviceAccount:b@p2")
	backwards, ok := g.CanAssume(id, b)
	if !ok || !strings.Contains(pathText(backwards.Path), "on projects/p2 (line:10)") {
		t.Fatalf("the workload obtains b by\n%s", pathText(backwards.Path))
	}
	for h := range g.Principals(id).All() {
		if h.Principal == b {
			if diff := cmp.Diff(pathText(backwards.Path), pathText(h.Path)); diff != "" {
				t.Errorf("backwards and forwards differ:\n%s", diff)
			}
		}
	}
}

// TestLadderOfNodeAndKey: a workload that can has its ladder too. Of a key that its pod mounts and a node that it may come to run
// on, the rung tells the verdict of the key, which leaves no doubt.
func TestLadderOfNodeAndKey(t *testing.T) {
	s := tell("project p1 1001", "cluster p1/us/c1 off", "account app@p1", "account other@p1",
		"nodepool p1/us/c1 np1 GCE account=app@p1 scopes=none", "nodepool p1/us/c1 np2 GCE account=other@p1 scopes=none",
		"secret p1/us/c1 shop/key key=app@p1", "pod p1/us/c1 shop/web secrets=key")
	g, err := s.build()
	if err != nil {
		t.Fatal(err)
	}
	w := fleet.Workload{Cluster: clusterName("p1/us/c1"), Namespace: "shop", ServiceAccount: "default"}
	for _, r := range g.WhyNot(w, s.principal("serviceAccount:app@p1")) {
		if r.Question == "does a node or a key give it a service account?" {
			if r.Verdict != fleet.Yes || r.Rule != fleet.R16 {
				t.Errorf("%s %v by %v: %s", r.Question, r.Verdict, r.Rule, r.Fact)
			}
			return
		}
	}
	t.Error("the ladder has no rung for it")
}
