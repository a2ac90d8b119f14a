package fleet_test

import (
	"testing"

	"fleettrust.example/fleet"
)

// TestZeroFactsAreRefused: no fact says anything in its zero value, and none is taken in silence.
func TestZeroFactsAreRefused(t *testing.T) {
	for _, f := range []fleet.Fact{
		fleet.Organization{}, fleet.Folder{}, fleet.Project{}, fleet.Cluster{}, fleet.Fleet{}, fleet.Membership{}, fleet.Namespace{},
		fleet.KSA{}, fleet.GSA{}, fleet.Role{}, fleet.Binding{}, fleet.Deny{}, fleet.Gap{},
		fleet.Scope{}, fleet.ScopeBinding{}, fleet.FleetNamespace{}, fleet.Permit{}, fleet.Group{}, fleet.Constraint{}, fleet.OrgPolicy{},
		fleet.NodePool{}, fleet.Pod{}, fleet.Secret{}, fleet.Boundary{},
	} {
		var b fleet.Builder
		b.Add(f)
		if _, err := b.Build(); err == nil {
			t.Errorf("%T{} was built", f)
		}
	}
}

// TestUnknownConstantsAreRefused: a mode, setting or gap that is none is no fact.
func TestUnknownConstantsAreRefused(t *testing.T) {
	c := fleet.ClusterName{Project: "alpha", Location: "us", Name: "c1"}
	for _, f := range []fleet.Fact{
		fleet.Cluster{Name: c, Mode: 99}, fleet.Cluster{Name: c, WorkloadIdentity: 99}, fleet.Gap{What: 99, On: fleet.InProject("alpha")},
		fleet.Membership{Fleet: "alpha", Location: "us", Name: "m", ClusterMissing: true, Issuer: 99},
	} {
		var b fleet.Builder
		b.Add(fleet.Project{ID: "alpha", Number: 1001}, fleet.Fleet{Host: "alpha"}, f)
		if _, err := b.Build(); err == nil {
			t.Errorf("%+v was built", f)
		}
	}
}
