package pool_test

import (
	"errors"
	"fmt"

	"fleettrust.example/pool"
)

func ExampleParse() {
	p, err := pool.Parse("serviceAccount:acme.svc.id.goog[shop/cart]")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Kind(), p.Pool(), p.Namespace(), p.ServiceAccount())
	// Output: subject acme.svc.id.goog shop cart
}

// A mistake that people make comes with what they meant.
func ExampleParse_mistake() {
	_, err := pool.Parse("serviceAccount:acme.svc.goog.id[shop/cart]")
	var e *pool.ParseError
	if errors.As(err, &e) {
		fmt.Println(e.Reason)
		fmt.Println(e.Hint)
	}
	// Output:
	// pool name ends in "svc.goog.id", not in "svc.id.goog"
	// serviceAccount:acme.svc.id.goog[shop/cart]
}

// Two spellings of one service account are one value once the number is known.
func ExamplePrincipal_WithNumber() {
	legacy := pool.Must(pool.Parse("serviceAccount:acme.svc.id.goog[shop/cart]"))
	modern := pool.Must(pool.Parse("principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/acme.svc.id.goog/subject/ns/shop/sa/cart"))
	fmt.Println(legacy == modern)
	fmt.Println(legacy.WithNumber(123456789012) == modern)
	// Output:
	// false
	// true
}

// A workload of any cluster that feeds the pool is in the set of its namespace:
// the name of the cluster is nowhere in it.
func ExamplePrincipal_Matches() {
	acme, _ := pool.NameOf("acme")
	shop := pool.Namespace(acme, 123456789012, "shop")
	for _, cluster := range []string{"blue", "green"} {
		fmt.Println(cluster, shop.Matches(pool.Identity{
			Pool: acme, Number: 123456789012, Namespace: "shop", ServiceAccount: "cart", UID: "uid-in-" + cluster,
			Provider: "https://container.googleapis.com/v1/projects/acme/locations/europe-west1/clusters/" + cluster,
		}))
	}
	// Output:
	// blue true
	// green true
}

func ExamplePrincipal_Dead() {
	p := pool.Must(pool.Parse("principal://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/acme.svc.id.goog/subject/system:serviceaccount:shop:cart"))
	why, dead := p.Dead()
	fmt.Println(dead, why)
	// Output: true no workload has the subject "system:serviceaccount:shop:cart": in a Google-managed pool it is written "ns/shop/sa/cart"
}

func ExamplePrincipal_Covers() {
	acme, _ := pool.NameOf("acme")
	whole := pool.Must(pool.Parse("group:acme.svc.id.goog:/allAuthenticatedUsers/"))
	cart := pool.Subject(acme, 7, "shop", "cart")
	fmt.Println(whole.Covers(cart), cart.Covers(whole), whole.Overlaps(cart))
	// Output: true false true
}

func ExamplePrincipal_Account() {
	for _, email := range []string{"robot@acme.iam.gserviceaccount.com", "123456789012-compute@developer.gserviceaccount.com"} {
		a, _ := pool.ServiceAccount(email).Account()
		fmt.Println(a.Kind, a.Project, a.Number)
	}
	// Output:
	// user-managed acme ?
	// default-compute  123456789012
}
