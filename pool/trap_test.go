package pool_test

import (
	"testing"

	"fleettrust.example/pool"
)

// The traps are mistakes that a reader of members makes who goes by the looks of
// them. Each test holds the wrong reading against the right one.

const inAcme = "://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/acme.svc.id.goog/"

var cart = pool.Identity{
	Pool: must(pool.ParseName("acme.svc.id.goog")), Number: 7, Namespace: "shop", ServiceAccount: "cart",
	UID: "u-1", Provider: "https://container.googleapis.com/v1/projects/acme/locations/europe-west1/clusters/blue",
}

// The path has the project's number, the pool's name its ID, and one does not
// stand for the other: https://docs.cloud.google.com/iam/docs/principal-identifiers
// (read 2026-05-30).
func TestTrap10NumberAndIDMixed(t *testing.T) {
	for _, wrong := range []string{
		"principal://iam.googleapis.com/projects/acme/locations/global/workloadIdentityPools/acme.svc.id.goog/subject/ns/shop/sa/cart",
		"principal://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/7.svc.id.goog/subject/ns/shop/sa/cart",
	} {
		if p, err := pool.Parse(wrong); err == nil {
			t.Errorf("%s is accepted", p)
		}
	}
	other := must(pool.Parse("principal://iam.googleapis.com/projects/8/locations/global/workloadIdentityPools/acme.svc.id.goog/subject/ns/shop/sa/cart"))
	if other.Matches(cart) || other == must(pool.Parse("principal"+inAcme+"subject/ns/shop/sa/cart")) {
		t.Error("the number of another project names the workload too")
	}
	compute, _ := pool.ServiceAccount("7-compute@developer.gserviceaccount.com").Account()
	if compute.Number != 7 || compute.Project != "" {
		t.Errorf("the default account of a project is named by its number, not %+v", compute)
	}
}

// https://docs.cloud.google.com/iam/docs/resources-with-built-in-identities (read
// 2026-05-30).
func TestTrap14PoolResourceIsNotItsMembers(t *testing.T) {
	for _, member := range []string{
		"principal://iam.googleapis.com/projects/7/name/locations/global/workloadIdentityPools/acme.svc.id.goog",
		"principalSet://iam.googleapis.com/projects/7/name/locations/global/workloadIdentityPools/acme.svc.id.goog/*",
	} {
		p, whole := must(pool.Parse(member)), pool.All(cart.Pool, 7)
		if p.Kind() != pool.KindPoolResource || p.Matches(cart) || p.Overlaps(whole) || p.Covers(whole) || whole.Covers(p) {
			t.Errorf("%s is taken for the members of the pool", member)
		}
	}
}

// https://github.com/GoogleCloudPlatform/anthos-service-mesh-packages, asmcli/asmcli
// at c8d3144 grants to this member.
func TestTrap15OldGroupSpellingIsTheWholePool(t *testing.T) {
	p := must(pool.Parse("group:acme.svc.id.goog:/allAuthenticatedUsers/"))
	if p.Kind() != pool.KindPool || p.Email() != "" || !p.Matches(cart) {
		t.Errorf("%s is of the kind %v", p, p.Kind())
	}
	if p.WithNumber(7) != must(pool.Parse("principalSet"+inAcme+"*")) {
		t.Errorf("%s and the set of all identities are two principals", p)
	}
}

// https://docs.cloud.google.com/iam/docs/reference/rest/v1/Policy (read 2026-05-30)
// leaves out identities from external providers.
func TestTrap18AllAuthenticatedUsersHasNoWorkloads(t *testing.T) {
	all := pool.AllAuthenticatedUsers()
	subject := pool.Subject(cart.Pool, 7, "shop", "cart")
	if all.Matches(cart) || all.Covers(subject) || all.Overlaps(subject) {
		t.Error("allAuthenticatedUsers holds a Kubernetes service account")
	}
	if !all.Covers(pool.ServiceAccount("robot@acme.iam.gserviceaccount.com")) {
		t.Error("allAuthenticatedUsers leaves out a Google service account")
	}
	if !pool.AllUsers().Matches(cart) || !pool.AllUsers().Covers(subject) {
		t.Error("allUsers leaves out a Kubernetes service account")
	}
}

// A UID is of one object: https://docs.cloud.google.com/iam/docs/principal-identifiers
// (read 2026-05-30). That a service account made anew has another UID is
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#uids.
func TestTrap20UIDNamesOneObject(t *testing.T) {
	p := must(pool.Parse("principal" + inAcme + "kubernetes.serviceaccount.uid/u-1"))
	again := cart
	again.UID = "u-2"
	if !p.Matches(cart) || p.Matches(again) {
		t.Error("a UID names every service account of its name")
	}
	if subject := pool.Subject(cart.Pool, 7, "shop", "cart"); p.Covers(subject) || subject.Covers(p) || !p.Overlaps(subject) {
		t.Error("the names tell which service account has a UID")
	}
}

// https://github.com/GoogleCloudPlatform/secrets-store-csi-driver-provider-gcp/issues/655
// is what comes of a derived name in another universe.
func TestTrap22PoolNamesAreNotAlwaysDerivable(t *testing.T) {
	for _, id := range []string{"eu0:acme", "example.com:acme", "", "7", "Acme", "acme.svc.id.goog"} {
		if n, ok := pool.NameOf(id); ok || n.IsValid() {
			t.Errorf("the pool of %q is derived: %v", id, n)
		}
	}
	if n, ok := pool.NameOf("acme"); !ok || n != cart.Pool {
		t.Errorf("the pool of acme is %v", n)
	}
	for _, other := range []string{"acme.eu0.svc.id.goog", "acme.hub.id.goog", "example.com:acme.svc.id.goog"} {
		if n := must(pool.ParseName(other)); n == cart.Pool || !n.IsManaged() || pool.All(n, 7).Matches(cart) {
			t.Errorf("%s is taken for another pool, or for none of Google's", other)
		}
	}
	if n, err := pool.ParseName("acme.svc.goog.id"); err == nil {
		t.Errorf("%s is taken for a pool", n)
	}
}
