package load

import "testing"

// The example as an export of Cloud Asset Inventory: its resources as gcloud asset export writes them, its allow policies as gcloud asset
// list prints them. What no export has stands beside it: groups, keys, the cluster outside Google Cloud, deny policies and access boundaries.
func TestAcmeExport(t *testing.T) {
	sameWorld(t, "acme-export", Input{Paths: []string{"../../examples/data/acme-export"}}, "keys.json", "groups/*",
		"projects/acme-fleet/clusters/global/*.yaml", "projects/acme-apps/ancestors-iam-policy.json", "*/*/policy-bindings.json", "organizations/*/principal-access-boundary-policies.json")
}
