package render_test

import (
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

// One cluster, one workload, asked for by the legacy spelling of its name.
func ExampleAnswerOf() {
	at := fleet.ClusterName{Project: "acme", Location: "us-central1", Name: "prod"}
	var b fleet.Builder
	b.Add(
		fleet.Project{ID: "acme", Number: 1001},
		fleet.Cluster{Name: at, WorkloadIdentity: fleet.On},
		fleet.KSA{Cluster: at, Namespace: "shop", Name: "cart"},
	)
	g, err := b.Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := pool.Parse("serviceAccount:acme.svc.id.goog[shop/cart]")
	if err != nil {
		fmt.Println(err)
		return
	}
	doc := render.AnswerOf(g.Assumers(p), g.Attachers(p))
	fmt.Println(doc.Exactness)
	for _, x := range doc.Assumers {
		fmt.Println(render.Page{}.Path(x.Name(), x.Path))
	}
	// Output:
	// exact
	//
	// acme/us-central1/prod shop/cart
	//      R1  -> @ acme.svc.id.goog: Workload Identity is on
	//      R4  -> principal://iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/acme.svc.id.goog/subject/ns/shop/sa/cart
}
