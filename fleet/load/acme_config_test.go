package load

import (
	"path/filepath"
	"strings"
	"testing"

	"fleettrust.example/fleet"
)

// The example organization as Config Connector has it, with the objects of its clusters as kubectl prints them. Of keys, groups, features and
// access boundaries Config Connector says nothing, nor of the accounts that Google makes, nor that a cluster has no Workload Identity.
func TestAcmeConfig(t *testing.T) {
	in := Input{Paths: []string{"../../examples/data/acme-config"}}
	dumps, err := filepath.Glob(acmeFolder + "/projects/*/clusters/*/*.yaml")
	if err != nil || len(dumps) != 7 {
		t.Fatalf("%d dumps of clusters (%v), want 7", len(dumps), err)
	}
	for _, path := range dumps {
		p := strings.Split(filepath.ToSlash(strings.TrimSuffix(path, ".yaml")), "/")
		p = p[len(p)-4:]
		in.Manifests = append(in.Manifests, Manifests{Cluster: fleet.ClusterName{Project: p[0], Location: p[2], Name: p[3]}, Path: path})
	}
	sameWorld(t, "acme-config", in, "keys.json", "groups/*", "projects/*/features.json", "projects/acme-data/clusters.json",
		"projects/*/service-accounts/*-compute@developer.gserviceaccount.com.json",
		"projects/*/policy-bindings.json", "folders/*/policy-bindings.json", "organizations/*/policy-bindings.json", "organizations/*/principal-access-boundary-policies.json")
}
