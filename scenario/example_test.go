package scenario_test

import (
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario"
)

// Scenario 2: a cluster that is not in the fleet has what was granted to the fleet. A host project without clusters
// keeps it out, and costs nobody who was meant.
func ExampleNumber() {
	s, err := scenario.Number(2)
	if err != nil {
		fmt.Println(err)
		return
	}
	o, err := s.Run()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range o.Excess {
		fmt.Println("nobody meant", a.Workload, a.Path.Rules())
	}

	m := s.Mitigations[0]
	after, err := m.Run()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Title)
	fmt.Println("contained:", after.Contained(), "excess:", len(after.Excess), "lost:", len(after.Lost))
	// Output:
	// nobody meant project-1/us-east1/cluster-3 payroll/app [R1 R4]
	// A host project without clusters
	// contained: true excess: 0 lost: 0
}

func ExampleGrant_Picture() {
	s, err := scenario.Number(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	picture, err := s.Picture()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(picture)
	// Output:
	// +-R1- project-1/us-east1/cluster-1  in fleet of project-1  meant
	// +-R1- project-1/us-east1/cluster-2  in fleet of project-1  meant
	// +-R1- project-1/us-east1/cluster-3                         meant
	// +-R2- project-2/us-east1/cluster-4  in fleet of project-1  excess
	// v
	// project-1.svc.id.goog
	// v
	// serviceAccount:project-1.svc.id.goog[payroll/app]
	//
	// +-R1- project-2/us-east1/cluster-4  in fleet of project-1
	// +-R1- project-2/us-east1/cluster-5
	// v
	// project-2.svc.id.goog
}

// A grant of one's own: two clusters of one project, of which one is meant.
func ExampleGrant_Run() {
	east := fleet.ClusterName{Project: "acme", Location: "us-east1", Name: "east"}
	west := fleet.ClusterName{Project: "acme", Location: "us-west1", Name: "west"}
	grant := scenario.Grant{
		Facts: []fleet.Fact{
			fleet.Project{ID: "acme", Number: 77},
			fleet.Cluster{Name: east, Mode: fleet.Autopilot},
			fleet.Cluster{Name: west, Mode: fleet.Autopilot},
			fleet.KSA{Cluster: east, Namespace: "shop", Name: "cart"},
		},
		Principals: []pool.Principal{pool.Must(pool.Parse("serviceAccount:acme.svc.id.goog[shop/cart]"))},
		Intended:   []fleet.Workload{{Cluster: east, Namespace: "shop", ServiceAccount: "cart"}},
	}
	o, err := grant.Run()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("contained today:", o.Contained())
	for _, open := range o.Open {
		fmt.Println("open:", open.Cluster, "lacks the", open.Missing)
	}
	// Output:
	// contained today: true
	// open: acme/us-west1/west lacks the namespace
}
