package organization_test

import (
	"fmt"

	"fleettrust.example/scenario/organization"
)

func ExampleDraw() {
	o, err := organization.Draw(organization.Size{KSAs: 100_000, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(o.Projects(), "projects,", o.Clusters(), "clusters,", o.Workloads(), "KSAs,", o.Accounts(), "accounts")
	fmt.Printf("%+v\n", o.Workload(77_777))
	for g := range o.Grants() {
		fmt.Printf("%+v\n", g)
		break
	}
	// Output:
	// 100 projects, 1000 clusters, 100000 KSAs, 5000 accounts
	// {Cluster:777 Namespace:identity-jobs-4783 ServiceAccount:backup-internal}
	// {Account:0 Kind:2 Pool:0 Namespace:catalog-cache ServiceAccount: Cluster:-1}
}
