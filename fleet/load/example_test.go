package load_test

import (
	"fmt"
	"log"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
)

// Who can assume the payroll account? Two clusters were meant.
func ExampleInto() {
	var b fleet.Builder
	report, err := load.Into(&b, "../../examples/data/acme")
	if err != nil {
		log.Fatal(err)
	}
	g, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	a := g.Assumers(pool.Must(pool.Parse("serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com")))
	fmt.Println(len(report.Warnings), "warning;", a.Exactness())
	for id := range a.Workloads() {
		fmt.Println(g.Workload(id))
	}
	// Output:
	// 1 warning; exact
	// acme-fleet/europe-west1-b/lab payroll/runner
	// acme-fleet/global/eks-frankfurt payroll/runner
	// acme-fleet/us-central1/prod-1 payroll/runner
	// acme-fleet/us-central1-a/prod-2 payroll/runner
}

// What does a pull request open? Its plan registers a cluster to a fleet.
func ExampleChange() {
	plan := load.Change{From: load.Input{Paths: []string{"../../examples/data/acme"}}, Plan: "../../examples/data/plan.json"}
	var before, after fleet.Builder
	if _, err := plan.Into(&before, &after); err != nil {
		log.Fatal(err)
	}
	was, err := before.Build()
	if err != nil {
		log.Fatal(err)
	}
	is, err := after.Build()
	if err != nil {
		log.Fatal(err)
	}
	_, gained, _ := fleet.Compare(was, is, pool.Must(pool.Parse("serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com")))
	for _, a := range gained {
		fmt.Println(a.Workload, "by", a.Path[0].Source.Address)
	}
	// Output:
	// acme-data/europe-west1/staging payroll/runner by google_gke_hub_membership.staging
}
