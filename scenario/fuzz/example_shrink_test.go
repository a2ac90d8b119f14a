package fuzz_test

import (
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario"
	"fleettrust.example/scenario/fuzz"
)

// The world of scenario 3 has two projects and five clusters. For a grant at the pool of project-1 to reach a cluster of
// project-2, it takes one cluster and its membership.
func ExampleShrink() {
	s, err := scenario.Number(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	small := fuzz.Shrink(s.Facts, func(facts []fleet.Fact) bool {
		var b fleet.Builder
		b.Add(facts...)
		g, err := b.Build()
		if err != nil {
			return false // Shrink asks about no such world
		}
		for a := range g.Assumers(s.Principals[0]).All() {
			if a.Workload.Cluster.Project == "project-2" {
				return true
			}
		}
		return false
	})
	fmt.Print(fuzz.Text(small))
	// Output:
	// project project-1, number 1001
	// fleet of project-1
	// project project-2, number 1002
	// cluster project-2/us-east1/cluster-4: standard, workload identity on
	// membership cluster-4 of fleet project-1 in us-east1: cluster project-2/us-east1/cluster-4, issuer on
	// service account payroll/app of project-2/us-east1/cluster-4
}
