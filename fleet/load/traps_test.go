package load_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fleettrust.example/fleet"
)

// Traps are mistakes that readers of this data make; each is named after its number in the project's list.

// worldOf lays out files and builds them.
func worldOf(t *testing.T, files map[string]string) *fleet.Graph {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		put(t, dir, name, []byte(data))
	}
	g, _ := build(t, dir)
	return g
}

const web = `{"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kube-system"}},
  {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": "kube-system"}},
  {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "cart", "namespace": "web"}},
  {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": "web"}}]}`

func wantAnswer(t *testing.T, g *fleet.Graph, member string, exactness fleet.Exactness, want ...string) {
	t.Helper()
	e, got := answer(t, g, member)
	if want == nil {
		want = []string{}
	}
	if d := cmp.Diff(want, got); d != "" || e != exactness {
		t.Errorf("%s: %v, want %v; want -, got +:\n%s", member, e, exactness, d)
	}
}

// A node pool without the GKE metadata server only changes what the metadata server hands out: the workloads on it can
// still be given a token of their own and exchange it. Being the subject is not taken from them.
// Source: GoogleCloudPlatform/gcs-fuse-csi-driver docs/authentication.md at 5fcdc04.
func TestTrap05NodeMetadataTakesNoIdentity(t *testing.T) {
	g := worldOf(t, map[string]string{
		"projects/shop/project.json":     `{"projectId": "shop", "projectNumber": "11"}`,
		"projects/shop/memberships.json": `[]`,
		"projects/shop/clusters.json": `[{"name": "one", "location": "us-west1", "workloadIdentityConfig": {"workloadPool": "shop.svc.id.goog"},
			"nodePools": [{"name": "old", "config": {"workloadMetadataConfig": {"mode": "GCE_METADATA"}}}]}]`,
		"projects/shop/clusters/us-west1/one.json": web,
	})
	wantAnswer(t, g, "serviceAccount:shop.svc.id.goog[web/cart]", fleet.Exact, "shop/us-west1/one web/cart")
}

// A zonal cluster says zones in its link, and locations in the URL of its identity provider. The link is folded when
// the cluster is read, and a policy is not.
func TestTrap11ZonalClusterURL(t *testing.T) {
	g := worldOf(t, map[string]string{
		"projects/shop/project.json":     `{"projectId": "shop", "projectNumber": "11"}`,
		"projects/shop/memberships.json": `[]`,
		"projects/shop/clusters.json": `[{"name": "one", "selfLink": "https://container.googleapis.com/v1/projects/shop/zones/us-west1-a/clusters/one",
			"workloadIdentityConfig": {"workloadPool": "shop.svc.id.goog"}}]`,
		"projects/shop/clusters/us-west1-a/one.json": web,
	})
	const set = "principalSet://iam.googleapis.com/projects/11/locations/global/workloadIdentityPools/shop.svc.id.goog/kubernetes.cluster/https://container.googleapis.com/v1/projects/shop/"
	wantAnswer(t, g, set+"locations/us-west1-a/clusters/one", fleet.Exact,
		"shop/us-west1-a/one kube-system/default", "shop/us-west1-a/one web/cart", "shop/us-west1-a/one web/default")
	wantAnswer(t, g, set+"zones/us-west1-a/clusters/one", fleet.Exact)
}

