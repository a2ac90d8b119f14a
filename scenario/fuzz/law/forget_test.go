package law

import (
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// TestForgottenHubPool is a world that ForgettingShows draws rarely: a fleet whose membership names the pool of the old
// name, and a grant to it. With the membership goes all that told of the pool, and the workload may still be in it.
func TestForgottenHubPool(t *testing.T) {
	hub := pool.Must(pool.ParseName("alpha.hub.id.goog"))
	c := fleet.ClusterName{Project: "alpha", Location: "us", Name: "c1"}
	facts := []fleet.Fact{
		fleet.Project{ID: "alpha", Number: 1001},
		fleet.Cluster{Name: c, WorkloadIdentity: fleet.On},
		fleet.Fleet{Host: "alpha"},
		fleet.Membership{Fleet: "alpha", Location: "us", Name: "c1", Cluster: c, Issuer: fleet.On, Pool: hub},
		fleet.KSA{Cluster: c, Namespace: "payroll", Name: "app", UID: "uid-1"},
		fleet.GSA{Email: "app@alpha.iam.gserviceaccount.com"},
		fleet.Binding{On: fleet.OnAccount("app@alpha.iam.gserviceaccount.com"), Role: "roles/iam.workloadIdentityUser", Member: pool.Subject(hub, 1001, "payroll", "app")},
	}
	full := World{}.with(t, facts)
	checkForgotten(t, full, full.with(t, forgetMemberships("alpha", facts)), pool.ServiceAccount("app@alpha.iam.gserviceaccount.com"))
}
