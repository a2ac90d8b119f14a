package fleet_test

import (
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A fleet of one project has registered two of its three clusters. A grant meant for the fleet reaches the third:
// the fleet's pool is the pool of the project.
//
//	c1 (member)  ─┐
//	c2 (member)  ─┼─▶ project-1.svc.id.goog ─▶ subject ns/payroll/sa/app
//	c3           ─┘
func ExampleGraph_Assumers() {
	var b fleet.Builder
	b.Add(
		fleet.Project{ID: "project-1", Number: 1001},
		fleet.Fleet{Host: "project-1"},
	)
	for _, name := range []string{"c1", "c2", "c3"} {
		cluster := fleet.ClusterName{Project: "project-1", Location: "us-central1", Name: name}
		b.Add(
			fleet.Cluster{Name: cluster, WorkloadIdentity: fleet.On},
			fleet.KSA{Cluster: cluster, Namespace: "payroll", Name: "app"},
		)
		if name != "c3" {
			b.Add(fleet.Membership{Fleet: "project-1", Location: "us-central1", Name: name, Cluster: cluster, Issuer: fleet.On})
		}
	}
	g, err := b.Build()
	if err != nil {
		fmt.Println(err)
		return
	}

	p, err := pool.Parse("serviceAccount:project-1.svc.id.goog[payroll/app]")
	if err != nil {
		fmt.Println(err)
		return
	}
	answer := g.Assumers(p)
	fmt.Println(answer.Exactness())
	for a := range answer.All() {
		fmt.Println(a.Strength, a.Workload, a.Path.Rules())
	}
	// Output:
	// exact
	// assumes project-1/us-central1/c1 payroll/app [R1 R4]
	// assumes project-1/us-central1/c2 payroll/app [R1 R4]
	// assumes project-1/us-central1/c3 payroll/app [R1 R4]
}