// A membership without an issuer, or a lightweight one, gives no fleet identity, if the membership was read whole.
func TestTrap13LightweightAndIssuerless(t *testing.T) {
	const whole = `"createTime": "x", "updateTime": "x", "uniqueId": "x", "state": {"code": "READY"}, "endpoint": {"gkeCluster": {"resourceLink": "//container.googleapis.com/projects/apps/locations/us-west1/clusters/`
	g := worldOf(t, map[string]string{
		"projects/host/project.json":  `{"projectId": "host", "projectNumber": "11"}`,
		"projects/host/clusters.json": `[]`,
		"projects/host/memberships.json": `[
			{"name": "projects/host/locations/global/memberships/plain", ` + whole + `plain"}}},
			{"name": "projects/host/locations/global/memberships/light", "membershipType": "LIGHTWEIGHT", ` + whole + `light"}},
				"authority": {"issuer": "https://container.googleapis.com/v1/projects/apps/locations/us-west1/clusters/light"}},
			{"name": "projects/host/locations/global/memberships/full", ` + whole + `full"}},
				"authority": {"issuer": "https://container.googleapis.com/v1/projects/apps/locations/us-west1/clusters/full"}}]`,
		"projects/apps/project.json":     `{"projectId": "apps", "projectNumber": "12"}`,
		"projects/apps/memberships.json": `[]`,
		"projects/apps/clusters.json": `[
			{"name": "plain", "location": "us-west1", "workloadIdentityConfig": {"workloadPool": "apps.svc.id.goog"}},
			{"name": "light", "location": "us-west1", "workloadIdentityConfig": {"workloadPool": "apps.svc.id.goog"}},
			{"name": "full", "location": "us-west1", "workloadIdentityConfig": {"workloadPool": "apps.svc.id.goog"}}]`,
		"projects/apps/clusters/us-west1/plain.json": web,
		"projects/apps/clusters/us-west1/light.json": web,
		"projects/apps/clusters/us-west1/full.json":  web,
	})
	wantAnswer(t, g, "serviceAccount:host.svc.id.goog[web/cart]", fleet.Exact, "apps/us-west1/full web/cart")
	wantAnswer(t, g, "serviceAccount:apps.svc.id.goog[web/cart]", fleet.Exact,
		"apps/us-west1/full web/cart", "apps/us-west1/light web/cart", "apps/us-west1/plain web/cart")
}

// A membership outlives its cluster and gives nobody anything; the pool and the grants stay; deleted members are nobody.
func TestTrap21DeletedThings(t *testing.T) {
	g := worldOf(t, map[string]string{
		"projects/host/project.json":               `{"projectId": "host", "projectNumber": "11"}`,
		"projects/host/clusters.json":              `[]`,
		"projects/host/ancestors-iam-policy.json":  `[{"type": "project", "id": "host", "policy": {}}]`,
		"projects/host/service-accounts.json":      `[{"email": "a@host.iam.gserviceaccount.com"}]`,
		"projects/host/clusters/us-west1/gone.txt": "an old dump, renamed",
		"projects/host/service-accounts/a@host.iam.gserviceaccount.com.json": `{"bindings": [{"role": "roles/iam.workloadIdentityUser", "members": [
			"deleted:serviceAccount:b@host.iam.gserviceaccount.com?uid=1", "serviceAccount:host.svc.id.goog[web/cart]"]}]}`,
		"projects/host/memberships.json": `[{"name": "projects/host/locations/global/memberships/gone",
			"endpoint": {"gkeCluster": {"resourceLink": "//container.googleapis.com/projects/host/locations/us-west1/clusters/gone", "clusterMissing": true}},
			"authority": {"issuer": "https://container.googleapis.com/v1/projects/host/locations/us-west1/clusters/gone"}}]`,
	})
	wantAnswer(t, g, "serviceAccount:a@host.iam.gserviceaccount.com", fleet.Exact)
}

// The pool of a domain-scoped project cannot be derived from its ID, and is what its clusters say.
func TestTrap22PoolNameFromTheCluster(t *testing.T) {
	g := worldOf(t, map[string]string{
		"projects/example.com:shop/project.json":     `{"projectId": "example.com:shop", "projectNumber": "11"}`,
		"projects/example.com:shop/memberships.json": `[]`,
		"projects/example.com:shop/clusters.json": `[{"name": "one", "location": "us-west1", "workloadIdentityConfig": {"workloadPool": "example.com:shop.svc.id.goog"},
			"selfLink": "https://container.googleapis.com/v1/projects/example.com:shop/locations/us-west1/clusters/one"}]`,
		"projects/example.com:shop/clusters/us-west1/one.json": web,
	})
	wantAnswer(t, g, "serviceAccount:example.com:shop.svc.id.goog[web/cart]", fleet.Exact, "example.com:shop/us-west1/one web/cart")
}
