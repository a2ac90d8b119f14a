package fleet_test

import (
	"strings"
	"testing"

	"fleettrust.example/fleet"
)

// couldText lists who could become a principal, with a question mark behind a name in doubt.
func couldText(b *fleet.Becoming) string {
	var names []string
	for x := range b.All() {
		name := x.Actor.String()
		if x.Exactness() != fleet.Exact {
			name += "?"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

func couldBecome(t *testing.T, world []string, member string) *fleet.Becoming {
	t.Helper()
	s := tell(world...)
	g, err := s.build()
	if err != nil {
		t.Fatal(err)
	}
	return g.CouldBecome(s.principal(member))
}

// Naive: a grant to a service account is to the pods there are. Right: it is also to whoever can create the namespace, the
// account, a pod or a token in any cluster of the pool, and to whoever can create or register a cluster.
// https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity (identity sameness)
func TestTrap08WhoeverCouldMakeIt(t *testing.T) {
	world := with(twoClusters, "cluster p1/us/empty on",
		"permit user:pods@x.example create-pods in p1/us/c1 shop",
		"permit user:tokens@x.example mint-tokens in p1/us/c2 shop/app",
		"permit user:names@x.example create-namespaces in p1/us/empty",
		"permit user:names@x.example create-service-accounts in p1/us/empty",
		"permit user:names@x.example create-pods in p1/us/empty",
		"grant roles/container.admin on projects/p1 to user:clusters@x.example",
		"grant roles/gkehub.admin on projects/p1 to user:memberships@x.example")
	want := "user:clusters@x.example, user:memberships@x.example, user:names@x.example, user:pods@x.example, user:tokens@x.example"
	if got := couldText(couldBecome(t, world, "serviceAccount:p1.svc.id.goog[shop/app]")); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// Naive: RBAC says who can act in a cluster. Right: IAM on the cluster's project says so too, and either is enough. What RBAC
// denies nobody can see: roles only add.
// https://cloud.google.com/kubernetes-engine/docs/how-to/iam-integration
func TestTrap09EitherOfRBACAndIAM(t *testing.T) {
	for _, c := range []struct{ reason, role, want string }{
		{"mints tokens and creates everything", "roles/container.developer", "user:x@x.example"},
		{"creates namespaces and pods, and mints no tokens: that is enough", "roles/editor", "user:x@x.example"},
		{"the newer role of the service alone", "roles/container.editor", "user:x@x.example"},
		{"everything", "roles/container.admin", "user:x@x.example"},
		{"everything", "roles/owner", "user:x@x.example"},
		{"creates clusters and holds nothing in them: a warning", "roles/container.clusterAdmin", "user:x@x.example?"},
		{"looks on", "roles/container.viewer", ""},
		{"looks on", "roles/container.clusterViewer", ""},
		{"opens the gateway, behind which the cluster still asks RBAC", "roles/gkehub.gatewayAdmin", ""},
		{"registers clusters", "roles/gkehub.admin", "user:x@x.example"},
		{"registers clusters", "roles/gkehub.editor", "user:x@x.example"},
	} {
		world := with(twoClusters, "fleet p1", "grant "+c.role+" on projects/p1 to user:x@x.example")
		if got := couldText(couldBecome(t, world, "serviceAccount:p1.svc.id.goog[shop/app]")); got != c.want {
			t.Errorf("%s %s: got %q, want %q", c.role, c.reason, got, c.want)
		}
	}
	both := with(twoClusters, "permit user:rbac@x.example create-pods in p1/us/c1 shop", "grant roles/container.developer on projects/p1 to user:iam@x.example")
	if got := couldText(couldBecome(t, both, "serviceAccount:p1.svc.id.goog[shop/app]")); got != "user:iam@x.example, user:rbac@x.example" {
		t.Errorf("RBAC and IAM: %s", got)
	}
}
