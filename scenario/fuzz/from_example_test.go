package fuzz_test

import (
	"context"
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
	"fleettrust.example/scenario/search"
)

// payroll is a fleet of one cluster, its host project's cluster lab that is in no fleet, and an account for payroll in the fleet.
func payroll() *fleet.Graph {
	prod, lab := fleet.ClusterName{Project: "host", Location: "us", Name: "prod"}, fleet.ClusterName{Project: "host", Location: "us", Name: "lab"}
	var b fleet.Builder
	b.Add(fleet.Project{ID: "host", Number: 1000}, fleet.Fleet{Host: "host"},
		fleet.Cluster{Name: prod, WorkloadIdentity: fleet.On}, fleet.Cluster{Name: lab, WorkloadIdentity: fleet.On},
		fleet.Membership{Fleet: "host", Location: "us", Name: "prod", Cluster: prod, Issuer: fleet.On},
		fleet.KSA{Cluster: prod, Namespace: "payroll", Name: "app"},
		fleet.GSA{Email: "payroll-db@host.iam.gserviceaccount.com"},
		fleet.Binding{On: fleet.OnAccount("payroll-db@host.iam.gserviceaccount.com"), Role: "roles/iam.workloadIdentityUser",
			Member: pool.Must(pool.Parse("serviceAccount:host.svc.id.goog[payroll/app]"))})
	return pool.Must(b.Build())
}

// No three operations from here open payroll to an outsider: or do they?
func ExampleFrom() {
	db := pool.ServiceAccount("payroll-db@host.iam.gserviceaccount.com")
	intent := pool.Must(fleet.ParseIntent(db, "fleet=host", "namespace=payroll"))
	stay := func(op fleet.Operation) bool { _, leaves := op.(fleet.Delete); return !leaves }

	outcome, err := fuzz.From(payroll()).Never(intent).Trying(stay).Run(context.Background(), search.Bounds{Operations: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range outcome.Breach.Commands {
		fmt.Println(line)
	}
	fmt.Println(outcome.Breach.Why)
	// Output:
	// kubectl --context=gke_host_us_lab create namespace payroll
	// kubectl --context=gke_host_us_lab create serviceaccount app --namespace=payroll
	// host/us/lab payroll/app obtains serviceAccount:payroll-db@host.iam.gserviceaccount.com, and was not meant to: host/us/lab payroll/app -R1-> host/us/lab payroll/app @ host.svc.id.goog -R4-> principal://iam.googleapis.com/projects/1000/locations/global/workloadIdentityPools/host.svc.id.goog/subject/ns/payroll/sa/app -R10-> serviceAccount:payroll-db@host.iam.gserviceaccount.com
}

// Any function of a graph is an invariant.
func ExampleFrom_holds() {
	db := pool.ServiceAccount("payroll-db@host.iam.gserviceaccount.com")
	works := func(g *fleet.Graph) error {
		if g.Assumers(db).Len() == 0 {
			return fmt.Errorf("payroll stands still: nobody can act as %v", db)
		}
		return nil
	}
	outcome, err := fuzz.From(payroll()).Holds(works).Run(context.Background(), search.Bounds{})
	fmt.Println(outcome, err)
	// Output:
	// gcloud container clusters delete prod --project=host --location=us
	// payroll stands still: nobody can act as serviceAccount:payroll-db@host.iam.gserviceaccount.com
	// 7 sequences tried, 0 refused; on the menu at first: 15 operations
	//  <nil>
}
