package load

import "testing"

// The example organization as two states of Terraform. No state knows the provider that the service gives a member, whose files a
// cluster has, or what is set nowhere: these stand in files of the folder.
func TestAcmeTerraform(t *testing.T) {
	in := Input{Paths: []string{"../../examples/data/acme-terraform"}}
	sameWorld(t, "acme-terraform", in, "keys.json", "groups/*", "projects/*/memberships.json", "projects/*/clusters/*/*.yaml", "*/*/policy-bindings.json")
}
